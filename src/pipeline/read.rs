//! The first stage: every file of an edition into typed rows; [`judged`] says what the checks find in them.

mod cells;
mod judged;
mod mixed;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use judged::Read;

use super::Order;
use super::carried::{aside, carried_assumptions, carried_judgements, to_decide, undecided};
use crate::chapter::{Text, figures};
use crate::contract::format::Shape;
use crate::contract::{
    ACCEPTANCES, Acceptances, AdrReturn, BridgeStudy, ChildPopulation, Contracts, Finding, Forces, LanguageTerm,
    Measures, NationalOffence, Offence, ProblemProfile, PublishedFigure, Recommendation, RecordedOffence, Series,
    Sources, Summed, check_edition, checks, role,
};
use crate::definition::Definitions;
use crate::disclosure::Policy;
use crate::disclosure::commitment::Confidential;
use crate::disclosure::proof::Same;
use crate::disclosure::release::Record;
use crate::edition::Edition;
use crate::edition::assumptions::Assumptions;
use crate::edition::decisions::Decisions;
use crate::edition::gaps::Gap;
use crate::edition::judgements::Judgements;
use crate::fault::{Failure, Fault, Faults, nearest};
use crate::lineage::Lineage;
use crate::national::registry::Registry;
use crate::source::Project;
use crate::source::catalogue::{Catalogue, Marking as SourceMarking, Source};
use crate::source::lock::LOCK;
use crate::template::ReturnWorkbooks;
use judged::{Between, against, contradictions};

/// Everything that the files of an edition say, in typed rows, and nothing yet of what follows from it. Other returns can be put in
/// place of those that were read.
#[derive(Clone)]
pub(super) struct Rows {
    catalogue: Catalogue,
    contracts: Contracts,
    definitions: Definitions,
    pub(super) edition: Edition,
    pub(super) forces: Forces,
    offences: BTreeMap<String, Offence>,
    population: ChildPopulation,
    pub(super) recorded: Vec<RecordedOffence>,
    pub(super) national_offences: Vec<NationalOffence>,
    series: Vec<Series>,
    pub(super) published: Vec<PublishedFigure>,
    recommendations: Vec<Recommendation>,
    /// What forces returned, by contract.
    pub(super) returned: BTreeMap<String, Vec<AdrReturn>>,
    /// What forces returned in rows below the force, summed, by contract.
    pub(super) summed: BTreeMap<String, Summed>,
    pub(super) bridges: Vec<BridgeStudy>,
    pub(super) profiles: Vec<ProblemProfile>,
    text: Text,
    terms: Vec<LanguageTerm>,
    pub(super) judgements: Judgements,
    pub(super) gaps: Vec<Gap>,
    pub(super) assumptions: Assumptions,
    pub(super) figures: figures::Settings,
    pub(super) registry: Registry,
    pub(super) policy: Policy,
    releases: Vec<(String, Record)>,
    settings: checks::Settings,
    acceptances: Acceptances,
    notes: Vec<Finding>,
    confidential: Confidential,
    /// Where the rows of each contract come from.
    origins: BTreeMap<String, Lineage>,
    order: Order,
}

/// Reads every file of an edition, and checks what they say.
pub(super) fn read(project: &mut Project, order: Order) -> Result<Read, Failure> {
    rows(project, order)?.judged()
}

/// Reads every file of an edition. Faults of several files are gathered where one does not hide the other.
pub(super) fn rows(project: &mut Project, order: Order) -> Result<Rows, Failure> {
    let year = order.year;
    let catalogue = Catalogue::read(project)?;
    let definitions = Definitions::read(project)?;
    let mut edition = Edition::read(project, year, &definitions)?;
    edition.handling = order.handling(edition.handling);
    let contracts = Contracts::read(project, &definitions)?;
    check_edition(&edition, contracts.measures())?;
    let workbooks = ReturnWorkbooks { contracts: &contracts, definitions: &definitions, edition: &edition };
    let sources = Sources::of_edition(&contracts, &catalogue, &edition)?.with_workbooks(&workbooks);
    let mut notes = Vec::new();
    let mut origins: BTreeMap<String, Lineage> = BTreeMap::new();
    let mut read = |contract: &str| {
        let reading = sources.read(project, contract)?;
        notes.extend(reading.notes);
        origins.insert(contract.to_owned(), reading.lineage);
        Ok::<_, Vec<Fault>>(reading.records)
    };
    let forces = Forces::read(&read(role::FORCES)?)?;
    let offences = Offence::read(&read(role::OFFENCES)?)?;

    let mut faults = Faults::new();
    let population = faults.keep_all(read(role::CHILD_POPULATION).and_then(|rows| ChildPopulation::read(&rows)));
    let recorded = faults.keep_all(read(role::RECORDED_BY_FORCE).and_then(|rows| RecordedOffence::read(&rows)));
    // Where the quarters by force hold every offence, there is no need of national counts besides.
    let national = match sources.has(role::RECORDED_NATIONAL) {
        true => faults.keep_all(read(role::RECORDED_NATIONAL).and_then(|rows| NationalOffence::read(&rows))),
        false => Some(Vec::new()),
    };
    let published = faults.keep_all(read(role::PUBLISHED).and_then(|rows| PublishedFigure::read(&rows)));
    let recommendations = faults.keep_all(read(role::RECOMMENDATIONS).and_then(|rows| Recommendation::read(&rows)));
    let mut returned: BTreeMap<String, Vec<AdrReturn>> = BTreeMap::new();
    let asked: BTreeSet<&str> = sources.returns().iter().map(|contract| contract.id.as_str()).collect();
    let mut summed: BTreeMap<String, Summed> = BTreeMap::new();
    let checked = [role::GROUP_BASED, role::PARENT];
    for contract in asked.into_iter().chain(checked).collect::<BTreeSet<_>>() {
        // The checks look at single rows of those two.
        let found = contracts.get(contract).filter(|found| found.is_summed() && !checked.contains(&contract));
        if let Some(found) = found {
            let sums = read(contract).and_then(|rows| Summed::read(found, &rows));
            summed.extend(faults.keep_all(sums).map(|sums| (contract.to_owned(), sums)));
        } else if let Some(rows) = faults.keep_all(read(contract).and_then(|rows| AdrReturn::read(&rows))) {
            returned.insert(contract.to_owned(), rows);
        }
    }
    let bridges = faults.keep_all(read(role::BRIDGES).and_then(|rows| BridgeStudy::read(&rows)));
    let profiles = faults.keep_all(read(role::PROFILES).and_then(|rows| ProblemProfile::read(&rows)));
    let terms = faults.keep_all(read(role::LANGUAGE).and_then(|rows| LanguageTerm::read(&rows)));
    let text = faults.keep_all(Text::read(project, &edition));
    let judgements = faults.keep_all(Judgements::read(project, year));
    let gaps = faults.keep_all(Gap::read(project, year));
    let assumptions = faults.keep_all(Assumptions::read(project, year));
    let decisions = faults.keep_all(Decisions::read(project, year)).unwrap_or_default();
    faults.extend(undecided(&decisions, order));
    notes.extend(decisions.open().map(to_decide));
    notes.extend(edition.set_aside.iter().map(aside));
    let judgements = judgements.map(|judgements| carried_judgements(judgements, &decisions));
    let assumptions = assumptions.map(|assumptions| carried_assumptions(assumptions, &decisions));
    let figures = faults.keep_all(figures::Settings::read(project, year));
    let registry = faults.keep_all(Registry::read(project, year, &edition, &definitions, contracts.measures()));
    let policy = faults.keep_all(Policy::read(project, &edition.policy, &edition.policy_place));
    let releases = faults.keep_all(Record::before(project, edition.release_instant)).unwrap_or_default();
    let mut series = Vec::new();
    for contract in sources.of_series() {
        let reading = sources.read(project, &contract.id).and_then(|reading| {
            origins.insert(contract.id.clone(), reading.lineage.clone());
            let of_contract = Series::read(&reading)?;
            Ok((of_contract, reading.notes))
        });
        if let Some((of_contract, of_reading)) = faults.keep_all(reading) {
            series.extend(of_contract);
            notes.extend(of_reading);
        }
    }
    faults.extend(regions_beside(&edition, &series));
    if faults.any() {
        let between = Between {
            measures: contracts.measures(),
            sources: &sources,
            returned: &returned,
            summed: &summed,
            bridges: bridges.as_deref().map(|studies| against(studies, &edition.agreed_definition)),
            edition: &edition,
            definitions: &definitions,
        };
        faults.extend(contradictions(&between).into_iter().map(Finding::into_fault));
        return Err(faults.into_result(()).err().unwrap_or_default().into());
    }
    let settings = checks::Settings::read(project)?;
    let acceptances = Acceptances::read(project, &checks::ids())?;
    let confidential =
        Confidential::read(project, confidential_paths(&contracts, &catalogue)).map_err(|fault| vec![fault])?;
    // Every file that could not be read has left a fault, so nothing is missing here.
    let whole = move || {
        Some(Rows {
            population: population?,
            recorded: recorded?,
            national_offences: national?,
            series,
            published: published?,
            recommendations: recommendations?,
            bridges: bridges?,
            profiles: profiles?,
            text: text?,
            terms: terms?,
            judgements: judgements?,
            gaps: gaps?,
            assumptions: assumptions?,
            figures: figures?,
            registry: registry?,
            policy: policy?,
            catalogue,
            contracts,
            definitions,
            edition,
            forces,
            offences,
            returned,
            summed,
            releases,
            settings,
            acceptances,
            notes,
            confidential,
            origins,
            order,
        })
    };
    whole().ok_or_else(|| Failure::cannot_run("a file was not read and no fault was noted", "report this fault"))
}

/// Where what forces returned stands, and what else would tell of it.
fn confidential_paths(contracts: &Contracts, catalogue: &Catalogue) -> BTreeSet<String> {
    let returned = |source: &&Source| {
        let returns = contracts.get(&source.contract).is_some_and(|contract| contract.shape == Shape::Returns);
        returns
            || [role::BRIDGES, role::PROFILES].contains(&source.contract.as_str())
            || source.marking > SourceMarking::None
    };
    let sources: Vec<&Source> = catalogue.iter().filter(returned).collect();
    // The lock holds the hashes of what was fetched, and acceptances say why a count stays as it is.
    let lock = sources.iter().any(|source| source.fetched()).then(|| LOCK.to_owned());
    let paths = sources.iter().map(|source| source.path.clone());
    paths.chain(lock).chain([ACCEPTANCES.to_owned()]).collect()
}

impl Rows {
    /// Counts that are the same by what they count: a class of one measure, and another under one definition.
    pub(super) fn same_crimes(&self) -> Vec<Same> {
        let measures = self.contracts.measures().iter();
        let classes = measures.flat_map(|measure| measure.classes.iter().map(move |class| (measure, class)));
        let same = classes.filter(|(_, class)| !class.same_as.is_empty()).map(|(measure, class)| Same {
            measure: class.same_as.clone(),
            definition: class.definition.clone(),
            class: (measure.id.clone(), class.dimension.clone(), class.category.clone()),
        });
        same.collect()
    }

    /// Identifiers of the definitions.
    pub(super) fn definitions(&self) -> impl Iterator<Item = &str> {
        self.definitions.ids()
    }

    /// What the returns may count.
    pub(super) fn measures(&self) -> &Measures {
        self.contracts.measures()
    }

    /// The measure whose counts everyone may know of each force: the ceiling of the national number.
    pub(super) fn public(&self) -> Option<&str> {
        self.contracts.measures().get(&self.edition.counted.national)?.part_of.as_deref()
    }
}

/// A series that the edition holds regions against, of which no contract gives counts by region.
fn regions_beside(edition: &Edition, series: &[Series]) -> Option<Fault> {
    let asked = edition.counted.regions_beside.as_ref()?;
    let by_area: Vec<&str> =
        series.iter().filter(|series| !series.areas.is_empty()).map(|series| series.id.as_str()).collect();
    if by_area.contains(&asked.as_str()) {
        return None;
    }
    let remedy = match nearest(asked, by_area.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a [[series]] of a contract that has `parts` and `area`, or leave regions_beside out".to_owned(),
    };
    let what = format!("no series `{asked}` has a count for each region");
    Some(Fault::new("regions-unknown", edition.counted.place.clone(), what, remedy))
}
