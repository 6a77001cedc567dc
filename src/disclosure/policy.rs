//! A disclosure policy: what may be shown at which level, and how much doubt must be left, as versioned data.
//!
//! In: `data/policies/<id>.toml`, which an edition names. Out: a policy whose levels are all there and whose numbers make
//! sense. There is no default: an edition without a policy cannot be built.

use std::collections::BTreeSet;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::edition::Marking;
use crate::fault::{Fault, Faults, Place, nearest};
pub use crate::national::number::Level;
use crate::source::{Project, Settings, Spanned};

/// A rule that withholds every number, nought as well.
pub(super) const WITHHOLD_ALL: i64 = i64::MAX;

/// Folder of the policies.
pub const POLICIES: &str = "data/policies";

/// A disclosure policy.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// Identifier, the name of the file.
    id: Spanned<String>,
    /// Its version, from 1: a policy that was used is changed only under a new one.
    version: Spanned<u32>,
    /// Title.
    title: String,
    /// Why it is as it is; readers are told.
    reason: Spanned<String>,
    /// What is withheld to protect others is rounded instead from this size on, where that protects them too; without it, never.
    round_in_place_from: Option<Spanned<i64>>,
    /// The levels national, region and force, in this order.
    level: Vec<Spanned<Rule>>,
    /// The doubt that must be left.
    protection: Spanned<Protection>,
    /// When a percentage may be shown.
    percentages: Spanned<Percentages>,
    /// Which levels each marking shows.
    markings: Markings,
}

/// What holds at one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The level.
    pub id: Level,
    /// Counts from 1 to this are withheld; 0: none is.
    pub withhold_to: i64,
    /// Other counts are rounded to the nearest multiple of this; 1: they are exact.
    pub round_to: i64,
    /// A sum over fewer forces is treated as a count of one force.
    pub least_forces: usize,
}

/// The doubt that must be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Protection {
    /// Largest less smallest possible value of a force's count, for a reader.
    pub width: i64,
    /// The same for a force that knows its own counts.
    pub insider_width: i64,
}

/// When a percentage may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Percentages {
    /// Of fewer, none is.
    pub least_base: i64,
    /// The same by a breakdown that the contract calls a sensitive characteristic.
    pub least_base_sensitive: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Markings {
    official: BTreeSet<Level>,
    official_sensitive: BTreeSet<Level>,
}

/// A disclosure policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// Identifier, the name of its file.
    pub id: String,
    /// Its version: a policy that was used is changed only under a new one.
    pub version: u32,
    /// Title.
    pub title: String,
    /// Why it is as it is.
    pub reason: String,
    /// From which size on a number that is withheld to protect others is rounded instead, where that is enough; never, where there is none.
    pub round_in_place_from: Option<i64>,
    /// The doubt that must be left.
    pub protection: Protection,
    /// When a percentage may be shown.
    pub percentages: Percentages,
    levels: Vec<Rule>,
    markings: Markings,
}

impl Policy {
    /// The JSON Schema of a policy.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads the policy that an edition names; `named` is where it does.
    ///
    /// # Errors
    /// A policy that is not there, or that no table could be held against.
    pub fn read(project: &mut Project, id: &str, named: &Place) -> Result<Self, Vec<Fault>> {
        let path = format!("{POLICIES}/{id}.toml");
        let known = project.list(POLICIES, ".toml").unwrap_or_default();
        if !known.contains(&path) {
            let ids: Vec<&str> =
                known.iter().filter_map(|path| path.rsplit('/').next()?.strip_suffix(".toml")).collect();
            let remedy = match nearest(id, ids.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("name one of {}, or write the file", ids.join(", ")),
            };
            let what = format!("the disclosure policy `{id}` has no file in {POLICIES}");
            return Err(vec![Fault::new("policy-unknown", named.clone(), what, remedy)]);
        }
        let one = |fault| vec![fault];
        let settings = Settings::new(&path, project.text(&path).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut check = Check { settings: &settings, faults: Faults::new() };
        check.head(&file, id);
        check.levels(&file.level);
        check.numbers(&file);
        check.faults.into_result(Self {
            id: file.id.into_inner(),
            version: file.version.into_inner(),
            title: file.title,
            reason: file.reason.into_inner(),
            round_in_place_from: file.round_in_place_from.map(Spanned::into_inner),
            protection: file.protection.into_inner(),
            percentages: file.percentages.into_inner(),
            levels: file.level.into_iter().map(Spanned::into_inner).collect(),
            markings: file.markings,
        })
    }

    /// What holds for a sum over some forces at a level.
    pub fn rule(&self, level: Level, forces: usize) -> Rule {
        let of = |level: Level| self.levels.iter().find(|rule| rule.id == level).copied();
        let strictest = Rule { id: Level::Force, withhold_to: i64::MAX, round_to: 1, least_forces: 1 };
        let rule = of(level).unwrap_or(strictest);
        if forces >= rule.least_forces {
            return rule;
        }
        let force = of(Level::Force).unwrap_or(strictest);
        // Where no force is shown, neither is a number of so few that it is one force's.
        let hidden = level < Level::Force && !self.shows(Marking::Official, Level::Force);
        if hidden { Rule { withhold_to: WITHHOLD_ALL, ..force } } else { force }
    }

    /// Whether a marking may show a level.
    pub fn shows(&self, marking: Marking, level: Level) -> bool {
        match marking {
            Marking::Official => self.markings.official.contains(&level),
            Marking::OfficialSensitive => self.markings.official_sensitive.contains(&level),
        }
    }

    /// The smallest whole that a percentage may be taken of, by a sensitive characteristic or by another.
    pub fn least_base(&self, sensitive: bool) -> i64 {
        if sensitive { self.percentages.least_base_sensitive } else { self.percentages.least_base }
    }
}

struct Check<'a> {
    settings: &'a Settings,
    faults: Faults,
}

impl Check<'_> {
    fn refuse(&mut self, span: &Range<usize>, what: impl Into<String>, remedy: &str) {
        self.faults.push(self.settings.fault("policy-invalid", span, what, remedy));
    }

    fn head(&mut self, file: &File, id: &str) {
        if file.id.get_ref() != id {
            let what = format!("the file is `{id}.toml`, but it says id = \"{}\"", file.id.get_ref());
            self.refuse(&file.id.span(), what, "give the name of the file");
        }
        if *file.version.get_ref() == 0 {
            self.refuse(&file.version.span(), "a policy has a version of 1 or more", "give the version");
        }
        if file.reason.get_ref().trim().is_empty() {
            self.refuse(&file.reason.span(), "the policy gives no reason", "say why it is as it is; readers are told");
        }
    }

    fn levels(&mut self, rules: &[Spanned<Rule>]) {
        let mut before: Option<Rule> = None;
        for (spanned, level) in rules.iter().zip(Level::ALL) {
            let (span, rule) = (spanned.span(), *spanned.get_ref());
            if rule.id != level {
                let what = format!("`{}` stands where `{}` is due", rule.id.name(), level.name());
                self.refuse(&span, what, "give the levels national, region and force, once each and in this order");
                return;
            }
            if rule.withhold_to < 0 || rule.round_to < 1 || rule.least_forces < 1 {
                let what = format!("the numbers of the level `{}` are out of range", level.name());
                self.refuse(&span, what, "give withhold_to of 0 or more, round_to and least_forces of 1 or more");
            }
            if before.is_some_and(|before| rule.withhold_to < before.withhold_to || rule.round_to < before.round_to) {
                let what = format!("the level `{}` shows more than a wider one", level.name());
                self.refuse(&span, what, "a smaller area must be shown no more exactly than a larger one");
            }
            before = Some(rule);
        }
        if rules.len() != Level::ALL.len() {
            let span = rules.last().map_or(0..0, Spanned::span);
            let what = format!("{} levels are described", rules.len());
            self.refuse(&span, what, "give the levels national, region and force, once each and in this order");
        }
    }

    fn numbers(&mut self, file: &File) {
        let protection = file.protection.get_ref();
        if protection.width < 1 || protection.insider_width < 1 {
            let what = "an interval of width 0 is a known number";
            self.refuse(&file.protection.span(), what, "give widths of 1 or more");
        }
        if protection.insider_width > protection.width {
            let what = "a force would be left with more doubt than a reader";
            self.refuse(&file.protection.span(), what, "give an insider_width of at most width");
        }
        let withheld = file.level.iter().map(|rule| rule.get_ref().withhold_to).filter(|to| *to > 0).min();
        if let Some(to) = withheld.filter(|to| protection.width >= *to) {
            let (width, within) = (protection.width, to - 1);
            let what =
                format!("a count withheld from 1 to {to} lies within {within}, and a width of {width} is demanded");
            self.refuse(&file.protection.span(), what, "give a width of less than withhold_to, or withhold more");
        }
        let largest = file.level.iter().map(|rule| rule.get_ref().round_to).max().unwrap_or(1);
        if let Some(from) = file.round_in_place_from.as_ref().filter(|from| *from.get_ref() < 2 * largest) {
            let what = format!(
                "a number of {} would be rounded to {} in its place, which says little of it",
                from.get_ref(),
                2 * largest
            );
            self.refuse(
                &from.span(),
                what,
                "give twice the largest round_to or more, or leave the line out: then nothing is rounded in place",
            );
        }
        let percentages = file.percentages.get_ref();
        if percentages.least_base < 1 || percentages.least_base_sensitive < percentages.least_base {
            let what = "the smallest bases are out of order";
            let remedy = "give a least_base of 1 or more, and a least_base_sensitive no smaller";
            self.refuse(&file.percentages.span(), what, remedy);
        }
    }
}
