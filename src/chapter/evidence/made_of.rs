//! What stands behind a number besides its formula: sources and cells, forces, assumptions, disclosure control, checks.

use std::collections::{BTreeMap, BTreeSet};

use super::{Book, Checked, CountedAs, Granted, MadeOf, SourceCell, formula};
use crate::contract::State;
use crate::disclosure::evidence::{Cell, When};
use crate::disclosure::{ROUNDED, Statistic, WITHHELD};
use crate::edition::Marking;
use crate::edition::assumptions::Assumption;
use crate::fault::Place;
use crate::lineage::Lineage;
use crate::national::range::Relation;
use crate::period::Part;

/// What an explanation holds besides its formula.
pub(super) struct Made {
    pub(super) forces: Vec<CountedAs>,
    pub(super) assumptions: Vec<Granted>,
    pub(super) disclosure: String,
    pub(super) sources: Vec<MadeOf>,
    pub(super) checks: Vec<Checked>,
    pub(super) reason: Option<String>,
}

impl Book<'_> {
    /// What a number of this name and lineage is made of.
    pub(super) fn made(&self, name: &str, lineage: &Lineage, periods: &[String], forces: Option<&[String]>) -> Made {
        let children = self.picture.agreed.children_year.to_string();
        let cells = self.evidence.of(lineage, periods, &children, forces);
        let closed = cells.iter().any(|cell| cell.closed);
        let words = self.parts.0.get(name).map_or("", |fact| &fact.text);
        Made {
            forces: self.forces(lineage, periods),
            assumptions: if closed { self.granted(name) } else { Vec::new() },
            disclosure: self.disclosure(closed, words),
            checks: self.checks(&cells),
            sources: self.sources(lineage, &cells),
            reason: cells.is_empty().then(|| formula::reason(name).to_owned()),
        }
    }

    fn sources(&self, lineage: &Lineage, cells: &[&Cell]) -> Vec<MadeOf> {
        let synthetic: BTreeSet<&str> = lineage.synthetic_sources().collect();
        let of_source = |id: &str| {
            let source = self.catalogue.iter().find(|source| source.id == id);
            let of: Vec<&Cell> = cells.iter().copied().filter(|cell| cell.source == id).collect();
            let mut counted: BTreeMap<&str, BTreeSet<When>> = BTreeMap::new();
            for cell in &of {
                counted.entry(&cell.part).or_default().insert(cell.when);
            }
            let path = source.map_or("", |source| source.path.as_str());
            let below = format!("{path}/");
            let files = self.noted.iter().filter(|(file, _)| *file == path || file.starts_with(&below));
            let shown = of.iter().filter(|cell| !cell.place.file.is_empty());
            MadeOf {
                id: id.to_owned(),
                title: source.map(|source| source.title.clone()).unwrap_or_default(),
                publisher: source.map(|source| source.publisher.clone()).unwrap_or_default(),
                synthetic: synthetic.contains(id),
                files: files.map(|(file, noted)| (file.clone(), noted.fingerprint())).collect(),
                counted: counted.into_iter().map(|(part, whens)| format!("{part}{}", when_all(&whens))).collect(),
                cells: shown.map(|cell| self.cell(cell, synthetic.contains(id))).collect(),
            }
        };
        lineage.sources().map(of_source).collect()
    }

    fn cell(&self, cell: &Cell, synthetic: bool) -> SourceCell {
        let force = if synthetic { self.picture.forces.printed_code(&cell.force) } else { &cell.force };
        SourceCell {
            place: cell.place.to_string(),
            force: force.to_owned(),
            part: cell.part.clone(),
            when: when(cell.when),
            category: cell.category.clone(),
            value: cell.value.clone(),
        }
    }

    /// How each force counted, of a number of the national measure in years of the returns.
    fn forces(&self, lineage: &Lineage, periods: &[String]) -> Vec<CountedAs> {
        let national = &self.picture.edition.counted.national;
        let of_national = self
            .picture
            .agreed
            .lineage
            .sources()
            .any(|source| lineage.parts(source).is_some_and(|parts| parts.contains(national)));
        let years = self.picture.agreed.years.iter().map(|year| year.year);
        let asked = years.filter(|year| of_national && periods.contains(&year.slug()));
        let counted = asked.flat_map(|year| self.evidence.counted(year));
        let of_force = counted.map(|one| CountedAs {
            year: one.year.to_string(),
            force: one.force.clone(),
            definition: one.definition.clone().unwrap_or_default(),
            relation: if one.partial { "part of the year" } else { relation(one.relation) },
            bounds: one.bounds.map(|(lower, upper)| match upper {
                Some(upper) if upper == lower => lower.to_string(),
                Some(upper) => format!("{lower} to {upper}"),
                None => format!("at least {lower}"),
            }),
        });
        of_force.collect()
    }

    /// The rungs of the ladder that a number stands on: those it names with all before them, or all of a ladder.
    fn granted(&self, name: &str) -> Vec<Granted> {
        let rungs = &self.picture.ladder.rungs;
        let parts: BTreeSet<&str> = name.split('.').collect();
        let named = |id: &str| parts.iter().any(|part| *part == id || part.ends_with(&format!("-{id}")));
        let until = match rungs.iter().rposition(|rung| named(&rung.assumption.id)) {
            Some(at) => at + 1,
            None if name.contains("ladder") => rungs.len(),
            None => 0,
        };
        rungs.iter().take(until).map(|rung| granted(&rung.assumption)).collect()
    }

    fn disclosure(&self, closed: bool, words: &str) -> String {
        let policy = &self.picture.policy;
        let under = format!("the policy `{}`, version {}", policy.id, policy.version);
        if !closed {
            return "none is needed: it is made of published figures and settings alone".to_owned();
        }
        if self.picture.edition.handling.marking == Marking::OfficialSensitive {
            return "none was applied: OFFICIAL-SENSITIVE shows numbers as they are, and is not for release".to_owned();
        }
        let withheld = words.contains(WITHHELD);
        let rounded = words.contains(ROUNDED) || words.contains("about ");
        let did = match (withheld, rounded) {
            (true, _) => "withheld in it is what could give away the count of a force",
            (false, true) => "rounded, so that it gives away no count of a force",
            (false, false) => "may be shown as it is",
        };
        format!("{did}; decided over everything that the edition prints, together, under {under}")
    }

    /// What was found on these cells. What is said of public cells alone: words of a finding can hold a count.
    fn checks(&self, cells: &[&Cell]) -> Vec<Checked> {
        let open = self.picture.edition.handling.marking == Marking::OfficialSensitive;
        let spot = |place: &Place| (place.file.clone(), place.line, place.workbook.clone());
        let here: BTreeSet<_> =
            cells.iter().filter(|cell| open || !cell.closed).map(|cell| spot(&cell.place)).collect();
        let public = |place: &Place| self.evidence.is_public(&place.file);
        let judged = self.findings.judged.iter().filter(|judged| {
            let places = &judged.finding.places;
            places.iter().any(|place| here.contains(&spot(place))) && (open || places.iter().all(public))
        });
        let told = judged.map(|judged| Checked {
            check: judged.finding.check.to_owned(),
            severity: judged.finding.severity.to_string(),
            what: judged.finding.what.clone(),
            place: judged.finding.places.first().map(ToString::to_string).unwrap_or_default(),
            state: match &judged.state {
                State::Open | State::New => "open".to_owned(),
                State::Accepted(one) => {
                    format!("accepted by {} on {}, until {}: {}", one.by, one.on, one.until, one.reason)
                }
            },
        });
        told.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

impl Made {
    /// The same with the very cells of a statistic of the returns, where they may be told.
    pub(super) fn or_exactly(mut self, book: &Book<'_>, statistic: Option<&Statistic>) -> Self {
        if let Some(cells) = statistic.and_then(|statistic| book.evidence.of_statistic(statistic)) {
            let lineage = &statistic.map(|one| one.lineage.clone()).unwrap_or_default();
            let exact: BTreeSet<&str> = cells.iter().map(|cell| cell.source.as_str()).collect();
            self.sources.retain(|source| !exact.contains(source.id.as_str()));
            self.sources
                .extend(book.sources(lineage, &cells).into_iter().filter(|one| exact.contains(one.id.as_str())));
            self.checks = book.checks(&cells);
        }
        if let Some(statistic) = statistic {
            let withheld = statistic.value_marker() == Some(WITHHELD);
            if withheld {
                self.disclosure = book.disclosure(true, WITHHELD);
            }
            let granted = statistic.assumption.as_deref().unwrap_or_default();
            self.assumptions.extend(book.granted(granted));
        }
        self
    }
}

fn granted(one: &Assumption) -> Granted {
    let Assumption { id, words, evidence, refuted_by, made_by, .. } = one.clone();
    Granted { id, words, evidence, refuted_by, made_by }
}

/// A relation in words.
fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "the agreed definition",
        Relation::Narrower => "narrower: part of it",
        Relation::Broader => "broader: more than it",
        Relation::Overlapping => "overlapping",
        Relation::DifferentUnit => "another unit",
        Relation::NoReturn => "no return",
    }
}

/// A time in words.
fn when(when: When) -> String {
    match when {
        When::Always => String::new(),
        When::Financial(year, part) => part.of(year),
        When::Calendar(year) => year.to_string(),
        When::CalendarQuarter(year, quarter) => format!("{year} Q{quarter}"),
        When::MidYear(year) => format!("mid-{year}"),
    }
}

/// Times in words: the first and the last.
fn when_all(whens: &BTreeSet<When>) -> String {
    let year = |one: When| match one {
        When::Financial(year, Part::Quarter(_)) => When::Financial(year, Part::Year),
        other => other,
    };
    match (whens.first().copied().map(year), whens.last().copied().map(year)) {
        (Some(When::Always), _) | (None, _) | (_, None) => String::new(),
        (Some(first), Some(last)) if first == last => format!(", {}", when(first)),
        (Some(first), Some(last)) => format!(", {} to {}", when(first), when(last)),
    }
}
