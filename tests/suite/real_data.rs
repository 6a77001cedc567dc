//! The readers on real published files, which are not in this repository.
//!
//! `ASSESS_REAL_DATA` names a folder of them with an `inventory.tsv`: columns `file`, its path in the folder, and `shape`, as in
//! `33836 x 8` for rows and columns, empty where nobody counted. `just real-data` runs this; a plain test run reports it as ignored.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[cfg(feature = "parquet")]
use assess::source::reader::Meaning;
use assess::source::reader::{self, Reading, Sheet};

/// What can be opened, by the ending of its name.
const ENDINGS: [&str; 5] = ["csv", "ods", "xlsx", "xls", "parquet"];

struct Listed {
    file: String,
    bytes: Vec<u8>,
    shape: Option<(usize, usize)>,
}

fn ending(file: &str) -> &str {
    file.rsplit('.').next().unwrap_or_default()
}

/// The files of the folder that can be opened; nothing, loudly, where no folder is named.
fn listed() -> Vec<Listed> {
    let Some(folder) = std::env::var_os("ASSESS_REAL_DATA").map(PathBuf::from) else {
        eprintln!("\n  SKIPPED: ASSESS_REAL_DATA names no folder of real files, so NOTHING WAS TESTED\n");
        return Vec::new();
    };
    of_inventory(&folder)
}

fn of_inventory(folder: &Path) -> Vec<Listed> {
    let inventory = folder.join("inventory.tsv");
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').flexible(true).from_path(inventory).unwrap();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let header = reader.headers().unwrap();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (file, shape) = (at("file"), at("shape"));
    let number = |text: &str| text.trim().parse::<usize>().ok();
    records
        .iter()
        .filter(|record| ENDINGS.contains(&ending(&record[file])))
        .map(|record| Listed {
            file: record[file].to_owned(),
            bytes: fs::read(folder.join(&record[file])).unwrap(),
            shape: record[shape].split_once(" x ").and_then(|(rows, columns)| Some((number(rows)?, number(columns)?))),
        })
        .collect()
}

/// The tables of a reading: rows and columns.
fn shapes(reading: &Reading) -> Vec<(usize, usize)> {
    let tables = reading.sheets.iter().filter_map(|cells| Sheet::find(cells, &[]));
    tables.map(|table| (table.rows().len(), table.columns().len())).collect()
}

#[test]
#[ignore = "needs real files: just real-data"]
fn every_file_opens_to_the_shape_of_the_inventory() {
    let listed = listed();
    let (mut wrong, mut refused, mut opened) = (Vec::new(), Vec::new(), BTreeMap::<&str, usize>::new());
    for Listed { file, bytes, shape } in &listed {
        let ending = ending(file);
        if ending == "parquet" && cfg!(not(feature = "parquet")) {
            assert_eq!(reader::read(bytes, file).unwrap_err().id, "parquet-not-built");
            continue;
        }
        let reading = match reader::read(bytes, file) {
            Ok(reading) => reading,
            Err(fault) => {
                wrong.push(fault.to_string());
                continue;
            }
        };
        // What is published in aggregate is not to be taken for data on persons. The largest tables would take minutes here.
        let cells: usize = reading.sheets.iter().flat_map(|sheet| &sheet.grid.rows).map(|row| row.cells.len()).sum();
        if cells < 500_000
            && let Err(fault) = reader::summary(file, &reading)
        {
            refused.push(fault.to_string());
        }
        let found = shapes(&reading);
        println!("{file}: {found:?}");
        match shape {
            Some(shape) if found != [*shape] => wrong.push(format!("{file}: {found:?}, and not {shape:?}")),
            None if found.is_empty() => wrong.push(format!("{file}: no table in {} sheets", reading.sheets.len())),
            _ => *opened.entry(ending).or_default() += 1,
        }
    }
    println!("opened {opened:?} of {}", listed.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // One that has a row a postcode is refused on purpose.
    assert!(refused.len() <= 1 && refused.iter().all(|fault| fault.contains("postcodes")), "{}", refused.join("\n"));
}

/// The one table of this shape among files of this ending.
fn of_shape(listed: &[Listed], wanted: &str, shape: (usize, usize)) -> Option<Reading> {
    let found = listed.iter().find(|listed| ending(&listed.file) == wanted && listed.shape == Some(shape))?;
    Some(reader::read(&found.bytes, &found.file).unwrap())
}

#[test]
#[ignore = "needs real files: just real-data"]
fn padded_counts_and_their_odd_zeros_are_read_right() {
    // Police recorded crime, 2017/18, by force, quarter and offence, saved from the Home Office's workbook as CSV. The numbers were counted in
    // another language.
    let listed = listed();
    let Some(reading) = of_shape(&listed, "csv", (23_068, 8)) else {
        assert!(listed.is_empty(), "the table of 2017/18 is not in the folder");
        return;
    };
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    let (count, code) = (sheet.column("Number of Offences").unwrap(), sheet.column("Offence Code").unwrap());
    assert_eq!((count.kind.word(), code.kind.word()), ("whole number", "code"));
    let numbers: Vec<(String, i64)> = sheet
        .rows()
        .iter()
        .map(|row| (row.cell(code.index).text().into_owned(), sheet.integer(row, count).unwrap().unwrap()))
        .collect();
    let sum = |code: &str| numbers.iter().filter(|(own, _)| own == code).map(|(_, number)| number).sum::<i64>();
    assert_eq!(numbers.iter().map(|(_, number)| number).sum::<i64>(), 5_519_401);
    assert_eq!(numbers.iter().filter(|(_, number)| *number == 0).count(), 5_792);
    assert_eq!(numbers.iter().filter(|(_, number)| *number < 0).count(), 36);
    assert_eq!((sum("71"), sum("88A")), (1_206, 4_444));
}

#[cfg(feature = "parquet")]
#[test]
#[ignore = "needs real files: just real-data"]
fn the_long_series_sums_to_what_the_home_office_published() {
    // Police recorded crime, 2012/13 to 2025/26. Published for 2024/25: 5,225,477 crimes recorded by the territorial forces without fraud, and
    // 6,588,827 with fraud and the national bodies.
    let listed = listed();
    let Some(reading) = of_shape(&listed, "parquet", (321_893, 9)) else {
        assert!(listed.is_empty(), "the long series is not in the folder");
        return;
    };
    let sheet = Sheet::find(&reading.sheets[0], &[]).unwrap();
    let [year, group, code, count, territorial] =
        ["FY", "Group", "Offence Code", "n", "territorial"].map(|name| sheet.column(name).unwrap());
    assert_eq!((code.kind.word(), count.kind.word(), territorial.kind.word()), ("code", "whole number", "yes or no"));
    let (mut all, mut own, mut exploitation) = (0, 0, 0);
    for row in sheet.rows().iter().filter(|row| row.cell(year.index).text() == "2024/25") {
        let Meaning::Integer(number) = sheet.meaning(row, count) else { panic!("{row:?}") };
        all += number;
        if row.cell(territorial.index).text() == "TRUE" {
            own += if row.cell(group.index).text() == "Fraud offences" { 0 } else { number };
            exploitation += if row.cell(code.index).text() == "71" { number } else { 0 };
        }
    }
    assert_eq!((own, all, exploitation), (5_225_477, 6_588_827, 962));
}

/// The path of the one file of this ending and shape.
fn path_of(listed: &[Listed], wanted: &str, shape: (usize, usize)) -> Option<std::path::PathBuf> {
    let folder = std::env::var_os("ASSESS_REAL_DATA").map(PathBuf::from)?;
    let found = listed.iter().find(|listed| ending(&listed.file) == wanted && listed.shape == Some(shape))?;
    Some(folder.join(&found.file))
}

/// The public half of an edition from what publishers published: the files are put where the catalogue looks, and nothing else is done.
#[test]
#[ignore = "needs real files: just real-data"]
fn an_edition_is_built_from_published_files_without_a_hand_edit() {
    let listed = listed();
    let recorded = path_of(&listed, "csv", (33_836, 8));
    let need = path_of(&listed, "csv", (1_312, 51));
    let population = path_of(&listed, "csv", (43, 96));
    let (Some(recorded), Some(need), Some(population)) = (recorded, need, population) else {
        assert!(listed.is_empty(), "a published file is not in the folder");
        return;
    };
    let project = crate::project::Project::copy();
    project.write("data/public/recorded_crime_force_quarter.csv", fs::read(recorded).unwrap());
    project.write("data/public/children_in_need_factors.csv", fs::read(need).unwrap());
    let shipped = crate::numbers::prepared();
    let prepare = |project: &crate::project::Project| {
        let mut opened = assess::source::Project::open(project.root()).unwrap();
        let order = assess::pipeline::Order::edition(2027);
        assess::pipeline::prepare(&mut opened, order, &mut assess::pipeline::Silent)
            .unwrap_or_else(|failure| panic!("{failure}"))
    };
    // With the national file beside it, every year and offence of both agrees; without it the sums are the same.
    let both = prepare(&project);
    project.replace("report/2027/edition.toml", "recorded-crime-national = [\"recorded-crime-national\"]\n", "");
    let summed = prepare(&project);
    for edition in [&both, &summed] {
        let counts = |edition: &assess::pipeline::Prepared| {
            let rows = edition.picture.national_offences.iter();
            rows.map(|row| (row.year, row.offence.clone(), row.offences, row.quarters)).collect::<Vec<_>>()
        };
        assert_eq!(counts(edition), counts(shipped));
        let series = |edition: &assess::pipeline::Prepared| {
            edition.picture.series.iter().map(|series| series.points.clone()).collect::<Vec<_>>()
        };
        assert_eq!(series(edition), series(shipped));
    }
    // The estimates of one year: the file says of which in its title alone.
    project.write("data/public/child_population.csv", fs::read(population).unwrap());
    let path = "path = \"public/child_population.csv\"\n";
    project.replace("data/sources.toml", path, &format!("{path}fill = {{ mid_year = \"2024\" }}\n"));
    let prepared = prepare(&project);
    assert_eq!(prepared.picture.children.get(&2024), Some(&12_804_035));
}

/// The table of 2017/18 with padded counts: what its contract reads of 23,068 rows.
#[test]
#[ignore = "needs real files: just real-data"]
fn a_padded_sheet_of_the_open_data_table_is_read_by_its_contract() {
    let listed = listed();
    let Some(sheet) = path_of(&listed, "csv", (23_068, 8)) else {
        assert!(listed.is_empty(), "the table of 2017/18 is not in the folder");
        return;
    };
    let project = crate::project::Project::copy();
    project.write("data/public/recorded_crime_force_quarter.csv", fs::read(sheet).unwrap());
    let mut opened = assess::source::Project::open(project.root()).unwrap();
    let definitions = assess::definition::Definitions::read(&mut opened).unwrap();
    let catalogue = assess::source::catalogue::Catalogue::read(&mut opened).unwrap();
    let contracts = assess::contract::Contracts::read(&mut opened, &definitions).unwrap();
    let sources = assess::contract::Sources::of_catalogue(&contracts, &catalogue);
    let reading = sources.read(&mut opened, "recorded-crime-by-force").unwrap_or_else(|faults| panic!("{faults:?}"));
    let rows = assess::contract::RecordedOffence::read(&reading.records).unwrap();
    let sum = |offence: &str| rows.iter().filter(|row| row.offence == offence).map(|row| row.offences).sum::<i64>();
    // As published that release: 1,206 and 4,444 with British Transport Police, of which none and fifteen are its own.
    println!("{} rows, {} and {}", rows.len(), sum("71"), sum("88A"));
    assert_eq!((sum("71"), sum("88A")), (1_206, 4_429));
    assert!(rows.iter().all(|row| row.force.len() == 9), "a body without an area is among them");
}

/// The sources of a copied project whose catalogue reads the files of `contract` in place of those of the shipped one.
fn of_published<T>(
    asked: &str,
    contract: &str,
    files: &[(&str, &Path)],
    made: impl FnOnce(&assess::contract::format::Reading) -> Result<T, Vec<assess::fault::Fault>>,
) -> T {
    let project = crate::project::Project::copy();
    for (path, file) in files {
        project.write(path, fs::read(file).unwrap());
    }
    let fill = if asked == "child-population" { "fill = { mid_year = \"2024\" }\n" } else { "" };
    let named = format!("contract = \"{asked}\"\n");
    project.replace("data/sources.toml", &named, &format!("contract = \"{contract}\"\n{fill}"));
    let mut opened = assess::source::Project::open(project.root()).unwrap();
    let definitions = assess::definition::Definitions::read(&mut opened).unwrap();
    let catalogue = assess::source::catalogue::Catalogue::read(&mut opened).unwrap();
    let contracts = assess::contract::Contracts::read(&mut opened, &definitions).unwrap();
    let reading = assess::contract::Sources::of_catalogue(&contracts, &catalogue).read(&mut opened, asked);
    reading.and_then(|reading| made(&reading)).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Single years of age by local authority, and the look-up of forces: what the shipped edition has by force, force by force.
#[test]
#[ignore = "needs real files: just real-data"]
fn children_by_force_are_summed_from_the_publishers_own_table() {
    let listed = listed();
    let (Some(ages), Some(lookup)) = (path_of(&listed, "csv", (357, 95)), path_of(&listed, "csv", (332, 6))) else {
        assert!(listed.is_empty(), "the estimates by local authority or the look-up are not in the folder");
        return;
    };
    let files =
        [("data/public/child_population.csv", ages.as_path()), ("data/public/area_lookup.csv", lookup.as_path())];
    let population = of_published("child-population", "child-population-by-area", &files, |reading| {
        assess::contract::ChildPopulation::read(&reading.records)
    });
    let own: Vec<(&str, i16, i64)> = population.iter().collect();
    let shipped = fs::read_to_string(crate::project::repository().join("data/public/child_population.csv")).unwrap();
    let of_2024 = shipped.lines().filter(|line| line.contains(",2024,"));
    let written = own.iter().map(|(force, year, children)| format!("{force},{year},{children}"));
    assert_eq!(written.collect::<Vec<_>>(), of_2024.collect::<Vec<_>>());
    assert_eq!((own.len(), own.iter().map(|(_, _, children)| children).sum::<i64>()), (43, 12_804_035));
}

/// Referrals by first responder, kind, age and gender: what the shipped edition has of police together, quarter by quarter.
#[test]
#[ignore = "needs real files: just real-data"]
fn child_referrals_are_summed_from_the_publishers_own_table() {
    let listed = listed();
    let Some(referrals) = path_of(&listed, "csv", (6_958, 6)) else {
        assert!(listed.is_empty(), "the table of referrals is not in the folder");
        return;
    };
    let files = [("data/public/nrm_child_referrals_by_police.csv", referrals.as_path())];
    let series = of_published("nrm-child-referrals", "nrm-referrals-by-responder", &files, |reading| {
        assess::contract::Series::read(reading)
    });
    let shipped =
        crate::numbers::prepared().picture.series.iter().find(|series| series.id == "referrals-sexual").unwrap();
    assert_eq!(series[0].points, shipped.points);
    assert_eq!(series[0].counted().map(|(_, count)| count).collect::<Vec<_>>(), [49, 42, 42, 59, 52, 55, 53]);
}
