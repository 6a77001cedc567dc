//! Breakdowns: of every share the range that what is not recorded leaves, and a share among the recorded only where enough is.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, PERCENT, not_applicable, number, percent, returns, share, text};
use crate::disclosure::picture::{Breakdown, Category};
use crate::disclosure::{Picture, Published, WITHHELD};
use crate::edition;
use crate::lineage::Lineage;
use crate::wording::{self, Cell, NOT_AVAILABLE, format, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    let limit = picture.edition.limits.known_coverage_percent;
    for breakdown in &picture.breakdowns {
        let slug = breakdown.year.slug();
        let mut add = |id: &str, text: String| {
            facts.add(format!("breakdown.{}.{id}.{slug}", breakdown.kind.id), text, &breakdown.lineage);
        };
        add("forces", breakdown.forces.to_string());
        add("children-share", breakdown.children_share.map_or_else(|| NOT_AVAILABLE.to_owned(), wording::percent));
        add("total", wording::shown(&breakdown.total));
        add("not-recorded", wording::shown(&breakdown.not_recorded));
        add("coverage", phrases::share(&breakdown.coverage));
        add("support", support(breakdown, limit));
        for category in &breakdown.categories {
            let name = category.name.replace('_', "-");
            add(&format!("{name}.count"), wording::shown(&category.count));
            add(&format!("{name}.range"), range(category));
            add(&format!("{name}.among-recorded"), phrases::among_recorded(category).to_string());
        }
        add("counted", counted(breakdown, picture));
    }
    for entry in phrases::not_broken_down(picture) {
        nothing(facts, picture, entry);
    }
}

/// What stands where no return gives a breakdown.
fn nothing(facts: &mut Facts, picture: &Picture, entry: &edition::Breakdown) {
    let slug = picture.edition.returns.last.slug();
    let mut add = |id: &str, text: String| {
        facts.add(format!("breakdown.{}.{id}.{slug}", entry.id), text, &picture.agreed.lineage);
    };
    for id in ["total", "not-recorded", "coverage", "children-share"] {
        add(id, NOT_AVAILABLE.to_owned());
    }
    let said = phrases::no_breakdown(picture, entry);
    add("forces", "no".to_owned());
    add("counted", said.clone());
    add("support", said);
    let measure = picture.measures.get(&entry.measure);
    let categories = measure.and_then(|measure| measure.breakdown(&entry.dimension)).map(|one| &one.categories);
    for category in categories.into_iter().flatten().filter(|category| !category.within) {
        let name = category.id.replace('_', "-");
        for id in ["count", "among-recorded"] {
            add(&format!("{name}.{id}"), NOT_AVAILABLE.to_owned());
        }
        add(&format!("{name}.range"), "between 0% and 100%".to_owned());
    }
}

/// How many forces counted how many, as a sentence without its full stop.
fn counted(breakdown: &Breakdown, picture: &Picture) -> String {
    let entry = picture.edition.breakdowns.iter().find(|entry| entry.id == breakdown.kind.id);
    format!(
        "{} counted {} under {} over the whole of {}, and together counted {}",
        format::counted(*breakdown.forces, "force", "forces"),
        breakdown.kind.noun,
        entry.map_or_else(|| phrases::AGREED.to_owned(), |entry| phrases::broken_down_under(picture, entry)),
        breakdown.year,
        wording::in_sentence(&breakdown.total),
    )
}

/// Whether the data support a figure, as a sentence without its full stop.
fn support(breakdown: &Breakdown, limit: u32) -> String {
    let kind = &breakdown.kind;
    let coverage = phrases::share(&breakdown.coverage);
    let recorded = format!("{} was recorded for {coverage} of {}", kind.name, kind.noun);
    if breakdown.coverage.is_withheld() {
        format!("{} is withheld for {}, to protect those it counts {WITHHELD}", kind.name, kind.noun)
    } else if breakdown.supported.value() == Some(&true) {
        format!("{recorded}, so shares of those recorded are given")
    } else {
        format!("{recorded}, below the limit of {limit}%, so the data do not support a figure")
    }
}

/// From none of the unrecorded to all of them.
fn range(category: &Category) -> String {
    let Some((lower, share)) = phrases::lowest_share(category) else { return format!("withheld {WITHHELD}") };
    let lower = if lower.markers() == phrases::ROUNDS_TO_ZERO { "less than 1%".to_owned() } else { lower.to_string() };
    format!("between {lower} and {}", wording::percent(share.identified.upper))
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let breakdowns = &picture.breakdowns;
    let lineage = breakdowns.iter().fold(Lineage::default(), |lineage, one| lineage.and(&one.lineage));
    let mut notes = vec![
        format!(
            "Lowest and highest share: from none to all of what is not recorded. Share of recorded: given where at least \
             {}% is recorded. [k] Rounds to zero. [x] Not available. [z] Not applicable.",
            picture.edition.limits.known_coverage_percent
        ),
        "Suspects: forces that counted the agreed definition. Context: group-based crimes of child sexual abuse and \
         exploitation, as classed by the national collection."
            .to_owned(),
    ];
    notes.extend(breakdowns.iter().map(|breakdown| {
        let children = share(*breakdown.children_share);
        format!("{}: {} forces, serving {children} of children.", breakdown.kind.name, *breakdown.forces)
    }));
    notes.extend(phrases::not_broken_down(picture).map(|entry| format!("{}.", phrases::no_breakdown(picture, entry))));
    vec![DataTable {
        id: "breakdowns",
        title: "Suspects and crimes by category, with what is not recorded".to_owned(),
        subtitle: format!("{}, {}", picture.edition.geography, picture.edition.returns.last),
        columns: vec![
            text("Category", 5),
            number("Count", "count", 2),
            number("Lowest share", PERCENT, 2),
            number("Highest share", PERCENT, 2),
            number("Share of recorded", PERCENT, 2),
            number("Recorded", PERCENT, 2),
        ],
        rows: breakdowns.iter().flat_map(rows).collect(),
        source: returns(&lineage),
        notes,
        lineage,
    }]
}

fn rows(breakdown: &Breakdown) -> Vec<Vec<Cell>> {
    let share = |share: &Published<f64>| Cell::of(share, |share| percent(*share));
    let coverage = share(&breakdown.coverage);
    let name = &breakdown.kind.name;
    let known = breakdown.categories.iter().map(|category| {
        vec![
            Cell::words(format!("{name}: {}", *category.title)),
            Cell::shown(&category.count),
            phrases::lowest_share(category).map_or_else(|| Cell::marker(WITHHELD), |(lowest, _)| lowest),
            Cell::of(&category.share, |share| percent(share.identified.upper)),
            phrases::among_recorded(category),
            coverage.clone(),
        ]
    });
    let unknown = share(&breakdown.not_recorded_share);
    let not_recorded = vec![
        Cell::words(format!("{name}: not recorded")),
        Cell::shown(&breakdown.not_recorded),
        unknown.clone(),
        unknown,
        not_applicable(),
        coverage.clone(),
    ];
    known.chain([not_recorded]).collect()
}
