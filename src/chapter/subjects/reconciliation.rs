//! The chapter’s figures beside the published totals, with every difference of scope in words.

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, absent, not_applicable, number, text};
use crate::contract::PublishedFigure;
use crate::definition::Relation;
use crate::disclosure::Picture;
use crate::disclosure::picture::Line;
use crate::lineage::Lineage;
use crate::national::reconciliation::{self as national, Scope, Span};
use crate::wording::{self, Cell, NOT_AVAILABLE};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

fn facts(facts: &mut Facts, picture: &Picture) {
    for line in &picture.reconciliation {
        let Span::Calendar(year) = line.span else { continue };
        let role = &line.published.role;
        let mut add = |id: &str, number: Option<String>| {
            let text = number.unwrap_or_else(|| NOT_AVAILABLE.to_owned());
            facts.add(format!("reconciliation.{role}.{id}.{year}"), text, &line.lineage);
        };
        add("count", line.count.as_ref().map(wording::shown));
        let signed = line.difference.map(|difference| difference.print(|number| wording::signed(*number)));
        add("difference", signed);
    }
    let subtracted = picture.reconciliation.iter().filter(|line| line.difference.is_some()).count();
    let all = picture.reconciliation.len();
    facts.add("reconciliation.pairs", all.to_string(), &picture.published_lineage);
    facts.add("reconciliation.pairs-alike", subtracted.to_string(), &picture.published_lineage);
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let lines = &picture.reconciliation;
    let lineage = lines.iter().fold(Lineage::default(), |lineage, line| lineage.and(&line.lineage));
    let columns = vec![
        text("Figure", 9),
        number("Here", "crimes", 4),
        number("Published", "crimes", 5),
        number("Difference", "crimes", 5),
        text("What differs", 13),
    ];
    let demonstrated = if lineage.synthetic() {
        " A difference of synthetic returns and a published total shows how near the demonstration lies, and nothing of any force."
    } else {
        ""
    };
    vec![DataTable {
        id: "reconciliation",
        title: "Figures of this chapter beside published totals".to_owned(),
        subtitle: format!("Police recorded crimes, {}", picture.edition.geography),
        columns,
        rows: lines.iter().map(|line| row(line, picture)).collect(),
        source: format!(
            "{}; Home Office, police recorded crime; Vulnerability Knowledge and Practice Programme and Hydrant Programme, \
             National Police Chiefs’ Council.",
            lineage.source_line("Force returns")
        ),
        notes: vec![
            format!(
                "A difference is taken only where unit, definition, period and number of forces are the same. [x] Not \
                 available. [z] Not applicable: the two do not count the same thing.{demonstrated}"
            ),
            "Calendar years here: January to March of one financial year and April to December of the next, added up \
             from the quarters of every force."
                .to_owned(),
        ],
        lineage,
    }]
}

fn row(line: &Line, picture: &Picture) -> Vec<Cell> {
    vec![
        Cell::words(format!("{}, {}", subject(line), period(line))),
        line.count.as_ref().map_or_else(absent, Cell::shown),
        Cell::count(*line.published_count),
        line.difference.map_or_else(not_applicable, |difference| Cell::of(&difference, |number| Cell::signed(*number))),
        Cell::words(explanation(line, picture)),
    ]
}

fn subject(line: &Line) -> String {
    let of: &str = &line.of;
    match line.subject {
        national::Subject::Measure | national::Subject::Class => of.to_owned(),
        national::Subject::AgreedLower => format!("{of} under the agreed definition, lower end"),
        national::Subject::AgreedUpper => format!("{of} under the agreed definition, upper end"),
        national::Subject::Recorded => format!("Recorded {}", of.to_lowercase()),
    }
}

fn period(line: &Line) -> String {
    match line.span {
        Span::Calendar(year) => year.to_string(),
        Span::Financial(year) => year.to_string(),
    }
}

fn explanation(line: &Line, picture: &Picture) -> String {
    let alike = line.difference.is_some();
    let mut parts: Vec<String> = line.differences.iter().map(|scope| words(scope, line, picture)).collect();
    if alike {
        parts.insert(0, "Unit, definition, period and forces are the same".to_owned());
    }
    if !line.differences.contains(&Scope::Synthetic) {
        parts.push("Data: real here and published".to_owned());
    }
    format!("{}.", parts.join(". "))
}

fn words(scope: &Scope, line: &Line, picture: &Picture) -> String {
    match scope {
        Scope::Unit => format!("Unit: the published figure counts {}", line.published.unit),
        Scope::Definition => format!("Definition: {}", definition(line, picture)),
        Scope::Period => format!("Period: {} here, {} published", period(line), published_period(&line.published)),
        Scope::Forces { ours, published: Some(published) } => format!("Forces: {ours} here, {published} published"),
        Scope::Forces { ours, published: None } => format!("Forces: {ours} here, not stated in the published figure"),
        Scope::Rounded => "The published figure is rounded".to_owned(),
        Scope::Synthetic => "Data: synthetic here, real published".to_owned(),
        Scope::QuartersMissing => "Quarters: some are not held for every force".to_owned(),
    }
}

fn definition(line: &Line, picture: &Picture) -> String {
    if line.subject == national::Subject::Recorded {
        let offence = line.of.to_lowercase();
        return format!(
            "{offence} also covers people who act alone, and leaves out what is recorded as another offence"
        );
    }
    let title = picture
        .definitions
        .get(&line.published.definition)
        .map_or("another definition", |definition| definition.title.as_str());
    let relation = match picture.definitions.relation(&line.published.definition, &line.definition) {
        Relation::Narrower => "is narrower",
        Relation::Broader => "is broader",
        _ => "is of something else",
    };
    format!("the published count, {title}, {relation}")
}

fn published_period(figure: &PublishedFigure) -> &str {
    figure.period_start.get(..4).unwrap_or_default()
}
