//! Years that stand apart: a sentence that binds a number and names a year of which neither its section nor a figure of it speaks.
//!
//! A section speaks of the years that it binds by name. In the next edition these move on, and a year that was typed stays behind.
//! In: the text, the facts and the figures. Out: each such year with its place; for a person to look at, as history may be meant.

use std::collections::BTreeSet;

use super::Text;
use super::bindings::{is_year, years};
use super::facts::Facts;
use super::facts::periods::is_period;
use super::figures::Figure;
use crate::fault::Place;

/// A year that stands apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The year, as it stands there.
    pub year: String,
    /// Where.
    pub place: Place,
}

/// The years of all sections that stand apart.
pub fn apart(text: &Text, facts: &Facts, figures: &[Figure]) -> Vec<Apart> {
    text.own().flat_map(|(file, text)| of_section(file, text, facts, figures)).collect()
}

fn of_section(file: &str, text: &str, facts: &Facts, figures: &[Figure]) -> Vec<Apart> {
    let bound = |text: &str| facts.get(text).map(|fact| fact.text.clone());
    let mut spoken: BTreeSet<String> =
        called(text, "n").filter_map(|(_, id)| bound(id)).filter(|words| is_year(words)).collect();
    let shown: BTreeSet<&str> =
        ["chart", "fig"].into_iter().flat_map(|call| called(text, call)).map(|(_, id)| id).collect();
    for words in figures.iter().filter(|figure| shown.contains(figure.id())).map(Figure::words) {
        spoken.extend(
            [&words.title, &words.subtitle].into_iter().flat_map(|words| years(words)).map(|(_, year)| year.to_owned()),
        );
    }
    let mut apart = Vec::new();
    for (start, sentence) in sentences(text) {
        let by_number = called(sentence, "n").flat_map(|(at, id)| {
            id.split('.').filter(|part| is_period(part)).map(move |part| (at, part.replacen('-', "/", 1)))
        });
        let typed = years(sentence).filter(|_| called(sentence, "n").next().is_some());
        let typed = typed.filter(|(at, _)| !is_quoted(sentence, *at)).map(|(at, year)| (at, year.to_owned()));
        for (at, year) in by_number.chain(typed).filter(|(_, year)| !spoken.contains(year)) {
            apart.push(Apart { year, place: Place::offset(file, text, start + at) });
        }
    }
    apart
}

/// Sentences with their offsets; a line break ends one, and a comment is none.
fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split(". ")).map(move |sentence| (sentence.as_ptr() as usize - start, sentence))
}

/// The names that calls of a component have, with their offsets.
fn called<'a>(text: &'a str, component: &str) -> impl Iterator<Item = (usize, &'a str)> {
    let call = format!("#{component}(\"");
    let length = call.len();
    let starts: Vec<usize> = text.match_indices(&call).map(|(at, _)| at + length).collect();
    starts.into_iter().filter_map(move |at| Some((at, text.get(at..)?.split_once('"')?.0)))
}

/// Whether a place lies within quotation marks, where names of facts stand.
fn is_quoted(sentence: &str, at: usize) -> bool {
    sentence.get(..at).is_some_and(|before| before.matches('"').count() % 2 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineage::Lineage;

    #[test]
    fn a_year_that_a_section_does_not_bind_by_name_stands_apart_from_a_number() {
        let mut facts = Facts::default();
        for (id, words) in [("x.count.last", "12"), ("x.count.2019-20", "7"), ("x.year.last", "2024/25")] {
            facts.add(id, words, &Lineage::default());
        }
        let text = "// In 2001 #n(\"x.count.last\").\nIn #n(\"x.year.last\") police recorded #n(\"x.count.last\"). In 2018/19 it was \
                    #n(\"x.count.last\"), and #n(\"x.count.2019-20\") later. The law changed in 2003. In 2024/25, #n(\"x.count.last\").";
        let found = of_section("a.typ", text, &facts, &[]);
        let years: Vec<&str> = found.iter().map(|apart| apart.year.as_str()).collect();
        assert_eq!(years, ["2019/20", "2018/19"]);
        assert_eq!(found[1].place.to_string(), "a.typ:2:61");
    }
}
