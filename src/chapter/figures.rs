//! The figures of an edition: what `figures.toml` says of each, joined to the data that is published.
//!
//! In: the edition's figure file, what is published and the facts. Out: figures ready to draw. A figure of a kind that
//! exists is added in the file; its words are bound to facts as the text is.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::Facts;
use super::placeholders::{Part, filled, parts};
use crate::edition::Edition;
use crate::fault::{Failure, Fault, Faults, Place, nearest};
use crate::figure::kinds::{Declared, KINDS, Kind};
use crate::figure::{Chart, Dress, FigureError, Material, Size, Svg, Table, Words, raster};
use crate::lineage::Lineage;
use crate::source::{Project, Spanned, sha256};

/// The figure file of an edition.
#[derive(Clone, Debug)]
pub struct Settings {
    settings: crate::source::Settings,
    figures: Vec<Arc<Described>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// The figures, in the order of their numbers.
    #[schemars(schema_with = "entries")]
    figure: Vec<Spanned<Entry>>,
}

/// One figure as the file describes it. The text alternative and the words are those of every kind; the kind has keys of
/// its own beside them.
#[derive(Debug, Deserialize, JsonSchema)]
struct Entry {
    /// Stable identifier.
    id: String,
    /// Kind of figure.
    kind: String,
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
    /// Fingerprints of the data that the text alternative was last read against, one for each marking.
    #[serde(default)]
    alt_of: Vec<String>,
    #[serde(flatten)]
    #[schemars(skip)]
    own: toml::Table,
}

/// The schema of the figures: each is one of the kinds, with the keys of that kind.
fn entries(generator: &mut SchemaGenerator) -> Schema {
    let kinds: Vec<Schema> = KINDS.iter().map(|kind| entry(kind, generator)).collect();
    json_schema!({ "type": "array", "items": { "oneOf": kinds } })
}

fn entry(kind: &Declared, generator: &mut SchemaGenerator) -> Schema {
    let mut schema = Entry::json_schema(generator);
    let own = kind.schema(generator);
    for (word, of_kind) in own.as_object().into_iter().flatten() {
        match (schema.get_mut(word), of_kind) {
            (Some(Value::Object(all)), Value::Object(of_kind)) => all.extend(of_kind.clone()),
            (Some(Value::Array(all)), Value::Array(of_kind)) => all.extend(of_kind.iter().cloned()),
            _ => drop(schema.insert(word.clone(), of_kind.clone())),
        }
    }
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.insert("kind".to_owned(), json!({ "description": "Kind of figure.", "const": kind.name() }));
    }
    schema
}

impl Entry {
    /// What the kind makes of its own keys, or what is wrong with them and the remedy.
    fn kind(&mut self) -> Result<Box<dyn Kind>, (String, String)> {
        let Some(kind) = KINDS.iter().find(|kind| kind.name() == self.kind) else {
            let known: Vec<&str> = KINDS.iter().map(Declared::name).collect();
            let near = nearest(&self.kind, known.iter().copied());
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            return Err((
                format!("there is no kind `{}`", self.kind),
                format!("{near}The kinds are {}", known.join(", ")),
            ));
        };
        kind.read(std::mem::take(&mut self.own)).map_err(|error| {
            // The first part says what is wrong; what follows names the keys of the kind alone.
            let what = error.message().split(", ").next().unwrap_or_default().to_owned();
            let keys = match kind.keys() {
                keys if keys.is_empty() => "no key of its own".to_owned(),
                keys => keys.join(", "),
            };
            (what, format!("beside the words of every figure, one of the kind `{}` has {keys}", self.kind))
        })
    }
}

#[derive(Debug)]
struct Described {
    entry: Entry,
    kind: Box<dyn Kind>,
    span: Range<usize>,
}

impl Settings {
    /// The schema of the file.
    pub fn schema() -> Schema {
        crate::source::schema::<File>()
    }

    /// Reads the figure file of an edition.
    pub fn read(project: &mut Project, year: i16) -> Result<Self, Vec<Fault>> {
        Self::of(project, &format!("{}/figures.toml", Edition::folder(year)))
    }

    /// Reads a figure file.
    pub fn of(project: &mut Project, path: &str) -> Result<Self, Vec<Fault>> {
        let one = |fault| vec![fault];
        let text = project.text(path).map_err(one)?;
        let settings = crate::source::Settings::new(path, text);
        let file: File = settings.parse().map_err(one)?;
        let mut faults = Faults::new();
        let mut figures: Vec<Arc<Described>> = Vec::new();
        for spanned in file.figure {
            let span = spanned.span();
            let mut entry = spanned.into_inner();
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
                Ok(mut kind) => match kind.read(project) {
                    Ok(()) => figures.push(Arc::new(Described { entry, kind, span })),
                    Err(fault) => faults.push(fault),
                },
                Err((why, remedy)) => {
                    let what = format!("the figure `{}` cannot be drawn as described: {why}", entry.id);
                    faults.push(settings.fault("figure-invalid", &span, what, &remedy));
                }
            }
        }
        faults.into_result(Self { settings, figures })
    }

    /// The entries as the file has them, in their order.
    pub fn entries(&self) -> impl Iterator<Item = &str> {
        self.settings.text().split("\n[[figure]]").skip(1)
    }

    /// Those that have data to draw, and words that can be bound.
    #[must_use]
    pub fn drawable(&self, material: &Material<'_>, facts: &Facts) -> Self {
        let alone =
            |described: &Arc<Described>| Self { figures: vec![described.clone()], settings: self.settings.clone() };
        self.only(|described| figures(&alone(described), material, facts).is_ok())
    }

    /// No figure at all.
    #[must_use]
    pub fn none(&self) -> Self {
        self.only(|_| false)
    }

    fn only(&self, keep: impl Fn(&Arc<Described>) -> bool) -> Self {
        let figures = self.figures.iter().filter(|described| keep(described)).cloned().collect();
        Self { settings: self.settings.clone(), figures }
    }
}

/// A figure ready to draw.
#[derive(Debug)]
pub struct Figure {
    number: usize,
    kind: String,
    words: Words,
    chart: Box<dyn Chart>,
    lineage: Lineage,
    facts: BTreeSet<String>,
    alt_of: Vec<String>,
    place: Place,
}

impl Figure {
    /// Stable name.
    pub fn id(&self) -> &str {
        &self.words.id
    }

    /// The name of its kind.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Its number in the chapter, from 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Its words.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// What it rests on.
    pub fn lineage(&self) -> &Lineage {
        &self.lineage
    }

    /// The facts in its words.
    pub fn facts(&self) -> &BTreeSet<String> {
        &self.facts
    }

    /// What a reader sees in it, in sentences, from its data.
    pub fn description(&self) -> String {
        self.chart.describe()
    }

    /// The picture for the page, where its words are text beside it.
    pub fn plain_svg(&self) -> Result<String, Failure> {
        self.drawn(Dress::Plain, Size::Page).map(Svg::into_string)
    }

    /// The picture that travels alone, with its words in it.
    pub fn svg(&self) -> Result<String, Failure> {
        self.svg_for(Size::Page)
    }

    /// The same for a place other than the page.
    pub fn svg_for(&self, size: Size) -> Result<String, Failure> {
        self.drawn(Dress::Standalone, size).map(Svg::into_string)
    }

    /// The same as vectors and as pixels, drawn once.
    pub fn pictures(&self, size: Size) -> Result<(String, Vec<u8>), Failure> {
        let svg = self.drawn(Dress::Standalone, size)?;
        let png = raster::png(&svg, raster::PRINT).map_err(|error| refuse(&error))?;
        Ok((svg.into_string(), png))
    }

    /// The same as pixels.
    pub fn png(&self, size: Size) -> Result<Vec<u8>, Failure> {
        self.pictures(size).map(|(_, png)| png)
    }

    /// The same as a document of one page, with its date.
    pub fn pdf(&self, size: Size, date: Date) -> Result<Vec<u8>, Failure> {
        super::sheet::pdf(&self.words, &self.description(), self.drawn(Dress::Standalone, size)?, date)
    }

    /// Its own data.
    pub fn csv(&self) -> Vec<u8> {
        self.table().csv()
    }

    /// What changes whenever its data do, in eight hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        sha256(&self.csv()).chars().take(8).collect()
    }

    /// The fingerprints of the data that its alternative was read against, where its entry says so.
    pub fn alternative_of(&self) -> &[String] {
        &self.alt_of
    }

    /// Where its entry stands.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Its own data as a table.
    pub fn table(&self) -> Table {
        self.chart.table()
    }

    fn drawn(&self, dress: Dress, size: Size) -> Result<Svg, Failure> {
        self.chart.draw_for(&self.words, dress, size).map_err(|error| refuse(&error))
    }
}

fn refuse(error: &FigureError) -> Failure {
    Failure::cannot_run(error.to_string(), "mend the figure's entry in figures.toml, or the data it draws")
}

/// The figures of an edition, in the order of its file.
pub fn figures(settings: &Settings, material: &Material<'_>, facts: &Facts) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    let mut faults = Faults::new();
    for (index, Described { entry, kind, span }) in settings.figures.iter().map(AsRef::as_ref).enumerate() {
        let place = settings.settings.place(span);
        let mut named = BTreeSet::new();
        let mut words = |text: &str| {
            let parts = faults.keep(parts(text, facts, &place)).unwrap_or_default();
            named.extend(parts.iter().filter_map(Part::fact).map(str::to_owned));
            filled(parts, facts)
        };
        let words = (words(&entry.title), words(&entry.subtitle), words(&entry.source), words(&entry.alt), {
            entry.notes.iter().map(|note| words(note)).collect::<Vec<_>>()
        });
        if let Some(unknown) = kind.ids().into_iter().find(|id| !material.ids().any(|known| known == *id)) {
            let near = nearest(unknown, material.ids());
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            faults.push(settings.settings.fault(
                "figure-id-unknown",
                span,
                format!(
                    "the figure `{}` draws `{unknown}`, which is no statistic and no series of the edition",
                    entry.id
                ),
                &format!("{near}Write the id of an entry of statistics.toml, or of a series of a contract"),
            ));
            continue;
        }
        let Some((chart, lineage)) = kind.chart(material) else {
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
        let alt = match chart.finding() {
            Some(finding) => format!("{} {finding}", alt.trim()),
            None => alt,
        };
        let words = Words { id: entry.id.clone(), title, subtitle, source, notes, alt, synthetic: lineage.synthetic() };
        let (kind, alt_of) = (entry.kind.clone(), entry.alt_of.clone());
        figures.push(Figure { number: index + 1, kind, words, chart, lineage, facts: named, alt_of, place });
    }
    Ok(faults.into_result(figures)?)
}
