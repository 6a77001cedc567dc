//! Contracts as data: what every file must look like, and the one reader that holds files against it.
//!
//! In: `data/contracts/*.toml`, `data/codelists/*.toml` and tables of addressed cells. Out: records of typed values with
//! their places, or every fault with its cell and remedy. A new data set needs a new file here, not a new reader.

mod aside;
mod asked;
pub mod codelist;
mod file;
pub mod measure;
pub mod model;
mod publisher;
mod reader;
mod record;
mod repeated;
mod set;
mod sources;
mod validate;

pub use codelist::{Code, Codelist};
pub use file::{Loose, Unfolded, Workbooks};
pub use measure::{ALL, Breakdown, Measure, Measures, TOTAL};
pub use model::{
    ByForce, Check, CheckKind, Class, Contract, Coverage, Dimension, DueFrom, DuePeriods, Kind, MARKERS, Shape,
    SummedColumn,
};
pub use publisher::{LeaveOut, NewColumns, SeriesOf, Sheets, Wide};
pub(super) use reader::row_duplicate;
pub use record::{Record, Records, Value, Values};
pub use set::{CODELISTS, CONTRACTS, Contracts};
pub use sources::{Reading, Sources, check_keys};
