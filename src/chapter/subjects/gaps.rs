//! Intelligence gaps: what is not known, why it matters, who could fill it, and since when.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::placeholders::{Part, filled, parts};
use crate::chapter::tables::{DataTable, text};
use crate::disclosure::Picture;
use crate::edition::gaps::{Gap, Words};
use crate::fault::{Fault, Faults};
use crate::lineage::Lineage;
use crate::wording::Cell;

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    facts.add("gaps.count", picture.gaps.len().to_string(), &Lineage::default());
}

fn cells(gap: &Gap) -> [&Words; 4] {
    [&gap.unknown, &gap.matters, &gap.who, &gap.since]
}

/// Names in the words of gaps that are no fact, and digits that are typed there.
pub(super) fn unbound(picture: &Picture, facts: &Facts) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::new();
    for words in picture.gaps.iter().flat_map(cells) {
        faults.keep(parts(&words.text, facts, &words.place));
    }
    faults.into_result(())
}

fn tables(picture: &Picture, facts: &Facts) -> Vec<DataTable> {
    if picture.gaps.is_empty() {
        return Vec::new();
    }
    let mut lineage = Lineage::default();
    let mut rows = Vec::new();
    for gap in &picture.gaps {
        let mut row = vec![Cell::words(gap.code.as_str())];
        for words in cells(gap) {
            let bound = parts(&words.text, facts, &words.place).unwrap_or_default();
            let named = bound.iter().filter_map(Part::fact).filter_map(|id| facts.get(id));
            lineage = named.fold(lineage, |lineage, fact| lineage.and(&fact.lineage));
            row.push(Cell::words(filled(bound, facts)));
        }
        rows.push(row);
    }
    vec![DataTable {
        id: "intelligence-gaps",
        title: "What is not known, and who could tell".to_owned(),
        subtitle: "Intelligence gaps by code; a gap keeps its code from edition to edition".to_owned(),
        columns: vec![
            text("Code", 1),
            text("What is not known", 5),
            text("Why it matters", 5),
            text("Who could fill it", 4),
            text("Open since", 2),
        ],
        rows,
        source: lineage.source_line("The authors of the chapter."),
        notes: Vec::new(),
        lineage,
    }]
}
