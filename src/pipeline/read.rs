//! The first stage: every file of an edition into typed rows, and what the checks say of them.

mod cells;
mod mixed;

use std::collections::{BTreeMap, BTreeSet};

use super::Order;
use super::carried::{aside, carried_assumptions, carried_judgements, to_decide, undecided};
use crate::chapter::Text;
use crate::chapter::figures;
use crate::contract::checks;
use crate::contract::format::Shape;
use crate::contract::{
    ACCEPTANCES, Acceptances, AdrReturn, BridgeStudy, ChildPopulation, Contracts, Finding, Findings, Forces, History,
    LanguageTerm, Measure, Measures, NationalOffence, Offence, ProblemProfile, PublicNumbers, PublishedFigure,
    Recommendation, RecordedOffence, RecordedTotal, Returned, Series, Sources, Summary, Summed, check_against_parents,
    check_breakdowns, check_bridges, check_edition, check_summed_breakdowns, role,
};
use crate::contract::{ALL, TOTAL};
use crate::definition::Definitions;
use crate::disclosure::Policy;
use crate::disclosure::commitment::Confidential;
use crate::disclosure::evidence::part_of;
use crate::disclosure::proof::Same;
use crate::disclosure::release::Record;
use crate::edition::Edition;
use crate::edition::assumptions::Assumptions;
use crate::edition::decisions::Decisions;
use crate::edition::gaps::Gap;
use crate::edition::judgements::{Judgement, Judgements};
use crate::fault::{Failure, Fault, Faults, Place, nearest};
use crate::lineage::Lineage;
use crate::national::picture::{Given, Known};
use crate::national::range::Relation;
use crate::national::registry::Registry;
use crate::panel::Entry;
use crate::period::{FinancialYear, Part};
use crate::source::Project;
use crate::source::catalogue::{Catalogue, Marking as SourceMarking, Source};
use crate::source::lock::LOCK;
use crate::template::ReturnWorkbooks;

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

/// An edition as it was read and checked.
pub(super) struct Read {
    pub(super) given: Given,
    pub(super) entries: Vec<Entry>,
    pub(super) summed: BTreeMap<String, Summed>,
    pub(super) lineages: BTreeMap<String, Lineage>,
    /// Where everything that was read comes from.
    pub(super) origin: Lineage,
    pub(super) catalogue: Catalogue,
    pub(super) text: Text,
    pub(super) terms: Vec<LanguageTerm>,
    pub(super) judgements: Vec<Judgement>,
    pub(super) figures: figures::Settings,
    pub(super) registry: Registry,
    pub(super) policy: Policy,
    pub(super) releases: Vec<(String, Record)>,
    /// What is wrong between rows that are each well formed: a sum that does not come out, a count above its parent. It stops a
    /// build, and hides nothing from the checks.
    pub(super) contradictions: Vec<Finding>,
    pub(super) findings: Findings,
    pub(super) confidential: Confidential,
    /// Counts that are the same by what they count.
    pub(super) same: Vec<Same>,
}

impl Read {
    /// Number of cells that go into the panel.
    pub(super) fn cells(&self) -> usize {
        self.entries.len() + self.summed.values().map(Summed::len).sum::<usize>()
    }
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

/// Whether an edition of this origin is a demonstration. It is never built for release.
fn demonstration(origin: &Lineage, order: Order) -> Result<bool, Fault> {
    if !origin.synthetic() || !order.for_release {
        return Ok(origin.synthetic());
    }
    let sources: Vec<&str> = origin.synthetic_sources().collect();
    Err(Fault::new(
        "release-synthetic",
        Place::file(&format!("{}/edition.toml", Edition::folder(order.year))),
        format!("the edition rests on synthetic returns, and is never built for release: {}", sources.join(", ")),
        "name the real returns under [sources]; without --for-release it is built as a demonstration",
    ))
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

    /// What the checks say of the rows, and the rows as the stages after this take them.
    pub(super) fn judged(self) -> Result<Read, Failure> {
        let same = self.same_crimes();
        let sources = Sources::of_edition(&self.contracts, &self.catalogue, &self.edition)?;
        let bridges = against(&self.bridges, &self.edition.agreed_definition);
        let contradictions = contradictions(&Between {
            measures: self.measures(),
            sources: &sources,
            returned: &self.returned,
            summed: &self.summed,
            bridges: Some(bridges.clone()),
            edition: &self.edition,
            definitions: &self.definitions,
        });
        let rows = |contract: &str| self.returned.get(contract).map(Vec::as_slice).unwrap_or_default();
        let (returns, parents) = (sources.first_path(role::GROUP_BASED), sources.first_path(role::PARENT));
        let found = checks::run(checks::Given {
            returns: (rows(role::GROUP_BASED), &returns),
            parents: (rows(role::PARENT), &parents),
            profiles: (&self.profiles, &sources.first_path(role::PROFILES)),
            population: &self.population,
            public: PublicNumbers {
                recorded: &self.recorded,
                national: &self.national_offences,
                published: &self.published,
                series: &self.series,
            },
            forces: &self.forces,
            definitions: &self.definitions,
            edition: &self.edition,
            measures: self.measures(),
            settings: &self.settings,
        });
        let found = self.notes.into_iter().chain(found).collect();
        // What was seen before changes no output of a build, so the record is left to `check`.
        let findings = Findings::judge(found, &self.acceptances, &History::default(), self.edition.cut_off);

        let totals = RecordedTotal::of(&self.recorded)?;
        let mut entries = recorded_entries(&self.recorded, &totals, self.contracts.measures());
        let sums = NationalOffence::sums(&totals, &self.forces);
        let mut lineages = BTreeMap::new();
        let all = self.origins.values().fold(Lineage::default(), |all, one| all.and(one));
        let edition = match demonstration(&all, self.order) {
            Ok(true) => self.edition.as_demonstration(),
            Ok(false) => self.edition,
            Err(fault) => return Err(fault.into()),
        };
        let origin = |contract: &str| self.origins.get(contract).cloned().unwrap_or_default();
        let recorded_lineage = origin(role::RECORDED_BY_FORCE);
        for entry in &entries {
            lineages.entry(entry.measure.clone()).or_insert_with(|| recorded_lineage.only(&entry.measure));
        }
        for (contract, rows) in self.returned {
            let lineage = origin(&contract);
            for measure in rows.iter().map(|row| &row.measure).collect::<BTreeSet<_>>() {
                let of_measure = lineages.entry(measure.clone()).or_default();
                *of_measure = of_measure.and(&lineage.only(measure));
            }
            entries.extend(rows.into_iter().map(return_entry));
        }
        for (contract, sums) in &self.summed {
            let lineage = origin(contract);
            for measure in sums.measures() {
                let of_measure = lineages.entry(measure.to_owned()).or_default();
                *of_measure = of_measure.and(&lineage.only(measure));
            }
        }
        let given = Given {
            bridges_lineage: origin(role::BRIDGES),
            profiles_lineage: origin(role::PROFILES),
            known: Known {
                findings: Summary::of(&findings),
                population_lineage: origin(role::CHILD_POPULATION),
                published_lineage: origin(role::PUBLISHED),
                national_offences_lineage: origin(role::RECORDED_NATIONAL).and(&recorded_lineage),
                measures: self.contracts.measures().clone(),
                edition,
                forces: self.forces,
                definitions: self.definitions,
                published: self.published,
                recommendations: self.recommendations,
                recommendations_lineage: origin(role::RECOMMENDATIONS),
                national_offences: national_offences(sums, self.national_offences),
                offences: self.offences,
                series: self.series,
                gaps: self.gaps,
            },
            population: self.population,
            bridges,
            ratings: self.judgements.ratings,
            assumptions: self.assumptions,
            profiles: self.profiles,
        };
        Ok(Read {
            given,
            entries,
            summed: self.summed,
            lineages,
            origin: all,
            catalogue: self.catalogue,
            text: self.text,
            terms: self.terms,
            judgements: self.judgements.key,
            figures: self.figures,
            registry: self.registry,
            policy: self.policy,
            releases: self.releases,
            contradictions,
            findings,
            confidential: self.confidential,
            same,
        })
    }
}

/// The studies of the agreed definition: records read against another tell nothing of it.
fn against(studies: &[BridgeStudy], agreed: &str) -> Vec<BridgeStudy> {
    studies.iter().filter(|study| study.against == agreed).cloned().collect()
}

/// Rows of several tables that must agree.
struct Between<'a> {
    measures: &'a Measures,
    sources: &'a Sources<'a>,
    returned: &'a BTreeMap<String, Vec<AdrReturn>>,
    summed: &'a BTreeMap<String, Summed>,
    /// None where they could not be read.
    bridges: Option<Vec<BridgeStudy>>,
    edition: &'a Edition,
    definitions: &'a Definitions,
}

/// What rows that are each well formed say against one another.
fn contradictions<'a>(between: &Between<'a>) -> Vec<Finding> {
    let Between { returned, edition, .. } = between;
    let used = between.sources.returns();
    let mut found = check_against_parents(between.measures, returned);
    for contract in &used {
        if let Some(rows) = returned.get(&contract.id) {
            found.extend(check_breakdowns(contract, rows));
        }
        if let Some(sums) = between.summed.get(&contract.id) {
            found.extend(check_summed_breakdowns(contract, sums));
        }
    }
    let national = between.measures.get(&edition.counted.national);
    let ceiling = national.and_then(|measure| between.measures.get(measure.part_of.as_deref()?));
    let rows = |measure: Option<&'a Measure>| {
        measure.and_then(|one| Some((returned.get(&one.contract)?.as_slice(), one.id.as_str())))
    };
    if let (Some(bridges), Some(returns), Some(parents)) = (&between.bridges, rows(national), rows(ceiling)) {
        let returned =
            Returned { returns, parents, cut_off: edition.cut_off, least_other: edition.limits.minimum_bridge_sample };
        let bridged = |definition: &str| {
            let relation = between.definitions.relation(definition, &edition.agreed_definition);
            matches!(relation, Relation::Narrower | Relation::Broader | Relation::Overlapping)
        };
        found.extend(check_bridges(bridges, returned, bridged));
    }
    found
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

/// Recorded offences as entries of the panel, quarters and years. An offence that is no measure has its national sum only.
fn recorded_entries(rows: &[RecordedOffence], totals: &[RecordedTotal], measures: &Measures) -> Vec<Entry> {
    let measure = |offence: &str| measures.of_offence(role::RECORDED_BY_FORCE, offence);
    let entry = |(force, year, part): (&str, FinancialYear, Part), offence: &str, value, quarters| {
        Some(Entry {
            measure: measure(offence)?.id.clone(),
            force: force.to_owned(),
            year,
            part,
            definition: String::new(),
            dimension: TOTAL.to_owned(),
            category: ALL.to_owned(),
            value: Some(value),
            quarters,
        })
    };
    let quarters = rows.iter().map(|row| entry((&row.force, row.year, row.quarter), &row.offence, row.offences, 1));
    let years =
        totals.iter().map(|row| entry((&row.force, row.year, Part::Year), &row.offence, row.offences, row.quarters));
    years.chain(quarters).flatten().collect()
}

/// National counts by year and offence: the sums, and the published counts of what there are no sums of.
fn national_offences(sums: Vec<NationalOffence>, published: Vec<NationalOffence>) -> Vec<NationalOffence> {
    let both = published.into_iter().chain(sums).map(|row| ((row.year, row.offence.clone()), row));
    both.collect::<BTreeMap<_, _>>().into_values().collect()
}

fn return_entry(row: AdrReturn) -> Entry {
    Entry {
        force: row.force,
        year: row.year,
        part: row.part,
        definition: row.definition,
        measure: row.measure,
        dimension: row.dimension,
        category: row.category,
        value: row.value,
        quarters: 4,
    }
}
