//! How the year stands: who has sent what for the last year of the edition, what is set aside, what is open.
//!
//! In: the project. Out: values; nothing here knows the day. A source that cannot be read hides nothing of the others.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Observer, Order, check};
use crate::alone::Checked;
use crate::contract::format::Records;
use crate::contract::{Contracts, Sources, role};
use crate::definition::Definitions;
use crate::edition::decisions::Decisions;
use crate::edition::{Edition, SetAside};
use crate::fault::Failure;
use crate::period::FinancialYear;
use crate::publish::standing::Return;
use crate::source::Project;
use crate::source::catalogue::Catalogue;
use crate::template::ReturnWorkbooks;

/// What is found where a part of a return is missing or was not available.
const NOT_WHOLE: [&str; 4] = ["return-late", "return-missing", "return-partial", "return-unavailable"];

/// How the year stands.
#[derive(Debug)]
pub struct Standing {
    /// Year of the edition.
    pub edition: i16,
    /// Last year of the returns.
    pub year: FinancialYear,
    /// Data cut-off.
    pub cut_off: Date,
    /// Day of release, in the local time of its instant.
    pub release: Date,
    /// The returns, by contract.
    pub returns: Vec<Return>,
    /// What is set aside, with its reasons.
    pub aside: Vec<SetAside>,
    /// Decisions of the edition that nobody has taken.
    pub decisions: usize,
    /// What the checks found.
    pub checked: Checked,
}

/// Reads how the year stands.
pub fn standing(project: &mut Project, year: i16, observer: &mut dyn Observer) -> Result<Standing, Failure> {
    let catalogue = Catalogue::read(project)?;
    let definitions = Definitions::read(project)?;
    let edition = Edition::read(project, year, &definitions)?;
    let contracts = Contracts::read(project, &definitions)?;
    let workbooks = ReturnWorkbooks { contracts: &contracts, definitions: &definitions, edition: &edition };
    let sources = Sources::of_edition(&contracts, &catalogue, &edition)?.with_workbooks(&workbooks);
    let decisions = Decisions::read(project, year)?;
    let (checked, _) = check(project, Order::edition(year), observer)?;
    let last = edition.returns.last;
    let mut returns = Vec::new();
    let asked: BTreeSet<&str> = sources.returns().iter().map(|contract| contract.id.as_str()).collect();
    for id in asked.into_iter().chain([role::PROFILES]) {
        let Some(contract) = contracts.get(id).filter(|_| edition.sources.contains_key(id)) else { continue };
        let read = sources.read(project, id);
        let sent = read.as_ref().map(|reading| forces_of(&reading.records, last)).unwrap_or_default();
        let is_aside = |code: &&String| edition.sets_aside(id, code, last);
        let codes = || checked.forces.iter().map(|(code, _)| code);
        let in_part = |code: &&String| {
            checked.findings.open().any(|finding| {
                let subject = &finding.subject;
                let is_of_year = subject.period.starts_with(&last.to_string());
                NOT_WHOLE.contains(&finding.check) && subject.contract == id && subject.force == **code && is_of_year
            })
        };
        returns.push(Return {
            contract: id.to_owned(),
            title: contract.title.clone(),
            aside: codes().filter(is_aside).cloned().collect(),
            awaited: codes().filter(|code| !sent.contains(*code) && !is_aside(code)).cloned().collect(),
            in_part: sent.iter().filter(in_part).cloned().collect(),
            sent,
            unreadable: read.is_err(),
        });
    }
    Ok(Standing {
        edition: year,
        year: last,
        cut_off: edition.cut_off,
        release: edition.release_local.date(),
        returns,
        aside: edition.set_aside.clone(),
        decisions: decisions.open().count(),
        checked,
    })
}

/// Forces with a row for the year; with any row where rows have no year.
fn forces_of(files: &[Records], last: FinancialYear) -> BTreeSet<String> {
    let rows = files.iter().flat_map(Records::iter);
    rows.filter(|record| record.financial_year("period").is_none_or(|year| year == last))
        .map(|record| record.text("force_code").to_owned())
        .filter(|code| !code.is_empty())
        .collect()
}
