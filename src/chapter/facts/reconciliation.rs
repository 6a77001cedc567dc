//! Facts on the chapter's figures beside published ones: the counts of calendar years, and differences where they exist.

use super::Facts;
use crate::chapter::wording;
use crate::disclosure::Picture;
use crate::national::reconciliation::{Span, Subject};

pub(super) fn add(facts: &mut Facts, picture: &Picture) {
    for line in &picture.reconciliation {
        let Span::Calendar(year) = line.span else { continue };
        let concept = if line.subject == Subject::AllCsae { "all-csae" } else { "group-based-csae" };
        let mut add = |id: &str, number: Option<String>| {
            let text = number.unwrap_or_else(|| "[x]".to_owned());
            facts.add(format!("reconciliation.{concept}.{id}.{year}"), text, &line.lineage);
        };
        add("count", line.count.as_ref().map(wording::shown));
        let signed = line.difference.map(|difference| difference.print(|number| wording::signed(*number)));
        add("difference", signed);
    }
    let subtracted = picture.reconciliation.iter().filter(|line| line.difference.is_some()).count();
    let all = picture.reconciliation.len();
    facts.add("reconciliation.pairs", all.to_string(), &picture.published_lineage);
    facts.add("reconciliation.pairs-alike", subtracted.to_string(), &picture.published_lineage);
}
