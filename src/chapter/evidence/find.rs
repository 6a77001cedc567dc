//! Where a number that somebody copied from the chapter stands: every fact, table, figure and statistic that prints it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Book, Kind, said};

/// A place where a number stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stand {
    /// Whether the text prints it; what is only in the data of the release comes after.
    #[serde(skip)]
    unprinted: bool,
    /// What it stands in.
    pub kind: Kind,
    /// The name to ask for.
    pub id: String,
    /// The words, or the row and column, around it.
    pub words: String,
    /// Where that stands in the text.
    pub stands: Vec<String>,
}

impl Book<'_> {
    /// Every place where a number stands, what the text prints before the rest; none if the words hold no number, or it stands nowhere.
    pub fn find(&self, pasted: &str) -> Vec<Stand> {
        let wanted: Vec<String> = numbers(pasted).collect();
        // A word with digits in it is a name, perhaps misspelt.
        let name = !pasted.contains(char::is_whitespace) && pasted.contains(char::is_alphabetic);
        if wanted.is_empty() || name {
            return Vec::new();
        }
        let holds = |text: &str| {
            let held: BTreeSet<String> = numbers(text).collect();
            wanted.iter().all(|number| held.contains(number))
        };
        let (facts, figures, tables, judgements) = self.parts;
        let mut found = BTreeSet::new();
        let mut stand = |unprinted, kind, id: &str, words: String| {
            found.insert(Stand { unprinted, kind, id: id.to_owned(), words, stands: self.stands(id) });
        };
        let printed = self.printed();
        for (id, fact) in facts.iter().filter(|(_, fact)| holds(&fact.text)) {
            // The same fact under the name of its period is one.
            let named =
                facts.iter().any(|(other, one)| one.dated.as_ref() == Some(id) && printed.contains(other.as_str()));
            if !(named || fact.dated.is_some() && !printed.contains(id.as_str())) {
                stand(!printed.contains(id.as_str()), Kind::Fact, id, fact.text.clone());
            }
        }
        for table in tables {
            for row in &table.printed() {
                let head = row.first().map_or("", String::as_str);
                for (cell, column) in row.iter().zip(&table.columns).filter(|(cell, _)| holds(cell)) {
                    let words = format!("{}: {head}, {}: {cell}", table.title, column.title);
                    stand(!self.used.shown.contains(table.id()), Kind::Table, table.id(), words);
                }
            }
        }
        for figure in figures {
            let words = figure.words();
            let texts = [&words.title, &words.subtitle, &words.alt].into_iter().chain(&words.notes);
            let texts = texts.filter(|text| holds(text)).cloned();
            let table = figure.table();
            let rows = table.rows.iter().filter(|row| row.iter().any(|cell| holds(cell))).map(|row| row.join(", "));
            texts
                .chain(rows)
                .for_each(|words| stand(!self.used.shown.contains(figure.id()), Kind::Figure, figure.id(), words));
        }
        for one in judgements.iter().filter(|one| holds(&one.words(facts))) {
            stand(false, Kind::Judgement, &one.judgement().id, one.words(facts));
        }
        for statistic in self.statistics.iter().filter(|one| holds(&said::value(one))) {
            let words = format!(
                "{}, {}, {}: {}",
                statistic.title,
                statistic.area.name,
                statistic.period,
                said::value(statistic)
            );
            stand(true, Kind::Statistic, &statistic.id, words);
        }
        found.into_iter().collect()
    }

    /// The facts that a reader meets, in the text or in the words of a figure.
    pub fn printed(&self) -> BTreeSet<&str> {
        let of_text = self.used.facts.union(&self.used.page_facts).map(String::as_str);
        let of_figures = self.parts.1.iter().flat_map(|figure| figure.facts()).map(String::as_str);
        let of_judgements = self.parts.3.iter().flat_map(|one| one.facts());
        of_text.chain(of_figures).chain(of_judgements).collect()
    }
}

/// The numbers in a text, without the commas between their thousands, years as well.
fn numbers(text: &str) -> impl Iterator<Item = String> + '_ {
    let part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '/');
    text.split(move |letter: char| !part(letter))
        .map(|word| word.trim_matches(['.', ',', '/']).replace(',', ""))
        .filter(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
}
