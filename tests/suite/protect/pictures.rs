//! An attack with nothing but the pictures of the OFFICIAL release: what the lengths of their bars say, read off their axes as one reads
//! them off with a ruler. A bar may say what is printed beside it and no more, and nothing where the number is withheld.

use std::fs;

use resvg::usvg::roxmltree::{Document, Node};

use crate::project::built;

/// Farther than this from what is printed, in parts of the axis, is another number: a tenth of a point of the paper.
const NEAR: f64 = 0.002;

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or(f64::NAN)
}

/// A number as it is written at an axis or in a cell.
fn read(text: &str) -> Option<f64> {
    let plain = text.trim().replace('−', "-").replace([',', '+'], "");
    match plain.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok().map(|percent| percent / 100.0),
        None => plain.parse().ok(),
    }
}

/// An axis: where two of its numbers stand.
struct Axis {
    one: (f64, f64),
    other: (f64, f64),
    top: f64,
}

impl Axis {
    /// That of the numbers which stand in one line below a grid line each; the first such line from below.
    fn of(picture: &Document<'_>) -> Self {
        let lines: Vec<(f64, f64)> =
            picture.descendants().filter(|node| node.has_tag_name("path")).filter_map(grid).collect();
        let texts = picture.descendants().filter(|node| node.has_tag_name("text"));
        let mut ticks: Vec<(f64, f64, f64)> = texts
            .filter(|node| node.attribute("text-anchor") == Some("middle") && node.attribute("transform").is_none())
            .filter_map(|node| Some((number(node, "x"), number(node, "y"), read(node.text()?)?)))
            .filter(|(x, ..)| lines.iter().any(|(at, _)| (at - x).abs() < 0.1))
            .collect();
        ticks.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.total_cmp(&other.0)));
        let (first, last) = (ticks[0], *ticks.iter().rfind(|tick| tick.1 == ticks[0].1).unwrap());
        let top = lines.iter().filter(|(at, _)| (at - first.0).abs() < 0.1).map(|(_, top)| *top).fold(0.0, f64::max);
        Self { one: (first.0, first.2), other: (last.0, last.2), top }
    }

    fn value(&self, x: f64) -> f64 {
        self.one.1 + (x - self.one.0) * (self.other.1 - self.one.1) / (self.other.0 - self.one.0)
    }

    fn width(&self) -> f64 {
        (self.other.1 - self.one.1).abs()
    }
}

/// Where a vertical line stands, and its upper end.
fn grid(path: Node<'_, '_>) -> Option<(f64, f64)> {
    let (from, to) = path.attribute("d")?.strip_prefix('M')?.split_once('L')?;
    let point = |text: &str| -> Option<(f64, f64)> {
        let (x, y) = text.trim().split_once(' ')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    let (from, to) = (point(from)?, point(to)?);
    (from.0 == to.0).then_some((from.0, from.1.min(to.1)))
}

/// The bars beside the axis from above, as the numbers where they begin and end. The plates behind labels are pale, and no bars.
fn bars(picture: &Document<'_>, axis: &Axis) -> Vec<(f64, f64)> {
    let mut bars: Vec<(f64, f64, f64)> = picture
        .descendants()
        .filter(|node| node.has_tag_name("rect") && number(*node, "y") >= axis.top)
        .filter(|node| (10.5..14.0).contains(&number(*node, "height")) && node.attribute("fill") != Some("#ffffff"))
        .map(|node| {
            let x = number(node, "x");
            (number(node, "y"), axis.value(x), axis.value(x + number(node, "width")))
        })
        .collect();
    bars.sort_by(|one, other| one.0.total_cmp(&other.0));
    bars.into_iter().map(|(_, from, to)| (from, to)).collect()
}

/// What the bars of a picture say that is not printed; `printed` are their ends in the order of the rows, none for what is withheld.
fn told(svg: &str, printed: &[Option<(f64, f64)>]) -> Vec<String> {
    let picture = Document::parse(svg).unwrap();
    let axis = Axis::of(&picture);
    let bars = bars(&picture, &axis);
    let shown: Vec<(f64, f64)> = printed.iter().flatten().copied().collect();
    let mut told = Vec::new();
    if bars.len() != shown.len() {
        told.push(format!("{} bars stand beside {} numbers", bars.len(), shown.len()));
    }
    for (bar, shown) in bars.iter().zip(&shown) {
        let far = |one: f64, other: f64| (one - other).abs() > NEAR * axis.width();
        if far(bar.0, shown.0) || far(bar.1, shown.1) {
            told.push(format!("a bar from {} to {} stands for {} to {}", bar.0, bar.1, shown.0, shown.1));
        }
    }
    told
}

fn file(name: &str) -> String {
    fs::read_to_string(built().join("figures").join(name)).unwrap()
}

fn svg(id: &str) -> String {
    file(&format!("{id}.official.embargoed.svg"))
}

fn rows(id: &str) -> Vec<Vec<String>> {
    let csv = file(&format!("{id}.official.embargoed.csv"));
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The parts of the change of the total, and the change itself, each from nought.
fn parts() -> Vec<Option<(f64, f64)>> {
    let rows = rows("change-of-total");
    let value = |row: &Vec<String>| read(&row[2]);
    let (totals, parts): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row[0].starts_with("Total"));
    let change = value(totals[1]).zip(value(totals[0])).map(|(end, start)| end - start);
    let from_nought = |value: f64| (value.min(0.0), value.max(0.0));
    parts.into_iter().map(value).chain([change]).map(|value| value.map(from_nought)).collect()
}

#[test]
fn a_bar_of_a_change_says_what_is_printed_and_nothing_where_that_is_withheld() {
    let parts = parts();
    assert!(parts.iter().any(Option::is_none) && parts.iter().flatten().count() > 2, "{parts:?}");
    assert_eq!(told(&svg("change-of-total"), &parts), Vec::<String>::new());
}

#[test]
fn a_bar_of_a_share_ends_where_the_share_is_printed() {
    for id in ["suspect-age", "suspect-ethnicity"] {
        let share = |row: Vec<String>| {
            let lower = read(&row[1])?;
            // What was not recorded is one number, and a bar of its own from nought.
            Some(if row[0] == "Not recorded" { (0.0, lower) } else { (lower, read(&row[3])?) })
        };
        let printed: Vec<Option<(f64, f64)>> = rows(id).into_iter().map(share).collect();
        assert!(printed.iter().flatten().count() > 2, "{id}: {printed:?}");
        assert_eq!(told(&svg(id), &printed), Vec::<String>::new(), "{id}");
    }
}

/// A bar where none may be, and one that is longer than its number.
#[test]
fn the_ruler_finds_what_is_planted() {
    let (svg, parts) = (svg("change-of-total"), parts());
    let bar = svg.find("height=\"13\" fill=\"#3d3d3d\"").map(|at| svg[..at].rfind("<rect").unwrap()).unwrap();
    let end = bar + svg[bar..].find("/>").unwrap() + 2;
    let (before, found, after) = (&svg[..bar], &svg[bar..end], &svg[end..]);
    let twice = format!("{before}{found}{found}{after}");
    assert!(told(&twice, &parts).iter().any(|told| told.contains("bars stand beside")), "{found}");
    let width = found.split("width=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let longer = found.replace(width, &(width.parse::<f64>().unwrap() + 3.0).to_string());
    let longer = format!("{before}{longer}{after}");
    assert!(told(&longer, &parts).iter().any(|told| told.contains("a bar from")), "{longer}");
}
