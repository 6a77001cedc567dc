//! Key judgements as data of the edition: what people conclude, how likely they hold it, and on what.
//!
//! In: `report/<year>/judgements.toml`. Out: the judgements, each with one term of the probability yardstick and, apart from it, its
//! analytical confidence. No term is ever made from a number: a person chooses it, and here it is only held against the list. Whether
//! the evidence exists, and what confidence it supports, is seen where there are facts (`chapter::judgements`).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Edition;
use super::confidence::{AnalystRating, FileRating, Headline, Rating, is_sentence};
use crate::fault::{Fault, Faults, Place};
use crate::source::{Project, Settings, Spanned};

/// Name of the fault of a judgement.
pub const INVALID: &str = "judgement-invalid";

/// Most judgements that open a chapter.
pub const MOST: usize = 5;
/// Fewest judgements of a chapter for release.
pub const FEWEST: usize = 3;

/// A term of the probability yardstick (Professional Head of Intelligence Assessment, version of 24 March 2025).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Term {
    /// Remote chance.
    RemoteChance,
    /// Highly unlikely.
    HighlyUnlikely,
    /// Unlikely.
    Unlikely,
    /// Realistic possibility.
    RealisticPossibility,
    /// Likely or probable.
    Likely,
    /// Highly likely.
    HighlyLikely,
    /// Almost certain.
    AlmostCertain,
}

impl Term {
    /// The seven terms, least likely first.
    pub const ALL: [Self; 7] = [
        Self::RemoteChance,
        Self::HighlyUnlikely,
        Self::Unlikely,
        Self::RealisticPossibility,
        Self::Likely,
        Self::HighlyLikely,
        Self::AlmostCertain,
    ];

    /// The words by which a sentence says it.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::RemoteChance => &["remote chance"],
            Self::HighlyUnlikely => &["highly unlikely"],
            Self::Unlikely => &["unlikely"],
            Self::RealisticPossibility => &["realistic possibility"],
            Self::Likely => &["likely", "probable"],
            Self::HighlyLikely => &["highly likely"],
            Self::AlmostCertain => &["almost certain"],
        }
    }

    /// What it stands for. The gaps between the terms are meant: a value in one belongs to no term.
    pub fn range(self) -> &'static str {
        match self {
            Self::RemoteChance => "above 0% to about 5%",
            Self::HighlyUnlikely => "about 10% to about 20%",
            Self::Unlikely => "about 25% to about 35%",
            Self::RealisticPossibility => "about 40% to below 50%",
            Self::Likely => "about 55% to about 75%",
            Self::HighlyLikely => "about 80% to about 90%",
            Self::AlmostCertain => "about 95% to below 100%",
        }
    }

    /// The terms that a text says, in its order.
    pub fn said(text: &str) -> Vec<Self> {
        let text = words(text).join(" ");
        let mut said: Vec<(usize, usize, Self)> = Vec::new();
        for term in Self::ALL {
            for phrase in term.words() {
                let whole = |at: usize| {
                    let before = text.get(..at).is_none_or(|before| before.is_empty() || before.ends_with(' '));
                    let after =
                        text.get(at + phrase.len()..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' '));
                    before && after
                };
                said.extend(
                    text.match_indices(phrase)
                        .filter(|(at, _)| whole(*at))
                        .map(|(at, _)| (at, at + phrase.len(), term)),
                );
            }
        }
        // “highly likely” says “likely” too, and means only itself.
        let within = |one: &(usize, usize, Self)| {
            said.iter().any(|other| other.0 <= one.0 && one.1 <= other.1 && other.1 - other.0 > one.1 - one.0)
        };
        let mut whole: Vec<_> = said.iter().filter(|one| !within(one)).copied().collect();
        whole.sort_unstable();
        whole.into_iter().map(|(_, _, term)| term).collect()
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Likely => "likely or probable",
            term => term.words().first().copied().unwrap_or_default(),
        })
    }
}

/// Words that say a likelihood and mean none, in a judgement as in any text.
pub const LOOSE: [&str; 8] = ["may", "might", "could", "probably", "possibly", "perhaps", "maybe", "conceivably"];

/// Words that speak of likelihood, and have no place beside the one term of a judgement.
const SPOKEN: [&str; 2] = ["likelihood", "chances"];

/// Words of a text in small letters, without the marks around them.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !(letter.is_alphanumeric() || letter == '’' || letter == '\''))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// What was judged before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Its words.
    pub text: String,
    /// Where they stand.
    pub source: String,
    /// Whether the words have been read where they stand.
    pub confirmed: bool,
}

/// A key judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Stable identifier.
    pub id: String,
    /// The sentence; `{fact.name}` stands for a fact.
    pub text: String,
    /// How likely it is held.
    pub likelihood: Term,
    /// How far the evidence bears it.
    pub confidence: Rating,
    /// Why that confidence.
    pub reason: String,
    /// The rated headline figures it rests on.
    pub headlines: Vec<Headline>,
    /// Names of the facts, figures and tables it rests on.
    pub evidence: Vec<(String, Place)>,
    /// How far ahead it looks.
    pub horizon: String,
    /// Who made it; nobody in a demonstration.
    pub author: String,
    /// Who agreed it.
    pub agreed_by: String,
    /// What was judged before.
    pub earlier: Option<Earlier>,
    /// The edition from which it was carried, where nobody has decided on it anew.
    pub carried: Option<i16>,
    /// Where it stands.
    pub place: Place,
    /// Where its confidence stands.
    pub confidence_place: Place,
}

/// What people decide in an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgements {
    /// Confidence in the headline figures, where the analyst sets it.
    pub ratings: Vec<AnalystRating>,
    /// The key judgements, in the order of the chapter.
    pub key: Vec<Judgement>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// Ratings of analytical confidence that the analyst sets, at most one a headline.
    #[serde(default)]
    confidence: Vec<Spanned<FileRating>>,
    /// The key judgements that open the chapter, in their order: at most five, and for release at least three.
    #[serde(default)]
    judgement: Vec<Spanned<Entry>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Stable identifier.
    id: String,
    /// The sentence, with its one term of the yardstick; `{fact.name}` stands for a fact.
    text: Spanned<String>,
    /// The term of the probability yardstick that the sentence says.
    likelihood: Term,
    /// Analytical confidence in it; never in the sentence itself.
    confidence: Spanned<Rating>,
    /// Why that confidence; needed above the proposal and where there is none, and printed wherever it is given.
    #[serde(default)]
    reason: String,
    /// Headline figures it rests on: the lowest rating of them is the confidence proposed.
    #[serde(default)]
    headlines: Vec<Headline>,
    /// Facts, figures and tables it rests on, by name.
    evidence: Vec<Spanned<String>>,
    /// How far ahead it looks.
    horizon: String,
    /// Who made it; needed for release.
    #[serde(default)]
    author: String,
    /// Who agreed it; needed for release.
    #[serde(default)]
    agreed_by: String,
    /// What was judged before, where it was.
    earlier: Option<FileEarlier>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileEarlier {
    /// Its words.
    text: String,
    /// Where they stand.
    source: String,
    /// Whether the words have been read where they stand.
    confirmed: bool,
}

impl Judgements {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads what people decided, nothing where the edition has no `judgements.toml`.
    pub fn read(project: &mut Project, year: i16) -> Result<Self, Vec<Fault>> {
        let one = |fault| vec![fault];
        let path = Self::path(year);
        if !project.list(&Edition::folder(year), "judgements.toml").map_err(one)?.contains(&path) {
            return Ok(Self::default());
        }
        let settings = Settings::new(&path, project.text(&path).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut faults = Faults::new();
        let ratings = AnalystRating::check(file.confidence, &settings, &mut faults);
        let mut key: Vec<Judgement> = Vec::new();
        for entry in file.judgement {
            let span = entry.span();
            let judgement = judgement(entry.into_inner(), &settings, settings.place(&span), &mut faults);
            if key.iter().any(|other| other.id == judgement.id) {
                let what = format!("the judgement `{}` is given twice", judgement.id);
                faults.push(settings.fault(INVALID, &span, what, "keep one of the two, or give it a name of its own"));
            }
            if key.len() == MOST {
                let what = format!("there are more than {MOST} judgements, and a reader keeps no more");
                faults.push(settings.fault(INVALID, &span, what, "keep those that matter most; the rest is text"));
            }
            key.push(judgement);
        }
        faults.into_result(Self { ratings, key })
    }

    /// The file of an edition.
    pub fn path(year: i16) -> String {
        format!("{}/judgements.toml", Edition::folder(year))
    }
}

/// A judgement, and what is wrong with it by itself.
fn judgement(entry: Entry, settings: &Settings, place: Place, faults: &mut Faults) -> Judgement {
    let span = entry.text.span();
    let text = entry.text.into_inner().trim().to_owned();
    if let Some((what, remedy)) = wrong_words(&text, entry.likelihood) {
        faults.push(settings.fault(INVALID, &span, what, remedy));
    }
    if entry.evidence.is_empty() {
        let what = format!("the judgement `{}` names no evidence", entry.id);
        let remedy = "name the facts, figures and tables it rests on; `assess facts` lists the facts";
        faults.push(Fault::new(INVALID, place.clone(), what, remedy));
    }
    if entry.horizon.trim().is_empty() {
        let what = format!("the judgement `{}` does not say how far ahead it looks", entry.id);
        faults.push(Fault::new(INVALID, place.clone(), what, "write horizon = \"…\", such as the year it speaks of"));
    }
    let confidence_place = settings.place(&entry.confidence.span());
    let evidence = entry.evidence.into_iter().map(|id| {
        let place = settings.place(&id.span());
        (id.into_inner(), place)
    });
    Judgement {
        id: entry.id,
        text,
        likelihood: entry.likelihood,
        confidence: entry.confidence.into_inner(),
        reason: entry.reason.trim().to_owned(),
        headlines: entry.headlines,
        evidence: evidence.collect(),
        horizon: entry.horizon.trim().to_owned(),
        author: entry.author.trim().to_owned(),
        agreed_by: entry.agreed_by.trim().to_owned(),
        earlier: entry.earlier.map(|FileEarlier { text, source, confirmed }| Earlier { text, source, confirmed }),
        carried: None,
        place,
        confidence_place,
    }
}

/// What is wrong with the words of a judgement, and the remedy.
fn wrong_words(text: &str, likelihood: Term) -> Option<(String, &'static str)> {
    const ONE: &str = "say the term of `likelihood` once, in the words of the yardstick, and no other";
    let said = Term::said(text);
    if said != [likelihood] {
        let what = match said.as_slice() {
            [] => format!("the sentence does not say its likelihood, “{likelihood}”"),
            [other] => format!("the sentence says “{other}”, and its likelihood is “{likelihood}”"),
            _ => "the sentence says more than one likelihood".to_owned(),
        };
        return Some((what, ONE));
    }
    let spoken = words(text);
    if let Some(loose) = LOOSE.iter().chain(&SPOKEN).find(|loose| spoken.iter().any(|word| word == *loose)) {
        let what = format!("“{loose}” says a likelihood and means none");
        return Some((what, "say what is meant by the one term of the yardstick, or say it as a fact"));
    }
    if spoken.iter().any(|word| word.starts_with("confiden")) {
        let what = "the sentence welds how likely it is to how far the evidence bears it".to_owned();
        return Some((what, "take the confidence out of the sentence: `confidence` says it, and is printed beside it"));
    }
    if !is_sentence(text) {
        return Some(("the judgement is no sentence".to_owned(), "write one whole sentence with its full stop"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_term_does_not_say_the_shorter_one_within_it() {
        assert_eq!(Term::said("It is highly unlikely, and not likely."), [Term::HighlyUnlikely, Term::Likely]);
        assert_eq!(
            Term::said("Almost certain; a realistic possibility."),
            [Term::AlmostCertain, Term::RealisticPossibility]
        );
        assert_eq!(Term::said("The likelihood of unlikeliness is not improbable."), []);
    }

    #[test]
    fn a_judgement_says_its_one_term_and_nothing_that_sounds_like_one() {
        let wrong = |text: &str| wrong_words(text, Term::Likely).map(|(what, _)| what);
        assert_eq!(wrong("It is likely that records fall short of the crimes."), None);
        assert_eq!(wrong("It is probable that records fall short."), None);
        for (text, said) in [
            ("Records fall short of the crimes.", "does not say"),
            ("It is unlikely that records fall short.", "“unlikely”"),
            ("It is likely, perhaps, that records fall short.", "“perhaps”"),
            ("It is likely or highly likely that records fall short.", "more than one"),
            ("It is likely, with high confidence, that records fall short.", "welds"),
            ("It is likely", "no sentence"),
        ] {
            assert!(wrong(text).is_some_and(|what| what.contains(said)), "{text}: {:?}", wrong(text));
        }
    }
}
