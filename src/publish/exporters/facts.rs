//! The numbers of the text by their names, and the sentences in which they stand: what a later release is compared with.

use super::{Content, Files};
use crate::chapter;
use crate::chapter::narrative::said;
use crate::fault::Failure;
use crate::publish::comparison::{FACTS, Printed, facts};

pub(super) fn exported(content: &Content<'_>) -> Result<Files, Failure> {
    Ok(vec![(FACTS.to_owned(), facts(&printed(content)?))])
}

/// What the text and the words of its figures print.
pub fn printed(content: &Content<'_>) -> Result<Printed, Failure> {
    let Content { protected, facts, figures, tables, judgements, .. } = *content;
    let text = &content.text_made();
    let used = chapter::bind(text, (facts, figures, tables, judgements), &protected.picture.edition)?;
    let of_text = used.facts.iter().chain(&used.page_facts);
    let ids = of_text.chain(figures.iter().flat_map(|figure| figure.facts()));
    let facts_printed = ids.filter_map(|id| Some((id.clone(), facts.get(id)?.text.clone())));
    Ok(Printed { facts: facts_printed.collect(), sentences: said(text, facts) })
}
