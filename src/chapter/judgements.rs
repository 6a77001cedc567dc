//! The key judgements as the chapter prints them: their words bound to facts, the confidence that their evidence supports, and what a
//! release asks of them.
//!
//! In: what people decided (`edition::judgements`), and the facts, figures and tables that exist. Out: judgements ready to print. A
//! likelihood is printed as it was chosen; nothing here makes one.

mod table;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::bindings::Used;
use super::facts::Facts;
use super::figures::Figure;
use super::placeholders::{Part, filled, parts};
use super::tables::DataTable;
use crate::disclosure::{Picture, WITHHELD};
use crate::edition::Layout;
use crate::edition::confidence::{Rating, is_sentence};
use crate::edition::judgements::{FEWEST, INVALID, Judgement, Judgements, MOST, Term};
use crate::fault::{Fault, Faults, Place, nearest};
use crate::lineage::Lineage;
use crate::wording::{self, NOT_AVAILABLE};

pub use table::table;

/// What a judgement rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Evidence {
    Fact(String),
    Figure(String),
    Table(String),
}

/// A judgement, ready to print.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Shown {
    judgement: Judgement,
    parts: Vec<Part>,
    proposed: Option<Rating>,
    evidence: Vec<Evidence>,
    /// Where that comes from.
    lineage: Lineage,
    /// Evidence that is invented.
    invented: Vec<String>,
    /// Evidence that the edition does not tell.
    untold: Vec<String>,
}

impl Shown {
    /// The confidence that its headline figures support: the lowest of theirs, none where it rests on none.
    pub fn proposed(&self) -> Option<Rating> {
        self.proposed
    }

    /// What was decided.
    pub fn judgement(&self) -> &Judgement {
        &self.judgement
    }

    /// The facts in its words.
    pub(super) fn facts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(Part::fact)
    }

    /// Its words, with every fact in its present ones.
    pub(super) fn words(&self, facts: &Facts) -> String {
        filled(self.parts.clone(), facts)
    }

    /// Names of what it rests on: facts, figures and tables.
    pub(super) fn rests_on(&self) -> impl Iterator<Item = &str> {
        self.evidence.iter().map(Evidence::id)
    }
}

/// The judgements with what they rest on, or what is wrong with them.
pub fn shown(
    judgements: Vec<Judgement>,
    picture: &Picture,
    (facts, figures, tables): (&Facts, &[Figure], &[DataTable]),
) -> Result<Vec<Shown>, Vec<Fault>> {
    let mut faults = Faults::new();
    let mut all = Vec::new();
    for judgement in judgements {
        let rated = |headline| picture.confidence.iter().find(|rated| rated.headline == headline);
        let proposed =
            judgement.headlines.iter().filter_map(|headline| rated(*headline)).map(|rated| rated.rating()).min();
        faults.extend(unreasoned(&judgement, proposed));
        let mut shown = Shown {
            parts: faults.keep(parts(&judgement.text, facts, &judgement.place)).unwrap_or_default(),
            proposed,
            evidence: Vec::new(),
            lineage: Lineage::default(),
            invented: Vec::new(),
            untold: Vec::new(),
            judgement,
        };
        let in_words = shown.facts().map(|id| (id.to_owned(), shown.judgement.place.clone())).collect::<Vec<_>>();
        for (id, place) in in_words.into_iter().chain(shown.judgement.evidence.clone()) {
            let (evidence, lineage, untold) = if let Some(fact) = facts.get(&id) {
                let untold = [WITHHELD, NOT_AVAILABLE].iter().any(|marker| fact.text.contains(marker));
                (Evidence::Fact(id.clone()), &fact.lineage, untold)
            } else if let Some(figure) = figures.iter().find(|figure| figure.id() == id) {
                (Evidence::Figure(id.clone()), figure.lineage(), false)
            } else if let Some(table) = tables.iter().find(|table| table.id() == id) {
                (Evidence::Table(id.clone()), &table.lineage, false)
            } else {
                faults.push(unknown(&id, place, (facts, figures, tables)));
                continue;
            };
            if shown.evidence.contains(&evidence) {
                continue;
            }
            shown.lineage = std::mem::take(&mut shown.lineage).and(lineage);
            shown.invented.extend(lineage.synthetic().then(|| id.clone()));
            shown.untold.extend(untold.then_some(id));
            shown.evidence.push(evidence);
        }
        all.push(shown);
    }
    faults.into_result(all)
}

/// That a confidence needs a reason which is not written.
fn unreasoned(judgement: &Judgement, proposed: Option<Rating>) -> Option<Fault> {
    let above = match proposed {
        Some(proposed) if judgement.confidence <= proposed => return None,
        Some(proposed) => format!("above the proposal, {proposed}"),
        None => "where nothing is proposed, as it rests on no rated headline".to_owned(),
    };
    (!is_sentence(&judgement.reason)).then(|| {
        Fault::new(
            "confidence-unreasoned",
            judgement.confidence_place.clone(),
            format!(
                "confidence in the judgement `{}` is {}, {above}, and no reason of at least a sentence is written",
                judgement.id, judgement.confidence
            ),
            "write reason = \"…\", which is printed, or take the rating proposed",
        )
    })
}

fn unknown(id: &str, place: Place, (facts, figures, tables): (&Facts, &[Figure], &[DataTable])) -> Fault {
    let ids = || facts.ids().chain(figures.iter().map(Figure::id)).chain(tables.iter().map(DataTable::id));
    let near = nearest(id, ids()).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    let remedy = format!("{near}`assess facts` lists the facts; figures stand in figures.toml, tables in the text");
    Fault::new(INVALID, place, format!("there is no fact, figure or table `{id}`"), remedy)
}

/// Holds the judgements against the text that shows them, and gives their facts to it. A release needs them whole: enough of them, each
/// with its people, and none on what is invented or not told.
pub(super) fn bind(judgements: &[Shown], used: &mut Used, (year, for_release): (i16, bool), faults: &mut Vec<Fault>) {
    let file = Place::file(&Judgements::path(year));
    if used.judgements {
        for shown in judgements {
            used.facts.extend(shown.facts().map(str::to_owned));
            for (id, place) in &shown.judgement.evidence {
                let stands = |evidence: &Evidence| match evidence {
                    Evidence::Fact(_) => true,
                    Evidence::Figure(id) | Evidence::Table(id) => used.shown.contains(id),
                };
                let hidden = shown.evidence.iter().any(|evidence| evidence.id() == id && !stands(evidence));
                if hidden {
                    let what =
                        format!("the judgement `{}` rests on `{id}`, which the text does not show", shown.judgement.id);
                    let remedy = "show it with #chart(\"…\") or #data-table(\"…\"), or name other evidence";
                    faults.push(Fault::new(INVALID, place.clone(), what, remedy));
                }
            }
        }
    }
    if !for_release {
        return;
    }
    let mut refuse = |place: &Place, what: String, remedy: &str| {
        faults.push(Fault::new("release-judgements", place.clone(), what, remedy));
    };
    if judgements.len() < FEWEST {
        let few = judgements.len();
        let what = format!("{few} key judgements are written, and a chapter for release opens with {FEWEST} to {MOST}");
        refuse(
            &file,
            what,
            "write a [[judgement]] for each, and show them with #judgements() at the head of the chapter",
        );
    }
    for Shown { judgement, invented, untold, .. } in judgements {
        let id = &judgement.id;
        for (who, key) in [(&judgement.author, "author"), (&judgement.agreed_by, "agreed_by")] {
            if who.is_empty() {
                let what = format!("the judgement `{id}` does not say its {key}");
                refuse(&judgement.place, what, "name the person or the board; nobody else can");
            }
        }
        for (evidence, why) in [(invented, "is synthetic"), (untold, "is withheld or not available")] {
            if let Some(first) = evidence.first() {
                let what = format!("the judgement `{id}` rests on `{first}`, which {why}");
                refuse(&judgement.place, what, "rest it on what the edition tells, or take the judgement out");
            }
        }
    }
}

/// Gives the facts of the judgements to a layout that shows them; for release each must.
pub(super) fn bind_layout(
    judgements: &[Shown],
    used: &mut Used,
    (layout, for_release): (&Layout, bool),
    faults: &mut Vec<Fault>,
) {
    if used.judgements {
        used.facts.extend(judgements.iter().flat_map(Shown::facts).map(str::to_owned));
    } else if for_release {
        let what = format!("the layout `{}` does not show the key judgements", layout.id);
        let remedy = "show them with #judgements() at the head of one of its sections";
        faults.push(Fault::new("release-judgements", layout.place.clone(), what, remedy));
    }
}

impl Evidence {
    fn id(&self) -> &str {
        match self {
            Self::Fact(id) | Self::Figure(id) | Self::Table(id) => id,
        }
    }
}

/// The judgements and the scales they are told on, as the theme reads them.
pub(super) fn data(judgements: &[Shown]) -> Value {
    let yardstick =
        Term::ALL.map(|term| json!({ "term": wording::capitalised(&term.to_string()), "range": term.range() }));
    json!({ "judgements": judgements.iter().map(Shown::value).collect::<Vec<_>>(), "yardstick": yardstick })
}

impl Shown {
    fn value(&self) -> Value {
        let Self { judgement, parts, proposed, evidence, invented, .. } = self;
        let parts = parts.iter().map(|part| match part {
            Part::Fact(id) => json!({ "fact": id }),
            Part::Words(words) => json!({ "words": words }),
        });
        let of = |wanted: fn(&Evidence) -> bool| -> BTreeSet<&str> {
            evidence.iter().filter(|one| wanted(one)).map(Evidence::id).collect()
        };
        json!({
            "id": judgement.id,
            "parts": parts.collect::<Vec<_>>(),
            "likelihood": judgement.likelihood.to_string(),
            "confidence": judgement.confidence.to_string(),
            "proposed": proposed.map(|rating| rating.to_string()),
            "reason": judgement.reason,
            "horizon": judgement.horizon,
            "author": judgement.author,
            "agreed_by": judgement.agreed_by,
            "figures": of(|one| matches!(one, Evidence::Figure(_))),
            "tables": of(|one| matches!(one, Evidence::Table(_))),
            "synthetic": !invented.is_empty(),
            "earlier": judgement.earlier,
            "carried": judgement.carried,
        })
    }
}
