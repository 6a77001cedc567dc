//! Entries held against the edition and the data: words that must exist in the panel, years, breaks, length of series.

use std::rc::Rc;

use super::counts::{Alike, Counts, Made, Store, Time};
use super::periods::edition_years;
use super::{Area, Bases, Breakdown, Denominator, Entry, First, Last, Method, Over, Periods};
use crate::contract::Measure;
use crate::contract::{ALL, TOTAL};
use crate::definition::{Relation, Unit};
use crate::edition::assumptions::Kind;
use crate::edition::{self, Break, Edition};
use crate::fault::{Fault, Faults, Place, nearest};
use crate::national::calendar;
use crate::national::picture::Given;
use crate::panel::Cell;
use crate::period::{FinancialYear, Part};

/// An entry with all that its method needs.
pub(super) struct Resolved<'a> {
    pub(super) entry: &'a Entry,
    pub(super) areas: Vec<Area>,
    pub(super) times: Vec<Time>,
    /// The counts themselves.
    pub(super) counts: Rc<Counts<'a>>,
    /// The whole of the breakdown, for shares.
    pub(super) whole: Option<Rc<Counts<'a>>>,
    /// What could not be put into a category, for shares.
    pub(super) unrecorded: Option<Rc<Counts<'a>>>,
    /// The measure that the counts are held against.
    pub(super) denominator: Option<Rc<Counts<'a>>>,
    /// Breaks of the series.
    pub(super) breaks: Vec<&'a Break>,
    /// The smallest whole that a percentage may be taken of.
    pub(super) least_base: i64,
}

impl Resolved<'_> {
    /// Financial years asked for, in order.
    pub(super) fn years(&self) -> Vec<FinancialYear> {
        self.times
            .iter()
            .filter_map(|time| match time {
                Time::Year(year) => Some(*year),
                _ => None,
            })
            .collect()
    }

    /// The first break between two years, the later included.
    pub(super) fn crossed(&self, first: FinancialYear, last: FinancialYear) -> Option<&Break> {
        self.breaks.iter().copied().find(|entry| entry.at.is_some_and(|at| at > first && at <= last))
    }
}

pub(super) fn resolve<'a>(
    entry: &'a Entry,
    (store, made): (&'a Store<'a>, &Made<'a>),
    given: &'a Given,
    bases: Bases,
) -> Result<Resolved<'a>, Vec<Fault>> {
    let mut faults = Faults::new();
    for (measure, place) in measures(entry) {
        if !store.measures().any(|known| known == measure) {
            faults.push(unknown("measure", measure, place, store.measures()));
        }
    }
    if let Some(fault) = assumption(entry, given) {
        faults.push(fault);
    }
    faults.into_result(())?;
    custody_apart(entry, store).map_err(|fault| vec![fault])?;

    let one = |fault| vec![fault];
    let alike: Option<Alike<'_>> = entry.definition.as_deref().map(|wanted| {
        let same = |id: &&str| given.definitions.relation(id, wanted) == Relation::Same;
        given.definitions.ids().filter(same).collect()
    });
    let alike = alike.as_ref();
    let (cells, category) = selection(entry, store).map_err(one)?;
    let dimension = entry.breakdown.as_ref().map_or(TOTAL, |breakdown| breakdown.dimension.as_str());
    let counts = made.counts((&entry.measure, dimension), category, (alike, entry.over));
    let times = times(entry, cells, store.measure(&entry.measure), &given.edition).map_err(one)?;
    let (mut whole, mut not_recorded) = (None, None);
    if let Some(Breakdown { dimension, .. }) = &entry.breakdown {
        let of_measure = |dimension| store.cells(&entry.measure, dimension);
        // The total as counted, where there is one: the checks of the returns hold the categories against it. What was reported of a
        // breakdown is a part of what was reported of that breakdown.
        let no_total = of_measure(TOTAL).is_empty() || entry.over == Over::Reported;
        let of_whole = if no_total { dimension.as_str() } else { TOTAL };
        whole = Some(made.counts((&entry.measure, of_whole), None, (alike, entry.over)));
        // A category that no force gave holds nothing.
        let unrecorded =
            store.breakdown(&entry.measure, dimension).and_then(|breakdown| breakdown.not_recorded.as_deref());
        let given = |name: &&str| of_measure(dimension).iter().any(|cell| cell.category == *name);
        not_recorded = unrecorded
            .filter(given)
            .map(|name| made.counts((&entry.measure, dimension), Some(name), (alike, entry.over)));
    }
    let denominator = match &entry.denominator {
        Some(Denominator::Measure(measure)) => Some(made.counts((measure, TOTAL), None, (None, Over::Complete))),
        _ => None,
    };
    let resolved = Resolved {
        entry,
        areas: entry.geography.areas(&given.forces),
        times,
        counts,
        whole,
        unrecorded: not_recorded,
        denominator,
        breaks: store
            .measure(&entry.measure)
            .map_or_else(Vec::new, |measure| given.edition.breaks_of(measure.breaks.as_deref()).collect()),
        least_base: bases.of(store.is_sensitive(entry)),
    };
    over_years(&resolved).map_err(one)?;
    Ok(resolved)
}

/// A rung is one of the edition's ladder, and has a range of its own.
fn assumption(entry: &Entry, given: &Given) -> Option<Fault> {
    let wanted = entry.assumption.as_deref()?;
    let place = &entry.places.assumption;
    let rungs = &given.assumptions.rungs;
    match rungs.iter().find(|rung| rung.id == wanted).map(|rung| rung.kind) {
        None => Some(unknown("assumption", wanted, place, rungs.iter().map(|rung| rung.id.as_str()))),
        Some(Kind::Model) => Some(Fault::new(
            "statistic-invalid",
            place.clone(),
            format!("`{wanted}` is the model, which gives no range"),
            "use the method estimate",
        )),
        Some(Kind::Ceiling | Kind::Ratio) => None,
    }
}

/// Custody events are not part of crimes, and not for every so many of them either.
fn custody_apart(entry: &Entry, store: &Store<'_>) -> Result<(), Fault> {
    let Some(Denominator::Measure(other)) = &entry.denominator else { return Ok(()) };
    let custody =
        |measure: &str| store.measure(measure).is_some_and(|measure| measure.unit == Unit::CustodyEvents.slug());
    if custody(&entry.measure) == custody(other) {
        return Ok(());
    }
    Err(Fault::new(
        "statistic-invalid",
        entry.places.denominator.clone(),
        format!("`{}` and `{other}` are of different units: one counts custody events", entry.measure),
        "give each its own statistic; a person in custody is not a crime",
    ))
}

fn measures(entry: &Entry) -> impl Iterator<Item = (&str, &Place)> {
    let denominator = match &entry.denominator {
        Some(Denominator::Measure(measure)) => Some((measure.as_str(), &entry.places.denominator)),
        _ => None,
    };
    std::iter::once((entry.measure.as_str(), &entry.places.measure)).chain(denominator)
}

/// The cells an entry counts, and its category among them.
fn selection<'a>(entry: &'a Entry, store: &'a Store<'_>) -> Result<(&'a [Cell], Option<&'a str>), Fault> {
    let dimensions = store.dimensions(&entry.measure);
    let Some(Breakdown { dimension, category }) = &entry.breakdown else {
        if dimensions.iter().any(|dimension| dimension == TOTAL) {
            return Ok((store.cells(&entry.measure, TOTAL), None));
        }
        return Err(Fault::new(
            "statistic-invalid",
            entry.places.measure.clone(),
            format!("`{}` is only counted by {}", entry.measure, dimensions.join(", ")),
            format!("add breakdown = {{ dimension = \"…\", category = \"{ALL}\" }} for all of one of them"),
        ));
    };
    let place = &entry.places.breakdown;
    if !dimensions.contains(dimension) {
        return Err(unknown("breakdown", dimension, place, dimensions.iter().map(String::as_str)));
    }
    let cells = store.cells(&entry.measure, dimension);
    if category == ALL {
        return Ok((cells, None));
    }
    if !cells.iter().any(|cell| cell.category == *category) {
        let mut categories: Vec<&str> = cells.iter().map(|cell| cell.category.as_str()).collect();
        categories.sort_unstable();
        categories.dedup();
        return Err(unknown("category", category, place, categories));
    }
    Ok((cells, Some(category)))
}

fn unknown<'a>(kind: &str, word: &str, place: &Place, known: impl IntoIterator<Item = &'a str>) -> Fault {
    let known: Vec<&str> = known.into_iter().collect();
    let remedy = match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the data hold {}", known.join(", ")),
    };
    Fault::new("statistic-invalid", place.clone(), format!("the data hold no {kind} `{word}`"), remedy)
}

/// The last of the edition's years in which every count covers four quarters.
fn last_complete(cells: &[Cell], within: edition::Periods) -> Option<FinancialYear> {
    let of_year = |year: FinancialYear| cells.iter().filter(move |cell| cell.year == year && cell.part == Part::Year);
    let complete = |year: &FinancialYear| {
        of_year(*year).any(|cell| cell.value.is_some()) && of_year(*year).all(|cell| cell.quarters == 4)
    };
    within.years().filter(complete).last()
}

fn times(entry: &Entry, cells: &[Cell], measure: Option<&Measure>, edition: &Edition) -> Result<Vec<Time>, Fault> {
    let within = edition_years(edition, measure);
    let complete = || {
        last_complete(cells, within).ok_or_else(|| {
            Fault::new(
                "statistic-invalid",
                entry.places.periods.clone(),
                format!(
                    "`{}` has no complete year within the edition's, {} to {}",
                    entry.measure, within.first, within.last
                ),
                "name a year, or widen [periods] in edition.toml",
            )
        })
    };
    let (first, last) = match entry.periods {
        Periods::Calendar => return Ok(calendar::years(within.first, within.last).map(Time::Calendar).collect()),
        Periods::LastComplete => (complete()?, complete()?),
        Periods::All => (within.first, complete()?),
        Periods::Range { first, last } => {
            let last = match last {
                Last::Year(last) => last,
                Last::Complete => complete()?,
                Last::Edition => within.last,
            };
            match first {
                First::Year(first) => (first, last),
                First::Edition => (within.first, last),
                First::Years(years) => (last.back(i16::from(years) - 1), last),
            }
        }
    };
    if first < within.first {
        let what = format!("the periods reach back to {first}, before the edition's first year, {}", within.first);
        let remedy = "ask for fewer years, or widen [periods] in edition.toml";
        return Err(Fault::new("statistic-invalid", entry.places.periods.clone(), what, remedy));
    }
    if first > last {
        let what = format!("the periods end in {last}, the last complete year, before they start in {first}");
        return Err(Fault::new("statistic-invalid", entry.places.periods.clone(), what, "start earlier"));
    }
    Ok(FinancialYear::range(first, last).map(Time::Year).collect())
}

/// A value over several years must not cross a break, and must rest on enough years.
fn over_years(resolved: &Resolved<'_>) -> Result<(), Fault> {
    let entry = resolved.entry;
    let years = resolved.years();
    let (true, Some(first), Some(last)) = (entry.method.over_years(), years.first(), years.last()) else {
        return Ok(());
    };
    let name = entry.method.name();
    if let Some(found) = resolved.crossed(*first, *last) {
        let at = found.at.map(|at| at.to_string()).unwrap_or_default();
        return Err(Fault::new(
            "statistic-across-break",
            entry.places.periods.clone(),
            format!("{first} to {last} crosses the break of {}: {}", found.from, lower_first(&found.reason)),
            format!("start in {at} or later, or end before it: what was counted before is another series"),
        ));
    }
    let need = entry.method.fewest_years();
    if years.len() < need {
        let more = match entry.method {
            Method::MonotoneTrend => "; average-annual-change needs fewer",
            _ => "",
        };
        return Err(Fault::new(
            "statistic-too-short",
            entry.places.periods.clone(),
            format!("the method {name} needs {need} years, and {first} to {last} are {}", years.len()),
            format!("start earlier, or state the years as they are with the method count{more}"),
        ));
    }
    Ok(())
}

/// A sentence that goes on after a colon. A word in capitals stays as it is.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}
