//! What may be published: the suppression of small counts, and the audit of what a reader can still work out.

pub mod audit;
mod error;
pub mod round;
pub mod suppress;
pub mod system;

pub use error::DisclosureError;
