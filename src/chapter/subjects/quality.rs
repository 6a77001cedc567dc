//! The quality of the data: completeness by variable, what the checks found, how current the profiles are.
//!
//! At OFFICIAL nothing of a single force is in it: completeness is national with numbers of forces, findings are counted by check, and
//! what the checks of counts found is left out, for it would tell of counts. Forces, people and their reasons are printed at
//! OFFICIAL-SENSITIVE only.

use std::collections::BTreeSet;

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, PERCENT, not_applicable, number, percent, returns, text};
use crate::contract::{Accepted, Open, Severity};
use crate::disclosure::Picture;
use crate::disclosure::picture::Completeness;
use crate::edition::{Marking, SetAside};
use crate::lineage::Lineage;
use crate::national::completeness::{self, Band};
use crate::wording::{self, Cell};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

/// Severities in words, with their numbers.
const SEVERITIES: [(Severity, &str); 3] =
    [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Note, "notes")];

fn facts(facts: &mut Facts, picture: &Picture) {
    let lineage = lineage(picture);
    for (severity, word) in SEVERITIES {
        let of_severity = open_shown(picture).filter(|open| open.severity == severity);
        let number: usize = of_severity.map(|open| open.findings).sum();
        facts.add(format!("quality.open-{word}"), wording::count(i64::try_from(number).unwrap_or(i64::MAX)), &lineage);
    }
    let checks: BTreeSet<&str> = open_shown(picture).map(|open| open.check).collect();
    facts.add("quality.open-checks", checks.len().to_string(), &lineage);
    let accepted = match accepted_shown(picture).count() {
        0 => "No finding was accepted".to_owned(),
        1 => "One finding was accepted".to_owned(),
        many => format!("{many} findings were accepted"),
    };
    facts.add("quality.accepted", accepted, &lineage);
    let profiles = &picture.profiles;
    facts.add("quality.profiles-current", profiles.current.to_string(), &profiles.lineage);
    let days = picture.edition.limits.profile_age_days;
    facts.add("quality.profile-days", days.to_string(), &profiles.lineage);
    facts.add("quality.variables-missing", missing(picture).to_string(), &lineage);
    for one in &picture.completeness {
        let id = format!("quality.recorded.{}.{}", one.variable.measure, one.variable.dimension).replace('_', "-");
        facts.add(id, one.recorded.print(|share| wording::percent(*share)), &lineage);
    }
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let mut tables = vec![variables(picture), open(picture)];
    tables.extend(set_aside(picture));
    match picture.edition.handling.marking {
        Marking::Official => tables.extend(accepted_by_check(picture)),
        Marking::OfficialSensitive => {
            tables.extend((!picture.findings.accepted.is_empty()).then(|| accepted(picture)));
            tables.push(by_force(picture));
        }
    }
    tables
}

/// What they all rest on: the returns and the profiles that were checked.
fn lineage(picture: &Picture) -> Lineage {
    picture.agreed.lineage.and(&picture.profiles.lineage)
}

/// Variables that the return asks for and that no force gives whole.
fn missing(picture: &Picture) -> usize {
    completeness::variables(&picture.measures).count().saturating_sub(picture.completeness.len())
}

fn variables(picture: &Picture) -> DataTable {
    let row = |one: &Completeness| {
        let mut row = vec![
            Cell::words(&one.variable.title),
            Cell::words(wording::capitalised(&one.variable.unit)),
            Cell::of(&one.forces, |forces| Cell::tally(*forces)),
            Cell::of(&one.recorded, |share| percent(*share)),
        ];
        row.extend(Band::ALL.map(|band| Cell::of(&one.count(band), |forces| Cell::tally(*forces))));
        row
    };
    let missing = missing(picture);
    let columns = vec![
        text("Variable", 6),
        text("Of", 3),
        number("Forces that gave it", "forces", 3),
        number("Recorded", PERCENT, 3),
        number("75% or more", "forces", 3),
        number("50% to 74%", "forces", 3),
        number("Under 50%", "forces", 3),
    ];
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
            Cell::words(open.check),
            Cell::words(wording::capitalised(&open.severity.to_string())),
            Cell::tally(open.findings),
            Cell::tally(open.forces),
            looks_for(open.check),
        ]
    };
    let columns = vec![
        text("Check", 26),
        text("Severity", 13),
        number("Findings", "findings", 15),
        number("Forces", "forces", 12),
        text("What it looks for", 34),
    ];
    let mut notes = vec![
        "A warning is probably wrong, or weakens what can be said; a note is worth knowing. An edition is not built while \
         an error is open. Forces: the number that the findings are about."
            .to_owned(),
    ];
    if picture.edition.handling.marking == Marking::Official {
        notes.push(COUNTS_LEFT_OUT.to_owned());
    }
    DataTable {
        id: "quality-open",
        title: "Findings on the data that are open".to_owned(),
        subtitle: format!("All returns and problem profiles, at {}", wording::date(picture.edition.cut_off)),
        columns,
        rows: open_shown(picture).map(row).collect(),
        source: returns(&lineage(picture)),
        notes,
        lineage: lineage(picture),
    }
}

/// Findings that are open and may be told under the marking.
fn open_shown(picture: &Picture) -> impl Iterator<Item = &Open> {
    let all = picture.edition.handling.marking == Marking::OfficialSensitive;
    picture.findings.open.iter().filter(move |open| all || !open.tells_a_count())
}

/// Findings that were accepted and may be told under the marking.
fn accepted_shown(picture: &Picture) -> impl Iterator<Item = &Accepted> {
    let all = picture.edition.handling.marking == Marking::OfficialSensitive;
    picture.findings.accepted.iter().filter(move |accepted| all || !accepted.tells_a_count())
}

/// What is left out at OFFICIAL, whatever was found.
const COUNTS_LEFT_OUT: &str = "What the checks of counts found is left out, open or accepted: that there is such a finding would tell of \
                               the counts of a force.";

/// Accepted findings by check; none where none may be told.
fn accepted_by_check(picture: &Picture) -> Option<DataTable> {
    let mut checks: std::collections::BTreeMap<&str, i64> = std::collections::BTreeMap::new();
    for accepted in accepted_shown(picture) {
        *checks.entry(accepted.check).or_default() += 1;
    }
    let columns = vec![text("Check", 4), number("Findings", "findings", 2), text("What it looks for", 6)];
    let row = |(check, found): (&&str, &i64)| vec![Cell::words(*check), Cell::count(*found), looks_for(check)];
    (!checks.is_empty()).then(|| DataTable {
        id: "quality-accepted",
        title: "Findings that were accepted".to_owned(),
        subtitle: format!("All data of the edition, at {}", wording::date(picture.edition.cut_off)),
        columns,
        rows: checks.iter().map(row).collect(),
        source: "Register of acceptances of the edition.".to_owned(),
        notes: vec![
            "The data stay as they are; the finding is looked at again when its time ends.".to_owned(),
            COUNTS_LEFT_OUT.to_owned(),
        ],
        lineage: lineage(picture),
    })
}

/// Accepted findings one by one, with who accepted them and why.
fn accepted(picture: &Picture) -> DataTable {
    let row = |accepted: &Accepted| {
        let subject = &accepted.subject;
        let force = match picture.forces.get(&subject.force) {
            Some(force) => Cell::words(&force.short_name),
            None => not_applicable(),
        };
        let what = [&subject.period, &subject.measure, &subject.dimension, &subject.category];
        let what: Vec<String> =
            what.into_iter().filter(|part| !part.is_empty()).map(|part| part.replace('_', " ")).collect();
        vec![
            Cell::words(accepted.check),
            force,
            if what.is_empty() { not_applicable() } else { Cell::words(what.join(", ")) },
            Cell::words(format!(
                "{}, {} to {}",
                accepted.by,
                wording::date(accepted.on),
                wording::date(accepted.until)
            )),
            Cell::words(&accepted.reason),
        ]
    };
    DataTable {
        id: "quality-accepted",
        title: "Findings that were accepted, by whom and why".to_owned(),
        subtitle: format!("All data of the edition, at {}", wording::date(picture.edition.cut_off)),
        columns: vec![
            text("Check", 4),
            text("Force", 4),
            text("About", 4),
            text("Accepted by, for", 5),
            text("Reason", 6),
        ],
        rows: picture.findings.accepted.iter().map(row).collect(),
        source: "Register of acceptances of the edition.".to_owned(),
        notes: vec![
            "[z] Not applicable. The data stay as they are; the finding is looked at again when its time ends."
                .to_owned(),
        ],
        lineage: lineage(picture),
    }
}

/// Returns that are set aside: by data set, and by force with the reason for those who may see the returns; none where there is none.
fn set_aside(picture: &Picture) -> Option<DataTable> {
    let aside = &picture.edition.set_aside;
    let (columns, rows) = match picture.edition.handling.marking {
        Marking::Official => {
            let mut forces: std::collections::BTreeMap<&str, BTreeSet<&str>> = std::collections::BTreeMap::new();
            for entry in aside {
                forces.entry(&entry.contract).or_default().insert(&entry.force);
            }
            let row =
                |(contract, forces): (&&str, &BTreeSet<&str>)| vec![Cell::words(*contract), Cell::tally(forces.len())];
            (vec![text("Data set", 6), number("Forces", "forces", 2)], forces.iter().map(row).collect())
        }
        Marking::OfficialSensitive => {
            let row = |entry: &SetAside| {
                let force = picture.forces.get(&entry.force).map(|force| force.short_name.clone());
                let period = entry.period.map_or_else(|| "All".to_owned(), |period| period.to_string());
                [force.unwrap_or_default(), entry.contract.clone(), period, entry.reason.clone()]
                    .map(Cell::words)
                    .to_vec()
            };
            let columns = vec![text("Force", 4), text("Data set", 4), text("Period", 3), text("Reason", 8)];
            (columns, aside.iter().map(row).collect())
        }
    };
    (!aside.is_empty()).then(|| DataTable {
        id: "quality-set-aside",
        title: "Returns that were set aside".to_owned(),
        subtitle: format!("All returns, at {}", wording::date(picture.edition.cut_off)),
        columns,
        rows,
        source: "Decisions of the edition.".to_owned(),
        notes: vec![
            "These forces sent a return that could not be used. They count as missing, and no number rests on it."
                .to_owned(),
        ],
        lineage: lineage(picture),
    })
}

/// What a check looks for, in words.
fn looks_for(check: &str) -> Cell {
    crate::contract::checks::check(check)
        .map_or_else(|| other(check), |known| Cell::words(wording::capitalised(&known.catches.replace('`', ""))))
}

/// What is found without an entry in the registry of checks.
fn other(check: &str) -> Cell {
    Cell::words(match check {
        "acceptance-ended" => "An acceptance whose time has ended",
        "acceptance-unused" => "An acceptance that matches no finding",
        "columns-unread" => "Columns of a publisher that are not read",
        "decision-open" => "A decision of this edition that nobody has taken",
        "return-set-aside" => "A return that the edition sets aside",
        "name-for-code" => "A name that stood where a code is due",
        _ => return not_applicable(),
    })
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
            let mut row = vec![Cell::words(&force.short_name)];
            row.extend(Band::ALL.map(|band| Cell::words(of(Some(band)))));
            row.push(Cell::words(of(None)));
            row
        })
        .collect();
    DataTable {
        id: "quality-forces",
        title: "How much of each variable each force recorded".to_owned(),
        subtitle: format!("Variables that any force gave, {}", picture.edition.returns.last),
        columns: vec![
            text("Force", 4),
            text("75% or more recorded", 4),
            text("50% to 74%", 4),
            text("Under 50%", 4),
            text("Not given whole", 4),
        ],
        rows,
        source: returns(&lineage(picture)),
        notes: vec!["Not given whole: a category has no count, nothing was counted, or there is no return.".to_owned()],
        lineage: lineage(picture),
    }
}
