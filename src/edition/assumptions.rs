//! The ladder of assumptions as data of the edition: what a reader may grant, one thing after another, and on what evidence.
//!
//! In: `report/<year>/assumptions.toml`. Out: the rungs in order, each with its words, its evidence, who made it and what
//! would refute it; and the published national figures on which the same ladder stands. Whether the measures, categories
//! and figures it names exist is checked against the data; here each rung is checked in itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Edition;
use crate::fault::{Fault, Faults, Place};
use crate::source::{Project, Settings, Spanned};

/// Name of a rung's fault.
pub const INVALID: &str = "assumption-invalid";

/// What a rung assumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// No force's count exceeds its ceiling, another count of the force.
    Ceiling,
    /// No force's count is a larger part of its ceiling than in nineteen of twenty forces that gave an exact count.
    Ratio,
    /// The estimate: forces that count otherwise do not differ for that reason.
    Model,
}

/// A count of every force: a measure, or some categories of a breakdown of it added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells {
    /// The measure.
    pub measure: String,
    /// Where the measure is named.
    pub measure_place: Place,
    /// Breakdown and the categories of it that are added; none for the whole measure.
    pub categories: Option<(String, Vec<String>)>,
    /// Where the categories are named.
    pub categories_place: Place,
}

/// A rung of the ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Stable identifier.
    pub id: String,
    /// What it assumes.
    pub kind: Kind,
    /// The ceiling; none for the model.
    pub ceiling: Option<Cells>,
    /// What is assumed, as a clause that a sentence can hold: "no force’s count exceeds …".
    pub words: String,
    /// What speaks for it.
    pub evidence: String,
    /// Who made it.
    pub made_by: String,
    /// What would refute it.
    pub refuted_by: String,
    /// Where it stands.
    pub place: Place,
}

/// A count that every force gives beside its own: what a rate may be taken over, and a bound where it is a class with a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCount {
    /// Its cells.
    pub cells: Cells,
    /// What it is, in words.
    pub words: String,
}

/// A rung on published figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedRung {
    /// The assumption it stands for.
    pub assumption: String,
    /// Identifier of the published figure that is the ceiling.
    pub ceiling: String,
    /// Identifiers of published percentages of it that are taken away.
    pub less_percent: Vec<String>,
    /// What is assumed.
    pub words: String,
    /// Where it stands.
    pub place: Place,
}

/// The ladder on the figures published for one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedLadder {
    /// What it must be granted before the first rung.
    pub condition: String,
    /// Identifier of the count that the agreed definition holds.
    pub lower: String,
    /// Identifier of the count that holds the agreed definition.
    pub upper: String,
    /// Rungs, in order.
    pub rungs: Vec<PublishedRung>,
    /// Where it stands.
    pub place: Place,
}

/// The assumptions of an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assumptions {
    /// Counts that every force gives beside its own.
    pub counts: Vec<OtherCount>,
    /// Rungs on the returns, in order.
    pub rungs: Vec<Assumption>,
    /// The ladders on published figures, in order.
    pub published: Vec<PublishedLadder>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// Counts that every force gives beside its own.
    #[serde(default)]
    count: Vec<FileCount>,
    /// Rungs, in the order in which they are climbed.
    #[serde(default)]
    assumption: Vec<Spanned<FileAssumption>>,
    /// The same ladder on published national figures, one entry a period.
    #[serde(default)]
    published: Vec<Spanned<FilePublished>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileAssumption {
    /// Stable identifier: lower-case words joined by hyphens.
    id: Spanned<String>,
    /// What it assumes.
    kind: Spanned<Kind>,
    /// The count of a force that is its ceiling; none for the model.
    ceiling: Option<Spanned<FileCells>>,
    /// What is assumed, as a clause that a sentence can hold.
    words: Spanned<String>,
    /// What speaks for it.
    evidence: Spanned<String>,
    /// Who made it.
    made_by: Spanned<String>,
    /// What would refute it.
    refuted_by: Spanned<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileCount {
    /// The count.
    cells: Spanned<FileCells>,
    /// What it is, in words.
    words: Spanned<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileCells {
    /// A measure of the returns, in the unit of what is bounded.
    measure: Spanned<String>,
    /// A breakdown of it, where the ceiling is some of its categories.
    breakdown: Option<Spanned<String>>,
    /// The categories that are added.
    #[serde(default)]
    categories: Vec<Spanned<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FilePublished {
    /// What must be granted before the first rung.
    condition: Spanned<String>,
    /// Identifier of the published count that the agreed definition holds.
    lower: Spanned<String>,
    /// Identifier of the published count that holds the agreed definition.
    upper: Spanned<String>,
    /// Rungs, in order.
    #[serde(default)]
    rungs: Vec<Spanned<FilePublishedRung>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FilePublishedRung {
    /// The assumption of this file that it stands for.
    assumption: Spanned<String>,
    /// Identifier of the published count that is the ceiling.
    ceiling: Spanned<String>,
    /// Identifiers of published percentages of the ceiling that are taken away.
    #[serde(default)]
    less_percent: Vec<Spanned<String>>,
    /// What is assumed, where the published figures bear less than the words of the assumption say.
    words: Option<Spanned<String>>,
}

impl Assumptions {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads the assumptions of an edition, none where it has no `assumptions.toml`.
    pub fn read(project: &mut Project, year: i16) -> Result<Self, Vec<Fault>> {
        let one = |fault| vec![fault];
        let path = format!("{}/assumptions.toml", Edition::folder(year));
        if !project.list(&Edition::folder(year), "assumptions.toml").map_err(one)?.contains(&path) {
            return Ok(Self::default());
        }
        let settings = Settings::new(&path, project.text(&path).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut check = Check { settings: &settings, faults: Faults::new() };
        let counts = file.count.into_iter().map(|entry| check.count(entry)).collect();
        let mut rungs: Vec<Assumption> = Vec::new();
        for entry in file.assumption {
            let rung = check.rung(entry);
            if rungs.iter().any(|other| other.id == rung.id) {
                let what = format!("two assumptions are called `{}`", rung.id);
                check.faults.push(Fault::new(INVALID, rung.place.clone(), what, "give one of them another id"));
            }
            if rungs.iter().any(|other| other.kind == Kind::Model) {
                let what = format!("`{}` comes after the model, which is the last rung", rung.id);
                check.faults.push(Fault::new(
                    INVALID,
                    rung.place.clone(),
                    what,
                    "put it before the model, or remove it",
                ));
            }
            rungs.push(rung);
        }
        let published = file.published.into_iter().map(|entry| check.published(entry, &rungs)).collect();
        check.faults.into_result(Self { counts, rungs, published })
    }
}

/// The checks of the file, collecting faults with their lines.
struct Check<'a> {
    settings: &'a Settings,
    faults: Faults,
}

impl Check<'_> {
    fn refuse(&mut self, span: &std::ops::Range<usize>, what: impl Into<String>, remedy: &str) {
        self.faults.push(self.settings.fault(INVALID, span, what, remedy));
    }

    /// Words that must not be empty.
    fn words(&mut self, words: &Spanned<String>, key: &str, remedy: &str) -> String {
        let text = words.get_ref().trim().to_owned();
        if text.is_empty() {
            self.refuse(&words.span(), format!("`{key}` is empty"), remedy);
        }
        text
    }

    fn count(&mut self, entry: FileCount) -> OtherCount {
        OtherCount { words: self.words(&entry.words, "words", "say what is counted"), cells: self.cells(entry.cells) }
    }

    fn rung(&mut self, entry: Spanned<FileAssumption>) -> Assumption {
        let file = entry.into_inner();
        let place = self.settings.place(&file.id.span());
        let id = file.id.get_ref().clone();
        if !super::is_identifier(&id) {
            let what = format!("`{id}` is not an identifier");
            self.refuse(&file.id.span(), what, "use lower-case words and digits joined by hyphens");
        }
        let kind = *file.kind.get_ref();
        if (kind == Kind::Model) == file.ceiling.is_some() {
            let (what, remedy) = match kind {
                Kind::Model => ("the model has no ceiling", "remove the ceiling"),
                Kind::Ceiling | Kind::Ratio => ("no ceiling is named", "name the measure whose count is the ceiling"),
            };
            self.refuse(&file.kind.span(), what, remedy);
        }
        let ceiling = file.ceiling.map(|ceiling| self.cells(ceiling));
        Assumption {
            id,
            kind,
            ceiling,
            words: self.words(&file.words, "words", "say what is assumed: a reader must know what to grant"),
            evidence: self.words(&file.evidence, "evidence", "say what speaks for it, or remove the assumption"),
            made_by: self.words(&file.made_by, "made_by", "say who assumes it"),
            refuted_by: self.words(&file.refuted_by, "refuted_by", "say what would show that it does not hold"),
            place,
        }
    }

    fn cells(&mut self, entry: Spanned<FileCells>) -> Cells {
        let whole = entry.span();
        let FileCells { measure, breakdown, categories } = entry.into_inner();
        if breakdown.is_some() == categories.is_empty() {
            let remedy = "give a breakdown with categories, or neither for the whole measure";
            self.refuse(&whole, "a breakdown and categories of it belong together", remedy);
        }
        for (place, category) in categories.iter().enumerate() {
            if categories.iter().take(place).any(|other| other.get_ref() == category.get_ref()) {
                let what = format!("the category `{}` would be added twice", category.get_ref());
                self.refuse(&category.span(), what, "name it once");
            }
        }
        Cells {
            measure_place: self.settings.place(&measure.span()),
            measure: measure.into_inner(),
            categories_place: self.settings.place(&breakdown.as_ref().map_or(whole, Spanned::span)),
            categories: breakdown
                .map(|breakdown| (breakdown.into_inner(), categories.into_iter().map(Spanned::into_inner).collect())),
        }
    }

    fn published(&mut self, entry: Spanned<FilePublished>, rungs: &[Assumption]) -> PublishedLadder {
        let place = self.settings.place(&entry.span());
        let file = entry.into_inner();
        let condition = self.words(&file.condition, "condition", "say what must be granted before the first rung");
        let rungs = file
            .rungs
            .into_iter()
            .map(|rung| {
                let rung = rung.into_inner();
                let name = rung.assumption.get_ref().clone();
                let named = rungs.iter().find(|one| one.id == name);
                match named {
                    None => {
                        let what = format!("no assumption is called `{name}`");
                        self.refuse(&rung.assumption.span(), what, "name one of this file");
                    }
                    Some(one) if one.kind != Kind::Ceiling => {
                        let what = format!("`{name}` is no ceiling, and published figures can bear no other");
                        self.refuse(&rung.assumption.span(), what, "name a ceiling");
                    }
                    Some(_) => {}
                }
                let words = match &rung.words {
                    Some(words) => self.words(words, "words", "say what is assumed, or leave it to the assumption"),
                    None => named.map(|one| one.words.clone()).unwrap_or_default(),
                };
                PublishedRung {
                    words,
                    place: self.settings.place(&rung.assumption.span()),
                    assumption: name,
                    ceiling: rung.ceiling.into_inner(),
                    less_percent: rung.less_percent.into_iter().map(Spanned::into_inner).collect(),
                }
            })
            .collect();
        PublishedLadder { condition, lower: file.lower.into_inner(), upper: file.upper.into_inner(), rungs, place }
    }
}
