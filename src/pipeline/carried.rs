//! What the edition itself says that a reader of the findings must know: what it has from the one before and nobody has decided on anew,
//! which is printed as such and never released, and the returns that it sets aside.

use super::Order;
use crate::contract::{Finding, Severity, Subject};
use crate::edition::assumptions::Assumptions;
use crate::edition::decisions::{ASSUMPTION, DECISIONS, Decision, Decisions, JUDGEMENT, KEY_JUDGEMENT};
use crate::edition::judgements::Judgements;
use crate::edition::{Edition, SetAside};
use crate::fault::{Fault, Place};

/// An open decision as a finding.
pub(super) fn to_decide(decision: &Decision) -> Finding {
    Finding {
        check: "decision-open",
        severity: Severity::Warning,
        subject: Subject::default(),
        places: vec![decision.place.clone()],
        what: format!("`{}` is not decided: {}", decision.id, decision.what),
        remedy: "decide it, and name under `by` who did and under `on` when".to_owned(),
    }
}

/// A return that is set aside as a finding: it is told by force, however much stays missing for it.
pub(super) fn aside(entry: &SetAside) -> Finding {
    let of = entry.period.map_or_else(String::new, |period| format!(" for {period}"));
    Finding {
        check: "return-set-aside",
        severity: Severity::Note,
        subject: Subject {
            contract: entry.contract.clone(),
            force: entry.force.clone(),
            period: entry.period.map(|period| period.to_string()).unwrap_or_default(),
            ..Subject::default()
        },
        places: vec![entry.place.clone()],
        what: format!(
            "the return under `{}`{of} is set aside, and counts as missing: {}",
            entry.contract,
            entry.reason.trim()
        ),
        remedy: "take the entry out of edition.toml when the force has sent a better one".to_owned(),
    }
}

/// Nothing is built for release while a decision is open.
pub(super) fn undecided(decisions: &Decisions, order: Order) -> Option<Fault> {
    let open: Vec<&str> = decisions.open().map(|decision| decision.id.as_str()).collect();
    if open.is_empty() || !order.for_release {
        return None;
    }
    let place = Place::file(&format!("{}/{DECISIONS}", Edition::folder(order.year)));
    let what = format!("{} decisions of the edition are open: {}", open.len(), open.join(", "));
    Some(Fault::new(
        "release-undecided",
        place,
        what,
        "take each, and name under `by` who did; or build without --for-release",
    ))
}

/// Ratings and judgements, with the edition from which they were carried.
pub(super) fn carried_judgements(mut judgements: Judgements, decisions: &Decisions) -> Judgements {
    for rating in &mut judgements.ratings {
        rating.carried = decisions.carried(JUDGEMENT, rating.headline.id());
    }
    for judgement in &mut judgements.key {
        judgement.carried = decisions.carried(KEY_JUDGEMENT, &judgement.id);
    }
    judgements
}

/// Assumptions, of which the table of evidence says that they were carried.
pub(super) fn carried_assumptions(mut assumptions: Assumptions, decisions: &Decisions) -> Assumptions {
    for rung in &mut assumptions.rungs {
        if let Some(year) = decisions.carried(ASSUMPTION, &rung.id) {
            rung.made_by = format!("{}; carried from edition {year}, and not looked at again", rung.made_by);
        }
    }
    assumptions
}
