//! What one statement gives that a database runs: nothing is asked before.

use super::{Answer, Fault, Item, Plan, Statement, Step};

/// Asks the statement of a source.
pub(super) struct Table {
    statement: Statement,
}

impl Table {
    pub(super) fn new(item: &Item) -> Self {
        Self { statement: item.statement.clone() }
    }
}

impl Plan for Table {
    fn next(&mut self, _: Option<&Answer>) -> Result<Step, Fault> {
        Ok(Step::Query(self.statement.clone()))
    }
}
