//! The stage of a build: from the raw picture and statistics to those that may be shown.

use std::collections::BTreeMap;

use super::audit::Audit;
use super::control::{self, Decided, Known, Memory};
use super::ledger::{Decision, Ledger, Terms};
use super::picture::{self, Picture};
use super::policy::Policy;
use super::proof::Same;
use super::release::{self, Printed, Record};
use super::statistics::{self, Statistic};
use super::suppress::Report;
use super::vintages::Vintages;
use crate::contract::Measure;
use crate::edition::Marking;
use crate::fault::Failure;
use crate::national;
use crate::national::number::Raw;
use crate::national::sum::{Own, What};
use crate::panel::Panel;

/// What is protected.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The national picture.
    pub picture: &'a national::picture::Picture<Raw>,
    /// The statistics.
    pub statistics: &'a [national::registry::Statistic],
    /// The panel, for what earlier releases printed of it.
    pub panel: &'a Panel,
    /// The policy.
    pub policy: &'a Policy,
    /// The measure of the national number.
    pub national: &'a Measure,
    /// Counts that are the same by what they count.
    pub same: &'a [Same],
    /// The records of earlier releases, by path.
    pub releases: &'a [(String, Record)],
}

/// What was decided of each number, to be handed out again.
#[derive(Clone, Debug)]
pub struct Decisions {
    numbers: BTreeMap<Own, usize>,
    decided: BTreeMap<Terms, Decision>,
}

/// What may be shown.
#[derive(Clone, Debug)]
pub struct Protected {
    /// The national picture.
    pub picture: Picture,
    /// The statistics.
    pub statistics: Vec<Statistic>,
    /// What the OFFICIAL release prints of the returns, for its record; none if it could not be made safe.
    pub record: Option<Record>,
    /// What disclosure control did, in a line.
    pub said: String,
    /// The audit of the OFFICIAL release.
    pub audit: Option<Audit>,
    /// What was decided; none if it could not be made safe.
    pub decisions: Option<Decisions>,
    /// Sums that are not printed, with the values for which the same is decided, and with those for which it may be.
    pub unseen: [Vec<Printed>; 2],
}

/// Protects an edition for its marking.
///
/// # Errors
/// An OFFICIAL edition that cannot be made safe, with the cells. OFFICIAL-SENSITIVE is shown as it is, and says so.
pub fn protect(given: Given<'_>) -> Result<Protected, Failure> {
    protected(given, None)
}

/// The same with a memory of what was protected last.
///
/// # Errors
/// As of [`protect`].
pub fn protect_again(given: Given<'_>, memory: &Memory) -> Result<Protected, Failure> {
    protected(given, Some(memory))
}

fn protected(given: Given<'_>, memory: Option<&Memory>) -> Result<Protected, Failure> {
    let marking = given.picture.edition.handling.marking;
    let mut ledger = Ledger::new(given.policy);
    let statistics_of = |ledger: &mut Ledger<'_>| -> Vec<Statistic> {
        given.statistics.iter().map(|statistic| statistics::walk(statistic, ledger)).collect()
    };
    picture::walk(given.picture, &mut ledger);
    statistics_of(&mut ledger);
    let before = release::before(given.releases, given.panel, &mut ledger)?;
    let same = pairs(given.picture, &given.national.id, given.same);
    let given_up = given.picture.edition.give_up.as_slice();
    let known = Known { same: &same, public: given.national.ceiling(), given_up };
    let decided = control::decide(&ledger, &before, known, memory);
    let forces = given.picture.forces.beside(&given.picture.agreed.lineage);
    let (mut vintages, mut official) = (Vintages::default(), Vec::new());
    let (said, record, audit, decisions, unseen) = match decided {
        Ok(decided) => {
            let said = said(&ledger, &decided);
            let unseen = release::unseen(&ledger, &decided.unseen);
            let decisions = Decisions { numbers: ledger.numbers().clone(), decided: decided.printed.clone() };
            ledger.decide(decided.printed.clone());
            official = statistics_of(&mut ledger);
            let of = (&given.picture.edition, &forces);
            let record = Record::new(of, given.policy, (&ledger, &decided.printed), &official);
            vintages = Vintages::new(given.releases, &official, &given.picture.measures);
            (
                said,
                Some(record),
                Some(decided.audit.naming(|code| forces.printed_code(code).to_owned())),
                Some(decisions),
                unseen,
            )
        }
        Err(faults) if marking == Marking::Official => return Err(Failure::Input(faults)),
        Err(faults) => {
            (format!("an OFFICIAL release is not safe: {} cells", faults.len()), None, None, None, Default::default())
        }
    };
    let statistics = match marking {
        Marking::Official => official,
        Marking::OfficialSensitive => {
            ledger.open();
            statistics_of(&mut ledger)
        }
    };
    let mut picture = picture::walk(given.picture, &mut ledger);
    picture.vintages = vintages;
    Ok(Protected { picture, statistics, record, said, audit, decisions, unseen })
}

/// An edition as those see it who may see every count. No release is made of it, so nothing is decided.
pub fn open(given: Given<'_>) -> Protected {
    let mut ledger = Ledger::new(given.policy);
    picture::walk(given.picture, &mut ledger);
    given.statistics.iter().for_each(|statistic| drop(statistics::walk(statistic, &mut ledger)));
    ledger.open();
    let picture = picture::walk(given.picture, &mut ledger);
    let statistics = given.statistics.iter().map(|statistic| statistics::walk(statistic, &mut ledger)).collect();
    Protected {
        picture,
        statistics,
        record: None,
        said: "every count is shown".to_owned(),
        audit: None,
        decisions: None,
        unseen: Default::default(),
    }
}

/// An edition with what was decided of the same numbers of other returns: what it prints is compared with theirs, and proves nothing.
pub fn draft(given: Given<'_>, decisions: &Decisions) -> Protected {
    let mut ledger = decisions.ledger(given.policy);
    let mut picture = picture::walk(given.picture, &mut ledger);
    let statistics: Vec<Statistic> =
        given.statistics.iter().map(|statistic| statistics::walk(statistic, &mut ledger)).collect();
    picture.vintages = Vintages::new(given.releases, &statistics, &given.picture.measures);
    let said = "as was decided of other returns".to_owned();
    Protected { picture, statistics, record: None, said, audit: None, decisions: None, unseen: Default::default() }
}

/// What is shown of the part of a picture that is made of the returns alone, with what was decided of the same numbers of other returns:
/// quicker than a draft, and even less of a proof.
pub fn sketch(
    of: &national::picture::OfReturns<Raw>,
    policy: &Policy,
    decisions: &Decisions,
) -> national::picture::OfReturns<picture::Shown> {
    picture::of_returns(of, &mut decisions.ledger(policy))
}

impl Decisions {
    fn ledger<'a>(&self, policy: &'a Policy) -> Ledger<'a> {
        Ledger::again(policy, self.numbers.clone(), self.decided.clone())
    }
}

/// The counts of each force that are the same, for the definition under which it counted.
fn pairs(picture: &national::picture::Picture<Raw>, national: &str, same: &[Same]) -> Vec<(Own, Own)> {
    let mut pairs = Vec::new();
    for same in same.iter().filter(|same| same.measure == national) {
        let (measure, dimension, category) = &same.class;
        for year in &picture.agreed.years {
            let counted =
                year.forces.iter().filter(|force| force.definition.as_deref() == Some(same.definition.as_str()));
            pairs.extend(counted.filter(|force| !force.partial).map(|force| {
                let own = |what| Own { force: force.force.code.clone(), what };
                let class = What::category(measure, year.year, dimension, category);
                (own(What::year(national, year.year)), own(class))
            }));
        }
    }
    pairs
}

fn said(ledger: &Ledger<'_>, decided: &Decided) -> String {
    let Report { primary, secondary, cost, least_cost, .. } = &decided.report;
    let proof = if cost == least_cost { "the least possible" } else { "no proof of the least" };
    let (alone, alike) = decided.counts;
    format!(
        "{} numbers of the returns, {} withheld for their own sake, {} to protect them ({proof}) and {} rounded in place; \
         {alike} counts of forces proven by likeness, {alone} attacked one by one",
        ledger.entries().len(),
        primary.len(),
        secondary.len(),
        decided.rounded,
    )
}
