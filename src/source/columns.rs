//! The columns a table must have, and the other names under which they may come.

use std::collections::BTreeMap;

/// Columns by name, in the order of the contract.
#[derive(Clone, Debug, Default)]
pub struct Columns<'a> {
    names: Vec<&'a str>,
    optional: Vec<&'a str>,
    aliases: BTreeMap<String, &'a str>,
    others: bool,
}

impl<'a> Columns<'a> {
    /// A column that must be there.
    pub fn required(&mut self, name: &'a str) {
        self.names.push(name);
    }

    /// A column that may be left out.
    pub fn optional(&mut self, name: &'a str) {
        if !self.names.contains(&name) {
            self.names.push(name);
        }
        self.optional.push(name);
    }

    /// Lets columns of other names stand beside these; they are not read, and told.
    pub fn others_unread(&mut self) {
        self.others = true;
    }

    /// Whether columns of other names may stand beside these.
    pub fn may_have_others(&self) -> bool {
        self.others
    }

    /// Another name for a column. Case, spaces, hyphens and underscores do not matter.
    pub fn alias(&mut self, alias: &str, name: &'a str) {
        self.aliases.insert(normalised(alias), name);
    }

    /// All names, in order.
    pub fn names(&self) -> &[&'a str] {
        &self.names
    }

    /// Whether a column may be left out.
    pub fn may_be_left_out(&self, name: &str) -> bool {
        self.optional.contains(&name)
    }

    /// The column that a name in a header stands for: its own, or the one it is an alias of.
    pub fn resolve<'b>(&'b self, written: &'b str) -> &'b str {
        if self.names.contains(&written) {
            return written;
        }
        self.aliases.get(&normalised(written)).copied().unwrap_or(written)
    }
}

impl<'a> FromIterator<&'a str> for Columns<'a> {
    /// Columns that must all be there, in this order.
    fn from_iter<T: IntoIterator<Item = &'a str>>(names: T) -> Self {
        Self { names: names.into_iter().collect(), ..Self::default() }
    }
}

/// A column name without what does not matter in it.
pub(super) fn normalised(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}
