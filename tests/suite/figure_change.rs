//! Indices and changes: what they promise, at their extremes, and what they refuse.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::figure_extremes::sound;
use super::figure_more_samples::{changed, ladder, part, ratios, waterfall};
use super::figure_samples::{lines, number, words};
use assess::figure::*;

pub(crate) fn texts(svg: &Svg) -> Vec<String> {
    lines(svg).into_iter().map(|line| line.text).collect()
}

pub(crate) fn says(svg: &Svg, text: &str) -> bool {
    texts(svg).join(" ").contains(text)
}

pub(crate) fn refused<T: std::fmt::Debug>(drawn: Result<T, FigureError>, words: &str) {
    let error = drawn.unwrap_err();
    assert!(matches!(&error, FigureError::Inconsistent { .. }), "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn a_ladder_says_its_scale_and_prints_a_failed_rung_as_failed() {
    let svg = ladder().draw(&words(false), Dress::Plain).unwrap();
    for text in
        ["The axis is logarithmic", "failed its test: not used", "held in 39 of 39 forces", "1,204", "122,768", "[c]"]
    {
        assert!(says(&svg, text), "{text}");
    }
    assert!(says(&svg, "about 893 [e] (884 to 914)"));
    // From 884 to 122,768 there are powers of ten alone; over one power twice and five times it as well.
    let numbers = |chart: &Ladder| {
        let texts = texts(&chart.draw(&words(false), Dress::Plain).unwrap());
        ["1,000", "2,000", "5,000", "10,000", "100,000"].map(|number| texts.iter().any(|text| text == number))
    };
    assert_eq!(numbers(&ladder()), [true, false, false, true, true]);
    let mut short = ladder();
    short.groups[0].rungs[0].left = RungLeft::Range { lower: number(884), upper: number(9_676) };
    assert_eq!(numbers(&short), [true, true, true, false, false]);
    let mut nought = ladder();
    nought.groups[0].rungs[0].left = RungLeft::Range { lower: number(0), upper: number(9_676) };
    sound("a ladder from nought", 10.0, |words, dress| nought.draw(words, dress));
    let mut wrong = ladder();
    wrong.groups[0].rungs[1].left = RungLeft::Range { lower: number(2), upper: number(1) };
    refused(wrong.draw(&words(false), Dress::Plain), "out of order");
}

#[test]
fn ratios_say_what_they_are_and_refuse_what_contradicts_itself() {
    let svg = ratios().draw(&words(false), Dress::Plain).unwrap();
    for text in
        ["The axis is logarithmic", "1.24 (1.10 to 1.40)", "rose", "2.00 (0.60 to no limit)", "a known break", "1.25"]
    {
        assert!(says(&svg, text), "{text}");
    }
    assert_eq!(svg.as_str().matches("<circle").count(), 4, "a mark for each ratio");
    let with = |change: &dyn Fn(&mut Ratio)| {
        let mut chart = ratios();
        if let Ok(ratio) = &mut chart.series[0].steps[0].ratio {
            change(ratio);
        }
        chart.draw(&words(false), Dress::Plain)
    };
    refused(with(&|ratio| ratio.lower = 1.3), "outside its own interval");
    assert!(matches!(with(&|ratio| ratio.upper = Some(f64::NAN)), Err(FigureError::BadNumber { .. })));
    let far = with(&|ratio| (ratio.lower, ratio.upper) = (0.0, Some(1e6))).unwrap();
    assert!(!far.as_str().contains("NaN") && !far.as_str().contains("inf"));
    let none = Ratios { series: Vec::new(), ..ratios() };
    assert!(matches!(none.draw(&words(false), Dress::Plain), Err(FigureError::Empty { .. })));
}

#[test]
fn the_parts_of_a_change_carry_their_signs_and_end_at_the_total() {
    let chart = waterfall();
    let svg = chart.draw(&words(false), Dress::Plain).unwrap();
    for text in ["+41", "\u{2212}118", "+12", "+262", "\u{2212}24", "+173", "1,204", "1,377"] {
        assert!(texts(&svg).contains(&text.to_owned()), "{text:?} in {:?}", texts(&svg));
    }
    assert!(says(&svg, "the only like-for-like change") && !says(&svg, "Revisions"));
    assert!(chart.describe().contains("only one among forces"));
    let connectors = svg.as_str().lines().filter(|line| line.contains("#3d3d3d\" stroke-width=\"0.8\"")).count();
    assert_eq!(connectors, 5);
    let mut revised = waterfall();
    revised.parts.push(part(PartKind::Revisions, -3));
    revised.end.value = number(1_374);
    assert!(says(&revised.draw(&words(false), Dress::Plain).unwrap(), "Revisions"));
}

#[test]
fn parts_that_contradict_the_totals_or_their_kind_are_refused() {
    let words = words(false);
    let with = |change: &dyn Fn(&mut Waterfall)| {
        let mut chart = waterfall();
        change(&mut chart);
        chart.draw(&words, Dress::Plain)
    };
    refused(with(&|chart| chart.end.value = number(1_378)), "add to 173");
    refused(with(&|chart| chart.parts[0] = part(PartKind::LikeForLike, 42)), "differ by 173");
    refused(with(&|chart| drop(chart.parts.pop())), "\"Left\" is missing");
    refused(with(&|chart| chart.parts.push(part(PartKind::Left, 0))), "given 2 times");
    refused(with(&|chart| chart.parts[3] = part(PartKind::Joined, -1)), "can only add");
    with(&|chart| chart.parts.push(part(PartKind::PartYear, 0))).unwrap();
    refused(
        with(&|chart| chart.parts.extend(vec![part(PartKind::PartYear, 0), part(PartKind::PartYear, 0)])),
        "given 2 times",
    );
    refused(with(&|chart| chart.parts[4] = part(PartKind::Left, 1)), "can only take away");
    refused(with(&|chart| chart.parts[1].value.label = "118".to_owned()), "with their sign");
    let bad = with(&|chart| chart.parts[1].value.value = Some(f64::INFINITY));
    assert!(matches!(bad, Err(FigureError::BadNumber { .. })));
}

#[test]
fn a_change_with_an_absent_part_is_not_chained() {
    let mut chart = waterfall();
    chart.parts[1].value = Shown::absent("[c]", "suppressed");
    let svg = chart.draw(&words(false), Dress::Plain).unwrap();
    assert!(says(&svg, "[c] suppressed") && says(&svg, "cannot be chained"));
    assert!(!svg.as_str().contains("#3d3d3d\" stroke-width=\"0.8\""), "no connectors");
    assert_eq!(chart.table().rows[2][2..4], ["", "[c]"]);
}

#[test]
fn changes_at_their_extremes() {
    let billions = 9_999_999_999;
    let mut absent = waterfall();
    for part in &mut absent.parts {
        part.value = Shown::absent("[c]", "");
    }
    let mut unknown = absent.clone();
    unknown.start.value = Shown::absent("[x]", "");
    unknown.end.value = Shown::absent("[x]", "not available");
    let mut endless = waterfall();
    endless.end.value = Shown::absent("[x]", "not available");
    let mut bare = waterfall();
    bare.parts.iter_mut().for_each(|part| part.forces = None);
    let mut long = waterfall();
    long.total_title = "A total with a title that goes on and on, beyond what one line can hold ".repeat(3);
    long.parts_title = long.total_title.clone();
    let cases = [
        ("change of nothing", changed(0, [0; 5])),
        ("change none", changed(1_000, [0; 5])),
        ("change up only", changed(0, [1, 2, 3, 4, 0])),
        ("change down only", changed(5_000, [-10, -2_000, -300, 0, -2_690])),
        ("change to and fro", changed(100, [90, -90, 90, 0, -90])),
        ("change very large", changed(billions, [billions, -billions, 7, billions, -billions])),
        ("change of one", changed(1_000_000, [1, 0, 0, 0, 0])),
        ("change all absent", absent),
        ("change without totals", unknown),
        ("change without its end", endless),
        ("change without forces", bare),
        ("change long words", long),
    ];
    for (name, chart) in cases {
        sound(name, 10.0, |words, dress| chart.draw(words, dress));
        assert!(!chart.describe().contains("NaN") && chart.table().rows.len() == 7);
    }
}
