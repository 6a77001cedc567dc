//! The ladder of assumptions: its rungs in sentences and in a table, on the returns and on published figures.

use super::Subject;
use super::range::upper as of_range;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, number, returns, text};
use crate::disclosure::Picture;
use crate::disclosure::picture::{Rung, RungUpper};
use crate::edition::assumptions::Kind;
use crate::national::estimate::Outcome;
use crate::national::ladder::{FEWEST_FOR_RATIO, Test};
use crate::national::published_ladder::{Ladder, Step};
use crate::period::FinancialYear;
use crate::wording;

pub(super) const SUBJECT: Subject = Subject { facts, tables };

/// Fewest forces, all of which hold, that let a ceiling be used.
const FEWEST_FOR_CEILING: usize = 29;

fn facts(facts: &mut Facts, picture: &Picture) {
    for ladder in &picture.published_ladder.ladders {
        let mut add = |id: &str, text: String| {
            let name = format!("published.ladder.{}.{id}", ladder.period);
            facts.add(name, text, &picture.published_ladder.lineage);
        };
        add("range", published_range(ladder));
        add("condition", ladder.condition.clone());
        for step in &ladder.steps {
            add(&step.assumption, published_upper(step));
        }
    }
    let sentences: Vec<String> = picture.published_ladder.ladders.iter().map(published_said).collect();
    facts.add("published.ladder-said", sentences.join(". "), &picture.published_ladder.lineage);
    let lineage = &picture.ladder.lineage;
    for year in &picture.agreed.years {
        for rung in &picture.ladder.rungs {
            if let Some(upper) = upper(rung, year.year) {
                let name = format!("group-based-cse.ladder.{}.{}", rung.assumption.id, year.year.slug());
                facts.add(name, upper, lineage);
            }
        }
        facts.add(format!("group-based-cse.ladder-said.{}", year.year.slug()), said(picture, year.year), lineage);
    }
}

fn published_range(ladder: &Ladder) -> String {
    format!("from {} to {}", wording::count(ladder.lower.count), wording::count(ladder.upper.count))
}

fn published_upper(step: &Step) -> String {
    let about = if step.about { "about " } else { "" };
    format!("{about}{}", wording::count(step.upper))
}

/// The whole ladder of a period in sentences, without the last full stop.
fn published_said(ladder: &Ladder) -> String {
    let mut said = format!(
        "In {} the number of crimes recorded lay {}, if {}",
        ladder.period,
        published_range(ladder),
        ladder.condition
    );
    for step in &ladder.steps {
        said.push_str(&format!(". If also {}, it was at most {}", step.words, published_upper(step)));
    }
    said
}

/// The upper end of a rung in a year; none where the rung has none of its own.
fn upper(rung: &Rung, year: FinancialYear) -> Option<String> {
    let year = rung.years.iter().find(|one| one.year == year)?;
    Some(match &year.upper {
        RungUpper::Count(count) => wording::shown(count),
        RungUpper::Figure(figure) => figure.print(|upper| wording::count(*upper)),
        RungUpper::NotIdentified => "not identified".to_owned(),
        RungUpper::NotUsed(told) => told.print(|()| "not used".to_owned()),
    })
}

/// In how many forces a rung held, in words.
fn held(rung: &Rung) -> String {
    let Some(test) = &rung.test else { return "not tested".to_owned() };
    test.print(|test| match test {
        Test { held: Some(held), tested, .. } => format!("{held} of {tested} forces"),
        Test { held: None, tested, .. } => format!("taken from {tested} forces"),
    })
}

/// The rungs of a year in sentences, without the last full stop.
fn said(picture: &Picture, year: FinancialYear) -> String {
    let mut sentences = Vec::new();
    for rung in &picture.ladder.rungs {
        let Some(of_year) = rung.years.iter().find(|one| one.year == year) else { continue };
        let words = &rung.assumption.words;
        let also = if sentences.is_empty() { "If" } else { "If also" };
        let number = match &of_year.upper {
            RungUpper::NotUsed(told) if told.is_withheld() => continue,
            RungUpper::NotUsed(_) => {
                let why = match rung.assumption.kind {
                    Kind::Ratio => format!("fewer than {FEWEST_FOR_RATIO} forces gave both counts"),
                    _ => format!(
                        "it held in {}, and at least {FEWEST_FOR_CEILING} of {FEWEST_FOR_CEILING} are needed",
                        held(rung)
                    ),
                };
                sentences.push(format!("That {words} is not used: {why}"));
                continue;
            }
            RungUpper::NotIdentified => "the number has no upper limit that is identified".to_owned(),
            RungUpper::Count(count) => format!("the number was at most {}", wording::in_sentence(count)),
            RungUpper::Figure(figure) => {
                format!("the number was at most {}", figure.print(|upper| wording::count(*upper)))
            }
        };
        let tested = match rung.assumption.kind {
            Kind::Ceiling => format!("; this held in {} that gave an exact count", held(rung)),
            _ => String::new(),
        };
        sentences.push(format!("{also} {words}, {number}{tested}"));
    }
    if sentences.is_empty() {
        "No assumption narrows the range in this edition".to_owned()
    } else {
        sentences.join(". ")
    }
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    vec![on_published(picture), on_returns(picture)]
}

/// What stands under every rung.
const FIRST: &str = "each force applied the definition it names, and its count of all child sexual abuse and exploitation \
                     crimes is whole";

fn on_returns(picture: &Picture) -> DataTable {
    let years = &picture.agreed.years;
    let mut columns = vec![text("What is granted, one thing after another", 7), number("Held in", 3)];
    columns.extend(years.iter().map(|year| number(year.year.to_string(), 3)));
    let row = |words: String, held: String, cells: Vec<String>| {
        [words, held].into_iter().chain(cells).collect::<Vec<String>>()
    };
    let none = || "[z]".to_owned();
    let mut rows = vec![
        row("At least".to_owned(), none(), years.iter().map(|year| wording::shown(&year.lower)).collect()),
        row(format!("At most, if {FIRST}"), none(), years.iter().map(|year| of_range(&year.upper)).collect()),
    ];
    for rung in &picture.ladder.rungs {
        let words = &rung.assumption.words;
        if rung.assumption.kind == Kind::Model {
            let estimate = |outcome: &Outcome| match outcome {
                Outcome::Absent(_) => "[x]".to_owned(),
                Outcome::Estimated(estimate) => format!("{} [e]", wording::rounded(estimate.total)),
            };
            let cells = years.iter().map(|year| year.outcome.print(estimate)).collect();
            rows.push(row(format!("About, if {words}"), held(rung), cells));
        } else {
            let cells = years.iter().map(|year| upper(rung, year.year).unwrap_or_else(none)).collect();
            rows.push(row(format!("At most, if also {words}"), held(rung), cells));
        }
    }
    let mut notes: Vec<String> = picture
        .ladder
        .rungs
        .iter()
        .map(|rung| {
            let assumption = &*rung.assumption;
            format!(
                "That {}: {} Made by: {}. What would refute it: {}",
                assumption.words,
                assumption.evidence,
                assumption.made_by.to_lowercase(),
                assumption.refuted_by
            )
        })
        .collect();
    notes.push(
        "An assumption is tested on forces that counted the agreed definition, over all years, and used on those that did not. \
         [e] Estimated; its 95% interval stands in the table of ranges. [x] Not available. [z] Not applicable."
            .to_owned(),
    );
    DataTable {
        id: "ladder",
        title: "Group-based CSE crimes under the agreed definition, by what is assumed".to_owned(),
        subtitle: picture.edition.geography.clone(),
        columns,
        rows,
        source: returns(&picture.ladder.lineage),
        notes,
        lineage: picture.ladder.lineage.clone(),
    }
}

fn on_published(picture: &Picture) -> DataTable {
    let read = |second_hand: bool| if second_hand { "at second hand" } else { "in the publication" }.to_owned();
    let mut rows = Vec::new();
    for ladder in &picture.published_ladder.ladders {
        let year = || ladder.period.clone();
        let lower = &ladder.lower;
        rows.push(vec![
            year(),
            format!("At least, if {}", ladder.condition),
            wording::count(lower.count),
            read(lower.second_hand),
        ]);
        let upper = &ladder.upper;
        rows.push(vec![
            year(),
            "At most: all child sexual abuse and exploitation crimes".to_owned(),
            wording::count(upper.count),
            read(upper.second_hand),
        ]);
        rows.extend(ladder.steps.iter().map(|step| {
            let words = format!("At most, if {}", step.words);
            vec![year(), words, published_upper(step), read(step.second_hand)]
        }));
    }
    DataTable {
        id: "published-ladder",
        title: "Published national counts, and what they allow under the agreed definition".to_owned(),
        subtitle: "Police recorded crimes, England and Wales, calendar years".to_owned(),
        columns: vec![text("Year", 2), text("What is granted", 8), number("Crimes", 3), text("Read", 3)],
        rows,
        source: "Vulnerability Knowledge and Practice Programme and Hydrant Programme, National Police Chiefs’ Council; \
                 figures for group-based crimes as reported by the press."
            .to_owned(),
        notes: vec![
            "Figures read at second hand were taken from press or other reports of the publication. A count after a share was \
             taken away is rounded to ten, as the share was published as a whole percentage. No force stands behind these \
             figures, so no assumption can be tested on them."
                .to_owned(),
        ],
        lineage: picture.published_ladder.lineage.clone(),
    }
}
