//! The like-for-like index by financial year: a chain of links, each between forces that counted the same in both years.
//!
//! The chain starts at 100. Every point carries the interval of its own link; under the plot stand the forces and the share
//! of children each link rests on. A link on a small share is dashed and says its share; a missing link cuts the line and
//! says why. The axis need not start at zero, and where it does not, the picture says so.

mod marks;
mod paint;
mod record;

use super::error::FigureError;
use super::frame::{self, Dress, Svg};
use super::value::{Shown, check_number};
use super::words::Words;

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

impl LikeForLike {
    /// Draws the chart.
    ///
    /// # Errors
    ///
    /// A [`FigureError`] for missing words, no years, unusable numbers, or an index and links that contradict each other.
    pub fn draw(&self, words: &Words, dress: Dress) -> Result<Svg, FigureError> {
        words.check()?;
        self.check(&words.id)?;
        frame::compose(words, dress, self)
    }

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
