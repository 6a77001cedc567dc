//! The tables of the chapter, made from the national picture. Each has one header row and a row header, and one number
//! in a cell.

mod areas;
pub(in crate::chapter) mod breakdowns;
mod confidence;
mod index;
pub(in crate::chapter) mod quality;
mod reconciliation;
mod recorded;

use super::facts::Facts;
use super::wording;
use crate::disclosure::Picture;
use crate::disclosure::picture::AgreedYear;
use crate::lineage::Lineage;
use crate::national::agreed::Standing;
use crate::national::estimate::{Estimate, Outcome};
use crate::national::range::Relation;

/// A table of the chapter.
#[derive(Clone, Debug)]
pub struct DataTable {
    id: &'static str,
    /// Title.
    pub title: String,
    /// Measure, place and period.
    pub subtitle: String,
    /// Columns: title, whether it holds numbers, and its share of the width.
    pub columns: Vec<TableColumn>,
    /// Rows of cells as printed.
    pub rows: Vec<Vec<String>>,
    /// Where the numbers come from.
    pub source: String,
    /// Notes and the legend of markers.
    pub notes: Vec<String>,
    /// What it rests on.
    pub lineage: Lineage,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Title.
    pub title: String,
    /// Whether it holds numbers, which stand to the right.
    pub numbers: bool,
    /// Share of the width.
    pub width: u8,
}

impl DataTable {
    /// Stable name.
    pub fn id(&self) -> &str {
        self.id
    }
}

fn columns(columns: &[(&str, u8)]) -> Vec<TableColumn> {
    columns
        .iter()
        .enumerate()
        .map(|(index, (title, width))| TableColumn { title: (*title).to_owned(), numbers: index > 0, width: *width })
        .collect()
}

/// The source line of police recorded crime.
fn home_office(facts: &Facts) -> String {
    let released = facts.get("source.recorded-crime-by-force.released");
    let release = released.map(|fact| format!(", release of {}", fact.text)).unwrap_or_default();
    format!("Home Office, police recorded crime open data, police force area table{release}.")
}

/// The source line of what rests on the returns alone.
fn returns(lineage: &Lineage) -> String {
    lineage.source_line("Force returns to the new annual data requirement.")
}

/// What disclosure control leaves in place of a number.
pub(super) const LEGEND: &str = "[c] Withheld, and [rounded] rounded, to protect children.";

/// Every table of the chapter.
pub fn tables(picture: &Picture, facts: &Facts) -> Vec<DataTable> {
    let mut tables = vec![
        recorded::published(picture, facts),
        coverage_by_relation(picture),
        problem_profiles(picture),
        returns_quality(picture),
        recorded::known_breaks(picture),
        recorded::recorded(picture, facts),
        recorded::child_offences(picture, facts),
        national_range(picture),
        areas::table(picture),
        index::table(picture),
        breakdowns::table(picture),
        reconciliation::table(picture),
        confidence::table(picture),
    ];
    tables.extend(quality::tables(picture));
    tables
}

fn absent() -> String {
    "[x]".to_owned()
}

fn share(share: Option<f64>) -> String {
    share.map_or_else(absent, wording::percent)
}

fn coverage_by_relation(picture: &Picture) -> DataTable {
    type Condition = fn(&Standing) -> bool;
    let kinds: [(&str, Condition); 8] = [
        ("The agreed definition", Standing::agreed),
        ("The agreed definition, part of the year", |force| force.relation == Relation::Same && force.partial),
        ("Something narrower", |force| force.relation == Relation::Narrower),
        ("Something broader", |force| force.relation == Relation::Broader),
        ("Something that overlaps", |force| force.relation == Relation::Overlapping),
        ("A different unit", |force| force.relation == Relation::DifferentUnit),
        ("No return", |force| !force.returned()),
        ("All forces", |_| true),
    ];
    let years: Vec<&AgreedYear> = picture.agreed.years.iter().rev().take(2).rev().collect();
    let mut titles = vec![("What the force counted".to_owned(), 5)];
    titles.extend(years.iter().map(|year| (format!("Forces {}", year.year), 2)));
    titles.extend(years.last().map(|year| (format!("Share of children, forces of {}", year.year), 3)));
    let titles: Vec<(&str, u8)> = titles.iter().map(|(title, width)| (title.as_str(), *width)).collect();
    let rows = kinds
        .into_iter()
        .filter(|(_, condition)| years.iter().any(|year| *year.count(condition) > 0))
        .map(|(name, condition)| {
            let mut row = vec![name.to_owned()];
            row.extend(years.iter().map(|year| year.count(condition).to_string()));
            row.extend(years.last().map(|year| share(*year.children_share(condition))));
            row
        })
        .collect();
    DataTable {
        id: "coverage-by-relation",
        title: "What forces counted, by relation to the agreed definition".to_owned(),
        subtitle: format!("{}, {}", picture.edition.geography, period(&years)),
        columns: columns(&titles),
        rows,
        source: returns(&picture.agreed.lineage),
        notes: std::iter::once(format!(
            "Share of children: residents aged 0 to 17 at mid-{}. A force without an area of its own has none.",
            picture.agreed.children_year
        ))
        .chain(years.iter().map(|year| {
            let bridged = year.count(Standing::bridged);
            format!("Counted something else and read a sample of their records, {}: {bridged} forces.", year.year)
        }))
        .collect(),
        lineage: picture.agreed.lineage.clone(),
    }
}

fn period(years: &[&AgreedYear]) -> String {
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if first.year != last.year => format!("{} and {}", first.year, last.year),
        (_, Some(last)) => last.year.to_string(),
        _ => String::new(),
    }
}

fn problem_profiles(picture: &Picture) -> DataTable {
    let profiles = &picture.profiles;
    let row = |name: &str, count: usize| {
        let share = (profiles.expected > 0).then(|| count as f64 / profiles.expected as f64);
        vec![name.to_owned(), count.to_string(), self::share(share)]
    };
    DataTable {
        id: "problem-profiles",
        title: "Problem profiles against the inspectorate’s recommendation".to_owned(),
        subtitle: format!(
            "Territorial forces of England and Wales, at the data cut-off, {}",
            wording::date(picture.edition.cut_off)
        ),
        columns: columns(&[("Part of the recommendation", 5), ("Forces meeting it", 2), ("Share of forces", 2)]),
        rows: vec![
            row("Any CSE problem profile", profiles.any),
            row("Assesses group-based CSE", profiles.group_based),
            row("Uses partner data", profiles.partner_data),
            row("Updated within the year", profiles.current),
            row("All three parts", profiles.all_parts),
            row("Also uses the agreed definition (not asked for)", profiles.agreed_definition),
        ],
        source: profiles.lineage.source_line("Problem-profile returns."),
        notes: vec!["Each part is counted among forces with a CSE problem profile.".to_owned()],
        lineage: profiles.lineage.clone(),
    }
}

fn returns_quality(picture: &Picture) -> DataTable {
    let rows = picture
        .agreed
        .years
        .iter()
        .map(|year| {
            vec![
                year.year.to_string(),
                year.forces.len().to_string(),
                year.count(Standing::returned).to_string(),
                year.count(|force| force.returned() && !force.partial).to_string(),
                share(*year.children_share(Standing::returned)),
            ]
        })
        .collect();
    DataTable {
        id: "returns-quality",
        title: "Returns received".to_owned(),
        subtitle: format!("Group-based CSE crimes, forces of {}", picture.edition.geography),
        columns: columns(&[
            ("Year", 2),
            ("Expected", 2),
            ("Received", 2),
            ("For the whole year", 3),
            ("Share of children covered", 3),
        ]),
        rows,
        source: returns(&picture.agreed.lineage),
        notes: vec![format!(
            "Share of children: residents aged 0 to 17 at mid-{} in the areas of forces that sent a return.",
            picture.agreed.children_year
        )],
        lineage: picture.agreed.lineage.clone(),
    }
}

fn national_range(picture: &Picture) -> DataTable {
    let rows = picture
        .agreed
        .years
        .iter()
        .map(|year| {
            let estimate = |pick: fn(&Estimate) -> f64, marker: &str| {
                year.outcome.print(|outcome| match outcome {
                    Outcome::Absent(_) => absent(),
                    Outcome::Estimated(estimate) => format!("{}{marker}", wording::rounded(pick(estimate))),
                })
            };
            vec![
                year.year.to_string(),
                wording::shown(&year.lower),
                super::facts::agreed::upper(&year.upper),
                estimate(|estimate| estimate.total, " [e]"),
                estimate(|estimate| estimate.interval.lower, ""),
                estimate(|estimate| estimate.interval.upper, ""),
                year.count(Standing::agreed).to_string(),
                share(*year.children_share(Standing::agreed)),
            ]
        })
        .collect();
    DataTable {
        id: "national-range",
        title: "Group-based CSE crimes under the agreed definition".to_owned(),
        subtitle: format!("{}, identified range, and estimate with the limits of its 95% interval", picture.edition.geography),
        columns: columns(&[
            ("Year", 3),
            ("Lower end", 2),
            ("Upper end", 3),
            ("Estimate", 3),
            ("Lower limit", 2),
            ("Upper limit", 2),
            ("Forces agreed", 2),
            ("Share of children", 3),
        ]),
        rows,
        source: returns(&picture.agreed.lineage),
        notes: vec![
            "[e] Estimated. [x] Not available: too much of an estimate would be imputed, or too few forces counted the agreed \
             definition. Forces agreed: those that counted it over the whole year."
                .to_owned(),
        ],
        lineage: picture.agreed.lineage.clone(),
    }
}
