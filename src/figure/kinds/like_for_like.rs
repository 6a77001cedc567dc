//! The like-for-like index by financial year: a chain of links, each between forces that counted the same in both years.
//!
//! The chain starts at 100. Every point carries the interval of its own link; under the plot stand the forces and the share
//! of children each link rests on. A link on a small share is dashed and says its share; a missing link cuts the line and
//! says why. The axis need not start at zero, and where it does not, the picture says so.

mod marks;
mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cell, mark};
use crate::figure::value::{Shown, check_number};
use crate::wording::format;

/// The index in the year a chain starts from.
const BASE: f64 = 100.0;

/// The like-for-like index by financial year.
#[derive(Debug, Clone, PartialEq)]
pub struct LikeForLike {
    /// Printed above the axis: "Offences per child, like for like, England and Wales (2021/22 = 100)".
    pub y_title: String,
    /// Heading of the row of forces: "Forces the link rests on".
    pub forces_title: String,
    /// Heading of the row of shares: "Share of children the link rests on".
    pub children_title: String,
    /// A link on a smaller share of children than this is dashed: 0.5.
    pub thin_below: f64,
    /// The years in order, without gaps; the first is the base.
    pub years: Vec<IndexYear>,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// One financial year.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexYear {
    /// As printed: "2024/25".
    pub year: String,
    /// The index, or why there is none.
    pub index: Shown,
    /// The link from the year before.
    pub link: IndexLink,
    /// How many forces the link rests on; not printed for the base.
    pub forces: u32,
    /// The share of children the link rests on, between 0 and 1, with its printed form ("72%"); not printed for the base.
    pub children: Shown,
}

/// How a year is tied to the one before.
#[derive(Debug, Clone, PartialEq)]
pub enum IndexLink {
    /// It is not: the first year, from which the chain starts at 100.
    Base,
    /// By a ratio.
    Ratio {
        /// The index over the index of the year before.
        value: Shown,
        /// The lower limit of the ratio's interval.
        lower: Option<f64>,
        /// The upper limit of the ratio's interval.
        upper: Option<f64>,
    },
    /// There is no link, for this reason. The index is then absent, or 100 where a new chain starts.
    Missing(String),
}

impl Chart for LikeForLike {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.years.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "years" });
        }
        check_share(figure, Some(self.thin_below), || "the share under which a link is dashed".to_owned())?;
        let mut before: Option<&IndexYear> = None;
        for (position, year) in self.years.iter().enumerate() {
            if self.years.iter().take(position).any(|earlier| earlier.year == year.year) {
                return Err(contradiction(
                    figure,
                    format!("the year {:?}", year.year),
                    "appears twice".to_owned(),
                    "give every year once",
                ));
            }
            year.index.check(figure, || format!("index of {}", year.year))?;
            check_share(figure, year.children.value, || format!("share of children of {}", year.year))?;
            check_link(figure, before, year)?;
            before = Some(year);
        }
        Ok(())
    }

    /// The chart's data: a row for each year, numbers unrounded.
    fn table(&self) -> Table {
        let mut table = Table::new(&[
            "financial_year",
            "index",
            "index_marker",
            "link_ratio",
            "link_lower_limit",
            "link_upper_limit",
            "link_marker",
            "forces",
            "share_of_children",
            "share_of_children_marker",
            "note",
        ]);
        for year in &self.years {
            let (link, note) = match &year.link {
                IndexLink::Base => (Default::default(), "base: index 100".to_owned()),
                IndexLink::Ratio { value, lower, upper } => {
                    let thin = format!("link rests on under {} of children", format::percent(self.thin_below));
                    let numbers = [cell(value.value), cell(*lower), cell(*upper), mark(value.marker.as_deref())];
                    (numbers, if self.is_thin(year) { thin } else { String::new() })
                }
                IndexLink::Missing(reason) => {
                    let [ratio, lower, upper, _] = Default::default();
                    let anew = if year.starts_anew() { "; new chain at 100" } else { "" };
                    ([ratio, lower, upper, "[x]".to_owned()], format!("no link: {reason}{anew}"))
                }
            };
            let (forces, children) = match year.link {
                IndexLink::Base => (String::new(), [String::new(), "[z]".to_owned()]),
                _ => (
                    year.forces.to_string(),
                    [
                        cell(year.children.value),
                        match year.children.value {
                            Some(_) => mark(year.children.marker.as_deref()),
                            None => year.children.absence().to_owned(),
                        },
                    ],
                ),
            };
            let index_marker = match year.index.value {
                Some(_) => mark(year.index.marker.as_deref()),
                None => year.index.absence().to_owned(),
            };
            let mut row = vec![year.year.clone(), cell(year.index.value), index_marker];
            row.extend(link);
            row.push(forces);
            row.extend(children);
            row.push(note);
            table.rows.push(row);
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else {
            return String::new();
        };
        let span = if self.years.len() == 1 {
            format!("with one year, {}", first.year)
        } else {
            format!("over the financial years {} to {}", first.year, last.year)
        };
        let mut sentences = vec![format!("Line chart of a chained index {span}: {}.", self.y_title)];
        sentences.push(self.values_sentence());
        let linked: Vec<&IndexYear> =
            self.years.iter().filter(|year| matches!(year.link, IndexLink::Ratio { .. })).collect();
        let fewest = linked.iter().map(|year| year.forces).min();
        let most = linked.iter().map(|year| year.forces).max();
        if let (Some(fewest), Some(most)) = (fewest, most) {
            let forces = if fewest == most {
                format::counted(most as usize, "force", "forces")
            } else {
                format!("{fewest} to {} forces", format::count(u64::from(most)))
            };
            let thin: Vec<String> = linked
                .iter()
                .filter(|year| self.is_thin(year))
                .map(|year| format!("{} ({})", year.year, year.children.printed()))
                .collect();
            let under = format::percent(self.thin_below);
            let dashed = if thin.is_empty() {
                String::new()
            } else {
                format!(
                    "; dashed, because they rest on under {under} of children, are the links to {}",
                    format::list(&thin)
                )
            };
            sentences.push(format!("The links rest on {forces}{dashed}."));
        }
        let missing: Vec<String> = self
            .years
            .iter()
            .filter_map(|year| match &year.link {
                IndexLink::Missing(reason) => {
                    let anew = if year.starts_anew() { ", where a new chain starts at 100" } else { "" };
                    Some(format!("{} ({reason}{anew})", year.year))
                }
                _ => None,
            })
            .collect();
        if !missing.is_empty() {
            sentences.push(format!("The line is cut before {}.", format::list(&missing)));
        }
        if let Some(words) = self.start_words() {
            sentences.push(format!("The {words}."));
        }
        sentences.join(" ")
    }
}

impl LikeForLike {
    /// Whether the link to a year rests on so little that it is dashed. An unknown share is as good as a small one.
    fn is_thin(&self, year: &IndexYear) -> bool {
        matches!(year.link, IndexLink::Ratio { .. }) && year.children.value.is_none_or(|share| share < self.thin_below)
    }

    /// The limits of the link's interval on the scale of the index.
    fn limits(&self, position: usize) -> Option<(f64, f64)> {
        let before = self.years.get(position.checked_sub(1)?)?.index.value?;
        match &self.years.get(position)?.link {
            IndexLink::Ratio { lower: Some(lower), upper: Some(upper), .. } => Some((before * lower, before * upper)),
            _ => None,
        }
    }

    /// First, last, highest and lowest value; over several chains only where each starts and ends, for they do not compare.
    fn values_sentence(&self) -> String {
        let mut chains: Vec<Vec<(&IndexYear, f64)>> = Vec::new();
        for year in &self.years {
            let Some(value) = year.index.value else { continue };
            match chains.last_mut() {
                Some(chain) if !year.starts_anew() => chain.push((year, value)),
                _ => chains.push(vec![(year, value)]),
            }
        }
        let told = |(year, _): &(&IndexYear, f64)| format!("{} in {}", year.index.printed(), year.year);
        match chains.as_slice() {
            [] => "No index is published.".to_owned(),
            [chain] => {
                let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return String::new() };
                let highest = chain.iter().fold(first, |best, next| if next.1 > best.1 { next } else { best });
                let lowest = chain.iter().fold(first, |best, next| if next.1 < best.1 { next } else { best });
                match chain.len() {
                    1 => format!("The only value is {}.", told(first)),
                    2 => format!("The index is {} and {}.", told(first), told(last)),
                    _ => format!(
                        "The index is {} and {}; the highest is {} and the lowest {}.",
                        told(first),
                        told(last),
                        told(highest),
                        told(lowest)
                    ),
                }
            }
            several => {
                let ends: Vec<String> = several
                    .iter()
                    .filter_map(|chain| {
                        let (first, last) = (chain.first()?, chain.last()?);
                        Some(format!("{} with {} = 100", told(last), first.0.year))
                    })
                    .collect();
                format!("The chains do not compare with each other; they end at {}.", format::list(&ends))
            }
        }
    }
}

impl IndexYear {
    /// Whether a new chain starts here, after a missing link.
    fn starts_anew(&self) -> bool {
        matches!(self.link, IndexLink::Missing(_)) && self.index.value.is_some()
    }
}

fn check_link(figure: &str, before: Option<&IndexYear>, year: &IndexYear) -> Result<(), FigureError> {
    let place = || format!("the index of {}", year.year);
    let refuse = |fault: String, remedy| Err(contradiction(figure, place(), fault, remedy));
    match (&year.link, before) {
        (IndexLink::Base, Some(_)) => {
            refuse("is a base within the chain".to_owned(), "make it `Missing` with a reason; its index may be 100")
        }
        (IndexLink::Ratio { .. } | IndexLink::Missing(_), None) => {
            refuse("has a link but no year before it".to_owned(), "make the first year the `Base`")
        }
        (IndexLink::Base, None) if year.index.value != Some(BASE) => {
            refuse("is not 100 in the base year".to_owned(), "divide by the base year")
        }
        (IndexLink::Missing(_), _) if year.index.value.is_some_and(|index| index != BASE) => {
            refuse("goes on after a missing link".to_owned(), "mark it absent, or start a new chain at 100")
        }
        (IndexLink::Ratio { value, lower, upper }, Some(before)) => {
            let ratio = || format!("link to {}", year.year);
            value.check(figure, ratio)?;
            check_number(figure, *lower, || format!("lower limit of the {}", ratio()))?;
            check_number(figure, *upper, || format!("upper limit of the {}", ratio()))?;
            let outside = value.value.is_some_and(|value| {
                lower.is_some_and(|lower| lower > value) || upper.is_some_and(|upper| upper < value)
            });
            if outside || lower.zip(*upper).is_some_and(|(lower, upper)| lower > upper) {
                return Err(contradiction(
                    figure,
                    format!("the {}", ratio()),
                    "lies outside its own interval".to_owned(),
                    "check the order of the limits and that they belong to this link",
                ));
            }
            match (before.index.value, value.value, year.index.value) {
                (None, _, Some(_)) => refuse(format!("goes on from {}, which has none", before.year), "mark it absent"),
                // Published numbers are rounded; one in a hundred is far more than rounding and far less than a mix-up.
                (Some(base), Some(ratio), Some(index))
                    if libm::fabs(index - base * ratio) > 0.01 * (base * ratio).max(10.0) =>
                {
                    refuse(
                        format!("is {index}, but {base} times the link {ratio} is {}", base * ratio),
                        "chain the links in the order of the years",
                    )
                }
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

fn check_share(figure: &str, share: Option<f64>, place: impl Fn() -> String) -> Result<(), FigureError> {
    check_number(figure, share, &place)?;
    match share {
        Some(share) if share > 1.0 => {
            Err(contradiction(figure, place(), format!("is {share}, more than all"), "give shares as fractions of 1"))
        }
        _ => Ok(()),
    }
}

fn contradiction(figure: &str, place: String, fault: String, remedy: &'static str) -> FigureError {
    FigureError::Inconsistent { figure: figure.to_owned(), place, fault, remedy }
}
