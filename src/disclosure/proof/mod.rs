//! The proof that a release gives nobody away: other returns from which the very same release is made.
//!
//! In: the counts that forces returned, what the release prints of them, the policy, and a function that makes the release again from
//! other counts and says whether it is the same. Out: for each protected count how far off such twins put it, for a reader and for
//! each force that knows its own; and what is left without one. [`search`] proposes, the rebuild alone proves; a count without a twin
//! within the effort is not safe.

pub mod accepted;
mod compose;
mod job;
mod moves;
mod programme;
mod search;
mod state;
mod twins;
mod world;

use std::collections::BTreeMap;

use super::policy::Protection;
use super::release::{Printed, Record};
use crate::contract::TOTAL;
use crate::period::{FinancialYear, Part};

use search::Search;
use twins::Twins;
use world::World;

/// A count that a force returned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// Contract of the return.
    pub contract: String,
    /// Code of the force.
    pub force: String,
    /// Financial year.
    pub year: FinancialYear,
    /// Whole year or a quarter.
    pub part: Part,
    /// Definition under which the force counted.
    pub definition: String,
    /// What was counted.
    pub measure: String,
    /// Breakdown; `total` for the whole.
    pub dimension: String,
    /// Category of the breakdown; `all` for the whole.
    pub category: String,
    /// The count; none where the return says why there is none.
    pub value: Option<i64>,
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { force, measure, year, part, dimension, category, .. } = self;
        write!(f, "{force} {measure} {year} {part}")?;
        if dimension == TOTAL { Ok(()) } else { write!(f, ", {dimension} {category}") }
    }
}

/// Other values, by the number of the count.
pub type Other = BTreeMap<usize, i64>;

/// A count that only classes hold: one class of another measure counts the same crimes under a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Same {
    /// The measure.
    pub measure: String,
    /// The definition under which it is the class.
    pub definition: String,
    /// Measure, breakdown and category of the class.
    pub class: (String, String, String),
}

/// Counts of one force that are held against others of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What should not exceed the others.
    pub below: Vec<usize>,
    /// The others.
    pub above: Vec<usize>,
}

/// From values to what is told of them, in numbers.
type Telling<'a> = dyn Fn(&[i64]) -> Vec<u64> + Sync + 'a;

/// What the release tells of counts that is no sum of them, in numbers: twins leave it as it is.
pub struct Told<'a> {
    /// The counts.
    pub of: Vec<usize>,
    /// What is told of their values, which come in the same order.
    pub what: Box<Telling<'a>>,
}

/// A number that is no sum of counts and is printed rounded: near what they are, each count moves it by so much.
#[derive(Clone, Debug, PartialEq)]
pub struct Sloped {
    /// By how much a count that is raised by one moves it.
    pub slopes: BTreeMap<usize, f64>,
    /// How far it may move down and up: what is printed of it allows no more.
    pub room: (f64, f64),
}

/// The numbers of a release that are no sums of counts and are printed rounded.
pub trait Rounded: Sync {
    /// All of them, near what the counts are. Working them out takes as long as many sketches, so they are asked for when what knows
    /// nothing of them has found all that it can.
    fn near(&self) -> Vec<Sloped>;

    /// How far each of them is moved by other values, in the same order; none where they are not made of these.
    fn moved(&self, other: &Other) -> Option<Vec<f64>>;
}

/// No such numbers.
impl Rounded for () {
    fn near(&self) -> Vec<Sloped> {
        Vec::new()
    }

    fn moved(&self, _: &Other) -> Option<Vec<f64>> {
        Some(Vec::new())
    }
}

impl Sloped {
    /// How far a change moves it, as far as that is known near what the counts are.
    pub fn by(&self, delta: &[(usize, i64)]) -> f64 {
        delta.iter().filter_map(|(number, by)| Some(self.slopes.get(number)? * *by as f64)).sum()
    }
}

/// What is to be proven.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The counts.
    pub counts: &'a [Count],
    /// Measures whose counts are public of each force: no twin changes them.
    pub public: &'a [&'a str],
    /// Counts that are the same by what they count.
    pub same: &'a [Same],
    /// Counts of one force that are held against others of it: whether they exceed them is seen, so no twin changes it.
    pub held_against: &'a [Held],
    /// The least that a count can be for all that is known beside it, where that is more than nought.
    pub at_least: &'a BTreeMap<usize, i64>,
    /// What the release tells of counts that is no sum of them, where that is quickly worked out.
    pub told: &'a [Told<'a>],
    /// Numbers that are no sums and are printed rounded.
    pub rounded: &'a dyn Rounded,
    /// What the release prints.
    pub record: &'a Record,
    /// Sums that it does not print, with the values for which the same is decided.
    pub unseen: &'a [Printed],
    /// The same with the values for which it may be: what has no twin otherwise is looked for so far.
    pub unseen_perhaps: &'a [Printed],
    /// The doubt that must be left.
    pub protection: Protection,
    /// The counts to be proven, where not all are.
    pub only: Option<&'a [bool]>,
}

/// How a release is made from other returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// What is made of the returns alone, with what was decided of the real ones: quicker still.
    Sketch,
    /// What checks find of the returns, which is told in part.
    Checks,
    /// With what was decided of the real returns: quick, and no proof.
    Draft,
    /// From the beginning: what is the same is a twin.
    Whole,
}

/// Makes releases of other returns, and says whether each is the same; if not, in what it differs.
pub type Make<'m> = &'m mut dyn FnMut(&[(Depth, &Other)]) -> Vec<Result<(), String>>;

/// How much is tried.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Most releases that are made whole.
    pub rebuilds: usize,
    /// Releases made at the same time.
    pub at_once: usize,
    /// Seed of the search, which is the same for the same seed.
    pub seed: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Self { rebuilds: 900, at_once: 2, seed: 1 }
    }
}

/// A count that somebody may work out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unproven {
    /// The count.
    pub count: usize,
    /// The force that knows its own counts; none for a reader.
    pub insider: Option<String>,
    /// How far apart twins put it.
    pub width: i64,
    /// What most often stopped a change of it.
    pub stopped: Stopped,
}

/// What stopped the search for twins of a count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stopped {
    /// No change of the counts keeps every printed sum; the sum over the fewest counts that holds it, where there is one.
    NoChange(Option<String>),
    /// The release that changes of it make differs in this part.
    Seen(String),
    /// The effort was spent.
    Effort,
}

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoChange(Some(sum)) => write!(f, "no change found that keeps the sums printed, such as {sum}"),
            Self::NoChange(None) => write!(f, "no change found that keeps what is known of the force"),
            Self::Seen(part) => write!(f, "a change is seen in {part}"),
            Self::Effort => write!(f, "the effort was spent"),
        }
    }
}

/// What was proven.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Counts to be protected.
    pub counts: usize,
    /// Pairs of a count and a force that must not know it.
    pub pairs: usize,
    /// Twins found: other returns that give the same release.
    pub twins: usize,
    /// Sketches made to choose what is worth a draft.
    pub sketches: usize,
    /// Drafts made to choose what is worth a release.
    pub drafts: usize,
    /// Releases made.
    pub rebuilds: usize,
    /// What single changes were seen in, and how often: what it is that tells.
    pub told: BTreeMap<String, usize>,
    /// What is left.
    pub unproven: Vec<Unproven>,
}

impl Proof {
    /// Whether everything is proven.
    pub fn is_whole(&self) -> bool {
        self.unproven.is_empty()
    }
}

/// Looks for twins until every count has them, or the effort is spent.
pub fn prove(given: &Given<'_>, effort: Effort, make: Make<'_>) -> Proof {
    let world = World::new(given);
    let wider = World::new(&Given { unseen: given.unseen_perhaps, ..*given });
    let mut twins = Twins::new(&world, given.protection, effort);
    let near = std::cell::LazyCell::new(|| given.rounded.near());
    for world in [&world, &wider] {
        twins.go_on_in(world);
        let mut search = Search::new(world, effort.seed);
        twins.find(&mut search, make);
        if !twins.is_settled() && !twins.is_spent() {
            twins.find_by_programmes(&mut search, (given.rounded, &near), make);
        }
    }
    twins.proof()
}
