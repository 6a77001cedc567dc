//! Returns in rows below the force, and files of many rows: what is summed, what is refused, and that a fault is told with its row however
//! far down it stands.

mod edition;
#[path = "../../benches/national-scale/generated.rs"]
mod generated;

use std::fmt::Write;

use assess::contract::{Contracts, Sources, Summed};
use assess::definition::Definitions;
use assess::fault::{Failure, Fault};
use assess::period::Part;
use assess::source::Project as Input;
use assess::source::catalogue::Catalogue;
use assess::source::{NotPlain, Plain};

use crate::project::{Project, repository};

const CONTRACT: &str = "benches/national-scale/data/contracts/force-quarters.toml";
const HEADER: &str = "force_code,area_code,period,quarter,definition,measure,dimension,category,value,marker\n";
const DEFINITION: &str = "iicsa-organised-network";

/// A project with the contract, and a source of these rows.
fn project(rows: &str) -> Project {
    let project = Project::copy();
    let contract = std::fs::read_to_string(repository().join(CONTRACT)).unwrap();
    project.write("data/contracts/force-quarters.toml", contract);
    project.write("data/demo/scale.csv", format!("{HEADER}{rows}"));
    let sources = project.text("data/sources.toml");
    let source = "[[source]]\nid = \"scale\"\ncontract = \"force-quarters\"\ntitle = \"scale\"\npublisher = \"test\"\nlicence = \"test\"\n\
                  path = \"demo/scale.csv\"\nsynthetic = true\n";
    project.write("data/sources.toml", format!("{sources}\n{source}"));
    project
}

fn summed(project: &Project) -> Result<Summed, Vec<Fault>> {
    let mut input = Input::open(project.root()).unwrap();
    let catalogue = Catalogue::read(&mut input).unwrap();
    let definitions = Definitions::read(&mut input).unwrap();
    let contracts = Contracts::read(&mut input, &definitions).unwrap();
    let sources = Sources::of_catalogue(&contracts, &catalogue);
    let records = sources.read(&mut input, "force-quarters")?.records;
    Summed::read(contracts.get("force-quarters").unwrap(), &records)
}

fn row(force: &str, area: &str, quarter: &str, measure: &str, cell: &str) -> String {
    format!("{force},{area},2019/20,{quarter},{DEFINITION},{measure},total,all,{cell}\n")
}

#[test]
fn rows_below_the_force_are_summed_and_a_missing_part_makes_the_sum_missing() {
    let rows = [
        row("E23000001", "E07900001", "Q1", "offences", "3,"),
        row("E23000001", "E07900002", "Q1", "offences", "4,"),
        row("E23000001", "E07900001", "Q1", "victims", "5,"),
        row("E23000001", "E07900002", "Q1", "victims", ",[c]"),
        row("W15000001", "W06900001", "Q2", "offences", "0,"),
    ];
    let summed = summed(&project(&rows.concat())).unwrap();
    let found: Vec<_> =
        summed.iter().map(|sum| (sum.force, sum.part, sum.measure, sum.value, sum.rows, sum.line)).collect();
    let quarter = Part::Quarter;
    assert_eq!(
        found,
        [
            ("E23000001", quarter(1), "offences", Some(7), 2, 2),
            ("E23000001", quarter(1), "victims", None, 2, 4),
            ("W15000001", quarter(2), "offences", Some(0), 1, 6),
        ]
    );
}

#[test]
fn an_area_of_two_forces_and_an_area_left_out_are_told() {
    let apart =
        [row("E23000001", "E07900001", "Q1", "offences", "3,"), row("E23000002", "E07900001", "Q1", "offences", "4,")];
    let faults = summed(&project(&apart.concat())).unwrap_err();
    assert_eq!((faults.len(), faults[0].id), (1, "summed-apart"), "{faults:?}");
    assert_eq!(faults[0].place.to_string(), "data/demo/scale.csv:3, column `area_code`");
    let uneven = [
        row("E23000001", "E07900001", "Q1", "offences", "3,"),
        row("E23000001", "E07900002", "Q1", "offences", "4,"),
        row("E23000001", "E07900001", "Q1", "victims", "4,"),
    ];
    let faults = summed(&project(&uneven.concat())).unwrap_err();
    assert_eq!((faults.len(), faults[0].id), (1, "summed-uneven"), "{faults:?}");
    assert_eq!(faults[0].place.line, Some(4));
    assert!(faults[0].what.ends_with("is a sum of 1 row, and others of the force and period of 2"), "{}", faults[0]);
}

#[test]
fn a_row_that_stands_twice_is_told_by_its_key_whatever_its_spelling() {
    let rows = [
        row("E23000001", "E07900001", "Q1", "offences", "3,"),
        row("E23000001", "E07900002", "Q1", "offences", "4,"),
        row("Metropolitan Police", "E07900001", "Q1", "offences", "3,"),
    ];
    let faults = summed(&project(&rows.concat())).unwrap_err();
    assert_eq!((faults.len(), faults[0].id), (1, "row-duplicate"), "{faults:?}");
    assert_eq!(faults[0].place.line, Some(4));
    assert!(faults[0].what.ends_with("the key of line 2"), "{}", faults[0]);
}

/// So many rows of one force's areas.
fn many(rows: usize, cell: impl Fn(usize) -> String) -> String {
    (0..rows).fold(String::new(), |mut text, number| {
        let area = format!("E{:08}", number / 4);
        let quarter = format!("Q{}", number % 4 + 1);
        write!(text, "{}", row("E23000001", &area, &quarter, "offences", &cell(number))).unwrap();
        text
    })
}

#[test]
fn a_fault_in_the_last_of_many_rows_is_told_with_its_row() {
    let last = 40_000;
    let rows = many(last, |number| if number + 1 == last { "many,".to_owned() } else { "1,".to_owned() });
    let faults = summed(&project(&rows)).unwrap_err();
    assert_eq!((faults.len(), faults[0].id), (1, "number-not-whole"), "{faults:?}");
    assert_eq!(faults[0].place.to_string(), format!("data/demo/scale.csv:{}, column `value`", last + 1));
}

#[test]
fn of_very_many_faults_the_first_are_told_and_all_are_counted() {
    let rows = many(40_000, |number| format!("x{},", number % 3));
    let faults = summed(&project(&rows)).unwrap_err();
    assert_eq!((faults.len(), faults[10_000].id), (10_001, "faults-too-many"));
    assert_eq!(faults[10_000].what, "40000 things are wrong, of which the first 10000 are told");
    assert_eq!(faults[9_999].place.line, Some(10_001));
    let told = Failure::Input(faults).to_string();
    assert!(told.len() < 3_000 && told.contains("and 9995 more error[number-not-whole]"), "{told}");
}

#[test]
fn a_quotation_mark_that_is_never_closed_ends_soon_however_long_the_file_is() {
    struct Endless {
        given: u64,
    }
    impl std::io::Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            buffer.fill(b'7');
            if self.given == 0 {
                let start = b"force_code,value\n\"E23000001,1\n";
                buffer[..start.len()].copy_from_slice(start);
            }
            self.given += buffer.len() as u64;
            assert!(self.given < 64 << 20, "it is read on and on");
            Ok(buffer.len())
        }
    }
    let Err(NotPlain::Fault(fault)) = Plain::read("given.csv", Endless { given: 0 }) else { panic!("it was read") };
    assert_eq!((fault.id, fault.place.line), ("quote-open", Some(2)), "{fault}");
}
