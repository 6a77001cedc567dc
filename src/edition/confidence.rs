//! Analytical confidence as data: the headlines that are rated, the thresholds from which the program proposes a rating,
//! and the ratings that an analyst sets in `judgements.toml`.
//!
//! Confidence (how far the data bear a figure) and probability (how likely a judgement is) are separate; nothing here
//! makes a term of the probability yardstick.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::{Faults, Place};
use crate::source::{Settings, Spanned};

/// A rating of analytical confidence, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Rating {
    /// Low.
    Low,
    /// Moderate.
    Moderate,
    /// High.
    High,
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        })
    }
}

/// A headline figure of the chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Headline {
    /// The national number of the last year.
    NationalNumber,
    /// The like-for-like change to the last year.
    LikeForLike,
    /// The recorded offence in its last complete year.
    RecordedOffence,
}

impl Headline {
    /// Its name in settings and facts.
    pub fn id(self) -> &'static str {
        match self {
            Self::NationalNumber => "national-number",
            Self::LikeForLike => "like-for-like",
            Self::RecordedOffence => "recorded-offence",
        }
    }
}

/// From where on a criterion supports a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// For high confidence.
    pub high: u32,
    /// For moderate confidence; beyond it, low.
    pub moderate: u32,
}

impl Threshold {
    /// What a value supports that should be large, in the unit of the threshold.
    pub fn at_least(self, value: f64) -> Rating {
        if value >= f64::from(self.high) {
            Rating::High
        } else if value >= f64::from(self.moderate) {
            Rating::Moderate
        } else {
            Rating::Low
        }
    }

    /// What a value supports that should be small, in the unit of the threshold.
    pub fn at_most(self, value: f64) -> Rating {
        if value <= f64::from(self.high) {
            Rating::High
        } else if value <= f64::from(self.moderate) {
            Rating::Moderate
        } else {
            Rating::Low
        }
    }
}

/// The thresholds of all criteria. A rating is the lowest that any of them supports.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Thresholds {
    /// Children in the areas of forces in the figure, percent, at least.
    pub coverage_percent: Threshold,
    /// Children in the areas of forces on the agreed definition, percent, at least.
    pub agreed_percent: Threshold,
    /// Imputed part of the estimate, percent, at most.
    pub imputed_percent: Threshold,
    /// Width of the range or interval over the figure, percent, at most.
    pub width_percent: Threshold,
    /// Forces with a problem profile that is not out of date, percent, at least.
    pub current_profiles_percent: Threshold,
    /// Findings on the data that are open, at most.
    pub open_findings: Threshold,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileThresholds {
    /// Children in the areas of forces in the figure, percent, at least.
    coverage_percent: Spanned<Threshold>,
    /// Children in the areas of forces on the agreed definition, percent, at least.
    agreed_percent: Spanned<Threshold>,
    /// Imputed part of the estimate, percent, at most.
    imputed_percent: Spanned<Threshold>,
    /// Width of the range or interval over the figure, percent, at most.
    width_percent: Spanned<Threshold>,
    /// Forces with a problem profile that is not out of date, percent, at least.
    current_profiles_percent: Spanned<Threshold>,
    /// Findings on the data that are open, at most.
    open_findings: Spanned<Threshold>,
}

impl FileThresholds {
    /// The thresholds, and what is wrong with them.
    pub(super) fn check(&self, settings: &Settings, faults: &mut Faults) -> Thresholds {
        let mut refuse = |threshold: &Spanned<Threshold>, what: String, remedy: &str| {
            faults.push(settings.fault("edition-invalid", &threshold.span(), what, remedy));
        };
        for threshold in [&self.coverage_percent, &self.agreed_percent, &self.current_profiles_percent] {
            let Threshold { high, moderate } = *threshold.get_ref();
            if high > 100 {
                let what = format!("{high} is not a percentage of a whole");
                refuse(threshold, what, "give a whole number from 0 to 100");
            }
            if high < moderate {
                let what = format!("high confidence would need {high} and moderate more, {moderate}");
                refuse(threshold, what, "more is better here: give high the larger number");
            }
        }
        for threshold in [&self.imputed_percent, &self.width_percent, &self.open_findings] {
            let Threshold { high, moderate } = *threshold.get_ref();
            if high > moderate {
                let what = format!("high confidence would allow {high} and moderate less, {moderate}");
                refuse(threshold, what, "less is better here: give high the smaller number");
            }
        }
        Thresholds {
            coverage_percent: *self.coverage_percent.get_ref(),
            agreed_percent: *self.agreed_percent.get_ref(),
            imputed_percent: *self.imputed_percent.get_ref(),
            width_percent: *self.width_percent.get_ref(),
            current_profiles_percent: *self.current_profiles_percent.get_ref(),
            open_findings: *self.open_findings.get_ref(),
        }
    }
}

/// A rating set by an analyst.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalystRating {
    /// The headline rated.
    pub headline: Headline,
    /// The rating.
    pub rating: Rating,
    /// Why; needed above the proposal, and printed wherever it is given.
    pub reason: String,
    /// The edition from which it was carried, where nobody has decided on it anew.
    pub carried: Option<i16>,
    /// Where it stands.
    pub place: Place,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileRating {
    /// The headline figure.
    headline: Headline,
    /// The rating, in place of the one proposed.
    rating: Spanned<Rating>,
    /// Why; needed above the proposal, and printed wherever it is given.
    #[serde(default)]
    reason: String,
}

impl AnalystRating {
    /// The ratings of a file, at most one a headline.
    pub(super) fn check(entries: Vec<Spanned<FileRating>>, settings: &Settings, faults: &mut Faults) -> Vec<Self> {
        let mut ratings: Vec<Self> = Vec::new();
        for entry in entries {
            let span = entry.span();
            let FileRating { headline, rating, reason } = entry.into_inner();
            if ratings.iter().any(|other| other.headline == headline) {
                let what = format!("the confidence in `{}` is rated twice", headline.id());
                faults.push(settings.fault("settings-invalid", &span, what, "keep one of the two"));
            }
            let place = settings.place(&rating.span());
            let (rating, reason) = (rating.into_inner(), reason.trim().to_owned());
            ratings.push(Self { headline, rating, reason, carried: None, place });
        }
        ratings
    }
}

/// A reason says something only from a few words on, and ends as a sentence does.
pub fn is_sentence(reason: &str) -> bool {
    reason.split_whitespace().count() >= FEWEST_WORDS && reason.trim_end().ends_with('.')
}

/// Fewest words of a sentence.
const FEWEST_WORDS: usize = 5;
