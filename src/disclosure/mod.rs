//! What may be published: the policy, the suppression of small counts, and the audit of what a reader can still work out.
//!
//! In: the national picture, the statistics and the edition's policy. Out: a published picture and published statistics, the only
//! forms in which numbers reach charts, tables, sentences and files. `ledger` notes every number with its terms, `control`
//! decides over all of them at once, `audit` attacks the result knowing nothing of how it was made. The tables themselves, what is withheld
//! of them and the attack are the crate `linked-tables`, which knows nothing of forces.

mod alike;
pub mod commitment;
mod control;
pub mod evidence;
mod ledger;
pub mod picture;
pub mod policy;
pub mod proof;
mod protect;
pub mod published;
pub mod release;
pub mod statistics;
pub mod vintages;

pub use control::Memory;
use linked_tables::groups;
pub use linked_tables::{DisclosureError, audit, round, suppress, system};
pub use picture::Picture;
pub use policy::{Level, Policy};
pub use protect::{Decisions, Given, Protected, draft, open, protect, protect_again, sketch};
pub use published::{Published, ROUNDED, WITHHELD};
pub use statistics::Statistic;
