//! Builds the group-based child sexual exploitation chapter of the National Strategic Assessment.
//!
//! Data walks one way, and each room imports only from those above it, which a test holds:
//!
//! ```text
//! fault, lineage, period  what is wrong, where and how it is mended; what a number rests on; financial years and their parts
//! format                  numbers, dates and lists as people read them
//! writing                 files and folders, all new or all old
//! source                  files, of a project or pulled, into tables whose cells know their address
//! definition, edition     what is counted, and how definitions relate; the decisions of one year
//! statistics              numeric methods, pure
//! contract                tables into typed rows, every fault named; checks and what they find
//! workbook                sheets of cells into ODS and XLSX
//! template                the return as a workbook, written and read back
//! page                    what the pages of reports have in common
//! findings                reports of findings: text, JSON, SARIF, HTML
//! alone                   files of a force, checked before they are sent
//! panel                   the one table of integers: force, period, measure, category
//! national                what can be said nationally, and how surely
//! disclosure              what of it may be shown; no room after it can take a raw count of the returns
//! wording                 numbers and phrases as charts, tables and sentences print them
//! figure                  charts, one file or folder a kind
//! chapter                 facts and tables by subject, figures, and the text bound to them and typeset
//! publish                 exporters to bytes, the manifest, reports on releases
//! demo, schemas           synthetic returns; the schemas of the files that a project holds
//! pipeline                the stages of a build in order
//! cli, commands           the program
//! ```
//!
//! The rooms from `panel` to `pipeline` make the chapter, and are there with the feature `chapter`, which is on by default. Without it the
//! program checks files of a force, and is small.
//!
//! A build reads no clock, environment, locale or network, so the same files give the same bytes.

pub mod alone;
#[cfg(feature = "chapter")]
pub mod chapter;
pub mod cli;
pub mod commands;
pub mod contract;
pub mod definition;
#[cfg(feature = "chapter")]
pub mod demo;
#[cfg(feature = "chapter")]
pub mod disclosure;
pub mod edition;
pub mod fault;
#[cfg(feature = "chapter")]
pub mod figure;
pub mod findings;
pub mod format;
pub mod lineage;
#[cfg(feature = "chapter")]
pub mod national;
mod page;
#[cfg(feature = "chapter")]
pub mod panel;
pub mod period;
#[cfg(feature = "chapter")]
pub mod pipeline;
#[cfg(feature = "chapter")]
pub mod publish;
#[cfg(all(test, feature = "chapter"))]
mod recipes;
#[cfg(feature = "chapter")]
pub mod schemas;
pub mod source;
pub mod statistics;
pub mod template;
#[cfg(test)]
mod walk;
#[cfg(feature = "chapter")]
pub mod wording;
pub mod workbook;
pub mod writing;
