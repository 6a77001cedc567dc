//! The identified range of the last year by region, and by force where the marking shows forces.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, absent, not_applicable, number, returns, text};
use crate::disclosure::picture::{Area, Upper};
use crate::disclosure::{Level, Picture};
use crate::wording::{Cell, phrases};

pub(super) const SUBJECT: Subject = Subject { facts: |_, _| {}, tables };

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let areas = &picture.areas;
    let by_force = areas.iter().any(|area| area.level == Level::Force);
    let mut columns = vec![
        text(if by_force { "Region or force" } else { "Region" }, 5),
        number("Forces", "forces", 2),
        number("Of these, agreed", "forces", 2),
        number("Lower end", "crimes", 2),
        number("Upper end", "crimes", 2),
    ];
    if by_force {
        columns.extend([number("Count as returned", "crimes", 2), text("Definition", 4)]);
    }
    let base = picture.policy.rule(Level::Region, usize::MAX).round_to;
    let rounded = areas.iter().any(|area| area.lower.is_rounded());
    let mut notes = vec![
        "Agreed: forces that counted the agreed definition over the whole year. [x] Not available: a force returned no \
         count of all crimes, so nothing bounds the range."
            .to_owned(),
    ];
    if rounded {
        notes.push(format!("Ends are rounded to the nearest {base}, so regions do not add up to the national range."));
    }
    notes.push(phrases::LEGEND.to_owned());
    if picture.agreed.lineage.synthetic() {
        notes.push(
            "Names are made up, in a drawn order: no real area or force stands beside an invented number.".to_owned(),
        );
    }
    let year = picture.agreed.years.last().map(|last| last.year.to_string()).unwrap_or_default();
    vec![DataTable {
        id: "range-by-area",
        title: "Group-based CSE crimes under the agreed definition, by region".to_owned(),
        subtitle: format!("{}, {year}, identified range", picture.edition.geography),
        columns,
        rows: areas.iter().map(|area| row(area, by_force, picture)).collect(),
        source: returns(&picture.agreed.lineage),
        notes,
        lineage: picture.agreed.lineage.clone(),
    }]
}

fn row(area: &Area, by_force: bool, picture: &Picture) -> Vec<Cell> {
    let name = match &area.force {
        Some(force) => force.to_string(),
        None if area.region.as_str() == NATIONWIDE => "British Transport Police area".to_owned(),
        None => area.region.to_string(),
    };
    let mut row = vec![
        Cell::words(name),
        Cell::tally(*area.forces),
        Cell::tally(*area.agreed),
        Cell::of_rounded(&area.lower),
        upper_rounded(&area.upper),
    ];
    if by_force {
        let of_force = |cell: Option<Cell>| match area.level {
            Level::Force => cell.unwrap_or_else(absent),
            _ => not_applicable(),
        };
        row.push(of_force(area.count.as_ref().map(Cell::shown)));
        let title = |id: &str| picture.definitions.get(id).map_or_else(|| id.to_owned(), |found| found.title.clone());
        row.push(of_force(area.definition.as_ref().map(|id| Cell::words(title(id)))));
    }
    row
}

/// The same in a table that says for all its cells that they are rounded.
fn upper_rounded(upper: &Upper) -> Cell {
    match upper {
        Upper::Count(count) => Cell::of_rounded(count),
        Upper::NotIdentified => absent(),
    }
}

/// Region of a force without an area of its own.
const NATIONWIDE: &str = "National";
