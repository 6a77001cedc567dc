//! Two editions held against each other, with the steps from one to the other: each is the old one rebuilt with one more kind of change
//! taken over. A step that makes no edition, because what it mixes contradicts itself, is taken together with the next.

use std::collections::{BTreeMap, BTreeSet};

use super::read::{self, Rows};
use super::{Order, Silent, compute};
use crate::contract::Measure;
use crate::disclosure;
use crate::disclosure::commitment::Noted;
use crate::fault::Failure;
use crate::publish;
use crate::publish::comparison::{self, Cause, Key, Row, Side, Step, Steps};
use crate::source::Project;

/// An edition of a project, to be compared.
pub struct Edition<'a> {
    /// As it was named.
    pub name: String,
    /// The project.
    pub project: &'a mut Project,
    /// Which edition of it, and how it is marked.
    pub order: Order,
}

/// Both editions as sides, and the steps between them.
pub fn steps(old: Edition<'_>, new: Edition<'_>) -> Result<(Side, Side, Steps), Failure> {
    let (old_side, old_rows, _) = side(old)?;
    let (new_side, new_rows, of_returns) = side(new)?;
    let begin = open(old_rows.clone())?;
    let mut steps = Steps { begin, steps: Vec::new(), of_returns };
    let mut mixed = old_rows;
    let mut causes = Vec::new();
    for cause in Cause::ALL {
        let Some(next) = mixed.taking(&new_rows, cause) else { continue };
        mixed = next;
        causes.push(cause);
        match open(mixed.clone()) {
            Ok(statistics) => steps.steps.push(Step { causes: std::mem::take(&mut causes), statistics }),
            Err(Failure::Input(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok((old_side, new_side, steps))
}

/// An edition as a side of a comparison by itself.
pub fn one(edition: Edition<'_>) -> Result<Side, Failure> {
    side(edition).map(|(side, ..)| side)
}

/// An edition as a side of a comparison, its rows, and its statistics of the returns.
fn side(edition: Edition<'_>) -> Result<(Side, Rows, BTreeSet<Key>), Failure> {
    let Edition { name, project, order } = edition;
    let rows = read::rows(project, order)?;
    let prepared = compute(rows.clone().judged()?, &disclosure::protect, &mut Silent)?;
    let content = prepared.content(project.inputs());
    let printed = publish::printed(&content.telling(&content.offer()?))?;
    let picture = &prepared.protected.picture;
    let drawn: Result<_, Failure> =
        prepared.figures.iter().map(|figure| Ok((figure.id().to_owned(), figure.svg()?))).collect();
    // Whether a file changed may be told of every file; its hash is not.
    let inputs = project.inputs().iter().map(|(path, file)| (path.clone(), Noted::Plain(file.clone())));
    let side = Side {
        name,
        year: order.year,
        marking: picture.edition.handling.marking,
        program: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        inputs: inputs.collect(),
        statistics: rows_of(&prepared.protected.statistics)?,
        facts: printed.facts,
        sentences: printed.sentences,
        figures: drawn?,
    };
    let published = |measure: &str| picture.measures.get(measure).is_some_and(Measure::is_published);
    let of_returns = prepared.protected.statistics.iter().filter(|one| !published(&one.measure)).cloned();
    let of_returns = rows_of(&of_returns.collect::<Vec<_>>())?;
    Ok((side, rows, of_returns.into_keys().collect()))
}

/// The statistics of an edition with every count shown; they leave this program only as differences that may be told.
fn open(rows: Rows) -> Result<BTreeMap<Key, Row>, Failure> {
    rows_of(&compute(rows.judged()?, &|given| Ok(disclosure::open(given)), &mut Silent)?.protected.statistics)
}

fn rows_of(statistics: &[disclosure::Statistic]) -> Result<BTreeMap<Key, Row>, Failure> {
    comparison::statistics(&publish::statistics(statistics)).map_err(|error| {
        Failure::cannot_run(format!("the statistics cannot be read back: {error}"), "report this fault")
    })
}
