//! Whom to ask first: a table for those who may see counts of single forces, and none for anybody else.

use super::Subject;
use crate::chapter::tables::{DataTable, number, returns, text};
use crate::disclosure::Picture;
use crate::disclosure::picture::Asked;
use crate::national::asking::{Added, LEFT_OVER};
use crate::wording::{self, NOT_APPLICABLE, NOT_AVAILABLE};

pub(super) const SUBJECT: Subject = Subject { facts: |_, _| {}, tables };

fn tables(picture: &Picture, _: &crate::chapter::facts::Facts) -> Vec<DataTable> {
    let asking = &picture.asking;
    let Some(year) = asking.year.filter(|_| !asking.forces.is_empty()) else { return Vec::new() };
    let mut columns = vec![text("Force", 3), text("What it counted", 4), number("Adds to the range", 2)];
    columns.extend((1..=asking.rungs.len()).map(|rung| number(format!("On rung {}", wording::word(rung as i64)), 2)));
    columns.extend([text("What would take it away", 4), number("Or records to read", 3)]);
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

fn row(force: &Asked, picture: &Picture) -> Vec<String> {
    let title = |id: &String| picture.definitions.get(id).map_or_else(|| id.clone(), |found| found.title.clone());
    let counted = force.definition.as_ref().map_or_else(|| "no return".to_owned(), title);
    let all = force.added.value().map(Vec::as_slice).unwrap_or_default();
    let width = |added: &Added| added.width.map_or_else(|| NOT_AVAILABLE.to_owned(), wording::count);
    let mut row = vec![force.name.to_string(), counted];
    row.extend(all.iter().map(width));
    row.push(wording::capitalised(force.remedy.words()));
    row.push(reading(all));
    row
}

/// Records to read for the range, and for the narrowest rung that leaves a known set of them.
fn reading(all: &[Added]) -> String {
    let mut sets = all.iter().filter_map(|added| Some((added.read?, added.width?)));
    let said = |(read, of): (i64, i64)| format!("{} of {}", wording::count(read), wording::count(of));
    let first = sets.next();
    let last = sets.next_back().filter(|last| Some(*last) != first);
    let all: Vec<String> = first.into_iter().chain(last).map(said).collect();
    if all.is_empty() { NOT_APPLICABLE.to_owned() } else { all.join(" / ") }
}
