//! One year's chapter: what `report/<year>/edition.toml` says, validated once.
//!
//! Everything after this may rely on it: periods in order, limits within their ranges, an agreed definition that
//! exists, a release after the cut-off. The release instant is the only date a build knows.

mod aside;
pub mod assumptions;
mod changed;
mod check;
pub mod confidence;
mod counted;
pub mod decisions;
mod earlier;
pub mod gaps;
mod given_up;
mod handling;
pub mod judgements;
pub mod layouts;
pub mod logs;
pub mod turn;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::definition::Definitions;
use crate::fault::{Failure, Fault, Faults, Place};
use crate::period::FinancialYear;
use crate::source::{Project, Settings, Spanned};

use check::Check;
use confidence::{FileThresholds, Thresholds};

pub use aside::SetAside;
pub use changed::Changed;
pub use counted::{Breakdown, Counted};
pub use given_up::GiveUp;
pub use handling::{Handling, Marking};
pub use layouts::{Layout, Layouts};

/// What stands in place of the publisher of a demonstration, in text and metadata.
const DEMONSTRATION: &str = "Demonstration edition on synthetic returns, published by nobody";

/// Length of `2027-05-27T09:30:00`, the part of an instant before its offset.
const LOCAL_TIME: usize = 19;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// Year of the assessment.
    year: Spanned<i16>,
    /// Title of the chapter.
    title: Spanned<String>,
    /// Subtitle of the chapter.
    subtitle: String,
    /// Who publishes it.
    publisher: String,
    /// Area it covers.
    geography: String,
    /// Version of the edition: another one for each release of it.
    #[serde(default = "first_version")]
    version: String,
    /// Whom to ask about it; who publishes it without this.
    #[serde(default)]
    contact: String,
    /// Where forces send their returns, as their templates say; who publishes it without this.
    #[serde(default)]
    return_to: String,
    /// `OFFICIAL` or `OFFICIAL-SENSITIVE`.
    marking: Spanned<String>,
    /// Instant of release with its offset, as `2027-05-27T09:30:00+01:00`: the only date a build knows.
    release: Spanned<String>,
    /// Last day whose data are taken in.
    cut_off: Spanned<String>,
    /// One of the files of `data/definitions`.
    agreed_definition: Spanned<String>,
    /// One of the files of `data/policies`.
    policy: Spanned<String>,
    /// For each contract of `data/contracts`, the sources of `data/sources.toml` that meet it.
    sources: BTreeMap<String, Vec<String>>,
    /// Years of each series.
    periods: FilePeriods,
    /// Thresholds of the chapter's rules.
    limits: FileLimits,
    /// From where on a criterion supports a rating of analytical confidence.
    confidence: FileThresholds,
    /// Measures at the head of the chapter.
    measures: Spanned<Counted>,
    /// Breakdowns that the chapter gives, in its order.
    #[serde(default, rename = "breakdown")]
    breakdowns: Vec<Spanned<Breakdown>>,
    /// Known breaks: nothing is compared across one.
    #[serde(default, rename = "break")]
    breaks: Vec<Spanned<Break>>,
    /// Returns that are not read, each with its reason: their forces count as missing.
    #[serde(default, rename = "set-aside")]
    set_aside: Vec<Spanned<SetAside>>,
    /// What is different from the assessment before.
    #[serde(default)]
    changed: Vec<Spanned<Changed>>,
    /// Numbers whose protection is given up, each with its reason: an earlier release gives them away.
    #[serde(default, rename = "give-up")]
    give_up: Vec<Spanned<GiveUp>>,
    /// What is typeset of the text: the first where none is asked for.
    #[serde(default, rename = "layout")]
    layouts: Vec<Spanned<layouts::FileLayout>>,
}

fn first_version() -> String {
    "1".to_owned()
}

/// Letters of a title, and of what else stands on the cover.
const MOST_LETTERS: usize = 300;

/// Whether a name is lower-case words and digits joined by hyphens.
fn is_identifier(name: &str) -> bool {
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    name.split('-').all(|word| !word.is_empty() && is_word(word))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FilePeriods {
    /// Years of police recorded crime.
    recorded_crime: Spanned<Periods>,
    /// Years of the returns.
    returns: Spanned<Periods>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FileLimits {
    /// An estimate of which more than this is imputed is not published, percent.
    imputed_share_percent: Spanned<u32>,
    /// Fewest forces under the agreed definition for an estimate.
    minimum_forces: Spanned<u32>,
    /// Fewest other records a bridge study must have read.
    minimum_bridge_sample: i64,
    /// A share among known values is shown from this coverage on, percent.
    known_coverage_percent: Spanned<u32>,
    /// A force with fewer counts has no rate in text or table.
    minimum_rate_count: i64,
    /// A force with fewer resident children has no rate at all.
    minimum_rate_children: i64,
    /// A problem profile older than this at the cut-off is out of date, days.
    profile_age_days: i64,
    /// First year whose quarters of police recorded crime charts and dispersions over time rest on; the first of all without.
    quarters_from: Option<Spanned<FinancialYear>>,
}

/// First and last financial year of a series.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Periods {
    /// First year shown.
    pub first: FinancialYear,
    /// Last year shown.
    pub last: FinancialYear,
}

impl Periods {
    /// The years from first to last.
    pub fn years(self) -> impl Iterator<Item = FinancialYear> {
        FinancialYear::range(self.first, self.last)
    }

    /// Whether a year is one of them.
    pub fn contains(self, year: FinancialYear) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

/// Thresholds of the chapter's rules.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Limits {
    /// An estimate of which more than this is imputed is not published, percent.
    pub imputed_share_percent: u32,
    /// Fewest forces under the agreed definition for an estimate.
    pub minimum_forces: u32,
    /// Fewest other records a bridge study must have read, unless the force has fewer.
    pub minimum_bridge_sample: i64,
    /// A share among known values is shown from this coverage on, percent.
    pub known_coverage_percent: u32,
    /// A force with fewer counts has no rate in text or table.
    pub minimum_rate_count: i64,
    /// A force with fewer resident children has no rate at all.
    pub minimum_rate_children: i64,
    /// A problem profile older than this at the cut-off is out of date, days.
    pub profile_age_days: i64,
}

/// A break: from this year on, a series counts something else than before.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// Key of the measures that break, as their contract has it; empty for a series that is quoted and not counted here.
    #[serde(default)]
    pub series: String,
    /// The series in words.
    pub title: String,
    /// First financial year after the break; none for a series that is quoted and not drawn.
    pub at: Option<FinancialYear>,
    /// First calendar year after the break, for a series by calendar years.
    pub at_year: Option<i16>,
    /// When, in words.
    pub from: String,
    /// What changed.
    pub reason: String,
    /// What follows for the chapter.
    pub effect: String,
    /// Where it is described.
    #[serde(skip)]
    pub place: Place,
}

/// One year's chapter.
#[derive(Clone, Debug, Serialize)]
pub struct Edition {
    /// Year of the assessment.
    pub year: i16,
    /// Title of the chapter.
    pub title: String,
    /// Subtitle of the chapter.
    pub subtitle: String,
    /// Who publishes it.
    pub publisher: String,
    /// Area it covers.
    pub geography: String,
    /// Version of the edition.
    pub version: String,
    /// Whom to ask about it; empty for who publishes it.
    pub contact: String,
    /// Where forces send their returns; empty for who publishes it. It says nothing of what is released.
    #[serde(skip)]
    pub return_to: String,
    /// Whether it rests on synthetic returns, and so is no edition of anybody.
    pub demonstration: bool,
    /// How the build is handled: the file's marking and under embargo, unless the command says otherwise.
    pub handling: Handling,
    /// The release instant as written, with its offset.
    pub release: String,
    /// Last day on which data were taken in.
    #[serde(serialize_with = "written")]
    pub cut_off: Date,
    /// The definition the chapter counts under.
    pub agreed_definition: String,
    /// The disclosure policy, a file of `data/policies`.
    pub policy: String,
    /// Where it is named.
    #[serde(skip)]
    pub policy_place: Place,
    /// Identifiers of the sources it rests on, by the contract they meet.
    pub sources: BTreeMap<String, Vec<String>>,
    /// Years of police recorded crime.
    pub recorded_crime: Periods,
    /// First year whose quarters of police recorded crime charts and dispersions over time rest on; none for all there are.
    pub quarters_from: Option<FinancialYear>,
    /// Years of the returns.
    pub returns: Periods,
    /// Thresholds.
    pub limits: Limits,
    /// Thresholds of the confidence proposed.
    pub confidence: Thresholds,
    /// Measures at the head of the chapter.
    pub counted: Counted,
    /// Breakdowns that the chapter gives, in its order.
    pub breakdowns: Vec<Breakdown>,
    /// Known breaks.
    pub breaks: Vec<Break>,
    /// Returns that are set aside. The manifest does not hold them: they name forces.
    #[serde(skip)]
    pub set_aside: Vec<SetAside>,
    /// Numbers whose protection is given up. The manifest does not hold them: they name forces.
    #[serde(skip)]
    pub give_up: Vec<GiveUp>,
    /// What is different from the assessment before.
    #[serde(skip)]
    pub changed: Vec<Changed>,
    /// What is typeset of the text.
    pub layouts: Layouts,
    /// The release instant in the local time it was written in.
    #[serde(skip)]
    pub release_local: DateTime,
    /// The release instant.
    #[serde(skip)]
    pub release_instant: Timestamp,
}

impl Edition {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Folder of an edition.
    pub fn folder(year: i16) -> String {
        format!("report/{year}")
    }

    /// The newest edition in the project: the largest year that has a folder with an `edition.toml`.
    pub fn newest(project: &Project) -> Result<i16, Failure> {
        Self::years(project)?.last().copied().ok_or_else(|| {
            Failure::cannot_run(
                "there is no edition: no folder of `report` holds an `edition.toml`",
                "restore `report/<year>/edition.toml` from version control",
            )
        })
    }

    /// A year of which there is an edition.
    pub fn known(project: &Project, year: i16) -> Result<i16, Failure> {
        let years = Self::years(project)?;
        let Some(newest) = years.last().copied().filter(|_| !years.contains(&year)) else { return Ok(year) };
        let years: Vec<String> = years.iter().map(i16::to_string).collect();
        let known = match years.as_slice() {
            [one] => format!("the one there is is {one}"),
            many => format!("the editions are {}", many.join(", ")),
        };
        let next = if newest < year { format!("; `assess new {year}` makes the next") } else { String::new() };
        Err(Failure::cannot_run(format!("there is no edition {year}"), format!("{known}{next}")))
    }

    /// The years of the editions in the project, the earliest first.
    pub fn years(project: &Project) -> Result<Vec<i16>, Failure> {
        let year = |path: &String| path.strip_prefix("report/")?.strip_suffix("/edition.toml")?.parse().ok();
        let mut years: Vec<i16> = project.list("report", "edition.toml")?.iter().filter_map(year).collect();
        years.sort_unstable();
        Ok(years)
    }

    /// Reads and validates an edition.
    pub fn read(project: &mut Project, year: i16, definitions: &Definitions) -> Result<Self, Vec<Fault>> {
        let path = format!("{}/edition.toml", Self::folder(year));
        let one = |fault| vec![fault];
        let settings = Settings::new(&path, project.text(&path).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut check = Check { settings: &settings, faults: Faults::new() };

        if *file.year.get_ref() != year {
            let what = format!("the folder is `{year}`, but the file says year = {}", file.year.get_ref());
            check.refuse(&file.year.span(), what, "give the year of the folder");
        }
        if file.title.get_ref().trim().is_empty() {
            check.refuse(
                &file.title.span(),
                "the title is empty",
                "give one: a document without a title is not accessible",
            );
        }
        let names = [("title", file.title.get_ref()), ("subtitle", &file.subtitle), ("publisher", &file.publisher)];
        for (name, words) in names.into_iter().chain([
            ("geography", &file.geography),
            ("version", &file.version),
            ("contact", &file.contact),
            ("return_to", &file.return_to),
        ]) {
            let length = words.chars().count();
            if length > MOST_LETTERS {
                let what = format!("the {name} has {length} letters, and may have {MOST_LETTERS}");
                check.refuse(
                    &file.title.span(),
                    what,
                    "say it shorter: it stands on the cover and in the head of pages",
                );
            }
        }
        let marking = file.marking.get_ref().parse().unwrap_or_else(|_| {
            let what = format!("`{}` is not a marking", file.marking.get_ref());
            check.refuse(&file.marking.span(), what, "give OFFICIAL or OFFICIAL-SENSITIVE");
            Marking::OfficialSensitive
        });
        let cut_off = check.parsed::<Date>(&file.cut_off, "a date such as 2026-10-31");
        let release = check.release(&file.release);
        if let (Some(cut_off), Some((release, _))) = (cut_off, release)
            && release.date() <= cut_off
        {
            let what = format!("the release, {}, is not after the data cut-off, {cut_off}", release.date());
            check.refuse(
                &file.release.span(),
                what,
                "give a release after the cut-off: a chapter cannot rest on data from after its release",
            );
        }
        check.definition(&file.agreed_definition, definitions);
        let recorded_crime = check.periods(file.periods.recorded_crime);
        let returns = check.periods(file.periods.returns);
        let quarters_from = file.limits.quarters_from.as_ref();
        if let Some(from) = quarters_from.filter(|from| !recorded_crime.contains(*from.get_ref())) {
            let what = format!("{} is no year of police recorded crime", from.get_ref());
            check.refuse(&from.span(), what, "name a year of periods.recorded_crime, from which quarters are alike");
        }
        let quarters_from = quarters_from.map(|from| *from.get_ref());
        let limits = check.limits(&file.limits);
        let confidence = file.confidence.check(&settings, &mut check.faults);
        let breaks = file.breaks.into_iter().map(|entry| check.a_break(entry)).collect();
        let set_aside = check.set_aside(file.set_aside, &file.sources);
        let give_up = check.given_up(file.give_up);
        let changed = check.changed(file.changed);
        let counted = Counted { place: settings.place(&file.measures.span()), ..file.measures.into_inner() };
        let breakdowns = file.breakdowns.into_iter().map(|entry| check.breakdown(entry, definitions)).collect();

        let layouts = check.layouts(file.layouts);

        let (Some(cut_off), Some((release_local, release_instant)), Some(layouts)) = (cut_off, release, layouts) else {
            return Err(check.faults.into_result(()).err().unwrap_or_default());
        };
        check.faults.into_result(Self {
            year,
            title: file.title.into_inner(),
            subtitle: file.subtitle,
            publisher: file.publisher,
            geography: file.geography,
            version: file.version,
            contact: file.contact,
            return_to: file.return_to,
            demonstration: false,
            handling: Handling { marking, embargoed: true },
            release_instant,
            release: file.release.into_inner(),
            cut_off,
            agreed_definition: file.agreed_definition.into_inner(),
            policy_place: settings.place(&file.policy.span()),
            policy: file.policy.into_inner(),
            sources: file.sources,
            recorded_crime,
            quarters_from,
            returns,
            limits,
            confidence,
            counted,
            breakdowns,
            breaks,
            set_aside,
            give_up,
            changed,
            layouts,
            release_local,
        })
    }

    /// The same with what an edition that rests on synthetic returns says of itself, whatever its file says.
    #[must_use]
    pub fn as_demonstration(self) -> Self {
        Self { publisher: DEMONSTRATION.to_owned(), demonstration: true, ..self }
    }

    /// Whether what a force returned for a year is set aside.
    pub fn sets_aside(&self, contract: &str, force: &str, year: FinancialYear) -> bool {
        self.set_aside.iter().any(|entry| entry.covers(contract, force, year))
    }

    /// The breaks of what has a key of breaks; none of what has none.
    pub fn breaks_of<'a>(&'a self, key: Option<&'a str>) -> impl Iterator<Item = &'a Break> {
        self.breaks.iter().filter(move |entry| Some(entry.series.as_str()) == key)
    }
}

/// A date as ISO 8601.
fn written<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}
