//! Counts beside the class of another measure that holds crimes of the same kind.

use crate::contract::Measure;
use crate::contract::checks::book::{Cell, Key};
use crate::contract::checks::context::Context;
use crate::contract::checks::settings::Rule;
use crate::contract::format::Class;

/// A count and the class beside it.
pub(super) struct BesideClass<'a> {
    pub(super) key: Key<'a>,
    /// The measure that has the class.
    pub(super) of: &'a Measure,
    pub(super) class: &'a Class,
    /// Definition of the count.
    pub(super) definition: &'a str,
    pub(super) count: i64,
    pub(super) whole: Cell<'a>,
    pub(super) in_class: i64,
    pub(super) cell: Cell<'a>,
}

/// Every count of the measures of a check whose class has a count too.
pub(super) fn with_class<'a>(context: &Context<'a>, rule: &Rule) -> impl Iterator<Item = BesideClass<'a>> {
    context.blocks(rule).filter_map(|(key, block)| {
        let (of, class) = context.given.measures.class_of(key.measure)?;
        let beside = context.book.get(&of.id, key.force, key.year)?;
        let cell = beside.category(&class.dimension, &class.category)?;
        let (count, whole) = block.whole()?;
        let definition = block.definition();
        Some(BesideClass { key: *key, of, class, definition, count, whole, in_class: cell.row.value?, cell })
    })
}
