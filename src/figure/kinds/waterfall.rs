//! What a change between two years is made of: the two totals to scale from zero, and beneath them the parts of the change.
//!
//! Totals are large beside their parts. Rather than break an axis, the parts stand on an axis of their own whose zero is the
//! first total, chained by connectors so that the last one ends at the change of the total. Only one of the parts is a
//! change among forces that counted the same in both years, and the chart says which.

mod paint;
mod picture;

pub(super) use picture::Settings;

use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::table::{Table, cell, mark};
use crate::figure::value::Shown;
use crate::wording::format;

/// What a change between two years is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// Printed above the totals: "Offences that forces returned, England and Wales".
    pub total_title: String,
    /// Printed above the parts: "What the change is made of".
    pub parts_title: String,
    /// The earlier total.
    pub start: WaterfallTotal,
    /// The later total.
    pub end: WaterfallTotal,
    /// The parts: every kind once, revisions only where there are any.
    pub parts: Vec<ChangePart>,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// The total of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterfallTotal {
    /// As printed: "2023/24".
    pub year: String,
    /// The total.
    pub value: Shown,
}

/// A part of the change.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangePart {
    /// What the part is.
    pub kind: PartKind,
    /// Its size with its sign, printed with the sign as [`signed`](crate::wording::format::signed) writes it: "+45", "−120", "0".
    pub value: Shown,
    /// How many forces it comes from, where that is told.
    pub forces: Option<u32>,
}

/// The parts a change is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    /// Forces under the agreed definition in both years.
    LikeForLike,
    /// Forces whose definition changed, or with a break between the years.
    DefinitionChanged,
    /// Forces under one definition in both years that is not the agreed one.
    OtherDefinition,
    /// Forces that returned one of the years whole and only a part of the other.
    PartYear,
    /// Forces with a return in the later year only.
    Joined,
    /// Forces with a return in the earlier year only.
    Left,
    /// Changes to the earlier total since it was published.
    Revisions,
}

impl PartKind {
    /// All kinds, in the order of the chart.
    pub const ALL: [Self; 7] = [
        Self::LikeForLike,
        Self::DefinitionChanged,
        Self::OtherDefinition,
        Self::PartYear,
        Self::Joined,
        Self::Left,
        Self::Revisions,
    ];

    /// Whether a chart may leave it out, where there is nothing of it.
    fn may_be_left_out(self) -> bool {
        matches!(self, Self::PartYear | Self::Revisions)
    }

    /// The kind in the words of chart and table.
    pub fn words(self) -> &'static str {
        match self {
            Self::LikeForLike => "Like for like",
            Self::DefinitionChanged => "Definition changed",
            Self::OtherDefinition => "Other definition",
            Self::PartYear => "Part of a year",
            Self::Joined => "Joined",
            Self::Left => "Left",
            Self::Revisions => "Revisions",
        }
    }
}

impl Chart for Waterfall {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        let refused = |place: String, fault: String, remedy| {
            Err(FigureError::Inconsistent { figure: figure.to_owned(), place, fault, remedy })
        };
        for total in [&self.start, &self.end] {
            total.value.check(figure, || format!("total of {}", total.year))?;
        }
        for kind in PartKind::ALL {
            let given = self.parts.iter().filter(|part| part.kind == kind).count();
            if given > 1 || (given == 0 && !kind.may_be_left_out()) {
                let fault = if given == 0 { "is missing".to_owned() } else { format!("is given {given} times") };
                return refused(
                    format!("the part {:?}", kind.words()),
                    fault,
                    "give every part once; a part of 0 is a part",
                );
            }
        }
        for part in &self.parts {
            let Some(value) = part.value.value else { continue };
            let place = || format!("the part {:?}", part.kind.words());
            if !value.is_finite() {
                let (place, found) = (place(), value.to_string());
                return Err(FigureError::BadNumber { figure: figure.to_owned(), place, found });
            }
            let backwards = match part.kind {
                PartKind::Joined => value < 0.0,
                PartKind::Left => value > 0.0,
                _ => false,
            };
            if backwards {
                let remedy = "forces that joined can only add, forces that left can only take away";
                return refused(place(), format!("is {value}"), remedy);
            }
            if sign_of(&part.value.label) != value.partial_cmp(&0.0) {
                let fault = format!("is {value} but printed as {:?}", part.value.label);
                return refused(place(), fault, "print changes with their sign, as `format::signed` does");
            }
        }
        let exact = !self.values().any(Shown::is_rounded);
        if let (Some(sum), Some(change), true) = (self.sum(), self.change(), exact)
            && libm::fabs(sum - change) > self.noise()
        {
            return refused(
                format!("the parts from {} to {}", self.start.year, self.end.year),
                format!("add to {sum}, but the totals differ by {change}"),
                "take parts and totals from the same returns",
            );
        }
        Ok(())
    }

    /// The chart's data: the earlier total, every part and the later total, numbers unrounded.
    fn table(&self) -> Table {
        let mut table = Table::new(&["part", "meaning", "value", "marker", "forces"]);
        let mut add = |part: String, meaning: String, value: &Shown, forces: Option<u32>| {
            let marker = if value.value.is_some() { mark(value.marker.as_deref()) } else { value.absence().to_owned() };
            let forces = forces.map(|forces| forces.to_string()).unwrap_or_default();
            table.rows.push(vec![part, meaning, cell(value.value), marker, forces]);
        };
        add(format!("Total {}", self.start.year), self.total_title.clone(), &self.start.value, None);
        for part in self.ordered() {
            add(part.kind.words().to_owned(), self.meaning(part.kind), &part.value, part.forces);
        }
        add(format!("Total {}", self.end.year), self.total_title.clone(), &self.end.value, None);
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let (start, end) = (&self.start, &self.end);
        let mut text = format!(
            "Waterfall chart: {}, {} in {} and {} in {}. ",
            self.total_title,
            start.value.printed(),
            start.year,
            end.value.printed(),
            end.year
        );
        let like_for_like = self.parts.iter().find(|part| part.kind == PartKind::LikeForLike);
        if let Some(part) = like_for_like {
            text.push_str(&format!(
                "Of the change {}, the like-for-like part, the only one among forces that counted under the agreed definition in both years, is {}. ",
                self.change_words(),
                part.value.printed()
            ));
        }
        let others: Vec<String> = self
            .ordered()
            .into_iter()
            .filter(|part| part.kind != PartKind::LikeForLike)
            .map(|part| format!("{} {}", lower(part.kind), part.value.printed()))
            .collect();
        text.push_str(&format!("The other parts are {}.", format::list(&others)));
        text
    }
}

impl Waterfall {
    /// The parts in the order of the chart.
    fn ordered(&self) -> Vec<&ChangePart> {
        PartKind::ALL.into_iter().filter_map(|kind| self.parts.iter().find(|part| part.kind == kind)).collect()
    }

    /// The sum of the parts, if all are published.
    fn sum(&self) -> Option<f64> {
        self.ordered().into_iter().map(|part| part.value.value).sum()
    }

    /// The change of the total, if both totals are published.
    fn change(&self) -> Option<f64> {
        Some(self.end.value.value? - self.start.value.value?)
    }

    fn values(&self) -> impl Iterator<Item = &Shown> {
        self.parts.iter().map(|part| &part.value).chain([&self.start.value, &self.end.value])
    }

    /// What adding floating-point numbers of this size may lose; nothing for counts.
    fn noise(&self) -> f64 {
        let sizes = self.parts.iter().filter_map(|part| part.value.value).map(libm::fabs);
        sizes.chain(self.start.value.value).chain(self.end.value.value).fold(0.0, f64::max) * 1e-14
    }

    /// Whether the parts can be chained: nothing on the way from total to total is absent.
    fn chained(&self) -> bool {
        self.sum().is_some()
    }

    /// What a part means, in words.
    fn meaning(&self, kind: PartKind) -> String {
        let (before, after) = (&self.start.year, &self.end.year);
        match kind {
            PartKind::LikeForLike => "agreed definition in both years: the only like-for-like change".to_owned(),
            PartKind::DefinitionChanged => "new definition or break in between".to_owned(),
            PartKind::OtherDefinition => "unchanged, but not the agreed one".to_owned(),
            PartKind::PartYear => format!("returned only a part of {before} or {after}"),
            PartKind::Joined => format!("returned in {after} but not in {before}"),
            PartKind::Left => format!("returned in {before} but not in {after}"),
            PartKind::Revisions => format!("to {before} since it was published"),
        }
    }

    /// The change of the total as printed, or that there is none.
    fn change_words(&self) -> String {
        let totals = [&self.start.value, &self.end.value];
        let Some(change) = self.change() else {
            let absent = totals.into_iter().find(|total| total.value.is_none());
            return absent.map_or("[x]", Shown::absence).to_owned();
        };
        let rounded = if totals.into_iter().any(Shown::is_rounded) { " [rounded]" } else { "" };
        let sign = match change {
            change if change > 0.0 => "+",
            change if change < 0.0 => "\u{2212}",
            _ => "",
        };
        // Totals are counts; a fraction is shown rather than lost should one ever come.
        let whole = libm::fabs(libm::trunc(change) - change) == 0.0;
        format!("{sign}{}{rounded}", format::decimal(libm::fabs(change), if whole { 0 } else { 2 }))
    }
}

/// The sign a label shows, compared with zero.
fn sign_of(label: &str) -> Option<std::cmp::Ordering> {
    match label.chars().next()? {
        '+' => Some(std::cmp::Ordering::Greater),
        '\u{2212}' | '-' => Some(std::cmp::Ordering::Less),
        _ => Some(std::cmp::Ordering::Equal),
    }
}

fn lower(kind: PartKind) -> &'static str {
    match kind {
        PartKind::LikeForLike => "like for like",
        PartKind::DefinitionChanged => "definition changed",
        PartKind::OtherDefinition => "other definition",
        PartKind::PartYear => "part of a year",
        PartKind::Joined => "joined",
        PartKind::Left => "left",
        PartKind::Revisions => "revisions",
    }
}
