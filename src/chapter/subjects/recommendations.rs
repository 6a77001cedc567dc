//! The scorecard: what the inspectorate recommended, and how far each has come by the latest report read.

use jiff::civil::Date;

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, not_applicable, text};
use crate::contract::{Progress, Recommendation};
use crate::disclosure::Picture;
use crate::wording::{self, Cell, NOT_AVAILABLE, format, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    let all = &picture.recommendations;
    let numbered: Vec<&Recommendation> = all.iter().filter(|one| !one.number.is_empty()).collect();
    let mut add = |id: &str, text: String| {
        facts.add(format!("recommendations.{id}"), text, &picture.recommendations_lineage);
    };
    let overdue = numbered.iter().filter(|one| one.is_overdue(picture.edition.cut_off)).count();
    add("count", numbered.len().to_string());
    add("overdue", overdue.to_string());
    add("said", said(&numbered));
    add("as-of", latest(all).map_or_else(|| NOT_AVAILABLE.to_owned(), wording::date));
}

/// How many stand where, as a sentence without its full stop.
fn said(numbered: &[&Recommendation]) -> String {
    let told: Vec<String> = Progress::ALL
        .iter()
        .filter_map(|progress| {
            let count = numbered.iter().filter(|one| one.progress == *progress).count();
            let words = match progress {
                Progress::NotKnown => "of a state that was not seen",
                known => phrases::state(*known),
            };
            (count > 0).then(|| format!("{count} {} {words}", if count == 1 { "was" } else { "were" }))
        })
        .collect();
    match told.is_empty() {
        true => "No recommendation is held".to_owned(),
        false => format!("Of {} recommendations, {}", numbered.len(), format::list(&told)),
    }
}

fn latest(all: &[Recommendation]) -> Option<Date> {
    all.iter().filter_map(|one| one.as_of).max()
}

fn tables(picture: &Picture, facts: &Facts) -> Vec<DataTable> {
    let all = &picture.recommendations;
    let state = |progress: Progress| wording::capitalised(phrases::state(progress));
    let row = |one: &Recommendation| {
        let name = if one.number.is_empty() { one.subject.clone() } else { format!("{}. {}", one.number, one.subject) };
        let later = match one.later.as_str() {
            "" => state(one.progress),
            later => format!("{}. {later}", state(one.progress)),
        };
        vec![
            Cell::words(name),
            Cell::words(format!("{}: {}", one.owner, one.asks)),
            one.due.map_or_else(not_applicable, |due| Cell::words(wording::date(due))),
            Cell::words(later),
        ]
    };
    let released = facts.get("source.recommendations.released");
    let report = released.map(|fact| format!(", report of {}", fact.text)).unwrap_or_default();
    let as_of = latest(all).map_or_else(String::new, |day| format!(", at {}", wording::date(day)));
    vec![DataTable {
        id: "recommendations",
        title: "What the inspectorate asked for, and how far it has come".to_owned(),
        subtitle: format!("Recommendations and area for improvement{as_of}"),
        columns: vec![text("Subject", 3), text("Who is asked to do what", 7), text("Due", 3), text("State", 4)],
        rows: all.iter().map(row).collect(),
        source: format!("HM Inspectorate of Constabulary and Fire & Rescue Services{report}."),
        notes: vec![
            "The area for improvement has no number. [z] Not applicable: no day was set. Not seen: the report that says so was not \
             at hand."
                .to_owned(),
        ],
        lineage: picture.recommendations_lineage.clone(),
    }]
}
