//! Damaged configurations: every settings file of the project, damaged in the ways that hands and machines damage them. Each is read to an
//! end: refused with its place and remedy, or read as what now stands there. `just configurations` tries two thousand.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Tally;
use crate::fuzz::{Case, Corpus, Desk, Kind};
use crate::random::Random;

/// How many a plain run of the suite tries.
const FEW: u64 = 120;

/// What is done to a text, by kind.
const DAMAGES: [&str; 14] = [
    "cut short",
    "a line taken away",
    "a line twice",
    "two lines exchanged",
    "a letter changed",
    "a quotation mark lost",
    "a control character",
    "a value of another type",
    "a number beyond all",
    "a path that leads outside",
    "an unknown key",
    "a key twice",
    "deep nesting",
    "bytes that are no text",
];

fn damaged(bytes: &[u8], kind: &str, random: &mut Random) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = random.below(lines.len());
    let with_value = |random: &mut Random| {
        let valued: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(" = ")).collect();
        random.one_of(&valued).copied().unwrap_or(0)
    };
    let set = |lines: &mut Vec<String>, at: usize, value: &str| {
        let key = lines[at].split(" = ").next().unwrap_or_default().to_owned();
        lines[at] = format!("{key} = {value}");
    };
    match kind {
        "cut short" => return bytes[..random.below(bytes.len())].to_vec(),
        "a line taken away" => drop(lines.remove(at)),
        "a line twice" => lines.insert(at, lines[at].clone()),
        "two lines exchanged" => {
            let other = random.below(lines.len());
            lines.swap(at, other);
        }
        "a letter changed" => {
            let mut bytes = bytes.to_vec();
            let at = random.below(bytes.len());
            bytes[at] = b'a' + (random.below(26)) as u8;
            return bytes;
        }
        "a quotation mark lost" => lines[at] = lines[at].replacen('"', "", 1),
        "a control character" => lines[at].push_str("\u{1b}[31m\u{0}"),
        "a value of another type" => {
            let at = with_value(random);
            set(&mut lines, at, ["[]", "true", "1.5", "{}", "\"\"", "1979-05-27"][random.below(6)]);
        }
        "a number beyond all" => {
            let at = with_value(random);
            set(&mut lines, at, ["99999999999999999999", "-1", "1e400", "0", "nan"][random.below(5)]);
        }
        "a path that leads outside" => {
            let at = with_value(random);
            set(&mut lines, at, "\"../../../../../../etc/passwd\"");
        }
        "an unknown key" => lines.insert(at, "quite_unknown = 1".to_owned()),
        "a key twice" => {
            let at = with_value(random);
            lines.insert(at, lines[at].clone());
        }
        "deep nesting" => lines[at] = format!("deep = {}{}", "[".repeat(5_000), "]".repeat(5_000)),
        "bytes that are no text" => return [bytes, b"\xff\xfe\x00"].concat(),
        other => panic!("no one knows {other}"),
    }
    lines.join("\n").into_bytes()
}

fn run(cases: u64) -> Tally {
    let (corpus, desk, mut tally) = (Corpus::new(), Desk::new(), Tally::default());
    let settings: Vec<_> =
        corpus.files.iter().filter(|file| !matches!(file.kind, Kind::Table(_) | Kind::Template)).collect();
    for seed in 0..cases {
        let mut random = Random::new("configurations", seed);
        let file = random.one_of(&settings).unwrap();
        let kind = DAMAGES[seed as usize % DAMAGES.len()];
        let case = Case { kind: file.kind, bytes: damaged(&file.bytes, kind, &mut random) };
        match catch_unwind(AssertUnwindSafe(|| desk.read(&case))) {
            Err(_) => tally.wrong(kind, format!("seed {seed}: a panic")),
            Ok(said) if said.contains("root:x:0") => {
                tally.wrong(kind, format!("seed {seed}: repeats the file outside"))
            }
            Ok(said) if said.is_empty() => tally.count(kind, "read as it now stands"),
            Ok(said) if !said.contains("error[") || !said.contains("remedy: ") || said.contains("--> \n") => {
                tally.wrong(kind, format!("seed {seed}: no place or remedy in\n{said}"));
            }
            Ok(_) => tally.count(kind, "refused"),
        }
    }
    tally
}

#[test]
fn a_few_damaged_configurations_are_refused_or_read() {
    let tally = run(FEW);
    assert_eq!(tally.total() as u64, FEW);
    tally.hold("Damaged configurations, in every run");
}

/// `just configurations`.
#[test]
#[ignore = "two thousand configurations"]
fn two_thousand_damaged_configurations_are_refused_or_read() {
    run(2_000).hold("Damaged configurations");
}

/// What the damages are made to find: settings that a reader turns down must be turned down by the program, in every file.
#[test]
fn a_control_character_in_a_configuration_is_told_at_its_place_and_never_printed() {
    let project = crate::project::Project::copy();
    let text = project.text("report/2027/edition.toml");
    project.write("report/2027/edition.toml", format!("a = \"\u{1b}[2J\u{1b}]0;owned\u{7}\"\n{text}"));
    let output = crate::project::assess(project.root(), &["facts"]);
    let said = crate::project::said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("--> report/2027/edition.toml:1:"), "{said}");
    assert!(!said.contains('\u{1b}') && !said.contains('\u{7}'), "{said:?}");
    fs::remove_file(project.path("report/2027/edition.toml")).unwrap();
}
