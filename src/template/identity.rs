//! The line on the cover by which a program knows what it has before it.

use std::fmt;
use std::str::FromStr;

use super::form::Form;
use crate::period::FinancialYear;

/// First word of the line, with the version of the layout: a workbook of another layout is not read by guessing.
const MARK: &str = "assess-return-1";

/// Which return of which force, for which year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Identifier of the contract.
    pub contract: String,
    /// Version of the contract.
    pub version: u32,
    /// Code of the force.
    pub force: String,
    /// The financial year.
    pub period: FinancialYear,
}

impl Identity {
    /// The identity of a form.
    pub fn of(form: &Form) -> Self {
        Self {
            contract: form.contract.clone(),
            version: form.contract_version,
            force: form.force_code.clone(),
            period: form.period,
        }
    }

    /// Whether a cell's text claims to be such a line.
    pub(super) fn claimed(text: &str) -> bool {
        text.trim_start().starts_with("assess-return")
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK} {} {} {} {}", self.contract, self.version, self.force, self.period)
    }
}

impl FromStr for Identity {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut words = text.split_whitespace();
        let mut next = || words.next().ok_or(());
        if next()? != MARK {
            return Err(());
        }
        let (contract, version, force, period) = (next()?, next()?, next()?, next()?);
        let identity = Self {
            contract: contract.to_owned(),
            version: version.parse().map_err(|_| ())?,
            force: force.to_owned(),
            period: period.parse().map_err(|_| ())?,
        };
        if words.next().is_some() { Err(()) } else { Ok(identity) }
    }
}
