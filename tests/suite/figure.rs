//! Figures: what every chart kind promises of its picture, its table and its description.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::figure_areas::{map, pyramid};
use super::figure_more_samples::{breakdown, control, ladder, ratios, waterfall};
use super::figure_samples::{assert_sound, coverage, funnel, lines, range, series, words};
use super::figure_statistics_samples::{bars, cascade, dots, scorecard, slope, steps, tiles, timeline};
use assess::figure::*;
use assess::wording::format;

pub(crate) type Kind = (&'static str, Box<dyn Chart>);

/// A chart of every kind with its lineage.
pub(crate) fn kinds(synthetic: bool) -> Vec<Kind> {
    // The field has the same name in all.
    macro_rules! kind {
        ($name:literal, $sample:expr) => {{
            let mut chart = $sample;
            chart.synthetic = synthetic;
            ($name, Box::new(chart) as Box<dyn Chart>)
        }};
    }
    vec![
        kind!("recorded-series", series()),
        kind!("funnel", funnel()),
        kind!("ladder", ladder()),
        kind!("national-range", range()),
        kind!("coverage", coverage()),
        kind!("control-chart", control()),
        kind!("ratios", ratios()),
        kind!("waterfall", waterfall()),
        kind!("breakdown", breakdown()),
        kind!("lines", super::figure_statistics_samples::lines()),
        kind!("dots", dots()),
        kind!("tiles", tiles()),
        kind!("cascade", cascade()),
        kind!("scorecard", scorecard()),
        kind!("steps", steps()),
        kind!("bars", bars()),
        kind!("slope", slope()),
        kind!("timeline", timeline()),
        kind!("map", map()),
        kind!("pyramid", pyramid()),
    ]
}

#[test]
fn every_kind_of_the_list_has_its_sample_here() {
    let mut sampled: Vec<&str> = kinds(false).into_iter().map(|(name, _)| name).collect();
    let mut listed: Vec<&str> = KINDS.iter().map(kinds::Declared::name).collect();
    sampled.sort_unstable();
    listed.sort_unstable();
    assert_eq!(sampled, listed);
}

const DRESSES: [Dress; 2] = [Dress::Plain, Dress::Standalone];

#[test]
fn every_picture_is_sound() {
    for synthetic in [false, true] {
        for (name, chart) in kinds(synthetic) {
            for dress in DRESSES {
                let svg = chart.draw(&words(synthetic), dress).unwrap();
                assert_sound(&svg, &format!("{name} {dress:?}"), 10.0);
                assert_eq!(svg.width(), 470.0);
                assert!(svg.as_str().contains("Noto Sans"));
                for size in Size::ALL {
                    let svg = chart.draw_for(&words(synthetic), dress, size).unwrap();
                    assert_sound(&svg, &format!("{name} {dress:?} {}", size.name()), 10.0);
                }
            }
        }
    }
}

#[test]
fn drawing_again_gives_the_same_bytes() {
    for (name, chart) in kinds(true) {
        for dress in DRESSES {
            let (first, second) = (chart.draw(&words(true), dress).unwrap(), chart.draw(&words(true), dress).unwrap());
            assert_eq!(first, second, "{name}");
            assert_eq!(raster::png(&first, 72.0).unwrap(), raster::png(&second, 72.0).unwrap(), "{name}");
        }
    }
}

#[test]
fn the_stamp_is_there_if_and_only_if_the_data_are_synthetic() {
    for (of_chart, of_words) in [(false, false), (true, false), (false, true), (true, true)] {
        for (name, chart) in kinds(of_chart) {
            for dress in DRESSES {
                let svg = chart.draw(&words(of_words), dress).unwrap();
                let stamped = of_chart || of_words;
                let lines = lines(&svg);
                let band = lines.iter().any(|line| line.text.starts_with("SYNTHETIC DATA: invented"));
                let marks = lines.iter().filter(|line| line.text == "SYNTHETIC").count();
                assert_eq!(band, stamped, "{name} {dress:?}");
                assert_eq!(marks >= 1, stamped, "{name} {dress:?}: {marks} marks");
                assert_eq!(svg.as_str().contains("<desc id=\"sample-desc\">SYNTHETIC DATA"), stamped, "{name}");
            }
        }
    }
}

#[test]
fn every_row_of_a_synthetic_table_says_so() {
    for (name, chart) in kinds(true) {
        let table = chart.table();
        assert_eq!(table.columns.last().unwrap(), "data_status", "{name}");
        assert!(table.rows.iter().all(|row| row.last().unwrap() == "synthetic"), "{name}");
    }
    for (name, chart) in kinds(false) {
        let table = chart.table();
        assert!(!table.columns.contains(&"data_status".to_owned()), "{name}");
        assert!(!table.rows.is_empty(), "{name}");
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{name}");
    }
}

#[test]
fn a_missing_word_is_an_error_with_its_name() {
    for field in ["title", "subtitle", "source", "alt"] {
        let mut words = words(false);
        match field {
            "title" => words.title = "  ".to_owned(),
            "subtitle" => words.subtitle.clear(),
            "source" => words.source.clear(),
            _ => words.alt.clear(),
        }
        for (name, chart) in kinds(false) {
            let error = chart.draw(&words, Dress::Plain).unwrap_err();
            assert!(
                matches!(&error, FigureError::MissingWords { figure, field: found, .. } if figure == "sample" && *found == field),
                "{name}: {error}"
            );
            assert!(error.to_string().contains(field) && error.to_string().contains("sample"), "{error}");
        }
    }
    let unusable = Words { id: "Figure 1".to_owned(), ..words(false) };
    assert!(matches!(series().draw(&unusable, Dress::Plain), Err(FigureError::BadId { .. })));
}

#[test]
fn a_character_without_a_glyph_is_an_error() {
    let mut chart = series();
    chart.count_title = "Offences \u{1F600}".to_owned();
    let error = chart.draw(&words(false), Dress::Plain).unwrap_err();
    assert!(matches!(error, FigureError::NoGlyph { character: '\u{1F600}', .. }), "{error}");
}

#[test]
fn the_title_and_description_are_the_words() {
    let svg = series().draw(&words(false), Dress::Plain).unwrap();
    assert!(svg.as_str().contains("<title id=\"sample-title\">Recorded offences have been near"));
    assert!(svg.as_str().contains("<desc id=\"sample-desc\">A described chart.</desc>"));
    assert!(!lines(&svg).iter().any(|line| line.text.contains("near 1,000")), "the plain dress carries no headline");
}

#[test]
fn standalone_carries_all_words() {
    for (name, chart) in kinds(false) {
        let svg = chart.draw(&words(false), Dress::Standalone).unwrap();
        let text: Vec<String> = lines(&svg).into_iter().map(|line| line.text).collect();
        let text = text.join(" ");
        for part in ["near 1,000 a year", "England and Wales, 2012/13", "brackets & an", "Source: Home Office"] {
            assert!(text.contains(part), "{name}: {part:?} in {text:?}");
        }
    }
}

#[test]
fn an_incomplete_year_is_words_and_never_a_point() {
    let svg = series().draw(&words(false), Dress::Plain).unwrap();
    assert_eq!(svg.as_str().matches("<circle").count(), 13 + 6);
    let text: Vec<String> = lines(&svg).into_iter().map(|line| line.text).collect();
    assert!(text.contains(&"December".to_owned()));
    assert!(!text.contains(&"742 [p]".to_owned()));
}

#[test]
fn no_line_crosses_a_break() {
    let mut chart = series();
    chart.rate = None;
    chart.breaks = vec![
        Break { before: "2013/14".to_owned(), label: "renamed".to_owned() },
        Break { before: "2018/19".to_owned(), label: "new counting rule".to_owned() },
    ];
    let svg = chart.draw(&words(false), Dress::Plain).unwrap();
    let pieces = svg.as_str().lines().filter(|line| line.contains("stroke-width=\"1.8\"")).count();
    assert_eq!(pieces, 2, "2012/13 stands alone, then two pieces");
    let rules = svg.as_str().lines().filter(|line| line.contains("stroke-dasharray=\"3 2.5\"")).count();
    assert_eq!(rules, 2);
}

#[test]
fn an_open_range_has_no_upper_cap_but_words() {
    let mut chart = range();
    chart.years[0].upper = Upper::NotIdentified("not identified".to_owned());
    let svg = chart.draw(&words(false), Dress::Plain).unwrap();
    assert!(lines(&svg).iter().any(|line| line.text == "not identified"));
    assert_sound(&svg, "range with an open bar", 10.0);
    assert!(chart.describe().contains("no upper bound identified"));
    assert_eq!(chart.table().rows[0][3], "");
}

#[test]
fn the_coverage_grid_fits_a_page() {
    let chart = Coverage { synthetic: true, ..coverage() };
    let svg = chart.draw(&words(true), Dress::Plain).unwrap();
    assert!(svg.height() <= 640.0, "{}", svg.height());
}

#[test]
fn bad_numbers_are_errors_that_name_the_place() {
    let mut chart = series();
    chart.years[3].count.value = Some(f64::NAN);
    let error = chart.draw(&words(false), Dress::Plain).unwrap_err();
    assert!(error.to_string().contains("count of 2015/16"), "{error}");

    let mut chart = series();
    chart.years[9].rate.lower = Some(5.0);
    assert!(matches!(chart.draw(&words(false), Dress::Plain), Err(FigureError::Inconsistent { .. })));

    let mut chart = funnel();
    chart.forces[0].rate.value = Some(-1.0);
    assert!(matches!(chart.draw(&words(false), Dress::Plain), Err(FigureError::BadNumber { .. })));

    let mut chart = range();
    chart.years[0].lower = Shown::public(90_000.0, "90,000");
    assert!(matches!(chart.draw(&words(false), Dress::Plain), Err(FigureError::Inconsistent { .. })));

    let mut chart = coverage();
    chart.regions[0].forces[0].cells.pop();
    let error = chart.draw(&words(false), Dress::Plain).unwrap_err();
    assert!(error.to_string().contains("has 4 cells for 5 years"), "{error}");
}

#[test]
fn descriptions_are_two_to_four_sentences_of_their_own_data() {
    for (name, chart) in kinds(false) {
        let text = chart.describe();
        let ends = text.matches(". ").count() + 1;
        assert!((2..=5).contains(&ends), "{name}: {ends} sentences in {text:?}");
        assert!(text.ends_with('.') && !text.contains("  ") && !text.contains(".."), "{name}: {text:?}");
    }
    let text = series().describe();
    for part in ["176 (2012/13)", "962 (2024/25)", "1,163 (2022/23)", "breaks before 2013/14", "2025/26 is not drawn"] {
        assert!(text.contains(part), "{part:?} in {text:?}");
    }
}

#[test]
fn the_font_measures_what_the_renderer_draws() {
    let face = Face::new().unwrap();
    let text = "Hampshire and Isle of Wight 1,163";
    for (weight, attribute) in [(Weight::Regular, ""), (Weight::Bold, " font-weight=\"700\"")] {
        let measured = face.width(text, 10.0, weight);
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"470\" height=\"20\"><text x=\"0\" y=\"15\" font-size=\"10\" font-family=\"Noto Sans\"{attribute}>{text}</text></svg>"
        );
        let mut options = resvg::usvg::Options::default();
        for bytes in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
            options.fontdb_mut().load_font_data(bytes.to_vec());
        }
        let tree = resvg::usvg::Tree::from_str(&svg, &options).unwrap();
        let resvg::usvg::Node::Text(node) = &tree.root().children()[0] else { panic!("text") };
        let drawn = f64::from(node.bounding_box().width());
        assert!((drawn - measured).abs() < 2.0, "{drawn} drawn, {measured} measured");
        assert!(drawn <= measured + 0.5, "{drawn} drawn, {measured} measured");
    }
}

#[test]
fn numbers_are_written_for_people() {
    assert_eq!(format::count(12_804_035), "12,804,035");
    assert_eq!(format::decimal(1234.5, 2), "1,234.50");
    assert_eq!(format::decimal(-0.25, 1), "-0.2");
    assert_eq!(format::count(999), "999");
    assert_eq!(format::list(&["a".to_owned(), "b".to_owned(), "c".to_owned()]), "a, b and c");
}

#[test]
fn a_picture_says_its_size_in_print() {
    let svg = series().draw(&words(false), Dress::Plain).unwrap();
    let png = raster::png(&svg, raster::PRINT).unwrap();
    let at = png.windows(4).position(|four| four == b"pHYs").unwrap();
    assert_eq!(png[at + 4..at + 8], 5669_u32.to_be_bytes());
    assert!(!png.windows(4).any(|four| four == b"tIME"));
    assert!(raster::png(&svg, f64::NAN).is_err());
}
