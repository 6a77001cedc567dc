//! An edition with the cells of its sources, so that each of its numbers can be walked back to them.

use std::collections::BTreeMap;

use super::{Observer, Order, Prepared, Stage, compute, read};
use crate::chapter;
use crate::chapter::bindings::Used;
use crate::chapter::evidence::Book;
use crate::disclosure;
use crate::disclosure::commitment::Noted;
use crate::disclosure::evidence::Evidence;
use crate::fault::Failure;
use crate::source::Project;

/// An edition and what its numbers are made of.
pub struct Explained {
    prepared: Prepared,
    used: Used,
    evidence: Evidence,
    noted: BTreeMap<String, Noted>,
}

/// Prepares an edition, and keeps the cells that it was read from as its marking lets them be shown.
pub fn explained(project: &mut Project, order: Order, observer: &mut dyn Observer) -> Result<Explained, Failure> {
    observer.begin(Stage::Read);
    let rows = read::rows(project, order)?;
    let cells = rows.cells();
    let read = rows.judged()?;
    observer.end(Stage::Read, &format!("{} files, {} cells", project.inputs().len(), cells.len()));
    let prepared = compute(read, &disclosure::protect, observer)?;
    let edition = &prepared.protected.picture.edition;
    let Prepared { facts, figures, tables, judgements, .. } = &prepared;
    let used = chapter::bind(&prepared.text, (facts, figures, tables, judgements), edition)?;
    let marking = edition.handling.marking;
    let evidence = Evidence::shown(cells, (&prepared.returns, &prepared.statistics), marking);
    let noted = prepared.confidential.noted(project.inputs(), marking);
    Ok(Explained { prepared, used, evidence, noted })
}

impl Explained {
    /// The edition, to look numbers up in.
    pub fn book(&self) -> Book<'_> {
        let Self { prepared, used, evidence, noted } = self;
        let Prepared { facts, figures, tables, judgements, protected, catalogue, findings, .. } = prepared;
        Book {
            picture: &protected.picture,
            statistics: &protected.statistics,
            parts: (facts, figures, tables, judgements),
            used,
            evidence,
            catalogue,
            findings,
            noted,
        }
    }
}
