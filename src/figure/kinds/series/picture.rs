//! What figures.toml may say of a recorded series, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Break, OtherPoint, Rate, RateAxis, Series, SeriesYear};
use crate::edition;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::national::picture::Recorded;
use crate::national::quarterly::ToDate;
use crate::national::recorded::{RecordedSeries, RecordedYear};
use crate::statistics::rate as statistics;
use crate::wording::NOT_AVAILABLE;
use crate::wording::{self, phrases};

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

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let recorded = picture.offence(&self.offence)?;
        Some((Box::new(of(recorded)), recorded.national.lineage.clone()))
    }
}

fn of(recorded: &Recorded) -> Series {
    let national = &recorded.national;
    let synthetic = national.lineage.synthetic();
    let to_date = recorded.quarterly.as_ref().and_then(|quarterly| quarterly.to_date.as_ref());
    let years = national
        .years
        .iter()
        .map(|year| {
            let england = recorded.england.year(year.year).and_then(|year| year.rate.as_ref());
            SeriesYear {
                year: year.year.to_string(),
                count: Shown::public(year.count as f64, wording::count(year.count)),
                partial: partial(year, to_date),
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

/// What an incomplete year holds, beside the same months of the year before where they are held.
fn partial(year: &RecordedYear, to_date: Option<&ToDate>) -> Option<String> {
    let quarters = u8::try_from(year.quarters).ok().filter(|quarters| (1..4).contains(quarters))?;
    let months = phrases::months_to_date(quarters);
    Some(match to_date.filter(|to_date| to_date.later == year.year) {
        Some(ToDate { earlier, before, now, .. }) => {
            let (now, before) = (wording::count(*now), wording::count(*before));
            format!("{months} only: {now}; the same months of {earlier}: {before}")
        }
        None => format!("{months} only: {quarters} of 4 quarters, not comparable"),
    })
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
