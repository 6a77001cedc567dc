//! The chapter's figures beside the published national totals of the same or the nearest period, with every difference of
//! scope between the two named.
//!
//! In: the panel, the picture of the returns and the published figures. Out: one line a pair of figures. A difference is
//! taken only where unit, definition, period and forces covered are the same; everything else is set side by side and
//! explained. Calendar years are put together from quarters ([`super::calendar`]), never taken from a financial year.

use std::collections::BTreeMap;

use super::agreed::Agreed;
use super::calendar::{self, Quarter};
use super::number::{Count, Figure, Form, Public, Raw};
use super::recorded::RecordedSeries;
use super::sum::{Sum, What};
use crate::contract::TOTAL;
use crate::contract::{Measure, PublishedFigure};
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::panel::{Cell, Panel, Query};
use crate::period::{FinancialYear, Part};

/// What everything here counts; the published figures of other units are not set beside it.
const UNIT: &str = "crimes";

/// A period of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// A calendar year, put together from quarters.
    Calendar(i16),
    /// A financial year.
    Financial(FinancialYear),
}

/// A figure of the chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ours {
    /// The count and what it is a sum of, nothing where it is public; none where it does not exist for the period.
    pub count: Option<(i64, Option<Sum>)>,
    /// Its period.
    pub span: Span,
    /// Definition it was counted under.
    pub definition: String,
    /// Forces in it.
    pub forces: usize,
}

/// How the scope of two figures differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// They count different units.
    Unit,
    /// They count under different definitions.
    Definition,
    /// One is a financial year, the other a calendar year.
    Period,
    /// They cover different numbers of forces.
    Forces {
        /// In the chapter's figure.
        ours: usize,
        /// In the published one; none where it is not stated.
        published: Option<usize>,
    },
    /// The published figure is rounded.
    Rounded,
    /// The chapter's figure rests on synthetic returns.
    Synthetic,
    /// Some quarters of the calendar year are not held for every force.
    QuartersMissing,
}

impl Scope {
    /// Whether two figures that differ so may still be subtracted: synthetic returns stand in for real ones of the same
    /// scope, and the stamp says so.
    fn allows_difference(&self) -> bool {
        *self == Self::Synthetic
    }
}

/// What the chapter's figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A measure of the returns.
    Measure,
    /// A class of one that counts under a definition of its own.
    Class,
    /// Lower end of the range of the national number.
    AgreedLower,
    /// Upper end of the range of the national number.
    AgreedUpper,
    /// The recorded offence.
    Recorded,
}

/// Two figures side by side.
#[derive(Clone, Debug)]
pub struct Line<F: Form> {
    /// What the chapter's figure is.
    pub subject: Subject,
    /// What it counts, in a few words.
    pub of: Public<String>,
    /// The chapter's figure; none where it does not exist for the period.
    pub count: Option<F::Figure<i64>>,
    /// Its period.
    pub span: Span,
    /// Definition it was counted under.
    pub definition: Public<String>,
    /// The published figure.
    pub published: PublishedFigure,
    /// The published count.
    pub published_count: Public<i64>,
    /// How their scope differs, in a fixed order.
    pub differences: Vec<Scope>,
    /// The chapter's figure less the published one; only where nothing but the data differ.
    pub difference: Option<F::Figure<i64>>,
    /// Where both come from.
    pub lineage: Lineage,
}

/// What figures are set beside.
#[derive(Clone, Copy)]
pub struct Against<'a> {
    /// The panel.
    pub panel: &'a Panel,
    /// The returns under the agreed definition.
    pub agreed: &'a Agreed<Raw>,
    /// The measure of the national number.
    pub national: &'a Measure,
    /// The agreed definition.
    pub agreed_definition: &'a str,
    /// The recorded offence.
    pub offence: Option<&'a RecordedSeries>,
    /// Published figures.
    pub published: (&'a [PublishedFigure], &'a Lineage),
}

/// The lines, by subject and then by year.
pub fn lines(against: &Against<'_>) -> Result<Vec<Line<Raw>>, Failure> {
    let mut lines = Vec::new();
    let measures = || against.panel.measures().iter();
    for measure in measures() {
        let lineage = against.panel.lineage(&measure.id);
        for (year, published) in of_role(against, measure.published.as_deref().unwrap_or_default()) {
            let definition = published.definition.as_str();
            let query = Query { measure: &measure.id, dimension: TOTAL, category: None, definition: Some(definition) };
            let cells = against.panel.cells(&query)?;
            let Year { count, forces, complete, made_of } = calendar_year(&measure.id, &cells, year);
            let count = count.map(|count| (count, Some(made_of)));
            let ours = Ours { count, span: Span::Calendar(year), definition: definition.to_owned(), forces };
            lines.extend(line((Subject::Measure, &measure.short), ours, published, complete, &lineage, against));
        }
    }
    let mut last = None;
    for (measure, class) in measures().flat_map(|measure| measure.classes.iter().map(move |class| (measure, class))) {
        let (dimension, category) = (class.dimension.as_str(), class.category.as_str());
        let query = Query { measure: &measure.id, dimension, category: Some(category), definition: None };
        let cells = against.panel.cells(&query)?;
        let lineage = against.panel.lineage(&measure.id);
        for (year, published) in of_role(against, &class.published) {
            // Three of its quarters lie in the calendar year: no financial year is nearer.
            let nearest = FinancialYear::starting(year);
            let of_year = cells.iter().filter(|cell| cell.year == nearest && cell.part == Part::Year);
            let counted: Vec<(&str, i64)> =
                of_year.filter_map(|cell| Some((cell.force.as_str(), cell.value?))).collect();
            let mut made_of = Sum::default();
            for (force, count) in &counted {
                made_of.add(force, What::category(&measure.id, nearest, dimension, category), 1, *count);
            }
            let ours = Ours {
                count: sum(counted.iter().map(|(_, count)| *count)).map(|count| (count, Some(made_of))),
                span: Span::Financial(nearest),
                definition: class.definition.clone(),
                forces: counted.len(),
            };
            lines.extend(line((Subject::Class, &class.title), ours, published, true, &lineage, against));
            if class.same_as == against.national.id {
                last = Some((nearest, published));
            }
        }
    }
    if let Some((nearest, published)) = last {
        lines.extend(agreed_range(nearest, published, against));
        lines.extend(offence(nearest, published, against));
    }
    Ok(lines)
}

/// The ends of the range under the agreed definition, beside the last published count of the nearest thing to it.
fn agreed_range(nearest: FinancialYear, published: &PublishedFigure, against: &Against<'_>) -> Vec<Line<Raw>> {
    let Some(year) = against.agreed.year(nearest) else { return Vec::new() };
    let ends = [(Subject::AgreedLower, Some(&year.lower)), (Subject::AgreedUpper, year.upper.count())];
    let lines = ends.into_iter().filter_map(|(subject, end)| {
        let count = end.map(|end: &Count| (end.value(), Some(end.sum().clone())));
        let (definition, forces) = (against.agreed_definition.to_owned(), year.forces.len());
        let ours = Ours { count, span: Span::Financial(nearest), definition, forces };
        line((subject, &against.national.short), ours, published, true, &against.agreed.lineage, against)
    });
    lines.collect()
}

/// The recorded offence, which counts people who act alone as well.
fn offence(nearest: FinancialYear, published: &PublishedFigure, against: &Against<'_>) -> Option<Line<Raw>> {
    let series = against.offence?;
    let year = series.year(nearest).filter(|year| year.complete())?;
    let span = Span::Financial(nearest);
    let (count, forces) = (Some((year.count, None)), year.forces);
    let ours = Ours { count, span, definition: "offence".to_owned(), forces };
    let of = against.panel.measure(&series.measure).map_or(series.measure.as_str(), |measure| &measure.short);
    line((Subject::Recorded, of), ours, published, true, &series.lineage, against)
}

/// The published counts of a role for calendar years.
fn of_role<'a>(against: &Against<'a>, role: &str) -> BTreeMap<i16, &'a PublishedFigure> {
    let counts =
        against.published.0.iter().filter(|figure| !role.is_empty() && figure.role == role && figure.unit == UNIT);
    let of_year = counts.filter(|figure| figure.count().is_some()).filter_map(|figure| {
        let year: i16 = figure.year().parse().ok()?;
        figure.is_of_calendar_year(year).then_some((year, figure))
    });
    of_year.collect()
}

/// A calendar year.
struct Year {
    count: Option<i64>,
    forces: usize,
    /// Whether that is every force held.
    complete: bool,
    made_of: Sum,
}

fn calendar_year(measure: &str, cells: &[Cell], year: i16) -> Year {
    let mut forces: BTreeMap<&str, BTreeMap<Quarter, i64>> = BTreeMap::new();
    for cell in cells {
        let quarters = forces.entry(&cell.force).or_default();
        if let (Part::Quarter(number), Some(value)) = (cell.part, cell.value) {
            quarters.insert(Quarter { year: cell.year, number }, value);
        }
    }
    let counts: BTreeMap<&str, i64> = forces
        .iter()
        .filter_map(|(force, quarters)| Some((*force, calendar::count(quarters, year).ok().flatten()?)))
        .collect();
    let mut made_of = Sum::default();
    for (force, quarters) in forces.iter().filter(|(force, _)| counts.contains_key(*force)) {
        for quarter in calendar::quarters(year) {
            let what = What::part(measure, quarter.year, Part::Quarter(quarter.number));
            made_of.add(force, what, 1, quarters.get(&quarter).copied().unwrap_or(0));
        }
    }
    let complete = counts.len() == forces.len();
    let count = sum(counts.values().copied()).filter(|_| complete);
    Year { count, forces: counts.len(), complete, made_of }
}

/// The sum; none of nothing, and none that does not fit.
fn sum(counts: impl Iterator<Item = i64>) -> Option<i64> {
    let mut counts = counts.peekable();
    counts.peek()?;
    counts.try_fold(0_i64, i64::checked_add)
}

fn line(
    (subject, of): (Subject, &str),
    ours: Ours,
    published: &PublishedFigure,
    complete: bool,
    lineage: &Lineage,
    against: &Against<'_>,
) -> Option<Line<Raw>> {
    let published_count = published.count()?;
    let mut differences = differences(&ours, published);
    if !complete {
        differences.push(Scope::QuartersMissing);
    }
    if lineage.synthetic() {
        differences.push(Scope::Synthetic);
    }
    let alike = differences.iter().all(Scope::allows_difference);
    let name = format!("beside {}/{subject:?}", published.id);
    let figure = |value: i64, made_of: &Option<Sum>| Figure::of(&name, value, made_of);
    let difference = ours.count.as_ref().filter(|_| alike);
    Some(Line {
        subject,
        of: Public::of(of.to_owned()),
        count: ours.count.as_ref().map(|(count, of)| figure(*count, of)),
        span: ours.span,
        difference: difference.and_then(|(count, of)| Some(figure(count.checked_sub(published_count)?, of))),
        definition: Public::of(ours.definition),
        published: published.clone(),
        published_count: Public::of(published_count),
        differences,
        lineage: lineage.and(against.published.1),
    })
}

/// How the scope of a figure of the chapter differs from that of a published one.
pub fn differences(ours: &Ours, published: &PublishedFigure) -> Vec<Scope> {
    let mut found = Vec::new();
    if published.unit != UNIT {
        found.push(Scope::Unit);
    }
    if published.definition != ours.definition {
        found.push(Scope::Definition);
    }
    let same_period = match ours.span {
        Span::Calendar(year) => published.is_of_calendar_year(year),
        Span::Financial(year) => {
            let start = year.start();
            published.period_start == format!("{start}-04-01") && published.period_end == format!("{}-03-31", start + 1)
        }
    };
    if !same_period {
        found.push(Scope::Period);
    }
    let forces = published.coverage.split(' ').next().and_then(|number| number.parse().ok());
    if forces != Some(ours.forces) {
        found.push(Scope::Forces { ours: ours.forces, published: forces });
    }
    if published.rounded {
        found.push(Scope::Rounded);
    }
    found
}
