//! The one place where a file that was read is looked over for data on persons, before anything of it is used, kept or shown.
//!
//! In: every sheet of a file, hidden or not, with all of its rows, and the texts beside the cells: comments, names of sheets, headers and
//! footers, properties of the document. Out: evidence by sheet, or the fault; never a value. A few addresses for questions, as nearly
//! every publisher has them on a cover, pass; whatever else tables about no person have too waits for an answer in the catalogue.

use std::borrow::Cow;

use super::contacts::{Contacts, contacts};
use super::{Reading, Sheet, SheetCells};
use crate::fault::{Fault, Place};
use crate::source::GridRow;
use crate::source::person_level::{Answer, Evidence, Kind, PersonLevel, is_name, of_header, of_text, person_level};

/// What the name of a member is, which is told as the name of a column is.
pub(super) const NAMED: &str = "the name of a member";

/// A text of a file that stands in no cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// What it is: `a comment`.
    pub what: &'static str,
    /// Where, as far as is known: a cell or a name.
    pub at: String,
    /// The text.
    pub text: String,
}

/// What was found in a file.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The first that only data on persons have.
    certain: Option<Fault>,
    /// The first that other data have too, and nobody has answered for.
    question: Option<Fault>,
}

impl Found {
    fn add(&mut self, found: &PersonLevel, fault: Fault) {
        let of_kind = if found.is_question() { &mut self.question } else { &mut self.certain };
        of_kind.get_or_insert(fault);
    }

    /// The fault that cannot be passed over; `question` too where that is to count.
    pub(super) fn fault(self, question: bool) -> Option<Fault> {
        self.certain.or(self.question.filter(|_| question))
    }
}

/// Looks a file over.
pub(super) fn look_over(file: &str, reading: &Reading, answers: &[Answer]) -> Found {
    let mut all = Found::default();
    for cells in &reading.sheets {
        let sheet = Sheet::find(cells, &[]);
        let found = of_sheet(cells, sheet.as_ref());
        if let Some(found) = found.and_then(|found| found.unanswered(answers, cells.grid.sheet.as_deref())) {
            all.add(&found, fault(place(cells, sheet.as_ref(), &found), &found));
        }
    }
    for aside in &reading.asides {
        let Some(found) = of_aside(aside).and_then(|found| found.unanswered(answers, None)) else { continue };
        let kinds: Vec<String> = found.evidence.iter().map(|evidence| evidence.kind.to_string()).collect();
        let at = if aside.at.is_empty() { String::new() } else { format!(" at {}", aside.at) };
        let what = match found.evidence.iter().find_map(|evidence| evidence.word) {
            Some(word) => {
                format!("a list inside the records has {}, `{word}`; nothing of it was kept", kinds.join(" and "))
            }
            None => format!("{}{at} looks like {}; nothing of it was kept", aside.what, kinds.join(" and ")),
        };
        all.add(&found, Fault::new("person-level", Place::file(file), what, remedy(&found, None)));
    }
    all
}

/// Refuses a file that is about persons, or may be and nobody has answered for it.
pub fn refuse_persons(file: &str, reading: &Reading, answers: &[Answer]) -> Result<(), Fault> {
    look_over(file, reading, answers).fault(true).map_or(Ok(()), Err)
}

/// Why a table is refused, and what can be done. It names kinds and columns, and never a cell.
pub fn fault(place: Place, found: &PersonLevel) -> Fault {
    let sheet = place.workbook.as_ref().map(|address| address.sheet.clone());
    let looks = if found.is_question() { "may be about persons" } else { "looks person-level" };
    let what = format!("the file {looks}: {found}; nothing of it was kept");
    Fault::new("person-level", place, what, remedy(found, sheet.as_deref()))
}

fn remedy(found: &PersonLevel, sheet: Option<&str>) -> String {
    let delete = "send aggregated counts only, and delete this file from wherever it does not belong";
    if !found.is_question() {
        return delete.to_owned();
    }
    let answers: Vec<String> = found
        .evidence
        .iter()
        .map(|Evidence { kind, column, .. }| {
            let column = if *column > 0 { format!(", column = {column}") } else { String::new() };
            format!("looks = \"{}\"{column}", kind.word())
        })
        .collect();
    let sheet = sheet.map_or_else(String::new, |sheet| format!(", sheet = \"{sheet}\""));
    format!(
        "{delete}; or, if you looked and it is about no person, say so below its source in data/sources.toml: [[source.not_persons]] with \
         {}{sheet}, and because, by, on",
        answers.join("; another with ")
    )
}

fn place(cells: &SheetCells, sheet: Option<&Sheet<'_>>, found: &PersonLevel) -> Place {
    let first = found.evidence.first();
    let column = first.map_or(0, |evidence| evidence.column.saturating_sub(1));
    let word = first.and_then(|evidence| evidence.word);
    let at = cells.grid.place(sheet.map_or(0, Sheet::header_row), column, word.unwrap_or_default());
    Place { column: word.map(str::to_owned), ..at }
}

fn of_aside(aside: &Aside) -> Option<PersonLevel> {
    if aside.what == NAMED {
        let evidence = of_header(&[&aside.text]);
        return (!evidence.is_empty()).then_some(PersonLevel { evidence });
    }
    let (kind, asked) = of_text(&aside.text)?;
    Some(PersonLevel { evidence: vec![Evidence { kind, asked, column: 0, word: None, percent: 100 }] })
}

/// What in a sheet looks like persons: its table by columns, everything above, below and beside it by cells.
pub(super) fn of_sheet(cells: &SheetCells, sheet: Option<&Sheet<'_>>) -> Option<PersonLevel> {
    let texts: Vec<Vec<Cow<'_, str>>> = cells.grid.rows.iter().map(texts).collect();
    let (head, body) = sheet.map_or((0..0, 0..0), |sheet| (sheet.layout().header.clone(), sheet.layout().body.clone()));
    let mut evidence = Vec::new();
    // A header over several rows is told by each of them: any of its parts may be the telling one.
    let header: Vec<&str> = texts.get(head.clone()).and_then(<[_]>::last).map(|cells| row(cells)).unwrap_or_default();
    for cells in texts.get(head.clone()).unwrap_or_default() {
        evidence.extend(of_header(&row(cells)));
    }
    let in_body = texts.get(body.clone()).unwrap_or_default();
    evidence.extend(found(person_level(&header, in_body.iter().map(|cells| cells.iter().map(Cow::as_ref)))));
    let outside = |at: &usize| !head.contains(at) && !body.contains(at);
    let others: Vec<usize> = (0..texts.len()).filter(outside).collect();
    let of_others = others.iter().filter_map(|at| texts.get(*at));
    evidence.extend(found(person_level(&[], of_others.map(|cells| cells.iter().map(Cow::as_ref)))));
    for (at, cells) in texts.iter().enumerate().filter(|(at, cells)| !head.contains(at) && may_be_header(cells)) {
        let names = of_header(&row(cells));
        let certain = names.iter().filter(|evidence| !evidence.asked).count();
        // A second header in or below a table; outside of one a single name is enough.
        if names.len() > 1 || (certain > 0 && !body.contains(&at)) {
            evidence.extend(names);
        }
    }
    let name = cells.grid.sheet.as_deref().and_then(of_text);
    evidence.extend(name.map(|(kind, asked)| Evidence { kind, asked, column: 0, word: None, percent: 100 }));
    evidence.sort();
    evidence.dedup_by_key(|evidence| (evidence.kind, evidence.asked, evidence.column));
    match contacts(&evidence, cells, &texts) {
        Contacts::No => {}
        Contacts::Few => return None,
        Contacts::Many => {
            evidence = vec![Evidence { kind: Kind::Contacts, asked: true, column: 0, word: None, percent: 100 }];
        }
    }
    (!evidence.is_empty()).then_some(PersonLevel { evidence })
}

fn row<'a>(cells: &'a [Cow<'_, str>]) -> Vec<&'a str> {
    cells.iter().map(Cow::as_ref).collect()
}

fn found(persons: Option<PersonLevel>) -> Vec<Evidence> {
    persons.map(|persons| persons.evidence).unwrap_or_default()
}

fn texts(row: &GridRow) -> Vec<Cow<'_, str>> {
    row.cells.iter().map(crate::source::Value::text).collect()
}

/// Whether a row holds words alone, and few: a row of counts is none.
fn may_be_header(cells: &[Cow<'_, str>]) -> bool {
    let mut filled = cells.iter().filter(|cell| !cell.trim().is_empty()).peekable();
    filled.peek().is_some() && filled.all(|cell| is_name(cell))
}
