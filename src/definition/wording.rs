//! Whose words a definition is printed in: its owner's, marked as a quotation with their place, or ours; and which of both is said.
//!
//! In: what a file says of its own text. Out: a sentence that stands before the text, or what is wrong. Words of others stand within
//! quotation marks, each with its place, only where they were read and a licence lets them be quoted.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Verified;

/// Whose words the text of a definition is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Wording {
    /// Its owner's, whole.
    Quotation,
    /// Ours; what is its owner's within them stands in quotation marks.
    OwnWords,
}

/// Words of the owner that stand in the text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quoted {
    /// The words, as they stand in the source.
    pub words: String,
    /// Where in the source: a paragraph, a page.
    pub place: String,
    /// The licence under which they are quoted.
    pub licence: String,
}

/// What stands before the text of a definition.
pub(super) fn said(wording: Wording, verified: Verified, quoted: &[Quoted], place: &str) -> String {
    let at = |place: &str| if place.is_empty() { String::new() } else { format!(", {place}") };
    let ours = match (wording, quoted.first(), verified) {
        (Wording::Quotation, Some(all), _) => {
            return format!("In the words of its owner ({}; {}).", all.place, all.licence);
        }
        (_, _, Verified::Found) => format!("In our own words, after the source{}", at(place)),
        (_, _, Verified::SecondHand) => format!("In our own words, after reports of it{}", at(place)),
        (_, _, Verified::Unverified) => "In our own words, not checked against the source".to_owned(),
    };
    let places: Vec<String> = quoted.iter().map(|one| format!("{}; {}", one.place, one.licence)).collect();
    match places.as_slice() {
        [] => format!("{ours}."),
        some => format!("{ours}; what stands in quotation marks is its owner’s ({}).", some.join("; ")),
    }
}

/// What is wrong with the words that a text quotes, and the remedy.
pub(super) fn wrong(
    wording: Wording,
    verified: Verified,
    quoted: &[Quoted],
    text: &str,
) -> Option<(String, &'static str)> {
    let marked: Vec<&str> = marked(text).collect();
    if let Some(lacking) = quoted.iter().find(|one| one.place.trim().is_empty() || one.licence.trim().is_empty()) {
        let what = format!("“{}” is quoted without its place or its licence", lacking.words);
        return Some((
            what,
            "say the paragraph or page, and the licence that lets it be quoted; or say it in own words",
        ));
    }
    if !quoted.is_empty() && verified == Verified::Unverified {
        let what = "words are quoted from a source that was not read".to_owned();
        return Some((what, "read the source and raise `verified`, or say it in own words"));
    }
    let unmarked = quoted.iter().find(|one| !marked.contains(&one.words.as_str()));
    if let Some(one) = unmarked {
        let what = format!("“{}” is given as quoted and does not stand in quotation marks in the text", one.words);
        return Some((what, "put it into the text within “ and ”, or take it out of [[quoted]]"));
    }
    if let Some(words) = marked.iter().find(|words| !quoted.iter().any(|one| one.words == **words)) {
        let what = format!("“{words}” stands in quotation marks and has no place");
        return Some((
            what,
            "give it under [[quoted]] with place and licence, or say it in own words without the marks",
        ));
    }
    let whole = |one: &Quoted| text.trim() == format!("“{}”", one.words);
    match (wording, quoted) {
        (Wording::Quotation, [all]) if whole(all) => None,
        (Wording::Quotation, _) => {
            let what = "the text is said to be a quotation and is not one whole one".to_owned();
            Some((what, "let the text be the words of one [[quoted]] within “ and ”, or say wording = \"own-words\""))
        }
        (Wording::OwnWords, [all]) if whole(all) => {
            let what = "the text is said to be our own words and is one quotation".to_owned();
            Some((what, "say wording = \"quotation\""))
        }
        (Wording::OwnWords, _) => None,
    }
}

/// What stands within quotation marks.
fn marked(text: &str) -> impl Iterator<Item = &str> {
    text.split('“').skip(1).filter_map(|rest| Some(rest.split_once('”')?.0))
}
