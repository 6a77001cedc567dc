//! Holds the totals against what they are the sum of, on the sheet and between sheets.

use std::collections::BTreeMap;

use super::super::form::Form;
use super::super::layout::{Layout, NO_SUM, TO_FILL};
use super::entry::Sheet;
use crate::fault::{Fault, Faults, Place, shape};
use crate::period::Part;
use crate::source::{Grid, Value};
use crate::workbook::cell_name;

/// The year's total of a sheet, and where it stands.
pub(super) struct Sum {
    pub(super) count: i64,
    pub(super) place: Place,
}

/// Holds the row of sums against the rows above it. Gives the year's total where every category has a count.
pub(super) fn check(grid: &Grid, layout: &Layout<'_>, read: &Sheet<'_>, faults: &mut Faults) -> Option<Sum> {
    let mut year = None;
    for index in 1..=layout.year_column() {
        let column = read.found.columns.get(usize::from(index)).copied()?;
        let part = match index {
            index if index == layout.year_column() => Part::Year,
            quarter => Part::Quarter(u8::try_from(quarter).unwrap_or(0)),
        };
        let cells: Vec<_> = read.cells.iter().filter(|cell| cell.part == part).collect();
        let sum = cells.iter().try_fold(0_i64, |sum, cell| cell.value.and_then(|value| sum.checked_add(value)));
        let sum = sum.filter(|_| cells.len() == layout.section.categories.len());
        let header = layout.headers().get(usize::from(index)).copied().unwrap_or_default();
        let mut place = cells.first().map(|cell| cell.place.clone());
        if let Some(row) = read.found.total {
            let total = grid.place(row.number, column, header);
            match (row.cell(column), sum) {
                (Value::Integer(held), Some(sum)) if *held != sum => {
                    let ends = [cells.first(), cells.last()].map(|cell| cell.map_or((0, 0), |cell| cell.at));
                    let [first, last] =
                        ends.map(|(row, column)| cell_name(row, u32::try_from(column).unwrap_or(u32::MAX)));
                    faults.push(wrong(&total, format!("the total is {held}, and {first} to {last} add up to {sum}")));
                }
                // Where a cell could not be read, that is the fault to mend.
                (Value::Integer(held), None) if cells.len() == layout.section.categories.len() => {
                    faults.push(wrong(&total, format!("the total is {held}, and not every row above it has a count")))
                }
                (Value::Number(_) | Value::Date(_) | Value::Boolean(_), _) => {
                    faults.push(wrong(
                        &total,
                        format!("the total is {}, which is no count", shape(&row.cell(column).text())),
                    ));
                }
                (Value::Text(text), _) if ![TO_FILL, NO_SUM].contains(&text.trim()) => {
                    faults.push(wrong(&total, format!("the total is {}, which is no count", shape(text.trim()))));
                }
                _ => {}
            }
            place = Some(total);
        }
        if part == Part::Year {
            year = sum.zip(place).map(|(count, place)| Sum { count, place });
        }
    }
    year
}

fn wrong(place: &Place, what: String) -> Fault {
    Fault::new(
        "template-total-overwritten",
        place.clone(),
        what,
        "correct the counts or put the formula of the template back; if it still stands there, let the program calculate the \
         workbook and save it",
    )
}

/// Holds the totals of one measure against one another, between sheets.
pub(super) fn compare(form: &Form, sums: &BTreeMap<&str, Sum>, faults: &mut Faults) {
    for section in &form.sections {
        let Some(reference) = form.reference(section) else { continue };
        let (Some(sum), Some(other)) = (sums.get(section.id.as_str()), sums.get(reference.id.as_str())) else {
            continue;
        };
        if sum.count != other.count {
            faults.push(Fault::new(
                "template-totals-differ",
                sum.place.clone(),
                format!(
                    "the total of the sheet `{}` is {}, and that of `{}` (cell {}) is {}",
                    section.sheet,
                    sum.count,
                    reference.sheet,
                    other.place.workbook.as_ref().map_or_else(String::new, |address| address.cell.clone()),
                    other.count
                ),
                "both count the same thing: find the count that is missing or entered twice; what is not known belongs in its \
                 own category",
            ));
        }
    }
}
