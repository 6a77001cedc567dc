//! Arguments of `pull`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `pull`.
#[derive(Debug, Args)]
pub struct Pull {
    /// Only these sources by id, or single files by key; may be given several times
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Adopt what changed in these sources, or the single file of a key; without this a changed file is told and not adopted
    #[arg(long, value_name = "ID")]
    pub update: Vec<String>,
    /// Say how every source stands, without a network
    #[arg(long, conflicts_with_all = ["update", "dry_run", "offline", "locked"])]
    pub status: bool,
    /// Take a file out of the store and the lock for good, by its key or its hash; for what is about persons
    #[arg(long, value_name = "KEY", conflicts_with_all = ["update", "dry_run", "offline", "locked", "status", "only"])]
    pub purge: Vec<String>,
    /// Take the pin of a file out of the lock by its key, so that the build goes on without it; the store keeps its bytes
    #[arg(long, value_name = "KEY", conflicts_with_all = ["update", "dry_run", "offline", "locked", "status", "only", "purge"])]
    pub withdraw: Vec<String>,
    /// Say what would be asked; ask and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Ask nobody: hold the store against the lock
    #[arg(long)]
    pub offline: bool,
    /// Fail if the lock would change
    #[arg(long)]
    pub locked: bool,
    /// Files fetched at once
    #[arg(long, value_name = "NUMBER", default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=32))]
    pub jobs: u8,
    /// Trust the certificates of this PEM file in place of the system's
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// Proxy, in place of the environment's
    #[arg(long, value_name = "URL")]
    pub proxy: Option<String>,
    /// Print errors and changes only
    #[arg(long, short)]
    pub quiet: bool,
}
