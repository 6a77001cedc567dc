//! Two releases or editions held against each other: every number that changed, old beside new, and why where that can be known.
//!
//! In: two sides, each the statistics, facts and sentences of a release or of a project, and the steps between them where both
//! projects were at hand: the old one rebuilt with one kind of change after another taken over from the new one. Out: a [`Comparison`].
//! The parts of a change are differences between neighbouring steps, so they sum to the whole. Of releases alone no part is known, and
//! none is guessed; nor is any told at OFFICIAL of a number of the returns, because the part of one return would be a force's count.

mod html;
mod human;
mod json;
mod side;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use html::html;
pub use human::{brief, human};
pub use json::json;
pub use side::{FACTS, Key, Printed, Row, Side, facts, statistics};

use crate::disclosure::commitment::Noted;
use crate::edition::Marking;
use crate::wording::cell::Number;

/// Why a number is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// A value of a source is another, or a public source holds more.
    DataRevised,
    /// A force's return of a year came.
    ReturnAdded,
    /// A force's return of a year is there no more.
    ReturnWithdrawn,
    /// A force's return of a year was set aside.
    ReturnSetAside,
    /// A definition, or which one is agreed.
    Definition,
    /// What a reader may grant.
    Assumption,
    /// Periods and limits of the edition, contracts, the registry of statistics, the program.
    Method,
    /// The policy, or what was released before.
    Disclosure,
    /// Text, judgements, figures’ words.
    Text,
}

impl Cause {
    /// All causes, in the order in which they are taken over.
    pub const ALL: [Self; 9] = [
        Self::DataRevised,
        Self::ReturnAdded,
        Self::ReturnWithdrawn,
        Self::ReturnSetAside,
        Self::Definition,
        Self::Assumption,
        Self::Method,
        Self::Disclosure,
        Self::Text,
    ];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::DataRevised => "data revised",
            Self::ReturnAdded => "return added",
            Self::ReturnWithdrawn => "return withdrawn",
            Self::ReturnSetAside => "return set aside",
            Self::Definition => "definition",
            Self::Assumption => "assumption",
            Self::Method => "method or code",
            Self::Disclosure => "disclosure",
            Self::Text => "text",
        }
    }

    /// What a change of this input can be.
    fn of_input(path: &str) -> Self {
        let file = path.rsplit('/').next().unwrap_or_default();
        match (path, file) {
            _ if path.starts_with("data/definitions/") => Self::Definition,
            _ if path.starts_with("data/policies/") || path.starts_with("data/releases/") => Self::Disclosure,
            _ if path.ends_with(".typ") => Self::Text,
            (_, "judgements.toml" | "figures.toml" | "decisions.toml") => Self::Text,
            (_, "assumptions.toml") => Self::Assumption,
            _ if path.starts_with("data/contracts/") || path.starts_with("data/codelists/") => Self::Method,
            _ if path.starts_with("report/") => Self::Method,
            (_, "checks.toml" | "acceptances.toml") => Self::Method,
            _ => Self::DataRevised,
        }
    }
}

/// The statistics after some kinds of change were taken over.
#[derive(Clone, Debug)]
pub struct Step {
    /// The kinds taken over since the step before; several where one without the other cannot be computed.
    pub causes: Vec<Cause>,
    /// The statistics.
    pub statistics: BTreeMap<Key, Row>,
}

/// The steps from the old edition to the new one.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// The statistics of the old edition, as the steps begin.
    pub begin: BTreeMap<Key, Row>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Statistics of the returns, of which no part is told at OFFICIAL.
    pub of_returns: BTreeSet<Key>,
}

/// What changed between two sides.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The old side.
    pub old: Label,
    /// The new side.
    pub new: Label,
    /// How far it is known why.
    pub split: String,
    /// What was read by one of them alone, or is another file in the other.
    pub inputs: Vec<InputChange>,
    /// Statistics that changed.
    pub statistics: Vec<StatisticChange>,
    /// How many did not.
    pub same_statistics: usize,
    /// Numbers and phrases of the text that changed.
    pub facts: Vec<FactChange>,
    /// Sentences in which no number changed, and the words did.
    pub sentences: Vec<SentenceChange>,
    /// Figures that are drawn otherwise.
    pub figures: Vec<FigureChange>,
}

/// A side, in short.
#[derive(Clone, Debug, Serialize)]
pub struct Label {
    /// As it was named.
    pub name: String,
    /// Year of the edition.
    pub edition: i16,
    /// Marking.
    pub marking: Marking,
    /// The program that made it.
    pub program: String,
}

/// An input that is not the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InputChange {
    /// What a change of it can do.
    pub cause: Cause,
    /// Its path.
    pub path: String,
    /// Changed, added or gone.
    pub change: &'static str,
}

/// A statistic that changed.
#[derive(Clone, Debug, Serialize)]
pub struct StatisticChange {
    /// Which.
    #[serde(flatten)]
    pub key: Key,
    /// Its title.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// What stood, with its limits; its marker and reason where there was no value.
    pub old: String,
    /// What stands.
    pub new: String,
    /// New less old, where both are numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// The change by what made it; the parts sum to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// What made it where it has no parts: its limits or its reason alone are others, or on the way there was no number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub made_by: Vec<Cause>,
}

/// A part of a change.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// What made it.
    pub causes: Vec<Cause>,
    /// By how much.
    pub change: String,
}

/// A number or phrase of the text that changed.
#[derive(Clone, Debug, Serialize)]
pub struct FactChange {
    /// Its name.
    pub id: String,
    /// What it said; nothing where the text did not print it.
    pub old: Option<String>,
    /// What it says.
    pub new: Option<String>,
    /// The sentences in which it stood.
    pub old_sentences: Vec<String>,
    /// Those in which it stands.
    pub new_sentences: Vec<String>,
}

/// A sentence that is in one side alone.
#[derive(Clone, Debug, Serialize)]
pub struct SentenceChange {
    /// The section's file.
    pub section: String,
    /// Gone or new.
    pub change: &'static str,
    /// Its words.
    pub words: String,
}

/// A figure that is another picture, or in one side alone.
#[derive(Clone, Debug, Serialize)]
pub struct FigureChange {
    /// Its name.
    pub id: String,
    /// Changed, gone or new.
    pub change: &'static str,
    /// How it was drawn.
    #[serde(skip)]
    pub old: Option<String>,
    /// How it is drawn.
    #[serde(skip)]
    pub new: Option<String>,
}

/// Holds two sides against each other.
pub fn compared(old: &Side, new: &Side, steps: Option<&Steps>) -> Comparison {
    let marking = if old.marking == new.marking { new.marking } else { Marking::OfficialSensitive };
    let split = match steps {
        None => "not known: of releases alone only old and new can be told. Name the two project folders, or two editions of this one, \
                 and the parts are computed by taking over one kind of change after another"
            .to_owned(),
        Some(_) if marking == Marking::Official => {
            "by rebuilding the old edition with one kind of change after another taken over from the new one; of numbers of the \
             returns the parts are told at OFFICIAL-SENSITIVE alone, because the part of one return is a count of a force"
                .to_owned()
        }
        Some(_) => {
            "by rebuilding the old edition with one kind of change after another taken over from the new one".to_owned()
        }
    };
    let keys: BTreeSet<&Key> = old.statistics.keys().chain(new.statistics.keys()).collect();
    let all = keys.len();
    let changed = keys.into_iter().filter_map(|key| statistic(key, (old, new), steps, marking));
    let statistics: Vec<StatisticChange> = changed.collect();
    Comparison {
        old: old.label(),
        new: new.label(),
        split,
        inputs: inputs(&old.inputs, &new.inputs),
        same_statistics: all - statistics.len(),
        statistics,
        facts: fact_changes(old, new),
        sentences: sentence_changes(old, new),
        figures: figure_changes(old, new),
    }
}

fn statistic(
    key: &Key,
    (old, new): (&Side, &Side),
    steps: Option<&Steps>,
    marking: Marking,
) -> Option<StatisticChange> {
    let (before, after) = (old.statistics.get(key), new.statistics.get(key));
    if before.map(Row::shown) == after.map(Row::shown) {
        return None;
    }
    let row = after.or(before)?;
    let shown = |row: Option<&Row>| row.map_or_else(|| "not in it".to_owned(), Row::shown);
    let told = steps.filter(|steps| marking == Marking::OfficialSensitive || !steps.of_returns.contains(key));
    let whole = before.zip(after).and_then(|(before, after)| number(after)?.less(number(before)?));
    let parts = told.filter(|_| whole.is_some()).and_then(|steps| parts(key, steps)).unwrap_or_default();
    let made_by = told.filter(|_| parts.is_empty()).map(|steps| made_by(key, steps)).unwrap_or_default();
    Some(StatisticChange {
        key: key.clone(),
        title: row.title.clone(),
        unit: row.unit.clone(),
        old: shown(before),
        new: shown(after),
        change: whole.map(signed),
        parts,
        made_by,
    })
}

/// The differences from step to step that are not nought; none where a step has no value.
fn parts(key: &Key, steps: &Steps) -> Option<Vec<Part>> {
    let mut before = number(steps.begin.get(key)?)?;
    let mut parts = Vec::new();
    for step in &steps.steps {
        let after = number(step.statistics.get(key)?)?;
        let change = after.less(before)?;
        if !change.is_nought() {
            parts.push(Part { causes: step.causes.clone(), change: signed(change) });
        }
        before = after;
    }
    Some(parts)
}

/// The kinds of change with which a statistic became another, in value, limits or reason.
fn made_by(key: &Key, steps: &Steps) -> Vec<Cause> {
    let mut before = steps.begin.get(key).map(Row::shown);
    let mut causes = Vec::new();
    for step in &steps.steps {
        let after = step.statistics.get(key).map(Row::shown);
        if after != before {
            causes.extend(&step.causes);
        }
        before = after;
    }
    causes
}

/// The value of a statistic, where it has one.
fn number(row: &Row) -> Option<Number> {
    Number::read(&row.value)
}

/// A change with its sign, for people and machines alike: without separators, so that it is as the values it lies between.
fn signed(change: Number) -> String {
    let digits = change.machine();
    digits.strip_prefix('-').map_or_else(|| format!("+{digits}"), |digits| format!("−{digits}"))
}

fn inputs(old: &BTreeMap<String, Noted>, new: &BTreeMap<String, Noted>) -> Vec<InputChange> {
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = paths.into_iter().filter_map(|path| {
        let change = match (old.get(path), new.get(path)) {
            (Some(old), Some(new)) if old == new => return None,
            (Some(_), Some(_)) => "changed",
            (Some(_), None) => "gone",
            (None, _) => "added",
        };
        Some(InputChange { cause: Cause::of_input(path), path: path.clone(), change })
    });
    let mut changed: Vec<InputChange> = changed.collect();
    changed.sort();
    changed
}

fn fact_changes(old: &Side, new: &Side) -> Vec<FactChange> {
    let ids: BTreeSet<&String> = old.facts.keys().chain(new.facts.keys()).collect();
    let changed = ids.into_iter().filter(|id| old.facts.get(*id) != new.facts.get(*id));
    changed
        .map(|id| FactChange {
            id: id.clone(),
            old: old.facts.get(id).cloned(),
            new: new.facts.get(id).cloned(),
            old_sentences: old.sentences_with(id),
            new_sentences: new.sentences_with(id),
        })
        .collect()
}

/// Sentences by their words without what their facts say: those of one side alone.
fn sentence_changes(old: &Side, new: &Side) -> Vec<SentenceChange> {
    let typed = |side: &Side| -> BTreeSet<String> { side.sentences.iter().map(|one| one.typed.clone()).collect() };
    let (before, after) = (typed(old), typed(new));
    let of = |side: &Side, other: &BTreeSet<String>, change: &'static str| -> Vec<SentenceChange> {
        let alone = side.sentences.iter().filter(|one| !other.contains(&one.typed));
        alone.map(|one| SentenceChange { section: one.section.clone(), change, words: one.words.clone() }).collect()
    };
    of(old, &after, "gone").into_iter().chain(of(new, &before, "new")).collect()
}

fn figure_changes(old: &Side, new: &Side) -> Vec<FigureChange> {
    let ids: BTreeSet<&String> = old.figures.keys().chain(new.figures.keys()).collect();
    let changed = ids.into_iter().filter_map(|id| {
        let (before, after) = (old.figures.get(id), new.figures.get(id));
        let change = match (before, after) {
            (Some(before), Some(after)) if before == after => return None,
            (Some(_), Some(_)) => "changed",
            (Some(_), None) => "gone",
            (None, _) => "new",
        };
        Some(FigureChange { id: id.clone(), change, old: before.cloned(), new: after.cloned() })
    });
    changed.collect()
}
