//! A count, a part of it, and a part of that: each on a scale of its own, and the part drawn again at full width beneath.
//!
//! Counts that differ by a factor of a hundred cannot stand on one axis and be read, and two that sound alike must not be taken for one
//! another. Every number is that of a publication.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, mark, printed};
use crate::figure::value::Shown;

/// Counts, each a part of the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Cascade {
    /// The period of all, as printed.
    pub period: String,
    /// The counts, the widest first.
    pub stages: Vec<CascadeStage>,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// One count.
#[derive(Debug, Clone, PartialEq)]
pub struct CascadeStage {
    /// What is counted: "All CSAE crimes".
    pub name: String,
    /// The count.
    pub count: Shown,
    /// Its share of the count before, as printed; empty for the first.
    pub share: String,
    /// How it is known: "read at second hand".
    pub remark: String,
}

impl Chart for Cascade {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.stages.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "counts" });
        }
        for stage in &self.stages {
            stage.count.check(figure, || stage.name.clone())?;
        }
        for (whole, part) in self.stages.iter().zip(self.stages.iter().skip(1)) {
            if let (Some(all), Some(some)) = (whole.count.value, part.count.value)
                && some > all
            {
                return Err(FigureError::Inconsistent {
                    figure: figure.to_owned(),
                    place: format!("{:?}", part.name),
                    fault: format!("is larger than {:?}, of which it is a part", whole.name),
                    remedy: "check that both are of one period and one collection",
                });
            }
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&["period", "count_of", "value", "share_of_the_count_before", "marker", "note"]);
        for stage in &self.stages {
            table.rows.push(vec![
                self.period.clone(),
                stage.name.clone(),
                printed(stage.count.value, 0),
                stage.share.clone(),
                mark(stage.count.marker.as_deref()),
                stage.remark.clone(),
            ]);
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let told: Vec<String> = self
            .stages
            .iter()
            .map(|stage| match stage.share.as_str() {
                "" => format!("{}: {}", stage.name, stage.count.printed()),
                share => format!("{}: {}, which is {share} of the count above it", stage.name, stage.count.printed()),
            })
            .collect();
        format!(
            "Bars for {}, each on a scale of its own. From the widest count to the narrowest: {}.",
            self.period,
            told.join("; ")
        )
    }
}
