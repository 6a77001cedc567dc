//! How a fact came about, for a reader who doubts it: its interval, the method in words, and the formula where there is one.
//!
//! In: a fact by its name, and the others beside it. Out: what stands at the end of the page under the number. The method of a statistic
//! of the registry is the one of its entry; that of any other fact follows from its name, `<measure>.<statistic>.<period>`.

use super::{Fact, Facts};
use crate::national::registry::Method;

/// What a number rests on besides its sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct How {
    /// The method, in words without a full stop.
    pub method: &'static str,
    /// The formula; empty where none is needed.
    pub formula: &'static str,
}

/// A method, and the facts that are made by it: those whose name begins so, and has one of these parts (any, where there are none).
struct Rule(&'static str, &'static [&'static str], How);

const fn how(method: &'static str, formula: &'static str) -> How {
    How { method, formula }
}

const SUM: How = how("A sum of counts; nothing in it is estimated", "Σ y");
const RATE: How = how(
    "A count for every 10,000 children resident; its interval by Byar’s method, exact below ten, with the distance of each limit \
     widened by the dispersion φ",
    "10,000 × y ÷ P; limits y (1 − 1/(9y) − z/(3√y))³ and (y + 1) (1 − 1/(9(y + 1)) + z/(3√(y + 1)))³, the distance of each from y times √φ",
);
const CHANGE: How = how(
    "A ratio of two periods with its interval on the logarithmic scale, exact where a count is under 20; “rose” and “fell” are said \
     only where the interval leaves out 1",
    "R = (y₂ ÷ P₂) ÷ (y₁ ÷ P₁); R × exp(± t √(φ (1/y₁ + 1/y₂)))",
);
const LIKE_FOR_LIKE: How = how(
    "The ratio over the forces that counted the agreed definition over the whole of both years, and no others",
    "(Σ y₂ ÷ Σ P₂) ÷ (Σ y₁ ÷ Σ P₁) over those forces; years chained, 100 in the first",
);
const RANGE: How = how(
    "The identified range: each force’s count under its own definition bounds its count under the agreed one, and the ends add up over forces",
    "[Σ lower, Σ upper]; same [y, y], narrower [y, w], broader [0, min(y, w)], other or none [0, w], with w the force’s count of all \
     child sexual abuse and exploitation crimes",
);
const RUNG: How = how(
    "The range once an assumption, and all before it, is granted: a ceiling for the forces without an exact count, tested on those with one",
    "Σ min(upper, ceiling); used where the lower limit of held ÷ tested is at least 90%",
);
const ESTIMATE: How = how(
    "The sum of exact counts and of counts imputed for the other forces by a random-effects model, cut to the range; given only where few are imputed",
    "T = Σ y + Σ μx; interval T ± t √V",
);
const SHARE: How = how(
    "The share that the records allow, from none to all of what is not recorded; among those recorded only where enough is",
    "[c ÷ n, (c + u) ÷ n]; c ÷ (n − u)",
);
const DISPERSION: How = how(
    "How much more the counts vary than chance alone would have them",
    "φ = (mean moving range ÷ 1.128)² ÷ mean, over time; Pearson’s χ² over its degrees of freedom, between forces; not below 1",
);
const CONTROL: How = how(
    "A control chart of quarters: limits from the mean moving range about the mean, and four rules for a signal",
    "mean ± 2.66 × mean moving range",
);
const FUNNEL: How = how(
    "Each force’s rate against the limits around the national rate, with the spread between forces added (random effects, Winsorised)",
    "limits of 95% and 99.8%: national rate ± z √(chance + τ²)",
);
const PARTS: How = how(
    "The change of the recorded total, taken apart exactly by what changed for each force",
    "Δ = Σ matched + Σ definition changed + Σ other definition + Σ joined − Σ left",
);
const PROPORTION: How =
    how("A part of a whole, with Wilson’s interval", "c ÷ n; limits (2c + z² ± z √(z² + 4c(1 − c/n))) ÷ (2(n + z²))");
const TREND: How = how(
    "The average change a year, quasi-Poisson, over the forces that counted alike in every year",
    "ln E(y) = a + b·year + ln P; exp(b) − 1",
);
const MONOTONE: How = how(
    "The test of Mann and Kendall for a steady rise or fall, with the slope of Theil and Sen",
    "median of (yⱼ − yᵢ) ÷ (j − i)",
);
const TALLY: How = how("A count of forces, returns or entries; nothing in it is estimated", "");
const STATED: How = how("As its publisher states it; nothing is computed", "");

/// The more exact rule first.
const RULES: &[Rule] = &[
    Rule("", &["rate", "rate-interval", "first-rate", "first-rate-interval"], RATE),
    Rule(
        "",
        &[
            "first-rate-year",
            "mid-year",
            "year",
            "first-year",
            "last-year",
            "peak-year",
            "children-year",
            "quarters-first",
            "quarters-last",
        ],
        how("The name of a period of the series", ""),
    ),
    Rule(
        "",
        &["children", "population"],
        how("Residents aged 0 to 17 at the middle of the year, added up over areas", "Σ P"),
    ),
    Rule(
        "group-based-cse",
        &["range", "range-message", "headline", "range-why", "agreed-said", "children-share-agreed"],
        RANGE,
    ),
    Rule("group-based-cse", &["ladder-said", "ladder-message"], RUNG),
    Rule("group-based-cse", &["estimate-or-absence", "estimate", "estimate-interval"], ESTIMATE),
    Rule("group-based-cse", &["change-total-said", "change-parts-said", "change-message"], PARTS),
    Rule(
        "group-based-cse",
        &[
            "like-for-like-said",
            "matched-direction",
            "matched-ratio",
            "matched-ratio-interval",
            "index",
            "index-interval",
            "index-said",
            "agreed-both-said",
        ],
        LIKE_FOR_LIKE,
    ),
    Rule("alike", &[], CHANGE),
    Rule("funnel", &["forces-under-minimum"], TALLY),
    Rule("funnel", &["dispersion"], DISPERSION),
    Rule("funnel", &[], FUNNEL),
    Rule(
        "regions",
        &["said"],
        how(
            "How closely two rates go together over regions: Pearson’s coefficient, with Fisher’s interval",
            "tanh(artanh r ± z ÷ √(n − 3))",
        ),
    ),
    Rule("breakdown", &["counted", "forces", "total"], SUM),
    Rule("breakdown", &[], SHARE),
    Rule(
        "confidence",
        &[],
        how(
            "A rating proposed by rule, the lowest that any criterion supports, which an analyst may set otherwise with a reason",
            "",
        ),
    ),
    Rule("published", &["ratio"], how("One published count divided by another", "y₁ ÷ y₂")),
    Rule(
        "published",
        &["ladder-said", "ladder"],
        how(
            "What published counts of narrower and wider definitions allow, with each assumption named",
            "[narrower, wider]",
        ),
    ),
    Rule("published", &[], STATED),
    Rule(
        "series",
        &["change-a-year"],
        how("The average change a year from the first to the last period", "(last ÷ first)^(1/years) − 1"),
    ),
    Rule("series", &[], STATED),
    Rule("profiles", &[], TALLY),
    Rule("returns", &[], TALLY),
    Rule("quality", &[], TALLY),
    Rule("recommendations", &[], TALLY),
    Rule(
        "reconciliation",
        &["count", "difference"],
        how(
            "A count of this chapter beside a published one; their difference only where both count the same",
            "y − published",
        ),
    ),
    Rule("reconciliation", &[], TALLY),
    Rule("", &["count", "count-to-date", "peak-count"], SUM),
    Rule("", &["quarters"], TALLY),
    Rule("", &["dispersion-over-time"], DISPERSION),
    Rule("", &["quarters-said", "quarters-message", "quarters-centre", "quarters-signals"], CONTROL),
    Rule("", &["direction", "ratio", "ratio-interval", "peak-said", "message", "to-date-said"], CHANGE),
];

/// The method of a statistic of the registry.
fn of_method(method: Method) -> How {
    match method {
        Method::Count | Method::QuartersReported => SUM,
        Method::Rate => RATE,
        Method::Proportion => PROPORTION,
        Method::ShareBounds => SHARE,
        Method::Range => RANGE,
        Method::Rung => RUNG,
        Method::Estimate | Method::Sensitivity => ESTIMATE,
        Method::Index => LIKE_FOR_LIKE,
        Method::Change => CHANGE,
        Method::Dispersion => DISPERSION,
        Method::AverageAnnualChange => TREND,
        Method::MonotoneTrend => MONOTONE,
        Method::ControlChart => CONTROL,
    }
}

impl Facts {
    /// How a fact came about; none where the edition set it, or where nothing is known of it.
    pub fn how(&self, id: &str) -> Option<How> {
        let fact = self.get(id)?;
        if let Some(method) = fact.method {
            return Some(of_method(method));
        }
        let fits = |Rule(family, parts, _): &&Rule| {
            let of_family = family.is_empty() || id.split('.').next() == Some(family);
            of_family && (parts.is_empty() || id.split('.').any(|part| parts.contains(&part)))
        };
        let made = fact.lineage.sources().next().is_some();
        RULES.iter().filter(|_| made).find(fits).map(|Rule(.., how)| *how)
    }

    /// The interval of a fact: the fact beside it that says so in its name.
    pub fn interval(&self, id: &str) -> Option<&Fact> {
        let parts: Vec<&str> = id.split('.').collect();
        (0..parts.len()).find_map(|at| {
            let named = parts
                .iter()
                .enumerate()
                .map(|(index, part)| if index == at { format!("{part}-interval") } else { (*part).to_owned() });
            self.get(&named.collect::<Vec<_>>().join("."))
        })
    }
}
