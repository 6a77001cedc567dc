//! Returns at the edge of what can be: the picture then says what cannot be said, and never NaN, infinity or a panic.

use assess::pipeline::{self, Prepared, Silent};

use crate::project::Project;

const RETURNS: &str = "data/demo/adr_group_based.csv";
const PARENTS: &str = "data/demo/adr_parent.csv";

/// A project whose returns are changed line by line; bridge studies are taken out, because they rest on the returns.
fn prepared(file: &str, change: impl Fn(&str) -> Option<String>) -> (Project, Prepared) {
    let project = Project::copy();
    let bridges = project.text("data/demo/bridge_studies.csv");
    project.write("data/demo/bridge_studies.csv", format!("{}\n", bridges.lines().next().unwrap()));
    let text = project.text(file);
    let lines: Vec<String> = text.lines().filter_map(change).collect();
    project.write(file, lines.join("\n") + "\n");
    let mut opened = assess::source::Project::open(project.root()).unwrap();
    let prepared = pipeline::prepare(&mut opened, pipeline::Order::edition(2027), &mut Silent).unwrap();
    for (id, fact) in prepared.facts.iter() {
        let words: Vec<&str> = fact.text.split_whitespace().collect();
        assert!(
            !words.iter().any(|word| word.contains("NaN") || *word == "inf" || *word == "-inf"),
            "{id}: {}",
            fact.text
        );
    }
    for figure in &prepared.figures {
        let (svg, csv) = (figure.svg().unwrap(), String::from_utf8(figure.csv()).unwrap());
        assert!(!svg.contains("NaN") && !csv.contains("NaN") && !csv.contains("inf,"), "{}", figure.id());
    }
    (project, prepared)
}

fn says(prepared: &Prepared, id: &str) -> String {
    prepared.facts.get(&format!("group-based-cse.{id}")).unwrap_or_else(|| panic!("no fact {id}")).text.clone()
}

fn exploitation(line: &str) -> bool {
    line.contains("group_based_cse_crimes")
}

#[test]
fn one_force_alone_gives_a_range_and_no_estimate() {
    let (_, prepared) =
        prepared(RETURNS, |line| (!exploitation(line) || line.starts_with("E23000010")).then(|| line.to_owned()));
    assert!(says(&prepared, "range.2025-26").starts_with("between "));
    assert_eq!(
        says(&prepared, "estimate-or-absence.2025-26"),
        "No estimate is published: 1 force counted the agreed definition, and at least 10 are needed."
    );
}

#[test]
fn without_any_return_the_range_is_all_that_was_recorded() {
    let missing = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if exploitation(line) {
            (cells[7], cells[8]) = ("", "[x]");
        }
        Some(cells.join(","))
    };
    let (project, prepared) = prepared(RETURNS, missing);
    // The parent counts of 2025/26, added up by hand from the file.
    let parents: i64 = project
        .text(PARENTS)
        .lines()
        .filter(|line| line.contains(",2025/26,year,"))
        .map(|line| line.split(',').nth(7).unwrap().parse::<i64>().unwrap())
        .sum();
    let upper = says(&prepared, "range-upper.2025-26").replace(',', "");
    // The exploitation class of the group-based counts is narrower than the agreed definition: 773, added up from the file.
    assert_eq!((says(&prepared, "range-lower.2025-26").as_str(), upper), ("773", parents.to_string()));
    assert_eq!(says(&prepared, "matched-direction.2024-25.2025-26"), "cannot be compared");
    assert_eq!(says(&prepared, "index.2025-26"), "[x]");
}

#[test]
fn nothing_but_zeros_is_no_proof_of_zero() {
    let zero = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if exploitation(line) && !cells[7].is_empty() {
            cells[7] = "0";
        }
        Some(cells.join(","))
    };
    let (_, prepared) = prepared(RETURNS, zero);
    // A count of zero beside a narrower count above it is set aside with it.
    let absence = says(&prepared, "estimate-or-absence.2025-26");
    assert!(absence.starts_with("No estimate is published: "), "{absence}");
    assert_eq!(says(&prepared, "matched-direction.2024-25.2025-26"), "cannot be compared");
}

#[test]
fn where_every_force_counts_something_else_no_estimate_is_made() {
    let other = |line: &str| {
        let changed = line.replace("iicsa-organised-network", "cse-flag").replace("cocad-cse", "cse-flag");
        Some(if exploitation(line) { changed } else { line.to_owned() })
    };
    let (_, prepared) = prepared(RETURNS, other);
    assert_eq!(says(&prepared, "range-lower.2025-26"), "773", "the exploitation class, which is narrower");
    assert!(says(&prepared, "estimate-or-absence.2025-26").starts_with("No estimate is published: no force counted"));
}

#[test]
fn without_a_parent_count_of_an_overlapping_force_no_upper_end_is_identified() {
    // South Wales counts something that overlaps; without its parent count nothing bounds it from above.
    let (_, prepared) = prepared(PARENTS, |line| (!line.starts_with("W15000003")).then(|| line.to_owned()));
    assert_eq!(says(&prepared, "range-upper.2025-26"), "not identified");
    assert!(says(&prepared, "range.2025-26").ends_with("with no upper limit identified"));
}

#[test]
fn a_break_in_every_year_ends_every_comparison() {
    let project = Project::copy();
    let mut edition = project.text("report/2027/edition.toml");
    for year in ["2022/23", "2023/24", "2024/25", "2025/26"] {
        edition.push_str(&format!(
            "\n[[break]]\nseries = \"group-based-cse\"\ntitle = \"Test\"\nat = \"{year}\"\nfrom = \"{year}\"\nreason = \"test\"\n\
             effect = \"none\"\n"
        ));
    }
    project.write("report/2027/edition.toml", edition);
    let mut opened = assess::source::Project::open(project.root()).unwrap();
    let prepared = pipeline::prepare(&mut opened, pipeline::Order::edition(2027), &mut Silent).unwrap();
    assert_eq!(says(&prepared, "matched-direction.2024-25.2025-26"), "cannot be compared");
    assert_eq!(says(&prepared, "index.2025-26"), "[x]");
    assert_eq!(says(&prepared, "matched-forces.2024-25.2025-26"), "0");
}
