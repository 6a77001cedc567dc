//! Which force counts under which definition, and which returns are missing.
//!
//! Job: draw the pattern of definitions and gaps that makes the national picture hard. In: the seed and the sizes of
//! the forces. Out: a definition for every force and year, and the state of every return. Invariants: the agreed
//! definition spreads to exactly [`ON_AGREED`] forces and no force leaves it; the two largest forces of the story move
//! in 2024/25; no force fails to return twice; late and missing forces are small, so that little is unknown at the end.

use std::collections::BTreeMap;

use super::random::Stream;
use super::{DemoError, SHIPPED, Size, YEARS};

/// Territorial forces of England and Wales and British Transport Police.
pub(super) const FORCES: usize = 44;

/// Forces on the agreed definition in each year.
const ON_AGREED: [usize; YEARS] = [14, 20, 28, 35, 39, 41, 42, 43];

/// Forces that return nothing usable in each year, and how many of them say so with a marked row.
const MISSING: [(usize, usize); YEARS] = [(4, 1), (3, 1), (2, 0), (2, 1), (1, 0), (1, 0), (1, 0), (1, 0)];

/// The year, 2024/25, in which the large forces below adopt the agreed definition.
const LARGE_FORCES_MOVE: usize = 3;

/// Metropolitan Police Service and West Midlands Police.
const LARGE_FORCES: [&str; 2] = ["E23000001", "E23000014"];

/// A force with at least this share of all children is neither late nor missing.
const LARGE_SHARE: f64 = 0.04;

/// The year, 2023/24, in which one force returns three quarters and another changes between two local definitions.
const TROUBLED_YEAR: usize = 2;

/// What a force counts in the chapter's measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Definition {
    /// The agreed definition: the inquiry's organised network.
    Agreed,
    /// COCAD crimes whose criterion is child sexual exploitation.
    CocadExploitation,
    /// Flagged crimes with two or more suspects recorded.
    Flag,
}

impl Definition {
    /// The identifier used in the returns and in the definition files.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Agreed => "iicsa-organised-network",
            Self::CocadExploitation => "cocad-cse",
            Self::Flag => "cse-flag",
        }
    }
}

/// What came back from a force for one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Return {
    /// Four quarters and the breakdowns.
    Complete,
    /// The last quarter is not available, and so neither is the year.
    ThreeQuarters,
    /// Rows are there, every value is marked not available.
    Marked,
    /// No rows at all.
    Absent,
}

/// The definition and the state of the return of one force in each year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Course {
    pub(super) definitions: [Definition; YEARS],
    pub(super) returns: [Return; YEARS],
}

/// The course of every force.
pub(super) type Plan = BTreeMap<String, Course>;

/// Draws the plan.
pub(super) fn draw(seed: u64, sizes: &BTreeMap<String, Size>) -> Result<Plan, DemoError> {
    let adoption = adoption(seed, sizes)?;
    let mut plan = definitions(seed, &adoption);
    add_missing(seed, sizes, &mut plan);
    Ok(plan)
}

/// The year in which each force adopts the agreed definition, [`YEARS`] for never.
fn adoption(seed: u64, sizes: &BTreeMap<String, Size>) -> Result<BTreeMap<String, usize>, DemoError> {
    let mut stream = Stream::named(seed, &["adoption"]);
    let mut codes: Vec<&String> = sizes.keys().filter(|code| !LARGE_FORCES.contains(&code.as_str())).collect();
    stream.shuffle(&mut codes);
    // Late places first, and only small forces: what stays unknown in the last two years has to be little.
    let late = FORCES - ON_AGREED[LARGE_FORCES_MOVE];
    let (small, large): (Vec<&String>, Vec<&String>) =
        codes.into_iter().partition(|code| sizes.get(*code).is_some_and(|size| size.share < LARGE_SHARE));
    if small.len() < late {
        return Err(DemoError::TooFewSmallForces { found: small.len(), needed: late });
    }
    let (last, early) = small.split_at(late);
    let mut early: Vec<&String> = early.iter().copied().chain(large).collect();
    stream.shuffle(&mut early);

    let mut adoption: BTreeMap<String, usize> =
        LARGE_FORCES.iter().map(|code| ((*code).to_owned(), LARGE_FORCES_MOVE)).collect();
    for (place, code) in early.into_iter().enumerate() {
        let year = ON_AGREED.iter().filter(|count| **count <= place).count();
        adoption.insert(code.clone(), year);
    }
    for (place, code) in last.iter().enumerate() {
        let is_reached = |year: &usize| place + ON_AGREED[LARGE_FORCES_MOVE] < ON_AGREED[*year];
        let year = (LARGE_FORCES_MOVE..YEARS).find(is_reached).unwrap_or(YEARS);
        adoption.insert((*code).clone(), year);
    }
    Ok(adoption)
}

/// The definition of each force in each year: a local one, drawn, until it adopts the agreed one.
fn definitions(seed: u64, adoption: &BTreeMap<String, usize>) -> Plan {
    let mut switched = false;
    adoption
        .iter()
        .map(|(code, adopted)| {
            let local = if Stream::named(seed, &["local definition", code]).chance(0.5) {
                Definition::CocadExploitation
            } else {
                Definition::Flag
            };
            let mut definitions = [local; YEARS];
            // One force goes from its flag to COCAD before it goes further: a break that has nothing to do with
            // the agreed definition.
            if local == Definition::Flag && *adopted >= SHIPPED && !switched {
                switched = true;
                definitions[TROUBLED_YEAR..].fill(Definition::CocadExploitation);
            }
            if let Some(agreed) = definitions.get_mut(*adopted..) {
                agreed.fill(Definition::Agreed);
            }
            let course = Course { definitions, returns: [Return::Complete; YEARS] };
            (code.clone(), course)
        })
        .collect()
}

/// Takes returns away: marked ones from forces on the agreed definition, absent ones from the others, no force twice.
fn add_missing(seed: u64, sizes: &BTreeMap<String, Size>, plan: &mut Plan) {
    let mut order: Vec<String> = sizes
        .iter()
        .filter(|(_, size)| size.share > 0.0 && size.share < LARGE_SHARE)
        .map(|(code, _)| code.clone())
        .collect();
    Stream::named(seed, &["missing"]).shuffle(&mut order);
    let mut spare = order.into_iter().collect::<Vec<_>>();
    let mut take = |plan: &mut Plan, year: usize, agreed: bool, state: Return| {
        let found = spare.iter().position(|code| {
            plan.get(code).is_some_and(|course| (course.definitions[year] == Definition::Agreed) == agreed)
        });
        if let Some(course) = found.and_then(|place| plan.get_mut(&spare.remove(place))) {
            course.returns[year] = state;
        }
    };
    // Latest year first, because that is when fewest forces are left to choose from; then the further ones, which take nothing from those.
    for year in (0..SHIPPED).rev().chain(SHIPPED..YEARS) {
        let (missing, marked) = MISSING[year];
        for _ in marked..missing {
            take(plan, year, false, Return::Absent);
        }
        for _ in 0..marked {
            take(plan, year, true, Return::Marked);
        }
        if year == TROUBLED_YEAR {
            take(plan, year, true, Return::ThreeQuarters);
        }
    }
}
