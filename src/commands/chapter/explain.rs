//! `assess explain`: a number of the chapter, back to the cells it is made of.

use std::process::ExitCode;

use super::progress::Progress;
use super::{Folders, console, ordered};
use crate::cli::{AnswerForm, Explain};
use crate::fault::{Failure, nearest};
use crate::pipeline;
use crate::publish::explanation::{self, Answer};

/// Most things of one name that are told in full; of a statistic by area and period there are dozens.
const IN_FULL: usize = 4;

/// Status 1: nothing has the name, and the number stands nowhere.
pub(super) fn run(folders: Folders<'_>, options: &Explain) -> Result<ExitCode, Failure> {
    let (mut project, order) = ordered(folders, options.edition, &options.handling)?;
    let explained = pipeline::explained(&mut project, order, &mut Progress::new(true))?;
    let book = explained.book();
    let asked = options.what.trim();
    let mut answer = Answer {
        asked,
        marking: book.picture.edition.handling.marking,
        explanations: book.explain(asked),
        stands: Vec::new(),
    };
    if answer.explanations.is_empty() {
        answer.stands = book.find(asked);
        if let [only] = answer.stands.as_slice() {
            answer.explanations = book.explain(&only.id);
            answer.stands.clear();
        }
    }
    if answer.explanations.len() > IN_FULL && options.format == AnswerForm::Human {
        for one in &answer.explanations {
            console::result(format_args!("{}: {}", one.dated.as_deref().unwrap_or(&one.id), one.words));
        }
        console::note(format_args!(
            "`{asked}` has {} values; ask for one by its name with its period, or for all with --format json",
            answer.explanations.len()
        ));
        return Ok(ExitCode::SUCCESS);
    }
    if !(answer.explanations.is_empty() && answer.stands.is_empty()) {
        console::bytes(&match options.format {
            AnswerForm::Human => explanation::human(&answer),
            AnswerForm::Json => explanation::json(&answer),
            AnswerForm::Html => explanation::html(&answer),
        });
        return Ok(ExitCode::SUCCESS);
    }
    let near = nearest(asked, book.ids());
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    console::note(format_args!(
        "nothing of edition {} is called `{asked}`, and it is no number that the edition prints{near}\n\
         remedy: copy a number as the chapter prints it, or take a name from `assess facts`",
        order.year
    ));
    Ok(ExitCode::from(1))
}
