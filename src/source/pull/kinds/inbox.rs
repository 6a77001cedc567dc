//! A return of one force, from a folder or an address. A force that has sent nothing yet is no error.

use std::fs;
use std::path::Path;

use super::{Answer, Fault, Item, Plan, Request, Step};
use crate::source::catalogue::Format;

/// Finds the return of one force.
pub(super) struct Inbox {
    item: Item,
}

impl Inbox {
    pub(super) fn new(item: &Item) -> Self {
        Self { item: item.clone() }
    }
}

impl Plan for Inbox {
    fn next(&mut self, _: Option<&Answer>) -> Result<Step, Fault> {
        if !self.item.url.is_empty() {
            return Ok(Step::Download(Request::get(&self.item.url)));
        }
        let path = Path::new(&self.item.file);
        let folder = path.parent().unwrap_or(Path::new("."));
        let entries = fs::read_dir(folder).map_err(|error| {
            let what = format!("the folder `{}` cannot be read: {error}", folder.display());
            self.item.fault(
                "inbox-unreadable",
                &what,
                "mend folder in data/sources.toml, or connect the share it is on",
            )
        })?;
        let wanted = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let mut found = entries.flatten().filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            match wanted.strip_suffix(".*") {
                Some(stem) => {
                    name.rsplit_once('.').is_some_and(|(own, _)| own == stem) && Format::of_name(&name).is_some()
                }
                None => name == wanted,
            }
        });
        match (found.next(), found.next()) {
            (None, _) => Ok(Step::Absent),
            (Some(one), None) => Ok(Step::Read(one.path())),
            (Some(_), Some(_)) => Err(self.item.fault(
                "inbox-ambiguous",
                &format!("there are several files called `{wanted}`"),
                "keep the one the force means, and move the others away",
            )),
        }
    }
}
