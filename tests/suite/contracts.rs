//! Contracts as data: a new one reaches statistics and facts without Rust, code lists know the spellings in use, finer
//! categories are added up, custody events stay apart from crimes, and files of one contract share its key.

use assess::contract::{AdrReturn, Contracts, Sources};
use assess::definition::Definitions;
use assess::edition::{Edition, Marking};
use assess::pipeline::{self, Prepared};
use assess::source::Project as Input;
use assess::source::catalogue::Catalogue;

use crate::project::{Project, repository};
use assess::pipeline::Silent;

const HEADER: &str = "force_code,period,quarter,definition,measure,dimension,category,value,marker\n";

fn prepare(project: &Project) -> Result<Prepared, String> {
    let mut input = Input::open(project.root()).unwrap();
    pipeline::prepare(&mut input, pipeline::Order::edition(2027), &mut Silent).map_err(|failure| failure.to_string())
}

/// The same where counts of forces are shown, so that nothing is to be protected first: for what is read and computed, not what is printed.
fn open(project: &Project) -> Result<Prepared, String> {
    let mut input = Input::open(project.root()).unwrap();
    let order = pipeline::Order { marking: Some(Marking::OfficialSensitive), ..pipeline::Order::edition(2027) };
    pipeline::prepare(&mut input, order, &mut Silent).map_err(|failure| failure.to_string())
}

/// Adds a source that meets a contract, and names it in the edition.
fn add(project: &Project, contract: &str, id: &str, rows: &str) {
    let path = format!("data/demo/{id}.csv");
    project.write(&path, rows);
    let sources = project.text("data/sources.toml");
    let entry = format!(
        "{sources}\n[[source]]\nid = \"{id}\"\ncontract = \"{contract}\"\ntitle = \"{id}\"\npublisher = \"test\"\n\
         licence = \"test\"\npath = \"demo/{id}.csv\"\nsynthetic = true\n"
    );
    project.write("data/sources.toml", entry);
    let edition = project.text("report/2027/edition.toml");
    let known = edition.lines().find(|line| line.starts_with(&format!("{contract} = ["))).map(str::to_owned);
    let edition = match known {
        Some(line) => edition.replace(&line, &line.replace(']', &format!(", \"{id}\"]"))),
        None => edition.replace("[sources]\n", &format!("[sources]\n{contract} = [\"{id}\"]\n")),
    };
    project.write("report/2027/edition.toml", edition);
}

/// What is read of the returns of one contract.
fn returns(project: &Project, contract: &str) -> Vec<AdrReturn> {
    let mut input = Input::open(project.root()).unwrap();
    let catalogue = Catalogue::read(&mut input).unwrap();
    let definitions = Definitions::read(&mut input).unwrap();
    let edition = Edition::read(&mut input, 2027, &definitions).unwrap();
    let contracts = Contracts::read(&mut input, &definitions).unwrap();
    let sources = Sources::of_edition(&contracts, &catalogue, &edition).unwrap();
    AdrReturn::read(&sources.read(&mut input, contract).unwrap().records).unwrap()
}

fn codes() -> Vec<String> {
    let forces = std::fs::read_to_string(repository().join("data/reference/forces.csv")).unwrap();
    forces.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
}

#[test]
fn a_new_contract_reaches_statistics_and_facts_without_rust() {
    let project = Project::copy();
    let contract = project.text("data/contracts/adr-csae-parent.toml");
    let at = contract.find("[[dimension]]").unwrap();
    let own = contract[..at].replace("id = \"adr-csae-parent\"", "id = \"warning-notices\"");
    let measure =
        "[[measure]]\nid = \"abduction_notices\"\ntitle = \"Child abduction warning notices\"\nunit = \"notices\"\n";
    project.write("data/contracts/warning-notices.toml", format!("{own}{measure}"));
    let rows: String = codes()
        .iter()
        .enumerate()
        .map(|(at, force)| format!("{force},2024/25,year,csae,abduction_notices,total,all,{at},\n"))
        .collect();
    add(&project, "warning-notices", "notices", &format!("{HEADER}{rows}"));
    let statistics = project.text("report/2027/statistics.toml");
    let asked = "[[statistic]]\nid = \"notices\"\ntitle = \"Notices\"\nmeasure = \"abduction_notices\"\nmethod = \"count\"\n\
                 geography = \"england-and-wales\"\nperiods = \"2024/25\"\nunit = \"notices\"\ndecimals = 0\n";
    project.write("report/2027/statistics.toml", format!("{statistics}\n{asked}"));
    let prepared = prepare(&project).unwrap_or_else(|failure| panic!("{failure}"));
    // 0 + 1 + … + 43 over the 44 forces.
    assert_eq!(prepared.facts.get("notices.2024-25").unwrap().text, "946");
    let statistic = prepared.statistics.iter().find(|statistic| statistic.id == "notices").unwrap();
    assert!(statistic.lineage.synthetic());
}

#[test]
fn every_spelling_that_publishers_use_is_a_force() {
    let mut input = Input::open(repository()).unwrap();
    let definitions = Definitions::read(&mut input).unwrap();
    let contracts = Contracts::read(&mut input, &definitions).unwrap();
    let forces = contracts.codelist("forces").unwrap();
    let spellings = [
        ("London, City of", "E23000034"),
        ("city-of-london", "E23000034"),
        ("Devon & Cornwall", "E23000035"),
        ("Devon and Cornwall Police", "E23000035"),
        ("Avon & Somerset Constabulary", "E23000036"),
        ("Dyfed Powys", "W15000004"),
        ("Humberside Constabulary", "E23000012"),
        ("Hampshire Constabulary", "E23000030"),
        ("Hampshire and Isle of Wight [note 2]", "E23000030"),
        ("Metropolitan Police Service", "E23000001"),
        ("greater manchester", "E23000005"),
        ("British Transport Police", "BTP"),
    ];
    for (spelling, code) in spellings {
        assert_eq!(forces.find(spelling).map(|found| found.code.id.clone()).as_deref(), Some(code), "{spelling}");
    }
    assert_eq!(forces.codes().count(), 44);
}

#[test]
fn a_name_in_place_of_a_code_is_read_and_noted() {
    let project = Project::copy();
    project.replace("data/public/child_population.csv", "E23000001,2012,", "Met,2012,");
    let prepared = open(&project).unwrap_or_else(|failure| panic!("{failure}"));
    let notes: Vec<_> = prepared.findings.open().filter(|finding| finding.check == "name-for-code").collect();
    let [note] = notes.as_slice() else { panic!("{notes:?}") };
    assert_eq!(note.what, "`Met` was read as `E23000001`, in 1 cell");
    assert_eq!(note.places[0].to_string(), "data/public/child_population.csv:2, column `force_code`");
}

#[test]
fn negative_quarters_are_read_and_a_negative_year_is_refused() {
    let project = Project::copy();
    let file = "data/public/recorded_crime_force_quarter.csv";
    let text = project.text(file);
    let line = text.lines().find(|line| line.starts_with("2012/13,1,Bedfordshire") && line.contains(",71,")).unwrap();
    let (rest, count) = line.rsplit_once(',').unwrap();
    assert_eq!(count, "0");
    // The publisher's other way of writing nothing.
    project.replace(file, line, &format!("{rest},-00"));
    open(&project).unwrap_or_else(|failure| panic!("{failure}"));
    project.replace(file, &format!("{rest},-00"), &format!("{rest},-90"));
    let failure = prepare(&project).err().unwrap();
    assert!(failure.contains("error[total-negative]: the quarters of 2012/13 sum to "), "{failure}");
    assert!(failure.contains("below zero\n  --> data/public/recorded_crime_force_quarter.csv:4"), "{failure}");
}

#[test]
fn rows_of_bodies_without_an_area_are_left_out_by_the_contract() {
    let project = Project::copy();
    let file = "data/public/recorded_crime_force_quarter.csv";
    assert_eq!(project.text(file).matches("British Transport Police").count(), 110);
    project.replace("data/contracts/recorded-crime-by-force.toml", "\"British Transport Police\", ", "");
    let with = open(&project).unwrap_or_else(|failure| panic!("{failure}"));
    // It recorded two in that year, and is in no total of the 43 forces either way.
    assert_eq!(with.picture.offence("71").unwrap().national.year("2024/25".parse().unwrap()).unwrap().count, 962);
}

#[test]
fn eighteen_ethnic_groups_are_added_up_to_five() {
    let project = Project::copy();
    let row = |category: &str, value: &str| {
        format!("E23000001,2024/25,year,adr149-custody,custody_events,suspect_ethnicity,{category},{value}\n")
    };
    let rows = [("W1", "4,"), ("W2", "3,"), ("Pakistani", "2,"), ("A1", ",[x]"), ("Black", "1,"), ("NS", "5,")];
    let rows: String = rows.map(|(category, value)| row(category, value)).concat();
    add(&project, "adr149-custody", "custody", &format!("{HEADER}{rows}"));
    let read: Vec<(String, Option<i64>)> =
        returns(&project, "adr149-custody").into_iter().map(|row| (row.category, row.value)).collect();
    let expected = [("white", Some(7)), ("asian", None), ("black", Some(1)), ("not_recorded", Some(5))];
    assert_eq!(read, expected.map(|(category, value)| (category.to_owned(), value)));
}

#[test]
fn custody_events_are_never_held_against_crimes() {
    let project = Project::copy();
    let rows: String = codes()
        .iter()
        .map(|force| format!("{force},2024/25,year,adr149-custody,custody_events,total,all,9,\n"))
        .collect();
    add(&project, "adr149-custody", "custody", &format!("{HEADER}{rows}"));
    let prepared = open(&project).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(prepared.picture.measures.get("custody_events").unwrap().unit, "custody-events");
    let statistics = project.text("report/2027/statistics.toml");
    let asked = "[[statistic]]\nid = \"custody\"\ntitle = \"Custody\"\nmeasure = \"custody_events\"\nmethod = \"rate\"\nper = 100\n\
                 denominator = \"group_based_cse_crimes\"\ngeography = \"england-and-wales\"\nperiods = \"2024/25\"\n\
                 unit = \"percent\"\ndecimals = 0\n";
    project.write("report/2027/statistics.toml", format!("{statistics}\n{asked}"));
    let failure = prepare(&project).err().unwrap();
    assert!(failure.contains("are of different units: one counts custody events"), "{failure}");
    // Nor can they be returned under a definition of crimes.
    project.replace("data/demo/custody.csv", "adr149-custody", "cocad-cse");
    let failure = prepare(&project).err().unwrap();
    assert!(failure.contains("`cocad-cse` counts crimes, and `custody_events` counts custody-events"), "{failure}");
}

#[test]
fn returns_may_come_in_one_file_a_force_and_a_count_stands_in_one_of_them_only() {
    let project = Project::copy();
    let whole = returns(&project, "adr-csae-parent");
    let text = project.text("data/demo/adr_parent.csv");
    let (header, rows) = text.split_once('\n').unwrap();
    let (btp, others): (Vec<&str>, Vec<&str>) = rows.lines().partition(|line| line.starts_with("BTP,"));
    project.write("data/demo/adr_parent.csv", format!("{header}\n{}\n", others.join("\n")));
    add(&project, "adr-csae-parent", "btp", &format!("{header}\n{}\n", btp.join("\n")));
    let key = |row: &AdrReturn| (row.force.clone(), row.year, row.part, row.value);
    let (mut before, mut after): (Vec<_>, Vec<_>) =
        (whole.iter().map(key).collect(), returns(&project, "adr-csae-parent").iter().map(key).collect());
    before.sort();
    after.sort();
    assert_eq!(before, after);
    project.write("data/demo/adr_parent.csv", text);
    let failure = prepare(&project).err().unwrap();
    assert!(
        failure.contains("error[row-duplicate]: the row repeats the key of data/demo/adr_parent.csv, line 2"),
        "{failure}"
    );
}

#[test]
fn a_column_may_come_under_another_name_and_a_marker_in_the_cell() {
    let project = Project::copy();
    let (plain, renamed) = ("force_code,mid_year,children", "PFA Code,Year,Population");
    project.replace("data/public/child_population.csv", plain, renamed);
    let header = HEADER.trim_end().replace("force_code", "Force Name").replace("value", "Count");
    project.replace("data/demo/adr_parent.csv", HEADER.trim_end(), &header);
    project.replace(
        "data/demo/adr_parent.csv",
        "BTP,2021/22,Q1,csae,csae_crimes,total,all,66,",
        "BTP,2021/22,Q1,csae,csae_crimes,total,all,[x],",
    );
    let prepared = open(&project).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(prepared.picture.children.values().all(|children| *children > 0));
    assert_eq!(returns(&project, "adr-csae-parent")[0].value, None);
    // A fault names the column as the file has it.
    project.replace("data/public/child_population.csv", "1873662", "1.87m");
    let failure = prepare(&project).err().unwrap();
    assert!(failure.contains("data/public/child_population.csv:3, column `Population`"), "{failure}");
}

#[test]
fn a_workbook_is_read_from_the_sheet_that_its_source_names_and_from_no_other() {
    let project = Project::copy();
    let text = project.text("data/public/child_population.csv");
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    project.write("data/public/children.ods", crate::workbooks::ods("Mid-year", &rows));
    let entry = |sheet: &str| format!("path = \"public/children.ods\"\nsheet = \"{sheet}\"\n");
    project.replace("data/sources.toml", "path = \"public/child_population.csv\"\n", &entry("Mid-year"));
    let facts = |prepared: &Prepared| {
        let facts = prepared.facts.iter().map(|(id, fact)| (id.clone(), fact.text.clone()));
        facts.collect::<Vec<_>>()
    };
    assert_eq!(facts(&prepare(&project).unwrap()), facts(crate::numbers::prepared()));
    project.replace("data/sources.toml", &entry("Mid-year"), &entry("Mid-year 2024"));
    let Err(said) = prepare(&project) else { panic!("read another sheet") };
    assert!(
        said.contains(
            "error[sheet-missing]: the file has no sheet `Mid-year 2024` that is not hidden; its sheets are `Mid-year`"
        ),
        "{said}"
    );
    assert!(said.contains("--> data/public/children.ods"), "{said}");
}

/// What measures say of one another is held against the contracts, each fault at the line of its measure.
#[test]
fn a_measure_that_says_of_another_what_cannot_be_is_refused() {
    const GROUP: &str = "data/contracts/adr-group-based.toml";
    const PARENT: &str = "data/contracts/adr-csae-parent.toml";
    let cases = [
        (PARENT, "id = \"csae_crimes\"", "id = \"group_based_cse_crimes\"", "stands in the contract"),
        (
            GROUP,
            "part_of = \"csae_crimes\"",
            "part_of = \"csae_crime\"",
            "is part of the measure `csae_crime`, which is not there",
        ),
        (GROUP, "part_of = \"csae_crimes\"", "part_of = \"group_based_cse_suspects\"", "counts crimes, and"),
        (PARENT, "alike = true\n", "", "which forces do not count alike"),
        (GROUP, "category = \"cse\"", "category = \"csx\"", "has no class `csx` of `context`"),
        (GROUP, "definition = \"cocad-cse\"", "definition = \"cocad-csx\"", "did you mean `cocad-cse`?"),
        (
            GROUP,
            "same_as = \"group_based_cse_crimes\"",
            "same_as = \"cse_crimes\"",
            "is the same as the measure `cse_crimes`",
        ),
    ];
    for (file, find, replace, expected) in cases {
        let project = Project::copy();
        project.replace(file, find, replace);
        let mut input = Input::open(project.root()).unwrap();
        let definitions = Definitions::read(&mut input).unwrap();
        let faults = Contracts::read(&mut input, &definitions).unwrap_err();
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|fault| fault.contains(expected)), "{find} -> {replace}: {said:?}");
        assert!(faults.iter().all(|fault| fault.id == "contract-invalid" && fault.place.line.is_some()), "{said:?}");
    }
}

/// The rooms of the program ask a measure what it is. Only the demonstration, which invents returns, knows measures by name.
#[test]
fn no_measure_or_offence_is_named_in_the_program() {
    let mut input = Input::open(repository()).unwrap();
    let definitions = Definitions::read(&mut input).unwrap();
    let contracts = Contracts::read(&mut input, &definitions).unwrap();
    let measures = contracts.measures().iter();
    let named: Vec<String> = measures.flat_map(|one| [Some(one.id.clone()), one.offence.clone()]).flatten().collect();
    assert!(named.len() >= 10, "{named:?}");
    let mut folders = vec![repository().join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.starts_with(repository().join("src/demo")) || path.ends_with("tests.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let program = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = program.lines().filter(|line| !line.trim_start().starts_with("//"));
            let words = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
            let known = words.filter(|word| named.iter().any(|name| name == word));
            found.extend(known.map(|word| format!("{}: {word}", path.display())));
        }
    }
    assert!(found.is_empty(), "{found:?}");
}
