//! Forces around the national rate: child population against rate, with limits that widen where the population is small.
//!
//! Forces outside the outer limits are named, unless their rate rests on too few events; the others are quiet marks. Nothing is ranked: the order of the forces in the
//! table is the order they are given in.

mod paint;
mod picture;
mod view;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cell, mark};
use crate::figure::value::{Shown, check_number};
use crate::wording::format;

/// Marker of a rate that rests on too few events.
const UNRELIABLE: &str = "[u]";
/// Stands for a force that is counted and not named.
const UNNAMED: &str = "";

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
    /// Lower and upper outer limit if chance alone made forces differ: drawn faint, and nobody is named by it.
    pub chance: (f64, f64),
}

impl Chart for Funnel {
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
            let chance = point.chance;
            let numbers =
                [point.children, point.inner.0, point.inner.1, point.outer.0, point.outer.1, chance.0, chance.1];
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

    /// The chart's data: a row for each force, then the national rate, then a row for each point of the limit curves.
    fn table(&self) -> Table {
        let mut table = Table::new(&[
            "row_type",
            "name",
            "children",
            "count",
            "rate",
            "marker",
            "standing",
            "inner_lower_limit",
            "inner_upper_limit",
            "outer_lower_limit",
            "outer_upper_limit",
            "chance_outer_lower_limit",
            "chance_outer_upper_limit",
        ]);
        let blank = String::new;
        for force in &self.forces {
            let standing = if force.rate.value.is_some() { force.standing.words() } else { "" };
            table.rows.push(vec![
                "force".to_owned(),
                force.name.clone(),
                cell(Some(force.children)),
                force.count.to_string(),
                cell(force.rate.value.filter(|_| force.rate.marker.as_deref() != Some(UNRELIABLE))),
                mark(force.rate.marker.as_deref()),
                standing.to_owned(),
                blank(),
                blank(),
                blank(),
                blank(),
                blank(),
                blank(),
            ]);
        }
        table.rows.push(vec![
            "national".to_owned(),
            self.national_name.clone(),
            blank(),
            blank(),
            cell(self.national.value),
            mark(self.national.marker.as_deref()),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
            blank(),
        ]);
        for point in &self.limits {
            table.rows.push(vec![
                "limits".to_owned(),
                blank(),
                cell(Some(point.children)),
                blank(),
                blank(),
                blank(),
                blank(),
                cell(Some(point.inner.0)),
                cell(Some(point.inner.1)),
                cell(Some(point.outer.0)),
                cell(Some(point.outer.1)),
                cell(Some(point.chance.0)),
                cell(Some(point.chance.1)),
            ]);
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let drawn = self.forces.iter().filter(|force| force.rate.value.is_some());
        let named = |standing: Standing| -> Vec<String> {
            let there = drawn.clone().filter(|force| force.standing == standing);
            there.map(|force| if force.is_named() { force.name.clone() } else { UNNAMED.to_owned() }).collect()
        };
        let told = |names: Vec<String>, side: &str| {
            if names.is_empty() {
                return format!("none lies {side} it");
            }
            let verb = if names.len() == 1 { "lies" } else { "lie" };
            let said: Vec<String> = names.iter().filter(|name| *name != UNNAMED).cloned().collect();
            let few = match names.len() - said.len() {
                0 => String::new(),
                few => format!("{few} with too few events to be named"),
            };
            let said: Vec<String> = said.into_iter().chain((!few.is_empty()).then_some(few)).collect();
            let count = format::counted(names.len(), "force", "forces");
            format!("{count} {verb} {side} it ({})", format::list(&said))
        };
        let count = drawn.clone().count();
        let mut text = format!(
            "Funnel plot of {}: {} by child population, around the rate of {}{}. ",
            format::counted(count, "force", "forces"),
            lower_first(&self.y_title),
            self.national_name,
            if self.national.value.is_some() { format!(", {}", self.national.label) } else { String::new() },
        );
        let [_, outer] = &self.limit_names;
        text.push_str(&format!(
            "Against the upper {outer}, {}; against the lower, {}. ",
            told(named(Standing::AboveOuter), "above"),
            told(named(Standing::BelowOuter), "below"),
        ));
        text.push_str(
            "The limits are wide where few children live and narrow where many do; the forces are not ranked.",
        );
        let absent: Vec<String> =
            self.forces.iter().filter(|force| force.rate.value.is_none()).map(|force| force.name.clone()).collect();
        if !absent.is_empty() {
            text.push_str(&format!(" No rate is drawn for {}.", format::list(&absent)));
        }
        text
    }
}

impl FunnelForce {
    /// Whether it is named in the plot: it lies outside the outer limits, and its rate rests on enough events.
    fn is_named(&self) -> bool {
        let outside = matches!(self.standing, Standing::AboveOuter | Standing::BelowOuter);
        outside && self.rate.marker.as_deref() != Some(UNRELIABLE)
    }
}

impl Standing {
    fn words(self) -> &'static str {
        match self {
            Self::AboveOuter => "above the outer limit",
            Self::AboveInner => "above the inner limit",
            Self::Within => "within the limits",
            Self::BelowInner => "below the inner limit",
            Self::BelowOuter => "below the outer limit",
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
