//! Breakdowns of the last year, with what is not recorded.

use crate::disclosure::ledger::Ledger;
use crate::disclosure::policy::Level;
use crate::disclosure::published::Published;
use crate::lineage::Lineage;
use crate::national::breakdown::{self, Kind};
use crate::national::shares::Share;
use crate::national::sum::{Sum, What};
use crate::period::FinancialYear;

/// A category.
#[derive(Clone, Debug)]
pub struct Category {
    /// As it stands in the returns.
    pub name: String,
    /// Its count.
    pub count: Published<i64>,
    /// What its share must lie in, and its share among the known; withheld also where the whole is too small for a percentage.
    pub share: Published<Share>,
}

/// A national breakdown.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// Which one.
    pub kind: Kind,
    /// Its year.
    pub year: FinancialYear,
    /// Forces added up.
    pub forces: usize,
    /// Their share of resident children, in [0, 1].
    pub children_share: Option<f64>,
    /// All categories together.
    pub total: Published<i64>,
    /// Of these, not recorded.
    pub not_recorded: Published<i64>,
    /// Recorded part of the whole, in [0, 1].
    pub coverage: Published<f64>,
    /// The rest of it, in [0, 1].
    pub not_recorded_share: Published<f64>,
    /// Known categories by name, `other` last.
    pub categories: Vec<Category>,
    /// Whether enough is recorded for shares among the known.
    pub supported: bool,
    /// The smallest whole that a percentage may be taken of.
    pub least_base: i64,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Breakdown {
    pub(super) fn of(raw: &breakdown::Breakdown, ledger: &mut Ledger<'_>) -> Self {
        let kind = raw.kind;
        let of = |wanted: Option<&str>| {
            let mut sum = Sum::default();
            for (force, counts) in &raw.by_force {
                for (category, count) in counts.iter().filter(|(name, _)| wanted.is_none_or(|wanted| name == wanted)) {
                    sum.add(force, What::category(kind.measure, raw.year, kind.dimension, category), 1, *count);
                }
            }
            sum
        };
        let name = |what: &str| format!("{}/{}/{}/{what}", kind.measure, raw.year.slug(), kind.dimension);
        let least_base = ledger.policy().least_base(kind.dimension);
        let (whole, unknown) = (of(None), of(Some(kind.unknown)));
        let enough = raw.total >= least_base;
        let share = |share: Published<Share>| if enough { share } else { Published::withheld() };
        let categories = raw
            .categories
            .iter()
            .map(|category| {
                let sum = of(Some(&category.name));
                let name = name(&category.name);
                Category {
                    name: category.name.clone(),
                    count: ledger.count(&name, Level::National, &sum),
                    share: share(ledger.resting(&name, category.share, [&sum, &whole, &unknown])),
                }
            })
            .collect();
        let share_unknown = raw.not_recorded as f64 / raw.total as f64;
        let shares = ledger.resting(&name("coverage"), (raw.coverage(), share_unknown), [&whole, &unknown]);
        let shares = if enough { shares } else { Published::withheld() };
        Self {
            kind,
            year: raw.year,
            forces: raw.forces,
            children_share: raw.children_share,
            total: ledger.total(&name("all"), &whole),
            not_recorded: ledger.count(&name(kind.unknown), Level::National, &unknown),
            coverage: shares.map(|shares| shares.0),
            not_recorded_share: shares.map(|shares| shares.1),
            categories,
            supported: raw.supported(),
            least_base,
            lineage: raw.lineage.clone(),
        }
    }
}
