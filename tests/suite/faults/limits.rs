//! The ceilings of docs/limits.md, each met: what is above ends soon, in an error, and in bounded memory.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use assess::source::{Least, Table, input, reader};

use crate::project::{Project, assess, repository, said};

/// In the debug profile, on a machine that others work on too.
const SOON: Duration = Duration::from_secs(20);

fn columns() -> assess::source::Columns<'static> {
    ["force_code", "mid_year", "children"].into_iter().collect()
}

#[test]
fn sixteen_thousand_unknown_columns_are_told_in_a_moment() {
    let header: Vec<String> = (0..16_000).map(|number| format!("column_{number}_of_many")).collect();
    let text = format!("{}\n{}\n", header.join(","), vec!["1"; 16_000].join(","));
    let begun = Instant::now();
    let faults = Table::read("given.csv", &text, &columns(), Least::OneRow).map(drop).unwrap_err();
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    assert_eq!(faults.len(), 21, "twenty are told, and that there are more");
    assert!(faults[20].what.starts_with("15980 more columns"), "{}", faults[20]);
}

#[test]
fn a_hundred_thousand_bad_rows_are_told_by_the_first_ones() {
    let mut faults = assess::fault::Faults::new();
    for line in 0..100_000 {
        faults.push(assess::fault::Fault::new("cell-empty", assess::fault::Place::line("given.csv", line), "x", "y"));
    }
    let faults = faults.into_result(()).unwrap_err();
    assert_eq!((faults.len(), faults[10_000].id), (10_001, "faults-too-many"));
    let told = assess::fault::Failure::Input(faults).to_string();
    assert!(told.len() < 2_000 && told.contains("and 9995 more error[cell-empty]"), "{told}");
}

#[test]
fn json_of_more_values_than_can_be_held_is_refused() {
    let text = format!("[{}]", vec!["[]"; 10_000_001].join(","));
    let fault = reader::read(text.as_bytes(), "given.json").unwrap_err();
    assert_eq!(fault.id, "workbook-too-large", "{fault}");
}

#[test]
fn a_workbook_of_more_parts_than_any_has_is_refused() {
    let names: Vec<String> = (0..20_000).map(|number| format!("part{number}")).collect();
    let parts: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), b"".as_slice())).chain([("content.xml", b"<x/>".as_slice())]).collect();
    let fault = reader::read(&crate::workbooks::archive(&parts), "given.ods").unwrap_err();
    assert!(fault.id == "archive-refused" && fault.what.contains("20001 parts"), "{fault}");
}

#[test]
fn records_that_name_their_members_in_ever_other_orders_are_read_in_a_moment() {
    let width = 2_000;
    let record = |turn: usize| {
        let members: Vec<String> = (0..width).map(|at| format!("\"m{}\": 1", (at * 7 + turn) % width)).collect();
        format!("{{{}}}", members.join(","))
    };
    let text = format!("[{}]", (0..40).map(record).collect::<Vec<_>>().join(","));
    let begun = Instant::now();
    let reading = reader::read(text.as_bytes(), "given.json").unwrap();
    assert_eq!(reading.sheets[0].grid.width(), width);
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
}

#[test]
fn a_file_above_the_ceiling_of_bytes_is_refused_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.csv");
    fs::File::create(&path).unwrap().set_len(input::MOST_BYTES + 1).unwrap();
    let error = input::read(&path, 1_000).unwrap_err();
    assert!(error.to_string().contains("more than 1000 bytes"), "{error}");
}

#[test]
fn titles_and_texts_without_measure_are_refused_before_anything_is_made_of_them() {
    let long = "x".repeat(1 << 20);
    let section = "report/2027/sections/20-forces.typ";
    for (file, find, replace, expected) in [
        (
            "report/2027/edition.toml",
            "title = \"Group-based",
            format!("title = \"{long} Group-based"),
            "error[edition-invalid]: the title has 1048614 letters, and may have 300\n  --> report/2027/edition.toml:5:9",
        ),
        (
            section,
            "= How forces differ",
            format!("= How forces differ\n\n{long}"),
            " bytes, and may have 262144\n  --> report/2027/sections/20-forces.typ",
        ),
    ] {
        let copy = Project::copy();
        copy.replace(file, find, &replace);
        let begun = Instant::now();
        let output = assess(copy.root(), &["build", "--quiet"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains(expected), "{}", said(&output));
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    }
}

#[test]
fn a_control_character_in_settings_is_told_by_its_place_and_number() {
    let copy = Project::copy();
    copy.replace("report/2027/edition.toml", "year = 2027", "year\u{1} = 2027");
    let output = assess(copy.root(), &["build", "--quiet"]);
    let expected = "a character that cannot be seen, U+0001, stands here\n  --> report/2027/edition.toml:4:5";
    assert!(said(&output).contains(expected), "{}", said(&output));
}

#[cfg(unix)]
#[test]
fn devices_pipes_and_folders_are_no_input() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [pipe.to_str().unwrap(), "/dev/zero", "/dev/full", "/dev/null"] {
        for command in [&["peek", path][..], &["check", path]] {
            let begun = Instant::now();
            let output = assess(repository(), command);
            assert!(matches!(output.status.code(), Some(1 | 2)), "{command:?}: {}", said(&output));
            assert!(said(&output).contains("a device or a pipe, not a plain file"), "{command:?}: {}", said(&output));
            assert!(begun.elapsed() < SOON, "{command:?} took {:?}", begun.elapsed());
        }
    }
}

#[cfg(unix)]
#[test]
fn a_source_that_is_a_device_or_leads_out_of_the_project_is_refused() {
    for (path, expected) in [
        ("../../../../../../etc/passwd", "error[path-outside]"),
        ("/etc/passwd", "error[file-missing]"),
        ("public/link.csv", "error[path-outside]"),
        ("public/pipe.csv", "a device or a pipe"),
    ] {
        let copy = Project::copy();
        copy.replace("data/sources.toml", "path = \"public/child_population.csv\"", &format!("path = \"{path}\""));
        std::os::unix::fs::symlink("/etc/passwd", copy.path("data/public/link.csv")).unwrap();
        assert!(Command::new("mkfifo").arg(copy.path("data/public/pipe.csv")).status().unwrap().success());
        let output = assess(copy.root(), &["build", "--quiet"]);
        assert_eq!(output.status.code(), Some(1), "{path}: {}", said(&output));
        assert!(said(&output).contains(expected) && !said(&output).contains("root:"), "{path}: {}", said(&output));
    }
}

#[cfg(unix)]
#[test]
fn an_environment_in_which_nothing_can_run_is_an_error_and_no_panic() {
    let run = |before: &str, variables: &[(&str, &str)]| {
        let program = env!("CARGO_BIN_EXE_assess");
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{before} exec \"$0\" facts"), program]).current_dir(repository());
        command.envs(variables.iter().copied()).output().unwrap()
    };
    for threads in ["0", "-1", "many", ""] {
        let output = run("", &[("POLARS_MAX_THREADS", threads)]);
        assert_eq!(output.status.code(), Some(2), "{threads}");
        assert!(said(&output).contains("`POLARS_MAX_THREADS` is not a number"), "{}", said(&output));
    }
    // A small stack for the first thread is none for the work.
    let output = run("ulimit -s 512;", &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    // Too little memory for any thread.
    let output = run("ulimit -v 60000;", &[]);
    assert!(!said(&output).contains("panicked"), "{}", said(&output));
    assert_ne!(output.status.code(), Some(0));
}

/// A table that runs over a page says so above the header it repeats; its caption stays with its first rows.
#[test]
fn a_parted_table_says_that_it_is_continued_and_keeps_its_caption() {
    let mut job = super::small::job("#data-table(\"long\")", super::small::LIMITS);
    let rows: Vec<[String; 2]> = (1..90).map(|row| [format!("Row {row}"), "Words".to_owned()]).collect();
    let column = |title: &str| serde_json::json!({ "title": title, "align": "left", "width": 1 });
    let table = serde_json::json!({ "long": {
        "title": "A long one", "subtitle": "", "columns": [column("Head"), column("Other")], "rows": rows, "row_header": true,
        "source": "Nobody", "notes": [], "synthetic": false, "sources": [], "made": [], "data": "data/long.csv",
    } });
    job.files.insert("generated/tables.json".to_owned(), table.to_string());
    job.files.insert("generated/data/long.csv".to_owned(), "row\n1\n".to_owned());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.pdf");
    std::fs::write(&path, super::small::typeset(&job).unwrap()).unwrap();
    let Some(text) = crate::pdf::poppler("pdftotext", &["-layout"], &path) else { return };
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| page.contains("Row ")).collect();
    assert!(pages.len() >= 3, "{}", pages.len());
    assert!(pages[0].contains("Table 1. A long one") && !pages[0].contains("continued"), "{}", pages[0]);
    for page in &pages[1..] {
        let lines: Vec<&str> = page.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let head = lines.iter().position(|line| line.starts_with("Head")).unwrap();
        assert_eq!(lines[head - 1], "Table 1, continued", "{page}");
        assert!(lines[head + 1].starts_with("Row "), "{page}");
    }
}
