//! The statistics of the registry as they may be shown.

use super::ledger::Ledger;
use crate::national::number::Figure;
use crate::national::registry::{self, Absence, Detail, Limits, Value};

/// A statistic that may be shown. Only disclosure control makes one.
#[derive(Clone, Debug)]
pub struct Statistic(registry::Statistic);

impl std::ops::Deref for Statistic {
    type Target = registry::Statistic;

    fn deref(&self) -> &registry::Statistic {
        &self.0
    }
}

/// A statistic with its value, or without where the sums it rests on may not be shown as they are.
pub(super) fn walk(raw: &registry::Statistic, ledger: &mut Ledger<'_>) -> Statistic {
    let name = format!("{}/{}/{}", raw.id, raw.period, raw.area.slug);
    let rests: (Value, Option<Limits>, Detail) = (raw.value.clone(), raw.interval, raw.detail.clone());
    let shown = ledger.figure(&Figure::of(name, rests, &raw.sums));
    let mut statistic = registry::Statistic { sums: Vec::new(), ..raw.clone() };
    if let Some((value, interval, detail)) = shown.value() {
        (statistic.value, statistic.interval, statistic.detail) = (value.clone(), *interval, detail.clone());
    } else {
        statistic.value = Value::Absent(Absence::Withheld("it could give away the count of a force".to_owned()));
        statistic.interval = None;
        statistic.detail = Detail { forces: raw.detail.forces, ..Detail::default() };
    }
    Statistic(if ledger.is_open() { statistic } else { statistic.coarsened() })
}
