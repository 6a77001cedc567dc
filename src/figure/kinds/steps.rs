//! How many of those who were asked came how far: a bar for each step, in the outline of all who were asked.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, mark, printed};
use crate::figure::value::Shown;
use crate::wording::format;

/// Steps, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps {
    /// Printed above: who is counted.
    pub x_title: String,
    /// How many were asked.
    pub asked: u32,
    /// The steps, each with how many met it.
    pub steps: Vec<(String, Shown)>,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

impl Chart for Steps {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.steps.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "steps" });
        }
        for (name, count) in &self.steps {
            count.check(figure, || name.clone())?;
            if count.value.is_some_and(|count| count > f64::from(self.asked)) {
                return Err(FigureError::Inconsistent {
                    figure: figure.to_owned(),
                    place: format!("the step {name:?}"),
                    fault: format!("counts more than the {} who were asked", self.asked),
                    remedy: "check who is counted",
                });
            }
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&["step", "count", "of", "marker"]);
        for (name, count) in &self.steps {
            let row = [name.clone(), printed(count.value, 0), self.asked.to_string(), mark(count.marker.as_deref())];
            table.rows.push(row.to_vec());
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let told: Vec<String> = self.steps.iter().map(|(name, count)| format!("{name}: {}", count.printed())).collect();
        format!("Bars out of {}. {}.", self.asked, format::list(&told))
    }
}
