//! The one reader: a table held against its contract.
//!
//! In: a table of addressed cells, the contract and its code lists. Out: records, and what was read under another name than
//! its code; or every fault of the table. A row is kept only whole, so nothing later meets a half-read one.

mod cell;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::aside;
use super::asked::{Asked, Known};
use super::codelist::Codelist;
use super::file::{self, SourceFile, Workbooks};
use super::model::{Column, Contract, Kind};
use super::publisher::{hidden, left_out, unread};
use super::record::{Records, Typed, Value};
use super::repeated::repeated;
use crate::contract::{Finding, Severity, Subject};
use crate::definition::{Definitions, Unit};
use crate::fault::{Fault, Faults, Place};
use crate::lineage::{REAL, STATUS, SYNTHETIC};
use crate::period::Part;
use crate::source::{Project, Row, Table};

/// What a contract's columns may hold.
#[derive(Clone, Copy)]
pub(super) struct Lists<'a> {
    /// Shared lists, and those of this contract alone, by identifier.
    pub(super) shared: &'a BTreeMap<String, Codelist>,
    pub(super) own: &'a BTreeMap<String, Codelist>,
    /// To tell units of definitions.
    pub(super) definitions: &'a Definitions,
}

impl<'a> Lists<'a> {
    pub(super) fn get(&self, id: &str) -> Option<&'a Codelist> {
        self.own.get(id).or_else(|| self.shared.get(id))
    }
}

/// Reads one file.
pub(super) fn read(
    project: &mut Project,
    file: SourceFile<'_>,
    contract: &Arc<Contract>,
    lists: Lists<'_>,
    workbooks: Option<&dyn Workbooks>,
) -> Result<(Vec<Records>, Vec<Finding>), Vec<Fault>> {
    let mut faults = Faults::new();
    let (mut records, mut notes) = (Vec::new(), Vec::new());
    for table in file::tables(project, file, contract, workbooks)? {
        if let Some((of_table, found)) =
            faults.keep_all(of_table(aside::without(table, contract, lists, file.aside), file.source, contract, lists))
        {
            records.push(of_table);
            notes.extend(found);
        }
    }
    faults.into_result((records, notes))
}

/// Reads a table.
pub(super) fn of_table(
    table: Table,
    source: &str,
    contract: &Arc<Contract>,
    lists: Lists<'_>,
) -> Result<(Records, Vec<Finding>), Vec<Fault>> {
    let table = match &contract.wide {
        Some(wide) => table.long(&wide.name, &wide.value, &wide.columns),
        None => table,
    };
    let table = match contract.leave_out.as_slice() {
        [] => table,
        _ => {
            let mut is_out = left_out(contract, lists);
            table.keep(|row| !is_out(row))
        }
    };
    if table.is_empty() && !contract.may_have_no_rows {
        let remedy = "look at [[leave_out]] of the contract and at the file: one of the two was renamed";
        return Err(vec![Fault::new("file-empty", Place::file(table.file()), "no row of the file is read", remedy)]);
    }
    let mut reader = Reader { contract, lists, faults: Faults::new(), named: BTreeMap::new(), name: None };
    let (asked, broken) = reader.rows(&table);
    let mut notes = reader.notes(&table, &asked);
    let columns: Vec<Typed> = asked.into_iter().map(Asked::typed).collect();
    reader.repeated(&table, &columns, &broken);
    let synthetic = reader.synthetic(&table);
    notes.extend(hidden(&table, contract));
    notes.extend(unread(&table, contract));
    // Without a fault every row is whole.
    reader.faults.into_result(())?;
    Ok((Records { contract: Arc::clone(contract), source: source.to_owned(), synthetic, table, columns }, notes))
}

/// A name that stood for a code: where first, and the combinations of spellings that have it.
struct Named {
    place: Place,
    combinations: BTreeSet<u128>,
}

/// A column, and a name and the code it stood for.
type Name = (String, String, String);

struct Reader<'a> {
    contract: &'a Contract,
    lists: Lists<'a>,
    faults: Faults,
    named: BTreeMap<Name, Named>,
    /// The name in the cell that is being read, where it stands for a code.
    name: Option<Name>,
}

impl Reader<'_> {
    /// Reads every row: its values by column, and which rows have none. What is known of a row's spellings is not asked again.
    fn rows(&mut self, table: &Table) -> (Vec<Asked>, Vec<usize>) {
        let contract = self.contract;
        let about = |column: &Column| Asked::about(table, &column.name, &beside(contract, column));
        let mut columns: Vec<Asked> = contract.columns.iter().map(about).collect();
        let of_list = |list: &str| contract.columns.iter().find(|column| column.codelist == list);
        let mut units = of_list("definitions")
            .zip(of_list("measures"))
            .map(|(definition, measure)| Asked::about(table, &definition.name, &[&measure.name]));
        let mut known = vec![Known::Nothing; columns.len()];
        let mut broken = Vec::new();
        for row in 0..table.len() {
            for (known, column) in known.iter_mut().zip(&columns) {
                *known = column.known(table, row);
            }
            let unit = units.as_ref().map(|units| units.known(table, row));
            let is_right = |known: &Known| matches!(known, Known::Right(_));
            let is_known = known.iter().all(is_right) && unit.iter().all(is_right);
            if !is_known && !self.row(table, row, (&mut columns, &mut known), units.as_mut()) {
                broken.push(row);
            }
            for (known, column) in known.iter().zip(&mut columns) {
                column.give(*known);
            }
        }
        (columns, broken)
    }

    /// Reads a row of which not all is known to be right. Whether all of it is.
    fn row(
        &mut self,
        table: &Table,
        at: usize,
        (columns, known): (&mut [Asked], &mut [Known]),
        units: Option<&mut Asked>,
    ) -> bool {
        let Some(row) = table.row(at) else { return false };
        let contract = self.contract;
        let quarter = self.is_quarter(&row);
        for ((column, asked), known) in contract.columns.iter().zip(&mut *columns).zip(&mut *known) {
            match known {
                Known::Right(_) => continue,
                Known::Wrong if self.faults.skipped(table.file()) => continue,
                Known::Wrong | Known::Nothing => {}
            }
            let cell = row.cell(&column.name);
            let number = matches!(column.kind, Kind::Count | Kind::Integer | Kind::Decimal);
            let symbol = contract.symbols.get(cell.text()).filter(|_| number);
            let cell = symbol.map_or(cell, |meaning| cell.saying(meaning));
            let value = if column.codelist == "categories" {
                self.category(&cell, column, &row)
            } else {
                self.value(&cell, column, &row, quarter)
            };
            let value = self.faults.keep(value);
            *known = asked.learn(table, at, value);
            if let Some(named) = self.name.take().and_then(|name| self.named.get_mut(&name)) {
                named.combinations.insert(asked.combination(table, at));
            }
        }
        if known.contains(&Known::Wrong) {
            return false;
        }
        let Some(units) = units else { return true };
        match units.known(table, at) {
            Known::Right(_) => return true,
            Known::Wrong if self.faults.skipped(table.file()) => return false,
            Known::Wrong | Known::Nothing => {}
        }
        let values: Vec<&Value> = columns.iter().zip(known).map(|(asked, known)| asked.value(*known)).collect();
        let unit = self.of_one_unit(&row, &values).map(|()| Value::Empty);
        units.learn(table, at, unit) != Known::Wrong
    }

    /// Refuses rows that repeat the key of an earlier one.
    fn repeated(&mut self, table: &Table, columns: &[Typed], broken: &[usize]) {
        let place = |key: &String| self.contract.columns.iter().position(|column| column.name == *key);
        let key: Vec<&Typed> = self.contract.key.iter().filter_map(place).filter_map(|at| columns.get(at)).collect();
        let whole = (0..table.len()).filter(|row| broken.binary_search(row).is_err());
        for (row, earlier) in repeated(table, &key, whole) {
            if self.faults.skipped(table.file()) {
                continue;
            }
            if let (Some(row), Some(earlier)) = (table.row(row), table.row(earlier)) {
                let earlier = match earlier.place() {
                    Place { workbook: None, .. } => format!("line {}", earlier.line()),
                    place => place.in_words(),
                };
                self.faults.push(row_duplicate(row.place(), &earlier));
            }
        }
    }

    /// Whether any row says that it is synthetic. One is enough: rows of a file are added together.
    fn synthetic(&mut self, table: &Table) -> bool {
        let Some((_, status)) = table.column(STATUS) else { return false };
        let known = ["", REAL, SYNTHETIC];
        let times = status.numbers().times(status.texts().len());
        let mut said = status.texts().iter().zip(times).filter(|(_, times)| *times > 0).map(|(text, _)| text.as_ref());
        if said.clone().all(|text| known.contains(&text)) {
            return said.any(|text| text == SYNTHETIC);
        }
        let mut synthetic = false;
        for row in table.rows() {
            let status = row.cell(STATUS).one_of("word-unknown", &known).map(|word| word == SYNTHETIC);
            synthetic |= self.faults.keep(status).unwrap_or(true);
        }
        synthetic
    }

    fn is_quarter(&self, row: &Row<'_>) -> bool {
        if self.contract.columns.iter().any(|column| column.kind == Kind::Quarter) {
            return true;
        }
        let part = self.contract.columns.iter().find(|column| column.kind == Kind::Part);
        part.is_some_and(|part| matches!(row.cell(&part.name).text().parse(), Ok(Part::Quarter(_))))
    }

    /// A definition that counts custody events cannot be that of a count of crimes, nor the other way round.
    fn of_one_unit(&mut self, row: &Row<'_>, values: &[&Value]) -> Option<()> {
        let code = |list: &str| {
            let index = self.contract.columns.iter().position(|column| column.codelist == list)?;
            match values.get(index)? {
                Value::Code(code) => Some((&self.contract.columns.get(index)?.name, &code.id)),
                _ => None,
            }
        };
        let (Some((column, definition)), Some((_, measure))) = (code("definitions"), code("measures")) else {
            return Some(());
        };
        let custody = Unit::CustodyEvents.slug();
        let unit = self.lists.definitions.get(definition).map(|definition| definition.unit.slug());
        let counted = self.contract.measure(measure).map(|measure| measure.unit.as_str());
        if (unit == Some(custody)) == (counted == Some(custody)) {
            return Some(());
        }
        let what = format!(
            "`{definition}` counts {}, and `{measure}` counts {}",
            unit.unwrap_or_default(),
            counted.unwrap_or_default()
        );
        let remedy = "give the definition the force counted under; custody events stand in a return of their own";
        self.faults.push(row.cell(column).fault("definition-of-other-unit", what, remedy));
        None
    }

    /// One note for each name that stood for a code.
    fn notes(&self, table: &Table, asked: &[Asked]) -> Vec<Finding> {
        let note = |((column, name, code), named): (&Name, &Named)| {
            let of_column = self.contract.columns.iter().position(|one| one.name == *column);
            let asked = of_column.and_then(|at| asked.get(at))?;
            let has_name = |row: &usize| named.combinations.contains(&asked.combination(table, *row));
            let count = (0..table.len()).filter(has_name).count();
            Some(Finding {
                check: "name-for-code",
                severity: Severity::Note,
                subject: Subject {
                    contract: self.contract.id.clone(),
                    force: if column == "force_code" { code.clone() } else { String::new() },
                    category: if column == "force_code" { String::new() } else { code.clone() },
                    ..Subject::default()
                },
                places: vec![named.place.clone()],
                what: format!("`{name}` was read as `{code}`, in {count} {}", cells(count)),
                remedy: "nothing needs doing if that is what is meant; a code cannot be misread".to_owned(),
            })
        };
        self.named.iter().filter_map(note).collect()
    }
}

/// The columns beside one on which the meaning of its cells depends.
fn beside<'a>(contract: &'a Contract, column: &'a Column) -> Vec<&'a str> {
    if column.codelist == "categories" {
        return vec!["dimension", "measure"];
    }
    let in_quarters = column.kind == Kind::Count && column.negative_in_quarters;
    let part = contract.columns.iter().find(|other| in_quarters && other.kind == Kind::Part);
    let named = [&column.marker, &column.empty_with].into_iter().filter(|name| !name.is_empty());
    named.chain(part.map(|part| &part.name)).map(String::as_str).collect()
}

/// A row whose key stands somewhere else already.
pub(in crate::contract) fn row_duplicate(place: Place, earlier: &str) -> Fault {
    Fault::new(
        "row-duplicate",
        place,
        format!("the row repeats the key of {earlier}"),
        "keep the row that is right and delete the other; two rows would be added together",
    )
}

fn cells(count: usize) -> &'static str {
    if count == 1 { "cell" } else { "cells" }
}
