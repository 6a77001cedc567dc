//! Which facts are made by which method, and the same with their numbers: the more exact rule first.

use super::{How, methods as by};

/// The facts of a family (any, where it is empty) with one of these among the parts of their name (any, where there are none), and how they are made. A
/// part that ends in `*` is the beginning of one.
struct Rule(&'static str, &'static [&'static str], How);

const RETURNS: &str = "group-based-cse";

const RULES: &[Rule] = &[
    Rule(
        "funnel",
        &["rate"],
        by::RATE.with("10,000 × the offences of all forces that are compared, over the children resident in their areas"),
    ),
    Rule(
        "",
        &["rate-interval"],
        by::RATE.with(
            "Byar’s 95% interval of {sum} offences, widened by how much quarters vary beyond chance, over {children} children",
        ),
    ),
    Rule("changed", &[], by::WORDS),
    Rule(
        "revised",
        &[],
        by::REVISED.with("counted over the numbers that the last release gave and this edition was asked for too"),
    ),
    Rule("", &["rate"], by::RATE.with("10,000 × {sum} offences ÷ {children} children")),
    Rule(
        "",
        &["first-rate", "first-rate-interval"],
        by::RATE.with("the same as the rate, of the first year for which every force has an estimate of children"),
    ),
    Rule("", &["mid-year"], by::PERIOD.with("the mid-year that lies in the financial year")),
    Rule("", &["first-year"], by::PERIOD.with("the first complete year since the last break")),
    Rule("", &["last-year"], by::PERIOD.with("the last complete year")),
    Rule(
        "",
        &["first-rate-year", "year", "peak-year", "children-year", "index-first-year", "quarters-first", "quarters-last"],
        by::PERIOD,
    ),
    Rule("funnel", &["years", "mid-years"], by::PERIOD),
    Rule(
        "",
        &["children", "population"],
        by::RESIDENTS.with("the sum of the mid-year estimates of the forces: {sum}"),
    ),
    Rule(
        RETURNS,
        &["range-lower"],
        by::RANGE.with(
            "the sum over all forces of the least that each force’s counts show: its count where what it counts lies within the agreed definition, else nought",
        ),
    ),
    Rule(
        RETURNS,
        &["range-upper"],
        by::RANGE.with(
            "the sum over all forces of the most that each force’s counts allow: its count where it holds all that the agreed definition counts, else all the child sexual abuse and exploitation that it recorded",
        ),
    ),
    Rule(
        RETURNS,
        &["range"],
        by::RANGE.with(
            "from the sum of the least that each force’s counts show, {group-based-cse.range-lower.@}, to the sum of the most that they allow, {group-based-cse.range-upper.@}",
        ),
    ),
    Rule(
        RETURNS,
        &["range-message"],
        by::RANGE.with(
            "the width of the range in the last year beside that in the first: {group-based-cse.range.first}, and {group-based-cse.range.last}",
        ),
    ),
    Rule(
        RETURNS,
        &["headline"],
        by::RANGE.with(
            "a range unless its ends, {group-based-cse.range-lower.@} and {group-based-cse.range-upper.@}, meet",
        ),
    ),
    Rule(RETURNS, &["range-why"], by::RANGE.with("from how the forces counted, as listed here")),
    Rule(
        RETURNS,
        &["agreed-said"],
        by::RANGE.with(
            "the number of forces that counted the agreed definition over the whole year, {group-based-cse.forces-agreed.@} of {returns.expected}, and the share of resident children they serve",
        ),
    ),
    Rule(
        RETURNS,
        &["reread"],
        by::REREAD.with(
            "what bounds the other forces, and what the forces on the agreed definition counted and did not count, each with the share that samples of their records leave; none where no such force has had records read again",
        ),
    ),
    Rule(
        RETURNS,
        &["ladder*"],
        by::RUNG.with(
            "the range with one assumption after another granted, as listed here: with each, the upper end is the sum over forces of the smaller of what was left and the ceiling it grants",
        ),
    ),
    Rule(
        RETURNS,
        &["estimate*"],
        by::ESTIMATE.with(
            "the counts of forces under the agreed definition, those read from bridge samples, and a random-effects rate per parent count for the others; none where more than {limits.imputed-share} of it would be imputed, or fewer than {limits.minimum-forces} forces inform it",
        ),
    ),
    Rule(
        RETURNS,
        &["change-*"],
        by::PARTS.with(
            "the change of the total divided by what each force did: {group-based-cse.change-total.@} is matched forces {group-based-cse.change-matched.@}, definition changed {group-based-cse.change-definition.@}, another definition {group-based-cse.change-other-definition.@}, part of a year {group-based-cse.change-part-year.@}, joined or left {group-based-cse.change-joined-and-left.@}",
        ),
    ),
    Rule(
        RETURNS,
        &["index", "index-interval", "index-said", "index-message"],
        by::LIKE_FOR_LIKE.with(
            "the chain of ratios from year to year, each over the forces that counted the agreed definition in both years and none across a break",
        ),
    ),
    Rule(
        RETURNS,
        &["ratios*", "like-for-like-said", "matched-direction", "matched-ratio", "matched-ratio-interval"],
        by::LIKE_FOR_LIKE.with(
            "the ratio of the sums over the forces that counted the agreed definition in both years, with its 95% interval; a word of direction follows the interval",
        ),
    ),
    Rule(
        RETURNS,
        &["agreed-both-said", "matched-forces"],
        by::LIKE_FOR_LIKE.with("how many forces counted the agreed definition in both years"),
    ),
    Rule(
        RETURNS,
        &["children-share-agreed"],
        by::PART_OF_CHILDREN.with("the children in the areas of the forces that counted the agreed definition over the whole year, over all"),
    ),
    Rule(
        RETURNS,
        &["matched-children-share"],
        by::PART_OF_CHILDREN.with("the children in the areas of the forces that counted the agreed definition in both years, over all"),
    ),
    Rule(RETURNS, &[], by::TALLY.with("from how each force counted, as listed here")),
    Rule(
        "alike",
        &[],
        by::CHANGE.with(
            "the counts that every force gave under one definition in every year, added up for each year, and the change between them with its 95% interval",
        ),
    ),
    Rule("funnel", &["forces-under-minimum", "forces-left-out", "forces-shown"], by::TALLY),
    Rule("funnel", &["dispersion"], by::DISPERSION),
    Rule(
        "funnel",
        &[],
        by::FUNNEL.with(
            "each force’s rate beside limits around the rate of all of them, which widen as a force is smaller and with the dispersion between forces",
        ),
    ),
    Rule(
        "regions",
        &["said"],
        by::CORRELATION.with(
            "the correlation over regions of two rates for every 10,000 children, of recorded offences and of what others count, as the table of regions lists them",
        ),
    ),
    Rule("breakdown", &["counted", "forces", "total"], by::SUM),
    Rule(
        "breakdown",
        &[],
        by::SHARE.with(
            "for each category from its count over the total, to its count and what is not recorded over the total; a share among the recorded is given only where at least {limits.known-coverage} is recorded",
        ),
    ),
    Rule(
        "confidence",
        &[],
        by::RATING.with(
            "the rating that the rules propose, each reason in its words, and the analyst’s where one is set in judgements.toml",
        ),
    ),
    Rule(
        "published",
        &["ratio"],
        by::QUOTIENT.with(
            "crimes recorded as group-based child sexual abuse and exploitation over those of group-based child sexual exploitation: {cells}",
        ),
    ),
    Rule(
        "published",
        &["ladder*"],
        by::PUBLISHED_RANGE.with(
            "the published counts as a range, and what each assumption of assumptions.toml takes from its upper end",
        ),
    ),
    Rule("published", &[], by::STATED.with("quoted as published: {cells}")),
    Rule(
        "series",
        &["change-a-year"],
        by::YEARLY.with(
            "the root, by the number of years, of the ratio of the last count to the first, both quoted as published",
        ),
    ),
    Rule(
        "series",
        &["rates-said"],
        by::RATE.with("10,000 × the count quoted as published ÷ the children of England in the middle of the year"),
    ),
    Rule("series", &[], by::STATED.with("quoted as published")),
    Rule(
        "profiles",
        &[],
        by::TALLY.with("counted over the problem profiles of the {forces.territorial} territorial forces, one row a force"),
    ),
    Rule("returns", &[], by::TALLY.with("counted over the forces: which of them made a return")),
    Rule("quality", &[], by::TALLY.with("counted over what the checks found on the cells of these sources")),
    Rule("recommendations", &[], by::TALLY.with("counted over the recommendations, one row each")),
    Rule("reconciliation", &["count", "difference"], by::BESIDE),
    Rule(
        "reconciliation",
        &[],
        by::TALLY.with(
            "counted over the pairs of a number of the returns and a published one; two are subtracted only where definition, period and forces are alike",
        ),
    ),
    Rule("source", &[], by::STATED.with("the date of release that the catalogue of sources states")),
    Rule(
        "",
        &["to-date-said"],
        by::CHANGE.with(
            "the quarters held of the year that runs, beside the same quarters of the year before, with the 95% interval of their ratio",
        ),
    ),
    Rule("", &["count", "count-to-date"], by::SUM.with("the sum of the quarters that every force recorded: {sum}")),
    Rule("", &["peak-count"], by::SUM.with("the largest count of the complete years since the last break")),
    Rule("", &["quarters"], by::TALLY.with("the number of quarters that are held of the year")),
    Rule("", &["dispersion-over-time"], by::DISPERSION),
    Rule(
        "",
        &["quarters-*"],
        by::CONTROL.with(
            "an XmR chart: the centre is the mean of the quarters, the limits lie 2.66 mean moving ranges from it",
        ),
    ),
    Rule(
        "",
        &["direction"],
        by::CHANGE.with("the ratio of the two years’ counts, in words that follow its 95% interval"),
    ),
    Rule("", &["ratio", "ratio-interval"], by::CHANGE.with("the ratio of the two years’ counts, with its 95% interval")),
    Rule(
        "",
        &["peak-said", "message"],
        by::CHANGE.with("the largest count of the complete years since the last break, beside the others"),
    ),
];

/// How a fact of this name is made.
pub(super) fn how(id: &str) -> Option<How> {
    let family = id.split('.').next().unwrap_or_default();
    let has = |wanted: &&str| {
        id.split('.').any(|part| wanted.strip_suffix('*').map_or(part == *wanted, |begin| part.starts_with(begin)))
    };
    let fits =
        |Rule(of, parts, _): &&Rule| (of.is_empty() || *of == family) && (parts.is_empty() || parts.iter().any(has));
    RULES.iter().find(fits).map(|Rule(.., how)| *how)
}
