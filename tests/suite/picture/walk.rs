//! One number followed through every room: the lower end of the range, from the cells of the returns to the sentence, the chart, the
//! table, `statistics.csv` and the record of the release.

use std::collections::BTreeMap;

use assess::pipeline::{self, Order, Prepared};
use assess::publish;

use crate::numbers::Silent;
use crate::project::Project;

const SOURCE: &str = "data/demo/adr_group_based.csv";
const YEAR: &str = "2025/26";

fn prepare(project: &Project) -> Prepared {
    let mut opened = assess::source::Project::open(project.root()).unwrap();
    pipeline::prepare(&mut opened, Order::edition(2027), &mut Silent).unwrap()
}

/// The lower end as the cells have it, added up here: a force is in it with what it counted over the whole year under the agreed
/// definition or a narrower one, or with what it returned of such a year.
fn of_cells(project: &Project, prepared: &Prepared) -> i64 {
    use assess::definition::Relation::{Narrower, Same};
    let mut years: BTreeMap<String, i64> = BTreeMap::new();
    let mut quarters: BTreeMap<String, i64> = BTreeMap::new();
    for line in project.text(SOURCE).lines() {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[1] != YEAR || cells[4] != "group_based_cse_crimes" || cells[5] != "total" {
            continue;
        }
        let relation = prepared.picture.definitions.relation(cells[3], &prepared.picture.edition.agreed_definition);
        if let (Ok(count), Same | Narrower) = (cells[7].parse::<i64>(), relation) {
            let sums = if cells[2] == "year" { &mut years } else { &mut quarters };
            *sums.entry(cells[0].to_owned()).or_default() += count;
        }
    }
    quarters.retain(|force, _| !years.contains_key(force));
    years.values().chain(quarters.values()).sum()
}

/// What each room says of it.
fn said(prepared: &Prepared) -> [String; 6] {
    let sentence = prepared.facts.get("group-based-cse.range.2025-26").unwrap().text.clone();
    let chart = prepared.figures.iter().find(|figure| figure.id() == "national-range").unwrap();
    let of_year = |rows: &[Vec<String>]| rows.iter().find(|row| row[0] == YEAR).unwrap()[1].clone();
    let table = prepared.tables.iter().find(|table| table.id() == "national-range").unwrap();
    let csv = String::from_utf8(publish::statistics(&prepared.protected.statistics).csv()).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let row =
        reader.records().map(Result::unwrap).find(|row| &row[0] == "returns.group-based-cse.range" && &row[7] == YEAR);
    let record = prepared.protected.record.as_ref().unwrap();
    let printed = record.printed.iter().find(|printed| printed.name.ends_with("2025-26/lower end")).unwrap();
    assert_eq!(printed.least, printed.most);
    [
        prepared.picture.agreed.years.last().unwrap().lower.value().to_string(),
        sentence.strip_prefix("between ").unwrap().split(' ').next().unwrap().to_owned(),
        of_year(&chart.table().rows),
        of_year(&table.rows),
        row.unwrap()[9].to_owned(),
        printed.least.to_string(),
    ]
}

#[test]
fn the_lower_end_is_one_number_from_the_cells_to_every_room() {
    let project = Project::copy();
    let before = prepare(&project);
    let expected = of_cells(&project, &before);
    // As the returns were added up by a script outside this program.
    assert_eq!(expected, 827);
    assert_eq!(said(&before), std::array::from_fn(|_| expected.to_string()));
    // One cell more, in its quarter and its year: every room follows.
    let cell = |part: &str, count: i64| {
        format!("E23000001,{YEAR},{part},iicsa-organised-network,group_based_cse_crimes,total,all,{count},,synthetic\n")
    };
    project.replace(SOURCE, &cell("Q4", 33), &cell("Q4", 50));
    project.replace(SOURCE, &cell("year", 112), &cell("year", 129));
    let after = prepare(&project);
    assert_eq!(of_cells(&project, &after), 844);
    assert_eq!(said(&after), std::array::from_fn(|_| "844".to_owned()));
}
