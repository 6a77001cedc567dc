//! Periods by name: the text of one edition is that of the next, and a year that stays behind is told.

use std::collections::BTreeSet;
use std::fs;

use assess::pipeline::{self, Order, Prepared};
use assess::source::Project as Read;

use crate::pdf::poppler;
use crate::project::{Project, assess, repository, succeed};
use assess::pipeline::Silent;

const TEXT: [&str; 3] = ["figures.toml", "judgements.toml", "statistics.toml"];

/// The project a year later: the edition after, made by the program, and one more year of everything.
fn a_year_later() -> Project {
    let project = Project::copy();
    let later = |file: &str, next: &dyn Fn(&str) -> Vec<String>| {
        let text = project.text(file);
        project.write(file, text.lines().flat_map(next).map(|line| line + "\n").collect::<String>());
    };
    succeed(project.root(), &["new", "2028"]);
    succeed(project.root(), &["demo", "--last", "2026-27"]);
    // What had three quarters is complete, and three quarters of the next year are there.
    let next_recorded = |line: &str| match (line.contains("2025/26"), line.strip_suffix(",3")) {
        (true, Some(begun)) => vec![format!("{begun},4"), line.replace("2025/26", "2026/27")],
        _ => vec![line.to_owned()],
    };
    later("data/public/recorded_crime_national.csv", &next_recorded);
    let next_quarter = |line: &str| {
        let next = line.starts_with("2025/26").then(|| line.replace("2025/26", "2026/27"));
        let fourth = line.strip_prefix("2025/26,3,").and_then(|rest| rest.rsplit_once(','));
        let fourth = fourth.map(|(rest, _)| format!("2025/26,4,{rest},0"));
        std::iter::once(line.to_owned()).chain(fourth).chain(next).collect()
    };
    later("data/public/recorded_crime_force_quarter.csv", &next_quarter);
    later("data/public/child_population.csv", &|line: &str| {
        let next = line.contains(",2024,").then(|| line.replace(",2024,", ",2025,"));
        std::iter::once(line.to_owned()).chain(next).collect()
    });
    project
}

fn fact(prepared: &Prepared, id: &str) -> String {
    prepared.facts.get(id).unwrap_or_else(|| panic!("no fact {id}")).text.clone()
}

#[test]
fn the_text_copied_to_the_next_year_says_every_sentence_of_that_year() {
    let project = a_year_later();
    let prepared =
        pipeline::prepare(&mut Read::open(project.root()).unwrap(), Order::edition(2028), &mut Silent).unwrap();
    for (id, due) in [
        ("returns.year.last", "2026/27"),
        ("returns.year.previous", "2025/26"),
        ("returns.year.first", "2021/22"),
        ("offence-71.year.last", "2025/26"),
        ("offence-71.year.previous", "2024/25"),
        ("offence-71.year.to-date", "2026/27"),
        ("offence-71.mid-year.last", "2025"),
        ("offence-88a.year.break", "2017/18"),
        ("funnel.year.last", "2025/26"),
        ("published.group-based.year.last", "2024"),
    ] {
        assert_eq!(fact(&prepared, id), due, "{id}");
    }
    no_number_of_the_old_year_is_left(&project, &prepared);
    assert_eq!(fact(&prepared, "offence-71.count.last"), fact(&prepared, "offence-71.count.2025-26"));
    assert_eq!(fact(&prepared, "group-based-cse.range.last"), fact(&prepared, "group-based-cse.range.2026-27"));

    succeed(project.root(), &["build", "--quiet"]);
    let chapter = project.path("out/2028/chapter.official.embargoed.pdf");
    let Some(text) = poppler("pdftotext", &[], &chapter) else { return };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in [
        "In 2026/27 police in England and Wales recorded",
        "2025/26 and 2026/27 were both counted under the agreed definition",
        "offences of abuse of children through sexual exploitation in 2025/26.",
        "Compared with 2024/25, when there were 962, the number",
        "in the middle of 2025 (95% interval",
        "offences in the first three quarters of 2026/27.",
        "Limits of chance alone would leave",
        "Between 2025/26 and 2026/27 it changed by",
        "forces sent a return for 2026/27",
        "In 2024 police in England and Wales recorded 4,450 group-based crimes",
    ] {
        assert!(text.contains(sentence), "the chapter does not say: {sentence}");
    }
    assert!(!text.contains("In 2024/25,") && !text.contains("for 2025/26."), "a sentence stayed behind");
}

/// Facts that the text binds and that say the same in both editions: each is a number of the project and not of a year, or says of which
/// year it is, or is a word.
const SAME_IN_BOTH: [&str; 27] = [
    "breakdown.",
    // What an edition says of itself: `assess new` asks for it anew.
    "changed.",
    "confidence.",
    "forces.",
    "funnel.beyond-chance.",
    "gaps.",
    "group-based-cse.",
    "limits.",
    // The quarters of the further year are those of the one before.
    "offence-71.count.to-date",
    // The population of the further year is that of the one before.
    "offence-71.children.",
    "offence-71.direction.",
    "offence-71.first-",
    // Says of which year it is.
    "offence-71.peak-said",
    "offence-71.quarters-first",
    "offence-71.quarters.",
    "offence-71.year.first",
    "offence-88a.",
    "policy.",
    "profiles.",
    "published.",
    "quality.",
    // Say as of which day.
    "recommendations.",
    "reconciliation.",
    // Held against a series of others, and says of which year it is.
    "regions.",
    // As many forces sent a return, of one year and of the next.
    "returns.received.",
    // No release came before either.
    "revised.",
    // Published by others, of whom the further year brings nothing.
    "series.",
];

fn no_number_of_the_old_year_is_left(project: &Project, new: &Prepared) {
    let old = pipeline::prepare(&mut Read::open(repository()).unwrap(), Order::edition(2027), &mut Silent).unwrap();
    let (mut bound, mut left) = (0, BTreeSet::new());
    for entry in fs::read_dir(project.path("report/2028/sections")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for id in text.split("#n(\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            bound += 1;
            let (before, now) = (fact(&old, id), fact(new, id));
            let may_stay = SAME_IN_BOTH.iter().any(|start| id.starts_with(start)) || id.contains("expected");
            if before == now && !may_stay {
                left.insert(format!("{id}: {now}"));
            }
        }
    }
    assert!(bound > 100, "{bound}");
    assert!(left.is_empty(), "the same in both editions: {left:#?}");
}

#[test]
fn no_year_stands_in_the_text_of_an_edition_but_as_history() {
    let folder = repository().join("report/2027");
    let sections = fs::read_dir(folder.join("sections")).unwrap().map(|entry| entry.unwrap().path());
    let mut read = 0;
    for path in sections.chain(TEXT.map(|file| folder.join(file))) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with("//") && !line.starts_with('#'));
        for line in lines {
            read += 1;
            let digits = |part: &str| {
                part.len() == 4 && part.starts_with("20") && part.bytes().all(|byte| byte.is_ascii_digit())
            };
            for (at, _) in line.match_indices("20") {
                let Some(year) = line.get(at..at + 4).filter(|year| digits(year)) else { continue };
                let rest = line.get(at + 4..).unwrap_or_default();
                let bound = line[..at].ends_with('.')
                    && (rest.starts_with('"') || rest.starts_with('.') || rest.starts_with('}'));
                assert!(
                    !bound && !rest.starts_with('/') && !rest.starts_with('-'),
                    "{}: {year} in {line}",
                    path.display()
                );
            }
        }
    }
    assert!(read > 400, "{read}");
}

#[test]
fn a_year_of_which_the_section_does_not_speak_is_a_note() {
    let project = Project::brief();
    let section = "report/2027/sections/brief.typ";
    let text = project.text(section);
    let line = text.lines().count() + 2;
    let sentence =
        "Police recorded #n(\"offence-71.count.2019-20\") offences then, and #n(\"offence-71.count.last\") in 2013/14.";
    project.write(section, format!("{text}\n{sentence}\n"));
    let output = assess(project.root(), &["check"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    for (year, column) in [("2019/20", 21), ("2013/14", 98)] {
        let note = format!(
            "the sentence binds {year}, and neither its section nor a figure of it speaks of that year by name\n    --> {section}:{line}:{column}\n"
        );
        assert!(said.contains(&note), "{note}\n{said}");
    }
}
