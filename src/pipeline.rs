//! The stages of a build, in order. Each is a function from values to values; only `read` touches the disk.

mod check;
mod files;

use std::collections::{BTreeMap, BTreeSet};

use crate::chapter::facts::Facts;
use crate::chapter::figures::{self, Figure};
use crate::chapter::tables::{self, DataTable};
use crate::chapter::{self, Text};
use crate::contract::checks;
use crate::contract::format::{Dimension, Measure};
use crate::contract::{
    Acceptances, AdrReturn, BridgeStudy, ChildPopulation, Contracts, Findings, Forces, History, NationalOffence,
    Offence, ProblemProfile, PublishedFigure, RecordedOffence, Returned, Severity, Sources, Summary,
    check_against_parents, check_breakdowns, check_bridges, role,
};
use crate::definition::Definitions;
use crate::demo;
use crate::disclosure::release::{RECORD, Record};
use crate::disclosure::{self, Policy, Protected};
use crate::edition::confidence::AnalystRating;
use crate::edition::{Edition, Handling, Marking};
use crate::fault::{Failure, Fault, Faults};
use crate::lineage::Lineage;
use crate::national::completeness::Variable;
use crate::national::picture::{Given, Picture};
use crate::national::range::Relation;
use crate::national::registry::{Registry, Statistic};
use crate::national::{agreed, recorded};
use crate::panel::{Entry, Panel};
use crate::period::Part;
use crate::publish::{self, Manifest};
use crate::source::Project;
use crate::source::catalogue::Catalogue;
use crate::template::ReturnWorkbooks;

pub use check::{Checked, check};
pub use files::{File, Seen, check_files};

/// Name of the chapter, before its handling.
const CHAPTER: &str = "chapter.pdf";

/// Name of the audit of disclosure control, before its handling.
const AUDIT: &str = "disclosure-audit.csv";

/// A stage of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Files into typed rows, every cell checked.
    Read,
    /// Rows into the panel.
    Panel,
    /// The national picture and the statistics.
    National,
    /// What of them may be shown, and the facts and tables made from it.
    Disclosure,
    /// Charts.
    Figures,
    /// The text bound to its numbers and typeset, and the charts made into pictures.
    Chapter,
    /// Files written.
    Publish,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 7] =
        [Self::Read, Self::Panel, Self::National, Self::Disclosure, Self::Figures, Self::Chapter, Self::Publish];

    /// Its name, as shown to the user.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Panel => "panel",
            Self::National => "national",
            Self::Disclosure => "disclosure",
            Self::Figures => "figures",
            Self::Chapter => "chapter",
            Self::Publish => "publish",
        }
    }
}

/// Told when a stage begins and ends. The pipeline itself has no clock and prints nothing.
pub trait Observer {
    /// A stage begins.
    fn begin(&mut self, stage: Stage);
    /// A stage ended; `said` is what it did, with counts.
    fn end(&mut self, stage: Stage, said: &str);
}

/// What is to be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Year of the edition.
    pub year: i16,
    /// Marking; that of the edition where none is given.
    pub marking: Option<Marking>,
    /// Whether this is the build for release, from which the embargo is taken.
    pub for_release: bool,
}

impl Order {
    /// An edition as its file says, under embargo.
    pub fn edition(year: i16) -> Self {
        Self { year, marking: None, for_release: false }
    }

    fn handling(self, edition: Handling) -> Handling {
        Handling { marking: self.marking.unwrap_or(edition.marking), embargoed: !self.for_release }
    }
}

/// Everything before typesetting.
pub struct Prepared {
    /// The national picture, before disclosure control.
    pub picture: Picture,
    /// The statistics of the registry, before disclosure control.
    pub statistics: Vec<Statistic>,
    /// What of both may be shown.
    pub protected: Protected,
    /// The facts of the text.
    pub facts: Facts,
    /// The figures, in their order.
    pub figures: Vec<Figure>,
    /// The tables.
    pub tables: Vec<DataTable>,
    /// What the checks found, and what was accepted.
    pub findings: Findings,
    text: Text,
    catalogue: Catalogue,
}

/// A finished edition, still in memory.
pub struct Built {
    /// Every file of the release, by path.
    pub outputs: BTreeMap<String, Vec<u8>>,
    /// Its manifest, which is one of them.
    pub manifest: Manifest,
    /// Path of the chapter among them.
    pub chapter: String,
}

struct Read {
    given: Given,
    entries: Vec<Entry>,
    lineages: BTreeMap<String, Lineage>,
    catalogue: Catalogue,
    text: Text,
    figures: figures::Settings,
    registry: Registry,
    policy: Policy,
    releases: Vec<(String, Record)>,
    findings: Findings,
}

/// The marking a build will have.
pub fn marking(project: &mut Project, order: Order) -> Result<Marking, Failure> {
    let definitions = Definitions::read(project)?;
    Ok(order.handling(Edition::read(project, order.year, &definitions)?.handling).marking)
}

/// Reads, checks and computes an edition, up to its figures.
pub fn prepare(project: &mut Project, order: Order, observer: &mut dyn Observer) -> Result<Prepared, Failure> {
    observer.begin(Stage::Read);
    let read = read(project, order)?;
    observer.end(Stage::Read, &format!("{} files, {} cells", project.inputs().len(), read.entries.len()));

    observer.begin(Stage::Panel);
    let panel = Panel::new(&read.entries, read.lineages)?;
    observer.end(Stage::Panel, &format!("{} rows", panel.len()));

    observer.begin(Stage::National);
    let picture = Picture::compute(&panel, read.given)?;
    let statistics = read.registry.evaluate(&panel, &picture.given)?;
    observer.end(Stage::National, &format!("{} statistics", statistics.len()));

    observer.begin(Stage::Disclosure);
    let protected = disclosure::protect(disclosure::Given {
        picture: &picture,
        statistics: &statistics,
        panel: &panel,
        policy: &read.policy,
        releases: &read.releases,
    })?;
    let shown = &protected.picture;
    let facts = Facts::of(shown).with_statistics(&protected.statistics)?;
    let tables = tables::tables(shown, &facts);
    observer.end(Stage::Disclosure, &protected.said);

    observer.begin(Stage::Figures);
    let figures = figures::figures(&read.figures, shown, &facts)?;
    observer.end(Stage::Figures, &format!("{} figures", figures.len()));
    Ok(Prepared {
        picture,
        statistics,
        protected,
        facts,
        figures,
        tables,
        text: read.text,
        catalogue: read.catalogue,
        findings: read.findings,
    })
}

/// Builds an edition in memory. Nothing is written, so nothing is ever half-written.
pub fn build(project: &mut Project, order: Order, observer: &mut dyn Observer) -> Result<Built, Failure> {
    let prepared = prepare(project, order, observer)?;
    let wrong: Vec<Fault> =
        prepared.findings.open().filter(|finding| finding.severity == Severity::Error).map(Fault::from).collect();
    if wrong.is_empty() { finish(project, &prepared, observer) } else { Err(Failure::Input(wrong)) }
}

/// Typesets what was prepared and gathers every file of the release.
fn finish(project: &Project, prepared: &Prepared, observer: &mut dyn Observer) -> Result<Built, Failure> {
    observer.begin(Stage::Chapter);
    let Prepared { protected, facts, figures, tables, text, catalogue, .. } = prepared;
    let (picture, statistics) = (&protected.picture, &protected.statistics);
    let used = chapter::bind(text, facts, figures, tables)?;
    // Before the typesetter, not beside it: pixels and pages together would take a third more memory.
    let mut outputs = draw(figures)?;
    let pdf = chapter::typeset(text, picture, catalogue, project.inputs(), (facts, figures, tables), &used)?;
    outputs.insert(CHAPTER.to_owned(), pdf);
    outputs.insert(publish::STATISTICS.to_owned(), publish::csv(&publish::statistics(statistics)));
    outputs.extend(disclosed(protected)?);
    let handling = picture.edition.handling;
    let outputs = outputs.into_iter().map(|(path, bytes)| (handling.path(&path), bytes)).collect();
    let synthetic = catalogue.iter().filter(|source| source.synthetic).map(|source| source.id.clone()).collect();
    let manifest = Manifest::new(&picture.edition, synthetic, project.inputs(), &outputs);
    let mut outputs: BTreeMap<String, Vec<u8>> = outputs;
    outputs.insert(publish::MANIFEST.to_owned(), manifest.to_json());
    observer.end(Stage::Chapter, &format!("{} sections bound and typeset", text.sections()));
    Ok(Built { outputs, manifest, chapter: handling.path(CHAPTER) })
}

/// The record of what an OFFICIAL release prints; with OFFICIAL-SENSITIVE the audit, which says what can be worked out.
fn disclosed(protected: &Protected) -> Result<Option<(String, Vec<u8>)>, Failure> {
    Ok(match protected.picture.edition.handling.marking {
        Marking::Official => protected.record.as_ref().map(|record| (RECORD.to_owned(), record.to_json())),
        Marking::OfficialSensitive => match &protected.audit {
            Some(audit) => {
                let csv = audit.csv().map_err(|error| {
                    Failure::cannot_run(format!("the audit cannot be written: {error}"), "report this fault")
                })?;
                Some((AUDIT.to_owned(), csv))
            }
            None => None,
        },
    })
}

/// Draws every figure, one after the other: a picture takes twenty megabytes while it is made.
fn draw(figures: &[Figure]) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut drawn = BTreeMap::new();
    for figure in figures {
        drawn.extend(files(figure)?);
    }
    Ok(drawn)
}

/// The files of one figure.
fn files(figure: &Figure) -> Result<[(String, Vec<u8>); 3], Failure> {
    let path = |ending: &str| format!("figures/{}.{ending}", figure.id());
    Ok([(path("svg"), figure.svg()?.into_bytes()), (path("png"), figure.png()?), (path("csv"), figure.csv())])
}

/// Reads every file of an edition. Faults of several files are gathered where one does not hide the other.
fn read(project: &mut Project, order: Order) -> Result<Read, Failure> {
    let year = order.year;
    let catalogue = Catalogue::read(project)?;
    let definitions = Definitions::read(project)?;
    let mut edition = Edition::read(project, year, &definitions)?;
    edition.handling = order.handling(edition.handling);
    let contracts = Contracts::read(project, &definitions)?;
    let workbooks = ReturnWorkbooks { contracts: &contracts, definitions: &definitions, edition: &edition };
    let sources = Sources::of_edition(&contracts, &catalogue, &edition)?.with_workbooks(&workbooks);
    let mut notes = Vec::new();
    let mut read = |contract: &str| {
        let reading = sources.read(project, contract)?;
        notes.extend(reading.notes);
        Ok::<_, Vec<Fault>>(reading.records)
    };
    let forces = Forces::read(&read(role::FORCES)?)?;
    let offences = Offence::read(&read(role::OFFENCES)?)?;

    let mut faults = Faults::new();
    let population = faults.keep_all(read(role::CHILD_POPULATION).and_then(|rows| ChildPopulation::read(&rows)));
    let recorded = faults.keep_all(read(role::RECORDED_BY_FORCE).and_then(|rows| RecordedOffence::read(&rows)));
    let national = faults.keep_all(read(role::RECORDED_NATIONAL).and_then(|rows| NationalOffence::read(&rows)));
    let published = faults.keep_all(read(role::PUBLISHED).and_then(|rows| PublishedFigure::read(&rows)));
    let mut returned: BTreeMap<String, Vec<AdrReturn>> = BTreeMap::new();
    let asked: BTreeSet<&str> = sources.returns().iter().map(|contract| contract.id.as_str()).collect();
    for contract in asked.into_iter().chain([role::GROUP_BASED, role::PARENT]).collect::<BTreeSet<_>>() {
        if let Some(rows) = faults.keep_all(read(contract).and_then(|rows| AdrReturn::read(&rows))) {
            returned.insert(contract.to_owned(), rows);
        }
    }
    let bridges = faults.keep_all(read(role::BRIDGES).and_then(|rows| BridgeStudy::read(&rows)));
    // Records read against another definition tell nothing of the agreed one.
    let against_agreed = |study: &BridgeStudy| study.against == edition.agreed_definition;
    let bridges = bridges.map(|studies| studies.into_iter().filter(against_agreed).collect::<Vec<_>>());
    let profiles = faults.keep_all(read(role::PROFILES).and_then(|rows| ProblemProfile::read(&rows)));
    let text = faults.keep_all(Text::read(project, year));
    let ratings = faults.keep_all(AnalystRating::read(project, year));
    let figures = faults.keep_all(figures::Settings::read(project, year));
    let registry = faults.keep_all(Registry::read(project, year, &edition, &definitions));
    let policy = faults.keep_all(Policy::read(project, &edition.policy, &edition.policy_place));
    let releases = faults.keep_all(Record::before(project, edition.release_instant)).unwrap_or_default();
    let used = sources.returns();
    faults.extend(check_against_parents(&used, &returned));
    for contract in &used {
        if let Some(rows) = returned.get(&contract.id) {
            faults.extend(check_breakdowns(contract, rows));
        }
    }
    if let (Some(bridges), Some(returns), Some(parents)) =
        (&bridges, returned.get(role::GROUP_BASED), returned.get(role::PARENT))
    {
        let returned = Returned {
            returns: (returns, agreed::MEASURE),
            parents: (parents, agreed::PARENT),
            cut_off: edition.cut_off,
            least_other: edition.limits.minimum_bridge_sample,
        };
        let bridged = |definition: &str| {
            let relation = definitions.relation(definition, &edition.agreed_definition);
            matches!(relation, Relation::Narrower | Relation::Broader | Relation::Overlapping)
        };
        faults.extend(check_bridges(bridges, returned, bridged));
    }
    faults.into_result(())?;
    let settings = checks::Settings::read(project)?;
    let acceptances = Acceptances::read(project, &checks::ids())?;
    let (
        Some(population),
        Some(recorded),
        Some(national_offences),
        Some(published),
        Some(bridges),
        Some(profiles),
        Some(text),
        Some(figures),
        Some(registry),
        Some(ratings),
        Some(policy),
    ) = (population, recorded, national, published, bridges, profiles, text, figures, registry, ratings, policy)
    else {
        return Err(Failure::cannot_run("a file was not read and no fault was noted", "report this fault"));
    };

    let rows = |contract: &str| returned.get(contract).map(Vec::as_slice).unwrap_or_default();
    let (returns, parents) = (sources.first_path(role::GROUP_BASED), sources.first_path(role::PARENT));
    let mut found = notes;
    found.extend(checks::run(checks::Given {
        returns: (rows(role::GROUP_BASED), &returns),
        parents: (rows(role::PARENT), &parents),
        profiles: (&profiles, &sources.first_path(role::PROFILES)),
        population: &population,
        forces: &forces,
        definitions: &definitions,
        edition: &edition,
        settings: &settings,
    }));
    // What was seen before changes no output of a build, so the record is left to `check`.
    let findings = Findings::judge(found, &acceptances, &History::default(), edition.cut_off);

    let mut entries = Vec::new();
    let mut lineages = BTreeMap::new();
    let recorded_lineage = sources.lineage(role::RECORDED_BY_FORCE);
    for row in recorded {
        let entry = recorded_entry(row);
        lineages.entry(entry.measure.clone()).or_insert_with(|| recorded_lineage.clone());
        entries.push(entry);
    }
    for (contract, rows) in returned {
        let lineage = sources.lineage(&contract);
        for row in rows {
            let of_measure = lineages.entry(row.measure.clone()).or_default();
            *of_measure = of_measure.and(&lineage);
            entries.push(return_entry(row));
        }
    }
    let given = Given {
        findings: Summary::of(&findings),
        variables: contracts.breakdowns(role::GROUP_BASED).into_iter().map(variable).collect(),
        population_lineage: sources.lineage(role::CHILD_POPULATION),
        bridges_lineage: sources.lineage(role::BRIDGES),
        profiles_lineage: sources.lineage(role::PROFILES),
        published_lineage: sources.lineage(role::PUBLISHED),
        national_offences_lineage: sources.lineage(role::RECORDED_NATIONAL),
        units: contracts.units(),
        edition,
        forces,
        definitions,
        population,
        bridges,
        ratings,
        profiles,
        published,
        national_offences,
        offences,
    };
    Ok(Read { given, entries, lineages, catalogue, text, figures, registry, policy, releases, findings })
}

fn variable((measure, dimension): (&Measure, &Dimension)) -> Variable {
    Variable {
        measure: measure.id.clone(),
        unit: measure.unit.clone(),
        dimension: dimension.id.clone(),
        title: dimension.title.clone(),
        not_recorded: dimension.not_recorded.clone(),
    }
}

fn recorded_entry(row: RecordedOffence) -> Entry {
    Entry {
        measure: recorded::measure(&row.offence),
        force: row.force,
        year: row.year,
        part: Part::Year,
        definition: String::new(),
        dimension: "total".to_owned(),
        category: "all".to_owned(),
        value: Some(row.offences),
        quarters: row.quarters,
    }
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

/// The synthetic returns for the forces and the last child population of the project.
pub fn demo(project: &mut Project, seed: u64) -> Result<BTreeMap<&'static str, Vec<u8>>, Failure> {
    let catalogue = Catalogue::read(project)?;
    let definitions = Definitions::read(project)?;
    let contracts = Contracts::read(project, &definitions)?;
    let sources = Sources::of_catalogue(&contracts, &catalogue);
    let forces = Forces::read(&sources.read(project, role::FORCES)?.records)?;
    let population = ChildPopulation::read(&sources.read(project, role::CHILD_POPULATION)?.records)?;
    let year = population.last_year().unwrap_or_default();
    let given: Vec<demo::Force> = forces
        .iter()
        .map(|force| demo::Force { code: force.code.clone(), has_residents: force.has_residents })
        .collect();
    let children = forces
        .iter()
        .filter_map(|force| Some((force.code.clone(), u64::try_from(population.of(&force.code, year)?).ok()?)))
        .collect();
    let made = demo::generate(seed, &given, &children).map_err(|error| {
        Failure::cannot_run(
            format!("the demonstration cannot be made: {error}"),
            "restore data/reference and data/public",
        )
    })?;
    Ok(made.files)
}
