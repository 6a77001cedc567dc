//! One number followed through every room: the lower end of the range, from the cells of the returns to the sentence, the chart, the
//! table, `statistics.csv` and the record of the release.

use std::collections::{BTreeMap, BTreeSet};

use assess::disclosure::release::Printed;
use assess::pipeline::{self, Order, Prepared};
use assess::publish;

use crate::project::Project;
use assess::pipeline::Silent;

const SOURCE: &str = "data/demo/adr_group_based.csv";
const YEAR: &str = "2025/26";

fn prepare(project: &Project) -> Prepared {
    let mut opened = assess::source::Project::open(project.root()).unwrap();
    pipeline::prepare(&mut opened, Order::edition(2027), &mut Silent).unwrap()
}

/// The lower end as the cells have it, added up here: a force is in it with the largest of what it counted over the whole year under the
/// agreed definition or a narrower one, what it returned of such a year, and the class of its group-based crimes that is narrower too.
fn of_cells(project: &Project, prepared: &Prepared) -> i64 {
    use assess::definition::Relation::{Narrower, Same};
    let mut years: BTreeMap<String, i64> = BTreeMap::new();
    let mut quarters: BTreeMap<String, i64> = BTreeMap::new();
    for line in project.text(SOURCE).lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let own = cells[4] == "group_based_cse_crimes" && cells[5] == "total";
        let class =
            cells[4] == "group_based_csae_crimes" && (cells[5], cells[6], cells[2]) == ("context", "cse", "year");
        if cells[1] != YEAR || !(own || class) {
            continue;
        }
        let definition = if class { "cocad-cse" } else { cells[3] };
        let relation = prepared.picture.definitions.relation(definition, &prepared.picture.edition.agreed_definition);
        if let (Ok(count), Same | Narrower) = (cells[7].parse::<i64>(), relation) {
            if cells[2] == "year" {
                let year = years.entry(cells[0].to_owned()).or_default();
                *year = count.max(*year);
            } else {
                *quarters.entry(cells[0].to_owned()).or_default() += count;
            }
        }
    }
    let forces: BTreeSet<&String> = years.keys().chain(quarters.keys()).collect();
    let held = |counts: &BTreeMap<String, i64>, force: &String| counts.get(force).copied().unwrap_or_default();
    forces.into_iter().map(|force| held(&years, force).max(held(&quarters, force))).sum()
}

/// What each room says of it.
fn said(prepared: &Prepared) -> [String; 6] {
    let sentence = prepared.facts.get("group-based-cse.range.2025-26").unwrap().text.clone();
    let chart = prepared.figures.iter().find(|figure| figure.id() == "national-range").unwrap();
    let of_year = |rows: &[Vec<String>]| rows.iter().find(|row| row[0] == YEAR).unwrap()[1].clone();
    let table = prepared.tables.iter().find(|table| table.id() == "national-range").unwrap();
    let csv = String::from_utf8(publish::statistics(&prepared.protected.statistics)).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let row =
        reader.records().map(Result::unwrap).find(|row| &row[0] == "returns.group-based-cse.range" && &row[7] == YEAR);
    let record = prepared.protected.record.as_ref().unwrap();
    // A number of the record has the first of its names.
    let lower = prepared.picture.agreed.years.last().unwrap().lower.value();
    let of_last = |printed: &&Printed| printed.name.starts_with("group_based_cse_crimes/2025-26/");
    let mut printed = record.printed.iter().filter(of_last);
    let printed = printed.find(|printed| (printed.least, printed.most) == (lower, lower)).unwrap();
    [
        lower.to_string(),
        sentence.strip_prefix("between ").unwrap().split(' ').next().unwrap().to_owned(),
        of_year(&chart.table().rows),
        of_year(&table.printed()),
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
    assert_eq!(expected, 884);
    assert_eq!(said(&before), std::array::from_fn(|_| expected.to_string()));
    // One cell more, in its quarter and its year: every room follows.
    let cell = |part: &str, count: i64| {
        format!("E23000001,{YEAR},{part},iicsa-organised-network,group_based_cse_crimes,total,all,{count},,synthetic\n")
    };
    project.replace(SOURCE, &cell("Q4", 33), &cell("Q4", 50));
    project.replace(SOURCE, &cell("year", 112), &cell("year", 129));
    let after = prepare(&project);
    assert_eq!(of_cells(&project, &after), 901);
    assert_eq!(said(&after), std::array::from_fn(|_| "901".to_owned()));
}
