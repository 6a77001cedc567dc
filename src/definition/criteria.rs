//! The criteria by which definitions are compared, and the words for each.
//!
//! In: the `[criteria]` table of a definition. Out: one entry a criterion, in the order a reader compares them, with its
//! words for the annex and the cases it admits. Every file states every criterion, so nothing is unknown by oversight.

use schemars::JsonSchema;
use serde::Deserialize;

use super::cases::Cases;
use super::values::{Conduct, Fewest, Link, Online, People, Presence, Stage, Unit, VictimAge};

/// The criteria of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// Smallest number of people who offend.
    pub minimum_people: Fewest,
    /// Who is counted among them.
    pub people: People,
    /// What links them.
    pub link: Link,
    /// The conduct.
    pub conduct: Conduct,
    /// People who only make it easier for others.
    pub facilitation: Presence,
    /// How far the matter has come with the police.
    pub stage: Stage,
    /// Age of the victim.
    pub victim_age: VictimAge,
    /// Smallest number of victims.
    pub minimum_victims: Fewest,
    /// Abuse inside a family.
    pub family: Presence,
    /// Abuse inside an institution.
    pub institution: Presence,
    /// Abuse by people under eighteen only.
    pub peer: Presence,
    /// Abuse online, and whether contact is needed.
    pub online: Online,
}

/// What one definition says under one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The criterion.
    pub criterion: Criterion,
    /// Its value in words.
    pub words: &'static str,
    /// The cases it admits.
    pub(super) cases: Cases,
}

impl Criteria {
    /// Every criterion with its value, the unit first.
    pub fn entries(&self, unit: Unit) -> [Entry; 13] {
        let entry = |criterion, words, cases| Entry { criterion, words, cases };
        [
            entry(Criterion::Unit, unit.words(), unit.cases()),
            entry(Criterion::MinimumPeople, self.minimum_people.words(), self.minimum_people.cases()),
            entry(Criterion::People, self.people.words(), self.people.cases()),
            entry(Criterion::Link, self.link.words(), self.link.cases()),
            entry(Criterion::Conduct, self.conduct.words(), self.conduct.cases()),
            entry(Criterion::Facilitation, self.facilitation.words(), self.facilitation.cases()),
            entry(Criterion::Stage, self.stage.words(), self.stage.cases()),
            entry(Criterion::VictimAge, self.victim_age.words(), self.victim_age.cases()),
            entry(Criterion::MinimumVictims, self.minimum_victims.words(), self.minimum_victims.cases()),
            entry(Criterion::Family, self.family.words(), self.family.cases()),
            entry(Criterion::Institution, self.institution.words(), self.institution.cases()),
            entry(Criterion::Peer, self.peer.words(), self.peer.cases()),
            entry(Criterion::Online, self.online.words(), self.online.cases()),
        ]
    }
}

/// A criterion. The names in the files are those of the fields of [`Criteria`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// What is counted.
    Unit,
    /// Smallest number of people who offend.
    MinimumPeople,
    /// Who is counted among them.
    People,
    /// What links them.
    Link,
    /// The conduct.
    Conduct,
    /// People who only make it easier for others.
    Facilitation,
    /// How far the matter has come with the police.
    Stage,
    /// Age of the victim.
    VictimAge,
    /// Smallest number of victims.
    MinimumVictims,
    /// Abuse inside a family.
    Family,
    /// Abuse inside an institution.
    Institution,
    /// Abuse by people under eighteen only.
    Peer,
    /// Abuse online, and whether contact is needed.
    Online,
}

impl Criterion {
    /// Heading in the annex.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Unit => "Unit",
            Self::MinimumPeople => "Fewest people",
            Self::People => "People",
            Self::Link => "Link",
            Self::Conduct => "Conduct",
            Self::Facilitation => "Facilitation",
            Self::Stage => "Stage",
            Self::VictimAge => "Victim",
            Self::MinimumVictims => "Fewest victims",
            Self::Family => "Family",
            Self::Institution => "Institutions",
            Self::Peer => "Suspects aged under eighteen",
            Self::Online => "Online",
        }
    }

    /// As it stands inside a sentence.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Unit => "the unit",
            Self::MinimumPeople => "the fewest people",
            Self::People => "people who are not recorded as suspects",
            Self::Link => "the link",
            Self::Conduct => "the conduct",
            Self::Facilitation => "facilitation",
            Self::Stage => "the stage",
            Self::VictimAge => "the age of victims",
            Self::MinimumVictims => "the fewest victims",
            Self::Family => "families",
            Self::Institution => "institutions",
            Self::Peer => "suspects aged under eighteen",
            Self::Online => "online abuse",
        }
    }

    /// Its kinds of cases in words, in the order of the bits of [`Cases`]. Each ends the sentence "It also counts …".
    pub(super) const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Unit => &["crimes", "custody events", "cases", "groups", "victims"],
            Self::MinimumPeople => &["people who act alone", "groups of two", "groups of three or more"],
            Self::People => &["people recorded as suspects", "people who are not recorded as suspects"],
            Self::Link => &[
                "organised groups",
                "gangs",
                "people who act together without being organised",
                "people who are associated but do not act together",
                "people with no known link",
            ],
            Self::Conduct => &[
                "flagged sexual exploitation",
                "sexual exploitation that was not flagged",
                "sexual abuse without exploitation",
                "crimes flagged in error",
                "abuse that is not sexual",
                "exploitation that is not sexual",
                "other serious crime",
            ],
            Self::Facilitation => &["people who abuse", "people who only make it easier for others"],
            Self::Stage => &[
                "people held in custody in a closed case",
                "closed cases in which nobody was held",
                "people held in custody in an open case",
                "open cases in which nobody was held",
            ],
            Self::VictimAge => &["children", "adult victims"],
            Self::MinimumVictims => {
                &["crimes against one child", "crimes against two children", "crimes against three or more children"]
            }
            Self::Family => &["abuse outside families", "abuse inside families"],
            Self::Institution => &["abuse outside institutions", "abuse inside institutions"],
            Self::Peer => &["abuse by adults", "abuse by under-eighteens only"],
            Self::Online => &[
                "contact abuse with no part online",
                "contact abuse with a part online",
                "abuse without contact",
                "abuse that is online only",
            ],
        }
    }

    /// The words of the kinds whose bits are set.
    pub(super) fn named(self, kinds: u8) -> impl Iterator<Item = &'static str> {
        self.kinds().iter().enumerate().filter(move |(bit, _)| kinds >> bit & 1 == 1).map(|(_, words)| *words)
    }
}
