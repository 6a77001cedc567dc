//! The bridge studies: samples of records that forces read against the agreed definition.
//!
//! Job: invent what a few forces that count something else found when they read a sample of their records. In: the
//! seed, the plan and the counts. Out: CSV bytes, one row a force and year. Invariants: only forces with a whole-year
//! return under another definition have a study; the numbers found follow the rule by which the counts were made; and
//! at least [`FEWEST`] of the other records are read, because the half-count correction of the method makes the
//! estimate from a small sample too high.

use super::calendar::Day;
use super::counts::{Group, Groups, Parents, meeting};
use super::plan::{Definition, Plan, Return};
use super::random::Stream;
use super::table::write_records;
use super::{DemoError, FIRST_YEARS, SHIPPED, period};

/// Forces with a study in both of the last two years, and forces with one only in the last year but one, after which
/// they adopt the agreed definition. Of a further year the first two that still count something else have one.
const IN_BOTH: usize = 2;
const BEFORE_ADOPTING: usize = 2;

/// The other records read: from eight to twelve times fifty.
const STEP: u64 = 50;
const FEWEST: u64 = 8;
const MOST: u64 = 12;

const COLUMNS: [&str; 10] = [
    "force_code",
    "period",
    "definition",
    "counted_sample",
    "counted_found",
    "other_sample",
    "other_found",
    "read_on",
    "read_against",
    "marker",
];

/// The studies of so many years as CSV.
pub(super) fn write(
    seed: u64,
    plan: &Plan,
    (groups, parents): (&Groups, &Parents),
    years: usize,
) -> Result<Vec<u8>, DemoError> {
    let records = studied(seed, plan, years).into_iter().filter_map(|(code, year)| {
        let course = plan.get(code)?;
        let group = groups.get(code)?.get(year)?;
        let parent = parents.get(code)?.get(year)?.iter().sum();
        Some(record(seed, code, year, course.definitions[year], (group, parent)))
    });
    write_records(COLUMNS, records.collect::<Vec<_>>())
}

/// Which forces made a study for which year, in the order of the file.
fn studied(seed: u64, plan: &Plan, years: usize) -> Vec<(&str, usize)> {
    let (before, last) = (SHIPPED - 2, SHIPPED - 1);
    let otherwise = |code: &str, year: usize| {
        plan.get(code).is_some_and(|course| {
            course.definitions[year] != Definition::Agreed && course.returns[year] == Return::Complete
        })
    };
    let mut codes: Vec<&str> = plan.keys().map(String::as_str).filter(|code| otherwise(code, before)).collect();
    Stream::named(seed, &["bridge studies"]).shuffle(&mut codes);
    let adopts = |code: &str| plan.get(code).is_some_and(|course| course.definitions[last] == Definition::Agreed);
    let both = codes.iter().copied().filter(|code| otherwise(code, last)).take(IN_BOTH);
    let once = codes.iter().copied().filter(|code| adopts(code)).take(BEFORE_ADOPTING);
    let mut studied: Vec<(&str, usize)> = both.flat_map(|code| [(code, before), (code, last)]).collect();
    studied.extend(once.map(|code| (code, before)));
    for year in SHIPPED..years {
        studied.extend(codes.iter().filter(|code| otherwise(code, year)).take(IN_BOTH).map(|code| (*code, year)));
    }
    studied.sort_unstable();
    studied
}

/// The row of one study.
fn record(
    seed: u64,
    code: &str,
    year: usize,
    definition: Definition,
    (group, parent): (&Group, u64),
) -> [String; COLUMNS.len()] {
    let period = period(year);
    let mut stream = Stream::named(seed, &["bridge study", code, &period]);
    let counted = group.counted();
    let others = parent.saturating_sub(counted);
    // So few records are counted that all of them are read; of the others, some hundreds.
    let other_sample = (STEP * stream.between(FEWEST, MOST)).min(others);
    let (of_counted, beyond) = meeting(definition, counted);
    let counted_found = stream.binomial(counted, of_counted);
    let of_others = if others > 0 { libm::fmin(beyond / others as f64, 1.0) } else { 0.0 };
    let other_found = stream.binomial(other_sample, of_others);
    // Two to six months after the year has ended.
    let read_on = Day(Day::of(i64::from(FIRST_YEARS[year]) + 1, 6, 1).0 + stream.between(0, 120) as i64);
    [
        code.to_owned(),
        period,
        definition.id().to_owned(),
        counted.to_string(),
        counted_found.to_string(),
        other_sample.to_string(),
        other_found.to_string(),
        read_on.to_string(),
        Definition::Agreed.id().to_owned(),
        String::new(),
    ]
}
