//! Workbooks as hands leave them: anything in any entry cell, calculated by LibreOffice. What its formulas then say is what `check` says.
//!
//! Needs `soffice` (package libreoffice-calc). Without it the test says that it was skipped, and passes.

use std::process::Command;

use super::libreoffice::{profile, program};
use super::returns::{FORCE, RETURNS, YEAR, errors, is_ready, sound, state};
use super::*;
use crate::random::Random;

/// What may stand in an entry cell of a style, as the attributes and the text of a cell.
fn entered(style: &str, form: &Form, random: &mut Random) -> Option<(String, String)> {
    let text = |text: &str| Some(("office:value-type=\"string\"".to_owned(), text.to_owned()));
    let number =
        |number: &str| Some((format!("office:value-type=\"float\" office:value=\"{number}\""), number.to_owned()));
    match (style, random.below(9)) {
        (_, 0) => None,
        (_, 1) => text("[x]"),
        (_, 2) => text("[z]"),
        (_, 3) => text("about 5"),
        ("Choice", 4..) => {
            let choices: Vec<String> =
                form.definitions.iter().map(|choice| format!("{} ({})", choice.title, choice.id)).collect();
            text(random.one_of(&choices).map_or("no", String::as_str))
        }
        ("Day", 4..=6) => {
            Some(("office:value-type=\"date\" office:date-value=\"2025-03-31\"".to_owned(), "2025-03-31".to_owned()))
        }
        (_, 4) => number("2.5"),
        (_, 5) => number("-3"),
        (_, 6) => number("101"),
        (_, 7) => number("0.5"),
        (_, _) => number("7"),
    }
}

/// The content of an ODS with other entries in some cells, and without any result of a formula.
fn handled(content: &str, form: &Form, random: &mut Random, changes: usize) -> String {
    const CELL: &str = "<table:table-cell ";
    const END: &str = "</table:table-cell>";
    let style = |piece: &str| {
        let name = piece.strip_prefix("table:style-name=\"").and_then(|rest| rest.split('"').next());
        name.filter(|name| ["Entry", "Choice", "Day"].contains(name)).map(str::to_owned)
    };
    let mut pieces = content.split(CELL);
    let head = pieces.next().unwrap().to_owned();
    let pieces: Vec<&str> = pieces.collect();
    let open: Vec<usize> = (0..pieces.len()).filter(|at| style(pieces[*at]).is_some()).collect();
    let chosen: Vec<usize> = (0..changes).map(|_| *random.one_of(&open).unwrap()).collect();
    let mut made = head;
    for (at, piece) in pieces.into_iter().enumerate() {
        made.push_str(CELL);
        let (tag, after) = piece.split_once('>').unwrap();
        let attribute = |name: &str| {
            let value = tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split('"').next());
            value.map_or(String::new(), |value| format!("{name}=\"{value}\" "))
        };
        let kept = ["table:style-name", "table:content-validation-name", "table:formula"].map(attribute).concat();
        let rest = if tag.ends_with('/') { after } else { after.split_once(END).unwrap().1 };
        if chosen.contains(&at) {
            match entered(&style(piece).unwrap(), form, random) {
                Some((value, text)) => made.push_str(&format!("{kept}{value}><text:p>{text}</text:p>{END}{rest}")),
                None => made.push_str(&format!("{kept}/>{rest}")),
            }
        } else if tag.contains("table:formula=") {
            // What it came to when it was written is not to be taken for what it comes to now.
            made.push_str(&format!("{kept}/>{rest}"));
        } else {
            made.push_str(piece);
        }
    }
    made
}

fn with_content(bytes: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    crate::workbooks::changed(bytes, |name, text| (name == "content.xml").then(|| change(text)))
}

#[test]
fn the_formulas_of_a_workbook_say_what_checking_it_says_whatever_hands_have_entered() {
    let Some(program) = program() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut names = Vec::new();
    for contract in RETURNS {
        let form = of_return(contract);
        for seed in 0..10_u64 {
            let mut random = Random::new(contract, 5000 + seed);
            let filled = bytes(&form, &sound(&form, &mut random), Format::Ods);
            let random = std::cell::RefCell::new(random);
            let changes = seed as usize % 4;
            let changed = with_content(&filled, |content| handled(content, &form, &mut random.borrow_mut(), changes));
            let name = format!("{contract}-{seed}.ods");
            std::fs::write(folder.path().join(&name), changed).unwrap();
            names.push(name);
        }
    }
    let out = folder.path().join("out");
    let profile = profile(folder.path());
    let done = Command::new(program)
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(&out)
        .args(names.iter().map(|name| folder.path().join(name)))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut input = assess::source::Project::built_in();
    let (mut ready, mut wrong) = (0, Vec::new());
    for name in &names {
        let saved = std::fs::read(out.join(name.replace(".ods", ".xlsx"))).unwrap();
        let workbook = own(&saved, "a.xlsx");
        let errors = errors(&mut input, "a.xlsx", &saved);
        if is_ready(&workbook) != errors.is_empty() {
            wrong.push(format!("{name}: {}\n  {}", state(&workbook), errors.join("\n  ")));
        }
        ready += usize::from(errors.is_empty());
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), names.len(), wrong.join("\n"));
    assert!(ready >= 12 && names.len() - ready >= 12, "{ready} of {} are ready", names.len());
}

fn of_return(contract: &str) -> Form {
    super::asked::of(contract, FORCE, YEAR, false)
}
