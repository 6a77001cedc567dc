//! How long a hub waits for its 44 forces.

use std::time::{Duration, Instant};

use super::returned::workbook;
use super::*;
use crate::project::{Project, assess};

/// Forces and years of the demonstration that returned every cell of the form.
fn whole() -> Vec<(&'static str, &'static str)> {
    let mut asked: Vec<(&str, &str)> = DEMO
        .lines()
        .skip(1)
        .filter_map(|row| {
            let mut cells = row.split(',');
            Some((cells.next()?, cells.next()?))
        })
        .collect();
    asked.dedup();
    asked.retain(|(force, period)| {
        let lines = demo(force, period);
        lines.iter().any(|line| line.3 == "suspect_sex") && lines.iter().all(|line| !line.5.is_empty())
    });
    asked
}

/// For the README: `just bench-check`.
#[test]
#[ignore = "a measurement: alone, in the release profile"]
fn forty_four_filled_workbooks_are_checked_in_well_under_a_second() {
    let project = Project::copy();
    for (format, ending) in [(Format::Xlsx, "xlsx"), (Format::Ods, "ods")] {
        let files: Vec<String> = whole()
            .into_iter()
            .take(44)
            .map(|(force, period)| {
                let name = format!("{force}-{period}.{ending}").replace('/', "-");
                project.write(&name, workbook((force, period), format, |_| {}));
                project.path(&name).display().to_string()
            })
            .collect();
        assert_eq!(files.len(), 44);
        let arguments: Vec<&str> = std::iter::once("check").chain(files.iter().map(String::as_str)).collect();
        let mut took: Vec<Duration> = (0..7)
            .map(|_| {
                let began = Instant::now();
                let output = assess(project.root(), &arguments);
                let took = began.elapsed();
                let said = String::from_utf8(output.stdout).unwrap();
                assert_eq!(said.matches(": a return under `adr-group-based`, ").count(), 44, "{said}");
                assert!(!said.contains("not read"), "{said}");
                took
            })
            .collect();
        took.sort();
        println!("44 filled {ending} workbooks: median {:?}, least {:?}, most {:?}", took[3], took[0], took[6]);
        assert!(cfg!(debug_assertions) || took[3] < Duration::from_secs(1));
    }
}
