//! Breakdowns of the returns in which part is not recorded, nationally and for the last year.
//!
//! In: the panel, and the definition each force counted under. Out: for each category its count, the share it must lie
//! in, and the share among the known only where enough is known; with the coverage, and what is not recorded as its own
//! row. Only forces that counted one and the same definition, and gave every category, are added up: for suspects the
//! agreed definition, for the context of group-based crimes the national collection that made the classes.

use std::collections::BTreeMap;

use super::error::NationalError;
use super::number::{Count, Figure, Form, Public, Rank, Raw};
use super::picture::Given;
use super::range::Relation;
use super::returns::{ReturnsYear, children_share};
use super::shares::{Share, share};
use super::sum::{Sum, What};
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::panel::{Panel, Query};
use crate::period::{FinancialYear, Part};

/// Which forces' counts may be added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    /// Those of the agreed definition.
    Agreed,
    /// Those of this definition.
    Under(&'static str),
}

/// A breakdown the chapter gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Name in facts.
    pub id: &'static str,
    /// What is broken down, as a sentence begins with it.
    pub name: &'static str,
    /// What is counted.
    pub noun: &'static str,
    /// Measure of the returns.
    pub measure: &'static str,
    /// Breakdown of the returns.
    pub dimension: &'static str,
    /// The category of what is not recorded.
    pub unknown: &'static str,
    counted: Counted,
}

const SUSPECTS: &str = "group_based_cse_suspects";

/// The breakdowns, in the order of the chapter.
pub const KINDS: [Kind; 4] = [
    suspects("suspect-age", "Age", "suspect_age_band"),
    suspects("suspect-sex", "Sex", "suspect_sex"),
    suspects("suspect-ethnicity", "Ethnicity", "suspect_ethnicity"),
    Kind {
        id: "context",
        name: "Context",
        noun: "crimes",
        measure: "group_based_csae_crimes",
        dimension: "context",
        // The class of the collection for crimes whose context is not known.
        unknown: "unknown",
        counted: Counted::Under("cocad"),
    },
];

const fn suspects(id: &'static str, name: &'static str, dimension: &'static str) -> Kind {
    Kind { id, name, noun: "suspects", measure: SUSPECTS, dimension, unknown: "not_recorded", counted: Counted::Agreed }
}

/// One category of a breakdown.
#[derive(Clone, Debug)]
pub struct Category<F: Form> {
    /// As it stands in the returns.
    pub name: Public<String>,
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
    for kind in KINDS {
        let definition = match kind.counted {
            Counted::Agreed => None,
            Counted::Under(definition) => Some(definition),
        };
        let query = Query { measure: kind.measure, dimension: kind.dimension, category: None, definition };
        let mut forces: BTreeMap<String, Vec<(String, Option<i64>)>> = BTreeMap::new();
        for cell in panel.cells(&query)? {
            let relation = given.definitions.relation(&cell.definition, &edition.agreed_definition);
            let counted = kind.counted != Counted::Agreed || relation == Relation::Same;
            if cell.year == year.year && cell.part == Part::Year && counted {
                forces.entry(cell.force).or_default().push((cell.category, cell.value));
            }
        }
        // A force without one of its categories has no whole, so none of its shares is known.
        forces.retain(|_, cells| cells.iter().all(|(_, value)| value.is_some()));
        let limit = f64::from(edition.limits.known_coverage_percent) / 100.0;
        let lineage = panel.lineage(kind.measure).and(&given.population_lineage);
        found.extend(add_up(kind, year, &forces, limit, lineage).map_err(|error| {
            let what = format!("the breakdown by {} cannot be computed: {error}", kind.name.to_lowercase());
            Failure::cannot_run(what, "compare the breakdowns of the returns")
        })?);
    }
    Ok(found)
}

fn add_up(
    kind: Kind,
    year: &ReturnsYear,
    forces: &BTreeMap<String, Vec<(String, Option<i64>)>>,
    limit: f64,
    lineage: Lineage,
) -> Result<Option<Breakdown<Raw>>, NationalError> {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut whole = Sum::default();
    for (force, cells) in forces {
        for (category, value) in cells {
            let what = What::category(kind.measure, year.year, kind.dimension, category);
            let count = value.unwrap_or(0);
            sums.entry(category).or_default().add(force, what.clone(), 1, count);
            whole.add(force, what, 1, count);
        }
    }
    let name = |what: &str| format!("{}/{}/{}/{what}", kind.measure, year.year.slug(), kind.dimension);
    let unknown = Count::of(name(kind.unknown), Rank::Part, sums.remove(kind.unknown).unwrap_or_default())?;
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
        let share = share.out_of(kind.dimension, all);
        categories.push(Category { name: Public::of(category.to_owned()), count, share });
    }
    // A stable sort: the other categories stay in the order of their names.
    categories.sort_by_key(|category| category.name.as_str() == "other");
    let part = |part: i64| Figure::of(name("coverage"), part as f64 / all as f64, made_of).out_of(kind.dimension, all);
    let standings = year.forces.iter().map(|force| &force.standing);
    Ok(Some(Breakdown {
        kind,
        year: year.year,
        forces: Public::of(forces.len()),
        children_share: children_share(standings, |force| forces.contains_key(&force.force.code)),
        categories,
        coverage: part(all - not_recorded),
        not_recorded_share: part(not_recorded),
        supported: Figure::of(name("coverage"), supported, made_of),
        not_recorded: unknown,
        total,
        lineage,
    }))
}
