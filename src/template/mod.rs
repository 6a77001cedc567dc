//! The workbook in which a force makes its return: written as XLSX or ODS, and read back to the cell.
//!
//! In: a [`Form`], which the caller fills from the contract, the definitions and the edition: sheets of counts, or a sheet of questions.
//! Out: the bytes of an accessible workbook; and from a filled workbook the rows of the return's long form, or its answers, each with its
//! sheet and cell. What the workbook says of itself is what reading it back says. An empty cell is never read as zero, and nothing is
//! read by its position alone: sheets, headers and rows are found by their names.

mod asked;
mod filling;
mod form;
mod guidance;
mod identity;
mod layout;
mod pages;
mod question;
mod read;
mod returned;

pub use asked::{Asked, explained};
pub use filling::{Entry, Filling};
pub use form::{Agreed, Choice, EdgeCase, Form, FormError, Section};
pub use guidance::Guidance;
pub use identity::Identity;
pub use question::{Answer, Due, Limit, Question};
pub use read::{Answered, Filled, identify, read_answers, read_back};
pub use returned::ReturnWorkbooks;

use jiff::Timestamp;

/// Format of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML.
    Xlsx,
    /// OpenDocument.
    Ods,
}

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The form is not sound.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The bytes could not be made.
    #[error(transparent)]
    Workbook(#[from] crate::workbook::WriteError),
}

/// Writes a form as a workbook, with what is already known filled in. `created` is the only time in the file.
///
/// # Errors
/// A form that is not sound; see [`FormError`].
pub fn write(form: &Form, filling: &Filling, format: Format, created: Timestamp) -> Result<Vec<u8>, WriteError> {
    form.check()?;
    let workbook = pages::workbook(form, filling, created);
    let bytes = match format {
        Format::Xlsx => workbook.xlsx(),
        Format::Ods => workbook.ods(),
    };
    Ok(bytes?)
}
