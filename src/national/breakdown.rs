//! Breakdowns of the returns in which part is not recorded, nationally and for the last year.
//!
//! In: the panel, and the definition each force counted under. Out: for each category its count, the share it must lie
//! in, and the share among the known only where enough is known; with the coverage, and what is not recorded as its own
//! row. Only forces that counted one and the same definition, and gave every category, are added up: for suspects the
//! agreed definition, for the context of group-based crimes the national collection that made the classes.

use std::collections::BTreeMap;

use super::agreed::AgreedYear;
use super::error::{NationalError, total};
use super::range::Relation;
use super::shares::{Share, share};
use crate::definition::Definitions;
use crate::edition::Edition;
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
pub struct Category {
    /// As it stands in the returns.
    pub name: String,
    /// Its count.
    pub count: i64,
    /// What its share must lie in, and its share among the known.
    pub share: Share,
}

/// A national breakdown.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// Which one.
    pub kind: Kind,
    /// Its year.
    pub year: FinancialYear,
    /// Forces added up.
    pub forces: usize,
    /// Their share of resident children, in [0, 1].
    pub children_share: Option<f64>,
    /// All of them together.
    pub total: i64,
    /// Of these, not recorded.
    pub not_recorded: i64,
    /// Known categories by name, `other` last.
    pub categories: Vec<Category>,
    /// The counts of each force by category.
    pub by_force: BTreeMap<String, Vec<(String, i64)>>,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Breakdown {
    /// Recorded part of the whole, in [0, 1].
    pub fn coverage(&self) -> f64 {
        (self.total - self.not_recorded) as f64 / self.total as f64
    }

    /// Whether shares among the known are given.
    pub fn supported(&self) -> bool {
        self.categories.iter().any(|category| category.share.among_known.value().is_some())
    }
}

/// The breakdowns of the last year of the returns that have anything in them.
pub fn breakdowns(
    panel: &Panel,
    year: &AgreedYear,
    definitions: &Definitions,
    edition: &Edition,
    lineage: &Lineage,
) -> Result<Vec<Breakdown>, Failure> {
    let mut found = Vec::new();
    for kind in KINDS {
        let definition = match kind.counted {
            Counted::Agreed => None,
            Counted::Under(definition) => Some(definition),
        };
        let query = Query { measure: kind.measure, dimension: kind.dimension, category: None, definition };
        let mut forces: BTreeMap<String, Vec<(String, Option<i64>)>> = BTreeMap::new();
        for cell in panel.cells(&query)? {
            let relation = definitions.relation(&cell.definition, &edition.agreed_definition);
            let counted = kind.counted != Counted::Agreed || relation == Relation::Same;
            if cell.year == year.year && cell.part == Part::Year && counted {
                forces.entry(cell.force).or_default().push((cell.category, cell.value));
            }
        }
        // A force without one of its categories has no whole, so none of its shares is known.
        forces.retain(|_, cells| cells.iter().all(|(_, value)| value.is_some()));
        let limit = f64::from(edition.limits.known_coverage_percent) / 100.0;
        let made = add_up(kind, year, &forces, limit, panel.lineage(kind.measure).and(lineage));
        found.extend(made.map_err(|error| {
            let what = format!("the breakdown by {} cannot be computed: {error}", kind.name.to_lowercase());
            Failure::cannot_run(what, "compare the breakdowns of the returns")
        })?);
    }
    Ok(found)
}

fn add_up(
    kind: Kind,
    year: &AgreedYear,
    forces: &BTreeMap<String, Vec<(String, Option<i64>)>>,
    limit: f64,
    lineage: Lineage,
) -> Result<Option<Breakdown>, NationalError> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for (category, value) in forces.values().flatten() {
        let sum = counts.entry(category.as_str()).or_default();
        *sum = total([*sum, value.unwrap_or(0)], "category")?;
    }
    let whole = total(counts.values().copied(), "breakdown")?;
    if whole == 0 {
        return Ok(None);
    }
    let not_recorded = counts.remove(kind.unknown).unwrap_or(0);
    let mut categories = Vec::with_capacity(counts.len());
    for (name, count) in counts {
        let share = share(count, not_recorded, whole, limit)?;
        categories.push(Category { name: name.to_owned(), count, share });
    }
    // A stable sort: the other categories stay in the order of their names.
    categories.sort_by_key(|category| category.name == "other");
    Ok(Some(Breakdown {
        kind,
        year: year.year,
        forces: forces.len(),
        children_share: year.children_share(|force| forces.contains_key(&force.force.code)),
        total: whole,
        not_recorded,
        categories,
        by_force: forces
            .iter()
            .map(|(force, cells)| {
                let counts = cells.iter().filter_map(|(category, value)| Some((category.clone(), (*value)?)));
                (force.clone(), counts.collect())
            })
            .collect(),
        lineage,
    }))
}
