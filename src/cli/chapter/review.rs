//! Arguments of what a reviewer asks: where a number comes from, what changed, and whether a release is what it says.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{AnswerForm, Handling, Marking};

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct Compare {
    /// The old one: folder of a release, or of a project whose newest edition is meant, or the year of an edition of this project
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The new one
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = AnswerForm::Human)]
    pub format: AnswerForm,
    /// Marking of editions that are computed; that of the release they are held against, or OFFICIAL, without this
    #[arg(long, value_enum)]
    pub marking: Option<Marking>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A fact, statistic, figure, table or judgement by its name, or a number as the chapter prints it
    #[arg(value_name = "WHAT")]
    pub what: String,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = AnswerForm::Human)]
    pub format: AnswerForm,
    /// How the edition is handled: at OFFICIAL nothing of a return is shown that the release does not print
    #[command(flatten)]
    pub handling: Handling,
    /// Edition; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// Folder of the release, which holds `manifest.json`, or a zip of it
    pub release: PathBuf,
    /// Hold the files against the manifest alone, and rebuild nothing: for a reader who has the release and not its data
    #[arg(long)]
    pub hashes_only: bool,
}

/// Arguments of `provenance`.
#[derive(Debug, Args)]
pub struct Provenance {
    /// Folder of the release, or a zip of it
    pub release: PathBuf,
    /// Form
    #[arg(long, value_enum, default_value_t = ProvenanceForm::Record)]
    pub format: ProvenanceForm,
}

/// Form of what a release was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProvenanceForm {
    /// Plain words
    Record,
    /// in-toto statement v1 with SLSA provenance v1
    InToto,
    /// Metadata of an RO-Crate 1.2
    RoCrate,
    /// Bill of materials in CycloneDX 1.6: the program, its libraries and the files that were read
    #[value(name = "cyclonedx")]
    CycloneDx,
    /// Draft of an assurance statement, with the logs of assumptions, decisions and data
    Assurance,
}

/// Arguments of `audit`.
#[derive(Debug, Args)]
pub struct Audit {
    /// Edition to prove; the newest without this
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<i16>,
    /// Most releases to make; what is not proven by then is not safe
    #[arg(long, value_name = "NUMBER", default_value_t = 900)]
    pub rebuilds: usize,
    /// Prove only the counts whose name holds this text, such as a force, a measure or a year; a release needs all
    #[arg(long, value_name = "TEXT")]
    pub only: Option<String>,
}

/// Arguments of `release`.
#[derive(Debug, Args)]
pub struct Release {
    /// Folder of the release, built with `--for-release`
    pub release: PathBuf,
}
