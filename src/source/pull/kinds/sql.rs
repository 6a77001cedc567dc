//! What one statement gives that a database runs: nothing is asked before.

use super::{Answer, Fault, Item, Plan, Step};

/// Asks the statement of a source.
pub(super) struct Table {
    item: Item,
}

impl Table {
    pub(super) fn new(item: &Item) -> Self {
        Self { item: item.clone() }
    }
}

impl Plan for Table {
    fn next(&mut self, _: Option<&Answer>) -> Result<Step, Fault> {
        let remedy = "add statement = \"queries/returns.sql\" to the source";
        let statement = self.item.statement.clone();
        statement.map(Step::Query).ok_or_else(|| self.item.fault("statement-empty", "it has no statement", remedy))
    }
}
