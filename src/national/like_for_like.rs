//! The part of a change that a force belongs to: like for like, or one of the ways in which recording moved.
//!
//! In: what a force returned for two neighbouring years. Out: its part, with both counts. The parts of all forces sum to the change
//! of the recorded total exactly. A different unit is in no total: it is not a count of the same thing.

use super::range::Relation;

/// A link that rests on less of the population than this is drawn dashed and labelled.
pub const THIN_LINK_BELOW: f64 = 0.5;

/// What a force returned for one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearReturn<'a> {
    /// Name of the definition that the force used.
    pub definition: &'a str,
    /// Relation of that definition to the agreed one.
    pub relation: Relation,
    /// The count of a complete return; `None` where there is none.
    pub count: Option<i64>,
    /// Whether only a part of the year was returned.
    pub partial: bool,
    /// Whether a known break (of unit or recording rule) lies between the year before and this one.
    pub breaks: bool,
}

impl YearReturn<'_> {
    /// The count that enters the recorded total.
    fn counted(&self) -> Option<i64> {
        self.count.filter(|_| self.comparable() && !self.partial)
    }

    fn comparable(&self) -> bool {
        !matches!(self.relation, Relation::NoReturn | Relation::DifferentUnit)
    }
}

/// The part of a change that one force belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeOf {
    /// Forces under the agreed definition in both years, without a break.
    Matched,
    /// Forces whose definition changed, or across whose two counts a known break lies.
    DefinitionChanged,
    /// Forces in both years under one definition that is not the agreed one.
    OtherDefinition,
    /// Forces that returned one of the years whole and only a part of the other.
    PartYear,
    /// Forces that returned now and not before.
    Joined,
    /// Forces that returned before and not now.
    Left,
}

/// One force's share in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForceChange {
    /// The part it belongs to.
    pub part: ChangeOf,
    /// Its count in the earlier year.
    pub earlier: Option<i64>,
    /// Its count in the later year.
    pub later: Option<i64>,
}

/// One force's share in the change between two years; nothing where it counted the whole of neither.
pub fn of_force(before: &YearReturn<'_>, now: &YearReturn<'_>) -> Option<ForceChange> {
    let (earlier, later) = (before.counted(), now.counted());
    let part_of_year = |year: &YearReturn<'_>| year.partial && year.comparable();
    let part = match (earlier, later) {
        (None, None) => return None,
        (None, Some(_)) if part_of_year(before) => ChangeOf::PartYear,
        (Some(_), None) if part_of_year(now) => ChangeOf::PartYear,
        (None, Some(_)) => ChangeOf::Joined,
        (Some(_), None) => ChangeOf::Left,
        (Some(_), Some(_)) => {
            let same = (before.relation, now.relation) == (Relation::Same, Relation::Same);
            if now.breaks || (!same && (before.definition, before.relation) != (now.definition, now.relation)) {
                ChangeOf::DefinitionChanged
            } else if same {
                ChangeOf::Matched
            } else {
                ChangeOf::OtherDefinition
            }
        }
    };
    Some(ForceChange { part, earlier, later })
}
