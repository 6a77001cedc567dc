//! The tables of the data-quality annex: completeness by variable, and what the checks found.
//!
//! At OFFICIAL nothing of a single force is in them: completeness is national with numbers of forces, open findings are counted by
//! check, and an accepted finding that would tell a count names no force. The table by force is made at OFFICIAL-SENSITIVE only.

use super::{DataTable, columns, returns};
use crate::chapter::wording;
use crate::contract::checks::check;
use crate::contract::{Accepted, Open, Severity};
use crate::disclosure::Picture;
use crate::disclosure::picture::Completeness;
use crate::edition::Marking;
use crate::lineage::Lineage;
use crate::national::completeness::Band;

pub(super) fn tables(picture: &Picture) -> Vec<DataTable> {
    let mut tables = vec![variables(picture), open(picture)];
    if !picture.findings.accepted.is_empty() {
        tables.push(accepted(picture));
    }
    if picture.edition.handling.marking == Marking::OfficialSensitive {
        tables.push(by_force(picture));
    }
    tables
}

/// What every table here rests on: the returns and the profiles that were checked.
fn lineage(picture: &Picture) -> Lineage {
    picture.agreed.lineage.and(&picture.profiles.lineage)
}

fn words(mut table: DataTable) -> DataTable {
    table.columns.iter_mut().for_each(|column| column.numbers = false);
    table
}

fn variables(picture: &Picture) -> DataTable {
    let row = |one: &Completeness| {
        let mut row = vec![
            one.variable.title.clone(),
            wording::capitalised(&one.variable.unit),
            one.forces.print(usize::to_string),
            one.recorded.print(|share| wording::percent(*share)),
        ];
        row.extend(Band::ALL.map(|band| one.count(band).print(usize::to_string)));
        row
    };
    let missing = picture.variables.len() - picture.completeness.len();
    let mut columns = columns(&[
        ("Variable", 6),
        ("Of", 3),
        ("Forces that gave it", 3),
        ("Recorded", 3),
        ("75% or more", 3),
        ("50% to 74%", 3),
        ("Under 50%", 3),
    ]);
    if let Some(column) = columns.get_mut(1) {
        column.numbers = false;
    }
    DataTable {
        id: "quality-variables",
        title: "How much of each variable is recorded".to_owned(),
        subtitle: format!("{}, {}", picture.edition.geography, picture.edition.returns.last),
        columns,
        rows: picture.completeness.iter().map(row).collect(),
        source: returns(&lineage(picture)),
        notes: vec![format!(
            "A force gave a variable where each of its categories has a count. The last three columns count these forces by the \
             share they recorded. Asked for, and given whole by no force: {missing} variables."
        )],
        lineage: lineage(picture),
    }
}

fn open(picture: &Picture) -> DataTable {
    let row = |open: &Open| {
        vec![
            open.check.to_owned(),
            wording::capitalised(&open.severity.to_string()),
            open.findings.to_string(),
            open.forces.to_string(),
            check(open.check)
                .map_or_else(|| other(open.check), |check| wording::capitalised(&check.catches.replace('`', ""))),
        ]
    };
    let mut columns =
        columns(&[("Check", 26), ("Severity", 13), ("Findings", 15), ("Forces", 12), ("What it looks for", 34)]);
    for column in &mut columns {
        column.numbers = matches!(column.title.as_str(), "Findings" | "Forces");
    }
    DataTable {
        id: "quality-open",
        title: "Findings on the data that are open".to_owned(),
        subtitle: format!("All returns and problem profiles, at {}", wording::date(picture.edition.cut_off)),
        columns,
        rows: picture.findings.open.iter().map(row).collect(),
        source: returns(&lineage(picture)),
        notes: vec![
            "A warning is probably wrong, or weakens what can be said; a note is worth knowing. An edition is not built while \
             an error is open. Forces: the number that the findings are about."
                .to_owned(),
        ],
        lineage: lineage(picture),
    }
}

fn accepted(picture: &Picture) -> DataTable {
    let for_release = picture.edition.handling.marking == Marking::Official;
    let row = |accepted: &Accepted| {
        let subject = &accepted.subject;
        let force = match picture.forces.get(&subject.force) {
            Some(_) if for_release && accepted.tells_a_count() => "[c]".to_owned(),
            Some(force) => force.short_name.clone(),
            None => "[z]".to_owned(),
        };
        let what = [&subject.period, &subject.measure, &subject.dimension, &subject.category];
        let what: Vec<String> =
            what.into_iter().filter(|part| !part.is_empty()).map(|part| part.replace('_', " ")).collect();
        vec![
            accepted.check.to_owned(),
            force,
            if what.is_empty() { "[z]".to_owned() } else { what.join(", ") },
            format!("{}, {} to {}", accepted.by, wording::date(accepted.on), wording::date(accepted.until)),
            accepted.reason.clone(),
        ]
    };
    words(DataTable {
        id: "quality-accepted",
        title: "Findings that were accepted, by whom and why".to_owned(),
        subtitle: format!("All data of the edition, at {}", wording::date(picture.edition.cut_off)),
        columns: columns(&[("Check", 4), ("Force", 4), ("About", 4), ("Accepted by, for", 5), ("Reason", 6)]),
        rows: picture.findings.accepted.iter().map(row).collect(),
        source: "Register of acceptances of the edition.".to_owned(),
        notes: vec![
            "[c] Confidential: the check alone would tell a count of the force. [z] Not applicable. The data stay as they are; \
             the finding is looked at again when its time ends."
                .to_owned(),
        ],
        lineage: lineage(picture),
    })
}

/// What is found without an entry in the registry of checks.
fn other(check: &str) -> String {
    match check {
        "acceptance-ended" => "An acceptance whose time has ended",
        "acceptance-unused" => "An acceptance that matches no finding",
        "name-for-code" => "A name that stood where a code is due",
        _ => "[z]",
    }
    .to_owned()
}

/// Which variables each force recorded, and how far. Full values are not in it either: a band is all that is kept.
fn by_force(picture: &Picture) -> DataTable {
    let variable = |one: &Completeness| one.variable.dimension.replace('_', " ");
    let listed = |found: Vec<String>| if found.is_empty() { "None".to_owned() } else { found.join("; ") };
    let rows = picture
        .forces
        .iter()
        .map(|force| {
            let of = |wanted: Option<Band>| {
                let fits = picture
                    .completeness
                    .iter()
                    .filter(|one| one.by_force.value().and_then(|bands| bands.get(&force.code)).copied() == wanted);
                listed(fits.map(variable).collect())
            };
            let mut row = vec![force.short_name.clone()];
            row.extend(Band::ALL.map(|band| of(Some(band))));
            row.push(of(None));
            row
        })
        .collect();
    words(DataTable {
        id: "quality-forces",
        title: "How much of each variable each force recorded".to_owned(),
        subtitle: format!("Variables that any force gave, {}", picture.edition.returns.last),
        columns: columns(&[
            ("Force", 4),
            ("75% or more recorded", 4),
            ("50% to 74%", 4),
            ("Under 50%", 4),
            ("Not given whole", 4),
        ]),
        rows,
        source: returns(&lineage(picture)),
        notes: vec!["Not given whole: a category has no count, nothing was counted, or there is no return.".to_owned()],
        lineage: lineage(picture),
    })
}

/// Severities in words, with their numbers: for the facts.
pub(in crate::chapter) const SEVERITIES: [(Severity, &str); 3] =
    [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Note, "notes")];
