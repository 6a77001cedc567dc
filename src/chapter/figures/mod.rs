//! The figures of an edition: what `figures.toml` says of each, joined to the data of the national picture.
//!
//! In: the edition's figure file, the national picture and the facts. Out: figures ready to draw. A figure of a kind that
//! exists is added in the file; its words are bound to facts as the text is.

mod charts;

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use super::facts::Facts;
use super::placeholders::fill;
use crate::disclosure::Picture;
use crate::edition::Edition;
use crate::fault::{Failure, Fault, Faults};
use crate::figure::{self, Dress, FigureError, Svg, Table, Words};
use crate::publish;
use crate::source::{Project, Spanned};

/// The figure file of an edition.
#[derive(Clone, Debug)]
pub struct Settings {
    settings: crate::source::Settings,
    figures: Vec<Described>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// The figures, in the order of their numbers.
    figure: Vec<Spanned<Entry>>,
}

/// One figure as the file describes it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Stable identifier.
    id: String,
    /// Kind of figure.
    kind: KindName,
    /// Home Office offence code, for a recorded series.
    offence: Option<String>,
    /// Name of a breakdown, for a figure of one.
    breakdown: Option<String>,
    /// Headline; `{fact.name}` stands for a fact.
    #[serde(default)]
    title: String,
    /// What is drawn.
    #[serde(default)]
    subtitle: String,
    /// Whose data.
    #[serde(default)]
    source: String,
    /// Notes under it.
    #[serde(default)]
    notes: Vec<String>,
    /// Text alternative.
    #[serde(default)]
    alt: String,
}

/// The kinds of figure there are.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum KindName {
    RecordedSeries,
    Funnel,
    NationalRange,
    Coverage,
    Waterfall,
    LikeForLike,
    Breakdown,
}

/// A kind of figure with what it needs to know.
#[derive(Clone, Debug)]
enum Kind {
    /// A recorded offence by year, with its rate; by Home Office offence code.
    RecordedSeries(String),
    /// Forces around the national rate.
    Funnel,
    /// The identified range by year.
    NationalRange,
    /// Who counted what.
    Coverage,
    /// What the last change of the returned total is made of.
    Waterfall,
    /// The like-for-like index.
    LikeForLike,
    /// Shares of a breakdown with what is not recorded; by the breakdown's name.
    Breakdown(String),
}

impl Entry {
    /// The kind with its parameter, or what is wrong with the two together.
    fn kind(&self) -> Result<Kind, &'static str> {
        match (self.kind, &self.offence, &self.breakdown) {
            (KindName::RecordedSeries, Some(offence), None) => Ok(Kind::RecordedSeries(offence.clone())),
            (KindName::Breakdown, None, Some(breakdown)) => Ok(Kind::Breakdown(breakdown.clone())),
            (KindName::Funnel, None, None) => Ok(Kind::Funnel),
            (KindName::NationalRange, None, None) => Ok(Kind::NationalRange),
            (KindName::Coverage, None, None) => Ok(Kind::Coverage),
            (KindName::Waterfall, None, None) => Ok(Kind::Waterfall),
            (KindName::LikeForLike, None, None) => Ok(Kind::LikeForLike),
            (KindName::RecordedSeries, _, _) => {
                Err("a recorded series needs offence = \"…\", a Home Office offence code, and nothing else")
            }
            (KindName::Breakdown, _, _) => Err("a breakdown needs breakdown = \"…\", its name, and nothing else"),
            (_, _, _) => Err("this kind takes neither an offence nor a breakdown; remove the key"),
        }
    }
}

#[derive(Clone, Debug)]
struct Described {
    entry: Entry,
    kind: Kind,
    span: Range<usize>,
}

impl Settings {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

    /// Reads the figure file of an edition.
    pub fn read(project: &mut Project, year: i16) -> Result<Self, Vec<Fault>> {
        let path = format!("{}/figures.toml", Edition::folder(year));
        let one = |fault| vec![fault];
        let settings = crate::source::Settings::new(&path, project.text(&path).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut faults = Faults::new();
        let mut figures: Vec<Described> = Vec::new();
        for spanned in file.figure {
            let span = spanned.span();
            let entry = spanned.into_inner();
            if figures.iter().any(|other| other.entry.id == entry.id) {
                let what = format!("the figure `{}` is described twice", entry.id);
                faults.push(settings.fault("figure-duplicate", &span, what, "keep one of the two"));
            }
            for (field, text) in
                [("title", &entry.title), ("subtitle", &entry.subtitle), ("source", &entry.source), ("alt", &entry.alt)]
            {
                if text.trim().is_empty() {
                    let id = if field == "alt" { "alt-missing" } else { "words-missing" };
                    let remedy = match field {
                        "alt" => "add alt = \"…\": a short text for readers who cannot see the picture",
                        "title" => "add title = \"…\": the message, in one sentence",
                        "subtitle" => "add subtitle = \"…\": measure, place and period",
                        _ => "add source = \"…\": the data set and its publisher",
                    };
                    let what = format!("the figure `{}` has no {field}", entry.id);
                    faults.push(settings.fault(id, &span, what, remedy));
                }
            }
            match entry.kind() {
                Ok(kind) => figures.push(Described { entry, kind, span }),
                Err(remedy) => {
                    let what = format!("the figure `{}` cannot be drawn as described", entry.id);
                    faults.push(settings.fault("figure-invalid", &span, what, remedy));
                }
            }
        }
        faults.into_result(Self { settings, figures })
    }
}

/// A figure ready to draw.
#[derive(Clone, Debug)]
pub struct Figure {
    number: usize,
    words: Words,
    chart: Chart,
}

/// A chart of any kind.
#[derive(Clone, Debug)]
enum Chart {
    Series(figure::Series),
    Funnel(figure::Funnel),
    Range(figure::Range),
    Coverage(figure::Coverage),
    Waterfall(figure::Waterfall),
    LikeForLike(figure::LikeForLike),
    Breakdown(figure::Breakdown),
}

impl Figure {
    /// Stable name.
    pub fn id(&self) -> &str {
        &self.words.id
    }

    /// Its number in the chapter, from 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Its words.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// What a reader sees in it, in sentences, from its data.
    pub fn description(&self) -> String {
        match &self.chart {
            Chart::Series(chart) => chart.describe(),
            Chart::Funnel(chart) => chart.describe(),
            Chart::Range(chart) => chart.describe(),
            Chart::Coverage(chart) => chart.describe(),
            Chart::Waterfall(chart) => chart.describe(),
            Chart::LikeForLike(chart) => chart.describe(),
            Chart::Breakdown(chart) => chart.describe(),
        }
    }

    /// The picture for the page, where its words are text beside it.
    pub fn plain_svg(&self) -> Result<String, Failure> {
        self.drawn(Dress::Plain).map(Svg::into_string)
    }

    /// The picture that travels alone, with its words in it.
    pub fn svg(&self) -> Result<String, Failure> {
        self.drawn(Dress::Standalone).map(Svg::into_string)
    }

    /// The same as pixels.
    pub fn png(&self) -> Result<Vec<u8>, Failure> {
        let svg = self.drawn(Dress::Standalone)?;
        figure::raster::png(&svg, figure::raster::PRINT).map_err(|error| refuse(&error))
    }

    /// Its own data.
    pub fn csv(&self) -> Vec<u8> {
        publish::csv(&self.table())
    }

    /// Its own data as a table.
    pub fn table(&self) -> Table {
        match &self.chart {
            Chart::Series(chart) => chart.table(),
            Chart::Funnel(chart) => chart.table(),
            Chart::Range(chart) => chart.table(),
            Chart::Coverage(chart) => chart.table(),
            Chart::Waterfall(chart) => chart.table(),
            Chart::LikeForLike(chart) => chart.table(),
            Chart::Breakdown(chart) => chart.table(),
        }
    }

    fn drawn(&self, dress: Dress) -> Result<Svg, Failure> {
        let words = &self.words;
        let drawn = match &self.chart {
            Chart::Series(chart) => chart.draw(words, dress),
            Chart::Funnel(chart) => chart.draw(words, dress),
            Chart::Range(chart) => chart.draw(words, dress),
            Chart::Coverage(chart) => chart.draw(words, dress),
            Chart::Waterfall(chart) => chart.draw(words, dress),
            Chart::LikeForLike(chart) => chart.draw(words, dress),
            Chart::Breakdown(chart) => chart.draw(words, dress),
        };
        drawn.map_err(|error| refuse(&error))
    }
}

fn refuse(error: &FigureError) -> Failure {
    Failure::cannot_run(error.to_string(), "mend the figure's entry in figures.toml, or the data it draws")
}

/// The figures of an edition, in the order of its file.
pub fn figures(settings: &Settings, picture: &Picture, facts: &Facts) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    let mut faults = Faults::new();
    for (index, Described { entry, kind, span }) in settings.figures.iter().enumerate() {
        let place = settings.settings.place(span);
        let mut words = |text: &str| faults.keep(fill(text, facts, &place)).unwrap_or_default();
        let words = (words(&entry.title), words(&entry.subtitle), words(&entry.source), words(&entry.alt), {
            entry.notes.iter().map(|note| words(note)).collect::<Vec<_>>()
        });
        let Some((chart, lineage)) = charts::chart(kind, picture) else {
            faults.push(settings.settings.fault(
                "figure-without-data",
                span,
                format!("the figure `{}` has no data to draw", entry.id),
                "take it out of the edition, or restore the source it draws on",
            ));
            continue;
        };
        let (title, subtitle, source, alt, notes) = words;
        let source = lineage.source_line(&source);
        let words = Words { id: entry.id.clone(), title, subtitle, source, notes, alt, synthetic: lineage.synthetic() };
        figures.push(Figure { number: index + 1, words, chart });
    }
    Ok(faults.into_result(figures)?)
}
