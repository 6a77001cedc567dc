//! What figures.toml may say of a recorded series, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Break, OtherPoint, Rate, RateAxis, Series, SeriesYear};
use crate::disclosure::Picture;
use crate::edition;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::national::picture::Recorded;
use crate::national::recorded::{RecordedSeries, RecordedYear};
use crate::statistics::rate as statistics;
use crate::wording;
use crate::wording::NOT_AVAILABLE;

/// A recorded offence by year, with its rate.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// Home Office offence code.
    offence: String,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "recorded-series"
    }

    fn chart(&self, picture: &Picture) -> Option<(Box<dyn Chart>, Lineage)> {
        let recorded = picture.offence(&self.offence)?;
        Some((Box::new(of(recorded)), recorded.national.lineage.clone()))
    }
}

fn of(recorded: &Recorded) -> Series {
    let national = &recorded.national;
    let synthetic = national.lineage.synthetic();
    let years = national
        .years
        .iter()
        .map(|year| {
            let england = recorded.england.year(year.year).and_then(|year| year.rate.as_ref());
            SeriesYear {
                year: year.year.to_string(),
                count: Shown::public(year.count as f64, wording::count(year.count)),
                partial: partial(year),
                rate: england.map_or_else(no_rate, rate),
            }
        })
        .collect();
    let others = national
        .years
        .iter()
        .filter_map(|year| {
            let rate = rate(year.rate.as_ref()?);
            Some(OtherPoint { year: year.year.to_string(), geography: wording::ENGLAND_AND_WALES.to_owned(), rate })
        })
        .collect();
    Series {
        count_title: "Offences recorded".to_owned(),
        geography: wording::ENGLAND_AND_WALES.to_owned(),
        years,
        breaks: breaks(national),
        rate: Some(RateAxis {
            title: "Rate per 10,000 children, with 95% confidence interval".to_owned(),
            geography: "England".to_owned(),
            others,
        }),
        synthetic,
    }
}

fn partial(year: &RecordedYear) -> Option<String> {
    let months = match year.quarters {
        1 => "April to June",
        2 => "April to September",
        3 => "April to December",
        _ => return None,
    };
    Some(format!("{months} only: {} of 4 quarters, not comparable", year.quarters))
}

fn rate(rate: &statistics::Rate) -> Rate {
    Rate {
        value: Shown::public(rate.value, wording::decimal(rate.value, 2)),
        lower: Some(rate.interval.lower),
        upper: Some(rate.interval.upper),
    }
}

fn no_rate() -> Rate {
    Rate { value: Shown::absent(NOT_AVAILABLE, "no population for every force"), ..Rate::default() }
}

fn breaks(series: &RecordedSeries) -> Vec<Break> {
    let at = |entry: &edition::Break| {
        let before = entry.at?.to_string();
        Some(Break { before, label: entry.reason.clone() })
    };
    series.breaks.iter().filter_map(at).collect()
}
