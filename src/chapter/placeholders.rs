//! Facts inside the words of figures: `{offence-71.count.2024-25}` stands for the fact of that name, `{=71}` for digits
//! that are part of a name. Any other digit that is not a year is refused, as in the text.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::fault::{Fault, Place, nearest};

/// Bytes of the words of a figure: what is longer is no title or note, and would be drawn.
const MOST: usize = 2_000;

/// A part of words: as written, or a fact by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Part {
    Words(String),
    Fact(String),
}

impl Part {
    /// The fact that it is.
    pub(super) fn fact(&self) -> Option<&str> {
        match self {
            Self::Fact(id) => Some(id),
            Self::Words(_) => None,
        }
    }
}

/// Parts with every fact in its present words.
pub(super) fn filled(parts: Vec<Part>, facts: &Facts) -> String {
    let text = |part| match part {
        Part::Words(words) => words,
        Part::Fact(id) => facts.get(&id).map(|fact| fact.text.clone()).unwrap_or_default(),
    };
    parts.into_iter().map(text).collect()
}

/// Words apart from the facts in them, each of which exists.
pub(super) fn parts(words: &str, facts: &Facts, place: &Place) -> Result<Vec<Part>, Fault> {
    if words.len() > MOST {
        let what = format!("words of a figure have {} bytes, and may have {MOST}", words.len());
        return Err(Fault::new("chapter-too-large", place.clone(), what, "say it shorter, or in the text"));
    }
    let mut parts = Vec::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        plain(before, place)?;
        parts.push(Part::Words(before.to_owned()));
        let Some((name, after)) = after.split_once('}') else {
            return Err(Fault::new(
                "placeholder-open",
                place.clone(),
                format!("a `{{` is never closed in “{words}”"),
                "close it with `}` after the name of the fact",
            ));
        };
        match name.strip_prefix('=') {
            Some(literal) => parts.push(Part::Words(literal.to_owned())),
            None => parts.push(fact(name, facts, place)?),
        }
        rest = after;
    }
    plain(rest, place)?;
    parts.push(Part::Words(rest.to_owned()));
    Ok(parts)
}

fn fact(name: &str, facts: &Facts, place: &Place) -> Result<Part, Fault> {
    facts.get(name).map(|_| Part::Fact(name.to_owned())).ok_or_else(|| {
        let remedy = match nearest(name, facts.ids()) {
            Some(near) => format!("did you mean `{near}`? `assess facts` lists them all"),
            None => "`assess facts` lists the names that exist".to_owned(),
        };
        Fault::new("statistic-unknown", place.clone(), format!("there is no statistic `{name}`"), remedy)
    })
}

fn plain(words: &str, place: &Place) -> Result<(), Fault> {
    match super::bindings::typed_numbers(words).next() {
        None => Ok(()),
        Some((_, number)) => Err(Fault::new(
            "number-unbound",
            place.clone(),
            format!("the number `{number}` is typed into these words"),
            format!("name a fact in braces; if it is part of a name, write {{={number}}}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_measure_are_refused_before_they_are_drawn() {
        let fault = parts(&"x".repeat(1 << 20), &Facts::default(), &Place::file("figures.toml")).unwrap_err();
        assert_eq!(fault.id, "chapter-too-large");
        let parts = parts("In 2024/25, {=71}", &Facts::default(), &Place::default()).unwrap();
        assert_eq!(filled(parts, &Facts::default()), "In 2024/25, 71");
    }
}
