//! A good set of returns to damage: 44 forces, five years, every cell of the form, nothing to find in it.
//!
//! Counts follow the child population with a small fixed wobble, so that they look like counts and not like a formula; all
//! rows stand in the order in which the files are written.

use std::collections::BTreeMap;
use std::path::Path;

use assess::contract::checks::{Check, Given, Settings, run_asked};
use assess::contract::{
    AdrReturn, ChildPopulation, Contracts, Finding, Forces, Marker, Measures, NationalOffence, ProblemProfile,
    PublicNumbers, PublishedFigure, RecordedOffence, Series, Sources, role,
};
use assess::definition::Definitions;
use assess::edition::Edition;
use assess::fault::Place;
use assess::period::{FinancialYear, Part};
use assess::source::Project;
use assess::source::catalogue::Catalogue;

pub(crate) const RETURNS: &str = "returns.csv";
pub(crate) const PARENTS: &str = "parents.csv";
pub(crate) const PROFILES: &str = "profiles.csv";

/// What stays the same in every case.
pub(crate) struct Reference {
    pub(crate) forces: Forces,
    pub(crate) population: ChildPopulation,
    pub(crate) definitions: Definitions,
    pub(crate) edition: Edition,
    pub(crate) measures: Measures,
    pub(crate) settings: Settings,
    pub(crate) public: Public,
}

/// The public numbers, as they are shipped; the child population where it was changed.
#[derive(Clone, Default)]
pub(crate) struct Public {
    pub(crate) recorded: Vec<RecordedOffence>,
    pub(crate) national: Vec<NationalOffence>,
    pub(crate) published: Vec<PublishedFigure>,
    pub(crate) series: Vec<Series>,
    pub(crate) population: Option<ChildPopulation>,
}

/// The repository: the folder that holds `data` and `report`.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    if here.join("data").is_dir() { here } else { here.parent().unwrap() }
}

impl Reference {
    pub(crate) fn read() -> Self {
        let mut project = Project::open(root()).unwrap();
        let definitions = Definitions::read(&mut project).unwrap();
        let catalogue = Catalogue::read(&mut project).unwrap();
        let contracts = Contracts::read(&mut project, &definitions).unwrap();
        let sources = Sources::of_catalogue(&contracts, &catalogue);
        let mut read = |contract| sources.read(&mut project, contract).unwrap().records;
        let forces = Forces::read(&read(role::FORCES)).unwrap();
        let population = ChildPopulation::read(&read(role::CHILD_POPULATION)).unwrap();
        let edition = Edition::read(&mut project, 2027, &definitions).unwrap();
        let settings = Settings::read(&mut project).unwrap();
        let measures = contracts.measures().clone();
        let series = sources
            .of_series()
            .into_iter()
            .flat_map(|contract| Series::read(&sources.read(&mut project, &contract.id).unwrap()).unwrap());
        let series = series.collect();
        let mut read = |contract| sources.read(&mut project, contract).unwrap().records;
        let public = Public {
            recorded: RecordedOffence::read(&read(role::RECORDED_BY_FORCE)).unwrap(),
            national: NationalOffence::read(&read(role::RECORDED_NATIONAL)).unwrap(),
            published: PublishedFigure::read(&read(role::PUBLISHED)).unwrap(),
            series,
            population: None,
        };
        Self { forces, population, definitions, edition, measures, settings, public }
    }

    pub(crate) fn check(&self, world: &World) -> Vec<Finding> {
        self.check_by(|_| true, world)
    }

    /// What some of the checks find.
    pub(crate) fn check_by(&self, asked: impl Fn(&Check) -> bool, world: &World) -> Vec<Finding> {
        let given = Given {
            returns: (&world.returns, RETURNS),
            parents: (&world.parents, PARENTS),
            profiles: (&world.profiles, PROFILES),
            population: world.public.population.as_ref().unwrap_or(&self.population),
            public: world.public.numbers(),
            forces: &self.forces,
            definitions: &self.definitions,
            edition: &self.edition,
            measures: &self.measures,
            settings: &self.settings,
        };
        run_asked(asked, given)
    }
}

/// The rows of a set of returns.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) returns: Vec<AdrReturn>,
    pub(crate) parents: Vec<AdrReturn>,
    pub(crate) profiles: Vec<ProblemProfile>,
    pub(crate) public: Public,
}

impl Public {
    pub(crate) fn numbers(&self) -> PublicNumbers<'_> {
        PublicNumbers {
            recorded: &self.recorded,
            national: &self.national,
            published: &self.published,
            series: &self.series,
        }
    }
}

/// Shares of the classes, in the order of the form.
const CONTEXTS: [(&str, i64); 6] =
    [("cse", 20), ("familial", 25), ("institutional", 10), ("other", 25), ("ritualistic", 2), ("unknown", 18)];
const ETHNICITY: [(&str, i64); 6] =
    [("asian", 6), ("black", 5), ("mixed", 4), ("not_recorded", 50), ("other", 3), ("white", 32)];
const AGE: [(&str, i64); 3] = [("18_and_over", 45), ("not_recorded", 15), ("under_18", 40)];
const SEX: [(&str, i64); 3] = [("female", 16), ("male", 74), ("not_recorded", 10)];

/// A wobble from −2 to 2, fixed for its place and unlike its neighbours.
fn wobble(place: usize) -> i64 {
    let mixed = (place as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40) as i64 % 5 - 2
}

/// A total in parts, with a wobble that cancels.
fn split(total: i64, shares: &[(&'static str, i64)], place: usize) -> Vec<(&'static str, i64)> {
    let whole: i64 = shares.iter().map(|(_, share)| share).sum();
    let mut parts: Vec<(&str, i64)> = shares.iter().map(|(name, share)| (*name, total * share / whole)).collect();
    for number in 0..parts.len() - 1 {
        let step = wobble(place + number).clamp(-parts[number].1 / 3, parts[number + 1].1 / 3);
        parts[number].1 += step;
        parts[number + 1].1 -= step;
    }
    let rest = total - parts.iter().map(|(_, part)| part).sum::<i64>();
    let largest = (0..parts.len()).max_by_key(|number| parts[*number].1).unwrap();
    parts[largest].1 += rest;
    parts
}

impl World {
    /// The good set.
    pub(crate) fn good(reference: &Reference) -> Self {
        let mut world =
            Self { returns: Vec::new(), parents: Vec::new(), profiles: Vec::new(), public: reference.public.clone() };
        for (number, force) in reference.forces.iter().enumerate() {
            let children = reference.population.of(&force.code, 2024).unwrap_or(60_000).max(60_000);
            for (at, year) in reference.edition.returns.years().enumerate() {
                world.year(&force.code, year, children, 1_000 * number + 40 * at);
            }
            let day = |text: &str| text.parse().unwrap();
            world.profiles.push(ProblemProfile {
                place: Place::line(PROFILES, number as u64 + 2),
                force: force.code.clone(),
                exploitation: true,
                group_based: true,
                signed_off: Some(day("2026-03-31")),
                definition: reference.edition.agreed_definition.clone(),
                partner_data: true,
                cells: BTreeMap::new(),
                starts: Some(day("2025-01-01")),
                ends: Some(day("2025-12-31")),
                flags: None,
                steps: BTreeMap::new(),
                sample: false,
                networks: Some((5, 2)),
            });
        }
        world
    }

    fn year(&mut self, force: &str, year: FinancialYear, children: i64, place: usize) {
        let row = |line: usize, part: Part, of: [&str; 4], value: i64| AdrReturn {
            place: Place::cell(if of[1] == "csae_crimes" { PARENTS } else { RETURNS }, line as u64 + 2, "value"),
            line: line as u64 + 2,
            force: force.to_owned(),
            year,
            part,
            definition: of[0].to_owned(),
            measure: of[1].to_owned(),
            dimension: of[2].to_owned(),
            category: of[3].to_owned(),
            value: Some(value),
            marker: None,
            parts: Vec::new(),
        };
        // Up a little from year to year, and no two quarters alike.
        let rise = (place / 40 % 25) as i64;
        let quarters = |base: i64, place: usize| {
            [0, 1, 2, 3].map(|number| {
                base + rise * (1 + base / 60) + wobble(place + number) * (1 + base / 40) + wobble(place + number + 5)
            })
        };
        let totals = |rows: &mut Vec<AdrReturn>, definition: &str, measure: &str, quarters: [i64; 4]| {
            for (number, value) in (1..).zip(quarters) {
                rows.push(row(rows.len(), Part::Quarter(number), [definition, measure, "total", "all"], value));
            }
            rows.push(row(rows.len(), Part::Year, [definition, measure, "total", "all"], quarters.iter().sum()));
        };
        totals(&mut self.parents, "csae", "csae_crimes", quarters(children / 450, place));
        let group = quarters(children / 9_000 + 4, place + 10);
        totals(&mut self.returns, "cocad", "group_based_csae_crimes", group);
        let contexts = split(group.iter().sum(), &CONTEXTS, place + 20);
        for (category, value) in &contexts {
            let of = ["cocad", "group_based_csae_crimes", "context", category];
            self.returns.push(row(self.returns.len(), Part::Year, of, *value));
        }
        // The agreed definition counts the class and a little more.
        let agreed = "iicsa-organised-network";
        let counted = contexts[0].1 + 1 + contexts[0].1 / 8 + wobble(place + 25).abs();
        let mut by_quarter = [0, 1, 2, 3].map(|number| counted / 4 + wobble(place + number + 40).min(counted / 4));
        by_quarter[place / 40 % 4] += counted - by_quarter.iter().sum::<i64>();
        totals(&mut self.returns, agreed, "group_based_cse_crimes", by_quarter);
        let suspects = 2 * counted + 2 + wobble(place + 30).abs();
        for (dimension, shares) in
            [("suspect_age_band", &AGE[..]), ("suspect_ethnicity", &ETHNICITY[..]), ("suspect_sex", &SEX[..])]
        {
            for (category, value) in split(suspects, shares, place + 31) {
                let of = [agreed, "group_based_cse_suspects", dimension, category];
                self.returns.push(row(self.returns.len(), Part::Year, of, value));
            }
        }
    }

    /// Rows of the file of a measure.
    pub(crate) fn rows_of(&mut self, measure: &str) -> &mut Vec<AdrReturn> {
        if measure == "csae_crimes" { &mut self.parents } else { &mut self.returns }
    }
}

/// A marker as it is written.
pub(crate) fn marker(text: &str) -> Option<Marker> {
    match text {
        "" => None,
        "[x]" => Some(Marker::NotAvailable),
        "[z]" => Some(Marker::NotApplicable),
        other => panic!("{other} is no marker"),
    }
}

#[test]
fn a_good_set_of_returns_has_no_findings() {
    let reference = Reference::read();
    let world = World::good(&reference);
    let findings = reference.check(&world);
    let said: Vec<String> = findings.iter().map(|f| format!("{} {} {}", f.check, f.what, f.places[0])).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    let mut project = Project::open(root()).unwrap();
    let contracts = Contracts::read(&mut project, &reference.definitions).unwrap();
    let used: Vec<_> = [role::GROUP_BASED, role::PARENT].into_iter().filter_map(|id| contracts.get(id)).collect();
    let [group_based, parent] = [role::GROUP_BASED, role::PARENT].map(str::to_owned);
    let returned = [(group_based, world.returns.clone()), (parent, world.parents)].into_iter().collect();
    assert!(assess::contract::check_against_parents(contracts.measures(), &returned).is_empty());
    assert!(assess::contract::check_breakdowns(used[0], &world.returns).is_empty());
}
