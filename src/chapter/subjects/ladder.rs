//! The ladder of assumptions: its rungs in sentences and in a table, on the returns and on published figures.

use super::Subject;
use super::range::{not_identified, upper as of_range, upper_cell as of_range_cell};
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, absent, not_applicable, number, returns, text};
use crate::disclosure::Picture;
use crate::disclosure::picture::{AgreedYear, Rung, RungUpper};
use crate::edition::assumptions::Kind;
use crate::lineage::Lineage;
use crate::national::estimate::{Brief, Outcome};
use crate::national::ladder::{FEWEST_FOR_CEILING, FEWEST_FOR_RATIO};
use crate::national::published_ladder::{Ladder, Published, Step};
use crate::period::FinancialYear;
use crate::wording::{self, Cell, NOT_APPLICABLE, phrases};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

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
    let published = &picture.published_ladder;
    facts.add("published.ladder-message", published_message(published), &published.lineage);
    facts.add(
        "published.ladder-said",
        all_published_said(&picture.published_ladder),
        &picture.published_ladder.lineage,
    );
    let lineage = &picture.ladder.lineage;
    for year in &picture.agreed.years {
        for rung in &picture.ladder.rungs {
            if let Some(upper) = upper(rung, year.year) {
                let name = format!("group-based-cse.ladder.{}.{}", rung.assumption.id, year.year.slug());
                facts.add(name, upper, lineage);
            }
        }
        facts.add(format!("group-based-cse.ladder-said.{}", year.year.slug()), said(picture, year.year), lineage);
        facts.add(format!("group-based-cse.ladder-message.{}", year.year.slug()), message(picture, year), lineage);
    }
}

/// Headline of a figure of the ladder: the range, and what the first rung that narrows it leaves.
fn message(picture: &Picture, year: &AgreedYear) -> String {
    let first = picture.ladder.rungs.iter().find_map(|rung| {
        let of_year = rung.years.iter().find(|one| one.year == year.year)?;
        match &of_year.upper {
            RungUpper::Count(count) => Some((wording::in_sentence(count), &rung.assumption.words)),
            _ => None,
        }
    });
    match first.filter(|_| !year.is_exact()) {
        Some((upper, words)) => {
            let lower = wording::in_sentence(&year.lower);
            format!("From {lower} to {} crimes, or to {upper} if {words}", of_range(&year.upper))
        }
        None => "No assumption narrows what the returns say".to_owned(),
    }
}

/// The same of the published counts.
fn published_message(published: &Published) -> String {
    let first = published.ladders.iter().find_map(|ladder| Some((ladder, ladder.steps.first()?)));
    match first {
        Some((ladder, step)) => format!(
            "In {} from {} to {} crimes, or to {} if {}",
            ladder.period,
            wording::count(ladder.lower.count),
            wording::count(ladder.upper.count),
            published_upper(step),
            step.words
        ),
        None => "The published counts need no ladder, or bear none".to_owned(),
    }
}

fn published_range(ladder: &Ladder) -> String {
    format!("from {} to {}", wording::count(ladder.lower.count), wording::count(ladder.upper.count))
}

fn published_upper(step: &Step) -> String {
    let about = if step.about { "about " } else { "" };
    format!("{about}{}", wording::count(step.upper))
}

/// All that the published counts say of the agreed definition in sentences, without the last full stop.
fn all_published_said(published: &Published) -> String {
    let counted = published.counted.iter().map(|(period, figure)| {
        format!("In {period} police counted {} crimes under the agreed definition itself", wording::count(figure.count))
    });
    let mut sentences: Vec<String> = counted.collect();
    if !published.ladders.is_empty() {
        sentences
            .push("The published counts are of other definitions than the agreed one, and still bound it".to_owned());
        sentences.extend(published.ladders.iter().map(published_said));
    }
    if sentences.is_empty() {
        sentences.push(phrases::NOTHING_BOUND.to_owned());
    }
    sentences.join(". ")
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
        RungUpper::Figure(figure) => figure.print(|upper| wording::count(upper.end)),
        RungUpper::NotIdentified => "not identified".to_owned(),
        RungUpper::NotUsed(told) => told.print(|()| "not used".to_owned()),
    })
}

/// The same as a cell.
fn upper_cell(rung: &Rung, year: FinancialYear) -> Option<Cell> {
    let year = rung.years.iter().find(|one| one.year == year)?;
    Some(match &year.upper {
        RungUpper::Count(count) => Cell::shown(count),
        RungUpper::Figure(figure) => Cell::of(figure, |upper| Cell::count(upper.end)),
        RungUpper::NotIdentified => not_identified(),
        RungUpper::NotUsed(told) => Cell::of(told, |()| Cell::instead("not used", NOT_APPLICABLE)),
    })
}

/// The rungs of a year in sentences, without the last full stop.
fn said(picture: &Picture, year: FinancialYear) -> String {
    if picture.agreed.year(year).is_some_and(AgreedYear::is_exact) {
        return format!("In {year} none is needed: the range is a single number");
    }
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
                    _ if rung.test.as_ref().and_then(|test| test.value()).is_some_and(|test| test.tested == 0) => {
                        "no force gave an exact count on which to test it".to_owned()
                    }
                    _ => format!(
                        "it {}, and at least {FEWEST_FOR_CEILING} of {FEWEST_FOR_CEILING} are needed",
                        phrases::held(rung)
                    ),
                };
                sentences.push(format!("That {words} is not used: {why}"));
                continue;
            }
            RungUpper::NotIdentified => "the number has no upper limit that is identified".to_owned(),
            RungUpper::Count(count) => format!("the number was at most {}", wording::in_sentence(count)),
            RungUpper::Figure(figure) => {
                format!("the number was at most {}", figure.print(|upper| wording::count(upper.end)))
            }
        };
        let tested = match rung.assumption.kind {
            Kind::Ceiling => format!("; this {} that gave an exact count", phrases::held(rung)),
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
    vec![on_published(picture), on_returns(picture), evidence(picture)]
}

fn on_returns(picture: &Picture) -> DataTable {
    let years = &picture.agreed.years;
    let mut columns = vec![text("What is granted, one thing after another", 7), text("Held in", 3)];
    columns.extend(years.iter().map(|year| number(year.year.to_string(), "crimes", 3)));
    let row = |words: String, held: Cell, cells: Vec<Cell>| {
        [Cell::words(words), held].into_iter().chain(cells).collect::<Vec<Cell>>()
    };
    let mut rows = vec![
        row("At least".to_owned(), not_applicable(), years.iter().map(|year| Cell::shown(&year.lower)).collect()),
        row(
            format!("At most, if {}", phrases::FIRST_RUNG),
            not_applicable(),
            years.iter().map(|year| of_range_cell(&year.upper)).collect(),
        ),
    ];
    for rung in &picture.ladder.rungs {
        let words = &rung.assumption.words;
        if rung.assumption.kind == Kind::Model {
            let estimate = |outcome: &Outcome<Brief>, exact: bool| match outcome {
                _ if exact => not_applicable(),
                Outcome::Absent(_) => absent(),
                Outcome::Estimated(estimate) => Cell::count(estimate.total.round() as i64).marked("[e]"),
            };
            let cell = |year: &AgreedYear| Cell::of(&year.outcome, |outcome| estimate(outcome, year.is_exact()));
            let cells = years.iter().map(cell).collect();
            rows.push(row(format!("About, and if {words}"), Cell::words(phrases::held(rung)), cells));
        } else {
            let cells = years.iter().map(|year| upper_cell(rung, year.year).unwrap_or_else(not_applicable)).collect();
            rows.push(row(format!("and if {words}"), Cell::words(phrases::held(rung)), cells));
        }
    }
    DataTable {
        id: "ladder",
        title: "Group-based CSE crimes under the agreed definition, by what is assumed".to_owned(),
        subtitle: picture.edition.geography.clone(),
        columns,
        rows,
        source: returns(&picture.ladder.lineage),
        notes: vec![
            "An assumption is tested on forces that counted the agreed definition, over all years, and used on those that did not. \
             [e] Estimated; its 95% interval stands in the table of ranges. [x] Not available. [z] Not applicable."
                .to_owned(),
        ],
        lineage: picture.ladder.lineage.clone(),
    }
}

/// What speaks for each assumption, who makes it and what would refute it: words alone.
fn evidence(picture: &Picture) -> DataTable {
    let rows = picture.ladder.rungs.iter().map(|rung| {
        let assumption = &*rung.assumption;
        let words = wording::capitalised(&assumption.words);
        [&words, &assumption.evidence, &assumption.made_by, &assumption.refuted_by].map(Cell::words).to_vec()
    });
    DataTable {
        id: "ladder-evidence",
        title: "What speaks for each assumption, and what would refute it".to_owned(),
        subtitle: String::new(),
        columns: vec![
            text("Assumption", 4),
            text("What speaks for it", 6),
            text("Made by", 2),
            text("What would refute it", 5),
        ],
        rows: rows.collect(),
        source: "The edition’s list of assumptions.".to_owned(),
        notes: Vec::new(),
        lineage: Lineage::default(),
    }
}

fn on_published(picture: &Picture) -> DataTable {
    let read = |second_hand: bool| Cell::words(if second_hand { "at second hand" } else { "in the publication" });
    let mut rows = Vec::new();
    rows.extend(picture.published_ladder.counted.iter().map(|(period, figure)| {
        let words = Cell::words("Counted under the agreed definition itself");
        vec![Cell::words(period), words, Cell::count(figure.count), read(figure.second_hand)]
    }));
    for ladder in &picture.published_ladder.ladders {
        let year = || Cell::words(&ladder.period);
        let lower = &ladder.lower;
        rows.push(vec![
            year(),
            Cell::words(format!("At least, if {}", ladder.condition)),
            Cell::count(lower.count),
            read(lower.second_hand),
        ]);
        let upper = &ladder.upper;
        rows.push(vec![
            year(),
            Cell::words("At most: all child sexual abuse and exploitation crimes"),
            Cell::count(upper.count),
            read(upper.second_hand),
        ]);
        rows.extend(ladder.steps.iter().map(|step| {
            let words = Cell::words(format!("At most, if {}", step.words));
            vec![year(), words, Cell::count(step.upper).about_if(step.about), read(step.second_hand)]
        }));
    }
    if rows.is_empty() {
        rows.push(vec![not_applicable(), Cell::words(phrases::NOTHING_BOUND), absent(), not_applicable()]);
    }
    DataTable {
        id: "published-ladder",
        title: "Published national counts, and what they allow under the agreed definition".to_owned(),
        subtitle: "Police recorded crimes, England and Wales, calendar years".to_owned(),
        columns: vec![text("Year", 2), text("What is granted", 8), number("Crimes", "crimes", 3), text("Read", 3)],
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
