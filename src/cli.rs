//! The arguments, nothing else.

#[cfg(feature = "chapter")]
mod chapter;

use std::path::PathBuf;

#[cfg(feature = "chapter")]
pub use chapter::*;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::period::{FinancialYear, NotAFinancialYear};

#[derive(Debug, Parser)]
#[command(name = "assess", version, max_term_width = 100)]
#[cfg_attr(
    feature = "chapter",
    doc = "Builds the group-based child sexual exploitation chapter of the National Strategic Assessment"
)]
#[cfg_attr(
    not(feature = "chapter"),
    doc = "Checks the returns of a force before it sends them: the build without the chapter",
    command(after_help = WITHOUT, version = concat!(env!("CARGO_PKG_VERSION"), ", the build without the chapter"))
)]
pub struct Arguments {
    /// Project folder, which holds `data` and `report`; the current folder, or the nearest above it, without this
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,

    /// Store of fetched sources; `.assess/store` in the project folder without this
    #[arg(long, global = true, value_name = "DIR", env = "ASSESS_STORE", hide_env_values = true)]
    pub store: Option<PathBuf>,

    /// Form of what is said of the work on standard error: progress, notes and errors
    #[arg(long, global = true, value_enum, value_name = "FORM", default_value_t = Log::Human, hide_default_value = true)]
    pub log: Log,

    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What is not here, and who has it.
#[cfg(not(feature = "chapter"))]
const WITHOUT: &str = "The other commands of `assess` make, explain and release the chapter. They are in the whole program: `cargo install --locked --path .`";

/// Form of what is said of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Log {
    /// Text
    Human,
    /// A line of JSON for each stage, note and error
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// What needs a project
    #[cfg(feature = "chapter")]
    #[command(flatten)]
    OfProject(OfProject),
    #[cfg_attr(feature = "chapter", doc = "Check data and text, and report what was found by force")]
    #[cfg_attr(not(feature = "chapter"), doc = "Check returns before they are sent, and report what was found")]
    Check(Check),
    /// Write the workbook in which a force makes its return
    Template(Template),
    /// Show how a table file is read: sheets, header, columns and their types, markers, notes
    Peek(Peek),
    /// Write to standard output what a shell completes commands and options by
    Completions(Completions),
    /// Write the manual pages of the program into a folder
    Man(Man),
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    #[cfg_attr(
        feature = "chapter",
        doc = "Returns to check by themselves, workbooks or CSV, before they are sent; the whole edition without this"
    )]
    #[cfg_attr(
        not(feature = "chapter"),
        doc = "Returns to check by themselves, workbooks or CSV, before they are sent",
        arg(required = true)
    )]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Contract of the files, where neither cover nor columns say it
    #[arg(long, value_name = "CONTRACT", requires = "files")]
    pub contract: Option<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Report::Human)]
    pub format: Report,
    /// File to write the report to; standard output without this
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Record what was found, so that a later check says what is new since
    #[cfg(feature = "chapter")]
    #[arg(long, conflicts_with = "files")]
    pub record: bool,
    /// What makes the status 1
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = FailOn::Error)]
    pub fail_on: FailOn,
    /// Edition to check; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
    /// Print only what makes the status 1, and nothing where it is 0
    #[arg(long, short)]
    pub quiet: bool,
}

/// What makes a check fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// An error that is open
    Error,
    /// An error or a warning that is open
    Warning,
    /// An error that is open, or a warning that is not in the record of findings
    New,
}

/// Form of a report of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Report {
    /// Text, grouped by force
    Human,
    /// JSON, for programs
    Json,
    /// SARIF 2.1.0, for code review
    Sarif,
    /// One accessible page
    Html,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// Shell to complete in
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// Folder to write to, such as `~/.local/share/man/man1`
    #[arg(value_name = "DIR")]
    pub out: PathBuf,
}

/// Arguments of `peek`.
#[derive(Debug, Args)]
pub struct Peek {
    /// File to look at: CSV, XLSX, XLS, ODS, JSON or Parquet. It need not be in a project folder
    pub file: PathBuf,
    /// Sheet to show in full; the largest table without this
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Print everything as JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `template`.
#[derive(Debug, Args)]
pub struct Template {
    /// Contract of the return, as in `data/contracts/<id>.toml`; every return that a force makes without this
    #[arg(long = "return", value_name = "CONTRACT")]
    pub contract: Option<String>,
    /// Code of the force, as in `data/reference/forces.csv`
    #[arg(long, value_name = "CODE", required_unless_present = "all")]
    pub force: Option<String>,
    /// Write the workbooks of every force
    #[arg(long, conflicts_with = "force")]
    pub all: bool,
    /// Add the sheets of measures that may be returned and that no force owes
    #[arg(long)]
    pub optional: bool,
    /// Financial year, such as 2025-26 or 2025/26
    #[arg(long, value_name = "YEAR", value_parser = financial_year)]
    pub period: FinancialYear,
    /// Format to write; both without this
    #[arg(long, value_enum)]
    pub format: Option<TemplateFormat>,
    /// Folder to write to; the current folder without this
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
    /// Edition whose agreed definition the guidance explains; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
}

/// File format of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TemplateFormat {
    /// Office Open XML, for Excel
    Xlsx,
    /// OpenDocument, for LibreOffice and others
    Ods,
}

/// Reads a financial year in either of its forms.
fn financial_year(text: &str) -> Result<FinancialYear, NotAFinancialYear> {
    text.parse().or_else(|error| text.replacen('-', "/", 1).parse().map_err(|_: NotAFinancialYear| error))
}
