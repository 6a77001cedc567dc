//! Sample figures for the figure tests, and a reader of the pictures they give.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use assess::figure::*;
use assess::wording::format;
use resvg::usvg;
use resvg::usvg::roxmltree::Document;

/// Words of a figure that need nothing from the chart.
pub(crate) fn words(synthetic: bool) -> Words {
    Words {
        id: "sample".to_owned(),
        title: "Recorded offences have been near 1,000 a year since 2017/18".to_owned(),
        subtitle: "Offences recorded by the police, England and Wales, 2012/13 to 2025/26".to_owned(),
        source: "Home Office police recorded crime open data.".to_owned(),
        notes: vec!["A note with <angle> brackets & an ampersand.".to_owned()],
        alt: "A described chart.".to_owned(),
        synthetic,
    }
}

pub(crate) fn number(value: u32) -> Shown {
    Shown::public(f64::from(value), format::count(u64::from(value)))
}

pub(crate) fn rate(value: f64) -> Rate {
    Rate {
        value: Shown::public(value, format::decimal(value, 2)),
        lower: Some(value * 0.94),
        upper: Some(value * 1.06),
    }
}

pub(crate) fn year_name(index: usize) -> String {
    let first = 1960 + index;
    format!("{first}/{:02}", (first + 1) % 100)
}

pub(crate) fn series() -> Series {
    let totals = [176, 288, 365, 574, 631, 1056, 949, 990, 1029, 1132, 1163, 988, 962];
    let none = Rate { value: Shown::absent("[x]", "no population for every force"), ..Rate::default() };
    let mut years: Vec<SeriesYear> = totals
        .iter()
        .enumerate()
        .map(|(index, total)| SeriesYear {
            year: year_name(index + 52),
            count: number(*total),
            partial: None,
            rate: if index < 7 { none.clone() } else { rate(0.7 + index as f64 * 0.015) },
        })
        .collect();
    years.push(SeriesYear {
        year: year_name(65),
        count: number(742).marked("[p]"),
        partial: Some("April to December only: 3 of 4 quarters, not comparable".to_owned()),
        rate: Rate::default(),
    });
    Series {
        count_title: "Offences recorded".to_owned(),
        geography: "England and Wales".to_owned(),
        years,
        breaks: vec![Break { before: year_name(53), label: "offence renamed".to_owned() }],
        rate: Some(RateAxis {
            title: "Rate per 10,000 children, with 95% confidence interval".to_owned(),
            geography: "England".to_owned(),
            others: vec![OtherPoint {
                year: year_name(64),
                geography: "England and Wales".to_owned(),
                rate: rate(0.89),
            }],
        }),
        synthetic: false,
    }
}

pub(crate) fn funnel() -> Funnel {
    let limit = |children: f64, z: f64| {
        let expected = children * 0.75e-4;
        let root = libm::sqrt(expected);
        let lower = (root - z / 2.0).max(0.0);
        (lower * lower / children * 1e4, (root + z / 2.0) * (root + z / 2.0) / children * 1e4)
    };
    let forces = (0..43_u32)
        .map(|index| {
            // A scatter without chance: two coprime strides over populations and rates.
            let children =
                60_000.0 + f64::from(index * 17 % 43) * 14_000.0 + if index == 5 { 1_300_000.0 } else { 0.0 };
            let value = 0.75 + f64::from(index * 11 % 43) / 43.0 - 0.45 + if index == 9 { 3.8 } else { 0.0 };
            let outer = limit(children, 3.09);
            let standing = if value > outer.1 {
                Standing::AboveOuter
            } else if value < outer.0 {
                Standing::BelowOuter
            } else {
                Standing::Within
            };
            FunnelForce {
                name: format!("Force number {index}"),
                children,
                count: (value * children / 10_000.0) as i64,
                rate: Shown::public(value, format::decimal(value, 2)),
                standing,
            }
        })
        .chain([FunnelForce {
            name: "City of London".to_owned(),
            children: 847.0,
            count: 0,
            rate: Shown::absent("[z]", "too few residents"),
            standing: Standing::Within,
        }])
        .collect();
    Funnel {
        y_title: "Offences per 10,000 children, 2024/25".to_owned(),
        x_title: "Children aged 0 to 17 (thousands)".to_owned(),
        forces,
        national: Shown::public(0.75, "0.75"),
        national_name: "England and Wales".to_owned(),
        limits: (0..60)
            .map(|step| {
                let children = 30_000.0 + f64::from(step * step) * 560.0;
                LimitPoint {
                    children,
                    inner: limit(children, 1.96),
                    outer: limit(children, 3.09),
                    chance: limit(children, 2.2),
                }
            })
            .collect(),
        limit_names: ["95% limit".to_owned(), "99.8% limit".to_owned()],
        synthetic: false,
    }
}

pub(crate) fn range() -> Range {
    let year = |year: &str, lower: u32, upper: u32, estimate: Estimate, forces: u32| RangeYear {
        year: year.to_owned(),
        lower: number(lower),
        upper: Upper::Identified(number(upper)),
        estimate,
        forces_agreed: forces,
    };
    let none = |share: u32| Estimate::Absent(format!("no estimate: {share}% would be imputed, limit 25%"));
    let some = |value: u32, lower: u32, upper: u32| Estimate::Published {
        value: number(value),
        lower: number(lower),
        upper: number(upper),
    };
    Range {
        y_title: "Offences that can lie under the agreed definition".to_owned(),
        enlarged_title: "The same lower bound and estimate, enlarged".to_owned(),
        estimate_title: "Estimate [e] with 95% interval".to_owned(),
        forces_title: "Forces that count under the agreed definition".to_owned(),
        years: vec![
            year("2021/22", 620, 58_000, none(88), 4),
            year("2022/23", 655, 49_500, none(71), 9),
            year("2023/24", 640, 41_200, none(41), 19),
            year("2024/25", 690, 23_800, some(890, 760, 1_120), 31),
            year("2025/26", 700, 14_000, some(815, 735, 935), 38),
        ],
        forces_in_all: 44,
        synthetic: false,
    }
}

pub(crate) fn coverage() -> Coverage {
    let region = |name: &str, forces: usize, offset: usize| CoverageRegion {
        name: name.to_owned(),
        forces: (0..forces)
            .map(|index| CoverageForce {
                name: format!("{name} {index}"),
                cells: (0..5).map(|year| Counting::ALL[(index * 5 + year * 8 + offset) % 7]).collect(),
            })
            .collect(),
    };
    let sizes = [
        ("North East", 3),
        ("North West", 5),
        ("Yorkshire", 4),
        ("East Midlands", 5),
        ("West Midlands", 4),
        ("East", 6),
        ("London", 2),
        ("South East", 5),
        ("South West", 5),
        ("Wales", 4),
        ("National", 1),
    ];
    Coverage {
        key_title: "Definition the force counted under".to_owned(),
        years: (61..66).map(year_name).collect(),
        regions: sizes.iter().enumerate().map(|(offset, (name, forces))| region(name, *forces, offset)).collect(),
        synthetic: false,
    }
}

/// One line of text as the picture has it, with the box of its letters.
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) size: f64,
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
    pub(crate) turned: bool,
}

/// Reads all text of a picture, measured with the same faces it is drawn with.
pub(crate) fn lines(svg: &Svg) -> Vec<Line> {
    let document = Document::parse(svg.as_str()).expect("well-formed XML");
    let face = Face::new().expect("embedded font");
    let number = |node: usvg::roxmltree::Node<'_, '_>, name: &str| -> f64 {
        node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{name} of {node:?}"))
    };
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts
        .map(|node| {
            let text = node.text().unwrap_or_default().to_owned();
            let size = number(node, "font-size");
            let weight = if node.attribute("font-weight") == Some("700") { Weight::Bold } else { Weight::Regular };
            let width = face.width(&text, size, weight);
            // Another font is set to the width that was laid out.
            let set = number(node, "textLength");
            assert!((set - width).abs() <= 0.026, "{text:?} is set to {set} and measures {width}");
            assert_eq!(node.attribute("lengthAdjust"), Some("spacingAndGlyphs"), "{text:?}");
            let (x, y) = (number(node, "x"), number(node, "y"));
            let left = match node.attribute("text-anchor") {
                Some("middle") => x - width / 2.0,
                Some("end") => x - width,
                _ => x,
            };
            let (top, bottom) = (y - size * 0.73, y + size * 0.22);
            let turn = node.attribute("transform").and_then(|value| value.strip_prefix("rotate("));
            let degrees: f64 = turn.map_or(0.0, |value| value.split(' ').next().unwrap().parse().unwrap());
            let (sine, cosine) = (libm::sin(degrees.to_radians()), libm::cos(degrees.to_radians()));
            let corners = [(left, top), (left + width, top), (left, bottom), (left + width, bottom)]
                .map(|(px, py)| (x + (px - x) * cosine - (py - y) * sine, y + (px - x) * sine + (py - y) * cosine));
            let least = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::INFINITY, f64::min);
            let most = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
            Line {
                text,
                size,
                left: least(|corner| corner.0),
                top: least(|corner| corner.1),
                right: most(|corner| corner.0),
                bottom: most(|corner| corner.1),
                turned: degrees != 0.0,
            }
        })
        .collect()
}

/// What holds for every picture: well-formed, finite, all text inside, no two texts on each other, ids unique.
pub(crate) fn assert_sound(svg: &Svg, name: &str, least_size: f64) {
    let text = svg.as_str();
    for wrong in ["NaN", "inf", "\r", "e-", "2147483647"] {
        let numbers =
            text.split('"').skip(1).step_by(2).filter(|value| value.starts_with(|c: char| !c.is_alphabetic()));
        assert!(numbers.clone().all(|value| !value.contains(wrong)), "{name}: {wrong}");
    }
    usvg::Tree::from_str(text, &usvg::Options::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let document = Document::parse(text).unwrap();
    let mut ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{name}: ids repeat");
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let drawn: Vec<f64> =
        root.attribute("viewBox").unwrap().split(' ').map(|side| side.parse().expect("a number")).collect();
    let (width, height) = (drawn[2], drawn[3]);
    let zoom = svg.width() / width;
    assert!((svg.height() - height * zoom).abs() < 0.1 && zoom >= 1.0, "{name}: {drawn:?}");
    let lines = lines(svg);
    for line in &lines {
        let inside = line.left >= -0.6 && line.top >= -0.6 && line.right <= width + 0.6 && line.bottom <= height + 0.6;
        let Line { text, left, top, right, bottom, .. } = line;
        assert!(inside, "{name}: {text:?} at {left:.1} {top:.1} {right:.1} {bottom:.1} leaves the picture");
        assert!(line.size >= least_size, "{name}: {:?} is set in {}", line.text, line.size);
    }
    for (index, one) in lines.iter().enumerate() {
        for other in lines.iter().skip(index + 1).filter(|other| !other.turned && !one.turned) {
            let width = one.right.min(other.right) - one.left.max(other.left);
            let height = one.bottom.min(other.bottom) - one.top.max(other.top);
            let (first, second) = (&one.text, &other.text);
            assert!(
                width <= 0.5 || height <= 0.8,
                "{name}: {first:?} and {second:?} overlap by {width:.1} x {height:.1}"
            );
        }
    }
}
