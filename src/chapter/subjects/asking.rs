//! Whom to ask first: a table for those who may see counts of single forces, and none for anybody else.

use super::Subject;
use crate::chapter::tables::{DataTable, absent, not_applicable, number, returns, text};
use crate::disclosure::Picture;
use crate::disclosure::picture::Asked;
use crate::national::asking::{Added, LEFT_OVER};
use crate::wording::{self, Cell};

pub(super) const SUBJECT: Subject = Subject { facts: |_, _| {}, tables };

fn tables(picture: &Picture, _: &crate::chapter::facts::Facts) -> Vec<DataTable> {
    let asking = &picture.asking;
    let Some(year) = asking.year.filter(|_| !asking.forces.is_empty()) else { return Vec::new() };
    let mut columns = vec![text("Force", 3), text("What it counted", 4), number("Adds to the range", "crimes", 2)];
    columns.extend(
        (1..=asking.rungs.len()).map(|rung| number(format!("On rung {}", wording::word(rung as i64)), "crimes", 2)),
    );
    columns.extend([text("What would take it away", 4), text("Or records to read", 3)]);
    let rungs = asking.rungs.iter().zip(1..);
    let rungs: Vec<String> = rungs.map(|(words, rung)| format!("rung {}, {words}", wording::word(rung))).collect();
    let mut notes = Vec::new();
    if !rungs.is_empty() {
        notes.push(format!("Each rung with those before it: {}.", rungs.join("; ")));
    }
    notes.push(format!(
        "Records to read: so many of those of which it is open whether they meet the agreed definition that, whatever is found, the 95% \
         interval of their number is at most {} as wide as the force’s part of the range; on the narrowest ceiling behind the stroke.",
        wording::percent(LEFT_OVER)
    ));
    vec![DataTable {
        id: "whom-to-ask",
        title: "Whom to ask first: what each force adds to the width of the range".to_owned(),
        subtitle: format!("{}, {year}, upper less lower end of each force, in crimes", picture.edition.geography),
        columns,
        rows: asking.forces.iter().map(|force| row(force, picture)).collect(),
        source: returns(&asking.lineage),
        notes,
        lineage: asking.lineage.clone(),
    }]
}

fn row(force: &Asked, picture: &Picture) -> Vec<Cell> {
    let title = |id: &String| picture.definitions.get(id).map_or_else(|| id.clone(), |found| found.title.clone());
    let counted = force.definition.as_ref().map_or_else(|| "no return".to_owned(), title);
    let all = force.added.value().map(Vec::as_slice).unwrap_or_default();
    let width = |added: &Added| added.width.map_or_else(absent, Cell::count);
    let mut row = vec![Cell::words(force.name.to_string()), Cell::words(counted)];
    row.extend(all.iter().map(width));
    row.push(Cell::words(wording::capitalised(force.remedy.words())));
    row.push(reading(all));
    row
}

/// Records to read for the range, and for the narrowest rung that leaves a known set of them.
fn reading(all: &[Added]) -> Cell {
    let mut sets = all.iter().filter_map(|added| Some((added.read?, added.width?)));
    let said = |(read, of): (i64, i64)| format!("{} of {}", wording::count(read), wording::count(of));
    let first = sets.next();
    let last = sets.next_back().filter(|last| Some(*last) != first);
    let all: Vec<String> = first.into_iter().chain(last).map(said).collect();
    if all.is_empty() { not_applicable() } else { Cell::words(all.join(" / ")) }
}
