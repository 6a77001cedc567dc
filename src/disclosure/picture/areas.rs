//! The last year of the returns by area: regions, and single forces where the marking may show them.

use std::collections::BTreeMap;

use super::agreed::{Upper, lower_end, upper_end};
use crate::disclosure::ledger::Ledger;
use crate::disclosure::policy::Level;
use crate::disclosure::published::Published;
use crate::edition::Marking;
use crate::lineage::Lineage;
use crate::national::agreed::{self, ForceYear, MEASURE};
use crate::national::sum::{Sum, What};
use crate::period::FinancialYear;

/// An area in the last year.
#[derive(Clone, Debug)]
pub struct Area {
    /// Its level.
    pub level: Level,
    /// Region.
    pub region: String,
    /// Force, at that level.
    pub force: Option<String>,
    /// Forces in it.
    pub forces: usize,
    /// Of these, forces that counted the agreed definition over the whole year.
    pub agreed: usize,
    /// Definition that the force counted under.
    pub definition: Option<String>,
    /// What the force counted under it; none without a return.
    pub count: Option<Published<i64>>,
    /// Lower end of the identified range.
    pub lower: Published<i64>,
    /// Upper end of the identified range.
    pub upper: Upper,
}

/// The last year by area.
#[derive(Clone, Debug)]
pub struct Areas {
    /// Its year; none where there are no returns.
    pub year: Option<FinancialYear>,
    /// The areas: each region, followed by its forces where they are shown.
    pub shown: Vec<Area>,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Areas {
    pub(super) fn of(raw: &agreed::Agreed, marking: Marking, ledger: &mut Ledger<'_>) -> Self {
        let lineage = raw.lineage.clone();
        let Some(year) = raw.years.last() else { return Self { year: None, shown: Vec::new(), lineage } };
        let mut order: Vec<&str> = Vec::new();
        let mut regions: BTreeMap<&str, Vec<&ForceYear>> = BTreeMap::new();
        for force in &year.forces {
            let region = force.standing.force.region.as_str();
            if !order.contains(&region) {
                order.push(region);
            }
            regions.entry(region).or_default().push(force);
        }
        let policy = ledger.policy();
        let mut shown = Vec::new();
        for region in order {
            let forces = regions.get(region).map_or(&[][..], Vec::as_slice);
            if policy.shows(marking, Level::Region) {
                shown.push(area(year.year, Level::Region, region, forces, ledger));
            }
            if policy.shows(marking, Level::Force) {
                shown.extend(forces.iter().map(|force| area(year.year, Level::Force, region, &[force], ledger)));
            }
        }
        Self { year: Some(year.year), shown, lineage }
    }
}

fn area(year: FinancialYear, level: Level, region: &str, forces: &[&ForceYear], ledger: &mut Ledger<'_>) -> Area {
    let of_force = match forces {
        [force] if level == Level::Force => Some(*force),
        _ => None,
    };
    let place = of_force.map_or(region, |force| force.code());
    let name = |what: &str| format!("{MEASURE}/{}/{place}/{what}", year.slug());
    let count = of_force.and_then(|force| {
        let mut sum = Sum::default();
        sum.add(force.code(), What::year(MEASURE, year), 1, force.count?);
        Some(ledger.count(&name("count"), level, &sum))
    });
    Area {
        level,
        region: region.to_owned(),
        force: of_force.map(|force| force.standing.force.short_name.clone()),
        forces: forces.len(),
        agreed: forces.iter().filter(|force| force.standing.agreed()).count(),
        definition: of_force.and_then(|force| force.standing.definition.clone()),
        count,
        lower: ledger.count(&name("lower end"), level, &lower_end(year, forces)),
        upper: match upper_end(year, forces) {
            Some(sum) => Upper::Count(ledger.count(&name("upper end"), level, &sum)),
            None => Upper::NotIdentified,
        },
    }
}
