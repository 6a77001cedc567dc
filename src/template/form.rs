//! What a return asks of one force: the contract's sections, the definitions, and the words that explain them.
//!
//! In: filled by the caller from the contract, the definitions and the edition. Out: checked once, so that the writers and
//! the reader can rely on sheet names that spreadsheet programs accept and on labels that name one row each.

use std::collections::BTreeSet;

use super::question::{Due, Limit, Question};
use crate::period::FinancialYear;

/// A return, as one force is to fill it.
#[derive(Clone, Debug)]
pub struct Form {
    /// Identifier of the contract, such as `adr-group-based`.
    pub contract: String,
    /// Version of the contract: a workbook made from another version is refused.
    pub contract_version: u32,
    /// Title of the return.
    pub title: String,
    /// Who asks for it; the author of the document.
    pub organisation: String,
    /// Where the force sends it.
    pub return_to: String,
    /// Code of the force.
    pub force_code: String,
    /// Name of the force.
    pub force_name: String,
    /// The financial year.
    pub period: FinancialYear,
    /// Definitions under which a force may count.
    pub definitions: Vec<Choice>,
    /// The agreed definition, or the one under which everything in the return is counted.
    pub agreed: Agreed,
    /// What each measure asks for: its title, and what is counted and how.
    pub asked: Vec<(String, String)>,
    /// Worked cases of the agreed definition.
    pub edge_cases: Vec<EdgeCase>,
    /// One entry sheet each, in order.
    pub sections: Vec<Section>,
    /// Questions with one answer each, on one sheet: a return has these or sections.
    pub questions: Vec<Question>,
    /// Why a cell can have no count; the first takes precedence where a year's quarters have different ones.
    pub markers: Vec<Choice>,
    /// Whether the cover says that the workbook is a synthetic example.
    pub synthetic_example: bool,
}

/// An identifier with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As in the long form of the return.
    pub id: String,
    /// As in the workbook.
    pub title: String,
}

impl Choice {
    /// As a drop-down shows it: the words, and the identifier in brackets where it is another word.
    pub(super) fn shown(&self) -> String {
        if self.title.eq_ignore_ascii_case(&self.id) {
            return self.title.clone();
        }
        format!("{} ({})", self.title, self.id)
    }
}

/// The agreed definition.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Wording.
    pub text: String,
    /// Who owns it.
    pub owner: String,
}

/// A worked case: whether the agreed definition counts it, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeCase {
    /// What happened, without anything that could name a person or place.
    pub situation: String,
    /// Whether it counts.
    pub count_it: bool,
    /// Why, by the criteria of the definition.
    pub why: String,
}

/// One measure by one breakdown.
#[derive(Clone, Debug)]
pub struct Section {
    /// Identifier, unique in the form.
    pub id: String,
    /// Name of its sheet: at most 31 characters, without `[]:*?/\`.
    pub sheet: String,
    /// Title of its sheet.
    pub title: String,
    /// What to enter, in short sentences.
    pub help: String,
    /// What is counted.
    pub measure: String,
    /// Unit, in the plural: `crimes`.
    pub unit: String,
    /// The breakdown; `total` for the whole.
    pub dimension: String,
    /// Rows, in order.
    pub categories: Vec<Choice>,
    /// Whether the categories add up to the measure's total.
    pub sums_to_total: bool,
    /// Whether it is given by quarter, the year being their sum.
    pub quarters: bool,
    /// Whether the force owes it: a sheet that is not due may be left empty.
    pub due: bool,
    /// Definition under which this measure must be counted, where the contract fixes one; else the force chooses.
    pub definition: Option<String>,
}

/// Why a form cannot be made into a workbook. The fault lies in the contract, not with the force.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FormError {
    /// No section, no marker or no definition.
    #[error("the form has no {0}")]
    Empty(&'static str),
    /// A sheet name that spreadsheet programs refuse, or that stands twice.
    #[error(
        "`{0}` cannot be the name of a sheet: it must be unique, 1 to 31 characters long, \
         and without [ ] : * ? / \\ or a quotation mark"
    )]
    SheetName(String),
    /// Two rows of a sheet with one label, or a label that the sheet itself uses.
    #[error("sheet `{sheet}` has two rows labelled `{label}`")]
    Label {
        /// The sheet.
        sheet: String,
        /// The label.
        label: String,
    },
    /// A column that no form can ask for.
    #[error("the column `{0}` is no count, day, choice or marker, and so no question of a form")]
    Kind(String),
    /// A question that rests on one that is not asked.
    #[error("a question rests on `{0}`, which is not asked")]
    Question(String),
    /// A definition that is not among those of the form.
    #[error("the definition `{0}` is not among those a force may choose")]
    Definition(String),
    /// An identifier with white space, which would break the template's code.
    #[error("`{0}` is not an identifier: it is empty or has white space")]
    Identifier(String),
}

impl Form {
    /// Checks what the writers and the reader rely on.
    ///
    /// # Errors
    /// The first thing that is wrong with the form.
    pub fn check(&self) -> Result<(), FormError> {
        let empty = [
            ("section", self.sections.is_empty() && self.questions.is_empty()),
            ("marker", self.markers.is_empty()),
            ("definition", self.definitions.is_empty() && self.questions.is_empty()),
        ];
        if let Some((what, _)) = empty.into_iter().find(|(_, empty)| *empty) {
            return Err(FormError::Empty(what));
        }
        let ids = self.definitions.iter().chain(&self.markers).map(|choice| &choice.id);
        for id in ids.chain([&self.contract, &self.force_code]).chain(self.sections.iter().map(|section| &section.id)) {
            if id.is_empty() || id.contains(char::is_whitespace) {
                return Err(FormError::Identifier(id.clone()));
            }
        }
        let fixed = self.sections.iter().filter_map(|section| section.definition.as_ref());
        let agreed = self.questions.is_empty().then_some(&self.agreed.id);
        for id in fixed.chain(agreed) {
            if self.definitions.iter().all(|definition| definition.id != *id) {
                return Err(FormError::Definition(id.clone()));
            }
        }
        let mut sheets: BTreeSet<String> = super::pages::FIXED.iter().map(|name| name.to_lowercase()).collect();
        for section in &self.sections {
            let name = &section.sheet;
            let length = name.chars().count();
            let refused = name.contains(['[', ']', ':', '*', '?', '/', '\\', '\'', '"']) || name.trim() != name;
            if refused || !(1..=31).contains(&length) || !sheets.insert(name.to_lowercase()) {
                return Err(FormError::SheetName(name.clone()));
            }
            let mut labels = BTreeSet::from([super::layout::TOTAL.to_lowercase()]);
            if section.categories.is_empty() {
                return Err(FormError::Empty("category"));
            }
            for category in &section.categories {
                if !labels.insert(super::layout::plain(&category.title)) {
                    return Err(FormError::Label { sheet: name.clone(), label: category.title.clone() });
                }
            }
        }
        self.check_questions()
    }

    /// Checks that no two questions are labelled alike, and that each rests on others that are asked.
    fn check_questions(&self) -> Result<(), FormError> {
        let mut labels = BTreeSet::new();
        for question in &self.questions {
            if !labels.insert(super::layout::plain(&question.title)) {
                let sheet = super::pages::ANSWERS.to_owned();
                return Err(FormError::Label { sheet, label: question.title.clone() });
            }
            let limits = question.limits.iter().filter_map(|limit| match limit {
                Limit::NotBefore(other) | Limit::NotAbove(other) => Some(other),
                Limit::Until(_) => None,
            });
            let due = match &question.due {
                Due::Either(other) | Due::Unless(other) => Some(other),
                Due::Always | Due::Never => None,
            };
            if let Some(other) = limits.chain(due).find(|other| self.question(other).is_none()) {
                return Err(FormError::Question(other.clone()));
            }
        }
        Ok(())
    }

    /// A question.
    pub(super) fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// Whether a force chooses any definition: else the contract fixes each.
    pub(super) fn chooses_definitions(&self) -> bool {
        self.sections.iter().any(|section| section.definition.is_none())
    }

    /// The section with which another's total must agree: the measure's total, or else its first breakdown that is complete.
    pub(super) fn reference(&self, section: &Section) -> Option<&Section> {
        let same = || self.sections.iter().filter(|other| other.measure == section.measure && other.sums_to_total());
        let whole = same().find(|other| other.dimension == crate::contract::TOTAL);
        whole.or_else(|| same().next()).filter(|reference| section.sums_to_total() && reference.id != section.id)
    }
}

impl Section {
    /// Whether the rows together are the measure's total.
    pub(super) fn sums_to_total(&self) -> bool {
        self.sums_to_total || self.dimension == crate::contract::TOTAL
    }

    /// Whether the sheet has a row with the sum of the others.
    pub(super) fn has_total_row(&self) -> bool {
        self.sums_to_total && self.categories.len() > 1
    }
}
