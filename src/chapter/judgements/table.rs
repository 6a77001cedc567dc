//! The key judgements as a table: a row for each, with all that was decided and what it rests on, for those who reuse them.

use super::Shown;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, not_applicable, text};
use crate::lineage::Lineage;
use crate::wording::Cell;

/// The table; none where nothing is judged.
pub fn table(judgements: &[Shown], facts: &Facts) -> Option<DataTable> {
    let said = |words: &str| if words.is_empty() { not_applicable() } else { Cell::words(words) };
    let row = |shown: &Shown| {
        let judgement = shown.judgement();
        let earlier = judgement.earlier.as_ref();
        vec![
            Cell::words(judgement.id.as_str()),
            Cell::words(shown.words(facts)),
            Cell::words(judgement.likelihood.to_string()),
            Cell::words(judgement.confidence.to_string()),
            said(&shown.proposed().map(|rating| rating.to_string()).unwrap_or_default()),
            said(&judgement.reason),
            Cell::words(shown.rests_on().collect::<Vec<_>>().join("; ")),
            Cell::words(judgement.horizon.as_str()),
            said(&judgement.author),
            said(&judgement.agreed_by),
            said(earlier.map_or("", |earlier| &earlier.text)),
            earlier.map_or_else(not_applicable, |earlier| {
                let open = if earlier.confirmed { "" } else { "; these words are to be confirmed" };
                Cell::words(format!("{}{open}", earlier.source))
            }),
        ]
    };
    let lineage = judgements.iter().fold(Lineage::default(), |lineage, shown| lineage.and(&shown.lineage));
    (!judgements.is_empty()).then(|| DataTable {
        id: "key-judgements",
        title: "Key judgements and what they rest on".to_owned(),
        subtitle: "One row for each judgement; evidence by the names of facts, figures and tables".to_owned(),
        columns: [
            ("Name", 2),
            ("Judgement", 6),
            ("Term", 2),
            ("Confidence", 2),
            ("Proposed", 2),
            ("Reason", 5),
            ("Evidence", 4),
            ("Looks to", 2),
            ("Made by", 2),
            ("Agreed by", 2),
            ("Judged before", 5),
            ("Source of that", 3),
        ]
        .map(|(title, width)| text(title, width))
        .into(),
        rows: judgements.iter().map(row).collect(),
        source: lineage.source_line("The authors of the chapter."),
        notes: vec![
            "The term and the confidence are a person’s. Proposed: the lowest rating that rule gives to the headline figures it rests \
             on. [z] Not applicable: nothing is proposed or written."
                .to_owned(),
        ],
        lineage,
    })
}
