//! The stages of a build, in order. Each is a function from values to values; only `read` touches the disk.

mod carried;
mod check;
pub mod compared;
mod draft;
mod explained;
mod read;
pub mod rebuild;
mod standing;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;

use crate::chapter::facts::Facts;
use crate::chapter::figures::{self, Figure};
use crate::chapter::judgements::{self, Shown};
use crate::chapter::narrative::{self, Told};
use crate::chapter::subjects;
use crate::chapter::tables::DataTable;
use crate::chapter::{self, Text};
use crate::contract::{ChildPopulation, Contracts, Finding, Findings, Forces, LanguageTerm, Severity, Sources, role};
use crate::definition::Definitions;
use crate::demo::{self, DemoError};
use crate::disclosure::commitment::Confidential;
use crate::disclosure::{self, Policy, Protected};
use crate::edition::{Edition, Handling, Marking};
use crate::fault::{Failure, Fault};
use crate::figure::Material;
use crate::lineage::Lineage;
use crate::national::number::Raw;
use crate::national::picture::Picture;
use crate::national::registry::{Bases, Statistic};
use crate::national::returns::Returns;
use crate::panel::Panel;
use crate::period::FinancialYear;
use crate::publish::{self, Base, Content, Manifest, Release};
use crate::source::catalogue::Catalogue;
use crate::source::{InputFile, Project};

use read::Read;

pub use check::check;
pub use draft::Draft;
pub use explained::{Explained, explained};
pub use standing::standing;

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

/// An observer that tells nobody.
pub struct Silent;

impl Observer for Silent {
    fn begin(&mut self, _stage: Stage) {}
    fn end(&mut self, _stage: Stage, _said: &str) {}
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
    /// What each force returned.
    pub returns: Returns,
    /// The national picture, before disclosure control.
    pub picture: Picture<Raw>,
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
    /// The key judgements.
    pub judgements: Vec<Shown>,
    text: Text,
    terms: Vec<LanguageTerm>,
    catalogue: Catalogue,
    /// Where everything that was read comes from.
    origin: Lineage,
    confidential: Confidential,
}

impl Prepared {
    /// What the files of the release are made of.
    pub(crate) fn content<'a>(&'a self, inputs: &'a BTreeMap<String, InputFile>) -> Content<'a> {
        let Self { protected, facts, figures, tables, judgements, text, catalogue, origin, confidential, .. } = self;
        Content {
            protected,
            facts,
            figures,
            tables,
            judgements,
            text,
            catalogue,
            origin,
            confidential,
            inputs,
            layouts: &[],
        }
    }

    /// What is wrong with the words of the text.
    pub fn narrative(&self) -> Vec<Told> {
        let Self { text, facts, figures, terms, .. } = self;
        let orphans = text.orphans(&self.protected.picture.edition.layouts);
        narrative::told(&narrative::Context { text, facts, figures, terms, orphans: &orphans })
    }

    /// Years of the text that stand apart from those its sections speak of.
    pub fn years_apart(&self) -> Vec<chapter::years::Apart> {
        chapter::years::apart(&self.text, &self.facts, &self.figures)
    }
}

/// A finished edition, still in memory.
pub struct Built {
    /// Every file of the release, by path.
    pub outputs: BTreeMap<String, Vec<u8>>,
    /// Its manifest, which is one of them.
    pub manifest: Manifest,
    /// Paths of the documents among them.
    pub documents: Vec<String>,
    /// All of it that no word of the text changes; none where it was taken over as it stood.
    pub base: Option<Base>,
}

impl Built {
    fn of(release: Release, edition: &Edition, layouts: &[String]) -> Self {
        let Release { files, manifest, base } = release;
        let documents = edition.layouts.named(layouts).map(|layout| edition.handling.path(&publish::document(layout)));
        Self { documents: documents.collect(), outputs: files, manifest, base: Some(base) }
    }
}

/// The marking a build will have, and the layouts that must be asked for by name to have those of these names.
pub fn settled(project: &mut Project, order: Order, layouts: &[String]) -> Result<(Marking, Vec<String>), Failure> {
    let definitions = Definitions::read(project)?;
    let edition = Edition::read(project, order.year, &definitions)?;
    Ok((order.handling(edition.handling).marking, edition.asked(layouts)?))
}

/// Reads, checks and computes an edition, up to its figures.
pub fn prepare(project: &mut Project, order: Order, observer: &mut dyn Observer) -> Result<Prepared, Failure> {
    let read = reading(project, order, observer)?;
    compute(read, &disclosure::protect, observer)
}

/// The first stage: everything of the edition, read and checked.
fn reading(project: &mut Project, order: Order, observer: &mut dyn Observer) -> Result<Read, Failure> {
    observer.begin(Stage::Read);
    let read = read::read(project, order)?;
    observer.end(Stage::Read, &format!("{} files, {} cells", project.inputs().len(), read.cells()));
    Ok(read)
}

/// The smallest wholes of percentages, as the policy has them.
fn bases(policy: &Policy) -> Bases {
    Bases { least: policy.percentages.least_base, sensitive: policy.percentages.least_base_sensitive }
}

/// How the edition is protected.
type Protect<'a> = &'a dyn Fn(disclosure::Given<'_>) -> Result<Protected, Failure>;

/// The stages from the panel to the figures. Rows that contradict one another go no further.
fn compute(read: Read, protect: Protect<'_>, observer: &mut dyn Observer) -> Result<Prepared, Failure> {
    if !read.contradictions.is_empty() {
        return Err(Failure::Input(read.contradictions.into_iter().map(Finding::into_fault).collect()));
    }
    observer.begin(Stage::Panel);
    let panel = Panel::new(&read.entries, read.summed.values(), read.lineages, read.given.measures.clone())?;
    observer.end(Stage::Panel, &format!("{} rows", panel.len()));

    observer.begin(Stage::National);
    let returns = Returns::of(&panel, &read.given)?;
    let picture = Picture::compute(&panel, &read.given, &returns)?;
    let statistics = read.registry.evaluate(&panel, &read.given, &picture, bases(&read.policy))?;
    observer.end(Stage::National, &format!("{} statistics", statistics.len()));

    observer.begin(Stage::Disclosure);
    let protected = protect(disclosure::Given {
        picture: &picture,
        statistics: &statistics,
        panel: &panel,
        policy: &read.policy,
        national: &returns.measure,
        same: &read.same,
        releases: &read.releases,
    })?;
    let shown = &protected.picture;
    let facts = subjects::facts(shown).with_sources(&read.catalogue).with_statistics(&protected.statistics)?;
    let facts = subjects::with_words(facts.with_period_names(shown), shown)?;
    subjects::unbound(shown, &facts)?;
    let mut tables = subjects::tables(shown, &facts);
    observer.end(Stage::Disclosure, &protected.said);

    observer.begin(Stage::Figures);
    let figures = figures::figures(&read.figures, &Material::of(&protected), &facts)?;
    let judgements = judgements::shown(read.judgements, shown, (&facts, &figures, &tables))?;
    tables.extend(judgements::table(&judgements, &facts));
    observer.end(Stage::Figures, &format!("{} figures", figures.len()));
    Ok(Prepared {
        returns,
        picture,
        statistics,
        protected,
        facts,
        figures,
        tables,
        judgements,
        text: read.text,
        terms: read.terms,
        catalogue: read.catalogue,
        origin: read.origin,
        findings: read.findings,
        confidential: read.confidential,
    })
}

/// Builds an edition in memory. Nothing is written, so nothing is ever half-written.
pub fn build(project: &mut Project, order: Order, observer: &mut dyn Observer) -> Result<Built, Failure> {
    build_as(project, order, &[], observer)
}

/// The same with the documents of some layouts, as they are asked for, in place of that of the first.
pub fn build_as(
    project: &mut Project,
    order: Order,
    layouts: &[String],
    observer: &mut dyn Observer,
) -> Result<Built, Failure> {
    let prepared = prepare(project, order, observer)?;
    let wrong: Vec<Fault> =
        prepared.findings.open().filter(|finding| finding.severity == Severity::Error).map(Fault::from).collect();
    if wrong.is_empty() { finish(project, &prepared, layouts, observer) } else { Err(Failure::Input(wrong)) }
}

/// Makes every file of the release.
fn finish(
    project: &Project,
    prepared: &Prepared,
    layouts: &[String],
    observer: &mut dyn Observer,
) -> Result<Built, Failure> {
    observer.begin(Stage::Chapter);
    let edition = &prepared.protected.picture.edition;
    let layouts = edition.asked(layouts)?;
    let content = Content { layouts: &layouts, ..prepared.content(project.inputs()) };
    let release = publish::release(&content)?;
    observer.end(Stage::Chapter, &format!("{} sections bound and typeset", prepared.text.sections()));
    Ok(Built::of(release, edition, &layouts))
}

/// Builds an edition of which nothing changed but the text. `files` are those of the last build beside the files of the text.
pub fn retell(
    project: &mut Project,
    (order, layouts): (Order, &[String]),
    (base, files): (Base, BTreeMap<String, Vec<u8>>),
    observer: &mut dyn Observer,
) -> Result<Built, Failure> {
    observer.begin(Stage::Read);
    let definitions = Definitions::read(project)?;
    let mut edition = Edition::read(project, order.year, &definitions)?;
    edition.handling = order.handling(edition.handling);
    let edition = base.edition(edition);
    let text = Text::read(project, &edition)?;
    let layouts = edition.asked(layouts)?;
    observer.end(Stage::Read, &format!("{} files", project.inputs().len()));
    observer.begin(Stage::Chapter);
    let release = base.retold(&text, project.inputs(), (&edition, &definitions, &layouts), files)?;
    observer.end(Stage::Chapter, &format!("{} sections bound and typeset", text.sections()));
    Ok(Built::of(release, &edition, &layouts))
}

/// The synthetic returns for the forces and the last child population of the project; with further years up to `last`.
pub fn demo(
    project: &mut Project,
    seed: u64,
    last: Option<FinancialYear>,
) -> Result<BTreeMap<&'static str, Vec<u8>>, Failure> {
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
    let made = match last {
        Some(last) => demo::generate_until(seed, &given, &children, last),
        None => demo::generate(seed, &given, &children),
    };
    let made = made.map_err(|error| {
        let remedy = match error {
            DemoError::NoSuchYear { .. } => "name one of these years with --last",
            _ => "restore data/reference and data/public",
        };
        Failure::cannot_run(format!("the demonstration cannot be made: {error}"), remedy)
    })?;
    Ok(made.files)
}
