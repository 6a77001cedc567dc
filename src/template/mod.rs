//! The workbook in which a force makes its return: written as XLSX or ODS, and read back to the cell.
//!
//! In: a [`Form`], which the caller fills from the contract, the definitions and the edition. Out: the bytes of an accessible
//! workbook; and from a filled workbook the rows of the return's long form, each with its sheet and cell. An empty cell is
//! never read as zero, and nothing is read by its position alone: sheets, headers and rows are found by their names.

mod asked;
mod filling;
mod form;
pub mod guidance;
mod identity;
mod layout;
mod ods;
mod pages;
mod read;
mod returned;
mod workbook;
mod xlsx;

pub use asked::Asked;
pub use filling::{Entry, Filling};
pub use form::{Agreed, Choice, EdgeCase, Form, FormError, Section};
pub use identity::Identity;
pub use read::{Filled, identify, read_back};
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
    /// The library for XLSX refused something.
    #[error("the workbook could not be written as XLSX: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The archive could not be made.
    #[error("the parts of the workbook could not be packed: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// The parts could not be written.
    #[error("a part of the workbook could not be written: {0}")]
    Part(#[from] std::io::Error),
}

/// Writes a form as a workbook, with what is already known filled in. `created` is the only time in the file.
///
/// # Errors
/// A form that is not sound; see [`FormError`].
pub fn write(form: &Form, filling: &Filling, format: Format, created: Timestamp) -> Result<Vec<u8>, WriteError> {
    form.check()?;
    let workbook = pages::workbook(form, filling, created);
    match format {
        Format::Xlsx => xlsx::write(&workbook),
        Format::Ods => ods::write(&workbook),
    }
}
