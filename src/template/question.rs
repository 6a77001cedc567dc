//! A question of a return that is no table of counts: one answer each, such as a day, a number or a choice.

use jiff::civil::Date;

use super::form::Choice;

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Column of the contract.
    pub id: String,
    /// The question, as the row is labelled.
    pub title: String,
    /// What is meant, in short sentences.
    pub help: String,
    /// What may be answered.
    pub answer: Answer,
    /// Whether an answer is owed.
    pub due: Due,
    /// Whether a marker may stand in place of the answer.
    pub marked: bool,
    /// What the answer cannot be beside others.
    pub limits: Vec<Limit>,
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A whole number between these.
    Count(i64, i64),
    /// A day.
    Day,
    /// One of these.
    OneOf(Vec<Choice>),
}

/// Whether an answer is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// Always.
    Always,
    /// Either it or that of the question that says why there is none.
    Either(String),
    /// Where that other question is not answered.
    Unless(String),
    /// Never.
    Never,
}

/// What an answer cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A day before that of another question.
    NotBefore(String),
    /// A number above that of another question.
    NotAbove(String),
    /// A day after this one, the cut-off.
    Until(Date),
}

impl Question {
    /// The choices, if it is a question of them.
    pub(super) fn choices(&self) -> &[Choice] {
        match &self.answer {
            Answer::OneOf(choices) => choices,
            Answer::Count(..) | Answer::Day => &[],
        }
    }
}
