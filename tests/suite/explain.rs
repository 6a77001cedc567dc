//! Where a number comes from: each one that the chapter prints, back to the cells of its sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::OnceLock;

use assess::chapter::evidence::{Book, Explanation};
use assess::edition::Marking;
use assess::pipeline::{self, Explained, Order, Silent};
use assess::publish::explanation::{self, Answer};
use assess::source::Project as Source;
use serde_json::Value;

use crate::project::{Project, assess, repository, said};

fn explained(marking: Marking) -> &'static Explained {
    static BOTH: [OnceLock<Explained>; 2] = [OnceLock::new(), OnceLock::new()];
    let place = &BOTH[usize::from(marking == Marking::OfficialSensitive)];
    place.get_or_init(|| {
        let mut project = Source::open(repository()).unwrap();
        let order = Order { marking: Some(marking), ..Order::edition(2027) };
        pipeline::explained(&mut project, order, &mut Silent).unwrap()
    })
}

/// Everything that a reader meets: facts of text, figures and judgements, the figures and tables themselves, and judgements.
fn met(book: &Book<'_>) -> Vec<Explanation> {
    let (_, figures, tables, judgements) = book.parts;
    let mut ids: BTreeSet<&str> = book.printed();
    ids.extend(figures.iter().map(|figure| figure.id()));
    ids.extend(tables.iter().map(|table| table.id()));
    ids.extend(judgements.iter().map(|one| one.judgement().id.as_str()));
    assert!(ids.len() > 150, "{} things", ids.len());
    ids.into_iter()
        .flat_map(|id| {
            let found = book.explain(id);
            assert!(!found.is_empty(), "{id}");
            found
        })
        .collect()
}

#[test]
fn every_number_that_the_chapter_prints_leads_to_its_cells_or_says_why_there_are_none() {
    let book = explained(Marking::OfficialSensitive).book();
    let (mut reached, mut settings) = (0, Vec::new());
    for one in met(&book) {
        let cells = one.sources.iter().map(|source| source.cells.len()).sum::<usize>();
        assert!(!one.formula.is_empty() && !one.words.is_empty() && !one.disclosure.is_empty(), "{one:?}");
        match &one.reason {
            None => {
                reached += 1;
                assert!(cells > 0, "{one:?}");
                // Each source that it names has a cell in it, and a file with its hash.
                for source in &one.sources {
                    assert!(!source.cells.is_empty() && !source.title.is_empty(), "{} of {}", source.id, one.id);
                    assert!(source.files.values().all(|hash| hash.starts_with("SHA-256 ")), "{:?}", source.files);
                    assert!(!source.files.is_empty(), "{} of {}", source.id, one.id);
                    assert!(!source.counted.is_empty());
                }
                assert!(!one.formula.starts_with("set by the edition"), "no formula of `{}`", one.id);
            }
            Some(reason) => {
                assert!(one.sources.is_empty() && !reason.is_empty(), "{one:?}");
                settings.push(one.id);
            }
        }
    }
    assert!(reached > 100, "{reached}");
    // What no file of data holds is named here, so that a fact which loses its sources is seen.
    let set = [
        "limits.",
        "policy.",
        "source.",
        "forces.",
        "gaps.",
        "changed.",
        "revised.",
        "returns.expected",
        "known-breaks",
        "ladder-evidence",
    ];
    for id in settings {
        assert!(
            set.iter().any(|begin| id.starts_with(begin)) || id.contains(".year.") || id.contains("breaks"),
            "{id}"
        );
    }
}

/// The page has its words from the data that its theme reads; whoever explains has them from the book. Every fact is walked.
#[test]
fn the_page_and_whoever_explains_say_the_same_of_how_a_number_is_made() {
    let book = explained(Marking::Official).book();
    let (facts, ..) = book.parts;
    let no_hash = BTreeMap::new();
    let origin = assess::lineage::Lineage::default();
    let data = assess::chapter::data(book.picture, (book.catalogue, &origin), &no_hash, book.parts);
    let on_page = &data["facts"];
    let (mut with_symbols, mut with_numbers) = (0, 0);
    for (id, fact) in facts.iter() {
        let found = book.explain(id);
        let one = found.iter().find(|one| one.kind.name() == "fact").unwrap();
        let page = |name: &str| on_page[id][name].as_str().unwrap().to_owned();
        assert_eq!((one.method, one.symbols), (page("method").as_str(), page("formula").as_str()), "{id}");
        // What is made of data says how, and all places for numbers are filled.
        assert_eq!(
            one.method.is_empty(),
            fact.lineage.sources().next().is_none() && fact.method.is_none(),
            "{id}: {one:?}"
        );
        assert!(!one.formula.contains(['{', '}', '@']), "{id}: {}", one.formula);
        with_symbols += usize::from(!one.symbols.is_empty());
        with_numbers += usize::from(one.formula.bytes().any(|byte| byte.is_ascii_digit()));
    }
    assert!(with_symbols > 1000 && with_numbers > 200, "{with_symbols}, {with_numbers}");
    // The parts of a change are named by the years that the whole is of.
    let change = &book.explain("group-based-cse.change-total-said.previous.last")[0];
    assert!(change.formula.bytes().filter(u8::is_ascii_digit).count() > 4, "{}", change.formula);
    assert!(!change.formula.contains("not available"), "{}", change.formula);
}

/// The line of a file as it is on the disk holds the value that is told of it.
#[test]
fn each_cell_stands_where_it_is_said_to_stand() {
    let book = explained(Marking::OfficialSensitive).book();
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut held = 0;
    for cell in met(&book).iter().flat_map(|one| &one.sources).flat_map(|source| &source.cells) {
        let (file, rest) = cell.place.split_once(':').unwrap_or_else(|| panic!("{}", cell.place));
        let line: usize = rest.split(',').next().unwrap().parse().unwrap();
        let lines = files.entry(file.to_owned()).or_insert_with(|| {
            let text = fs::read_to_string(repository().join(file)).unwrap();
            text.lines().map(str::to_owned).collect()
        });
        if let Some(value) = &cell.value {
            let line = lines[line - 1].replace('"', "");
            assert!(line.contains(value.as_str()), "{} does not hold {value}: {line}", cell.place);
            assert!(cell.force.is_empty() || cell.force.starts_with("Force") || !cell.force.contains(' '), "{cell:?}");
            held += 1;
        }
    }
    assert!(held > 1000, "{held}");
}

/// The sum of the file, made here by itself, is the number of the chapter and that of its cells.
#[test]
fn a_count_is_the_sum_of_its_cells() {
    let text = fs::read_to_string(repository().join("data/public/recorded_crime_force_quarter.csv")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("2024/25,") && line.contains(",71,"));
    let rows: Vec<&str> = rows.filter(|line| !line.contains("British Transport Police")).collect();
    let sum: i64 = rows.iter().map(|line| line.rsplit(',').next().unwrap().parse::<i64>().unwrap()).sum();
    for marking in Marking::ALL {
        let book = explained(marking).book();
        let found = book.explain("offence-71.count.last");
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(one.words, sum.to_string());
        assert_eq!(one.dated.as_deref(), Some("offence-71.count.2024-25"));
        let [source] = one.sources.as_slice() else { panic!("{:?}", one.sources) };
        assert_eq!((source.id.as_str(), source.cells.len()), ("recorded-crime-by-force", rows.len()));
        let cells: i64 = source.cells.iter().map(|cell| cell.value.as_ref().unwrap().parse::<i64>().unwrap()).sum();
        assert_eq!(cells, sum);
        assert!(one.formula.ends_with(&format!("{sum} ({} cells)", rows.len())), "{}", one.formula);
        assert!(one.stands.iter().any(|place| place.starts_with("report/2027/sections/")), "{:?}", one.stands);
        // The rate has the same count above the line, and the children of the same forces below it.
        let rate = &book.explain("offence-71.rate.last.england-and-wales")[0];
        assert!(rate.formula.starts_with(&format!("10,000 × {sum} (")), "{}", rate.formula);
        let numbers: Vec<f64> = rate.formula.replace(',', "").split(' ').filter_map(|word| word.parse().ok()).collect();
        let shown: f64 = rate.words.parse().unwrap();
        assert!((numbers[0] * numbers[1] / numbers[2] - shown).abs() < 0.005, "{}: {shown}", rate.formula);
    }
}

#[test]
fn the_statistics_of_the_returns_are_the_sums_of_their_very_cells() {
    let book = explained(Marking::OfficialSensitive).book();
    let mut tried = 0;
    for statistic in book.statistics.iter().filter(|one| one.method.name() == "count" && one.lineage.synthetic()) {
        let assess::national::registry::Value::Count(count) = statistic.value else { continue };
        let found = book.explain(&statistic.id);
        let one = found.iter().find(|one| one.dated.as_ref().unwrap().contains(&statistic.period.slug())).unwrap();
        let cells = one.sources.iter().flat_map(|source| &source.cells);
        let sum: i64 = cells.map(|cell| cell.value.as_ref().map_or(0, |value| value.parse::<i64>().unwrap())).sum();
        assert_eq!(sum, count, "{one:?}");
        tried += 1;
    }
    assert!(tried > 2, "{tried}");
}

#[test]
fn at_official_nothing_is_told_of_a_return_but_what_was_counted_when() {
    let book = explained(Marking::Official).book();
    let mut explanations = met(&book);
    let statistics: BTreeSet<&str> = book.statistics.iter().map(|one| one.id.as_str()).collect();
    explanations.extend(statistics.into_iter().flat_map(|id| book.explain(id)));
    let mut of_returns = 0;
    for one in &explanations {
        assert!(one.forces.iter().all(|force| force.bounds.is_none()), "{one:?}");
        for source in one.sources.iter().filter(|source| source.synthetic) {
            assert!(source.cells.is_empty(), "{source:?}");
            assert!(source.files.values().all(|print| print.starts_with("commitment under a key")), "{source:?}");
            of_returns += 1;
        }
        assert!(one.checks.iter().all(|check| !check.place.contains("data/demo")), "{:?}", one.checks);
    }
    assert!(of_returns > 50, "{of_returns}");
    // In whatever form: no address of a row of a return, and none of the real codes beside what is invented.
    let answer = Answer { asked: "all", marking: Marking::Official, explanations, stands: Vec::new() };
    for report in [explanation::human(&answer), explanation::json(&answer), explanation::html(&answer)] {
        let report = String::from_utf8(report).unwrap();
        // On the page it stands as code.
        let report = report.replace("</code>", "");
        let after = report.split("data/demo/adr_group_based.csv").skip(1);
        let rows = after.filter(|rest| rest.trim_start_matches(':').starts_with(|first: char| first.is_ascii_digit()));
        assert_eq!(rows.count(), 0);
        assert!(report.contains("data/demo/adr_group_based.csv"));
    }
    // The whole says more: each force's bounds, and the cells.
    let open = explained(Marking::OfficialSensitive).book();
    let range = &open.explain("group-based-cse.range.last")[0];
    let forces = range.forces.len();
    assert!(forces > 40 && range.forces.iter().all(|force| force.bounds.is_some()), "{range:?}");
    let least = |bounds: &str| bounds.replace("at least ", "").split(' ').next().unwrap().parse::<i64>().unwrap();
    let sum: i64 = range.forces.iter().map(|force| least(force.bounds.as_ref().unwrap())).sum();
    let lower = &open.explain("group-based-cse.range-lower.last")[0].words;
    assert_eq!(lower.replace(',', ""), sum.to_string());
}

/// The page says what the others say: every cell, each force, who assumed and who accepted, and what was asked as it was asked.
#[test]
fn the_page_of_an_answer_has_every_cell_and_takes_no_word_for_markup() {
    let book = explained(Marking::OfficialSensitive).book();
    let mut cells = 0;
    for id in [
        "offence-71.rate.last.england-and-wales",
        "group-based-cse.range.last",
        "group-based-cse.ladder-said.last",
        "range",
        "coverage",
    ] {
        let explanations = book.explain(id);
        assert!(!explanations.is_empty(), "{id}");
        let answer = Answer { asked: id, marking: Marking::OfficialSensitive, explanations, stands: Vec::new() };
        let page = String::from_utf8(explanation::html(&answer)).unwrap();
        let plain = page.replace("<code>", "").replace("</code>", "");
        assert!(page.contains("OFFICIAL-SENSITIVE") && !page.contains("src=") && !page.contains("<link"), "{id}");
        for one in &answer.explanations {
            assert_eq!(page.contains("Rests on synthetic returns"), one.synthetic, "{id}");
            for cell in one.sources.iter().flat_map(|source| &source.cells) {
                let place = cell.place.replace('`', "");
                let value = cell.value.clone().unwrap_or_default();
                let row = format!("{place}</th><td>{}</td><td>{value}</td>", cell.of());
                assert!(plain.contains(&row), "{id}: {row}");
                cells += 1;
            }
            let rows = one.sources.iter().map(|source| source.cells.len()).sum::<usize>() + one.forces.len();
            let heads = page.matches("<thead>").count();
            assert_eq!(page.matches("<tr>").count(), rows + heads, "{id}");
            for source in &one.sources {
                for (file, print) in &source.files {
                    assert!(plain.contains(&format!("{file}: {print}")), "{id}: {file}");
                }
            }
            for granted in &one.assumptions {
                assert!(
                    plain.contains(&granted.refuted_by) && plain.contains(&granted.made_by),
                    "{id}: {}",
                    granted.id
                );
            }
        }
    }
    assert!(cells > 200, "{cells}");
    let stands = book.find("962");
    assert!(stands.len() > 2);
    let asked = "962 <script>alert(1)</script>";
    let answer = Answer { asked, marking: Marking::Official, explanations: Vec::new(), stands };
    let page = String::from_utf8(explanation::html(&answer)).unwrap();
    assert!(!page.contains("<script>alert") && page.contains("962 &lt;script&gt;"), "{page}");
    for stand in &answer.stands {
        assert!(page.contains(&format!("<code>{}</code>", stand.id)), "{}", stand.id);
    }
}

/// Records of two forces on the agreed definition were read again: the fact has its ends and leads to their samples, and to no others.
#[test]
fn the_range_of_records_read_again_leads_to_the_samples_it_is_made_of() {
    let studies = "data/demo/bridge_studies.csv";
    let project = Project::copy();
    let read = [
        "E23000001,2025/26,iicsa-organised-network,112,100,450,1,",
        "E23000004,2025/26,iicsa-organised-network,39,37,450,0,",
    ];
    let rows: String = read.map(|row| format!("{row}2026-08-02,iicsa-organised-network,,synthetic\n")).concat();
    project.replace(studies, "E23000018,2024/25,cse-flag", &format!("{rows}E23000018,2024/25,cse-flag"));
    let of = |marking| {
        let mut source = Source::open(project.root()).unwrap();
        let order = Order { marking: Some(marking), ..Order::edition(2027) };
        let explained = pipeline::explained(&mut source, order, &mut Silent).unwrap();
        let found = explained.book().explain("group-based-cse.reread.2025-26");
        let [one] = <[Explanation; 1]>::try_from(found).unwrap();
        one
    };
    let one = of(Marking::OfficialSensitive);
    assert_eq!(one.details["forces whose records were read again"], "2");
    let (lower, upper) = (&one.details["lower end"], &one.details["upper end"]);
    assert!(one.words.ends_with(&format!("lies between {lower} and {upper}.")), "{}", one.words);
    assert!(one.method.contains("Wilson") && one.symbols.contains("Σ"), "{one:?}");
    let samples = one.sources.iter().find(|source| source.files.contains_key(studies)).unwrap();
    let numbers: Vec<&str> = samples.cells.iter().map(|cell| cell.value.as_deref().unwrap()).collect();
    let mut expected: Vec<&str> = read.iter().flat_map(|row| row.trim_end_matches(',').split(',').skip(3)).collect();
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(sorted, expected, "{samples:?}");
    // Each at its column of its line.
    for cell in &samples.cells {
        let line: usize = cell.place.split([':', ',']).nth(1).unwrap().parse().unwrap();
        let text = project.text(studies);
        let lines: Vec<&str> = text.lines().collect();
        let column = cell.place.split('`').nth(1).unwrap();
        let at = lines[0].split(',').position(|name| name == column).unwrap();
        assert_eq!(lines[line - 1].split(',').nth(at), cell.value.as_deref(), "{cell:?}");
    }
    // Of so few nothing is told at OFFICIAL, neither ends nor samples.
    let closed = of(Marking::Official);
    assert!(closed.details.is_empty() && closed.words.contains("too few of them"), "{closed:?}");
    let samples = closed.sources.iter().find(|source| source.files.contains_key(studies)).unwrap();
    assert!(samples.cells.is_empty(), "{samples:?}");
    // Where no record was read again, what was looked through is named.
    let book = explained(Marking::OfficialSensitive).book();
    let nobody = &book.explain("group-based-cse.reread.2025-26")[0];
    let samples = nobody.sources.iter().find(|source| source.files.contains_key(studies)).unwrap();
    assert!(!samples.cells.is_empty() && nobody.details.is_empty(), "{nobody:?}");
}

#[test]
fn a_number_copied_from_the_page_is_found_wherever_it_stands() {
    let ask = |words: &[&str]| {
        let arguments: Vec<&str> = ["explain"].iter().chain(words).copied().collect();
        assess(repository(), &arguments)
    };
    let found = ask(&["962", "--format", "json"]);
    assert_eq!(found.status.code(), Some(0), "{}", said(&found));
    let answer: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(answer["marking"], "OFFICIAL");
    let stands = answer["stands"].as_array().unwrap();
    let stand = |kind: &str, id: &str| stands.iter().any(|one| one["kind"] == kind && one["id"] == id);
    assert!(stand("fact", "offence-71.count.last"), "{stands:?}");
    assert!(stand("table", "recorded-offences-71") || stands.iter().any(|one| one["kind"] == "table"), "{stands:?}");
    assert!(stand("statistic", "recorded.offence-71.count"), "{stands:?}");

    let book = explained(Marking::Official).book();
    assert!(book.explain("987,654,321").is_empty() && book.find("987,654,321").is_empty());
    let misspelt = ask(&["offence-71.cuont.last"]);
    assert_eq!(misspelt.status.code(), Some(1));
    assert!(misspelt.stdout.is_empty());
    assert!(said(&misspelt).contains("no number that the edition prints"), "{}", said(&misspelt));
    assert!(said(&misspelt).contains("did you mean `offence-71.count.last`?"), "{}", said(&misspelt));
}
