//! Reports on where a number comes from: as text, as JSON and as a page, from one model.

mod html;
mod human;
mod json;

use crate::chapter::evidence::{Explanation, Stand};
use crate::edition::Marking;

pub use html::html;
pub use human::human;
pub use json::json;

/// What was asked, and what is known of it.
pub struct Answer<'a> {
    /// The words that were asked.
    pub asked: &'a str,
    /// How the answer is marked.
    pub marking: Marking,
    /// What has this name, or is the one place where the number stands.
    pub explanations: Vec<Explanation>,
    /// Where the number stands, in several places.
    pub stands: Vec<Stand>,
}
