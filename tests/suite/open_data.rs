//! The open side of a release: page, document, spreadsheet and CSV print the same numbers, and the metadata say what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use assess::chapter::tables::DataTable;
use assess::source::reader;
use regex::Regex;
use serde_json::Value;

use crate::numbers::prepared;
use crate::pdf::poppler;
use crate::project::{Project, built, succeed};

fn file(path: &str) -> PathBuf {
    let (stem, ending) = path.rsplit_once('.').unwrap();
    built().join(format!("{stem}.official.embargoed.{ending}"))
}

/// A number as it is printed, or as a machine reads it; none where there is none.
fn number(printed: &str) -> Option<f64> {
    let words = printed.strip_prefix("about ").unwrap_or(printed);
    let words = words.split(" [").next().unwrap_or_default().trim_end_matches('%');
    words.replace(',', "").replace('−', "-").trim_start_matches('+').parse().ok()
}

fn records(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    (header, reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect())
}

/// The sheets of the spreadsheet, each from its header row on.
fn sheets(bytes: &[u8]) -> BTreeMap<String, Vec<Vec<String>>> {
    let reading = reader::read(bytes, "tables.ods").unwrap_or_else(|fault| panic!("{fault:?}"));
    let mut sheets = BTreeMap::new();
    for sheet in &reading.sheets {
        assert!(sheet.merged.is_empty() && sheet.formulas == 0, "{:?}", sheet.grid.sheet);
        let rows = sheet.grid.rows.iter();
        let rows: Vec<Vec<String>> =
            rows.map(|row| row.cells.iter().map(|cell| cell.text().into_owned()).collect()).collect();
        let head = rows.iter().position(|row| row[0] == "Back to the contents").map_or(0, |row| row + 1);
        sheets.insert(sheet.grid.sheet.clone().unwrap(), rows[head..].to_vec());
    }
    sheets
}

fn sheet_of(id: &str) -> String {
    let name: String = id.replace('-', "_").chars().take(31).collect();
    name[..1].to_uppercase() + &name[1..]
}

/// The numbers of each table of a spreadsheet, row by row; of a percentage the hundredths.
fn of_spreadsheet(bytes: &[u8]) -> BTreeMap<String, Vec<Option<f64>>> {
    let sheets = sheets(bytes);
    let mut found = BTreeMap::new();
    for table in &prepared().tables {
        let rows = &sheets[&sheet_of(table.id())];
        assert_eq!(rows.len(), table.rows.len() + 1, "{}", table.id());
        let numbers = rows[1..].iter().flat_map(|row| {
            table.columns.iter().zip(row).filter_map(|(column, cell)| {
                let of_whole = if column.unit.as_deref() == Some("percent") { 100.0 } else { 1.0 };
                column.unit.as_ref().map(|_| number(cell).map(|number| number * of_whole))
            })
        });
        found.insert(table.id().to_owned(), numbers.collect());
    }
    found
}

/// The same of the CSV files.
fn of_csv() -> BTreeMap<String, Vec<Option<f64>>> {
    let mut found = BTreeMap::new();
    for table in &prepared().tables {
        let (header, records) = records(&file(&format!("data/{}.csv", table.id())));
        let value = header.iter().position(|name| name == "value");
        let numbers = value.map(|at| records.iter().map(|record| number(&record[at])).collect());
        found.insert(table.id().to_owned(), numbers.unwrap_or_default());
    }
    found
}

/// The same of the tables that the page shows, from the cells that it prints.
fn of_page() -> BTreeMap<String, Vec<Option<f64>>> {
    let page = fs::read_to_string(file("chapter.html")).unwrap();
    let row = Regex::new("(?s)<tr>(.*?)</tr>").unwrap();
    let cell = Regex::new("(?s)<t[hd][^>]*>(.*?)</t[hd]>").unwrap();
    let link = Regex::new("</?a[^>]*>").unwrap();
    let mut found = BTreeMap::new();
    for table in &prepared().tables {
        let Some((_, rest)) = page.split_once(&format!("id=\"table-{}\"", table.id())) else { continue };
        let body = rest.split_once("<tbody>").unwrap().1.split_once("</tbody>").unwrap().0;
        let mut numbers = Vec::new();
        for row in row.captures_iter(body) {
            let cells = cell.captures_iter(&row[1]).map(|cell| link.replace_all(&cell[1], "").replace("&nbsp;", " "));
            let cells = cells.collect::<Vec<_>>();
            assert_eq!(cells.len(), table.columns.len(), "{}", table.id());
            let of_numbers = table.columns.iter().zip(&cells).filter(|(column, _)| column.unit.is_some());
            numbers.extend(of_numbers.map(|(_, cell)| number(cell)));
        }
        found.insert(table.id().to_owned(), numbers);
    }
    found
}

fn equal(one: &[Option<f64>], other: &[Option<f64>]) -> bool {
    let near = |one: &Option<f64>, other: &Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
        (None, None) => true,
        _ => false,
    };
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| near(one, other))
}

#[test]
fn page_spreadsheet_and_csv_hold_the_same_numbers_in_every_table() {
    let (spreadsheet, csv, page) = (of_spreadsheet(&fs::read(file("tables.ods")).unwrap()), of_csv(), of_page());
    let mut numbers = 0;
    for (id, of_csv) in &csv {
        assert!(equal(of_csv, &spreadsheet[id]), "{id}: {of_csv:?}\n{:?}", spreadsheet[id]);
        numbers += of_csv.iter().flatten().count();
    }
    for (id, of_page) in &page {
        assert!(equal(of_page, &csv[id]), "{id}: {of_page:?}\n{:?}", csv[id]);
    }
    assert!(numbers > 400 && page.len() > 15, "{numbers} numbers, {} tables", page.len());
}

/// The cells of every table of the document, as its tags hold them.
#[test]
fn the_document_prints_the_numbers_of_the_spreadsheet_in_each_of_its_tables() {
    let Some(tags) = poppler("pdfinfo", &["-struct-text"], &file("chapter.pdf")) else { return };
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A cell begins with its tag; what it says follows in quotation marks, further in.
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut cell: Option<usize> = None;
    for line in tags.lines() {
        let (inset, said) = (line.len() - line.trim_start().len(), line.trim());
        let tag = said.split([' ', ':']).next().unwrap_or_default();
        cell = cell.filter(|cell| inset > *cell);
        match tag {
            "Table" => found.push(Vec::new()),
            "TH" | "TD" => {
                cell = Some(inset);
                found.last_mut().unwrap().push(String::new());
            }
            _ if cell.is_some() && said.starts_with('"') => {
                found.last_mut().unwrap().last_mut().unwrap().push_str(said.trim_matches('"'));
            }
            _ => {}
        }
    }
    let found: Vec<Vec<String>> = found.iter().map(|table| table.iter().map(|cell| words(cell)).collect()).collect();
    let printed = |table: &DataTable| -> Vec<String> {
        let head = table.columns.iter().map(|column| words(&column.title));
        head.chain(table.printed().concat().iter().map(|cell| words(cell))).collect()
    };
    let shown = prepared().tables.iter().filter(|table| found.contains(&printed(table))).count();
    // The yardstick and the definitions in use are tables of the theme.
    assert_eq!(shown + 2, found.len(), "{found:?}");
    assert!(shown >= 3, "{shown}");
}

#[test]
fn a_statistic_is_the_same_number_in_its_csv_the_spreadsheet_and_the_facts() {
    let (header, records) = records(&file("statistics.csv"));
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let rows = &sheets(&fs::read(file("tables.ods")).unwrap())["Statistics"];
    assert_eq!(rows.len(), records.len() + 1);
    let mut compared = 0;
    for (record, row) in records.iter().zip(&rows[1..]) {
        for name in ["value", "lower", "upper"] {
            let cell = row.get(at(name)).map_or("", String::as_str);
            assert!(equal(&[number(&record[at(name)])], &[number(cell)]), "{record:?}\n{row:?}");
        }
        assert_eq!(row[at("marker")], record[at("marker")]);
        let texts = prepared().facts.iter().filter(|(id, fact)| {
            fact.method.is_some() && id.strip_prefix(&record[at("id")]).is_some_and(|rest| rest.starts_with('.'))
        });
        let said =
            if record[at("value")].is_empty() { record[at("marker")].clone() } else { record[at("value")].clone() };
        let same = |text: &str| {
            if record[at("value")].is_empty() { text == said } else { equal(&[number(text)], &[number(&said)]) }
        };
        assert!(texts.map(|(_, fact)| fact.text.as_str()).any(same), "{record:?}");
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

fn json(path: &str) -> Value {
    serde_json::from_slice(&fs::read(file(path)).unwrap()).unwrap()
}

/// Every file of the release but the manifest, as the manifest lists them.
fn outputs() -> BTreeSet<String> {
    let manifest: Value = serde_json::from_slice(&fs::read(built().join("manifest.json")).unwrap()).unwrap();
    manifest["outputs"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_index_and_the_catalogue_lead_to_every_file_and_to_no_other() {
    let index = fs::read_to_string(file("README.html")).unwrap();
    let linked: BTreeSet<String> =
        Regex::new("href=\"([^#\"][^\"]*)\"").unwrap().captures_iter(&index).map(|link| link[1].to_owned()).collect();
    let own = "README.official.embargoed.html".to_owned();
    let mut expected = outputs();
    assert!(expected.remove(&own));
    expected.insert("manifest.json".to_owned());
    assert_eq!(linked, expected);
    let catalogue = json("dcat.jsonld");
    let listed: BTreeSet<String> = catalogue["dcat:distribution"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["dcat:downloadURL"]["@id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, expected);
    assert!(catalogue.get("dct:issued").is_none(), "what is under embargo is not issued");
    assert!(index.contains("SYNTHETIC DATA") && index.contains("OFFICIAL"));
}

/// The metadata held against the files: what an outside validator looks at too, which CI runs.
#[test]
fn both_standards_say_what_is_in_every_csv() {
    let (package, group) = (json("datapackage.json"), json("csvw-metadata.json"));
    let mut described = BTreeSet::new();
    for (resource, table) in package["resources"].as_array().unwrap().iter().zip(group["tables"].as_array().unwrap()) {
        let path = resource["path"].as_str().unwrap();
        assert_eq!(table["url"], path);
        described.insert(path.to_owned());
        let (header, records) = records(&built().join(path));
        let fields = resource["schema"]["fields"].as_array().unwrap();
        assert_eq!(fields.iter().map(|field| field["name"].as_str().unwrap()).collect::<Vec<_>>(), header, "{path}");
        let titles =
            table["tableSchema"]["columns"].as_array().unwrap().iter().map(|one| one["titles"].as_str().unwrap());
        assert_eq!(titles.collect::<Vec<_>>(), header, "{path}");
        for record in &records {
            for (field, cell) in fields.iter().zip(record) {
                let name = field["name"].as_str().unwrap();
                let missing = field["missingValues"].as_array().unwrap().iter().any(|value| value == cell);
                match field["type"].as_str().unwrap() {
                    _ if missing => assert!(field["constraints"]["required"] != true, "{path}, {name}: {record:?}"),
                    "integer" => drop(cell.parse::<i64>().unwrap_or_else(|_| panic!("{path}, {name}: {record:?}"))),
                    "number" => drop(cell.parse::<f64>().unwrap_or_else(|_| panic!("{path}, {name}: {record:?}"))),
                    kind => assert_eq!(kind, "string"),
                }
            }
        }
        let key: Vec<usize> = resource["schema"]["primaryKey"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|name| header.iter().position(|column| name == column).unwrap())
            .collect();
        let keys: BTreeSet<Vec<&String>> =
            records.iter().map(|record| key.iter().map(|at| &record[*at]).collect()).collect();
        assert!(key.is_empty() || keys.len() == records.len(), "{path}");
    }
    let open = |path: &String| path.ends_with(".csv");
    assert_eq!(described, outputs().into_iter().filter(open).collect());
}

#[test]
fn an_archive_of_the_release_holds_its_files_and_never_lies_beside_another_marking() {
    let project = Project::brief();
    let (packed, release) = (project.path("packed"), project.path("out/2027"));
    succeed(project.root(), &["build", "--quiet", "--zip", packed.to_str().unwrap()]);
    let bytes = fs::read(packed.join("2027.official.embargoed.zip")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let manifest: Value = serde_json::from_slice(&fs::read(release.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(archive.len(), manifest["outputs"].as_object().unwrap().len() + 1);
    for index in 0..archive.len() {
        let mut packed = archive.by_index(index).unwrap();
        let name = packed.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut packed, &mut bytes).unwrap();
        assert!(bytes == fs::read(release.join(name.strip_prefix("2027-official/").unwrap())).unwrap(), "{name}");
    }
    // Neither beside an archive of the other marking nor into a release.
    let refused = |arguments: &[&str], folder: &Path| {
        let arguments = [&["build", "--quiet", "--zip", folder.to_str().unwrap()], arguments].concat();
        assert_eq!(crate::project::assess(project.root(), &arguments).status.code(), Some(2));
    };
    refused(&["--marking", "official-sensitive"], &packed);
    refused(&[], &release);
    assert!(!release.join("2027.official.embargoed.zip").exists());
}

/// Needs `soffice` (package libreoffice-calc), which CI installs. Without it this test says that it was skipped, and passes.
#[test]
fn libreoffice_opens_the_spreadsheet_and_reads_and_writes_the_same_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = fs::read(file("tables.ods")).unwrap();
    fs::write(folder.path().join("tables.ods"), &bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "ods", "--outdir"])
        .arg(folder.path().join("again"))
        .arg(folder.path().join("tables.ods"))
        .output();
    let Ok(run) = run else {
        eprintln!("SKIPPED: LibreOffice (soffice) is not installed, so nothing was sent through it");
        return;
    };
    let again = fs::read(folder.path().join("again/tables.ods"));
    let again = again.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&run.stderr)));
    let (before, after) = (of_spreadsheet(&bytes), of_spreadsheet(&again));
    for (id, numbers) in &before {
        assert!(equal(numbers, &after[id]), "{id}: {numbers:?}\n{:?}", after[id]);
    }
}
