//! The file of the registry into entries, and what can be refused from it alone.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Breakdown, Denominator, Entry, First, Geography, Last, Method, Periods, Places, Registry};
use crate::contract::Measures;
use crate::definition::Definitions;
use crate::edition::Edition;
use crate::fault::{Fault, Faults, nearest};
use crate::source::{Project, Settings, Spanned};

/// Most decimals a statistic may have; more would be digits without meaning.
const MOST_DECIMALS: usize = 6;
/// The edition's own definition, whatever it is.
const AGREED: &str = "agreed";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// Statistics of the edition: each becomes facts and rows of statistics.csv.
    #[serde(default, rename = "statistic")]
    statistics: Vec<Spanned<FileEntry>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    /// Lower-case words joined by dots or hyphens; the name of its facts.
    id: Spanned<String>,
    /// What it is, in words.
    title: Spanned<String>,
    /// Measure of the panel.
    measure: Spanned<String>,
    /// Only counts under this definition, or `agreed`.
    definition: Option<Spanned<String>>,
    /// `children`, or another measure.
    denominator: Option<Spanned<String>>,
    /// Only this category of a breakdown.
    breakdown: Option<Spanned<Breakdown>>,
    /// The area or areas.
    geography: Spanned<Geography>,
    /// Periods it is given for.
    periods: Spanned<Periods>,
    /// How it is computed.
    method: Spanned<Method>,
    /// Unit of its value.
    unit: Spanned<String>,
    /// Of how many: 10000 for a rate per 10,000.
    per: Option<Spanned<u32>>,
    /// Decimals it is given with.
    decimals: Spanned<usize>,
    /// What to say beside it.
    caveat: Option<String>,
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
struct Check<'a> {
    settings: &'a Settings,
    edition: &'a Edition,
    definitions: &'a Definitions,
    measures: &'a Measures,
    faults: Faults,
}

impl Check<'_> {
    fn refuse(&mut self, span: &std::ops::Range<usize>, what: impl Into<String>, remedy: &str) {
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

    /// Method, denominator, breakdown, unit and periods must go together.
    fn combination(&mut self, file: &FileEntry) {
        let (method, at) = (*file.method.get_ref(), file.method.span());
        let name = method.name();
        let denominator = file.denominator.as_ref().map(|denominator| denominator.get_ref().as_str());
        let breakdown = file.breakdown.as_ref().map(Spanned::get_ref);
        let rate_like = method == Method::Rate || (method == Method::MonotoneTrend && denominator.is_some());

        match method {
            Method::Rate if denominator.is_none() => self.refuse(
                &at,
                "a rate without a denominator",
                "add denominator = \"children\", or a measure; without one it is a count",
            ),
            Method::Count | Method::ShareBounds | Method::Range | Method::ControlChart if denominator.is_some() => self
                .refuse(
                    &at,
                    format!("the method {name} takes no denominator"),
                    "remove the key, or use the method rate",
                ),
            Method::Change | Method::AverageAnnualChange | Method::MonotoneTrend
                if denominator.is_some_and(|denominator| denominator != "children") =>
            {
                self.refuse(
                    &at,
                    format!("the method {name} takes no denominator but children"),
                    "write denominator = \"children\", or remove the key",
                );
            }
            Method::ShareBounds if breakdown.is_none() => self.refuse(
                &at,
                "share bounds without a breakdown",
                "add breakdown = { dimension = \"…\", category = \"…\" }",
            ),
            Method::ShareBounds if breakdown.is_some_and(|breakdown| self.is_not_recorded(file, breakdown)) => {
                self.refuse(
                    &at,
                    "the part that is not recorded has no bounds of its own",
                    "use the method proportion; it is known exactly",
                );
            }
            Method::Range
                if breakdown.is_some()
                    || *file.measure.get_ref() != self.edition.counted.national
                    || file.definition.as_ref().is_none_or(|definition| definition.get_ref() != AGREED) =>
            {
                let national = &self.edition.counted.national;
                let what = format!("the range is of `{national}` under the agreed definition, and of nothing else");
                let remedy =
                    format!("write measure = \"{national}\" and definition = \"{AGREED}\", without a breakdown");
                self.refuse(&at, what, &remedy);
            }
            Method::Proportion => self.proportion(file, denominator, breakdown.is_some()),
            _ => {}
        }
        if file.denominator.as_ref().is_some_and(|denominator| denominator.get_ref() == file.measure.get_ref()) {
            self.refuse(&at, "the denominator is the measure itself", "name another measure, or remove the key");
        }
        match (&file.per, rate_like) {
            (None, true) => self.refuse(&at, "a rate without per", "add per = 10000, or what the rate is for every"),
            (Some(per), true) if *per.get_ref() == 0 => {
                self.refuse(&per.span(), "a rate for every 0", "give 1 or more, such as 10000");
            }
            (Some(per), false) => self.refuse(
                &per.span(),
                format!("the method {name} takes no per"),
                "remove the key, or use the method rate",
            ),
            _ => {}
        }
        let unit = match method {
            Method::Proportion | Method::ShareBounds | Method::AverageAnnualChange => Some("percent"),
            Method::Change => Some("ratio"),
            _ => None,
        };
        if let Some(unit) = unit
            && file.unit.get_ref() != unit
        {
            let what = format!("the unit of the method {name} is not `{}`", file.unit.get_ref());
            self.refuse(&file.unit.span(), what, &format!("write unit = \"{unit}\""));
        }
        self.periods(file, method);
    }

    /// A share needs one whole that contains it: the total of its own breakdown, or the measure that it is part of.
    fn proportion(&mut self, file: &FileEntry, denominator: Option<&str>, breakdown: bool) {
        let at = file.method.span();
        match (denominator, breakdown) {
            (None, false) => self.refuse(
                &at,
                "a proportion without a whole",
                "add a breakdown, or a denominator that contains the measure",
            ),
            (Some(_), true) => self.refuse(
                &at,
                "a proportion with two wholes, its breakdown and its denominator",
                "keep one of the two; with a breakdown the whole is the total of the measure",
            ),
            (Some(denominator), false) => {
                let measure = file.measure.get_ref().as_str();
                let part_of = self.measures.get(measure).and_then(|measure| measure.part_of.as_deref());
                if part_of != Some(denominator) {
                    let what = format!("`{measure}` is not part of `{denominator}`");
                    let remedy = match part_of {
                        Some(whole) => format!("a share of `{whole}` has a meaning; for anything else use a rate"),
                        None => "use the method rate; a proportion needs a whole that contains its part".to_owned(),
                    };
                    self.refuse(&at, what, &remedy);
                }
            }
            (None, true) => {}
        }
    }

    fn periods(&mut self, file: &FileEntry, method: Method) {
        let span = file.periods.span();
        match *file.periods.get_ref() {
            Periods::Calendar if !matches!(method, Method::Count | Method::Rate | Method::Proportion) => self.refuse(
                &span,
                format!("the method {} does not use calendar years", method.name()),
                "name financial years; counts, rates and proportions can be by calendar year",
            ),
            Periods::Range { first: First::Year(first), last: Last::Year(last) } if first > last => {
                self.refuse(
                    &span,
                    format!("the periods end in {last} before they start in {first}"),
                    "exchange first and last",
                );
            }
            periods => {
                let within = self.edition_years(file.measure.get_ref());
                let named = match periods {
                    Periods::Range { first, last } => [
                        if let First::Year(first) = first { Some(first) } else { None },
                        if let Last::Year(last) = last { Some(last) } else { None },
                    ],
                    _ => [None, None],
                };
                if let Some(outside) = named.into_iter().flatten().find(|year| !within.contains(*year)) {
                    let what = format!(
                        "{outside} lies outside the edition's years of this measure, {} to {}",
                        within.first, within.last
                    );
                    self.refuse(&span, what, "name years within them, or widen [periods] in edition.toml");
                }
            }
        }
    }

    fn edition_years(&self, measure: &str) -> crate::edition::Periods {
        super::periods::edition_years(self.edition, self.measures.get(measure))
    }

    fn is_not_recorded(&self, file: &FileEntry, breakdown: &Breakdown) -> bool {
        let measure = self.measures.get(file.measure.get_ref());
        measure.is_some_and(|measure| measure.is_not_recorded(&breakdown.dimension, &breakdown.category))
    }

    /// Whether a measure is counted by returns. Of one that no contract knows, the data say that it is not there.
    fn is_returned(&self, measure: &str) -> bool {
        self.measures.get(measure).is_some_and(|measure| !measure.is_published())
    }

    /// Disclosure control protects what the returns say below national level in the chapter's own tables and in no statistic of
    /// an edition, so none may ask for it. England is below it too: what is left of a national count when England's is known is
    /// the count of four Welsh forces.
    fn disclosure(&mut self, file: &FileEntry) {
        if *file.geography.get_ref() == Geography::EnglandAndWales {
            let of_children = file.denominator.as_ref().is_some_and(|denominator| denominator.get_ref() == "children");
            let measure = file.measure.get_ref();
            if *file.method.get_ref() == Method::Rate && of_children && self.is_returned(measure) {
                self.faults.push(self.settings.fault(
                    "statistic-below-national",
                    &file.method.span(),
                    format!("a rate of `{measure}` leaves out the one force without residents, and its count does not"),
                    "use the method count: with both published, that force's own count would follow from the two",
                ));
            }
            return;
        }
        let measures = [Some(&file.measure), file.denominator.as_ref().filter(|it| it.get_ref() != "children")];
        for measure in measures.into_iter().flatten() {
            if !self.is_returned(measure.get_ref()) {
                continue;
            }
            self.faults.push(self.settings.fault(
                "statistic-below-national",
                &file.geography.span(),
                format!("`{}` is counted by returns, and this asks for it below England and Wales", measure.get_ref()),
                "write geography = \"england-and-wales\": below it, counts of the returns are given by the chapter's tables \
                 alone, which are protected together; recorded crime by force is public and allowed",
            ));
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
