//! The file of the registry into entries, and what can be refused from it alone.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Breakdown, Denominator, Entry, Geography, Method, Over, Periods, Places, Registry};
use crate::contract::Measures;
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::fault::{Fault, Faults, nearest};
use crate::source::{Project, Settings, Spanned};

/// Most decimals a statistic may have; more would be digits without meaning.
const MOST_DECIMALS: usize = 6;
/// The edition's own definition, whatever it is.
pub(super) const AGREED: &str = "agreed";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// Statistics of the edition: each becomes facts and rows of statistics.csv.
    #[serde(default, rename = "statistic")]
    statistics: Vec<Spanned<FileEntry>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileEntry {
    /// Lower-case words joined by dots or hyphens; the name of its facts.
    pub(super) id: Spanned<String>,
    /// What it is, in words.
    pub(super) title: Spanned<String>,
    /// Measure of the panel.
    pub(super) measure: Spanned<String>,
    /// Only counts under this definition, or `agreed`.
    pub(super) definition: Option<Spanned<String>>,
    /// `children`, or another measure.
    pub(super) denominator: Option<Spanned<String>>,
    /// Only this category of a breakdown.
    pub(super) breakdown: Option<Spanned<Breakdown>>,
    /// For a rung: the id of an assumption of assumptions.toml.
    pub(super) assumption: Option<Spanned<String>>,
    /// For a sensitivity: by how many percent more the imputed forces are tried to record.
    pub(super) percent: Option<Spanned<i32>>,
    /// Over what it is taken, where not every force reported every quarter: every force where this is left out.
    pub(super) over: Option<Spanned<Over>>,
    /// The area or areas.
    pub(super) geography: Spanned<Geography>,
    /// Periods it is given for.
    pub(super) periods: Spanned<Periods>,
    /// How it is computed.
    pub(super) method: Spanned<Method>,
    /// Unit of its value.
    pub(super) unit: Spanned<String>,
    /// Of how many: 10000 for a rate per 10,000.
    pub(super) per: Option<Spanned<u32>>,
    /// Decimals it is given with.
    pub(super) decimals: Spanned<usize>,
    /// What to say beside it.
    pub(super) caveat: Option<String>,
}

impl Registry {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads the statistics of an edition.
    pub fn read(
        project: &mut Project,
        year: i16,
        edition: &Edition,
        definitions: &Definitions,
        measures: &Measures,
    ) -> Result<Self, Vec<Fault>> {
        let path = format!("{}/statistics.toml", Edition::folder(year));
        let one = |fault| vec![fault];
        let settings = Settings::new(&path, project.text(&path).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut check = Check { settings: &settings, edition, definitions, measures, faults: Faults::new() };
        let mut entries: Vec<Entry> = Vec::new();
        for spanned in file.statistics {
            let entry = check.entry(spanned);
            if entries.iter().any(|other| other.id == entry.id) {
                check.faults.push(Fault::new(
                    "statistic-duplicate",
                    entry.places.entry.clone(),
                    format!("the statistic `{}` is described twice", entry.id),
                    "keep one of the two, or give one another id",
                ));
            }
            entries.push(entry);
        }
        check.faults.into_result(Self { entries })
    }
}

/// The checks of the file, collecting faults with their lines.
pub(super) struct Check<'a> {
    pub(super) settings: &'a Settings,
    pub(super) edition: &'a Edition,
    pub(super) definitions: &'a Definitions,
    pub(super) measures: &'a Measures,
    pub(super) faults: Faults,
}

impl Check<'_> {
    pub(super) fn refuse(&mut self, span: &std::ops::Range<usize>, what: impl Into<String>, remedy: &str) {
        self.faults.push(self.settings.fault("statistic-invalid", span, what, remedy));
    }

    fn entry(&mut self, spanned: Spanned<FileEntry>) -> Entry {
        let whole = spanned.span();
        let file = spanned.into_inner();
        self.words(&file);
        self.combination(&file);
        self.disclosure(&file);
        let definition = file.definition.and_then(|definition| self.definition(definition));
        let place = |span: Option<std::ops::Range<usize>>| self.settings.place(&span.unwrap_or(whole.clone()));
        let places = Places {
            entry: place(Some(file.id.span())),
            measure: place(Some(file.measure.span())),
            denominator: place(file.denominator.as_ref().map(Spanned::span)),
            breakdown: place(file.breakdown.as_ref().map(Spanned::span)),
            assumption: place(file.assumption.as_ref().map(Spanned::span)),
            periods: place(Some(file.periods.span())),
        };
        Entry {
            id: file.id.into_inner(),
            title: file.title.into_inner(),
            measure: file.measure.into_inner(),
            definition,
            denominator: file.denominator.map(|denominator| match denominator.into_inner() {
                children if children == "children" => Denominator::Children,
                measure => Denominator::Measure(measure),
            }),
            breakdown: file.breakdown.map(Spanned::into_inner),
            assumption: file.assumption.map(Spanned::into_inner),
            percent: file.percent.map(Spanned::into_inner),
            over: file.over.map(Spanned::into_inner).unwrap_or_default(),
            geography: file.geography.into_inner(),
            periods: file.periods.into_inner(),
            method: file.method.into_inner(),
            unit: file.unit.into_inner(),
            per: file.per.map_or(1.0, |per| f64::from(per.into_inner())),
            decimals: file.decimals.into_inner(),
            caveat: file.caveat,
            places,
        }
    }

    fn words(&mut self, file: &FileEntry) {
        let id = file.id.get_ref();
        let word = |word: &str| {
            !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        if !id.split('.').all(word) {
            let what = format!("`{id}` is not an id");
            self.refuse(&file.id.span(), what, "write lower-case words joined by dots or hyphens");
        }
        for (name, text) in [("title", &file.title), ("unit", &file.unit)] {
            if text.get_ref().trim().is_empty() {
                self.refuse(&text.span(), format!("the statistic `{id}` has no {name}"), "say it in words");
            }
        }
        if *file.decimals.get_ref() > MOST_DECIMALS {
            let what = format!("{} decimals", file.decimals.get_ref());
            self.refuse(&file.decimals.span(), what, "give at most 6; more are digits without meaning");
        }
    }

    fn definition(&mut self, id: Spanned<String>) -> Option<String> {
        if id.get_ref() == AGREED {
            return Some(self.edition.agreed_definition.clone());
        }
        if self.definitions.get(id.get_ref()).is_none() {
            let remedy = match nearest(id.get_ref(), self.definitions.ids().chain([AGREED])) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    let known: Vec<&str> = self.definitions.ids().collect();
                    format!("write `{AGREED}` for the edition's own, or one of {}", known.join(", "))
                }
            };
            let what = format!("the definition `{}` has no file in data/definitions", id.get_ref());
            self.refuse(&id.span(), what, &remedy);
        }
        Some(id.into_inner())
    }
}
