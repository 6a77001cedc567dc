//! What a reader takes from numbers of several places, in words.

use std::collections::BTreeSet;

use super::kinds::Rate;

/// The lowest and the highest number of several places and where they are, the first of several, and how many have none and why; `places` is
/// what they are called.
pub(super) fn spread<'r>(areas: impl Iterator<Item = (&'r str, &'r Rate)> + Clone, places: &str) -> String {
    let held = || areas.clone().filter_map(|(name, rate)| Some((rate.value.value?, name, rate.value.printed())));
    let lowest = held().reduce(|low, next| if next.0 < low.0 { next } else { low });
    let highest = held().reduce(|high, next| if next.0 > high.0 { next } else { high });
    let spread = match (lowest, highest) {
        (Some((low, _, printed)), Some((high, ..))) if low == high => format!("Every number is {printed}"),
        (Some((_, low, least)), Some((_, high, most))) => {
            format!("The lowest number is {least} ({low}) and the highest {most} ({high})")
        }
        _ => format!("None of the {places} has a number"),
    };
    let (all, with) = (areas.clone().count(), held().count());
    let why: BTreeSet<&str> =
        areas.filter(|(_, rate)| rate.value.value.is_none()).map(|(_, rate)| rate.value.absence()).collect();
    match all - with {
        0 => format!("{spread}; all {all} {places} have one."),
        none => format!("{spread}; {none} of {all} {places} have none {}.", Vec::from_iter(why).join(" ")),
    }
}
