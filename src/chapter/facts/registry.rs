//! Facts of the registry: `<id>.<period>`, with `.<area>` where the entry gives several areas, and the same with a suffix on
//! the id for what the method gives besides: `-interval`, `-direction`, `-coverage`, `-forces`, `-per-year`,
//! `-probability`, `-signals`, `-signal-quarters`, `-status`, `-reason` and `-caveat`.

use super::{Fact, Facts};
use crate::disclosure::Statistic;
use crate::fault::{Failure, Fault, Faults, Place};
use crate::national::registry::{Limits, Method, Period, Value};
use crate::wording;

impl Facts {
    /// The facts with those of the registry. A name stands for one number only, so a name that is taken is refused.
    pub fn with_statistics(mut self, statistics: &[Statistic]) -> Result<Self, Failure> {
        let mut faults = Faults::new();
        let mut refused: Option<&Place> = None;
        for statistic in statistics {
            // One fault an entry: its other facts would be taken too.
            if refused == Some(&statistic.place) {
                continue;
            }
            for (suffix, text) in texts(statistic) {
                let id = name(statistic, suffix);
                if self.get(&id).is_some() {
                    faults.push(Fault::new(
                        "statistic-name-taken",
                        statistic.place.clone(),
                        format!("`{}` would make the fact `{id}`, which exists already", statistic.id),
                        "give the statistic another id; `assess facts` lists the names in use",
                    ));
                    refused = Some(&statistic.place);
                    break;
                }
                let (lineage, method) = (statistic.lineage.clone(), Some(statistic.method));
                self.0.insert(id, Fact { text, lineage, method });
            }
        }
        Ok(faults.into_result(self)?)
    }
}

/// Name of a fact of a statistic.
fn name(statistic: &Statistic, suffix: &str) -> String {
    let area = if statistic.of_several { format!(".{}", statistic.area.slug) } else { String::new() };
    format!("{}{suffix}.{}{area}", statistic.id, statistic.period.slug())
}

/// The texts of a statistic, each with the suffix of its name.
fn texts(statistic: &Statistic) -> Vec<(&'static str, String)> {
    let mut texts = vec![("", value(statistic))];
    let mut add = |suffix, text: Option<String>| texts.extend(text.map(|text| (suffix, text)));
    // The limits of a chart belong to all its quarters together.
    if !matches!(statistic.period, Period::Quarter(_)) {
        add("-interval", statistic.interval.map(|limits| interval(statistic, limits)));
    }
    let detail = &statistic.detail;
    add("-direction", detail.direction.map(|direction| direction.word().to_owned()));
    add("-coverage", detail.coverage.map(wording::percent));
    add("-forces", detail.forces.map(|(have, expected)| format!("{have} of {expected}")));
    add("-probability", detail.probability.map(probability));
    if let Some(signals) = &detail.signals {
        let quarters: Vec<String> = signals.iter().map(|quarter| Period::Quarter(*quarter).to_string()).collect();
        add("-signals", Some(quarters.len().to_string()));
        add("-signal-quarters", Some(if quarters.is_empty() { "none".to_owned() } else { quarters.join(", ") }));
        add("-status", Some(if detail.provisional { "provisional" } else { "established" }.to_owned()));
    }
    match &statistic.value {
        Value::Absent(absence) => add("-reason", Some(absence.reason().to_owned())),
        Value::Number(number) => add("-per-year", per_year(statistic, *number)),
        Value::Count(_) => {}
    }
    add("-caveat", statistic.caveat.clone());
    texts
}

fn value(statistic: &Statistic) -> String {
    match &statistic.value {
        Value::Count(count) => wording::count(*count),
        Value::Number(number) => quantity(statistic, *number),
        Value::Absent(absence) => absence.marker().to_owned(),
    }
}

/// A number with its decimals, and a percent sign where it is a percentage.
fn quantity(statistic: &Statistic, number: f64) -> String {
    wording::measured(number, &statistic.unit, statistic.decimals)
}

fn interval(statistic: &Statistic, limits: Limits) -> String {
    let lower = quantity(statistic, limits.lower);
    match limits.upper {
        Some(upper) => format!("{lower} to {}", quantity(statistic, upper)),
        None => format!("at least {lower}"),
    }
}

/// A change a year with its sign: the words of direction are another fact, and follow the interval.
fn per_year(statistic: &Statistic, number: f64) -> Option<String> {
    let text = quantity(statistic, number);
    let sign = if number > 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { "+" } else { "" };
    match statistic.method {
        Method::AverageAnnualChange => Some(format!("{sign}{text} a year")),
        Method::MonotoneTrend => Some(format!("{sign}{text} {} a year", statistic.unit)),
        _ => None,
    }
}

/// A probability of a test, to two decimals.
fn probability(probability: f64) -> String {
    if probability < 0.005 { "less than 0.005".to_owned() } else { wording::decimal(probability, 2) }
}
