//! Forces around the national rate: child population against rate, with limits that widen where the population is small.
//!
//! Forces outside the outer limits are named; the others are quiet dots. Nothing is ranked: the order of the forces in the
//! table is the order they are given in.

mod paint;
mod record;
mod view;

use super::error::FigureError;
use super::frame::{self, Dress, Svg};
use super::value::{Shown, check_number};
use super::words::Words;

/// Forces around the national rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// Printed above the y axis: "Offences per 10,000 children".
    pub y_title: String,
    /// Printed under the x axis: "Children aged 0 to 17 (thousands)".
    pub x_title: String,
    /// The forces, in the order of the official list.
    pub forces: Vec<FunnelForce>,
    /// The rate of all forces together, in the unit of the y axis.
    pub national: Shown,
    /// What the national line is called: "England and Wales".
    pub national_name: String,
    /// Points of the limit curves, by rising population.
    pub limits: Vec<LimitPoint>,
    /// Names of the inner and outer limits: "95% limit", "99.8% limit".
    pub limit_names: [String; 2],
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// One force.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelForce {
    /// The name as printed.
    pub name: String,
    /// Resident children.
    pub children: f64,
    /// Events counted, so that a reader can draw the point again.
    pub count: i64,
    /// The rate, in the unit of the y axis. Marked `[u]` it rests on too few events: it is drawn, because the limits carry
    /// its uncertainty, and the table gives the count in its place.
    pub rate: Shown,
    /// Where the force stands to the limits, as the statistics found it.
    pub standing: Standing,
}

/// Where a force stands to the limits at its own population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Above the outer upper limit.
    AboveOuter,
    /// Between the inner and the outer upper limit.
    AboveInner,
    /// Within the inner limits.
    Within,
    /// Between the inner and the outer lower limit.
    BelowInner,
    /// Below the outer lower limit.
    BelowOuter,
}

/// The four limits at one population, in the unit of the y axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimitPoint {
    /// Resident children.
    pub children: f64,
    /// Lower and upper inner limit (95%).
    pub inner: (f64, f64),
    /// Lower and upper outer limit (99.8%).
    pub outer: (f64, f64),
}

impl Funnel {
    /// Draws the chart.
    ///
    /// # Errors
    ///
    /// A [`FigureError`] for missing words, no forces, or unusable numbers.
    pub fn draw(&self, words: &Words, dress: Dress) -> Result<Svg, FigureError> {
        words.check()?;
        self.check(&words.id)?;
        frame::compose(words, dress, self)
    }

    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.forces.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "forces" });
        }
        self.national.check(figure, || "the national rate".to_owned())?;
        for force in &self.forces {
            check_number(figure, Some(force.children), || format!("children in {}", force.name))?;
            force.rate.check(figure, || format!("rate of {}", force.name))?;
        }
        let mut before = 0.0_f64;
        for point in &self.limits {
            let numbers = [point.children, point.inner.0, point.inner.1, point.outer.0, point.outer.1];
            for number in numbers {
                check_number(figure, Some(number), || format!("limits at {} children", point.children))?;
            }
            let ordered = point.outer.0 <= point.inner.0
                && point.inner.0 <= point.inner.1
                && point.inner.1 <= point.outer.1
                && before <= point.children;
            if !ordered {
                return Err(FigureError::Inconsistent {
                    figure: figure.to_owned(),
                    place: format!("limits at {} children", point.children),
                    fault: "are out of order".to_owned(),
                    remedy: "give the points by rising population, and the outer limits around the inner ones",
                });
            }
            before = point.children;
        }
        Ok(())
    }
}
