//! Returns that an edition sets aside, each with its reason: what was sent is not read, and the force counts as one that sent nothing.
//!
//! In: `[[set-aside]]` of the edition. Whether the force has sent anything is known where the files are read.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::fault::Place;
use crate::period::FinancialYear;

/// Fewer letters than this give no reason.
pub(super) const LEAST_REASON: usize = 20;

/// A return that is set aside.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAside {
    /// Code of the force, as in `data/reference/forces.csv`.
    pub force: String,
    /// Contract of the return.
    pub contract: String,
    /// The financial year that is set aside; everything the force sent without this.
    pub period: Option<FinancialYear>,
    /// Why; the annex on data quality prints it for those who may see the returns.
    pub reason: String,
    /// Where it is said.
    #[serde(skip)]
    pub place: Place,
}

impl SetAside {
    /// Whether it is about what a force returned for a year.
    pub fn covers(&self, contract: &str, force: &str, year: FinancialYear) -> bool {
        self.contract == contract && self.force == force && self.period.is_none_or(|period| period == year)
    }
}
