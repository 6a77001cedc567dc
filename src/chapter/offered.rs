//! What the text may use, made once for all that is made of the text: facts, drawings, tables, judgements, and what the theme reads of them.
//!
//! In: figures, tables and all that may be shown. Out: one value that knows nothing of the text, and the jobs of the typesetter once a text is
//! given. It can be written down and read again, so that a change of the text alone needs nothing of what came before it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::bindings::{Known, Used};
use super::facts::Facts;
use super::figures::Figure;
use super::judgements::Shown;
use super::tables::DataTable;
use super::typesetting::{Form, Job, Limits};
use super::{Parts, Text, data, laid_out, page};
use crate::definition::Definitions;
use crate::disclosure::Picture;
use crate::disclosure::commitment::Noted;
use crate::edition::{Edition, Layout};
use crate::fault::{Failure, Fault};
use crate::lineage::Lineage;
use crate::source::catalogue::Catalogue;

/// What the text may use.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Offered {
    facts: Facts,
    /// Figures by name.
    figures: BTreeMap<String, Drawn>,
    /// Names of the tables.
    tables: BTreeSet<String>,
    judgements: Vec<Shown>,
    /// What the theme reads, by the path it reads it from.
    generated: BTreeMap<String, String>,
    /// What the document carries with it, by its path.
    attached: BTreeMap<String, String>,
}

/// A figure as the text takes it in.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Drawn {
    svg: String,
    /// The facts in its words.
    facts: BTreeSet<String>,
}

impl Offered {
    /// What an edition offers. `attached` is what the document carries with it, by its path.
    pub fn of(
        picture: &Picture,
        sources: (&Catalogue, &Lineage),
        hashes: &BTreeMap<String, Noted>,
        parts: Parts<'_>,
        attached: BTreeMap<String, String>,
    ) -> Result<Self, Failure> {
        let (facts, figures, tables, judgements) = parts;
        let drawn = |figure: &Figure| {
            Ok((figure.id().to_owned(), Drawn { svg: figure.plain_svg()?, facts: figure.facts().clone() }))
        };
        let drawn: Result<_, Failure> = figures.iter().map(drawn).collect();
        let fixed = data::fixed(picture, sources, hashes, parts);
        Ok(Self {
            facts: facts.clone(),
            figures: drawn?,
            tables: tables.iter().map(|table: &DataTable| table.id().to_owned()).collect(),
            judgements: judgements.to_vec(),
            generated: fixed.into_iter().map(|(name, value)| (generated(name), value.to_string())).collect(),
            attached,
        })
    }

    /// The facts.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Names of the facts in the words of the figures.
    pub fn facts_of_figures(&self) -> impl Iterator<Item = &String> {
        self.figures.values().flat_map(|drawn| &drawn.facts)
    }

    /// Checks that every number, figure and table of the text exists and that no digit is typed; says what the text uses.
    pub fn bind(&self, text: &Text, edition: &Edition) -> Result<Used, Vec<Fault>> {
        super::bound(text, (&self.known(), &self.judgements), edition)
    }

    /// What is typeset for a layout, as a document or as a page, of a text that is bound. What the layout uses is sought in its own sections.
    pub fn job(
        &self,
        (form, layout): (Form, &Layout),
        text: &Text,
        (edition, definitions): (&Edition, &Definitions),
    ) -> Result<Job, Failure> {
        let used = text.used_by(layout, (&self.known(), &self.judgements), edition)?;
        let mut files = text.files.clone();
        files.insert(laid_out::MAIN.to_owned(), text.main(layout));
        files.extend(self.generated.clone());
        files.insert(generated("edition"), data::edition(edition, definitions, layout).to_string());
        files.insert(generated("facts"), data::facts(&self.facts, &used).to_string());
        match form {
            Form::Document => {
                let drawn = self.figures.iter();
                files.extend(drawn.map(|(id, drawn)| (format!("generated/figures/{id}.svg"), drawn.svg.clone())));
                files.extend(self.attached.clone());
            }
            Form::Page => page::theme(&mut files),
        }
        let ident = format!("assess {} {}", edition.year, edition.title_of(layout));
        let ceiling = Some(Box::new(text.ceiling(layout)));
        Ok(Job { main: laid_out::MAIN.to_owned(), files, ident, form, limits: Limits::default(), ceiling })
    }

    /// What was typeset, with what is put into it afterwards.
    pub fn whole(&self, form: Form, made: Vec<u8>) -> Result<Vec<u8>, Failure> {
        let drawn = self.figures.iter().map(|(id, drawn)| (id.as_str(), drawn.svg.as_str()));
        if form == Form::Page { page::whole(made, drawn) } else { Ok(made) }
    }

    fn known(&self) -> Known {
        Known {
            facts: self.facts.ids().map(str::to_owned).collect(),
            figures: self.figures.keys().cloned().collect(),
            tables: self.tables.clone(),
        }
    }
}

/// Where the theme reads a file of data from.
fn generated(name: &str) -> String {
    format!("generated/{name}.json")
}
