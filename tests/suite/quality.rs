//! The data-quality annex: its numbers are those of the checks and of the returns, and at OFFICIAL nothing of a force is in it.

use std::collections::BTreeMap;

use assess::contract::checks::registry;
use assess::contract::role;
use assess::edition::Marking;
use assess::pipeline::{self, Order, Prepared};
use assess::source::Project as Input;
use serde_json::Value;

use crate::numbers::{Silent, prepared};
use crate::project::{Project, repository, succeed};

const TABLES: [&str; 2] = ["quality-variables", "quality-open"];

fn rows<'a>(prepared: &'a Prepared, id: &str) -> &'a [Vec<String>] {
    &prepared.tables.iter().find(|table| table.id() == id).unwrap_or_else(|| panic!("{id}")).rows
}

fn prepare(project: &Project, marking: Marking) -> Prepared {
    let mut input = Input::open(project.root()).unwrap();
    let order = Order { marking: Some(marking), ..Order::edition(2027) };
    pipeline::prepare(&mut input, order, &mut Silent).unwrap_or_else(|failure| panic!("{failure}"))
}

/// The number of open findings and of forces by check, counted from the report of `assess check`.
#[test]
fn open_findings_are_those_of_the_report() {
    let report: Value = serde_json::from_str(&succeed(repository(), &["check", "--format", "json"])).unwrap();
    let mut counted: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        let entry = counted.entry(finding["check"].as_str().unwrap().to_owned()).or_default();
        entry.0 += 1;
        entry.1.extend(finding["subject"]["force"].as_str().map(str::to_owned));
    }
    let prepared = &prepared();
    let mut printed: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in rows(prepared, "quality-open") {
        let entry = printed.entry(row[0].clone()).or_default();
        entry.0 += row[2].parse::<usize>().unwrap();
        entry.1 += row[3].parse::<usize>().unwrap();
    }
    let distinct = |mut forces: Vec<String>| {
        forces.sort();
        forces.dedup();
        forces.len()
    };
    let findings = |map: &BTreeMap<String, (usize, usize)>| {
        map.iter().map(|(check, (findings, _))| (check.clone(), *findings)).collect::<Vec<_>>()
    };
    let expected: BTreeMap<String, (usize, usize)> =
        counted.into_iter().map(|(check, (findings, forces))| (check, (findings, distinct(forces)))).collect();
    assert_eq!(findings(&printed), findings(&expected));
    assert_eq!(printed["profile-none"], expected["profile-none"]);
    let warnings = report["findings"].as_array().unwrap().iter().filter(|one| one["severity"] == "warning").count();
    assert_eq!(prepared.facts.get("quality.open-warnings").unwrap().text, warnings.to_string());
    // Missing returns and the state of profiles have criteria of their own.
    let bears = |finding: &&Value| {
        let check = registry().find(|check| finding["check"] == check.id).unwrap();
        finding["severity"] == "warning" && !["coverage", "profile"].contains(&check.family.name())
    };
    let bearing = report["findings"].as_array().unwrap().iter().filter(bears).count();
    assert_eq!(prepared.picture.findings.open_on(&[role::GROUP_BASED, role::PARENT]), bearing as u32);
    assert!(bearing > 0);
}

/// The recorded share of the sex of suspects, added up from the rows of the file.
#[test]
fn completeness_is_that_of_the_rows() {
    let text = std::fs::read_to_string(repository().join("data/demo/adr_group_based.csv")).unwrap();
    let mut forces: BTreeMap<&str, (i64, i64, bool)> = BTreeMap::new();
    for row in text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()) {
        if row[1] == "2025/26" && row[5] == "suspect_sex" {
            let (known, total, whole) = forces.entry(row[0]).or_insert((0, 0, true));
            let value: Option<i64> = row[7].parse().ok();
            *whole &= value.is_some();
            *total += value.unwrap_or(0);
            *known += if row[6] == "not_recorded" { 0 } else { value.unwrap_or(0) };
        }
    }
    forces.retain(|_, (_, total, whole)| *whole && *total > 0);
    let (known, total) = forces.values().fold((0, 0), |sum, force| (sum.0 + force.0, sum.1 + force.1));
    let most = forces.values().filter(|(known, total, _)| *known as f64 / *total as f64 >= 0.75).count();
    let prepared = prepared();
    let row = rows(&prepared, "quality-variables").iter().find(|row| row[0] == "Sex of the suspect").unwrap();
    assert_eq!(
        row[1..5],
        [
            "Suspects".to_owned(),
            forces.len().to_string(),
            format!("{}%", (100 * known + total / 2) / total),
            most.to_string()
        ]
    );
}

/// Short names of forces that stand in a cell.
fn named<'a>(prepared: &'a Prepared, cell: &str) -> Vec<&'a str> {
    let forces = prepared.protected.picture.forces.iter().map(|force| force.short_name.as_str());
    forces.filter(|name| cell.contains(name)).collect()
}

#[test]
fn at_official_nothing_of_a_force_is_in_the_annex() {
    let prepared = &prepared();
    assert!(prepared.tables.iter().all(|table| table.id() != "quality-forces"));
    for id in TABLES {
        for cell in rows(prepared, id).iter().flatten() {
            assert!(named(prepared, cell).is_empty(), "{id}: {cell}");
        }
    }
    // Nothing of what a finding says: every message holds a count, and none is in any table.
    for finding in prepared.findings.open() {
        for table in prepared.tables.iter().filter(|table| table.id().starts_with("quality-")) {
            assert!(table.rows.iter().flatten().all(|cell| !cell.contains(&finding.what)), "{}", finding.what);
        }
    }
    let sensitive = prepare(&Project::copy(), Marking::OfficialSensitive);
    let by_force = rows(&sensitive, "quality-forces");
    assert_eq!(by_force.len(), 44);
    // Every variable of every force stands in one band.
    for row in by_force {
        let listed: usize = row[1..].iter().filter(|cell| *cell != "None").map(|cell| cell.split("; ").count()).sum();
        assert_eq!(listed, sensitive.picture.completeness.len(), "{row:?}");
    }
}

#[test]
fn an_accepted_finding_is_printed_with_who_and_why_and_no_force_where_the_check_tells_a_count() {
    let project = Project::copy();
    let path = "data/demo/adr_group_based.csv";
    let returns = project.text(path);
    let last =
        |line: &&str| line.starts_with("E23000005,2025/26,year,") && line.contains(",group_based_cse_crimes,total,");
    let definition = returns.lines().find(last).unwrap().split(',').nth(3).unwrap();
    project.write(
        path,
        format!("{returns}E23000005,2025/26,year,{definition},group_based_cse_victims,total,all,0,,synthetic\n"),
    );
    let accept = |check: &str, force: &str, reason: &str| {
        format!(
            "[[acceptance]]\ncheck = \"{check}\"\nsubject = {{ force = \"{force}\" }}\nby = \"A. Analyst, National Crime Agency\"\n\
             on = \"2026-11-02\"\nuntil = \"2027-10-31\"\nreason = \"{reason}\"\n\n"
        )
    };
    let clean = prepared();
    let funnel = clean.findings.open().find(|finding| finding.check == "rate-outside-funnel").unwrap();
    let text = accept("victims-none", "E23000005", "The force counts no victims before next year.")
        + &accept("rate-outside-funnel", &funnel.subject.force, "Looked at with the force and found to be true.");
    project.write("data/acceptances.toml", text);
    let prepared = prepare(&project, Marking::Official);
    let accepted = rows(&prepared, "quality-accepted");
    let of = |check: &str| accepted.iter().filter(|row| row[0] == check).collect::<Vec<_>>();
    let hidden = of("victims-none");
    assert_eq!(hidden.len(), 1, "{accepted:?}");
    assert_eq!(hidden[0][1], "[c]");
    assert_eq!(
        hidden[0][3..],
        [
            "A. Analyst, National Crime Agency, 2 November 2026 to 31 October 2027",
            "The force counts no victims before next year."
        ]
    );
    let shown = of("rate-outside-funnel");
    assert!(!shown.is_empty() && shown.iter().all(|row| named(&prepared, &row[1]).len() == 1), "{shown:?}");
    assert!(rows(&prepared, "quality-open").iter().all(|row| row[0] != "victims-none"));
    let sensitive = prepare(&project, Marking::OfficialSensitive);
    let row = rows(&sensitive, "quality-accepted").iter().find(|row| row[0] == "victims-none").unwrap();
    // Greater Manchester, beside invented numbers.
    assert_eq!(named(&sensitive, &row[1]), ["Force 04"]);
}

#[test]
fn the_checks_that_tell_a_count_are_these() {
    let telling: Vec<&str> = registry().filter(|check| check.tells_a_count).map(|check| check.id).collect();
    let expected = [
        "quarter-negative",
        "suspects-without-offences",
        "suspects-few",
        "victims-none",
        "zero-where-never",
        "few-beside-parent",
    ];
    assert_eq!(telling, expected);
}
