//! Indices and changes: what they promise, at their extremes, and what they refuse.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::figure_extremes::sound;
use super::figure_more_samples::{chained, changed, ladder, like_for_like, part, share, waterfall};
use super::figure_samples::{lines, number, words};
use assess::figure::*;

pub(crate) fn texts(svg: &Svg) -> Vec<String> {
    lines(svg).into_iter().map(|line| line.text).collect()
}

pub(crate) fn says(svg: &Svg, text: &str) -> bool {
    texts(svg).join(" ").contains(text)
}

fn dashed(svg: &Svg) -> usize {
    svg.as_str().lines().filter(|line| line.contains("stroke-dasharray=\"4.5 3\"")).count()
}

pub(crate) fn refused<T: std::fmt::Debug>(drawn: Result<T, FigureError>, words: &str) {
    let error = drawn.unwrap_err();
    assert!(matches!(&error, FigureError::Inconsistent { .. }), "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn a_thin_link_is_dashed_and_says_its_share() {
    let svg = like_for_like().draw(&words(false), Dress::Plain).unwrap();
    assert_eq!(dashed(&svg), 2 + 1, "two links and the key");
    for text in ["19% of children", "38% of children", "57%", "76%", "base: 2021/22 = 100"] {
        assert!(texts(&svg).contains(&text.to_owned()), "{text:?} in {:?}", texts(&svg));
    }
    let mut unknown = like_for_like();
    unknown.years[4].children = Shown::absent("[x]", "");
    assert_eq!(dashed(&unknown.draw(&words(false), Dress::Plain).unwrap()), 4, "an unknown share is a small one");
}

#[test]
fn an_axis_that_does_not_start_at_zero_says_so() {
    let chart = like_for_like();
    assert!(says(&chart.draw(&words(false), Dress::Plain).unwrap(), "axis starts at 90, not at zero"));
    assert!(chart.describe().contains("axis starts at 90, not at zero"));
    let far = chained(&[0.2]);
    assert!(!says(&far.draw(&words(false), Dress::Plain).unwrap(), "axis starts"));
    assert!(!far.describe().contains("axis starts"));
}

#[test]
fn a_missing_link_cuts_the_line_with_its_reason() {
    let mut chart = like_for_like();
    for year in &mut chart.years[1..] {
        year.children = share(0.9);
    }
    let drawn = |chart: &LikeForLike| {
        let svg = chart.draw(&words(false), Dress::Plain).unwrap();
        let pieces = svg.as_str().lines().filter(|line| line.contains("stroke-width=\"1.8\"")).count();
        (pieces, svg)
    };
    assert_eq!(drawn(&chart).0, 1);
    chart.years[2].link = IndexLink::Missing("recording rule changed".to_owned());
    chart.years[2].index = Shown::public(100.0, "100.0");
    chart.years[3].index = Shown::public(98.3, "98.3");
    chart.years[4].index = Shown::public(103.9, "103.9");
    let (pieces, svg) = drawn(&chart);
    assert_eq!(pieces, 2, "a new chain is a new line");
    assert!(says(&svg, "recording rule changed"));
    assert!(chart.describe().contains("chains do not compare"));
    for year in &mut chart.years[2..] {
        year.index = Shown::absent("[x]", "the chain ended");
    }
    let (pieces, svg) = drawn(&chart);
    assert_eq!(pieces, 1);
    assert!(says(&svg, "recording rule") && says(&svg, "the chain ended"));
    assert_eq!(svg.as_str().matches("<circle").count(), 2 + 1, "two points and the key");
}

#[test]
fn an_index_that_contradicts_its_links_is_refused() {
    let words = words(false);
    let with = |change: &dyn Fn(&mut LikeForLike)| {
        let mut chart = like_for_like();
        change(&mut chart);
        chart.draw(&words, Dress::Plain)
    };
    refused(with(&|chart| chart.years[2].index.value = Some(120.0)), "times the link 1.076");
    refused(with(&|chart| chart.years[0].index.value = Some(99.0)), "base year");
    refused(with(&|chart| chart.years[1].link = IndexLink::Base), "base within the chain");
    refused(with(&|chart| chart.years[0].link = IndexLink::Missing(String::new())), "no year before it");
    refused(with(&|chart| chart.years[2].link = IndexLink::Missing("break".to_owned())), "after a missing link");
    refused(with(&|chart| chart.years[1].index = Shown::absent("[x]", "")), "goes on from 2022/23");
    refused(with(&|chart| chart.years[1].year = "2021/22".to_owned()), "appears twice");
    refused(with(&|chart| chart.years[1].children.value = Some(19.0)), "more than all");
    refused(
        with(&|chart| {
            if let IndexLink::Ratio { lower, .. } = &mut chart.years[1].link {
                *lower = Some(1.5);
            }
        }),
        "outside its own interval",
    );
    let bad = with(&|chart| chart.years[3].index.value = Some(f64::NAN));
    assert!(matches!(bad, Err(FigureError::BadNumber { .. })));
    let empty = with(&|chart| chart.years.clear());
    assert!(matches!(empty, Err(FigureError::Empty { .. })));
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
    sound("a ladder from nought", 9.0, |words, dress| nought.draw(words, dress));
    let mut wrong = ladder();
    wrong.groups[0].rungs[1].left = RungLeft::Range { lower: number(2), upper: number(1) };
    refused(wrong.draw(&words(false), Dress::Plain), "out of order");
}

#[test]
fn indices_at_their_extremes() {
    let base = like_for_like();
    let steps = |count: usize| -> Vec<f64> { (0..count).map(|step| [1.09, 0.94, 1.02][step % 3]).collect() };
    let mut absent = base.clone();
    for year in &mut absent.years[1..] {
        year.link = IndexLink::Missing("no force counted under the agreed definition in both years".to_owned());
        year.index = Shown::absent("[x]", "");
        year.children = Shown::absent("[z]", "");
    }
    let mut anew = base.clone();
    for year in &mut anew.years[1..] {
        year.link = IndexLink::Missing("recording rule changed for all forces at once".to_owned());
        year.index = Shown::public(100.0, "100.0");
    }
    let mut bare = base.clone();
    for year in &mut bare.years {
        if let IndexLink::Ratio { lower, upper, .. } = &mut year.link {
            (*lower, *upper) = (None, None);
        }
    }
    let mut wide = base.clone();
    for year in &mut wide.years {
        if let IndexLink::Ratio { lower, upper, .. } = &mut year.link {
            (*lower, *upper) = (Some(0.05), Some(9.0));
        }
    }
    let mut long = base.clone();
    long.y_title = "An index with a title that goes on and on, well beyond what a single line can hold ".repeat(3);
    let cases = [
        ("index one year", chained(&[])),
        ("index two years", chained(&[1.3])),
        ("index fourteen years", chained(&steps(13))),
        ("index sixty years", chained(&steps(59))),
        ("index flat", chained(&[1.0, 1.0, 1.0, 1.0])),
        ("index of nothing", chained(&[0.0, 1.0, 1.0])),
        ("index very large", chained(&[900.0, 1_000.0, 1_200.0])),
        ("index falling", chained(&[0.9, 0.85, 0.93, 0.7])),
        ("index zigzag", chained(&[1.5, 0.6, 1.6, 0.55, 1.7])),
        ("index all absent", absent),
        ("index anew each year", anew),
        ("index without intervals", bare),
        ("index wide intervals", wide),
        ("index long words", long),
    ];
    for (name, chart) in cases {
        sound(name, 9.0, |words, dress| chart.draw(words, dress));
        assert!(!chart.describe().contains("NaN") && chart.table().rows.len() == chart.years.len());
    }
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
        sound(name, 9.0, |words, dress| chart.draw(words, dress));
        assert!(!chart.describe().contains("NaN") && chart.table().rows.len() == 7);
    }
}
