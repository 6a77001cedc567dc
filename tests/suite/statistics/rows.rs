//! Forces as oracles and properties give them, one count each, put through the methods that the picture uses.

use assess::national::NationalError;
use assess::national::bounds::{Given, Said, said};
use assess::national::estimate::{Bridge, Line, Outcome, of_lines};
use assess::national::ladder;
use assess::national::range::{Bounds, BridgeStudy, Relation};
use assess::statistics::Confidence;

/// What one force returned for one period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) force: &'a str,
    pub(crate) relation: Relation,
    pub(crate) count: Option<i64>,
    pub(crate) parent: Option<i64>,
    pub(crate) population: Option<i64>,
    pub(crate) bridge: Option<BridgeStudy>,
}

impl<'a> Row<'a> {
    fn given(&self) -> Option<Given> {
        let given = self.count.map(|count| Given { relation: self.relation, count });
        given.filter(|one| !matches!(one.relation, Relation::NoReturn | Relation::DifferentUnit))
    }

    pub(crate) fn said(&self) -> Result<Said, NationalError> {
        said(self.force, self.given().as_slice(), self.parent.map(Given::holding))
    }

    fn line(&self) -> Result<Line<'a>, NationalError> {
        let counted = self.given().filter(|one| one.relation != Relation::Same);
        let bridge = self.bridge.zip(counted).zip(self.parent);
        Ok(Line {
            force: self.force,
            said: self.said()?,
            sizes: vec![self.parent],
            children: self.population,
            bridge: bridge.map(|((study, given), parent)| Bridge { study, count: given.count, parent }),
        })
    }
}

/// The identified range of the nation.
pub(crate) fn range(rows: &[Row<'_>]) -> Result<Bounds, NationalError> {
    let bounds: Result<Vec<Bounds>, NationalError> = rows.iter().map(|row| Ok(row.said()?.bounds)).collect();
    ladder::range(&bounds?)
}

/// The estimate of the nation.
pub(crate) fn estimate(rows: &[Row<'_>]) -> Result<Outcome, NationalError> {
    let lines: Result<Vec<Line<'_>>, NationalError> = rows.iter().map(Row::line).collect();
    of_lines(&lines?, Confidence::NINETY_FIVE)
}
