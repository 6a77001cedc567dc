//! Fixtures: each file of `tests/checks` edits the good set of returns twice, once so that its check finds something, with the
//! exact words, and once so that it does not.

use std::collections::BTreeMap;
use std::fs;

use assess::contract::checks::registry;
use assess::contract::{Finding, ProblemProfile, RecordedOffence};
use assess::period::Part;
use serde::Deserialize;

use super::world::{Reference, World, marker, root};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    /// Edits after which the check finds something.
    triggers: Vec<Edit>,
    /// Edits near them after which it does not.
    passes: Vec<Edit>,
    /// What it finds: severity, what, where, remedy.
    expected: String,
}

/// An edit: rows are chosen by what is given, then changed, moved to another year, or deleted.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Edit {
    force: Option<String>,
    period: Option<String>,
    quarter: Option<String>,
    measure: Option<String>,
    dimension: Option<String>,
    category: Option<String>,
    delete: bool,
    /// The new count.
    value: Option<i64>,
    /// The new counts, one a row in the order of the file.
    values: Option<Vec<i64>>,
    /// Counts multiplied.
    times: Option<i64>,
    /// Counts divided, rounded down.
    divided: Option<i64>,
    /// The new marker; the count goes.
    marker: Option<String>,
    definition: Option<String>,
    new_period: Option<String>,
    new_dimension: Option<String>,
    new_category: Option<String>,
    /// Counts of the same cells of another year.
    copy_period: Option<String>,
    /// Counts of the same cells of another force.
    copy_force: Option<String>,
    /// The rows are kept, and stand a second time under this measure, at the end of the file.
    add_measure: Option<String>,
    /// Which public numbers are changed, instead of returns: by force, period, quarter and offence or other name in `measure`.
    public: Option<String>,
    /// Changes to the profile of the force.
    profile: Option<BTreeMap<String, toml::Value>>,
}

impl Edit {
    fn apply(&self, world: &mut World) {
        if let Some(profile) = &self.profile {
            let of_force = |one: &&mut ProblemProfile| Some(&one.force) == self.force.as_ref();
            let row = world.profiles.iter_mut().find(of_force).unwrap();
            profile.iter().for_each(|(field, value)| change(row, field, value));
            return;
        }
        if let Some(public) = &self.public {
            return self.apply_to(public, world);
        }
        let before = world.clone();
        let measures = match &self.measure {
            Some(measure) => vec![measure.clone()],
            None => ["csae_crimes", "group_based_csae_crimes", "group_based_cse_crimes", "group_based_cse_suspects"]
                .map(str::to_owned)
                .to_vec(),
        };
        let mut touched = 0;
        for measure in measures {
            let mut earlier = before.clone();
            let earlier = earlier.rows_of(&measure).clone();
            let rows = world.rows_of(&measure);
            let chosen = |row: &assess::contract::AdrReturn| {
                let is = |wanted: &Option<String>, have: &str| wanted.as_ref().is_none_or(|wanted| wanted == have);
                row.measure == measure
                    && is(&self.force, &row.force)
                    && is(&self.period, &row.year.to_string())
                    && is(&self.quarter, &row.part.to_string())
                    && is(&self.dimension, &row.dimension)
                    && is(&self.category, &row.category)
            };
            touched += rows.iter().filter(|row| chosen(row)).count();
            if self.delete {
                rows.retain(|row| !chosen(row));
                continue;
            }
            if let Some(other) = &self.add_measure {
                let mut added: Vec<_> = rows.iter().filter(|row| chosen(row)).cloned().collect();
                for row in &mut added {
                    row.measure.clone_from(other);
                    row.value = self.value.or(row.value);
                    row.line = rows.len() as u64 + 2;
                    row.place.line = Some(row.line);
                }
                rows.extend(added);
                continue;
            }
            for (number, row) in rows.iter_mut().filter(|row| chosen(row)).enumerate() {
                let same = |other: &&assess::contract::AdrReturn| {
                    let force = self.copy_force.as_ref().unwrap_or(&row.force);
                    let year = self.copy_period.as_ref().map_or(row.year, |year| year.parse().unwrap());
                    (&other.force, other.year, other.part, &other.measure) == (force, year, row.part, &row.measure)
                        && (&other.dimension, &other.category) == (&row.dimension, &row.category)
                };
                if self.copy_force.is_some() || self.copy_period.is_some() {
                    row.value = earlier.iter().find(same).unwrap().value;
                }
                row.value = self.value.or(row.value);
                row.value = self.values.as_ref().map(|values| values[number]).or(row.value);
                row.value = row.value.map(|value| value * self.times.unwrap_or(1) / self.divided.unwrap_or(1));
                if let Some(text) = &self.marker {
                    (row.value, row.marker) = (None, marker(text));
                }
                row.definition = self.definition.clone().unwrap_or_else(|| row.definition.clone());
                row.year = self.new_period.as_ref().map_or(row.year, |year| year.parse().unwrap());
                row.dimension = self.new_dimension.clone().unwrap_or_else(|| row.dimension.clone());
                row.category = self.new_category.clone().unwrap_or_else(|| row.category.clone());
            }
        }
        assert!(touched > 0, "an edit of a fixture chose no row");
        if let Some(quarter) = &self.quarter {
            assert!(quarter.parse::<Part>().is_ok(), "{quarter} is no quarter");
        }
    }
}

impl Edit {
    fn apply_to(&self, public: &str, world: &mut World) {
        let is = |wanted: &Option<String>, have: &str| wanted.as_ref().is_none_or(|wanted| wanted == have);
        let touched = match public {
            "recorded" => {
                let chosen = |row: &RecordedOffence| {
                    is(&self.force, &row.force)
                        && is(&self.period, &row.year.to_string())
                        && is(&self.quarter, &row.quarter.to_string())
                        && is(&self.measure, &row.offence)
                };
                let rows = &mut world.public.recorded;
                let touched = rows.iter().filter(|row| chosen(row)).count();
                if self.delete {
                    rows.retain(|row| !chosen(row));
                }
                rows.iter_mut().filter(|row| chosen(row)).for_each(|row| row.offences = self.value.unwrap());
                touched
            }
            "national" => {
                let rows = world.public.national.iter_mut();
                let rows =
                    rows.filter(|row| is(&self.period, &row.year.to_string()) && is(&self.measure, &row.offence));
                rows.map(|row| row.offences = self.value.unwrap()).count()
            }
            "published" => {
                let rows = world.public.published.iter_mut().filter(|row| is(&self.measure, &row.id));
                rows.map(|row| row.value = self.value.unwrap().to_string()).count()
            }
            "series" => {
                let series = world.public.series.iter_mut().find(|series| is(&self.measure, &series.id)).unwrap();
                let points = series.points.iter_mut().filter(|(period, _)| is(&self.period, &period.to_string()));
                points.map(|(_, count)| *count = self.value).count()
            }
            "children" => {
                let population = Reference::read().population;
                let population = world.public.population.take().unwrap_or(population);
                let (force, year) = (self.force.as_ref().unwrap(), self.period.as_ref().unwrap().parse().unwrap());
                assert!(population.of(force, year).is_some(), "an edit of a fixture chose no row");
                world.public.population = Some(match self.delete {
                    true => population.without(force, year),
                    false => population.with(force, year, self.value.unwrap()),
                });
                1
            }
            other => panic!("{other} are no public numbers"),
        };
        assert!(touched > 0, "an edit of a fixture chose no row");
    }
}

fn change(profile: &mut ProblemProfile, field: &str, value: &toml::Value) {
    let text = || value.as_str().unwrap().to_owned();
    let day = |text: &toml::Value| text.as_str().unwrap().parse().unwrap();
    let flag = || value.as_bool().unwrap();
    match field {
        "exploitation" => profile.exploitation = flag(),
        "group_based" => profile.group_based = flag(),
        "partner_data" => profile.partner_data = flag(),
        "sample" => profile.sample = flag(),
        "definition" => profile.definition = text(),
        "signed_off" => profile.signed_off = Some(day(value)),
        "covers" => {
            let days = value.as_array().unwrap();
            (profile.starts, profile.ends) = (Some(day(&days[0])), Some(day(&days[1])));
        }
        "networks" | "flags" => {
            let numbers = value.as_array().unwrap();
            let pair = Some((numbers[0].as_integer().unwrap(), numbers[1].as_integer().unwrap()));
            *(if field == "flags" { &mut profile.flags } else { &mut profile.networks }) = pair;
        }
        other => panic!("{other} is no field of a profile"),
    }
}

/// A finding as a fixture writes it.
fn written(finding: &Finding) -> String {
    let mut text = format!("{}: {}\n", finding.severity, finding.what);
    for place in &finding.places {
        text.push_str(&format!("  --> {place}\n"));
    }
    text.push_str(&format!("  remedy: {}\n", finding.remedy));
    text
}

fn check(id: &str, reference: &Reference, good: &World) -> Result<(), String> {
    let path = root().join(format!("tests/checks/{id}.toml"));
    let text = fs::read_to_string(&path).map_err(|_| format!("{id}: there is no tests/checks/{id}.toml"))?;
    let fixture: Fixture = toml::from_str(&text).map_err(|error| format!("{id}: {error}"))?;
    let found = |edits: &[Edit]| {
        let mut world = good.clone();
        edits.iter().for_each(|edit| edit.apply(&mut world));
        reference.check_by(|check| check.id == id, &world)
    };
    let findings = found(&fixture.triggers);
    let said: Vec<String> = findings.iter().map(written).collect();
    if said.join("\n").trim() != fixture.expected.trim() {
        return Err(format!("{id}: found\n{}\nand not\n{}", said.join("\n"), fixture.expected));
    }
    // A subject with a value would change when the number does, and an acceptance of the finding would be lost.
    for finding in &findings {
        let subject = &finding.subject;
        let known = [&subject.force, &subject.measure, &subject.contract, &subject.dimension];
        if known.iter().any(|part| !part.is_empty() && part.parse::<i64>().is_ok()) || finding.remedy.is_empty() {
            return Err(format!("{id}: the subject holds a value, or the remedy is empty"));
        }
    }
    let passed = found(&fixture.passes);
    match passed.first() {
        Some(finding) => Err(format!("{id}: should pass, and found\n{}", written(finding))),
        None => Ok(()),
    }
}

#[test]
fn every_check_has_a_case_that_triggers_it_and_one_that_does_not() {
    let reference = Reference::read();
    let good = World::good(&reference);
    let failures: Vec<String> = registry().filter_map(|one| check(one.id, &reference, &good).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
