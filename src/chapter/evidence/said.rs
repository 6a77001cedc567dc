//! What a statistic says of itself, and the periods that words speak of.

use std::collections::{BTreeMap, BTreeSet};

use crate::chapter::bindings;
use crate::chapter::judgements::Shown;
use crate::disclosure::Statistic;
use crate::national::registry::{Period, Value};
use crate::period::FinancialYear;
use crate::wording;

/// The periods that a statistic is made of, as they stand in names.
pub(super) fn of_statistic(statistic: &Statistic) -> Vec<String> {
    match statistic.period {
        Period::Span(first, last) => FinancialYear::range(first, last).map(FinancialYear::slug).collect(),
        // A change is that from the year before.
        Period::Year(year) if statistic.method.is_change() => vec![year.back(1).slug(), year.slug()],
        period => vec![period.slug()],
    }
}

/// The years that words speak of, as they stand in names.
pub(super) fn periods<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let years =
        words.flat_map(|words| bindings::years(words).map(|(_, year)| year.replace('/', "-")).collect::<Vec<_>>());
    years.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The value as the text has it, or its marker.
pub(super) fn value(statistic: &Statistic) -> String {
    match &statistic.value {
        Value::Count(count) => wording::count(*count),
        Value::Number(number) => wording::quantity(*number, statistic.decimals),
        Value::Absent(absence) => absence.marker().to_owned(),
    }
}

/// What belongs to a statistic besides its value.
pub(super) fn described(statistic: &Statistic) -> BTreeMap<&'static str, String> {
    let limits = statistic.interval.map(|limits| {
        let lower = wording::quantity(limits.lower, statistic.decimals);
        match limits.upper {
            Some(upper) => format!("{lower} to {}", wording::quantity(upper, statistic.decimals)),
            None => format!("at least {lower}"),
        }
    });
    let absence = match &statistic.value {
        Value::Absent(absence) => Some(absence.reason().to_owned()),
        _ => None,
    };
    let all = [
        ("title", Some(statistic.title.clone())),
        ("area", Some(statistic.area.name.clone())),
        ("period", Some(statistic.period.to_string())),
        ("unit", Some(statistic.unit.clone())),
        ("method", Some(statistic.method.name().to_owned())),
        ("interval", limits),
        ("without a value because", absence),
        ("caveat", statistic.caveat.clone()),
        ("described in", Some(statistic.place.to_string())),
    ];
    all.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
}

/// What belongs to a judgement besides its words: what was chosen, why and by whom. Nobody is named who is not written down.
pub(super) fn judged(shown: &Shown) -> BTreeMap<&'static str, String> {
    let judgement = shown.judgement();
    let person = |name: &str| if name.is_empty() { "nobody is named".to_owned() } else { name.to_owned() };
    let all = [
        ("likelihood", Some(judgement.likelihood.to_string())),
        ("confidence", Some(judgement.confidence.to_string())),
        ("confidence that the rules propose", shown.proposed().map(|rating| rating.to_string())),
        ("reason", Some(judgement.reason.clone()).filter(|reason| !reason.is_empty())),
        ("looks to", Some(judgement.horizon.clone())),
        ("made by", Some(person(&judgement.author))),
        ("agreed by", Some(person(&judgement.agreed_by))),
        ("carried from the edition of", judgement.carried.map(|year| year.to_string())),
        ("described in", Some(judgement.place.to_string())),
    ];
    all.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
}
