//! Figures at their extremes: nothing panics, nothing is drawn outside, no number is not a number, no two texts collide.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::figure_samples::{assert_sound, coverage, funnel, number, range, rate, series, words, year_name};
use assess::figure::*;

pub(crate) fn sound(name: &str, least: f64, draw: impl Fn(&Words, Dress) -> Result<Svg, FigureError>) {
    for synthetic in [false, true] {
        for dress in [Dress::Plain, Dress::Standalone] {
            let svg = draw(&words(synthetic), dress).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_sound(&svg, &format!("{name}, {dress:?}, synthetic {synthetic}"), least);
        }
    }
}

fn years(count: usize, of: impl Fn(usize) -> u32) -> Vec<SeriesYear> {
    (0..count)
        .map(|index| SeriesYear {
            year: year_name(index),
            count: number(of(index)),
            partial: None,
            rate: rate(f64::from(of(index)) / 100.0),
        })
        .collect()
}

#[test]
fn series_at_its_extremes() {
    let base = series();
    let plain = Series { breaks: Vec::new(), rate: None, ..base.clone() };
    let axis =
        RateAxis { title: "Rate per 10,000 children".to_owned(), geography: "England".to_owned(), others: Vec::new() };
    let both = Series { breaks: Vec::new(), rate: Some(axis), ..base.clone() };
    let cases: Vec<(&str, Series)> = vec![
        ("series all zeros", Series { years: years(13, |_| 0), ..both.clone() }),
        ("series one year", Series { years: years(1, |_| 176), ..both.clone() }),
        ("series two years", Series { years: years(2, |index| 5 + index as u32), ..both.clone() }),
        ("series sixty years", Series { years: years(60, |index| (index as u32 * 7919) % 1200), ..both.clone() }),
        ("series large", Series { years: years(9, |index| 900_000_000 + index as u32 * 99_999_999), ..plain.clone() }),
        ("series zigzag", Series { years: years(14, |index| if index % 2 == 0 { 5 } else { 1_150 }), ..both.clone() }),
        ("series flat", Series { years: years(14, |_| 1_000), ..both.clone() }),
        ("series without rate", plain.clone()),
    ];
    for (name, chart) in cases {
        sound(name, 10.0, |words, dress| chart.draw(words, dress));
        assert!(!chart.describe().contains("NaN") && !chart.table().rows.is_empty());
    }
}

#[test]
fn series_with_absences_and_breaks() {
    let base = series();
    let mut absent = base.clone();
    for year in &mut absent.years {
        year.count = Shown::absent("[c]", "suppressed");
        year.rate = Rate::default();
        year.partial = None;
    }
    absent.rate.as_mut().unwrap().others.clear();
    let mut holes = base.clone();
    for index in [2, 5, 6, 9] {
        holes.years[index].count = Shown::absent("[c]", "suppressed because few forces returned it in time");
    }
    let mut partial = base.clone();
    for year in &mut partial.years {
        year.partial = Some("not complete".to_owned());
    }
    partial.rate.as_mut().unwrap().others.clear();
    let mut broken = base.clone();
    broken.breaks = broken
        .years
        .iter()
        .skip(1)
        .map(|year| Break {
            before: year.year.clone(),
            label: "counting rule changed for all forces at once".to_owned(),
        })
        .collect();
    let mut long = base.clone();
    long.geography =
        "England, Wales, Scotland, Northern Ireland and the whole of the Crown Dependencies taken together".to_owned();
    long.rate.as_mut().unwrap().title =
        "A rate with a title that goes on and on, well beyond what a single line can hold, per 10,000 children"
            .to_owned();
    let cases = [
        ("series all absent", absent),
        ("series with holes", holes),
        ("series all partial", partial),
        ("series all breaks", broken),
        ("series long words", long),
    ];
    for (name, chart) in cases {
        sound(name, 10.0, |words, dress| chart.draw(words, dress));
        assert!(!chart.describe().contains("NaN"));
    }
}

#[test]
fn funnel_at_its_extremes() {
    let base = funnel();
    let with = |change: &dyn Fn(&mut FunnelForce)| {
        let mut chart = base.clone();
        chart.forces.iter_mut().for_each(change);
        chart
    };
    let one = Funnel { forces: base.forces[..1].to_vec(), ..base.clone() };
    let zero = with(&|force| force.rate = Shown::public(0.0, "0"));
    let absent = with(&|force| force.rate = Shown::absent("[c]", ""));
    let nobody = Funnel { limits: Vec::new(), ..with(&|force| force.children = 0.0) };
    let long = with(&|force| force.name = format!("{}, with a name nobody would ever print", force.name));
    let bare = Funnel { limits: Vec::new(), national: Shown::absent("[x]", ""), ..base.clone() };
    let one_limit = Funnel { limits: base.limits[..1].to_vec(), ..base.clone() };
    let huge = with(&|force| force.rate.value = force.rate.value.map(|value| value * 1e12));
    let tiny = with(&|force| force.rate.value = force.rate.value.map(|value| value * 1e-7));
    let cases = [
        ("funnel one force", one),
        ("funnel all zeros", zero),
        ("funnel all absent", absent),
        ("funnel no children", nobody),
        ("funnel long names", long),
        ("funnel without limits", bare),
        ("funnel one limit point", one_limit),
        ("funnel huge", huge),
        ("funnel tiny", tiny),
    ];
    for (name, chart) in cases {
        sound(name, 10.0, |words, dress| chart.draw(words, dress));
        assert!(!chart.describe().contains("NaN"));
    }
}

#[test]
fn range_at_its_extremes() {
    let base = range();
    let with = |change: &dyn Fn(&mut RangeYear)| {
        let mut chart = base.clone();
        chart.years.iter_mut().for_each(change);
        chart
    };
    let open = with(&|year| year.upper = Upper::NotIdentified("upper bound not identified".to_owned()));
    let zero = with(&|year| {
        year.lower = number(0);
        year.upper = Upper::Identified(number(0));
        year.estimate = Estimate::Absent("none".to_owned());
    });
    let absent = with(&|year| {
        year.lower = Shown::absent("[c]", "suppressed");
        year.upper = Upper::Identified(Shown::absent("[c]", "suppressed"));
        year.estimate = Estimate::Absent("no estimate: no force counts under the agreed definition".to_owned());
    });
    let close = with(&|year| year.upper = Upper::Identified(number(1_500)));
    let one = Range { years: base.years[4..].to_vec(), ..base.clone() };
    let many = |count: usize| Range {
        years: (0..count).map(|index| RangeYear { year: year_name(index), ..base.years[index % 5].clone() }).collect(),
        ..base.clone()
    };
    let cases = [
        ("range all open", open),
        ("range all zeros", zero),
        ("range all absent", absent),
        ("range close", close),
        ("range one year", one),
        ("range ten years", many(10)),
        ("range sixty years", many(60)),
    ];
    for (name, chart) in cases {
        sound(name, 10.0, |words, dress| chart.draw(words, dress));
        assert!(!chart.describe().contains("NaN"));
    }
}

#[test]
fn coverage_at_its_extremes() {
    let base = coverage();
    let with_years = |count: usize| {
        let mut chart = base.clone();
        chart.years = (0..count).map(year_name).collect();
        for force in chart.regions.iter_mut().flat_map(|region| &mut region.forces) {
            force.cells = (0..count).map(|year| Counting::ALL[year % 7]).collect();
        }
        chart
    };
    let mut long = base.clone();
    for force in long.regions.iter_mut().flat_map(|region| &mut region.forces) {
        force.name.push_str(" and the Isles of Wherever Constabulary");
    }
    let mut one = base.clone();
    one.regions.truncate(1);
    one.regions[0].forces.truncate(1);
    let mut none = base.clone();
    for force in none.regions.iter_mut().flat_map(|region| &mut region.forces) {
        force.cells = vec![Counting::NoReturn; 5];
    }
    let cases = [
        ("coverage one year", with_years(1)),
        ("coverage eight years", with_years(8)),
        ("coverage sixty years", with_years(60)),
        ("coverage long names", long),
        ("coverage one force", one),
        ("coverage no returns", none),
    ];
    for (name, chart) in cases {
        sound(name, 10.0, |words, dress| chart.draw(words, dress));
        assert!(!chart.describe().contains("NaN"));
    }
}

#[test]
fn nothing_to_draw_is_an_error() {
    let words = words(false);
    assert!(matches!(
        Series { years: Vec::new(), ..series() }.draw(&words, Dress::Plain),
        Err(FigureError::Empty { .. })
    ));
    assert!(matches!(
        Funnel { forces: Vec::new(), ..funnel() }.draw(&words, Dress::Plain),
        Err(FigureError::Empty { .. })
    ));
    assert!(matches!(
        Range { years: Vec::new(), ..range() }.draw(&words, Dress::Plain),
        Err(FigureError::Empty { .. })
    ));
    assert!(matches!(
        Coverage { regions: Vec::new(), ..coverage() }.draw(&words, Dress::Plain),
        Err(FigureError::Empty { .. })
    ));
}
