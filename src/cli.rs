//! The arguments, nothing else.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Builds the group-based child sexual exploitation chapter of the National Strategic Assessment
#[derive(Debug, Parser)]
#[command(name = "assess", version, max_term_width = 100)]
pub struct Arguments {
    /// Project folder, which holds `data` and `report`
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build an edition: chapter, figures, their data and the manifest
    Build(Build),
    /// Run the checks that `build` runs, and write nothing
    Check(Check),
    /// Redraw one figure, byte for byte as in the build
    Figure(Figure),
    /// List the facts the text may use, with their present wording
    Facts(Facts),
    /// Rebuild a release and name every file that differs
    Verify(Verify),
    /// Show how a table file is read: sheets, header, columns and their types, markers, notes
    Peek(Peek),
    /// Write the synthetic returns that stand in for the unpublished ones
    Demo(Demo),
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// Edition to build; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
    /// Folder to write to; `out/<edition>` in the project folder without this
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print what each stage cost
    #[arg(long)]
    pub timings: bool,
    /// Print errors only
    #[arg(long, short)]
    pub quiet: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Edition to check; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
    /// Print errors only
    #[arg(long, short)]
    pub quiet: bool,
}

/// Arguments of `figure`.
#[derive(Debug, Args)]
pub struct Figure {
    /// Identifier of the figure, as in `report/<edition>/figures.toml`
    pub id: String,
    /// Format to write; all three without this
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Folder to write to; the current folder without this
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
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
    /// The figure's own data
    Csv,
}

/// Arguments of `facts`.
#[derive(Debug, Args)]
pub struct Facts {
    /// Only facts whose name begins so
    #[arg(default_value = "")]
    pub prefix: String,
    /// Edition; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// Folder of the release, which holds `manifest.json`
    pub release: PathBuf,
}

/// Arguments of `peek`.
#[derive(Debug, Args)]
pub struct Peek {
    /// File to look at: CSV, XLSX, XLS or ODS. It need not be in a project folder
    pub file: PathBuf,
    /// Sheet to show in full; the largest table without this
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Print everything as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Seed of the generator: the same seed gives the same bytes everywhere
    #[arg(long, default_value_t = crate::demo::SEED)]
    pub seed: u64,
    /// Folder to write to; `data/demo` in the project folder without this
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
