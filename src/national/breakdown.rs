//! Breakdowns of the returns in which part is not recorded, nationally and for the last year.
//!
//! In: the panel, and the definition each force counted under. Out: for each category its count, the share it must lie
//! in, and the share among the known only where enough is known; with the coverage, and what is not recorded as its own
//! row. Only forces that counted one and the same definition, which the edition names, and gave every category, are added up.

use std::collections::BTreeMap;

use super::error::NationalError;
use super::number::{Count, Figure, Form, Public, Rank, Raw};
use super::picture::Given;
use super::range::Relation;
use super::returns::{ReturnsYear, children_share};
use super::shares::{Share, share};
use super::sum::{Sum, What};
use crate::contract::Measure;
use crate::contract::format::measure;
use crate::edition;
use crate::fault::Failure;
use crate::lineage::{self, Lineage};
use crate::panel::{Panel, Query};
use crate::period::{FinancialYear, Part};

/// A breakdown the chapter gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Name in facts.
    pub id: String,
    /// What is broken down, as a sentence begins with it.
    pub name: String,
    /// What is counted.
    pub noun: String,
    /// Measure of the returns.
    pub measure: String,
    /// Breakdown of the returns.
    pub dimension: String,
    /// The category of what is not recorded; none where everything is.
    pub unknown: Option<String>,
    /// Whether it is of a sensitive characteristic.
    pub sensitive: bool,
}

impl Kind {
    fn of(entry: &edition::Breakdown, measure: &Measure, breakdown: &measure::Breakdown) -> Self {
        Self {
            id: entry.id.clone(),
            name: entry.title.clone(),
            noun: measure.unit.clone(),
            measure: measure.id.clone(),
            dimension: breakdown.dimension.clone(),
            unknown: breakdown.not_recorded.clone(),
            sensitive: breakdown.sensitive,
        }
    }
}

/// One category of a breakdown.
#[derive(Clone, Debug)]
pub struct Category<F: Form> {
    /// As it stands in the returns.
    pub name: Public<String>,
    /// In a few words.
    pub title: Public<String>,
    /// Its count.
    pub count: F::Count,
    /// What its share must lie in, and its share among the known.
    pub share: F::Figure<Share>,
}

/// A national breakdown.
#[derive(Clone, Debug)]
pub struct Breakdown<F: Form> {
    /// Which one.
    pub kind: Kind,
    /// Its year.
    pub year: FinancialYear,
    /// Forces added up.
    pub forces: Public<usize>,
    /// Their share of resident children, in [0, 1].
    pub children_share: Public<Option<f64>>,
    /// Known categories by name, `other` last.
    pub categories: Vec<Category<F>>,
    /// Recorded part of the whole, in [0, 1].
    pub coverage: F::Figure<f64>,
    /// The rest of it, in [0, 1].
    pub not_recorded_share: F::Figure<f64>,
    /// Whether enough is recorded for shares among the known.
    pub supported: F::Figure<bool>,
    /// All categories together.
    pub total: F::Count,
    /// Of these, not recorded.
    pub not_recorded: F::Count,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

/// The breakdowns of the last year of the returns that have anything in them.
pub fn breakdowns(panel: &Panel, year: &ReturnsYear, given: &Given) -> Result<Vec<Breakdown<Raw>>, Failure> {
    let edition = &given.edition;
    let mut found = Vec::new();
    for entry in &edition.breakdowns {
        let measure = panel.measure(&entry.measure);
        let described = measure.and_then(|measure| Some((measure, measure.breakdown(&entry.dimension)?)));
        // The contracts have been asked whether they have it.
        let Some((measure, breakdown)) = described else { continue };
        let definition = entry.definition.as_deref().unwrap_or(&edition.agreed_definition);
        let query = Query { measure: &measure.id, dimension: &entry.dimension, category: None, definition: None };
        let mut forces: BTreeMap<String, Vec<(String, Option<i64>)>> = BTreeMap::new();
        for cell in panel.cells(&query)? {
            let counted = given.definitions.relation(&cell.definition, definition) == Relation::Same;
            if cell.year == year.year && cell.part == Part::Year && counted {
                forces.entry(cell.force).or_default().push((cell.category, cell.value));
            }
        }
        // A force without one of its categories has no whole, so none of its shares is known.
        forces.retain(|_, cells| cells.iter().all(|(_, value)| value.is_some()));
        let limit = f64::from(edition.limits.known_coverage_percent) / 100.0;
        let of_dimension = panel.lineage(&measure.id).only(&lineage::breakdown(&measure.id, &entry.dimension));
        let lineage = of_dimension.and(&given.population_lineage);
        let kind = Kind::of(entry, measure, breakdown);
        found.extend(add_up((kind, breakdown), year, &forces, limit, lineage).map_err(|error| {
            let what = format!("the breakdown by {} cannot be computed: {error}", entry.title.to_lowercase());
            Failure::cannot_run(what, "compare the breakdowns of the returns")
        })?);
    }
    Ok(found)
}

fn add_up(
    (kind, breakdown): (Kind, &measure::Breakdown),
    year: &ReturnsYear,
    forces: &BTreeMap<String, Vec<(String, Option<i64>)>>,
    limit: f64,
    lineage: Lineage,
) -> Result<Option<Breakdown<Raw>>, NationalError> {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut whole = Sum::default();
    for (force, cells) in forces {
        for (category, value) in cells {
            let what = What::category(&kind.measure, year.year, &kind.dimension, category);
            let count = value.unwrap_or(0);
            sums.entry(category).or_default().add(force, what.clone(), 1, count);
            whole.add(force, what, 1, count);
        }
    }
    let name = |what: &str| format!("{}/{}/{}/{what}", kind.measure, year.year.slug(), kind.dimension);
    let unknown = kind.unknown.as_deref().unwrap_or_default();
    let unknown = Count::of(name(unknown), Rank::Part, sums.remove(unknown).unwrap_or_default())?;
    let total = Count::of(name("all"), Rank::Total, whole)?;
    if total.value() == 0 {
        return Ok(None);
    }
    let (all, not_recorded) = (total.value(), unknown.value());
    let made_of = [total.sum(), unknown.sum()];
    let mut categories = Vec::with_capacity(sums.len());
    let mut supported = false;
    for (category, sum) in sums {
        let count = Count::of(name(category), Rank::Part, sum)?;
        let share = share(count.value(), not_recorded, all, limit)?;
        supported |= share.among_known.value().is_some();
        let share = Figure::of(name(category), share, [count.sum()].into_iter().chain(made_of));
        let share = share.out_of(kind.sensitive, all);
        let title = Public::of(breakdown.short(category).to_owned());
        categories.push(Category { name: Public::of(category.to_owned()), title, count, share });
    }
    // A stable sort: the other categories stay in the order of their names.
    categories.sort_by_key(|category| category.name.as_str() == "other");
    let part = |part: i64| Figure::of(name("coverage"), part as f64 / all as f64, made_of).out_of(kind.sensitive, all);
    let standings = year.forces.iter().map(|force| &force.standing);
    let (coverage, not_recorded_share) = (part(all - not_recorded), part(not_recorded));
    let supported = Figure::of(name("coverage"), supported, made_of);
    Ok(Some(Breakdown {
        year: year.year,
        forces: Public::of(forces.len()),
        children_share: children_share(standings, |force| forces.contains_key(&force.force.code)),
        categories,
        coverage,
        not_recorded_share,
        supported,
        kind,
        not_recorded: unknown,
        total,
        lineage,
    }))
}
