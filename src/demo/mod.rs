//! Synthetic returns for the demonstration edition.
//!
//! Job: invent, from a seed, a plausible set of returns under the annual data requirement, because the real ones are
//! not public. In: the seed, the forces and their children aged 0 to 17. Out: named byte buffers, one a file, with a
//! README that says in plain words that everything is invented. Invariants: no file, clock, locale or hash order is
//! touched, so the same input gives the same bytes on every machine; only aggregated counts are made, never a person,
//! a crime or a place; and every count of group-based crimes is at most the force's count of all such crimes.
//!
//! The shape (national totals, shares, missing values) follows published national figures; which force gets which
//! count, definition, gap or fault is drawn at random and says nothing about the real force.

mod bridges;
mod calendar;
mod counts;
mod plan;
mod profiles;
mod random;
mod readme;
mod table;

use std::collections::BTreeMap;

use crate::period::FinancialYear;

/// Seed of the files committed under `data/demo`.
pub const SEED: u64 = 2027;

/// The first year of each financial year that can be made: 2021/22 to 2028/29.
const FIRST_YEARS: [u16; YEARS] = [2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028];

/// How many financial years can be made. A year further on changes nothing of those before it.
const YEARS: usize = 8;

/// How many of them the committed returns cover: 2021/22 to 2025/26.
const SHIPPED: usize = 5;

/// A force as the generator needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Force {
    /// ONS police force area code, or `BTP`.
    pub code: String,
    /// Whether people live in its area, so that it must have a child population.
    pub has_residents: bool,
}

/// Children aged 0 to 17 by force code, for one mid-year.
pub type ChildPopulation = BTreeMap<String, u64>;

/// The files made, by name, in order of name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFiles {
    /// File name to content: UTF-8, LF line ends, sorted rows.
    pub files: BTreeMap<&'static str, Vec<u8>>,
}

/// Why no files could be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The list of forces is too short for the gaps and definitions the demonstration promises.
    #[error(
        "the demonstration needs 44 forces (43 territorial and British Transport Police), {found} given; give every row of forces.csv"
    )]
    WrongForces {
        /// How many were given.
        found: usize,
    },
    /// A force with residents has no child population.
    #[error("force {code} has residents but no child population; add its row to child_population.csv")]
    MissingPopulation {
        /// The force without one.
        code: String,
    },
    /// A year that the generator has no shape for.
    #[error("no returns can be made up to {last}; give a year from 2025/26 to 2028/29")]
    NoSuchYear {
        /// The year asked for.
        last: FinancialYear,
    },
    /// Too many forces are too large to leave the late places free.
    #[error(
        "only {found} forces are small enough to adopt the agreed definition late, {needed} needed; check the child populations"
    )]
    TooFewSmallForces {
        /// How many are small enough.
        found: usize,
        /// How many the plan needs.
        needed: usize,
    },
    /// A row could not be written as CSV.
    #[error("a row could not be written")]
    Write(#[from] csv::Error),
}

/// Makes all demonstration files, from 2021/22 to 2025/26.
///
/// # Errors
///
/// When the forces are not 44, one with residents has no child population, or the populations leave no small forces.
pub fn generate(seed: u64, forces: &[Force], child_population: &ChildPopulation) -> Result<DemoFiles, DemoError> {
    made(seed, forces, child_population, SHIPPED)
}

/// The same with further years, up to `last`: what a later edition could rest on.
///
/// # Errors
///
/// As [`generate`], and when there is no shape for that year.
pub fn generate_until(
    seed: u64,
    forces: &[Force],
    child_population: &ChildPopulation,
    last: FinancialYear,
) -> Result<DemoFiles, DemoError> {
    let place = FIRST_YEARS.iter().position(|first| i16::try_from(*first) == Ok(last.start()));
    let years = place.map(|place| place + 1).filter(|years| *years >= SHIPPED);
    made(seed, forces, child_population, years.ok_or(DemoError::NoSuchYear { last })?)
}

/// The files with this many years.
fn made(seed: u64, forces: &[Force], child_population: &ChildPopulation, years: usize) -> Result<DemoFiles, DemoError> {
    let sizes = sizes(forces, child_population)?;
    let plan = plan::draw(seed, &sizes)?;
    let parents = counts::parents(seed, &sizes);
    let groups = counts::groups(seed, &sizes, &plan, &parents);
    let files = BTreeMap::from([
        ("README.txt", readme::text(seed, years).into_bytes()),
        ("adr_group_based.csv", table::write(&counts::group_rows(seed, &plan, &groups, years))?),
        ("adr_parent.csv", table::write(&counts::parent_rows(&parents, years))?),
        ("bridge_studies.csv", bridges::write(seed, &plan, (&groups, &parents), years)?),
        ("profiles.csv", profiles::write(seed, &sizes, &plan, years)?),
    ]);
    Ok(DemoFiles { files })
}

/// How large a force is for the generator.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Size {
    /// Resident children, or what stands in for them where there are none or very few.
    children: f64,
    /// Share of the resident children of all forces.
    share: f64,
}

/// Sizes by force code: the real child population, with a floor so that the City of London and British Transport
/// Police, which record crimes against children who live elsewhere, do not return nothing for ever.
fn sizes(forces: &[Force], child_population: &ChildPopulation) -> Result<BTreeMap<String, Size>, DemoError> {
    const SMALLEST: f64 = 5_000.0;
    const WITHOUT_RESIDENTS: f64 = 30_000.0;
    let mut residents = BTreeMap::new();
    for force in forces {
        let children = match (force.has_residents, child_population.get(&force.code)) {
            (false, _) => None,
            (true, Some(children)) => Some(*children),
            (true, None) => {
                return Err(DemoError::MissingPopulation { code: force.code.clone() });
            }
        };
        residents.insert(force.code.clone(), children);
    }
    if residents.len() != plan::FORCES {
        return Err(DemoError::WrongForces { found: residents.len() });
    }
    let all = residents.values().flatten().sum::<u64>() as f64;
    Ok(residents
        .into_iter()
        .map(|(code, children)| {
            let size = match children {
                Some(children) => {
                    Size { children: libm::fmax(children as f64, SMALLEST), share: children as f64 / all }
                }
                None => Size { children: WITHOUT_RESIDENTS, share: 0.0 },
            };
            (code, size)
        })
        .collect())
}

/// A year's label, for example `2024/25`.
fn period(year: usize) -> String {
    let first = FIRST_YEARS[year];
    format!("{first}/{:02}", (first + 1) % 100)
}
