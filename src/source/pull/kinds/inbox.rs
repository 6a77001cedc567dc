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

/// Whether a name is that of the return but for its case or its ending: a letter instead of a table, a file that is still being copied.
fn is_misnamed(name: &str, wanted: &str) -> bool {
    let stem = |name: &str| name.split('.').next().unwrap_or_default().to_lowercase();
    !stem(wanted).is_empty() && stem(name) == stem(wanted)
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
        let entries: Vec<fs::DirEntry> = entries.flatten().collect();
        let names = entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let is_wanted = |name: &str| match wanted.strip_suffix(".*") {
            Some(stem) => name.rsplit_once('.').is_some_and(|(own, _)| own == stem) && Format::of_name(name).is_some(),
            None => name == wanted,
        };
        let mut found = entries.iter().filter(|entry| is_wanted(&entry.file_name().to_string_lossy()));
        match (found.next(), found.next()) {
            (None, _) => match names.clone().find(|name| is_misnamed(name, wanted)) {
                None => Ok(Step::Absent),
                Some(name) => Err(self.item.fault(
                    "inbox-misnamed",
                    &format!("there is `{name}`, and `{wanted}` is awaited"),
                    "if it is the return, have it sent as CSV, XLSX, XLS, ODS, JSON or Parquet under the name that is awaited",
                )),
            },
            (Some(one), None) => Ok(Step::Read(one.path())),
            (Some(one), Some(other)) => {
                let mut names = [one, other].map(|entry| entry.file_name().to_string_lossy().into_owned());
                names.sort();
                let [one, other] = names;
                let what = format!("two files are the return of one force: `{one}` and `{other}`");
                Err(self.item.fault("inbox-ambiguous", &what, "keep the one the force means, and move the other away"))
            }
        }
    }
}
