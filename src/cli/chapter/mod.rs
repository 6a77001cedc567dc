//! Arguments of the commands that make, explain, compare and release chapters, and that keep a project.

mod pull;
mod reference;
mod review;

use std::path::PathBuf;

pub use pull::Pull;
pub use reference::{PAGE, reference};
pub use review::{Audit, Compare, Explain, Provenance, ProvenanceForm, Release, Verify};

use clap::{Args, Subcommand, ValueEnum};

use super::financial_year;
use crate::period::FinancialYear;

/// What to do with a project.
#[derive(Debug, Subcommand)]
pub enum OfProject {
    /// Build an edition: chapter, figures, their data and the manifest
    Build(Build),
    /// Fetch what `data/sources.toml` names, check it, and pin it in `data/sources.lock`
    Pull(Pull),
    /// Redraw one figure, byte for byte as in the build
    Figure(Figure),
    /// Show the chapter in a browser of this machine while it is written, with what is wrong beside it, and make it again at each save
    Watch(Watch),
    /// Draw every kind of figure at every size, in colour, in grey and as the colour-blind see it, on a page for review
    Figures(Figures),
    /// List the facts the text may use, with their present wording
    Facts(Facts),
    /// Say where a number of the chapter comes from: formula, definitions, disclosure control, source cells, checks
    Explain(Explain),
    /// Say what changed between two releases or editions: every number, old beside new, and why where that can be known
    Compare(Compare),
    /// Rebuild a release and name every input, setting, number and file that differs
    Verify(Verify),
    /// Say what a release was made from and who decided: in plain words, as an in-toto statement, an RO-Crate, a bill of materials, or the draft of an assurance statement
    Provenance(Provenance),
    /// Prove that nobody can work out a count from the OFFICIAL release, by making it again from other returns
    Audit(Audit),
    /// Prove and record what a release printed, so that later editions do not give away by difference what it withheld
    Release(Release),
    /// Make the next edition from this one, and list what a person must decide
    New(New),
    /// Say how the year stands: who sent, who is late, what is open, how many days are left
    Status(Status),
    /// Write the synthetic returns that stand in for the unpublished ones
    Demo(Demo),
    /// Write what is made of the program itself: the JSON Schemas by which editors complete and check the TOML files, and pages of its documentation
    Schemas,
    /// Typeset what stands on standard input: the program runs itself for it, with limits of time and memory
    #[command(hide = true)]
    Typeset {
        /// Stay for one job after another, each after a line with its length
        #[arg(long)]
        stay: bool,
    },
}

impl OfProject {
    /// Whether it makes an edition again and again, several at once.
    pub fn makes_many_editions(&self) -> bool {
        matches!(self, Self::Audit(_) | Self::Release(_))
    }
}

/// How a build is handled.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Handling {
    /// Marking; the one in the edition's file without this
    #[arg(long, value_enum)]
    pub marking: Option<Marking>,
    /// The build for release: leave the embargo out
    #[arg(long)]
    pub for_release: bool,
}

/// Marking of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Marking {
    /// Disclosure control applied
    Official,
    /// Full values, not for release
    OfficialSensitive,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// Edition to build; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
    /// Folder to write to; without this `out/<edition>` in the project folder, or `out/<edition>-official-sensitive`
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Layout of edition.toml to make, such as a brief, more than one if given again; the first without this
    #[arg(long = "layout", value_name = "NAME")]
    pub layouts: Vec<String>,
    /// Write the release also as one ZIP archive into this folder, named for edition and handling; the same bytes each time
    #[arg(long, value_name = "DIR")]
    pub zip: Option<PathBuf>,
    /// Write how this run went (when, how long, on what kind of machine) to a file beside the release, in no hash of it
    #[arg(long, value_name = "FILE")]
    pub run_record: Option<PathBuf>,
    /// How the build is handled
    #[command(flatten)]
    pub handling: Handling,
    /// Make everything from the start, and leave nothing for the next build
    #[arg(long)]
    pub no_cache: bool,
    /// Print what each stage cost
    #[arg(long)]
    pub timings: bool,
    /// Print what is kept of the last build, and why the rest is not
    #[arg(long, short, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Print errors only
    #[arg(long, short)]
    pub quiet: bool,
}

/// Arguments of `figure`.
#[derive(Debug, Args)]
pub struct Figure {
    /// Identifier of the figure, as in `report/<edition>/figures.toml`
    pub id: String,
    /// Format to write; those of the build (SVG, PNG and CSV) without this
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// For what place it is drawn; a page without this
    #[arg(long, value_enum)]
    pub size: Option<Size>,
    /// Folder to write to; the current folder without this
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
    /// How the build is handled
    #[command(flatten)]
    pub handling: Handling,
    /// Edition; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
}

/// Arguments of `figures`.
#[derive(Debug, Args)]
pub struct Figures {
    /// Folder to write to
    #[arg(long, value_name = "DIR", default_value = "docs/gallery")]
    pub out: PathBuf,
    /// How the build is handled
    #[command(flatten)]
    pub handling: Handling,
    /// Edition; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
}

/// File format of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Vector picture
    Svg,
    /// Raster picture
    Png,
    /// Document of one page with the vector picture
    Pdf,
    /// The figure's own data
    Csv,
}

/// For what place a figure is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// A column of a page
    Column,
    /// The text width of a page
    Page,
    /// A slide
    Slide,
}

/// Arguments of `facts`.
#[derive(Debug, Args)]
pub struct Facts {
    /// Only facts with this word anywhere in their name or their present words; of several, with each
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = Listing::Human)]
    pub format: Listing,
    /// Edition; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
}

/// Form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listing {
    /// Text
    Human,
    /// JSON, for programs
    Json,
}

/// Arguments of `status`.
#[derive(Debug, Args)]
pub struct Status {
    /// The day, as 2026-11-24; today without this
    #[arg(long, value_name = "DATE")]
    pub on: Option<jiff::civil::Date>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = AnswerForm::Human)]
    pub format: AnswerForm,
    /// File to write the report to; standard output without this
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Edition; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
}

/// Form of an answer that can be read as a page too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerForm {
    /// Text
    Human,
    /// JSON, for programs
    Json,
    /// One accessible page
    Html,
}

/// Arguments of `watch`.
#[derive(Debug, Args)]
pub struct Watch {
    /// Edition; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
    /// Marking; the one in the edition's file without this
    #[arg(long, value_enum)]
    pub marking: Option<Marking>,
    /// Port of 127.0.0.1 to serve on; one that is free without this
    #[arg(long, value_name = "NUMBER", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// Print the address and errors only
    #[arg(long, short)]
    pub quiet: bool,
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct New {
    /// Year of the edition to make
    #[arg(value_name = "YEAR")]
    pub year: i16,
    /// Edition to make it from; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub from: Option<i16>,
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Seed of the generator: the same seed gives the same bytes everywhere
    #[arg(long, default_value_t = crate::demo::SEED)]
    pub seed: u64,
    /// Last financial year, such as 2026-27, for an edition after the shipped one; 2025-26 without this
    #[arg(long, value_name = "YEAR", value_parser = financial_year)]
    pub last: Option<FinancialYear>,
    /// Folder to write to; `data/demo` in the project folder without this
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
