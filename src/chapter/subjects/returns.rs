//! What forces returned: who counted what, and how much of the country that covers.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, PERCENT, number, returns, share, text};
use crate::disclosure::Picture;
use crate::disclosure::picture::AgreedYear;
use crate::lineage::Lineage;
use crate::national::agreed::Standing;
use crate::national::range::Relation;
use crate::wording::Cell;

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    let agreed = &picture.agreed;
    facts.add("returns.order", order(&agreed.lineage), &agreed.lineage);
    for year in &agreed.years {
        let mut add = |id: &str, number: usize| {
            facts.add(format!("returns.{id}.{}", year.year.slug()), number.to_string(), &agreed.lineage);
        };
        add("received", *year.count(Standing::returned));
        add("missing-count", *year.count(|force| !force.returned()));
        add("definitions-in-use", definitions_in_use(year));
    }
}

/// In which order, and under which names, forces stand, as a sentence without its full stop.
fn order(lineage: &Lineage) -> &'static str {
    if lineage.synthetic() {
        "Forces and regions have made-up names and a drawn order"
    } else {
        "Forces stand in the order of the official list, by region"
    }
}

fn definitions_in_use(year: &AgreedYear) -> usize {
    let mut definitions: Vec<&str> = year.forces.iter().filter_map(|force| force.definition.as_deref()).collect();
    definitions.sort_unstable();
    definitions.dedup();
    definitions.len()
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    vec![coverage_by_relation(picture), received(picture)]
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
    let mut columns = vec![text("What the force counted", 5)];
    columns.extend(years.iter().map(|year| number(format!("Forces {}", year.year), "forces", 2)));
    columns.extend(years.last().map(|year| number(format!("Share of children, forces of {}", year.year), PERCENT, 3)));
    let rows = kinds
        .into_iter()
        .filter(|(_, condition)| years.iter().any(|year| *year.count(condition) > 0))
        .map(|(name, condition)| {
            let mut row = vec![Cell::words(name)];
            row.extend(years.iter().map(|year| Cell::tally(*year.count(condition))));
            row.extend(years.last().map(|year| share(*year.children_share(condition))));
            row
        })
        .collect();
    DataTable {
        id: "coverage-by-relation",
        title: "What forces counted, by relation to the agreed definition".to_owned(),
        subtitle: format!("{}, {}", picture.edition.geography, period(&years)),
        columns,
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

fn received(picture: &Picture) -> DataTable {
    let rows = picture
        .agreed
        .years
        .iter()
        .map(|year| {
            vec![
                Cell::words(year.year.to_string()),
                Cell::tally(year.forces.len()),
                Cell::tally(*year.count(Standing::returned)),
                Cell::tally(*year.count(|force| force.returned() && !force.partial)),
                share(*year.children_share(Standing::returned)),
            ]
        })
        .collect();
    DataTable {
        id: "returns-quality",
        title: "Returns received".to_owned(),
        subtitle: format!("Group-based CSE crimes, forces of {}", picture.edition.geography),
        columns: vec![
            text("Year", 2),
            number("Expected", "forces", 2),
            number("Received", "forces", 2),
            number("For the whole year", "forces", 3),
            number("Share of children covered", PERCENT, 3),
        ],
        rows,
        source: returns(&picture.agreed.lineage),
        notes: vec![format!(
            "Share of children: residents aged 0 to 17 at mid-{} in the areas of forces that sent a return.",
            picture.agreed.children_year
        )],
        lineage: picture.agreed.lineage.clone(),
    }
}
