//! The cells of an edition's sources, each with its place and what it counts: what explains a number walks back to them.

use super::{Rows, SourceMarking};
use crate::contract::format::Shape;
use crate::contract::{AdrReturn, SeriesPeriod, TOTAL, role};
use crate::disclosure::evidence::{Cell, When, part_of};
use crate::fault::Place;
use crate::source::catalogue::Source;

impl Rows {
    /// Every cell that a number of the chapter can be made of.
    pub(in crate::pipeline) fn cells(&self) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut add =
            |contract: &str, place: &Place, part: &str, when: When, (force, category): (&str, &str), value| {
                let source = self.source(contract, place);
                cells.push(Cell {
                    source: source.map(|source| source.id.clone()).unwrap_or_default(),
                    place: place.clone(),
                    part: part.to_owned(),
                    when,
                    force: force.to_owned(),
                    category: category.to_owned(),
                    value,
                    closed: self.closed(contract, source),
                });
            };
        let measures = self.contracts.measures();
        for row in &self.recorded {
            let measure = measures.of_offence(role::RECORDED_BY_FORCE, &row.offence);
            let part = measure.map_or(row.offence.as_str(), |measure| &measure.id);
            let when = When::Financial(row.year, row.quarter);
            add(role::RECORDED_BY_FORCE, &row.place, part, when, (&row.force, ""), Some(row.offences.to_string()));
        }
        for row in &self.national_offences {
            let when = When::Financial(row.year, crate::period::Part::Year);
            add(role::RECORDED_NATIONAL, &row.place, &row.offence, when, ("", ""), Some(row.offences.to_string()));
        }
        for (force, year, children) in self.population.iter() {
            let place = self.population.place(force, year).cloned().unwrap_or_default();
            let when = When::MidYear(year);
            add(role::CHILD_POPULATION, &place, "children", when, (force, ""), Some(children.to_string()));
        }
        for figure in &self.published {
            let when = figure.year().parse().map_or(When::Always, When::Calendar);
            let value = if figure.value.is_empty() { &figure.words } else { &figure.value };
            add(role::PUBLISHED, &figure.place, &figure.id, when, ("", ""), Some(value.clone()));
        }
        for one in &self.recommendations {
            add(role::RECOMMENDATIONS, &one.place, "recommendations", When::Always, ("", ""), None);
        }
        for series in &self.series {
            for (period, place) in &series.places {
                let when = match period {
                    SeriesPeriod::Year(year) => When::Financial(*year, crate::period::Part::Year),
                    SeriesPeriod::Quarter(quarter) => When::CalendarQuarter(quarter.year, quarter.quarter),
                };
                let count = series.points.get(period).copied().flatten().map(|count| count.to_string());
                add(&series.contract, place, &series.id, when, ("", ""), count);
            }
        }
        for (contract, rows) in &self.returned {
            for row in rows {
                let when = When::Financial(row.year, row.part);
                let part = part_of(&row.measure, &row.dimension);
                for (place, value) in places(row) {
                    add(contract, place, &part, when, (&row.force, category(row)), value);
                }
            }
        }
        for study in &self.bridges {
            let when = When::Financial(study.year, crate::period::Part::Year);
            let Some((counted, others)) = study.samples else {
                add(role::BRIDGES, &study.place, role::BRIDGES, when, (&study.force, ""), None);
                continue;
            };
            let said = [
                ("counted records read", counted.read),
                ("counted records that meet the definition they were read against", counted.found),
                ("other records read", others.read),
                ("other records that meet the definition they were read against", others.found),
            ];
            for (place, (said, number)) in study.places.iter().zip(said) {
                add(role::BRIDGES, place, role::BRIDGES, when, (&study.force, said), Some(number.to_string()));
            }
        }
        for profile in &self.profiles {
            add(role::PROFILES, &profile.place, "problem-profiles", When::Always, (&profile.force, ""), None);
        }
        cells
    }

    /// The source of the edition, under a contract, that a place is in.
    fn source(&self, contract: &str, place: &Place) -> Option<&Source> {
        let named = self.edition.sources.get(contract)?;
        let sources = || named.iter().filter_map(|id| self.catalogue.iter().find(|source| source.id == *id));
        let holds =
            |source: &&Source| place.file == source.path || place.file.starts_with(&format!("{}/", source.path));
        sources().find(holds).or_else(|| sources().next())
    }

    /// Whether a contract or a source is of what forces returned, or marked.
    fn closed(&self, contract: &str, source: Option<&Source>) -> bool {
        let returns = self.contracts.get(contract).is_some_and(|contract| contract.shape == Shape::Returns);
        returns
            || [role::BRIDGES, role::PROFILES].contains(&contract)
            || source.is_none_or(|source| source.marking > SourceMarking::None)
    }
}

/// The category of a row; nothing for a whole.
fn category(row: &AdrReturn) -> &str {
    if row.dimension == TOTAL { "" } else { &row.category }
}

/// Where the value of a row stands, and what stands there; several places where finer categories were added up.
fn places(row: &AdrReturn) -> Vec<(&Place, Option<String>)> {
    let text = |value: Option<i64>| value.map(|value| value.to_string());
    if row.parts.is_empty() {
        return vec![(&row.place, text(row.value))];
    }
    row.parts.iter().map(|(place, value)| (place, text(*value))).collect()
}
