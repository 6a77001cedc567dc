//! From files to cells: everything that is read, read once, with its hash, and with an address for every cell.
//!
//! In: paths relative to the project folder. Out: texts and tables whose cells know their file, line and column.
//! Nothing here knows what a column means; that is for `contract`.

pub mod catalogue;
pub mod grid;
mod project;
pub mod reader;
mod settings;
mod table;

pub use grid::{Grid, GridRow, Value};
pub use project::{InputFile, Project, sha256};
pub use settings::Settings;
pub use table::{Cell, Least, Row, Table, is_person_level};
