//! Change between neighbouring years, of a recorded series and of the returns, with the word that the interval allows.
//!
//! A comparison rests on the same forces in both years and crosses no break. Offences are not independent of each other
//! (one investigation holds many), so the interval is widened by the dispersion found between forces. Counts are compared,
//! not rates, wherever one of the two years has no population for every force.

use std::collections::BTreeMap;

use super::agreed::{Agreed, AgreedYear, ForceYear};
use super::like_for_like::{Decomposition, PeriodReturn, like_for_like};
use super::recorded::{self, Area, RecordedSeries};
use crate::contract::Forces;
use crate::fault::Failure;
use crate::panel::Panel;
use crate::period::FinancialYear;
use crate::statistics::change::{Change, Direction, change, change_dispersion};
use crate::statistics::comparison::Exposed;
use crate::statistics::{Confidence, StatisticsError};

/// Change of a recorded series between neighbouring complete years.
#[derive(Clone, Copy, Debug)]
pub struct RecordedChange {
    /// Earlier year.
    pub earlier: FinancialYear,
    /// Later year.
    pub later: FinancialYear,
    /// Ratio of the counts, its interval and the word it allows.
    pub change: Change,
}

/// Change of the returns between neighbouring years: like for like, and what the change of the recorded total is made of.
#[derive(Clone, Copy, Debug)]
pub struct ReturnsChange {
    /// Earlier year.
    pub earlier: FinancialYear,
    /// Later year.
    pub later: FinancialYear,
    /// Forces that counted the agreed definition over the whole of both years.
    pub matched_forces: usize,
    /// Their share of resident children, in [0, 1].
    pub matched_children: Option<f64>,
    /// Ratio of their counts; none without a matched force.
    pub change: Option<Change>,
    /// What the change of the recorded total is made of.
    pub decomposition: Decomposition,
}

/// Changes of a recorded series between neighbouring complete years; none across a break.
pub fn between_years(panel: &Panel, series: &RecordedSeries, forces: &Forces) -> Result<Vec<RecordedChange>, Failure> {
    let totals = panel.force_totals(&recorded::measure(&series.offence))?;
    let counts: BTreeMap<(&str, FinancialYear), i64> =
        totals.iter().filter_map(|total| Some(((total.force.as_str(), total.year), total.value?))).collect();
    let complete: Vec<FinancialYear> = series.complete_years().map(|year| year.year).collect();
    let mut changes = Vec::new();
    for later in complete.iter().copied() {
        let earlier = later.back(1);
        if !complete.contains(&earlier) || series.broken_between(earlier, later) {
            continue;
        }
        let count = |force: &str, year| counts.get(&(force, year)).copied();
        let pairs: Vec<(i64, i64)> = Area::EnglandAndWales
            .forces(forces)
            .filter_map(|force| Some((count(force, earlier)?, count(force, later)?)))
            .collect();
        if let Some(change) = compare(&pairs)? {
            changes.push(RecordedChange { earlier, later, change });
        }
    }
    Ok(changes)
}

/// Changes of the returns between neighbouring years.
pub fn of_returns(agreed: &Agreed) -> Result<Vec<ReturnsChange>, Failure> {
    let rows: Vec<PeriodReturn<'_>> =
        agreed.years.iter().flat_map(|year| year.forces.iter().map(|f| row(year, f))).collect();
    let links = like_for_like(&rows)
        .map_err(|error| Failure::cannot_run(format!("change cannot be computed: {error}"), "check the returns"))?;
    let mut changes = Vec::new();
    for ((before, now), link) in agreed.years.iter().zip(agreed.years.iter().skip(1)).zip(links) {
        let matched = |index: usize| {
            let pair = (before.forces.get(index), now.forces.get(index));
            matches!(pair, (Some(before), Some(now)) if before.agreed() && now.agreed())
        };
        let indices: Vec<usize> = (0..now.forces.len()).filter(|index| matched(*index)).collect();
        let pairs: Vec<(i64, i64)> = indices
            .iter()
            .filter_map(|index| Some((before.forces.get(*index)?.count?, now.forces.get(*index)?.count?)))
            .collect();
        let codes: Vec<&str> =
            indices.iter().filter_map(|index| Some(now.forces.get(*index)?.force.code.as_str())).collect();
        changes.push(ReturnsChange {
            earlier: before.year,
            later: now.year,
            matched_forces: indices.len(),
            matched_children: now.children_share(|force| codes.contains(&force.force.code.as_str())),
            change: compare(&pairs)?,
            decomposition: link.decomposition,
        });
    }
    Ok(changes)
}

/// Only a complete return has a count to compare. No population is given: the last year has none, and a ratio of rates for
/// some links and of counts for others would be two series in one.
fn row<'a>(year: &AgreedYear, force: &'a ForceYear) -> PeriodReturn<'a> {
    PeriodReturn {
        force: &force.force.code,
        period: i32::from(year.year.start()),
        definition: force.definition.as_deref().unwrap_or_default(),
        relation: force.relation,
        count: force.count.filter(|_| !force.partial),
        population: None,
        breaks: false,
    }
}

/// Compares the same forces in two years; nothing where there are none.
fn compare(pairs: &[(i64, i64)]) -> Result<Option<Change>, Failure> {
    if pairs.is_empty() {
        return Ok(None);
    }
    let exposed = |count| Exposed { count, exposure: 1.0 };
    let forces: Vec<(Exposed, Exposed)> =
        pairs.iter().map(|(earlier, later)| (exposed(*earlier), exposed(*later))).collect();
    let sum = |pick: fn(&(i64, i64)) -> i64| pairs.iter().map(pick).try_fold(0_i64, i64::checked_add);
    let (Some(earlier), Some(later)) = (sum(|pair| pair.0), sum(|pair| pair.1)) else {
        return Err(refuse(&StatisticsError::Overflow));
    };
    // Where too few forces counted anything, no dispersion can be found; such counts are small, and the exact interval,
    // which takes none, is used for them.
    let phi = change_dispersion(&forces).unwrap_or(1.0);
    change(exposed(earlier), exposed(later), phi, Confidence::NINETY_FIVE).map(Some).map_err(|error| refuse(&error))
}

fn refuse(error: &StatisticsError) -> Failure {
    Failure::cannot_run(format!("a change cannot be computed: {error}"), "check the counts of the source")
}

impl Direction {
    /// The only words the text uses for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rose => "rose",
            Self::Fell => "fell",
            Self::Similar => "was similar",
            Self::CannotSay => "cannot be compared",
        }
    }
}
