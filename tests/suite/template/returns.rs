//! Every return that a force makes has its workbook: what it says of itself is what `check` says, and `check` and `build` read it to the cell.

use assess::alone::{self, File};
use assess::source::Project as Input;
use assess::template::{Answer, Due, Limit, Question, read_answers};

use super::asked::of;
use super::*;
use crate::project::{Project, assess, repository, said, succeed};
use crate::random::Random;

/// Every return with a force and a year for which the project has nothing else to hold it against.
pub(super) const RETURNS: [&str; 5] =
    ["adr-csae-parent", "adr-group-based", "adr149-custody", "bridge-studies", "problem-profiles"];
pub(super) const FORCE: &str = "E23000032";
pub(super) const YEAR: &str = "2025/26";

/// What the contents say of the whole return.
pub(super) fn state(workbook: &[Grid]) -> String {
    let contents = workbook.iter().find(|grid| grid.sheet.as_deref() == Some("Contents")).unwrap();
    let texts = contents.rows.iter().map(|row| row.cell(0).text().into_owned());
    texts.into_iter().find(|text| text.contains("eady")).unwrap()
}

pub(super) fn is_ready(workbook: &[Grid]) -> bool {
    state(workbook).starts_with("Ready to send")
}

/// The errors that `check` finds in a file by itself.
pub(super) fn errors(input: &mut Input, name: &str, bytes: &[u8]) -> Vec<String> {
    let file = File { name: name.to_owned(), bytes: bytes.to_vec() };
    let checked = alone::check(input, 2027, &[file], None).unwrap();
    let errors = checked.findings.open().filter(|finding| finding.severity == assess::contract::Severity::Error);
    // What only the sizes of other counts tell, no workbook knows of itself; nor does it hold breakdowns against one another where the
    // sheet that they are held against has no total.
    let errors = errors.filter(|finding| !["unit-slip", "breakdown-sum"].contains(&finding.check));
    errors.map(|finding| format!("{}: {}", finding.check, finding.what)).collect()
}

/// A filling in which nothing is open, with sheets that are not due left out now and then.
pub(super) fn sound(form: &Form, random: &mut Random) -> Filling {
    let mut filling = Filling::default();
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    let mut under: BTreeMap<&str, String> = BTreeMap::new();
    for section in &form.sections {
        if !section.due && random.below(3) == 0 {
            continue;
        }
        if random.below(12) == 0 {
            // Not one of its counts is known.
            for (category, part) in cells(section) {
                filling.entries.insert((section.id.clone(), category, part), Entry::Marker("[x]".to_owned()));
            }
            let definition = under.entry(&section.measure).or_insert_with(|| form.definitions[0].id.clone());
            filling.definitions.insert(section.id.clone(), definition.clone());
            continue;
        }
        let sum = *sums.entry(&section.measure).or_insert_with(|| random.below(400) as i64);
        let mut left = sum;
        let all = cells(section);
        for (at, (category, part)) in all.iter().enumerate() {
            let count = if at + 1 == all.len() { left } else { random.below(left as usize + 1) as i64 };
            left -= count;
            filling.entries.insert((section.id.clone(), category.clone(), *part), Entry::Count(count));
        }
        let drawn = random.one_of(&form.definitions).unwrap().id.clone();
        let definition = under.entry(&section.measure).or_insert(drawn);
        filling.definitions.insert(section.id.clone(), definition.clone());
    }
    if !form.questions.is_empty() {
        filling.answers = answers(form, random);
    } else if form.chooses_any() && random.below(2) == 0 {
        // Once for all sheets, in place of each.
        filling.definitions.clear();
        filling.definition_of_all = Some(form.definitions[0].id.clone());
    }
    filling
}

trait Chooses {
    fn chooses_any(&self) -> bool;
}

impl Chooses for Form {
    fn chooses_any(&self) -> bool {
        self.sections.iter().any(|section| section.definition.is_none())
    }
}

fn cells(section: &Section) -> Vec<(String, Part)> {
    let parts: Vec<Part> = if section.quarters { (1..=4).map(Part::Quarter).collect() } else { vec![Part::Year] };
    section.categories.iter().flat_map(|one| parts.iter().map(|part| (one.id.clone(), *part))).collect()
}

fn answers(form: &Form, random: &mut Random) -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    let without = random.below(4) == 0;
    for question in &form.questions {
        let reason = matches!(&question.due, Due::Either(_)) && without;
        if reason || (question.due == Due::Never && question.id != "marker" && random.below(3) == 0) {
            continue;
        }
        let text = match &question.answer {
            _ if question.id == "marker" && !without => continue,
            Answer::Count(least, _) => (least + random.below(90) as i64).to_string(),
            Answer::Day => format!("2025-0{}-1{}", 1 + random.below(9), random.below(10)),
            Answer::OneOf(choices) => random.one_of(choices).unwrap().id.clone(),
        };
        answers.insert(question.id.clone(), text);
    }
    // In order, so that nothing is beyond its limit.
    let number =
        |answers: &BTreeMap<String, String>, id: &str| answers.get(id).and_then(|text| text.parse::<i64>().ok());
    for question in &form.questions {
        for limit in &question.limits {
            let beyond = match limit {
                Limit::NotBefore(other) => answers.get(&question.id) < answers.get(other),
                Limit::NotAbove(other) => number(&answers, &question.id) > number(&answers, other),
                Limit::Until(_) => false,
            };
            let other = match limit {
                Limit::NotBefore(other) | Limit::NotAbove(other) => answers.get(other).cloned(),
                Limit::Until(_) => None,
            };
            if let Some(other) = other.filter(|_| beyond && answers.contains_key(&question.id)) {
                answers.insert(question.id.clone(), other);
            }
        }
    }
    answers
}

/// Does one thing wrong, or something that is not wrong at all.
fn damage(form: &Form, filling: &mut Filling, random: &mut Random) {
    let keys: Vec<_> = filling.entries.keys().cloned().collect();
    match (random.one_of(&keys).cloned(), random.below(7)) {
        (Some(key), 0) => drop(filling.entries.remove(&key)),
        (Some(key), 1) => drop(filling.entries.insert(key, Entry::Count(-3))),
        (Some(key), 2) => drop(filling.entries.insert(key, Entry::Count(77))),
        (Some(key), 3) => drop(filling.entries.insert(key, Entry::Marker("[x]".to_owned()))),
        (Some((section, ..)), 6) => {
            let other = random.one_of(&form.definitions).unwrap();
            filling.definitions.insert(section, other.id.clone());
        }
        (Some((section, ..)), 4) => filling.entries.retain(|(other, ..), _| *other != section),
        (Some((section, ..)), _) => {
            filling.definitions.remove(&section);
            filling.definition_of_all = None;
        }
        (None, _) => {}
    }
    let Some(question) = random.one_of(&form.questions) else { return };
    let wrong = ["[x]", "-4", "101", "soon", "2031-01-01", "1999-01-01", "yes", "cse", "0"];
    match random.below(4) {
        0 => drop(filling.answers.remove(&question.id)),
        _ => drop(filling.answers.insert(question.id.clone(), (*random.one_of(&wrong).unwrap()).to_owned())),
    }
}

#[test]
fn a_workbook_says_of_itself_what_checking_it_says() {
    let mut input = Input::built_in();
    for contract in RETURNS {
        let (mut ready, mut open) = (0, 0);
        for optional in [false, true] {
            let form = of(contract, FORCE, YEAR, optional);
            for seed in 0..25 {
                let mut random = Random::new(contract, seed + if optional { 1000 } else { 0 });
                let mut filling = sound(&form, &mut random);
                if seed % 3 > 0 {
                    damage(&form, &mut filling, &mut random);
                }
                let (format, file) = FORMATS[seed as usize % 2];
                let bytes = bytes(&form, &filling, format);
                let workbook = own(&bytes, file);
                let errors = errors(&mut input, file, &bytes);
                let said = state(&workbook);
                assert_eq!(is_ready(&workbook), errors.is_empty(), "{contract} {optional} {seed}: {said}\n{errors:?}");
                *(if errors.is_empty() { &mut ready } else { &mut open }) += 1;
            }
        }
        assert!(ready >= 15 && open >= 10, "{contract}: {ready} ready and {open} open");
    }
}

#[test]
fn a_filled_workbook_of_answers_reads_back_to_the_cell() {
    for contract in ["bridge-studies", "problem-profiles"] {
        let form = of(contract, FORCE, YEAR, false);
        for seed in 0..8 {
            let filling = sound(&form, &mut Random::new(contract, seed));
            for (format, file) in FORMATS {
                let workbook = bytes(&form, &filling, format);
                for grids in [own(&workbook, file), grids_with_days(&workbook, file, &form)] {
                    let read = read_answers(&grids, &form).map_err(print).unwrap();
                    assert_eq!(read.len(), form.questions.len());
                    for (row, (question, answer)) in (5..).zip(form.questions.iter().zip(&read)) {
                        assert_eq!(answer.column, question.id);
                        assert_eq!(answer.text, filling.answers.get(&question.id).cloned().unwrap_or_default());
                        let cell = answer.place.workbook.as_ref().map(|at| format!("{}!{}", at.sheet, at.cell));
                        assert_eq!(cell, Some(format!("Answers!B{row}")), "{}", question.id);
                    }
                }
            }
        }
    }
}

/// Cells as calamine sees them, whose days are numbers.
fn grids_with_days(bytes: &[u8], file: &str, form: &Form) -> Vec<Grid> {
    let mut grids = grids(bytes, file);
    let answers = grids.iter_mut().find(|grid| grid.sheet.as_deref() == Some("Answers")).unwrap();
    let own = own(bytes, file);
    let days = own.iter().find(|grid| grid.sheet.as_deref() == Some("Answers")).unwrap();
    for row in &mut answers.rows {
        let is_day = |question: &&Question| question.title == row.cells[0].text() && question.answer == Answer::Day;
        if form.questions.iter().any(|question| is_day(&question)) {
            row.cells[1] = days.rows.iter().find(|other| other.number == row.number).unwrap().cell(1).clone();
        }
    }
    grids
}

#[test]
fn what_is_wrong_with_an_answer_is_told_with_its_cell() {
    let mut input = Input::built_in();
    let form = of("problem-profiles", FORCE, YEAR, false);
    let told = |input: &mut Input, id: &str, text: &str| {
        let mut filling = sound(&form, &mut Random::new("wrong", 3));
        filling.answers.insert("suspected_networks".to_owned(), "5".to_owned());
        filling.answers.insert("suspected_networks_three_or_more".to_owned(), "2".to_owned());
        filling.answers.remove("marker");
        filling.answers.insert(id.to_owned(), text.to_owned());
        let bytes = bytes(&form, &filling, Format::Xlsx);
        let file = File { name: "a.xlsx".to_owned(), bytes };
        let checked = alone::check(input, 2027, &[file], None).unwrap();
        let errors = checked.findings.open().filter(|one| one.severity == assess::contract::Severity::Error);
        errors.map(|one| format!("{} {}", one.check, one.places[0])).collect::<Vec<_>>()
    };
    let at = |cell: &str, column: &str| format!("a.xlsx, sheet `Answers`, cell {cell}, column `{column}`");
    let cases = [
        ("area_covered_percent", "140", "number-out-of-range", "B12"),
        ("health", "perhaps", "template-answer-wrong", "B13"),
        ("signed_off", "soon", "template-answer-wrong", "B6"),
        ("signed_off", "2031-01-01", "profile-dates", "B6"),
        ("suspected_networks_three_or_more", "9", "profile-networks", "B35"),
        ("marker", "[x]", "value-and-marker", "B34"),
    ];
    for (id, text, check, cell) in cases {
        let found = told(&mut input, id, text);
        let column = if id == "marker" { "suspected_networks" } else { id };
        let wanted = match check {
            "template-answer-wrong" => format!("{check} {}", at(cell, "Answer")),
            _ => format!("{check} {}", at(cell, column)),
        };
        assert!(found.contains(&wanted), "{id} {text}: {found:?}, and not {wanted}");
    }
}

/// The demonstration's answers of a force and, where the contract has one, a year.
fn demo_answers(project: &Project, file: &str, (force, period): (&str, &str)) -> BTreeMap<String, String> {
    let text = project.text(file);
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let at = |name: &str| header.iter().position(|column| column == name);
    let row = lines.find(|row| row[0] == force && at("period").is_none_or(|at| row[at] == period)).unwrap();
    let pairs = header.iter().cloned().zip(row).filter(|(_, text)| !text.is_empty());
    pairs.filter(|(column, _)| !["force_code", "period", "data_status"].contains(&column.as_str())).collect()
}

/// Takes the rows of a force out of a file of the demonstration, and puts its workbook beside it as a source.
fn replaced(project: &Project, (contract, source, file): (&str, &str, &str), of_row: &str, workbook: &[u8]) {
    let text = project.text(file);
    let rest: Vec<&str> = text.lines().filter(|line| !line.starts_with(of_row)).collect();
    assert!(rest.len() < text.lines().count());
    project.write(file, format!("{}\n", rest.join("\n")));
    std::fs::create_dir_all(project.path("data/inbox")).unwrap();
    project.write("data/inbox/own.ods", workbook);
    let entry = format!(
        "\n[[source]]\nid = \"workbook\"\ncontract = \"{contract}\"\ntitle = \"Workbook\"\npublisher = \"test\"\n\
         licence = \"test\"\nsynthetic = true\npath = \"inbox/own.ods\"\n"
    );
    project.write("data/sources.toml", project.text("data/sources.toml") + &entry);
    project.replace("report/2027/edition.toml", &format!("[\"{source}\"]"), &format!("[\"{source}\", \"workbook\"]"));
}

#[test]
fn a_build_reads_the_workbook_of_each_return_as_it_reads_its_rows() {
    let before = super::returned::facts(&Project::copy());
    let of_answers = [
        ("bridge-studies", "demo-bridge-studies", "data/demo/bridge_studies.csv", ("E23000018", "2025/26")),
        ("problem-profiles", "demo-profiles", "data/demo/profiles.csv", ("E23000003", "2025/26")),
    ];
    for (contract, source, file, (force, period)) in of_answers {
        let project = Project::copy();
        let form = of(contract, force, period, false);
        let filling = Filling { answers: demo_answers(&project, file, (force, period)), ..Filling::default() };
        let row = if contract == "bridge-studies" { format!("{force},{period},") } else { format!("{force},") };
        replaced(&project, (contract, source, file), &row, &bytes(&form, &filling, Format::Ods));
        assert!(super::returned::facts(&project) == before, "{contract}");
    }
    let project = Project::copy();
    let form = of("adr-csae-parent", "E23000018", "2025/26", false);
    let text = project.text("data/demo/adr_parent.csv");
    let mut filling = Filling::default();
    for row in text.lines().filter(|line| line.starts_with("E23000018,2025/26,")) {
        let cells: Vec<&str> = row.split(',').collect();
        if let Ok(part @ Part::Quarter(_)) = cells[2].parse::<Part>() {
            let key = (format!("{}-total", cells[4]), "all".to_owned(), part);
            filling.entries.insert(key, Entry::Count(cells[7].parse().unwrap()));
        }
    }
    let file = ("adr-csae-parent", "demo-adr-parent", "data/demo/adr_parent.csv");
    replaced(&project, file, "E23000018,2025/26,", &bytes(&form, &filling, Format::Ods));
    assert!(super::returned::facts(&project) == before, "adr-csae-parent");
}

#[test]
fn custody_events_are_counted_under_their_own_definition_and_no_other_is_offered() {
    let form = of("adr149-custody", FORCE, YEAR, false);
    assert!(form.sections.iter().all(|section| section.definition.as_deref() == Some("adr149-custody")));
    assert_eq!(form.definitions.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["adr149-custody"]);
    assert_eq!(form.agreed.id, "adr149-custody");
    let other = of("adr-group-based", FORCE, YEAR, false);
    assert!(other.definitions.iter().all(|one| one.id != "adr149-custody"));
    assert_eq!(of("adr-csae-parent", FORCE, YEAR, false).agreed.id, "csae");
}

#[test]
fn only_the_sheets_of_what_is_owed_are_asked_for_unless_the_others_are_wanted() {
    let sheets = |optional| {
        let form = of("adr-group-based", FORCE, YEAR, optional);
        form.sections.iter().map(|section| section.measure.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    let owed = ["group_based_cse_crimes", "group_based_cse_suspects", "group_based_csae_crimes"];
    assert_eq!(sheets(false), owed.map(str::to_owned).into());
    assert_eq!(sheets(true).len(), 6);
}

#[test]
fn every_force_gets_the_workbook_of_every_return() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("blank").display().to_string();
    let arguments = ["template", "--all", "--period", "2026-27", "--format", "ods", "--out", &folder];
    let told = succeed(repository(), &arguments);
    assert_eq!(told.lines().count(), 5 * 44, "{told}");
    for contract in RETURNS {
        let path = format!("{folder}/{contract}-W15000004-2026-27.ods");
        let grids = own(&std::fs::read(&path).unwrap(), &path);
        let identity = identify(&grids).unwrap().unwrap();
        assert_eq!((identity.contract.as_str(), identity.force.as_str()), (contract, "W15000004"));
        // The address to which it goes, and a way from the contents to each sheet.
        let told: Vec<String> = grids[0].rows.iter().map(|row| row.cell(1).text().into_owned()).collect();
        assert!(told.iter().any(|text| text.starts_with("National Crime Agency, by the channel")), "{told:?}");
        let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(&path).unwrap())).unwrap();
        let mut content = String::new();
        std::io::Read::read_to_string(&mut archive.by_name("content.xml").unwrap(), &mut content).unwrap();
        for grid in grids.iter().filter(|grid| grid.sheet.as_deref() != Some("Contents")) {
            let name = grid.sheet.as_deref().unwrap().replace('&', "&amp;");
            let link = format!("xlink:href=\"#'{name}'.A1\"");
            assert!(content.replace("&apos;", "'").contains(&link), "{contract}: no way to {name}");
        }
    }
    let output = assess(repository(), &["template", "--all", "--force", "BTP", "--period", "2026-27"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

#[test]
fn guidance_says_something_of_each_measure_and_question_and_of_nothing_else() {
    let project = Project::copy();
    let path = "data/guidance/adr149-custody.toml";
    let template =
        ["template", "--return", "adr149-custody", "--force", "BTP", "--period", "2026-27", "--out", "blank"];
    project.replace(path, "of = \"custody_events\"", "of = \"custody_event\"");
    let told = said(&assess(project.root(), &template));
    assert!(told.contains("error[guidance-unknown]") && told.contains("did you mean `custody_events`?"), "{told}");
    assert!(told.contains("error[guidance-missing]") && told.contains(path), "{told}");
}
