//! What figures.toml may say of the ladder, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Ladder, LadderGroup, LadderRung, RungLeft};
use crate::disclosure::Picture;
use crate::disclosure::picture::{self, AgreedYear, Rung, RungUpper};
use crate::edition::assumptions::Kind as Assumes;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::national::estimate::{Brief, Outcome};
use crate::national::published_ladder;
use crate::wording::{self, phrases};

/// The ladder of assumptions.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// On what it stands.
    on: On,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum On {
    /// The last year of the returns.
    Returns,
    /// Published national figures.
    Published,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "ladder"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let (ladder, lineage) = match self.on {
            On::Returns => (on_returns(picture)?, &picture.ladder.lineage),
            On::Published => (on_published(picture), &picture.published_ladder.lineage),
        };
        Some((Box::new(ladder), lineage.clone()))
    }
}

const X_TITLE: &str = "Crimes that can lie under the agreed definition";

fn on_returns(picture: &Picture) -> Option<Ladder> {
    let year = picture.agreed.years.last()?;
    let lower = Shown::count(&year.lower);
    let upper = match &year.upper {
        picture::Upper::Count(upper) => Shown::count(upper),
        picture::Upper::NotIdentified => Shown::absent("", "no upper end"),
    };
    let mut rungs = vec![LadderRung {
        words: format!("If {}", phrases::FIRST_RUNG),
        fared: String::new(),
        left: RungLeft::Range { lower: lower.clone(), upper },
    }];
    let open = picture.ladder.rungs.iter().filter(|_| !year.is_exact());
    rungs.extend(open.map(|rung| of_rung(rung, &lower, year)));
    let groups = vec![LadderGroup { period: year.year.to_string(), condition: String::new(), rungs }];
    Some(Ladder { x_title: format!("{X_TITLE}, {}", year.year), groups, synthetic: picture.ladder.lineage.synthetic() })
}

fn of_rung(rung: &Rung, lower: &Shown, year: &AgreedYear) -> LadderRung {
    let words = format!("and {}", rung.assumption.words);
    let fared = phrases::held(rung);
    if rung.assumption.kind == Assumes::Model {
        let left = match year.outcome.value() {
            Some(Outcome::Estimated(estimate)) => {
                let of = |pick: fn(&Brief) -> f64| {
                    Shown::of(&year.outcome, |_| pick(estimate), |_| wording::rounded(pick(estimate)))
                };
                RungLeft::Estimate {
                    value: of(|estimate| estimate.total),
                    lower: of(|estimate| estimate.interval.lower),
                    upper: of(|estimate| estimate.interval.upper),
                }
            }
            _ => RungLeft::Nothing("no estimate".to_owned()),
        };
        return LadderRung { words, fared, left };
    }
    let range = |upper| RungLeft::Range { lower: lower.clone(), upper };
    let left = match rung.years.last().map(|last| &last.upper) {
        Some(RungUpper::Count(count)) => range(Shown::count(count)),
        Some(RungUpper::Figure(figure)) => {
            range(Shown::of(figure, |upper| upper.end as f64, |upper| wording::count(upper.end)))
        }
        Some(RungUpper::NotIdentified) => range(Shown::absent("", "no upper end")),
        Some(RungUpper::NotUsed(told)) if told.is_withheld() => RungLeft::Nothing("withheld [c]".to_owned()),
        Some(RungUpper::NotUsed(_)) | None => RungLeft::Nothing("failed its test: not used".to_owned()),
    };
    LadderRung { words, fared, left }
}

fn on_published(picture: &Picture) -> Ladder {
    let published = &picture.published_ladder;
    let read =
        |second_hand: bool| if second_hand { "read at second hand" } else { "read in the publication" }.to_owned();
    let group = |ladder: &published_ladder::Ladder| {
        let lower = Shown::public(ladder.lower.count as f64, wording::count(ladder.lower.count));
        let range = |upper: i64, about: bool| {
            let label = if about { format!("about {}", wording::count(upper)) } else { wording::count(upper) };
            RungLeft::Range { lower: lower.clone(), upper: Shown::public(upper as f64, label) }
        };
        let first = LadderRung {
            words: "If the count of all child sexual abuse and exploitation crimes is whole".to_owned(),
            fared: read(ladder.upper.second_hand),
            left: range(ladder.upper.count, false),
        };
        let steps = ladder.steps.iter().map(|step| LadderRung {
            words: format!("and {}", step.words),
            fared: read(step.second_hand),
            left: range(step.upper, step.about),
        });
        LadderGroup {
            period: ladder.period.clone(),
            condition: format!("If {}", ladder.condition),
            rungs: std::iter::once(first).chain(steps).collect(),
        }
    };
    let mut groups: Vec<LadderGroup> = published.ladders.iter().map(group).collect();
    groups.extend(published.counted.iter().map(|(period, figure)| {
        let count = Shown::public(figure.count as f64, wording::count(figure.count));
        let left = RungLeft::Range { lower: count.clone(), upper: count };
        let words = "Counted under the agreed definition itself".to_owned();
        let rungs = vec![LadderRung { words, fared: read(figure.second_hand), left }];
        LadderGroup { period: period.clone(), condition: String::new(), rungs }
    }));
    if groups.is_empty() {
        let left = RungLeft::Nothing("nothing is bounded".to_owned());
        let rung = LadderRung { words: phrases::NOTHING_BOUND.to_owned(), fared: String::new(), left };
        groups.push(LadderGroup { period: String::new(), condition: String::new(), rungs: vec![rung] });
    }
    Ladder { x_title: X_TITLE.to_owned(), groups, synthetic: published.lineage.synthetic() }
}
