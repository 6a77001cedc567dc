//! Victims against the offences against them. Sexual offences are recorded once for each victim (Home Office Counting Rules), so
//! victims cannot outnumber crimes, and crimes without any victim are a gap.

use crate::contract::checks::book::Block;
use crate::contract::checks::prelude::*;

/// Findings on the years whose counts of victims and offences are wrong together.
pub(super) fn found(context: &Context<'_>, rule: &Rule, (wrong, remedy): (fn(i64, i64) -> bool, &str)) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (measure, key, block) in context.described(rule) {
        let offences = context.book.get(&measure.victims_of, key.force, key.year);
        let (Some((victims, cell)), Some((crimes, of))) = (block.whole(), offences.and_then(Block::whole)) else {
            continue;
        };
        if wrong(victims, crimes) {
            let what = format!("{}: {victims} victims of {crimes} offences", context.of(key));
            let subject = key.subject(&measure.contract);
            findings.push(rule.found(subject, vec![cell.place(), of.place()], what, remedy));
        }
    }
    findings
}
