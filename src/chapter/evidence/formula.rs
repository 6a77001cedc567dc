//! How a number is made, in words that hold the numbers it is made of.
//!
//! In: the name of a fact, or a statistic, and what it is made of. Out: a sentence. Numbers in it are cells that may be shown, or other
//! facts, which have crossed disclosure control; so a formula says no more than the edition does.

use super::made_of::Made;
use super::{Book, MadeOf};
use crate::disclosure::Statistic;
use crate::national::registry::{Method, Over, Value};
use crate::wording;

/// Of a judgement.
pub(super) const JUDGED: &str =
    "chosen by a person on the evidence named; the program makes no judgement and no likelihood";

/// By the beginning of a name, the first that fits. `{sum}` is the sum of the cells, `{children}` that of resident children, `{name@}` the
/// fact of that name with the rest of this one, `{name}` any other fact.
const FORMULAS: &[(&str, &str)] = &[
    (
        "group-based-cse.range-lower.",
        "the sum over all forces of the least that each force’s counts show: its count where what it counts lies within the agreed definition, else nought",
    ),
    (
        "group-based-cse.range-upper.",
        "the sum over all forces of the most that each force’s counts allow: its count where it holds all that the agreed definition counts, else all the child sexual abuse and exploitation that it recorded",
    ),
    (
        "group-based-cse.range.",
        "from the sum of the least that each force’s counts show, {group-based-cse.range-lower.@}, to the sum of the most that they allow, {group-based-cse.range-upper.@}",
    ),
    (
        "group-based-cse.range-message",
        "the width of the range in the last year beside that in the first: {group-based-cse.range.first}, and {group-based-cse.range.last}",
    ),
    ("group-based-cse.range-why.", "from how the forces counted, as listed here"),
    (
        "group-based-cse.headline.",
        "a range unless its ends, {group-based-cse.range-lower.@} and {group-based-cse.range-upper.@}, meet",
    ),
    (
        "group-based-cse.estimate",
        "the counts of forces under the agreed definition, those read from bridge samples, and a random-effects rate per parent count for the others; none where more than {limits.imputed-share} of it would be imputed, or fewer than {limits.minimum-forces} forces inform it",
    ),
    (
        "group-based-cse.agreed-said.",
        "the number of forces that counted the agreed definition over the whole year, {group-based-cse.forces-agreed.@} of {returns.expected}, and the share of resident children they serve",
    ),
    (
        "group-based-cse.ladder",
        "the range with one assumption after another granted, as listed here: with each, the upper end is the sum over forces of the smaller of what was left and the ceiling it grants",
    ),
    (
        "group-based-cse.index",
        "the chain of ratios from year to year, each over the forces that counted the agreed definition in both years and none across a break",
    ),
    (
        "group-based-cse.ratios",
        "the ratios from year to year, each over the forces that counted the agreed definition in both years",
    ),
    (
        "group-based-cse.matched",
        "the ratio of the sums over the forces that counted the agreed definition in both years, with its 95% interval; a word of direction follows the interval",
    ),
    (
        "group-based-cse.like-for-like",
        "the ratio of the sums over the forces that counted the agreed definition in both years, with its 95% interval",
    ),
    (
        "group-based-cse.change",
        "the change of the total divided by what each force did: {group-based-cse.change-total.@} is matched forces {group-based-cse.change-matched.@}, definition changed {group-based-cse.change-definition.@}, another definition {group-based-cse.change-other-definition.@}, part of a year {group-based-cse.change-part-year.@}, joined or left {group-based-cse.change-joined-and-left.@}",
    ),
    ("group-based-cse.agreed-both", "how many forces counted the agreed definition in both years"),
    ("group-based-cse.", "from how each force counted, as listed here"),
    (
        "alike.",
        "the counts that every force gave under one definition in every year, added up for each year, and the change between them with its 95% interval",
    ),
    (
        "breakdown.",
        "for each category from its count over the total, to its count and what is not recorded over the total; a share among the recorded is given only where at least {limits.known-coverage} is recorded",
    ),
    (
        "confidence.",
        "the rating that the rules propose, each reason in its words, and the analyst’s where one is set in judgements.toml",
    ),
    (
        "funnel.",
        "each force’s rate beside limits around the rate of all of them, which widen as a force is smaller and with the dispersion between forces",
    ),
    (
        "regions.",
        "the correlation over regions of two rates for every 10,000 children, of recorded offences and of what others count, as the table of regions lists them",
    ),
    ("returns.", "counted over the forces: which of them made a return"),
    ("profiles.", "counted over the problem profiles of the {forces.territorial} territorial forces, one row a force"),
    ("quality.", "counted over what the checks found on the cells of these sources"),
    (
        "reconciliation.",
        "counted over the pairs of a number of the returns and a published one; two are subtracted only where definition, period and forces are alike",
    ),
    ("recommendations.", "counted over the recommendations, one row each"),
    (
        "published.group-based.ratio.",
        "crimes recorded as group-based child sexual abuse and exploitation over those of group-based child sexual exploitation: {cells}",
    ),
    (
        "published.ladder",
        "the published counts as a range, and what each assumption of assumptions.toml takes from its upper end",
    ),
    ("published.", "quoted as published: {cells}"),
    (
        "series.",
        "quoted as published; a change a year is the root, by the number of years, of the ratio of the last count to the first",
    ),
    ("children.population.", "the sum of the estimates of the forces: {sum}"),
    ("source.", "the date of release that the catalogue of sources states"),
];

/// Of recorded offences, by what follows the name of the measure.
const RECORDED: &[(&str, &str)] = &[
    ("count", "the sum of the quarters that every force recorded: {sum}"),
    ("children", "the sum of the mid-year estimates of the forces: {sum}"),
    ("mid-year", "the mid-year that lies in the financial year"),
    (
        "rate-interval",
        "Byar’s 95% interval of {sum} offences, widened by how much quarters vary beyond chance, over {children} children",
    ),
    ("rate", "10,000 × {sum} offences ÷ {children} children"),
    ("first-rate", "the same as the rate, of the first year for which every force has an estimate of children"),
    ("direction", "the ratio of the two years’ counts, in words that follow its 95% interval"),
    ("ratio", "the ratio of the two years’ counts, with its 95% interval"),
    ("peak", "the largest count of the complete years since the last break, beside the largest count of the others"),
    ("quarters.", "the number of quarters that are held of the year"),
    (
        "quarters",
        "an XmR chart: the centre is the mean of the quarters, the limits lie 2.66 mean moving ranges from it",
    ),
    ("dispersion", "the variance of the quarters over that of chance"),
    (
        "to-date",
        "the quarters held of the year that runs, beside the same quarters of the year before, with the 95% interval of their ratio",
    ),
    ("message", "the largest count of the complete years since the last break, beside the others"),
    ("first-year", "the first complete year since the last break"),
    ("last-year", "the last complete year"),
];

impl Book<'_> {
    /// How a fact of the picture is made.
    pub(super) fn formula(&self, name: &str, made: &Made) -> String {
        if let Some((measure, rest)) = name.split_once('.')
            && self.picture.recorded.iter().any(|recorded| recorded.national.measure == measure)
            && let Some((_, words)) = RECORDED.iter().find(|(begin, _)| rest.starts_with(begin))
        {
            return self.filled(words, "", made);
        }
        let of_name = FORMULAS.iter().find_map(|(begin, words)| Some((name.strip_prefix(begin)?, words)));
        match of_name {
            Some((rest, words)) => self.filled(words, rest, made),
            None => reason(name).to_owned(),
        }
    }

    /// How a statistic is made.
    pub(super) fn statistic_formula(&self, statistic: &Statistic, made: &Made) -> String {
        let value = match &statistic.value {
            Value::Absent(absence) => return format!("no value is given: {}", absence.reason()),
            Value::Count(_) | Value::Number(_) => super::said::value(statistic),
        };
        let per = wording::quantity(statistic.per, 0);
        let words = match statistic.method {
            Method::Count => "the sum of the counts of the forces of the area: {sum}".to_owned(),
            Method::QuartersReported => "the number of quarters of the year with a count".to_owned(),
            Method::Rate if statistic.over != Over::Complete => format!(
                "{per} × {{sum}} over the children of the forces in it, each for the share of the year that was reported, = {value}; \
                 Byar’s 95% interval, exact below ten"
            ),
            Method::Rate => format!("{per} × {{sum}} ÷ {{children}} = {value}; Byar’s 95% interval, exact below ten"),
            Method::Proportion => {
                "the part over the whole, over the forces that gave both; Wilson’s 95% interval".to_owned()
            }
            Method::ShareBounds => {
                "from the count over the total, to the count and what is not recorded over the total".to_owned()
            }
            Method::Range => {
                "from the sum of the least to the sum of the most that each force’s counts allow".to_owned()
            }
            Method::Rung => "the range once this assumption, and all before it that may be used, is granted".to_owned(),
            Method::Estimate => {
                "the counts of forces under the agreed definition and a random-effects rate for the others".to_owned()
            }
            Method::Sensitivity => "the estimate if the imputed forces recorded so many percent more".to_owned(),
            Method::Index => "the chain of like-for-like ratios, 100 in the first year of the returns".to_owned(),
            Method::Change => {
                "the count over that of the year before, over the forces that counted alike in both".to_owned()
            }
            Method::Dispersion => "the variance of the counts over that of chance".to_owned(),
            Method::AverageAnnualChange => {
                "the slope of a quasi-Poisson regression on the year, as percent a year".to_owned()
            }
            Method::MonotoneTrend => "Theil and Sen’s slope, with the test of Mann and Kendall".to_owned(),
            Method::ControlChart => "the mean of the quarters, with limits 2.66 mean moving ranges from it".to_owned(),
        };
        let filled = self.filled(&words, "", made);
        if filled.contains(&value) { filled } else { format!("{filled}; {value}") }
    }

    fn filled(&self, words: &str, rest: &str, made: &Made) -> String {
        let mut text = String::new();
        let mut left = words;
        while let Some((before, after)) = left.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            text.push_str(before);
            text.push_str(&match name {
                "sum" => sum(made.sources.iter().filter(|source| !is_children(source)).chain(alone(made))),
                "children" => sum(made.sources.iter().filter(|source| is_children(source))),
                "cells" => cells(made),
                name => {
                    let fact = self.parts.0.get(&name.replace('@', rest));
                    fact.map_or_else(|| wording::NOT_AVAILABLE.to_owned(), |fact| fact.text.clone())
                }
            });
            left = after;
        }
        text + left
    }
}

/// Whether a source is that of resident children.
fn is_children(source: &MadeOf) -> bool {
    source.cells.iter().any(|cell| cell.part == "children")
}

/// The children, where nothing else is counted.
fn alone(made: &Made) -> impl Iterator<Item = &MadeOf> {
    made.sources.iter().filter(|source| is_children(source) && made.sources.len() == 1)
}

/// The sum of the cells of some sources, where all of them may be shown.
fn sum<'a>(sources: impl Iterator<Item = &'a MadeOf>) -> String {
    let cells: Vec<_> = sources.flat_map(|source| &source.cells).collect();
    let values: Option<Vec<i64>> = cells.iter().map(|cell| cell.value.as_ref()?.parse().ok()).collect();
    match values.filter(|values| !values.is_empty()) {
        Some(values) => {
            let sum = values.iter().fold(0_i64, |sum, value| sum.saturating_add(*value));
            format!("{} ({} cells)", wording::count(sum), values.len())
        }
        None => "a sum whose parts are not shown".to_owned(),
    }
}

/// The few cells of a quoted number.
fn cells(made: &Made) -> String {
    let cells = made.sources.iter().flat_map(|source| &source.cells).take(4);
    let quoted = cells.map(|cell| format!("{} ({})", cell.value.as_deref().unwrap_or_default(), cell.part));
    quoted.collect::<Vec<_>>().join(", ")
}

/// Why a number comes of no cell.
pub(super) fn reason(name: &str) -> &'static str {
    let begins = |text: &str| name.starts_with(text);
    if begins("limits.") || begins("policy.minimum") {
        "set by the edition, in the limits of edition.toml"
    } else if begins("policy.") {
        "set by the disclosure policy that the edition names"
    } else if name == "known-breaks" {
        "set by the edition, in the breaks of edition.toml"
    } else if name == "ladder-evidence" {
        "written by people, in assumptions.toml"
    } else if begins("source.") {
        "stated by the catalogue of sources, data/sources.toml"
    } else if begins("forces.") || begins("returns.expected") {
        "counted over the list of forces, data/reference/forces.csv"
    } else if name.contains(".year.") {
        "a period: the data held and the edition’s periods make it what it is"
    } else {
        "set by the edition, and not made of data"
    }
}
