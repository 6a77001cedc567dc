//! The sheet of questions with one answer each, and the choices they offer.
//!
//! Each row says in its column Check what reading the answer back would say: [`verdict`] is what the formula beside it comes to.

use jiff::civil::Date;

use super::super::filling::Filling;
use super::super::form::Form;
use super::super::layout::{ANSWER, ANSWER_CHECK, ANSWER_HEADER, ANSWER_HEADERS, TO_FILL};
use super::super::question::{Answer, Due, Limit, Question};
use super::{ANSWERS, CHOICES, COMPLETE, MAY_STAY, NOT_LISTED};
use crate::workbook::{Content, Outcome, Range, Rule, Sheet, Style, Table, Validation};

/// What follows the number of rows that are not ready.
const OPEN: &str = " of the rows open";
const BOTH: &str = "Answer and reason: keep one";
const NO_NUMBER: &str = "Not a whole number";
const NO_DAY: &str = "Not a day";

/// First row of the choices on their sheet.
const FIRST_CHOICE: u32 = 3;

/// Where a question is answered.
pub(super) fn cell(question: u32) -> Range {
    Range::cell(ANSWER_HEADER + 1 + question, ANSWER)
}

fn cell_of(form: &Form, id: &str) -> String {
    let index = form.questions.iter().position(|question| question.id == *id).unwrap_or(0);
    format!("{{{}}}", cell(u32::try_from(index).unwrap_or(0)).name())
}

/// The sheet of questions.
pub(super) fn sheet(form: &Form, filling: &Filling) -> Sheet {
    let mut sheet = Sheet::new(ANSWERS, &[46, 36, 64, 34]);
    sheet.text(0, 0, Style::Title, &form.title);
    sheet.text(
        1,
        0,
        Style::Line,
        "One answer a row, in the shaded cells. Days as 2026-03-31. The column Check says what is still to do.",
    );
    let markers: Vec<String> = form.markers.iter().map(|marker| format!("{} {}", marker.id, marker.title)).collect();
    sheet.text(
        2,
        0,
        Style::Line,
        format!("A row that may stay empty may also say why there is no answer: {}.", markers.join(", ")),
    );
    for (column, header) in (0..).zip(ANSWER_HEADERS) {
        sheet.text(ANSWER_HEADER, column, Style::Header, header);
    }
    for (index, question) in (0..).zip(&form.questions) {
        let row = cell(index).first.0;
        sheet.text(row, 0, Style::Text, &question.title);
        let style = match question.answer {
            Answer::Count(..) => Style::Entry,
            Answer::Day => Style::Day,
            Answer::OneOf(_) => Style::Chosen,
        };
        sheet.put(row, ANSWER, style, content(question, filling.answers.get(&question.id)));
        sheet.text(row, 2, Style::Text, &question.help);
        let words = verdict(form, question, filling);
        sheet.formula((row, ANSWER_CHECK), Style::Verdict, formula(form, question), Outcome::Text(words));
        sheet.validations.push(validation(form, question, cell(index)));
    }
    let last = ANSWER_HEADER + u32::try_from(form.questions.len()).unwrap_or(0);
    sheet.table =
        Some(Table { name: "answers".to_owned(), range: Range::new((ANSWER_HEADER, 0), (last, ANSWER_CHECK)) });
    sheet.frozen = Some(ANSWER_HEADER + 1);
    sheet
}

fn content(question: &Question, answer: Option<&String>) -> Content {
    let Some(text) = answer else { return Content::Blank };
    let as_text = || Content::Text(text.clone());
    match &question.answer {
        Answer::Count(..) => text.parse().map_or_else(|_| as_text(), Content::Number),
        Answer::Day => text.parse().map_or_else(|_| as_text(), Content::Day),
        Answer::OneOf(choices) => {
            let chosen = choices.iter().find(|choice| choice.id == *text);
            chosen.map_or_else(as_text, |choice| Content::Text(choice.shown()))
        }
    }
}

/// How far the sheet is filled: its words, and the formula for them.
pub(super) fn progress(form: &Form, filling: &Filling) -> (String, String) {
    let all = form.questions.len();
    let last = ANSWER_HEADER + u32::try_from(all).unwrap_or(0);
    let checks = Range::new((ANSWER_HEADER + 1, ANSWER_CHECK), (last, ANSWER_CHECK)).name();
    let with = |word: &str| format!("SUMPRODUCT(--({{'{ANSWERS}'!{checks}}}=\"{word}\"))");
    let open = format!("({all}-{}-{})", with(COMPLETE), with(MAY_STAY));
    let formula = format!("IF({open}=0,\"{COMPLETE}\",{open}&\"{OPEN}\")");
    let is_open = |question: &&Question| ![COMPLETE, MAY_STAY].contains(&verdict(form, question, filling).as_str());
    let open = form.questions.iter().filter(is_open).count();
    (if open == 0 { COMPLETE.to_owned() } else { format!("{open}{OPEN}") }, formula)
}

/// What the check of a row says.
fn verdict(form: &Form, question: &Question, filling: &Filling) -> String {
    let answered = |id: &String| filling.answers.contains_key(id);
    let Some(given) = filling.answers.get(&question.id) else {
        let words = match &question.due {
            Due::Always => TO_FILL,
            Due::Either(other) | Due::Unless(other) => {
                if answered(other) {
                    COMPLETE
                } else {
                    TO_FILL
                }
            }
            Due::Never => MAY_STAY,
        };
        return words.to_owned();
    };
    if question.marked && form.markers.iter().any(|marker| marker.id == *given) {
        return COMPLETE.to_owned();
    }
    if matches!(&question.due, Due::Either(reason) if answered(reason)) {
        return BOTH.to_owned();
    }
    match &question.answer {
        Answer::Count(least, greatest) => match given.parse::<i64>() {
            Ok(number) if (*least..=*greatest).contains(&number) => limits(form, question, filling),
            Ok(_) => range(*least, *greatest),
            Err(_) => NO_NUMBER.to_owned(),
        },
        Answer::Day => match given.parse::<Date>() {
            Ok(_) => limits(form, question, filling),
            Err(_) => NO_DAY.to_owned(),
        },
        Answer::OneOf(choices) if choices.iter().any(|choice| choice.id == *given) => COMPLETE.to_owned(),
        Answer::OneOf(_) => NOT_LISTED.to_owned(),
    }
}

/// What an answer that is right by itself is beside the others.
fn limits(form: &Form, question: &Question, filling: &Filling) -> String {
    let number = |id: &String| filling.answers.get(id).and_then(|text| text.parse::<i64>().ok());
    let day = |id: &String| filling.answers.get(id).and_then(|text| text.parse::<Date>().ok());
    let wrong = question.limits.iter().find(|limit| match limit {
        Limit::NotBefore(other) => day(&question.id).zip(day(other)).is_some_and(|(own, other)| own < other),
        Limit::NotAbove(other) => number(&question.id).zip(number(other)).is_some_and(|(own, other)| own > other),
        Limit::Until(last) => day(&question.id).is_some_and(|own| own > *last),
    });
    wrong.map_or_else(|| COMPLETE.to_owned(), |limit| beyond(form, limit))
}

/// What is said of an answer that is beyond a limit.
fn beyond(form: &Form, limit: &Limit) -> String {
    let title = |id: &String| form.question(id).map_or("", |question| question.title.as_str());
    match limit {
        Limit::NotBefore(other) => format!("Before: {}", title(other)),
        Limit::NotAbove(other) => format!("Above: {}", title(other)),
        Limit::Until(last) => format!("After the cut-off, {last}"),
    }
}

fn range(least: i64, greatest: i64) -> String {
    format!("From {least} to {greatest} only")
}

/// The formula of a row's check.
fn formula(form: &Form, question: &Question) -> String {
    let own = cell_of(form, &question.id);
    let blank = |cell: &str| format!("TRIM({cell})=\"\"");
    let empty = match &question.due {
        Due::Always => format!("\"{TO_FILL}\""),
        Due::Either(other) | Due::Unless(other) => {
            format!("IF({},\"{TO_FILL}\",\"{COMPLETE}\")", blank(&cell_of(form, other)))
        }
        Due::Never => format!("\"{MAY_STAY}\""),
    };
    let right = question.limits.iter().rev().fold(format!("\"{COMPLETE}\""), |right, limit| {
        let words = beyond(form, limit);
        let beyond = match limit {
            Limit::NotBefore(other) => {
                let other = cell_of(form, other);
                format!("IF(ISNUMBER({other}),{own}<{other},FALSE)")
            }
            Limit::NotAbove(other) => {
                let other = cell_of(form, other);
                format!("IF(ISNUMBER({other}),{own}>{other},FALSE)")
            }
            Limit::Until(last) => format!("{own}>DATE({},{},{})", last.year(), last.month(), last.day()),
        };
        format!("IF({beyond},\"{words}\",{right})")
    });
    let mut formula = match &question.answer {
        Answer::Count(least, greatest) => format!(
            "IF(ISNUMBER({own}),IF({own}=INT({own}),IF({own}<{least},\"{range}\",IF({own}>{greatest},\"{range}\",{right})),\
             \"{NO_NUMBER}\"),\"{NO_NUMBER}\")",
            range = range(*least, *greatest)
        ),
        Answer::Day => {
            format!("IF(ISNUMBER({own}),IF({own}=INT({own}),{right},\"{NO_DAY}\"),\"{NO_DAY}\")")
        }
        Answer::OneOf(_) => {
            let (first, last) = rows(form, question);
            let column = |column| {
                let range = Range::new((first, column), (last, column)).name();
                format!("SUMPRODUCT(--({{'{CHOICES}'!{range}}}=TRIM({own})))")
            };
            format!("IF({}+{}>0,{right},\"{NOT_LISTED}\")", column(1), column(2))
        }
    };
    if let Due::Either(reason) = &question.due {
        formula = format!("IF({},{formula},\"{BOTH}\")", blank(&cell_of(form, reason)));
    }
    if question.marked {
        formula = form.markers.iter().rev().fold(formula, |formula, marker| {
            format!("IF(EXACT(TRIM({own}),\"{}\"),\"{COMPLETE}\",{formula})", marker.id)
        });
    }
    format!("IF({},{empty},{formula})", blank(&own))
}

/// What may be entered.
fn validation(form: &Form, question: &Question, cell: Range) -> Validation {
    let own = format!("{{{}}}", cell.name());
    let marker = |marker: &super::super::form::Choice| format!("{own}=\"{}\"", marker.id);
    let markers: Vec<String> = form.markers.iter().filter(|_| question.marked).map(marker).collect();
    let or_marker = |rule: &str| match markers.as_slice() {
        [] => format!("IF(ISNUMBER({own}),{rule},FALSE)"),
        _ => format!("IF(ISNUMBER({own}),{rule},OR({}))", markers.join(",")),
    };
    let (rule, message) = match &question.answer {
        Answer::Count(least, greatest) => (
            Rule::Formula(or_marker(&format!("AND({own}>={least},{own}<={greatest},INT({own})={own})"))),
            "Whole number, 0 if there were none.".to_owned(),
        ),
        Answer::Day => {
            (Rule::Formula(or_marker(&format!("INT({own})={own}"))), "A day, such as 2026-03-31.".to_owned())
        }
        Answer::OneOf(_) => {
            let (first, last) = rows(form, question);
            let list = Range::new((first, 1), (last, 1));
            (Rule::OneOfCells(CHOICES.to_owned(), list), "Choose from the list.".to_owned())
        }
    };
    Validation {
        range: cell,
        // A reason may be typed in place of a choice.
        firm: !matches!(rule, Rule::OneOfCells(..)) || markers.is_empty(),
        rule,
        title: "Answer".to_owned(),
        refusal: format!("{message} See the column What is meant."),
        message,
    }
}

/// First and last row of a question's choices.
fn rows(form: &Form, question: &Question) -> (u32, u32) {
    let before = form.questions.iter().take_while(|other| other.id != question.id);
    let first = before.map(|other| other.choices().len()).sum::<usize>();
    let first = FIRST_CHOICE + u32::try_from(first).unwrap_or(0);
    (first, (first + u32::try_from(question.choices().len()).unwrap_or(1)).saturating_sub(1))
}

/// The choices of all questions.
pub(super) fn choices(form: &Form) -> Sheet {
    let mut sheet = Sheet::new(CHOICES, &[60, 80, 40]);
    sheet.text(0, 0, Style::Title, "Choices");
    sheet.text(1, 0, Style::Line, format!("What may be chosen on the sheet {ANSWERS}, question by question."));
    let all =
        form.questions.iter().flat_map(|question| question.choices().iter().map(move |choice| (question, choice)));
    let rows: Vec<Vec<String>> =
        all.map(|(question, choice)| vec![question.title.clone(), choice.shown(), choice.id.clone()]).collect();
    sheet.table(FIRST_CHOICE - 1, "choices", &["Question", "Choice", "Code"], &rows);
    sheet.frozen = Some(FIRST_CHOICE);
    sheet
}
