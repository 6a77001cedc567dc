//! From files to cells: everything that is read, read once, with its hash, and with an address for every cell.
//!
//! In: paths relative to the project folder. Out: texts and tables whose cells know their file, line and column.
//! Nothing here knows what a column means; that is for `contract`.

pub mod address;
pub mod catalogue;
mod cell;
pub(crate) mod columnar;
mod columns;
pub mod grid;
mod header;
pub mod input;
pub mod lock;
pub mod person_level;
mod plain;
mod project;
#[cfg(feature = "chapter")]
pub mod pull;
pub mod reader;
mod settings;
mod spanned;
pub mod store;
mod table;

pub use cell::{Cell, LARGEST_COUNT};
pub use columns::Columns;
pub use grid::{Grid, GridRow, Value};
pub use header::check_names;
pub use plain::{NotPlain, Plain};
pub use project::{InputFile, Project, hexadecimal, sha256};
pub use settings::{Settings, schema};
pub use spanned::Spanned;
pub use table::{Least, Row, Table, refuse_persons};
