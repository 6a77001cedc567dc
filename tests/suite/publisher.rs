//! Tables as publishers publish them: what a contract says so that they are read without a hand edit, and what is refused or told.
//!
//! The tables have the shapes of real ones, and other numbers.

use assess::contract::{Finding, Sources};
use assess::definition::Definitions;
use assess::fault::Failure;
use assess::pipeline::{self, Prepared, Silent};
use assess::source::Project as Read;
use assess::source::catalogue::Catalogue;

use crate::numbers::prepared;
use crate::project::Project;

const RECORDED: &str = "data/public/recorded_crime_force_quarter.csv";
const NEED: &str = "data/public/children_in_need_factors.csv";
const POPULATION: &str = "data/public/child_population.csv";

fn prepare(project: &Project) -> Result<Prepared, Failure> {
    pipeline::prepare(&mut Read::open(project.root()).unwrap(), pipeline::Order::edition(2027), &mut Silent)
}

fn made(project: &Project) -> Prepared {
    prepare(project).unwrap_or_else(|failure| panic!("{failure}"))
}

fn refused(project: &Project) -> String {
    match prepare(project) {
        Ok(_) => panic!("it was read"),
        Err(failure) => failure.to_string(),
    }
}

fn notes<'a>(prepared: &'a Prepared, check: &str) -> Vec<&'a Finding> {
    prepared.findings.open().filter(|finding| finding.check == check).collect()
}

/// The rows of a contract as text, one a line, with nothing of the edition besides.
fn rows(project: &Project, contract: &str, columns: &[&str]) -> Result<Vec<String>, String> {
    let mut opened = Read::open(project.root()).unwrap();
    let definitions = Definitions::read(&mut opened).unwrap();
    let catalogue = Catalogue::read(&mut opened).unwrap();
    let contracts = assess::contract::Contracts::read(&mut opened, &definitions).unwrap();
    let reading = Sources::of_catalogue(&contracts, &catalogue).read(&mut opened, contract);
    let reading = reading.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let value = |record: &assess::contract::format::Record<'_>, column: &&str| {
        let words = [record.text(column), record.marker(column).unwrap_or_default()].concat();
        let number = record.number(column).map(|number| number.to_string());
        let period = record.financial_year(column).map(|year| year.to_string());
        number.or(period).unwrap_or(words)
    };
    let records = reading.records.iter().flat_map(|records| records.iter());
    Ok(records
        .map(|record| columns.iter().map(|column| value(&record, column)).collect::<Vec<_>>().join(" "))
        .collect())
}

/// Years to 31 March 2018 to 2025, as the Department for Education published them.
#[test]
fn the_factor_of_children_in_need_goes_from_20000_to_12400() {
    let series = prepared().picture.series.iter().find(|series| series.id == "assessments-cse").unwrap();
    let counts: Vec<i64> = series.counted().map(|(_, count)| count).collect();
    assert_eq!(counts, [20_000, 18_720, 18_700, 16_830, 16_330, 15_020, 13_860, 12_400]);
    let fact = |id: &str| prepared().facts.get(id).unwrap_or_else(|| panic!("no fact {id}")).text.clone();
    assert_eq!(fact("series.assessments-cse.count.2017-18"), "20,000");
    assert_eq!(fact("series.assessments-cse.count.last"), "12,400");
    assert_eq!(fact("series.assessments-cse.year.last"), "2024/25");
    // The seventh root of 12,400 over 20,000 is 0.934.
    assert_eq!(fact("series.assessments-cse.change-a-year"), "7% fewer");
    let criminal = prepared().picture.series.iter().find(|series| series.id == "assessments-cce").unwrap();
    assert_eq!(criminal.points.values().filter(|count| count.is_none()).count(), 4, "not available before 2021/22");
    assert_eq!(fact("series.assessments-cce.year.first"), "2021/22");
    assert_eq!(fact("series.referrals-sexual.count.2023-q4"), "53");
    assert_eq!(fact("series.referrals-sexual.year.last"), "October to December 2023");
}

#[test]
fn symbols_of_a_publisher_are_markers_and_any_other_is_refused() {
    let project = Project::copy();
    let line =
        project.text(NEED).lines().find(|line| line.starts_with("2019,Reporting year,National")).unwrap().to_owned();
    for (symbol, marker) in [("c", "[c]"), ("x", "[x]"), ("z", "[z]"), ("u", "[u]")] {
        project.replace(NEED, &line, &line.replace(",18720,", &format!(",{symbol},")));
        let found =
            rows(&project, "children-in-need-factors", &["geographic_level", "period", "factor", "assessments"]);
        let expected = format!("National 2018/19 child-sexual-exploitation {marker}");
        assert!(found.as_ref().is_ok_and(|rows| rows.contains(&expected)), "{found:?}");
        project.replace(NEED, &line.replace(",18720,", &format!(",{symbol},")), &line);
    }
    project.replace(NEED, &line, &line.replace(",18720,", ",low,"));
    let said = refused(&project);
    assert!(said.contains("error[number-not-whole]") && said.contains("column `Child_sexual_exploitation`"), "{said}");
}

#[test]
fn a_new_column_of_a_publisher_is_refused_or_told() {
    let project = Project::copy();
    let with = |file: &str, name: &str, cell: &str| {
        let text = project.text(file);
        let lines =
            text.lines().enumerate().map(|(at, line)| format!("{line},{}\n", if at == 0 { name } else { cell }));
        project.write(file, lines.collect::<String>());
    };
    with(NEED, "Modern_slavery", "10");
    let prepared = made(&project);
    let [note] = notes(&prepared, "columns-unread")[..] else { panic!("{:?}", notes(&prepared, "columns-unread")) };
    assert!(note.what.contains("one column is not named by the contract and not read"), "{}", note.what);
    with(RECORDED, "Sex", "all");
    let said = refused(&project);
    assert!(said.contains("error[column-unknown]: column 9 is not known"), "{said}");
}

#[test]
fn a_column_that_was_renamed_is_missed_and_not_read_as_nothing() {
    let project = Project::copy();
    project.replace(NEED, "Child_sexual_exploitation", "CSE");
    let said = refused(&project);
    assert!(said.contains("error[column-missing]: the column `Child_sexual_exploitation` is missing"), "{said}");
}

#[test]
fn names_with_footnotes_stand_for_forces() {
    let project = Project::copy();
    let text = project.text(RECORDED);
    let marked = text
        .replace(",Kent,", ",Kent8,")
        .replace(",Sussex,", ",\"Sussex7,8\",")
        .replace(",Dorset,", ", Dorset ,")
        .replace(",Humberside,", ",Humberside [note 4],")
        .replace(",Devon and Cornwall,", ",Devon & Cornwall,")
        .replace(",British Transport Police,", ",British Transport Police3,");
    project.write(RECORDED, marked);
    let columns = ["financial_year", "force_code", "offence_code", "offences"];
    assert_eq!(
        rows(&project, "recorded-crime-by-force", &columns),
        rows(&Project::copy(), "recorded-crime-by-force", &columns)
    );
    project.replace(RECORDED, "2024/25,4,Kent8,Abuse", "2024/25,4,Kent and Medway,Abuse");
    let said = refused(&project);
    assert!(said.contains("error[force-unknown]") && said.contains("column `Force Name`"), "{said}");
}

#[test]
fn a_code_that_was_reissued_is_refused_and_an_offence_that_was_is_missed() {
    let project = Project::copy();
    let text = project.text(POPULATION);
    project.write(POPULATION, text.replace("E23000034,2024", "E23000099,2024"));
    assert!(refused(&project).contains("error[force-unknown]"));
    project.write(POPULATION, text);
    let recorded = project.text(RECORDED);
    project.write(RECORDED, recorded.replace(",71,", ",71A,"));
    // All that is not listed is left out, for the whole open data table holds every offence.
    let said = String::from_utf8(crate::project::assess(project.root(), &["check"]).stdout).unwrap();
    assert!(
        said.contains("[public-missing]") && said.contains("`offence-71` for 2024/25: Q1, Q2, Q3, Q4 not there"),
        "{said}"
    );
}

#[test]
fn a_missing_year_and_a_missing_quarter_are_named() {
    let project = Project::copy();
    let text = project.text(RECORDED);
    let kept = |line: &&str| !line.starts_with("2019/20,") && !line.starts_with("2016/17,2,Kent,");
    project.write(RECORDED, text.lines().filter(kept).map(|line| format!("{line}\n")).collect::<String>());
    let said = String::from_utf8(crate::project::assess(project.root(), &["check"]).stdout).unwrap();
    for expected in
        ["`offence-71` for 2019/20: Q1, Q2, Q3, Q4 not there", "Kent, `offence-88a` for 2016/17: Q2 not there"]
    {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

#[test]
fn totals_among_the_rows_are_left_out_by_name_and_refused_without() {
    let project = Project::copy();
    let text = project.text(POPULATION);
    let total = "ENGLAND AND WALES7,2024,12804035";
    project.write(POPULATION, format!("{text}{total}\n"));
    assert!(refused(&project).contains("error[force-unknown]"));
    let contract = "data/contracts/child-population.toml";
    let leave = "\n[[leave_out]]\ncolumn = \"force_code\"\nvalues = [\"England and Wales\"]\nreason = \"a total of the rows\"\n";
    project.write(contract, format!("{}{leave}", project.text(contract)));
    assert_eq!(made(&project).picture.children.get(&2024), Some(&12_804_035));
}

#[test]
fn a_sheet_a_year_is_read_whole_and_a_hidden_one_is_refused() {
    let project = Project::copy();
    let contract = "data/contracts/child-population.toml";
    let each = "key = [\"force_code\", \"mid_year\"]\nsheets = \"each\"\nsheet_holds = \"mid_year\"\n";
    project.replace(contract, "key = [\"force_code\", \"mid_year\"]\n", each);
    project.replace("data/sources.toml", "path = \"public/child_population.csv\"", "path = \"public/children.xlsx\"");
    let text = project.text(POPULATION);
    let book = |hidden: Option<i16>| {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        for year in 2012..=2024_i16 {
            let sheet = workbook.add_worksheet().set_name(year.to_string()).unwrap();
            sheet.set_hidden(hidden == Some(year));
            sheet.write(0, 0, "PFA code").unwrap().write(0, 1, "Population").unwrap();
            let of_year = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
            for (row, cells) in (1..).zip(of_year.filter(|cells| cells[1] == year.to_string())) {
                sheet.write(row, 0, cells[0]).unwrap().write(row, 1, cells[2].parse::<f64>().unwrap()).unwrap();
            }
        }
        workbook.save_to_buffer().unwrap()
    };
    project.write("data/public/children.xlsx", book(None));
    assert_eq!(*made(&project).picture.children, *prepared().picture.children);
    project.write("data/public/children.xlsx", book(Some(2020)));
    let said = refused(&project);
    assert!(
        said.contains("error[sheet-hidden]: a sheet with the columns of `child-population` is hidden: `2020`"),
        "{said}"
    );
}

#[test]
fn what_a_file_says_in_its_title_alone_is_said_with_its_source() {
    let project = Project::copy();
    let text = project.text(POPULATION);
    let of_2024 = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[1] == "2024").then(|| format!("{},{}\n", cells[0], cells[2]))
    });
    project.write("data/public/of_2024.csv", format!("PFA24CD,population\n{}", of_2024.collect::<String>()));
    let source = "path = \"public/of_2024.csv\"\nfill = { mid_year = \"2024\" }";
    project.replace("data/sources.toml", "path = \"public/child_population.csv\"", source);
    let prepared = made(&project);
    assert_eq!(prepared.picture.children.get(&2024), Some(&12_804_035));
    assert_eq!(prepared.picture.children.len(), 1);
}

/// The open data table holds every offence: those of the list are summed for all forces, whether a measure or not.
#[test]
fn a_whole_table_of_recorded_crime_makes_the_national_counts_too() {
    let project = Project::copy();
    let edition = "report/2027/edition.toml";
    project.replace(edition, "recorded-crime-national = [\"recorded-crime-national\"]\n", "");
    // Padded, with nothing written as the Home Office's workbook writes it, and an offence of no interest.
    let text = project.text(RECORDED);
    let mut whole = String::new();
    for (at, line) in text.lines().enumerate() {
        let (rest, count) = line.rsplit_once(',').unwrap();
        let count = if count == "0" { "-00".to_owned() } else { count.to_owned() };
        whole.push_str(&if at == 0 { format!("{line}\n") } else { format!("{rest}, {count} \n") });
        if at > 0 && rest.ends_with(",88A") {
            whole.push_str(&format!("{},17B, 3 \n", rest.strip_suffix(",88A").unwrap()));
            whole.push_str(&format!("{},105A, 900 \n", rest.strip_suffix(",88A").unwrap()));
        }
    }
    project.write(RECORDED, whole);
    let prepared = made(&project);
    let year = "2024/25".parse().unwrap();
    assert_eq!(prepared.picture.offence("71").unwrap().national.year(year).unwrap().count, 962);
    let of = |offence: &str| {
        prepared
            .picture
            .national_offences
            .iter()
            .find(|row| row.year == year && row.offence == offence)
            .unwrap()
            .offences
    };
    assert_eq!((of("71"), of("17B")), (962, 3 * 4 * 43));
}

const LOOKUP: &str = "data/public/area_lookup.csv";

/// Two forces of three and two areas, of which one stands under two partnerships, in the shape of the published look-up.
fn lookup() -> &'static str {
    "LAD24CD,LAD24NM,CSP24CD,CSP24NM,PFA24CD,PFA24NM\n\
     E06999001,Abbot,E22999001,Abbot,E23000002,Cumbria\n\
     E07999002,Bell,E22999002,Bell North,E23000002,Cumbria\n\
     E07999002,Bell,E22999003,Bell South,E23000002,Cumbria\n\
     E08999003,Cross,E22999004,Cross,E23000002,Cumbria\n\
     E09999004,Dale,E22999005,Dale,E23000003,Lancashire\n\
     W06999005,Eyot,W22999006,Eyot,E23000003,Lancashire\n"
}

/// Residents by area and age in the shape of the published table, totals of wider areas among them. Each age of an area has as many more
/// residents than the age before as the area has years.
fn by_age(areas: &[(&str, &str, &str, i64)]) -> String {
    let ages = (0..90).map(|age| age.to_string()).chain(["90+".to_owned()]).collect::<Vec<_>>().join(",");
    let mut text = format!("\u{feff}Code,Name,Geography,All ages,{ages}\n");
    for (code, name, kind, step) in areas {
        let ages = (0..91).map(|age| (100 + step * age).to_string()).collect::<Vec<_>>().join(",");
        text.push_str(&format!("{code},{name},{kind},999999,{ages}\n"));
    }
    text
}

const AREAS: [(&str, &str, &str, i64); 8] = [
    ("K04999999", "ENGLAND AND WALES", "Country", 50),
    ("E12999999", "SOMEWHERE", "Region", 40),
    ("E10999999", "Bellshire", "County", 30),
    ("E06999001", "Abbot", "Unitary Authority", 1),
    ("E07999002", "Bell", "Non-metropolitan District", 2),
    ("E08999003", "Cross", "Metropolitan District", 3),
    ("E09999004", "Dale", "London Borough", 4),
    ("W06999005", "Eyot", "Unitary Authority", 5),
];

/// Children by force of a project whose source is the table of ages by area.
fn children(project: &Project) -> Result<Vec<(String, i16, i64)>, String> {
    let mut opened = Read::open(project.root()).unwrap();
    let definitions = Definitions::read(&mut opened).unwrap();
    let catalogue = Catalogue::read(&mut opened).unwrap();
    let contracts = assess::contract::Contracts::read(&mut opened, &definitions).unwrap();
    let reading = Sources::of_catalogue(&contracts, &catalogue).read(&mut opened, "child-population");
    let population = reading.and_then(|reading| assess::contract::ChildPopulation::read(&reading.records));
    let population = population.map_err(|faults| faults.iter().map(ToString::to_string).collect::<String>())?;
    Ok(population.iter().map(|(force, year, children)| (force.to_owned(), year, children)).collect())
}

/// A project that reads children from single years of age by local authority.
fn with_areas(areas: &[(&str, &str, &str, i64)]) -> Project {
    let project = Project::copy();
    let source = "contract = \"child-population-by-area\"\nfill = { mid_year = \"2024\" }\n";
    project.replace("data/sources.toml", "contract = \"child-population\"\n", source);
    project.write(POPULATION, by_age(areas));
    project.write(LOOKUP, lookup());
    project
}

#[test]
fn ages_by_local_authority_are_summed_to_forces_by_the_look_up() {
    // Eighteen ages of 100 and the steps 0 to 17, which sum to 153: of steps 1, 2 and 3, and of 4 and 5.
    let expected = [("E23000002", 3 * 1_800 + 6 * 153), ("E23000003", 2 * 1_800 + 9 * 153)];
    let expected = expected.map(|(force, children)| (force.to_owned(), 2024, children)).to_vec();
    assert_eq!(children(&with_areas(&AREAS)), Ok(expected));
}

#[test]
fn an_area_that_is_missing_unknown_or_twice_is_refused() {
    let said = |project: &Project| children(project).unwrap_err();
    let missing: Vec<_> = AREAS.into_iter().filter(|area| area.1 != "Bell").collect();
    let of_missing = said(&with_areas(&missing));
    let expected = "the children of E23000002 at mid-2024 are a sum of 2 areas, and the look-up has 3 for it";
    assert!(of_missing.contains("error[summed-uneven]") && of_missing.contains(expected), "{of_missing}");
    let reissued = AREAS.map(|area| if area.1 == "Cross" { ("E08999033", area.1, area.2, area.3) } else { area });
    let of_reissued = said(&with_areas(&reissued));
    assert!(of_reissued.contains("is not the code of a local authority of the look-up"), "{of_reissued}");
    let of_twice = said(&with_areas(&[AREAS.as_slice(), &AREAS[3..4]].concat()));
    assert!(of_twice.contains("error[row-duplicate]"), "{of_twice}");
}

#[test]
fn without_the_look_up_only_what_is_read_by_it_is_refused() {
    let project = with_areas(&AREAS);
    std::fs::remove_file(project.path(LOOKUP)).unwrap();
    let said = children(&project).unwrap_err();
    assert!(said.contains("error[source-missing]") && said.contains("whose table is not there"), "{said}");
    let shipped = Project::copy();
    let rows = shipped.text(POPULATION).lines().skip(1).count();
    assert_eq!(children(&shipped).unwrap().len(), rows);
}

/// What the table of referrals says of one quarter, in its publisher's shape: every total among the rows.
fn referrals(rows: &[(&str, &str, &str, &str, i64)]) -> String {
    let mut text = "Quarter,First responder,Exploitation type,Age at exploitation,Gender,People\n".to_owned();
    for (responder, kind, age, gender, people) in rows {
        text.push_str(&format!("2024 Q1,{responder},\"{kind}\",{age},{gender},{people}\n"));
    }
    text
}

#[test]
fn referrals_are_added_over_police_and_kinds_and_totals_count_once() {
    const CHILD: &str = "Child (17 or under)";
    let rows = [
        ("Kent Police", "Sexual", CHILD, "Female", 3),
        ("Kent Police", "Sexual", CHILD, "Male", 1),
        ("Kent Police", "Sexual", CHILD, "Total", 4),
        ("Kent Police", "Sexual", "Adult (18 or over)", "Female", 50),
        ("Kent Police", "Sexual", "Total", "Total", 54),
        ("Police Scotland", "Sexual, Labour & Criminal", CHILD, "Female", 7),
        ("Police Scotland", "Sexual, Labour, Criminal", CHILD, "Male", 20),
        ("Police Scotland", "Criminal", CHILD, "Male", 90),
        ("Police Scotland", "Total", CHILD, "Male", 110),
        ("Police total", "Sexual", CHILD, "Female", 3),
    ];
    let project = Project::copy();
    let file = "data/public/nrm_child_referrals_by_police.csv";
    let sheets = "data/public/referrals.xlsx";
    let contract = "contract = \"nrm-referrals-by-responder\"\n";
    project.replace("data/sources.toml", "contract = \"nrm-child-referrals\"\n", contract);
    let read = |bytes: Vec<u8>, path: &str| {
        project.write(path, bytes);
        let mut opened = Read::open(project.root()).unwrap();
        let definitions = Definitions::read(&mut opened).unwrap();
        let catalogue = Catalogue::read(&mut opened).unwrap();
        let contracts = assess::contract::Contracts::read(&mut opened, &definitions).unwrap();
        let reading = Sources::of_catalogue(&contracts, &catalogue).read(&mut opened, "nrm-child-referrals");
        let series = reading.and_then(|reading| assess::contract::Series::read(&reading));
        let words = |faults: Vec<assess::fault::Fault>| faults.iter().map(ToString::to_string).collect::<String>();
        series.map(|series| series[0].points.values().copied().collect::<Vec<_>>()).map_err(words)
    };
    let text = referrals(&rows);
    assert_eq!(read(text.clone().into_bytes(), file), Ok(vec![Some(3 + 1 + 7 + 20)]));
    let twice = read(referrals(&[rows.as_slice(), &rows[..1]].concat()).into_bytes(), file).unwrap_err();
    assert!(twice.contains("error[row-duplicate]"), "{twice}");
    let unknown = read(referrals(&[("A charity", "Sexual", CHILD, "Male", 9)]).into_bytes(), file).unwrap_err();
    assert!(unknown.contains("is not a police body that the contract knows"), "{unknown}");
    // The same with a sheet a quarter, which says in its name alone which it is.
    project.replace(
        "data/sources.toml",
        "path = \"public/nrm_child_referrals_by_police.csv\"",
        "path = \"public/referrals.xlsx\"",
    );
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (quarter, more) in [("2024 Q1", 0), ("2024 Q2", 1)] {
        let sheet = workbook.add_worksheet().set_name(quarter).unwrap();
        for (column, name) in (0..).zip(text.lines().next().unwrap().split(',').skip(1)) {
            sheet.write(0, column, name).unwrap();
        }
        for (row, (responder, kind, age, gender, people)) in (1..).zip(rows) {
            for (column, word) in (0..).zip([responder, kind, age, gender]) {
                sheet.write(row, column, word).unwrap();
            }
            sheet.write(row, 4, (people + more) as f64).unwrap();
        }
    }
    let of_sheets = read(workbook.save_to_buffer().unwrap(), sheets);
    assert_eq!(of_sheets, Ok(vec![Some(31), Some(31 + 4)]), "{of_sheets:?}");
}
