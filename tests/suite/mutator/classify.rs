//! What became of a damage: compared with the same returns before it.

use std::collections::{BTreeMap, BTreeSet};

use assess::contract::{AdrReturn, Finding, Severity, check_against_parents, check_breakdowns};
use assess::fault::Place;
use assess::period::Part;

use super::kinds::{Kind, Way};
use super::random::Random;
use super::rows::Damaged;
use super::text;
use crate::checks::world::{PARENTS, RETURNS, Reference, World};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A fault stops it.
    Refused,
    /// A warning or error that was not there before names the force; perhaps the very cell.
    Found { cell: bool },
    /// No published figure changes.
    Harmless,
    /// A published figure changes and nobody says so.
    Missed,
}

/// Published figures by name.
type Figures = BTreeMap<Vec<String>, i64>;

fn published(world: &World) -> Figures {
    let mut figures = Figures::new();
    for row in world.returns.iter().chain(&world.parents).filter(|row| row.part == Part::Year) {
        let Some(value) = row.value else { continue };
        let base = [row.measure.clone(), row.year.to_string(), row.dimension.clone(), row.category.clone()];
        let mut under = base.to_vec();
        under.push(row.definition.clone());
        for name in [base.to_vec(), under] {
            let mut forces = name.clone();
            forces.push("forces".to_owned());
            *figures.entry(name).or_default() += value;
            *figures.entry(forces).or_default() += 1;
        }
    }
    figures
}

/// What a finding is, for telling a new one from one that was there.
type Identity = (&'static str, assess::contract::Subject, Severity);

fn identity(finding: &Finding) -> Identity {
    (finding.check, finding.subject.clone(), finding.severity)
}

fn faults(world: &World) -> BTreeSet<(&'static str, Place)> {
    let (returns, parents) = ((world.returns.as_slice(), RETURNS), (world.parents.as_slice(), PARENTS));
    let faults = check_against_parents(returns, parents).into_iter().chain(check_breakdowns(returns));
    faults.map(|fault| (fault.id, fault.place)).collect()
}

/// Returns before any damage.
pub(super) struct Base<'a> {
    reference: &'a Reference,
    pub(super) world: &'a World,
    figures: Figures,
    findings: BTreeSet<Identity>,
    /// The same for the forces that stand in the text of a file.
    text: Option<Box<Base<'a>>>,
    of_text: Option<Box<World>>,
}

impl<'a> Base<'a> {
    pub(super) fn new(reference: &'a Reference, world: &'a World) -> Self {
        assert!(faults(world).is_empty());
        let findings = reference.check(world).iter().map(identity).collect();
        Self { reference, world, figures: published(world), findings, text: None, of_text: None }.with_text()
    }

    fn with_text(mut self) -> Self {
        let few = text::few(self.world);
        let findings = self.reference.check(&few).iter().map(identity).collect();
        let base = Base {
            reference: self.reference,
            world: self.world,
            figures: published(&few),
            findings,
            text: None,
            of_text: None,
        };
        self.text = Some(Box::new(base));
        self.of_text = Some(Box::new(few));
        self
    }

    /// Damages the returns once; none where the kind does not apply to what was chosen.
    pub(super) fn damage(&self, kind: &Kind, seed: u64) -> Option<Outcome> {
        let mut random = Random::new(kind.name, seed);
        match kind.way {
            Way::Rows(damage) => {
                let mut world = self.world.clone();
                // A choice that does not suit the kind is drawn again.
                let damaged = (0..40).find_map(|_| damage(&mut world, &mut random))?;
                Some(self.outcome(&world, &damaged))
            }
            Way::Text(damage) => {
                let before = self.of_text.as_ref()?;
                let file = text::written(&before.returns);
                let damaged = (0..40).find_map(|_| damage(&file, &mut random))?;
                let Ok(returns) = text::read(self.reference, &damaged) else { return Some(Outcome::Refused) };
                let world = World { returns, ..(**before).clone() };
                let forces = before.returns.iter().map(|row| row.force.clone()).collect();
                let all = Damaged { forces, lines: BTreeSet::new() };
                Some(self.text.as_ref()?.outcome(&world, &all))
            }
        }
    }

    fn outcome(&self, world: &World, damaged: &Damaged) -> Outcome {
        if published(world) == self.figures {
            return Outcome::Harmless;
        }
        if !faults(world).is_empty() {
            return Outcome::Refused;
        }
        let findings = self.reference.check(world);
        let new: Vec<&Finding> = findings
            .iter()
            .filter(|finding| finding.severity >= Severity::Warning && damaged.forces.contains(&finding.subject.force))
            .filter(|finding| !self.findings.contains(&identity(finding)))
            .collect();
        if new.is_empty() {
            return Outcome::Missed;
        }
        let names = |place: &Place| place.line.is_some_and(|line| damaged.lines.contains(&(place.file.clone(), line)));
        Outcome::Found { cell: new.iter().any(|finding| finding.places.iter().any(names)) }
    }
}

/// The file and line of a row.
pub(super) fn line(row: &AdrReturn) -> (String, u64) {
    let file = if row.measure == "csae_crimes" { PARENTS } else { RETURNS };
    (file.to_owned(), row.line)
}
