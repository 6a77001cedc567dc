//! The files that are made of the text: documents, page, and the numbers it tells with the sentences in which they stand.
//!
//! In: what the text may use, and the text. Out: files. A change of the text makes these again and no other.

use std::collections::BTreeMap;

use super::{Files, PAGE, document, joined};
use crate::chapter::narrative::said;
use crate::chapter::typesetting::{self, Form, Job};
use crate::chapter::{Offered, Text};
use crate::definition::Definitions;
use crate::edition::{Edition, Layout};
use crate::fault::Failure;
use crate::publish::comparison::{FACTS, Printed, facts};

/// What the files are made of.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// What the text may use.
    pub offered: &'a Offered,
    /// The text.
    pub text: &'a Text,
    /// The edition.
    pub edition: &'a Edition,
    /// The definitions.
    pub definitions: &'a Definitions,
    /// Names of the layouts that are made; the first of the edition where there is none.
    pub layouts: &'a [String],
}

impl<'a> Telling<'a> {
    /// The layouts of which documents are made.
    fn made(&self) -> impl Iterator<Item = &'a Layout> {
        self.edition.layouts.named(self.layouts)
    }

    /// The text of which anything is made: that of these layouts, and of the page.
    fn text_made(&self) -> Text {
        self.text.of(self.made().chain([self.edition.layouts.first()]))
    }

    fn typeset(&self, (form, layout): (Form, &Layout)) -> Result<Vec<u8>, Failure> {
        self.offered.whole(form, typesetting::typeset(&self.job_of((form, layout))?)?)
    }

    fn job_of(&self, made: (Form, &Layout)) -> Result<Job, Failure> {
        self.offered.job(made, self.text, (self.edition, self.definitions))
    }

    /// What is typeset for the first layout, once every number of the text is bound.
    pub fn job(&self, form: Form) -> Result<Job, Failure> {
        self.offered.bind(self.text, self.edition)?;
        self.job_of((form, self.edition.layouts.first()))
    }
}

/// Every file of the text, named for the handling of the edition. The document has this thread, whose stack is the deepest.
pub(super) fn all(telling: &Telling<'_>) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    telling.offered.bind(telling.text, telling.edition)?;
    let made = std::thread::scope(|scope| {
        let beside = [page, numbers].map(|one| scope.spawn(move || one(telling)));
        let documents = documents(telling);
        [documents].into_iter().chain(beside.map(joined)).collect::<Vec<_>>()
    });
    let mut files = BTreeMap::new();
    for made in made {
        files.extend(made?.into_iter().map(|(path, bytes)| (telling.edition.handling.path(&path), bytes)));
    }
    Ok(files)
}

/// The document of each layout that is made.
fn documents(telling: &Telling<'_>) -> Result<Files, Failure> {
    telling.made().map(|layout| Ok((document(layout), telling.typeset((Form::Document, layout))?))).collect()
}

/// The first layout as one page for the web.
fn page(telling: &Telling<'_>) -> Result<Files, Failure> {
    Ok(vec![(PAGE.to_owned(), telling.typeset((Form::Page, telling.edition.layouts.first()))?)])
}

/// The numbers of the text by their names, and the sentences in which they stand: what a later release is compared with.
fn numbers(telling: &Telling<'_>) -> Result<Files, Failure> {
    Ok(vec![(FACTS.to_owned(), facts(&printed(telling)?))])
}

/// What the text and the words of its figures print.
pub fn printed(telling: &Telling<'_>) -> Result<Printed, Failure> {
    let Telling { offered, edition, .. } = *telling;
    let text = &telling.text_made();
    let used = offered.bind(text, edition)?;
    let ids = used.facts.iter().chain(&used.page_facts).chain(offered.facts_of_figures());
    let facts_printed = ids.filter_map(|id| Some((id.clone(), offered.facts().get(id)?.text.clone())));
    Ok(Printed { facts: facts_printed.collect(), sentences: said(text, offered.facts()) })
}
