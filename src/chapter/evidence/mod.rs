//! What each number of the chapter is made of, from the sentence back to the cells of its sources.
//!
//! In: the edition after disclosure control, and the cells of its sources as they may be shown. Out: for a fact, statistic, figure,
//! table or judgement an [`Explanation`]: its formula, who counted under which definition, what was assumed, what disclosure control
//! did, the cells, the checks that fired on them and who accepted them; or the reason why it comes of no cell. A command and the page
//! tell the same, as both have it from here.

mod find;
mod formula;
mod made_of;
mod reread;
mod said;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Parts;
use super::bindings::Used;
use super::facts::evidence::{of_statistic, of_table};
use super::facts::{Fact, periods::is_period, statistic_of};
use crate::contract::Findings;
use crate::disclosure::commitment::Noted;
use crate::disclosure::evidence::Evidence;
use crate::disclosure::{Picture, Statistic};
use crate::lineage::Lineage;
use crate::source::catalogue::Catalogue;
use crate::wording;

pub use find::Stand;

/// What can be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A fact of the text.
    Fact,
    /// A statistic of the registry.
    Statistic,
    /// A figure.
    Figure,
    /// A table.
    Table,
    /// A key judgement.
    Judgement,
}

impl Kind {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Statistic => "statistic",
            Self::Figure => "figure",
            Self::Table => "table",
            Self::Judgement => "judgement",
        }
    }
}

/// Where a number comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// What is explained.
    pub kind: Kind,
    /// Its name.
    pub id: String,
    /// Its name with the periods themselves, where it has one with names of periods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated: Option<String>,
    /// What a reader sees.
    pub words: String,
    /// Whether it rests on invented numbers.
    pub synthetic: bool,
    /// Where it stands in the text.
    pub stands: Vec<String>,
    /// The method of a fact or statistic, in the words that the page has under it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub method: &'static str,
    /// Its formula in symbols, as on the page.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub symbols: &'static str,
    /// How it is made, with the numbers that may be shown.
    pub formula: String,
    /// What else belongs to a statistic, as its unit, method, interval and caveat; or to a judgement, as its confidence and its people.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<&'static str, String>,
    /// Names of what a judgement or a figure rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<String>,
    /// Under which definition each force counted, and how that stands to the agreed one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forces: Vec<CountedAs>,
    /// What is granted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<Granted>,
    /// What disclosure control did.
    pub disclosure: String,
    /// The sources, each with its cells.
    pub sources: Vec<MadeOf>,
    /// What the checks found on these cells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Checked>,
    /// Why it comes of no cell, where it comes of none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How a force counted.
#[derive(Clone, Debug, Serialize)]
pub struct CountedAs {
    /// Financial year.
    pub year: String,
    /// The force, under the name that may stand beside its numbers.
    pub force: String,
    /// Definition; empty without a return.
    pub definition: String,
    /// How that stands to the agreed definition.
    pub relation: &'static str,
    /// What follows for its count, at OFFICIAL-SENSITIVE alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<String>,
}

/// An assumption.
#[derive(Clone, Debug, Serialize)]
pub struct Granted {
    /// Its name.
    pub id: String,
    /// What is assumed.
    pub words: String,
    /// What speaks for it.
    pub evidence: String,
    /// What would refute it.
    pub refuted_by: String,
    /// Who made it.
    pub made_by: String,
}

/// What of a source a number is made of.
#[derive(Clone, Debug, Serialize)]
pub struct MadeOf {
    /// Its identifier.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Whether its numbers are invented.
    pub synthetic: bool,
    /// Each file of it that was read, with its hash, or at OFFICIAL the commitment to what forces returned.
    pub files: BTreeMap<String, String>,
    /// What was counted when.
    pub counted: Vec<String>,
    /// The cells; none where only the source may be told.
    pub cells: Vec<SourceCell>,
}

/// A cell of a source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceCell {
    /// File, line or sheet and cell, and column.
    pub place: String,
    /// Code of the force, or its made-up name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub force: String,
    /// What was counted.
    pub part: String,
    /// When.
    pub when: String,
    /// Category of the breakdown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// What stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl SourceCell {
    /// What it is of: force, part, time and category, as far as it has them.
    pub fn of(&self) -> String {
        let Self { force, part, when, category, .. } = self;
        let of: Vec<&str> =
            [force, part, when, category].into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        of.join(", ")
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Checked {
    /// The check.
    pub check: String,
    /// How bad it is.
    pub severity: String,
    /// What is wrong.
    pub what: String,
    /// Where.
    pub place: String,
    /// Open, or who accepted it, when and why.
    pub state: String,
}

/// An edition, to look numbers up in.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    /// The published picture.
    pub picture: &'a Picture,
    /// The statistics as they may be shown.
    pub statistics: &'a [Statistic],
    /// Facts, figures, tables and judgements.
    pub parts: Parts<'a>,
    /// What the text uses, and where.
    pub used: &'a Used,
    /// The cells of the sources.
    pub evidence: &'a Evidence,
    /// The sources.
    pub catalogue: &'a Catalogue,
    /// What the checks found.
    pub findings: &'a Findings,
    /// The files that were read, by what the manifest says of them.
    pub noted: &'a BTreeMap<String, Noted>,
}

impl Book<'_> {
    /// Everything of this name: a fact and a statistic may share one.
    pub fn explain(&self, id: &str) -> Vec<Explanation> {
        let (facts, figures, tables, judgements) = self.parts;
        let mut found = Vec::new();
        found.extend(facts.get(id).map(|fact| self.fact(id, fact)));
        found.extend(self.statistics.iter().filter(|one| one.id == id).map(|one| self.statistic(one)));
        found.extend(figures.iter().filter(|figure| figure.id() == id).map(|figure| {
            let words = figure.words();
            let table = figure.table();
            let periods = said::periods([words.title.as_str(), &words.subtitle].into_iter().chain(texts(&table.rows)));
            let made = self.made(id, figure.lineage(), &periods, None);
            Explanation {
                words: format!("Figure {}. {}. {}", figure.number(), words.title, words.subtitle),
                stands: self.stands(id),
                rests_on: figure.facts().iter().cloned().collect(),
                formula: format!("drawn from figures/{id}.csv: {}", figure.description()),
                ..Explanation::new(Kind::Figure, id, figure.lineage(), made)
            }
        }));
        found.extend(tables.iter().filter(|table| table.id() == id).map(|table| {
            let rows = table.printed();
            let periods = said::periods([table.title.as_str(), &table.subtitle].into_iter().chain(texts(&rows)));
            let made = self.made(id, &table.lineage, &periods, None);
            Explanation {
                words: format!("{}. {}", table.title, table.subtitle),
                stands: self.stands(id),
                formula: {
                    let how = of_table(id).iter().map(|how| format!("{}. ", how.method)).collect::<String>();
                    format!("{} rows, one number in a cell. {how}{}", table.rows.len(), table.notes.join(" "))
                },
                ..Explanation::new(Kind::Table, id, &table.lineage, made)
            }
        }));
        found.extend(judgements.iter().filter(|one| one.judgement().id == id).map(|one| {
            let rests_on: Vec<String> = one.rests_on().map(str::to_owned).collect();
            let lineage = |of: &str| -> Lineage {
                let figure = || figures.iter().find(|figure| figure.id() == of).map(|figure| figure.lineage().clone());
                let table = || tables.iter().find(|table| table.id() == of).map(|table| table.lineage.clone());
                let fact = facts.get(of).map(|fact| fact.lineage.clone());
                fact.or_else(figure).or_else(table).unwrap_or_default()
            };
            let lineage = rests_on.iter().fold(Lineage::default(), |all, one| all.and(&lineage(one)));
            let names = rests_on.iter().filter_map(|id| facts.get(id)?.dated.clone());
            let periods: BTreeSet<String> = names.flat_map(|name| in_name(&name)).collect();
            let made = self.made(id, &lineage, &periods.into_iter().collect::<Vec<_>>(), None);
            Explanation {
                words: one.words(facts),
                formula: formula::JUDGED.to_owned(),
                details: said::judged(one),
                rests_on,
                ..Explanation::new(Kind::Judgement, id, &lineage, made)
            }
        }));
        found
    }

    /// Names of all that can be explained.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let (facts, figures, tables, judgements) = self.parts;
        let others = figures.iter().map(|figure| figure.id()).chain(tables.iter().map(|table| table.id()));
        let judged = judgements.iter().map(|one| one.judgement().id.as_str());
        facts.ids().chain(self.statistics.iter().map(|one| one.id.as_str())).chain(others).chain(judged)
    }

    fn fact(&self, id: &str, fact: &Fact) -> Explanation {
        let dated = fact.dated.as_deref().unwrap_or(id);
        let statistic = statistic_of(self.statistics, dated);
        let (periods, forces) = match statistic {
            Some(statistic) => (said::of_statistic(statistic), Some(self.forces_of(statistic))),
            None => (in_name(dated), self.forces_in(dated)),
        };
        let mut made = self.made(dated, &fact.lineage, &periods, forces.as_deref()).or_exactly(self, statistic);
        let reread = self.reread(dated);
        if let Some(year) = reread {
            self.samples_of_agreed(year, &mut made);
        }
        let how = self.parts.0.how(id);
        Explanation {
            method: how.map_or("", |how| how.method),
            symbols: how.map_or("", |how| how.formula),
            dated: fact.dated.clone().filter(|dated| dated != id),
            words: fact.text.clone(),
            stands: self.stands(id),
            formula: match statistic {
                Some(statistic) => self.statistic_formula(statistic, &made),
                None => self.formula(dated, &made),
            },
            details: statistic.map(said::described).or_else(|| reread.map(reread::ends)).unwrap_or_default(),
            ..Explanation::new(Kind::Fact, id, &fact.lineage, made)
        }
    }

    fn statistic(&self, statistic: &Statistic) -> Explanation {
        let periods = said::of_statistic(statistic);
        let forces = self.forces_of(statistic);
        let made = self.made(&statistic.id, &statistic.lineage, &periods, Some(&forces));
        let made = made.or_exactly(self, Some(statistic));
        let how = of_statistic(statistic);
        Explanation {
            method: how.method,
            symbols: how.formula,
            dated: Some(format!("{}.{} ({})", statistic.id, statistic.period.slug(), statistic.area.name)),
            words: said::value(statistic),
            formula: self.statistic_formula(statistic, &made),
            details: said::described(statistic),
            ..Explanation::new(Kind::Statistic, &statistic.id, &statistic.lineage, made)
        }
    }

    /// Where a name stands in the text.
    fn stands(&self, id: &str) -> Vec<String> {
        let (_, figures, _, judgements) = self.parts;
        let text = self.used.places.get(id).into_iter().flatten().map(ToString::to_string);
        let drawn = figures.iter().filter(|one| one.facts().contains(id)).map(|one| format!("figure `{}`", one.id()));
        let judged = judgements.iter().filter(|one| one.facts().any(|fact| fact == id));
        text.chain(drawn).chain(judged.map(|one| format!("judgement `{}`", one.judgement().id))).collect()
    }

    /// The forces of a recorded offence: those of the area in which the name ends, or all that have an area of their own.
    fn forces_in(&self, name: &str) -> Option<Vec<String>> {
        let (measure, rest) = name.split_once('.')?;
        let of_recorded = self.picture.recorded.iter().any(|recorded| recorded.national.measure == measure);
        let england = rest.ends_with(".england");
        let forces =
            self.picture.forces.iter().filter(|force| force.territorial && (!england || force.nation == "England"));
        of_recorded.then(|| forces.map(|force| force.code.clone()).collect())
    }

    /// The forces that a statistic is of: with children below the line, those in whose area children live.
    fn forces_of(&self, statistic: &Statistic) -> Vec<String> {
        let children =
            self.picture.population_lineage.sources().any(|source| statistic.lineage.parts(source).is_some());
        let lives =
            |code: &&String| !children || self.picture.forces.get(code).is_some_and(|force| force.has_residents);
        statistic.area.forces.iter().filter(lives).cloned().collect()
    }
}

/// The periods in a name.
fn in_name(name: &str) -> Vec<String> {
    name.split('.').filter(|part| is_period(part)).map(str::to_owned).collect()
}

fn texts(rows: &[Vec<String>]) -> impl Iterator<Item = &str> {
    rows.iter().flatten().map(String::as_str)
}

impl Explanation {
    fn new(kind: Kind, id: &str, lineage: &Lineage, made: made_of::Made) -> Self {
        let made_of::Made { forces, assumptions, disclosure, sources, checks, reason } = made;
        Self {
            kind,
            id: id.to_owned(),
            dated: None,
            words: String::new(),
            synthetic: lineage.synthetic(),
            stands: Vec::new(),
            method: "",
            symbols: "",
            formula: String::new(),
            details: BTreeMap::new(),
            rests_on: Vec::new(),
            forces,
            assumptions,
            disclosure,
            sources,
            checks,
            reason,
        }
    }

    /// In a line: what it is and what a reader sees.
    pub fn line(&self) -> String {
        format!("{} `{}`: {}", self.kind.name(), self.id, wording::capitalised(&self.words))
    }
}
