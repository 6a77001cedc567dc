//! Phrases on published values that a subject's sentences, its tables and its charts share.

use super::{Cell, NOT_AVAILABLE, decimal, interval, percent, signed};
use crate::contract::Progress;
use crate::disclosure::picture::{Category, Missing, Point, Rung};
use crate::disclosure::{Picture, Published, WITHHELD};
use crate::edition::Breakdown;
use crate::national::calendar::Quarter;
use crate::national::change::Basis;
use crate::national::ladder::Test;
use crate::national::profiles::Profiles;
use crate::national::shares::Share;
use crate::statistics::change::{Change, Direction};
use crate::statistics::control_chart::Signals;

/// What disclosure control leaves in place of a number.
pub const LEGEND: &str = "[c] Withheld, and [rounded] rounded, to protect children.";

/// What a share is that rounds to zero although something was counted; a zero would deny it.
pub const ROUNDS_TO_ZERO: &str = "[k]";

/// The definition of the edition, as a sentence names it.
pub const AGREED: &str = "the agreed definition";

/// What stands under every rung of the ladder on the returns.
pub const FIRST_RUNG: &str = "each force applied the definition it names, and its count of all child sexual abuse and exploitation \
                              crimes is whole";

/// Where no published count lies below the agreed definition and another above it.
pub const NOTHING_BOUND: &str =
    "The published counts bound nothing: what they count is not known to lie within the agreed definition";

/// How far a recommendation has come, as a table and a chart say it.
pub fn state(progress: Progress) -> &'static str {
    match progress {
        Progress::Complete => "complete",
        Progress::InProgress => "in progress",
        Progress::Open => "open",
        Progress::Incomplete => "incomplete",
        Progress::NotKnown => "not seen",
    }
}

/// The parts of the recommendation on problem profiles, each with the forces that meet it.
pub fn profile_steps(profiles: &Profiles) -> [(&'static str, usize); 5] {
    [
        ("Any CSE problem profile", profiles.any),
        ("Assesses group-based CSE", profiles.group_based),
        ("Uses partner data", profiles.partner_data),
        ("Updated within the year", profiles.current),
        ("All three parts", profiles.all_parts),
    ]
}

/// A quarter by its months: “April to June 2024”.
pub fn months(quarter: Quarter) -> String {
    let (months, year) = match quarter.number {
        1 => ("April to June", quarter.year.start()),
        2 => ("July to September", quarter.year.start()),
        3 => ("October to December", quarter.year.start()),
        _ => ("January to March", quarter.year.start() + 1),
    };
    format!("{months} {year}")
}

/// The first quarters of a year by their months.
pub fn months_to_date(quarters: u8) -> &'static str {
    match quarters {
        1 => "April to June",
        2 => "April to September",
        3 => "April to December",
        _ => "April to March",
    }
}

/// The rules of a control chart that a quarter meets, in words.
pub fn rules(signals: Signals) -> Vec<&'static str> {
    let rules = [
        (signals.outside, "outside the limits"),
        (signals.one_side, "eighth or later in a row on one side of the average"),
        (signals.monotone, "sixth or later in a row that rises or falls"),
        (signals.two_of_three, "one of two in three in the outer third"),
    ];
    rules.into_iter().filter_map(|(met, words)| met.then_some(words)).collect()
}

/// In how many forces a rung held.
pub fn held(rung: &Rung) -> String {
    let Some(test) = &rung.test else { return "not tested".to_owned() };
    test.print(|test| match test {
        Test { tested: 0, .. } => "no force can test it".to_owned(),
        Test { held: Some(held), tested, .. } => format!("held in {held} of {tested} forces"),
        Test { held: None, tested, .. } => format!("taken from {tested} forces"),
    })
}

/// The breakdowns of the edition that no return gives under their definition.
pub fn not_broken_down(picture: &Picture) -> impl Iterator<Item = &Breakdown> {
    let given = |entry: &&Breakdown| picture.breakdowns.iter().any(|breakdown| breakdown.kind.id == entry.id);
    picture.edition.breakdowns.iter().filter(move |entry| !given(entry))
}

/// The definition under which a breakdown is added up, as a sentence names it.
pub fn broken_down_under(picture: &Picture, entry: &Breakdown) -> String {
    let own = entry.definition.as_ref().filter(|own| **own != picture.edition.agreed_definition);
    let title = |id: &String| picture.definitions.get(id).map_or_else(|| id.clone(), |found| found.title.clone());
    own.map_or_else(|| AGREED.to_owned(), |own| format!("the definition “{}”", title(own)))
}

/// That no return gives a breakdown, as a sentence without its full stop. Whether no force counted so or those that did counted
/// nobody is not told apart.
pub fn no_breakdown(picture: &Picture, entry: &Breakdown) -> String {
    let noun = picture.measures.get(&entry.measure).map_or("records", |measure| measure.unit.as_str());
    format!(
        "{}: no return for {} holds {noun} under {}, so nothing can be said",
        entry.title,
        picture.edition.returns.last,
        broken_down_under(picture, entry)
    )
}

/// A share that may be shown, as a whole percentage.
pub fn share(share: &Published<f64>) -> String {
    share.print(|share| percent(*share))
}

/// The lower end of a category's share as a whole percentage, or the marker of one that rounds to zero, and the share; none
/// where either is withheld.
pub fn lowest_share(category: &Category) -> Option<(Cell, &Share)> {
    let (count, share) = (category.count.value()?, category.share.value()?);
    Some((of_count(*count, share.identified.lower), share))
}

/// The share of those recorded, or that there is none to give.
pub fn among_recorded(category: &Category) -> Cell {
    let (Some(count), Some(share)) = (category.count.value(), category.share.value()) else {
        return Cell::marker(WITHHELD);
    };
    share.among_known.value().map_or_else(|| Cell::marker(NOT_AVAILABLE), |share| of_count(*count, share))
}

/// A share of a count as a whole percentage.
fn of_count(count: i64, share: f64) -> Cell {
    let percent = Cell::percent(share, 0);
    if count > 0 && percent.to_string() == "0%" { Cell::marker(ROUNDS_TO_ZERO) } else { percent }
}

/// A category as a reader reads it. Ethnic groups have capitals, classes and ages do not.
pub fn category(category: &Category) -> String {
    match category.name.as_str() {
        "asian" => "Asian".to_owned(),
        "black" => "Black".to_owned(),
        "mixed" => "Mixed".to_owned(),
        "white" => "White".to_owned(),
        "cse" => "CSE".to_owned(),
        name => name.replace('_', " "),
    }
}

/// Why a year of the index has no link, as a sentence without its full stop; nothing where it has one or is the first.
pub fn no_link(point: &Point) -> Option<String> {
    match point.link.as_ref().err()? {
        Missing::FirstYear => None,
        Missing::Break(reason) => Some(format!("{}: a known break ({reason})", point.year)),
        Missing::NoMatchedForce => {
            Some(format!("{}: no force counted the agreed definition over the whole of both years", point.year))
        }
        Missing::TooFewForces => Some(format!(
            "{}: so few forces counted the agreed definition over the whole of both years that their counts cannot be compared",
            point.year
        )),
        Missing::NothingCounted(told) if told.is_withheld() => {
            Some(format!("{}: no ratio can be given without the count of a force {WITHHELD}", point.year))
        }
        Missing::NothingCounted(_) => {
            Some(format!("{}: the matched forces counted nothing in the year before", point.year))
        }
    }
}

/// What a change of the returns compares, as a sentence names it.
pub fn compared(basis: Basis) -> &'static str {
    match basis {
        Basis::Counts => "number",
        Basis::Rates => "rate",
    }
}

/// A ratio with two decimals, or that there is none.
pub fn ratio(change: &Change) -> String {
    change.ratio.map_or_else(|| "[x]".to_owned(), |ratio| decimal(ratio, 2))
}

/// What may be said of a change, with the interval that says so: `showed no clear change (from −7% to +14%)`.
pub fn verdict(change: &Change) -> String {
    let word = change.direction.word();
    let percent = |ratio: f64| format!("{}%", signed(((ratio - 1.0) * 100.0).round() as i64));
    match (change.direction, change.interval.upper) {
        (Direction::CannotSay, _) => word.to_owned(),
        (_, Some(upper)) => format!("{word} (from {} to {})", percent(change.interval.lower), percent(upper)),
        (_, None) => format!("{word} (from {}, with no upper limit)", percent(change.interval.lower)),
    }
}

/// The interval of a ratio.
pub fn ratio_interval(change: &Change) -> String {
    match change.interval.upper {
        Some(upper) => interval(change.interval.lower, upper, 2),
        None => format!("at least {}", decimal(change.interval.lower, 2)),
    }
}
