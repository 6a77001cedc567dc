//! The life of a return: read by its contract before it is said what changed, adopted and withdrawn by name, told by the file it came in.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::project::{Project, assess, said, succeed};

const KENT: &str = "E23000032";
const KEY: &str = "hub/E23000032";

/// A project of which one force sends a return to an inbox.
struct Office {
    project: Project,
    inbox: TempDir,
}

impl Office {
    fn open() -> Self {
        let (project, inbox) = (Project::brief(), tempfile::tempdir().unwrap());
        let own = |line: &&str| line.starts_with(&format!("{KENT},"));
        let text = project.text("data/demo/adr_parent.csv");
        let of = |kept: &dyn Fn(&&str) -> bool| {
            let lines = text.lines().enumerate().filter(|(number, line)| *number == 0 || kept(line));
            lines.map(|(_, line)| format!("{line}\n")).collect::<String>()
        };
        fs::write(inbox.path().join(format!("{KENT}.csv")), of(&own)).unwrap();
        project.write("data/demo/adr_parent.csv", of(&|line| !own(line)));
        let entry = format!(
            "\n[[source]]\nid = \"hub\"\ncontract = \"adr-csae-parent\"\ntitle = \"Returns\"\npublisher = \"Forces\"\nlicence = \"None\"\nkind = \"inbox\"\n\
             folder = \"{}/{{force}}.*\"\nforces = [\"{KENT}\"]\nmarking = \"OFFICIAL-SENSITIVE\"\n",
            inbox.path().display()
        );
        project.write("data/sources.toml", project.text("data/sources.toml") + &entry);
        project.replace("report/2027/edition.toml", "[\"demo-adr-parent\"]", "[\"demo-adr-parent\", \"hub\"]");
        Self { project, inbox }
    }

    fn file(&self) -> PathBuf {
        self.inbox.path().join(format!("{KENT}.csv"))
    }

    /// Puts another count for the first quarter of the last year; gives the one that stood there.
    fn revise(&self, count: &str) -> String {
        let text = fs::read_to_string(self.file()).unwrap();
        let start = format!("{KENT},2025/26,Q1,csae,csae_crimes,total,all,");
        let before = text.split(&start).nth(1).unwrap().split(',').next().unwrap().to_owned();
        fs::write(self.file(), text.replace(&format!("{start}{before},"), &format!("{start}{count},"))).unwrap();
        before
    }

    fn pull(&self, arguments: &[&str]) -> Output {
        assess(self.project.root(), &[&["pull"], arguments].concat())
    }
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn what_changed_is_told_in_cells_and_values_as_the_contract_reads_them() {
    let office = Office::open();
    assert_eq!(office.pull(&[]).status.code(), Some(0));
    let before = office.revise("400");
    let output = office.pull(&[]);
    assert_eq!(output.status.code(), Some(1));
    let line = fs::read_to_string(office.file()).unwrap().lines().position(|line| line.contains(",400,")).unwrap() + 1;
    let expected = format!(
        "{KENT}, 2025/26, Q1, csae_crimes, total, all: value changed from {before} to 400 ({}, line {line})",
        office.file().display()
    );
    assert!(
        told(&output).contains("1 values revised") && told(&output).contains(&expected),
        "{expected}\n{}",
        told(&output)
    );
    assert!(said(&output).contains(&format!("adopt with --update {KEY}")), "{}", said(&output));
    // Nothing is adopted before it is asked for by name, and a name that is none is an answer.
    let output = office.pull(&["--update", "hub/E23000033"]);
    assert!(
        said(&output).contains("no file is called `hub/E23000033`\n  remedy: did you mean `hub/E23000032`?"),
        "{}",
        said(&output)
    );
    let output = office.pull(&["--update", KEY]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(told(&output).starts_with("updated"), "{}", told(&output));
}

#[test]
fn a_return_that_its_contract_refuses_is_never_pinned_without_a_word_and_can_be_withdrawn() {
    let office = Office::open();
    let before = office.revise("many");
    let output = office.pull(&[]);
    assert_eq!(output.status.code(), Some(1));
    let name = office.file().display().to_string();
    assert!(told(&output).contains(&format!("refused by its contract: {name}:")), "{}", told(&output));
    assert!(told(&output).contains("(number-not-whole)"), "{}", told(&output));
    assert!(said(&output).contains(&format!("take it out with --withdraw {KEY}")), "{}", said(&output));
    // The build names the file that the force has, and not the place of its bytes.
    let checked = assess(office.project.root(), &["check", "--format", "json"]);
    let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let finding =
        report["findings"].as_array().unwrap().iter().find(|one| one["check"] == "number-not-whole").unwrap().clone();
    assert_eq!(finding["places"][0]["file"], name.as_str());

    let output = office.pull(&["--withdraw", KEY]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(told(&output).starts_with(&format!("withdrawn {KEY}")), "{}", told(&output));
    assert!(!office.project.text("data/sources.lock").contains(KEY));
    let again = office.pull(&["--withdraw", KEY]);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        said(&again).contains(&format!("nothing is pinned under `{KEY}`; nothing was changed")),
        "{}",
        said(&again)
    );
    // The better one takes its place.
    office.revise(&before);
    assert_eq!(office.pull(&[]).status.code(), Some(0));
    succeed(office.project.root(), &["check", "--quiet"]);
}

#[test]
fn two_copies_of_a_return_in_two_forms_are_an_error_with_the_choice() {
    let office = Office::open();
    fs::write(office.inbox.path().join(format!("{KENT}.xlsx")), "x").unwrap();
    let output = office.pull(&[]);
    let expected = format!("two files are the return of one force: `{KENT}.csv` and `{KENT}.xlsx`");
    assert!(
        said(&output).contains(&expected) && said(&output).contains("keep the one the force means"),
        "{}",
        said(&output)
    );
    assert!(!office.project.path("data/sources.lock").exists());
}
