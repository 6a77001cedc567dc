//! The data-quality annex: its numbers are those of the checks and of the returns, and at OFFICIAL nothing of a force is in it.

use std::collections::BTreeMap;

use assess::contract::checks::registry;
use assess::contract::{Finding, Severity, role};
use assess::edition::Marking;
use assess::pipeline::{self, Order, Prepared};
use assess::source::Project as Input;
use serde_json::Value;

use crate::numbers::prepared;
use crate::project::{Project, repository, succeed};
use assess::pipeline::Silent;

const TABLES: [&str; 2] = ["quality-variables", "quality-open"];

fn rows(prepared: &Prepared, id: &str) -> Vec<Vec<String>> {
    prepared.tables.iter().find(|table| table.id() == id).unwrap_or_else(|| panic!("{id}")).printed()
}

fn prepare(project: &Project, marking: Marking) -> Prepared {
    let mut input = Input::open(project.root()).unwrap();
    let order = Order { marking: Some(marking), ..Order::edition(2027) };
    pipeline::prepare(&mut input, order, &mut Silent).unwrap_or_else(|failure| panic!("{failure}"))
}

/// Whether a finding may be told at OFFICIAL: it is on public figures, or of a check that looks at no count.
fn shown(finding: &Value) -> bool {
    let public = finding["subject"]["contract"] == role::RECORDED_BY_FORCE;
    public || registry().find(|check| finding["check"] == check.id).is_none_or(|check| !check.tells_a_count)
}

/// The number of open findings and of forces by check, counted from the report of `assess check`.
#[test]
fn open_findings_are_those_of_the_report() {
    // What is found in the data has nothing to do with the length of the text.
    let brief = Project::brief();
    let report: Value = serde_json::from_str(&succeed(brief.root(), &["check", "--format", "json"])).unwrap();
    let mut counted: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap().iter().filter(|finding| shown(finding)) {
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
    let warning = |one: &&Value| one["severity"] == "warning" && shown(one);
    let warnings = report["findings"].as_array().unwrap().iter().filter(warning).count();
    assert!(printed.len() > 4 && printed.len() < registry().count(), "{printed:?}");
    assert_eq!(prepared.facts.get("quality.open-warnings").unwrap().text, warnings.to_string());
    // Missing returns and the state of profiles have criteria of their own, and what tells of counts bears on no rating by rule.
    let of_counts = [role::GROUP_BASED, role::PARENT];
    let bears = |finding: &&Value| {
        let check = registry().find(|check| finding["check"] == check.id).unwrap();
        let of_returns = finding["subject"]["contract"].as_str().is_some_and(|contract| of_counts.contains(&contract));
        of_returns && finding["severity"] == "warning" && !["coverage", "profile"].contains(&check.family.name())
    };
    let (bearing, telling): (Vec<&Value>, Vec<&Value>) =
        report["findings"].as_array().unwrap().iter().filter(bears).partition(|finding| shown(finding));
    assert_eq!(prepared.picture.findings.open_on(&of_counts), bearing.len() as u32);
    assert!(!telling.is_empty());
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
    forces.retain(|_, (_, _, whole)| *whole);
    let (known, total) = forces.values().fold((0, 0), |sum, force| (sum.0 + force.0, sum.1 + force.1));
    let most = forces.values().filter(|(known, total, _)| 4 * known >= 3 * total).count();
    let prepared = prepared();
    let row = rows(prepared, "quality-variables").into_iter().find(|row| row[0] == "Sex of the suspect").unwrap();
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
            assert!(table.printed().iter().flatten().all(|cell| !cell.contains(&finding.what)), "{}", finding.what);
        }
    }
    let sensitive = prepare(&Project::copy(), Marking::OfficialSensitive);
    let by_force = rows(&sensitive, "quality-forces");
    assert_eq!(by_force.len(), 44);
    // Every variable of every force stands in one band.
    for row in &by_force {
        let listed: usize = row[1..].iter().filter(|cell| *cell != "None").map(|cell| cell.split("; ").count()).sum();
        assert_eq!(listed, sensitive.picture.completeness.len(), "{row:?}");
    }
}

#[test]
fn an_accepted_finding_is_printed_by_check_and_with_who_and_why_only_to_those_who_may_see_counts() {
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
    let profile = clean.findings.open().find(|finding| finding.check == "profile-old").unwrap();
    let text = accept("victims-none", "E23000005", "The force counts no victims before next year.")
        + &accept("profile-old", &profile.subject.force, "Looked at with the force and found to be true.");
    project.write("data/acceptances.toml", text);
    let prepared = prepare(&project, Marking::Official);
    let accepted = rows(&prepared, "quality-accepted");
    let [check, number, looks_for] = accepted[0].as_slice() else { panic!("{accepted:?}") };
    assert_eq!((accepted.len(), check.as_str()), (1, "profile-old"), "a check of counts is not named");
    assert!(number.parse::<usize>().unwrap() > 0 && !looks_for.is_empty());
    for table in prepared.tables.iter().filter(|table| table.id().starts_with("quality-")) {
        for cell in table.printed().iter().flatten() {
            for told in ["victims-none", "A. Analyst", "counts no victims", "Looked at with the force"] {
                assert!(!cell.contains(told), "{}: {cell}", table.id());
            }
            assert!(named(&prepared, cell).is_empty(), "{}: {cell}", table.id());
        }
    }
    let sensitive = prepare(&project, Marking::OfficialSensitive);
    let row = rows(&sensitive, "quality-accepted").into_iter().find(|row| row[0] == "victims-none").unwrap();
    // Greater Manchester, beside invented numbers.
    assert_eq!(named(&sensitive, &row[1]), ["Force 04"]);
    assert_eq!(row[3], "A. Analyst, National Crime Agency, 2 November 2026 to 31 October 2027");
    assert_eq!(row[4], "The force counts no victims before next year.");
}

/// What is printed at OFFICIAL is the same whatever the forces counted: here one count more of a quarter and its year, and a
/// warning more.
#[test]
fn what_the_checks_of_counts_find_changes_nothing_at_official() {
    let project = Project::copy();
    let path = "data/demo/adr_group_based.csv";
    // One warning more on the returns would bring every rating from high to low.
    let warnings = |prepared: &Prepared| {
        let on_returns = |finding: &&Finding| {
            finding.severity == Severity::Warning
                && finding.subject.contract == role::GROUP_BASED
                && !["return-", "profile-", "year-outside"].iter().any(|start| finding.check.starts_with(start))
        };
        prepared.findings.open().filter(on_returns).count()
    };
    let all = warnings(prepared());
    project.replace(
        "report/2027/edition.toml",
        "open_findings = { high = 0, moderate = 5 }",
        &format!("open_findings = {{ high = {all}, moderate = {all} }}"),
    );
    let before = prepare(&project, Marking::Official);
    let text = project.text(path);
    let quiet: Vec<String> = text
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            // The last quarter of a force becomes nought, and its first takes what it was: the year stays.
            let of = cells[..3] == ["E23000001", "2025/26", "Q4"] || cells[..3] == ["E23000001", "2025/26", "Q1"];
            if !(of && cells[4] == "group_based_cse_crimes" && cells[5] == "total") {
                return line.to_owned();
            }
            let quarter = |name: &str| -> i64 {
                let found = text.lines().map(|line| line.split(',').collect::<Vec<_>>()).find(|row| {
                    row[..3] == ["E23000001", "2025/26", name]
                        && row[4] == "group_based_cse_crimes"
                        && row[5] == "total"
                });
                found.unwrap()[7].parse().unwrap()
            };
            let value = if cells[2] == "Q4" { 0 } else { quarter("Q1") + quarter("Q4") };
            [&cells[..7], &[value.to_string().as_str()], &cells[8..]].concat().join(",")
        })
        .collect();
    project.write(path, quiet.join("\n") + "\n");
    let after = prepare(&project, Marking::Official);
    let found = |prepared: &Prepared| prepared.findings.open().count();
    assert_ne!(found(&before), found(&after), "the damage is seen by a check");
    assert!(warnings(&after) > all, "and is a warning");
    for id in ["quality-open", "quality-variables"] {
        assert_eq!(rows(&before, id), rows(&after, id), "{id}");
    }
    let quality = ["quality.open-warnings", "quality.open-notes", "quality.open-checks", "quality.accepted"];
    let confidence = ["national-number", "like-for-like", "recorded-offence"];
    let confidence =
        confidence.map(|headline| ["", ".proposed", ".reasons"].map(|of| format!("confidence.{headline}{of}")));
    for fact in quality.iter().map(|fact| (*fact).to_owned()).chain(confidence.into_iter().flatten()) {
        let fact = fact.as_str();
        assert_eq!(before.facts.get(fact).unwrap().text, after.facts.get(fact).unwrap().text, "{fact}");
    }
}

#[test]
fn the_checks_that_tell_a_count_are_these() {
    let telling: Vec<&str> = registry().filter(|check| check.tells_a_count).map(|check| check.id).collect();
    let silent: Vec<&str> = registry().filter(|check| !check.tells_a_count).map(|check| check.id).collect();
    assert!(
        telling.len() > 25
            && ["group-of-one", "year-jump", "rate-outside-funnel"].iter().all(|id| telling.contains(id))
    );
    // What was sent, when, under which definition, and how current a profile is; and what anyone can read in published numbers.
    let status =
        ["public-", "definition-", "marker-", "profile-", "return-", "year-outside", "year-missing", "quarter-missing"];
    assert!(silent.iter().all(|id| status.iter().any(|start| id.starts_with(start))), "{silent:?}");
}
