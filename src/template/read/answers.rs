//! The answers of a return that is no table of counts, each with its cell.
//!
//! Read here is what only the workbook can get wrong: rows, choices, and cells of another kind. What an answer may be is the contract's to
//! say, which reads it next.

use super::super::form::Form;
use super::super::layout::{ANSWER_HEADERS, Expected, plain};
use super::super::pages::ANSWERS;
use super::super::question::{Answer, Question};
use super::{front, persons, sheet, sheets};
use crate::fault::{Fault, Faults, Place, nearest, shape};
use crate::source::{Grid, Value};

/// An answer, and the cell it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Column of the contract.
    pub column: String,
    /// The answer as the contract reads it; empty where there is none.
    pub text: String,
    /// The cell.
    pub place: Place,
}

/// Reads the answers of a filled workbook, in the order of the form.
///
/// # Errors
/// Everything that is wrong with the workbook, each with its cell.
pub fn read_answers(grids: &[Grid], form: &Form) -> Result<Vec<Answered>, Vec<Fault>> {
    persons(grids)?;
    let mut faults = Faults::new();
    if !front::check(grids, form, &mut faults) {
        return faults.into_result(Vec::new());
    }
    let sheets = sheets(grids, form, &mut faults);
    let expected = Expected::answers(form);
    let found = sheets.get(ANSWERS).and_then(|grid| Some((grid, sheet::find(grid, &expected, &mut faults)?)));
    let mut answers = Vec::new();
    if let Some((grid, found)) = found {
        let column = found.columns.get(1).copied().unwrap_or(1);
        for (question, row) in form.questions.iter().zip(&found.categories) {
            let Some(row) = row else { continue };
            let place = grid.place(row.number, column, ANSWER_HEADERS[1]);
            if let Some(text) = faults.keep(text(row.cell(column), question, form, &place)) {
                let place = Place { column: Some(question.id.clone()), ..place };
                answers.push(Answered { column: question.id.clone(), text, place });
            }
        }
    }
    faults.into_result(answers)
}

fn text(value: &Value, question: &Question, form: &Form, place: &Place) -> Result<String, Fault> {
    let held = value.text();
    let given = held.trim();
    if given.is_empty() {
        return Ok(String::new());
    }
    if question.marked && form.markers.iter().any(|marker| marker.id == given) {
        return Ok(given.to_owned());
    }
    let wrong = |what: &str, remedy: String| {
        Err(Fault::new(
            "template-answer-wrong",
            place.clone(),
            format!("{what}, and the cell holds {}", shape(given)),
            remedy,
        ))
    };
    match (&question.answer, value) {
        (Answer::Count(..), Value::Integer(number)) => Ok(number.to_string()),
        (Answer::Count(..), _) => wrong("a whole number is due", "enter digits alone, 0 if there were none".to_owned()),
        (Answer::Day, Value::Date(day)) if day.time() == jiff::civil::Time::midnight() => Ok(day.date().to_string()),
        (Answer::Day, _) => {
            wrong("a day is due", "enter it as 2026-03-31, so that the program takes it for a day".to_owned())
        }
        (Answer::OneOf(choices), _) => {
            let named = plain(given);
            let chosen = choices.iter().find(|choice| [plain(&choice.shown()), plain(&choice.id)].contains(&named));
            if let Some(chosen) = chosen {
                return Ok(chosen.id.clone());
            }
            let near = nearest(given, choices.iter().map(|choice| choice.id.as_str()));
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            wrong("one of a list is due", format!("{near}Choose from the list in the cell"))
        }
    }
}
