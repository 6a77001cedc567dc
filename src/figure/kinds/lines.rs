//! Numbers over periods as lines: up to four on one scale, each named at its end, or one in each of several panels of one scale.
//!
//! In: statistics of the registry or quoted series of one unit. A line is cut where a period is missing and where its series breaks,
//! and both are told under the plot. Periods stand at equal distances, those without a number too.

mod paint;
mod picture;

pub(super) use picture::Settings;

use super::{Break, Rate};
use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, mark, printed};
use crate::figure::value::check_number;
use crate::wording::format;

/// The most lines that one plot can hold and a reader can tell apart.
pub(super) const MOST: usize = 4;

/// Numbers over periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// Printed above the axis: what is counted, and where.
    pub y_title: String,
    /// Every period from the first to the last, as printed.
    pub periods: Vec<String>,
    /// The lines, in the order of their names.
    pub lines: Vec<Line>,
    /// Whether each line stands in a panel of its own.
    pub panels: bool,
    /// Decimals of the numbers.
    pub decimals: usize,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its unit; lines of one chart have the same.
    pub unit: String,
    /// A number for every period of the chart, or why there is none.
    pub points: Vec<Rate>,
    /// Where it breaks.
    pub breaks: Vec<Break>,
}

impl Line {
    /// The last period with a number, and the number.
    fn last(&self) -> Option<(usize, &Rate)> {
        self.points.iter().enumerate().rev().find(|(_, point)| point.value.value.is_some())
    }

    fn first(&self) -> Option<(usize, &Rate)> {
        self.points.iter().enumerate().find(|(_, point)| point.value.value.is_some())
    }

    /// The period at `extreme` of the drawn numbers; the first of several.
    fn at(&self, extreme: fn(f64, f64) -> f64) -> Option<usize> {
        let values = || self.points.iter().filter_map(|point| point.value.value);
        let bound = values().reduce(extreme)?;
        self.points.iter().position(|point| point.value.value == Some(bound))
    }
}

impl Chart for Lines {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.lines.is_empty() || self.periods.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "lines" });
        }
        let refused = |place: String, fault: String, remedy| {
            Err(FigureError::Inconsistent { figure: figure.to_owned(), place, fault, remedy })
        };
        if self.lines.len() > MOST && !self.panels {
            let fault = format!("holds {} lines, which nobody can tell apart", self.lines.len());
            return refused("the plot".to_owned(), fault, "draw four at most, or write panels = true");
        }
        let unit = self.lines.first().map_or("", |line| &line.unit);
        for line in &self.lines {
            let place = format!("the line {:?}", line.name);
            if line.unit != unit {
                let fault = format!("counts {}, and another {unit}: one scale cannot hold both", line.unit);
                return refused(place, fault, "draw what has another unit in a figure of its own");
            }
            if line.points.len() != self.periods.len() {
                let fault = format!("has {} points for {} periods", line.points.len(), self.periods.len());
                return refused(place, fault, "give every line a point for every period, absent or not");
            }
            for (point, period) in line.points.iter().zip(&self.periods) {
                let numbers = [point.value.value, point.lower, point.upper];
                for number in numbers {
                    check_number(figure, number, || format!("{} of {period}", line.name))?;
                }
            }
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table =
            Table::new(&["name", "period", "value", "lower_limit", "upper_limit", "unit", "marker", "note"]);
        for line in &self.lines {
            for (point, period) in line.points.iter().zip(&self.periods) {
                let cuts = line.breaks.iter().filter(|cut| cut.before == *period);
                let mut notes: Vec<String> = cuts.map(|cut| format!("break before: {}", cut.label)).collect();
                if point.value.value.is_none() {
                    notes.push(point.value.label.clone());
                }
                let number = |number: Option<f64>| printed(number, self.decimals);
                table.rows.push(vec![
                    line.name.clone(),
                    period.clone(),
                    number(point.value.value),
                    number(point.lower),
                    number(point.upper),
                    line.unit.clone(),
                    mark(point.value.marker.as_deref()),
                    notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("; "),
                ]);
            }
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let span = match (self.periods.first(), self.periods.last()) {
            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
            (Some(only), _) => only.clone(),
            _ => String::new(),
        };
        let count = format::counted(self.lines.len(), "line", "lines");
        let form = if self.panels { "Line charts on one scale" } else { "Line chart" };
        let told: Vec<String> = self.lines.iter().map(|line| self.told(line)).collect();
        let mut sentences =
            vec![format!("{form} of {count}, {span}: {}.", self.y_title), format!("{}.", told.join("; "))];
        let remarks = self.remarks();
        if !remarks.is_empty() {
            sentences.push(format!("{}.", remarks.join("; ")));
        }
        sentences.join(" ")
    }
}

impl Lines {
    fn period(&self, index: usize) -> &str {
        self.periods.get(index).map_or("", String::as_str)
    }

    /// First, last, highest and lowest number of a line.
    fn told(&self, line: &Line) -> String {
        let (Some((from, first)), Some((to, last))) = (line.first(), line.last()) else {
            return format!("{} has no number", line.name);
        };
        let said = |index: usize, point: &Rate| format!("{} ({})", point.value.printed(), self.period(index));
        let mut text = format!("{} began at {}", line.name, said(from, first));
        if from == to {
            return text;
        }
        text.push_str(&format!(" and was last {}", said(to, last)));
        for (word, extreme) in [("highest", line.at(f64::max)), ("lowest", line.at(f64::min))] {
            let at = extreme.and_then(|index| Some((index, line.points.get(index)?)));
            if let Some((index, point)) = at.filter(|(index, _)| ![from, to].contains(index)) {
                text.push_str(&format!(", {word} {}", said(index, point)));
            }
        }
        text
    }

    /// Where lines have no number, and where they break.
    fn remarks(&self) -> Vec<String> {
        let mut remarks: Vec<String> = Vec::new();
        for line in &self.lines {
            let mut runs: Vec<(usize, usize, &str, &str)> = Vec::new();
            for (index, point) in line.points.iter().enumerate().filter(|(_, point)| point.value.value.is_none()) {
                let (marker, reason) = (point.value.absence(), point.value.label.as_str());
                match runs.last_mut() {
                    Some((_, to, same, why)) if *to + 1 == index && *same == marker && *why == reason => *to = index,
                    _ => runs.push((index, index, marker, reason)),
                }
            }
            for (from, to, marker, reason) in runs {
                let span = if from == to {
                    self.period(from).to_owned()
                } else {
                    format!("{} to {}", self.period(from), self.period(to))
                };
                let reason = if reason.is_empty() { "no number" } else { reason };
                remarks.push(format!("{}, {span}: {reason} {marker}", line.name));
            }
        }
        let mut cuts: Vec<&Break> = Vec::new();
        for cut in self.lines.iter().flat_map(|line| &line.breaks) {
            if self.periods.contains(&cut.before) && !cuts.contains(&cut) {
                cuts.push(cut);
            }
        }
        remarks.extend(cuts.iter().map(|cut| format!("Break before {}: {}", cut.before, cut.label)));
        remarks
    }
}
