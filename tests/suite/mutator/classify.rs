//! What became of a damage: compared with the same returns before it.

use std::collections::{BTreeMap, BTreeSet};

use assess::contract::{AdrReturn, Finding, Severity, role};
use assess::fault::Place;
use assess::period::Part;

use super::block::Damaged;
use super::desk::{Desk, written};
use super::kinds::{Kind, Way};
use super::workbook::Workbook;
use crate::checks::world::{Reference, World};
use crate::random::Random;

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

/// Returns before any damage, and what was found in them.
struct Before {
    world: World,
    figures: Figures,
    findings: BTreeSet<Identity>,
}

impl Before {
    fn new(reference: &Reference, desk: &Desk, world: World) -> Self {
        assert!(desk.faults(&world).is_empty());
        let findings = reference.check(&world).iter().map(identity).collect();
        Self { figures: published(&world), findings, world }
    }
}

/// Everything a case starts from.
pub(super) struct Base<'a> {
    reference: &'a Reference,
    desk: &'a Desk,
    whole: Before,
    /// The returns of six forces: a text that is quickly read.
    few: Before,
    /// The same returns, one of them sent as a filled workbook.
    workbook: Workbook,
    with_workbook: Before,
}

impl<'a> Base<'a> {
    pub(super) fn new(reference: &'a Reference, desk: &'a Desk, world: World) -> Self {
        let keep = |row: &&AdrReturn| ("E23000002".."E23000009").contains(&row.force.as_str());
        let rows = |rows: &[AdrReturn]| rows.iter().filter(keep).cloned().collect();
        let few = World {
            returns: rows(&world.returns),
            parents: rows(&world.parents),
            profiles: Vec::new(),
            public: Default::default(),
        };
        let workbook = Workbook::fill(desk, &world);
        let sent = workbook.read(desk, &workbook.grids()).unwrap();
        let with_workbook = workbook.put(&world, sent);
        let before = |world| Before::new(reference, desk, world);
        Self { reference, desk, few: before(few), with_workbook: before(with_workbook), whole: before(world), workbook }
    }

    /// Damages the returns once; none where the kind does not apply to what was chosen.
    pub(super) fn damage(&self, kind: &Kind, seed: u64) -> Option<Outcome> {
        let mut random = Random::new(kind.name, seed);
        // A choice that does not suit the kind is drawn again.
        let tries = 0..400;
        match kind.way {
            Way::Rows(damage) => {
                let mut world = self.whole.world.clone();
                let damaged = tries.into_iter().find_map(|_| damage(&mut world, &mut random))?;
                if published(&world) == self.whole.figures {
                    return Some(Outcome::Harmless);
                }
                if self.desk.reread(&mut world, &|force| damaged.forces.contains(force)).is_err() {
                    return Some(Outcome::Refused);
                }
                Some(self.outcome(&self.whole, &world, &damaged))
            }
            Way::Text(damage) => {
                let before = &self.few;
                let file = written(&before.world.returns);
                let damaged = tries.into_iter().find_map(|_| damage(&file, &mut random))?;
                let Ok(returns) = self.desk.read(role::GROUP_BASED, &damaged) else { return Some(Outcome::Refused) };
                let forces = before.world.returns.iter().map(|row| row.force.clone()).collect();
                let world = World { returns, ..before.world.clone() };
                Some(self.outcome(before, &world, &Damaged { forces, lines: BTreeSet::new() }))
            }
            Way::Grids(damage) => {
                let mut grids = self.workbook.grids();
                tries.into_iter().find_map(|_| damage(&mut grids, &mut random))?;
                Some(self.sent(self.workbook.read(self.desk, &grids)))
            }
            Way::Bytes(damage) => {
                let bytes = tries.into_iter().find_map(|_| damage(self.workbook.bytes(seed), &mut random))?;
                let Ok(grids) = assess::source::reader::sheets(&bytes, "return", &[]) else {
                    return Some(Outcome::Refused);
                };
                Some(self.sent(self.workbook.read(self.desk, &grids)))
            }
        }
    }

    /// What became of a workbook.
    fn sent<E>(&self, read: Result<Vec<AdrReturn>, E>) -> Outcome {
        let Ok(rows) = read else { return Outcome::Refused };
        let before = &self.with_workbook;
        let lines = rows.iter().map(|row| (row.place.file.clone(), row.line)).collect();
        let world = self.workbook.put(&before.world, rows);
        self.outcome(before, &world, &Damaged { forces: [self.workbook.force().to_owned()].into(), lines })
    }

    fn outcome(&self, before: &Before, world: &World, damaged: &Damaged) -> Outcome {
        if published(world) == before.figures {
            return Outcome::Harmless;
        }
        if !self.desk.faults(world).is_empty() {
            return Outcome::Refused;
        }
        let findings = self.reference.check(world);
        let new: Vec<&Finding> = findings
            .iter()
            .filter(|finding| finding.severity >= Severity::Warning && damaged.forces.contains(&finding.subject.force))
            .filter(|finding| !before.findings.contains(&identity(finding)))
            .collect();
        if new.is_empty() {
            return Outcome::Missed;
        }
        let names = |place: &Place| place.line.is_some_and(|line| damaged.lines.contains(&(place.file.clone(), line)));
        Outcome::Found { cell: new.iter().any(|finding| finding.places.iter().any(names)) }
    }
}
