//! The like-for-like index.

use std::collections::BTreeMap;

use assess::edition::Marking;
use assess::national::change::Basis;
use assess::national::index::{BASE, Missing};
use assess::pipeline::{self, Order, Silent};
use assess::source::Project as Read;

use crate::numbers::prepared;
use crate::project::{Project, assess, said, succeed};

/// What the committed returns give when forces are matched by hand, with the standard library alone.
fn by_hand() -> Vec<(usize, i64, i64)> {
    let text = include_str!("../../../data/demo/adr_group_based.csv");
    let agreed = |year: &str| {
        let rows = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let wanted = move |row: &Vec<&str>| {
            row[1] == year
                && row[2] == "year"
                && row[3] == "iicsa-organised-network"
                && row[4] == "group_based_cse_crimes"
                && row[5] == "total"
                && row[8].is_empty()
        };
        let found = rows.filter(wanted).map(|row| (row[0].to_owned(), row[7].parse::<i64>().unwrap()));
        found.collect::<BTreeMap<_, _>>()
    };
    let years = ["2021/22", "2022/23", "2023/24", "2024/25", "2025/26"].map(agreed);
    let pairs = years.windows(2).map(|pair| {
        let matched: Vec<(i64, i64)> =
            pair[0].iter().filter_map(|(force, earlier)| Some((*earlier, *pair[1].get(force)?))).collect();
        let sum = |pick: fn(&(i64, i64)) -> i64| matched.iter().map(pick).sum::<i64>();
        (matched.len(), sum(|pair| pair.0), sum(|pair| pair.1))
    });
    pairs.collect()
}

#[test]
fn links_are_those_of_the_matched_forces_and_the_index_is_their_product() {
    let prepared = prepared();
    let index = &prepared.picture.index;
    assert_eq!(index.basis, Basis::Counts, "no population for 2025/26, nor for Wales before mid-2024");
    assert_eq!(index.points[0].index.as_ref().map(|index| *index.value()), Some(BASE));
    assert!(matches!(index.points[0].link, Err(Missing::FirstYear)));
    let mut chained = BASE;
    for (point, (forces, earlier, later)) in index.points.iter().skip(1).zip(by_hand()) {
        let link = point.link.as_ref().unwrap();
        let ratio = later as f64 / earlier as f64;
        chained *= ratio;
        assert_eq!(*link.forces, forces, "{}", point.year);
        let (found, change) = link.ratio.value();
        let index = point.index.as_ref().unwrap().value();
        assert!((found - ratio).abs() < 1e-12 && (index - chained).abs() < 1e-9);
        let own = point.interval.as_ref().unwrap().value();
        assert!(own.lower < chained && chained < own.upper);
        let interval = change.interval;
        assert!(interval.lower < ratio && interval.upper.unwrap() > ratio);
        assert_eq!(link.is_thin(), link.children_share.unwrap() < 0.5);
    }
    // The matched part of the decomposition is the change of the same forces.
    for (change, (_, earlier, later)) in prepared.picture.agreed_changes.iter().zip(by_hand()) {
        let parts = &change.parts;
        assert_eq!(parts.matched.value(), later - earlier);
        let kept = [&parts.matched, &parts.definition_changed, &parts.other_definition];
        let all = kept.into_iter().chain([&parts.part_year, &parts.joined, &parts.left]);
        assert_eq!(all.map(|part| part.value()).sum::<i64>(), parts.change.value());
        assert_eq!(parts.end.value() - parts.start.value(), parts.change.value());
    }
}

const SOURCE: &str = "data/demo/adr_group_based.csv";
const CHILDREN: &str = "data/public/child_population.csv";

/// With the same forces in every year and no break, the chain is the plain ratio of the first and the last total.
#[test]
fn the_index_of_a_panel_without_breaks_is_the_plain_ratio() {
    let project = Project::copy();
    // Every force is made to have counted the agreed definition throughout: the one with a missing return is left out
    // of the returns altogether, and with it its bridge studies.
    let text = project.text(SOURCE);
    let force = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
    let mut crimes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for line in text.lines().filter(|line| line.contains("group_based_cse_crimes")) {
        crimes.entry(force(line)).or_default().push(line);
    }
    crimes.retain(|_, lines| lines.len() == 25 && lines.iter().all(|line| !line.contains("[x]")));
    let kept: Vec<String> = text
        .lines()
        .filter(|line| line.starts_with("force_code") || crimes.contains_key(&force(line)))
        .map(|line| line.replace(",cocad-cse,", ",iicsa-organised-network,"))
        .map(|line| line.replace(",cse-flag,", ",iicsa-organised-network,"))
        .collect();
    project.write(SOURCE, format!("{}\n", kept.join("\n")));
    // So re-labelled, own counts contradict the class of the same force; the class is left out, and the rungs with it.
    std::fs::remove_file(project.path("report/2027/assumptions.toml")).unwrap();
    project.write("report/2027/statistics.toml", "# None.\n");
    let header = project.text("data/demo/bridge_studies.csv").lines().next().unwrap().to_owned();
    project.write("data/demo/bridge_studies.csv", format!("{header}\n"));

    let total = |year: &str| {
        let rows = kept.iter().map(|line| line.split(',').collect::<Vec<_>>());
        let wanted = |row: &Vec<&str>| row[1] == year && row[2] == "year" && row[4] == "group_based_cse_crimes";
        rows.filter(wanted).map(|row| row[7].parse::<i64>().unwrap()).sum::<i64>() as f64
    };
    let plain = format!("{:.1}", 100.0 * total("2025/26") / total("2021/22"));
    // Where counts of forces are shown, so that nothing is to be protected first.
    let order = Order { marking: Some(Marking::OfficialSensitive), ..Order::edition(2027) };
    let prepared = pipeline::prepare(&mut Read::open(project.root()).unwrap(), order, &mut Silent).unwrap();
    let index = prepared.facts.get("group-based-cse.index.2025-26").unwrap();
    assert!(index.text == plain && index.lineage.synthetic(), "{plain}: {}", index.text);
}

/// With a population for every force and year, rates are compared, and the text says so.
#[test]
fn rates_are_compared_where_every_population_is_held() {
    let project = Project::copy();
    let mut text = project.text(CHILDREN);
    let of_2024: Vec<String> = text.lines().filter(|line| line.contains(",2024,")).map(str::to_owned).collect();
    for line in &of_2024 {
        for year in ["2021", "2022", "2023", "2025"] {
            if year == "2025" || line.starts_with('W') {
                text.push_str(&format!("{}\n", line.replace(",2024,", &format!(",{year},"))));
            }
        }
    }
    project.write(CHILDREN, text);
    let said = succeed(project.root(), &["facts", "group-based-cse."]);
    assert!(said.contains("group-based-cse.compared\n    rate  "), "{said}");
    assert!(said.contains("Rates for each resident child are compared"), "{said}");
}

/// A known break of the series ends the chain: links before and after stand, the index does not resume.
#[test]
fn the_index_ends_at_a_known_break() {
    let project = Project::copy();
    let edition = project.text("report/2027/edition.toml");
    let entry = "\n[[break]]\nseries = \"group-based-cse\"\ntitle = \"Returns\"\nat = \"2023/24\"\nfrom = \"April 2023\"\n\
                 reason = \"The counting rules changed\"\neffect = \"No comparison\"\n";
    project.write("report/2027/edition.toml", edition + entry);
    let output = assess(project.root(), &["facts", "group-based-cse."]);
    assert!(output.status.success(), "{}", said(&output));
    let said = String::from_utf8(output.stdout).unwrap();
    for expected in [
        "group-based-cse.index.2023-24\n    [x]",
        "group-based-cse.index.2025-26\n    [x]",
        "group-based-cse.index-absence.2023-24\n    2023/24: a known break (The counting rules changed)",
        "group-based-cse.matched-direction.2022-23.2023-24\n    cannot be compared",
        "group-based-cse.change-matched.2022-23.2023-24\n    0",
        "group-based-cse.index-message\n    The like-for-like index does not reach the last year",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    assert!(!said.contains("group-based-cse.index.2022-23\n    [x]"), "{said}");
    assert!(!said.contains("group-based-cse.matched-ratio.2023-24.2024-25\n    [x]"), "{said}");
}
