//! The methods by which numbers are made, each in words and in symbols.

use super::How;

pub(super) const SUM: How = How::new("A sum of counts; nothing in it is estimated", "Σ y");
pub(super) const RATE: How = How::new(
    "A count for every 10,000 children resident; its interval by Byar’s method, exact below ten, with the distance of each limit \
     widened by the dispersion φ",
    "10,000 × y ÷ P; limits y (1 − 1/(9y) − z/(3√y))³ and (y + 1) (1 − 1/(9(y + 1)) + z/(3√(y + 1)))³, the distance of each from y times √φ",
);
pub(super) const CHANGE: How = How::new(
    "A ratio of two periods with its interval on the logarithmic scale, exact where a count is under 20; “rose” and “fell” are said \
     only where the interval leaves out 1",
    "R = (y₂ ÷ P₂) ÷ (y₁ ÷ P₁); R × exp(± t √(φ (1/y₁ + 1/y₂)))",
);
pub(super) const LIKE_FOR_LIKE: How = How::new(
    "The ratio over the forces that counted the agreed definition over the whole of both years, and no others",
    "(Σ y₂ ÷ Σ P₂) ÷ (Σ y₁ ÷ Σ P₁) over those forces; years chained, 100 in the first",
);
pub(super) const RANGE: How = How::new(
    "The identified range: each force’s count under its own definition bounds its count under the agreed one, and the ends add up over forces",
    "[Σ lower, Σ upper]; same [y, y], narrower [y, w], broader [0, min(y, w)], other or none [0, w], with w the force’s count of all \
     child sexual abuse and exploitation crimes",
);
pub(super) const RUNG: How = How::new(
    "The range once an assumption, and all before it, is granted: a ceiling for the forces without an exact count, tested on those with one",
    "Σ min(upper, ceiling); used where the lower limit of held ÷ tested is at least 90%",
);
pub(super) const ESTIMATE: How = How::new(
    "The sum of exact counts and of counts imputed for the other forces by a random-effects model, cut to the range; given only where few are imputed",
    "T = Σ y + Σ μx; interval T ± t √V",
);
pub(super) const REREAD: How = How::new(
    "The range if forces on the agreed definition err as those of them do whose records were read again: of the records they counted the share that \
     meets the definition, and of their others the share that should have been counted, each by Wilson’s limits over all samples together",
    "[Σ lower of others + p⁻ Σ y, Σ upper of others + p⁺ Σ y + m⁺ Σ (w − y)], with p the share of counted and m that of other records that meet it, \
     y a force’s count and w all child sexual abuse and exploitation crimes that it recorded",
);
pub(super) const SHARE: How = How::new(
    "The share that the records allow, from none to all of what is not recorded; among those recorded only where enough is",
    "[c ÷ n, (c + u) ÷ n]; c ÷ (n − u)",
);
pub(super) const DISPERSION: How = How::new(
    "How much more the counts vary than chance alone would have them",
    "φ = (mean moving range ÷ 1.128)² ÷ mean, over time; Pearson’s χ² over its degrees of freedom, between forces; not below 1",
);
pub(super) const CONTROL: How = How::new(
    "A control chart of quarters: limits from the mean moving range about the mean, and four rules for a signal",
    "mean ± 2.66 × mean moving range",
);
pub(super) const FUNNEL: How = How::new(
    "Each force’s rate against the limits around the national rate, with the spread between forces added (random effects, Winsorised)",
    "limits of 95% and 99.8%: national rate ± z √(chance + τ²)",
);
pub(super) const CHANCE: How = How::new(
    "The rate of all forces, with the exact Poisson limits of chance for as many children as the area has, interpolated between whole counts",
    "10,000 × (r − (F(r) − p) ÷ (F(r) − F(r − 1))) ÷ P, with r the smallest count of which F(r) ≥ p",
);
pub(super) const PARTS: How = How::new(
    "The change of the recorded total, taken apart exactly by what changed for each force",
    "Δ = Σ matched + Σ definition changed + Σ other definition + Σ part of a year + Σ joined − Σ left",
);
pub(super) const PROPORTION: How = How::new(
    "A part of a whole, with Wilson’s interval",
    "c ÷ n; limits (2c + z² ± z √(z² + 4c(1 − c/n))) ÷ (2(n + z²))",
);
pub(super) const TREND: How = How::new(
    "The average change a year, quasi-Poisson, over the forces that counted alike in every year",
    "ln E(y) = a + b·year + ln P; exp(b) − 1",
);
pub(super) const MONOTONE: How = How::new(
    "The test of Mann and Kendall for a steady rise or fall, with the slope of Theil and Sen",
    "median of (yⱼ − yᵢ) ÷ (j − i)",
);
pub(super) const WORDS: How = How::new("Words of the authors of the edition, with the facts that stand in them", "");
pub(super) const TALLY: How = How::new("A count of forces, returns or entries; nothing in it is estimated", "");
pub(super) const STATED: How = How::new("As its publisher states it; nothing is computed", "");
pub(super) const PERIOD: How = How::new("The name of a period of the series", "");
pub(super) const RESIDENTS: How =
    How::new("Residents aged 0 to 17 at the middle of the year, added up over areas", "Σ P");
pub(super) const CORRELATION: How = How::new(
    "How closely two rates go together over regions: Pearson’s coefficient, with Fisher’s interval",
    "tanh(artanh r ± z ÷ √(n − 3))",
);
pub(super) const RATING: How = How::new(
    "A rating proposed by rule, the lowest that any criterion supports, which an analyst may set otherwise with a reason",
    "",
);
pub(super) const QUOTIENT: How = How::new("One published count divided by another", "y₁ ÷ y₂");
pub(super) const PUBLISHED_RANGE: How = How::new(
    "What published counts of narrower and wider definitions allow, with each assumption named",
    "[narrower, wider]",
);
pub(super) const YEARLY: How =
    How::new("The average change a year from the first to the last period", "(last ÷ first)^(1/years) − 1");
pub(super) const BESIDE: How = How::new(
    "A count of this chapter beside a published one; their difference only where both count the same",
    "y − published",
);
pub(super) const PART_OF_CHILDREN: How = How::new(
    "The children resident in the areas of some forces, as a share of those in all areas",
    "Σ P of these ÷ Σ P",
);
pub(super) const REVISED: How = How::new(
    "A number as the last release printed it, beside the same number of this edition; subtracted only where both were computed alike",
    "y now − y then",
);
pub(super) const REVISION_SIZE: How = How::new(
    "Revisions from one release to the next over the periods of a number: their mean, their mean size, and their mean over its standard error",
    "R = y₂ − y₁; Σ R ÷ n; Σ |R| ÷ n; Σ (R ÷ y₁) ÷ n; R̄ ÷ (s ÷ √n)",
);
