//! What becomes of findings: acceptances, the record of what was seen before, and the reports.

use std::fs;

use assess::contract::{Acceptances, Finding, Findings, History, Known, Severity, State, Subject};
use assess::fault::Place;
use assess::findings::{Asking, Report, Rule, html, human, json, sarif};
use assess::source::Project;
use serde_json::Value;

const CHECKS: [&str; 3] = ["jump", "quarters-not-year", "profile-old"];

fn rules() -> Vec<Rule> {
    let rule = |id: &str, title: &str| Rule {
        id: id.to_owned(),
        title: title.to_owned(),
        help: format!("{title}. *Why:* `test`."),
        severity: Some(Severity::Warning),
    };
    vec![
        rule("jump", "A count far outside the force’s own history"),
        rule("quarters-not-year", "Quarters that do not sum to the year"),
        rule("profile-old", "A problem profile older than a year"),
    ]
}

fn finding(check: &'static str, severity: Severity, force: &str, period: &str) -> Finding {
    Finding {
        check,
        severity,
        subject: Subject {
            contract: "adr-group-based".to_owned(),
            force: force.to_owned(),
            period: period.to_owned(),
            measure: "group_based_cse_crimes".to_owned(),
            ..Subject::default()
        },
        places: vec![
            Place::cell("data/returns/a & b.csv", 7, "value"),
            Place::workbook("data/returns/Kent.xlsx", "Crimes <total>", (6, 2), "value"),
        ],
        what: "12 is not the sum of its quarters, <b>13</b>".to_owned(),
        remedy: "mend the quarter, or the year".to_owned(),
    }
}

fn found() -> Vec<Finding> {
    vec![
        finding("jump", Severity::Warning, "E23000010", "2025/26"),
        finding("quarters-not-year", Severity::Error, "E23000010", "2024/25"),
        finding("profile-old", Severity::Note, "E23000032", "2025/26"),
        finding("profile-old", Severity::Note, "E99999999", "2025/26"),
    ]
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(acceptances: Option<&str>, record: Option<&[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("report")).unwrap();
        fs::create_dir_all(folder.path().join("data")).unwrap();
        if let Some(text) = acceptances {
            fs::write(folder.path().join("data/acceptances.toml"), text).unwrap();
        }
        if let Some(bytes) = record {
            fs::write(folder.path().join("data/findings.json"), bytes).unwrap();
        }
        Self(folder)
    }

    fn acceptances(&self) -> Result<Acceptances, Vec<String>> {
        let mut project = Project::open(self.0.path()).unwrap();
        Acceptances::read(&mut project, &CHECKS).map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    fn judged(&self, found: Vec<Finding>, cut_off: &str) -> Findings {
        let mut project = Project::open(self.0.path()).unwrap();
        let history = History::read(&mut project).unwrap();
        Findings::judge(found, &self.acceptances().unwrap(), &history, cut_off.parse().unwrap())
    }
}

const ACCEPTED: &str = r#"
[[acceptance]]
check = "jump"
subject = { force = "E23000010", period = "2025/26" }
by = "A. Analyst, National Crime Agency"
on = "2026-11-02"
until = "2027-03-31"
reason = "One investigation of many victims; confirmed with the force on the telephone."
"#;

#[test]
fn an_accepted_finding_stays_on_the_list_and_no_longer_counts() {
    let findings = Folder::new(Some(ACCEPTED), None).judged(found(), "2026-10-31");
    assert_eq!(findings.judged.len(), 4);
    assert_eq!(findings.accepted().map(|(finding, _)| finding.check).collect::<Vec<_>>(), ["jump"]);
    assert_eq!((findings.count(Severity::Error), findings.count(Severity::Warning)), (1, 0));
    assert_eq!(findings.worst(), Some(Severity::Error));
}

#[test]
fn an_acceptance_ends_with_its_last_day() {
    let folder = Folder::new(Some(ACCEPTED), None);
    let checks = |cut_off| -> Vec<&str> {
        let findings = folder.judged(found(), cut_off);
        findings.open().map(|finding| finding.check).filter(|check| *check != "profile-old").collect()
    };
    assert_eq!(checks("2027-03-31"), ["quarters-not-year"]);
    assert_eq!(checks("2027-04-01"), ["quarters-not-year", "acceptance-ended", "jump"]);
}

#[test]
fn an_acceptance_of_something_that_is_gone_is_itself_a_finding() {
    let mut found = found();
    found.remove(0);
    let findings = Folder::new(Some(ACCEPTED), None).judged(found, "2026-10-31");
    assert!(findings.open().any(|finding| finding.check == "acceptance-unused"));
}

#[test]
fn an_acceptance_of_everything_by_nobody_for_no_reason_is_refused_at_each_line() {
    let text = r#"
[[acceptance]]
check = "jumps"
by = " "
on = "2026-11-02"
until = "2026-11-01"
reason = "fine"
"#;
    let refused = Folder::new(Some(text), None).acceptances().unwrap_err().join("\n");
    for said in [
        "`jumps` is not a check whose finding can be accepted",
        "did you mean `jump`?",
        "it accepts the findings of every force and period",
        "nobody has accepted it",
        "the reason is too short to be one",
        "it ends before it begins",
        "data/acceptances.toml:6:9",
    ] {
        assert!(refused.contains(said), "{said:?} is not in\n{refused}");
    }
}

#[test]
fn a_finding_is_new_until_it_is_recorded_and_gone_when_it_is_mended() {
    let first = found();
    let record = History::record(first[..2].iter());
    let text = String::from_utf8(record.clone()).unwrap();
    assert!(!text.contains("12") && !text.contains("13"), "the record repeats values:\n{text}");
    let mut now = first;
    let mended = now.remove(1);
    // The same finding with another value on another row is still the same finding.
    now[0].what = "14 is not the sum of its quarters".to_owned();
    now[0].places = vec![Place::cell("data/returns/b.csv", 9, "value")];
    let findings = Folder::new(None, Some(&record)).judged(now, "2026-10-31");
    let states: Vec<_> = findings.judged.iter().map(|judged| (judged.finding.check, &judged.state)).collect();
    assert_eq!(states, [("jump", &State::Open), ("profile-old", &State::New), ("profile-old", &State::New)]);
    assert_eq!(findings.gone.iter().map(|known| known.check.as_str()).collect::<Vec<_>>(), [mended.check]);
}

fn with_report<T>(findings: &Findings, make: impl Fn(&Report<'_>) -> T) -> T {
    let forces = [
        ("E23000010".to_owned(), "West Yorkshire Police".to_owned()),
        ("E23000032".to_owned(), "Kent Police".to_owned()),
    ];
    make(&Report {
        edition: 2027,
        cut_off: "31 October 2026",
        synthetic: true,
        forces: &forces,
        rules: &rules(),
        files: &[],
        asking: &Asking::default(),
        stopped: false,
        findings,
    })
}

#[test]
fn the_text_is_grouped_by_force_and_loses_no_finding() {
    let findings = Folder::new(Some(ACCEPTED), None).judged(found(), "2026-10-31");
    let text = with_report(&findings, human);
    let expected = "\
West Yorkshire Police (E23000010)
  error[quarters-not-year] new: 12 is not the sum of its quarters, <b>13</b>
    --> data/returns/a & b.csv:7, column `value`
    and data/returns/Kent.xlsx, sheet `Crimes <total>`, cell C7, column `value`
    remedy: mend the quarter, or the year
  warning[jump] accepted: 12 is not the sum of its quarters, <b>13</b>
    --> data/returns/a & b.csv:7, column `value`
    and data/returns/Kent.xlsx, sheet `Crimes <total>`, cell C7, column `value`
    accepted by A. Analyst, National Crime Agency on 2026-11-02 until 2027-03-31: One investigation of many victims; \
confirmed with the force on the telephone.

Kent Police (E23000032)
";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("\nE99999999\n"), "{text}");
    let last = "1 error, no warnings and 2 notes; 1 accepted, 0 gone since the record\n\
                Rests on synthetic returns: no number says anything about a force.\n";
    assert!(text.ends_with(last), "{text}");
}

#[test]
fn json_carries_every_finding_with_its_places() {
    let findings = Folder::new(Some(ACCEPTED), None).judged(found(), "2026-10-31");
    let value: Value = serde_json::from_slice(&with_report(&findings, json)).unwrap();
    assert_eq!(value["findings"].as_array().unwrap().len(), 4);
    let first = &value["findings"][0];
    assert_eq!(first["places"][0]["line"], 7);
    assert_eq!(first["places"][1]["cell"], "C7");
    assert_eq!(value["findings"][1]["acceptance"]["until"], "2027-03-31");
}

#[test]
fn sarif_names_a_rule_a_level_and_a_place_for_every_finding() {
    let findings = Folder::new(Some(ACCEPTED), None).judged(found(), "2026-10-31");
    let value: Value = serde_json::from_slice(&with_report(&findings, sarif)).unwrap();
    assert_eq!(value["version"], "2.1.0");
    let run = &value["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        assert_eq!(
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "data/returns/a%20%26%20b.csv"
        );
        assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 7);
        assert_eq!(result["partialFingerprints"]["subject/v1"].as_str().unwrap().len(), 32);
    }
    assert_eq!(results[0]["level"], "error");
    assert_eq!(results[1]["suppressions"][0]["status"], "accepted");
    assert_eq!(results[0]["relatedLocations"][0]["logicalLocations"][0]["fullyQualifiedName"], "Crimes <total>!C7");
}

#[test]
fn the_page_is_whole_without_its_script_and_repeats_no_markup_of_the_data() {
    let findings = Folder::new(Some(ACCEPTED), None).judged(found(), "2026-10-31");
    let page = String::from_utf8(with_report(&findings, html)).unwrap();
    let body = page.split("<script>").next().unwrap();
    assert_eq!(body.matches("is not the sum of its quarters").count(), 4);
    assert!(!body.contains("<b>13") && body.contains("&lt;b&gt;13&lt;/b&gt;"));
    assert!(body.contains("<html lang=\"en-GB\">"));
    // Every table has a caption, and every header cell a scope.
    assert_eq!(body.matches("<table").count(), body.matches("<caption").count());
    assert_eq!(body.matches("<th ").count(), body.matches(" scope=\"").count());
    assert_eq!(body.matches("<th>").count(), 0);
    assert!(!page.contains("http://") && !page.contains("https://"), "the page fetches nothing");
    assert!(body.contains("OFFICIAL-SENSITIVE; not for release"));
}

#[test]
fn a_report_of_nothing_says_so() {
    let findings = Findings::default();
    assert_eq!(
        with_report(&findings, human),
        "no errors, no warnings and no notes; 0 accepted, 0 gone since the record\n\
         Rests on synthetic returns: no number says anything about a force.\n"
    );
    let page = String::from_utf8(with_report(&findings, html)).unwrap();
    assert!(page.contains("Nothing was found."));
}

/// Every check and fault of the documentation is a rule with help, and every rule has an anchor that is there.
#[test]
fn rules_say_what_the_documentation_says() {
    let rules = assess::findings::rules(None);
    let page = fs::read_to_string(crate::project::repository().join("docs/checks.md")).unwrap();
    assert_eq!(rules.len(), page.lines().filter(|line| line.starts_with("### ")).count());
    for rule in &rules {
        assert!(!rule.title.is_empty() && rule.help.len() > rule.title.len(), "{rule:?}");
    }
    let jump = rules.iter().find(|rule| rule.id == "year-jump").unwrap();
    assert!(jump.help.contains("*Why:*") && jump.help.contains("*False alarms:*"), "{}", jump.help);
    let findings = Findings::default();
    let report = Report {
        edition: 2027,
        cut_off: "31 October 2026",
        synthetic: true,
        forces: &[],
        rules: &rules,
        files: &[],
        asking: &Asking::default(),
        stopped: false,
        findings: &findings,
    };
    let log: Value = serde_json::from_slice(&sarif(&report)).unwrap();
    let driver = &log["runs"][0]["tool"]["driver"]["rules"];
    let rule = driver.as_array().unwrap().iter().find(|rule| rule["id"] == "year-jump").unwrap();
    assert_eq!(rule["properties"]["documentation"], "docs/checks.md#year-jump");
    // Without settings, as the check declares it.
    assert_eq!(rule["defaultConfiguration"]["level"], "warning");
    assert!(rule["help"]["markdown"].as_str().unwrap().contains("*Why:*"));
    assert!(!rule["help"]["text"].as_str().unwrap().contains('*'));
}

/// What was not looked at is neither gone nor accepted for nothing, and a record of it would forget what was seen.
#[test]
fn what_cannot_be_read_leaves_the_record_and_the_acceptances_alone() {
    let project = crate::project::Project::copy();
    let known =
        Known { check: "profile-none".to_owned(), subject: Subject { force: "BTP".to_owned(), ..Subject::default() } };
    let record = format!("{{ \"findings\": [{}] }}\n", serde_json::to_string(&known).unwrap());
    project.write("data/findings.json", &record);
    project.write("data/acceptances.toml", ACCEPTED.replace("\"jump\"", "\"profile-old\""));
    project.replace("data/demo/adr_parent.csv", "csae_crimes,total,all,66,", "csae_crimes,total,all,sixty,");
    let output = crate::project::assess(project.root(), &["check", "--record", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2), "{}", crate::project::said(&output));
    assert!(crate::project::said(&output).contains("nothing was recorded"));
    assert_eq!(project.text("data/findings.json"), record);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["complete"], &report["gone"]), (&Value::Bool(false), &Value::Array(Vec::new())));
    let checks: Vec<&str> =
        report["findings"].as_array().unwrap().iter().map(|one| one["check"].as_str().unwrap()).collect();
    assert_eq!(checks, ["number-not-whole"]);
    let human = crate::project::assess(project.root(), &["check"]);
    assert!(String::from_utf8(human.stdout).unwrap().contains("the checks on what they say did not run"));
}

/// The findings of `assess check` on a project: check, force and period of each.
fn findings_of(project: &crate::project::Project) -> std::collections::BTreeSet<(String, String, String)> {
    let output = crate::project::assess(project.root(), &["check", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["complete"], true, "{report}");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|found| (text(&found["check"]), text(&found["subject"]["force"]), text(&found["subject"]["period"])))
        .collect()
}

#[test]
fn a_return_that_contradicts_itself_hides_nothing_of_the_others() {
    let project = crate::project::Project::brief();
    let before = findings_of(&project);
    assert!(before.len() > 20, "{before:?}");
    let row = "BTP,2021/22,year,cocad,group_based_csae_crimes,context,familial,";
    project.replace("data/demo/adr_group_based.csv", &format!("{row}3,"), &format!("{row}4,"));
    let after = findings_of(&project);
    let hidden: Vec<_> = before.difference(&after).collect();
    assert!(hidden.is_empty(), "{hidden:?}");
    assert!(after.iter().any(|(check, _, _)| check == "breakdown-sum"), "{after:?}");
}
