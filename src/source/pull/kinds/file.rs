//! A file at an address.

use super::{Answer, Fault, Item, Plan, Request, Step};

/// Downloads the address.
pub(super) struct PlainFile {
    url: String,
}

impl PlainFile {
    pub(super) fn new(item: &Item) -> Self {
        Self { url: item.url.clone() }
    }
}

impl Plan for PlainFile {
    fn next(&mut self, _: Option<&Answer>) -> Result<Step, Fault> {
        Ok(Step::Download(Request::get(&self.url)))
    }
}
