//! Explore Education Statistics of the Department for Education: a data set of a version, whole as CSV, or what a query of it
//! gives, page after page, with the identifiers of the interface turned back into columns and labels.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::json::{MOST_PAGES, address, csv, day, encoded, lacking, parse, text};
use super::{About, Answer, Fault, Item, Plan, Request, Step};

/// Results asked for at once; the interface allows 10,000.
const PAGE: u64 = 5_000;

/// Asks for the data set, then for its file or its results.
pub(super) struct DataSet {
    item: Item,
    whole: bool,
    stage: Stage,
    version: String,
    meta: Value,
    results: Vec<Value>,
    about: About,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Start,
    Described,
    Meta,
    Page(u64),
}

impl DataSet {
    /// The whole data set.
    pub(super) fn whole(item: &Item) -> Self {
        Self::new(item, true)
    }

    /// What the source's query gives.
    pub(super) fn queried(item: &Item) -> Self {
        Self::new(item, false)
    }

    fn new(item: &Item, whole: bool) -> Self {
        Self {
            item: item.clone(),
            whole,
            stage: Stage::Start,
            version: String::new(),
            meta: Value::Null,
            results: Vec::new(),
            about: About::default(),
        }
    }

    fn at(&self, path: &str) -> String {
        let base = address(&self.item.url, &format!("v1/data-sets/{}", encoded(&self.item.source.data_set)));
        format!("{base}{path}")
    }

    /// The address of the data set, or of the version asked for, which may hold a wildcard such as `2.*`.
    fn description(&self) -> String {
        match self.item.source.version.as_str() {
            "" => self.at(""),
            version => self.at(&format!("/versions/{}", encoded(version))),
        }
    }

    fn describe(&mut self, answer: &Value) -> Result<(), Fault> {
        let latest = answer.get("latestVersion").unwrap_or(answer);
        self.version = text(latest, "/version").to_owned();
        if self.version.is_empty() {
            return Err(lacking(&self.item, "version"));
        }
        let status = text(answer, "/status");
        let mut notice = if status == "Published" { String::new() } else { status.to_lowercase() };
        let successor = text(answer, "/supersedingDataSetId");
        if !successor.is_empty() {
            notice = format!("{notice}, superseded by data set {successor}").trim_start_matches(", ").to_owned();
        }
        self.about = About { released: day(text(latest, "/published")), notice };
        if status == "Withdrawn" && self.item.source.version.is_empty() {
            let what = format!("the data set has been withdrawn ({notice})", notice = self.about.notice);
            return Err(self.item.fault("not-published", &what, "look for its successor, or name a version"));
        }
        Ok(())
    }

    /// The request for a page of results.
    fn query(&self, page: u64) -> Result<Request, Fault> {
        let mut body = serde_json::to_value(&self.item.source.query).unwrap_or_default();
        let Some(fields) = body.as_object_mut() else { return Err(lacking(&self.item, "query")) };
        fields.insert("page".to_owned(), json!(page));
        fields.insert("pageSize".to_owned(), json!(PAGE));
        fields.insert("debug".to_owned(), json!(false));
        Ok(Request::post(self.at(&format!("/query?dataSetVersion={}", encoded(&self.version))), &body))
    }

    fn page(&mut self, page: u64, mut answer: Value) -> Result<Step, Fault> {
        let number = |path: &str| answer.pointer(path).and_then(Value::as_u64);
        let (Some(pages), Some(total)) = (number("/paging/totalPages"), number("/paging/totalResults")) else {
            return Err(lacking(&self.item, "paging"));
        };
        if let Some(warning) = answer.pointer("/warnings/0/message").and_then(Value::as_str) {
            self.about.notice = format!("the interface warns: {warning}");
        }
        let Some(Value::Array(results)) = answer.get_mut("results").map(Value::take) else {
            return Err(lacking(&self.item, "results"));
        };
        let found = results.len();
        self.results.extend(results);
        let held = self.results.len() as u64;
        if total == 0 {
            let what = "the query gives no results";
            return Err(self.item.fault("query-empty", what, "mend query in data/sources.toml"));
        }
        if page < pages && found > 0 && page < MOST_PAGES as u64 {
            self.stage = Stage::Page(page + 1);
            return Ok(Step::Ask(self.query(page + 1)?));
        }
        if held != total {
            let what = format!("the interface promised {total} results and gave {held}");
            return Err(self.item.fault("answer-short", &what, "pull again; the data set may have changed meanwhile"));
        }
        Ok(Step::Made(self.table()?))
    }

    /// The results as a table in the publisher's own column names: period, place, filters, indicators.
    fn table(&self) -> Result<Vec<u8>, Fault> {
        let names = Names::new(&self.meta);
        let levels: Vec<&str> = {
            let mut levels = names.levels.clone();
            levels.retain(|level| {
                self.results.iter().any(|result| result.pointer(&format!("/locations/{level}")).is_some())
            });
            levels
        };
        let filters: Vec<&Column> = names.filters.iter().filter(|column| self.uses("filters", &column.id)).collect();
        let indicators: Vec<&Column> =
            names.indicators.iter().filter(|column| self.uses("values", &column.id)).collect();
        let mut header = vec!["time_period".to_owned(), "time_identifier".to_owned(), "geographic_level".to_owned()];
        for level in &levels {
            let level = level.to_lowercase();
            header.extend([format!("{level}_code"), format!("{level}_name")]);
        }
        header.extend(filters.iter().chain(&indicators).map(|column| column.name.clone()));
        let mut rows = Vec::with_capacity(self.results.len());
        for result in &self.results {
            let mut row: Vec<String> = ["/timePeriod/period", "/timePeriod/code", "/geographicLevel"]
                .map(|path| text(result, path).to_owned())
                .into();
            for level in &levels {
                let id = text(result, &format!("/locations/{level}"));
                let (code, name) = match id {
                    "" => (String::new(), String::new()),
                    id => names.places.get(id).cloned().ok_or_else(|| self.unknown("location", id))?,
                };
                row.extend([code, name]);
            }
            for filter in &filters {
                let id = text(result, &format!("/filters/{}", filter.id));
                let label = match id {
                    "" => String::new(),
                    id => names.options.get(id).cloned().ok_or_else(|| self.unknown("filter option", id))?,
                };
                row.push(label);
            }
            for indicator in &indicators {
                row.push(text(result, &format!("/values/{}", indicator.id)).to_owned());
            }
            rows.push(row);
        }
        // The interface sorts by period only; the rest of its order is not promised.
        rows.sort();
        Ok(csv(&header, &rows))
    }

    fn uses(&self, group: &str, id: &str) -> bool {
        self.results.iter().any(|result| result.pointer(&format!("/{group}/{id}")).is_some())
    }

    fn unknown(&self, kind: &str, id: &str) -> Fault {
        let what = format!("a result names a {kind} `{id}` that the data set does not describe");
        self.item.fault("answer-unexpected", &what, "pull again; the data set may have changed meanwhile")
    }
}

impl Plan for DataSet {
    fn next(&mut self, answer: Option<&Answer>) -> Result<Step, Fault> {
        match self.stage {
            Stage::Start => {
                self.stage = Stage::Described;
                Ok(Step::Ask(Request::get(self.description())))
            }
            Stage::Described => {
                let answer = parse(&self.item, answer)?;
                self.describe(&answer)?;
                let version = encoded(&self.version);
                if self.whole {
                    return Ok(Step::Download(Request::get(self.at(&format!("/csv?dataSetVersion={version}")))));
                }
                self.stage = Stage::Meta;
                Ok(Step::Ask(Request::get(self.at(&format!("/meta?dataSetVersion={version}")))))
            }
            Stage::Meta => {
                self.meta = parse(&self.item, answer)?;
                self.stage = Stage::Page(1);
                Ok(Step::Ask(self.query(1)?))
            }
            Stage::Page(page) => {
                let answer = parse(&self.item, answer)?;
                self.page(page, answer)
            }
        }
    }

    fn about(&self) -> About {
        self.about.clone()
    }
}

/// A filter or an indicator: its identifier and the name of its column.
struct Column {
    id: String,
    name: String,
}

/// What the identifiers of a data set stand for.
struct Names<'a> {
    levels: Vec<&'a str>,
    places: BTreeMap<&'a str, (String, String)>,
    filters: Vec<Column>,
    options: BTreeMap<&'a str, String>,
    indicators: Vec<Column>,
}

impl<'a> Names<'a> {
    fn new(meta: &'a Value) -> Self {
        let list =
            |of: &'a Value, name: &str| of.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let columns = |name: &str| {
            let of =
                |entry: &Value| Column { id: text(entry, "/id").to_owned(), name: text(entry, "/column").to_owned() };
            list(meta, name).iter().map(of).collect()
        };
        let mut places = BTreeMap::new();
        for level in list(meta, "locations") {
            for option in list(level, "options") {
                // A school has a number in place of a code, a provider another.
                let code = ["/code", "/urn", "/ukprn", "/oldCode"].map(|path| text(option, path));
                let code =
                    code.into_iter().find(|code| !code.is_empty()).or(option.get("name").and_then(Value::as_str));
                let place =
                    (code.unwrap_or_default().to_owned(), text(option, "/label").to_owned() + text(option, "/name"));
                places.insert(text(option, "/id"), place);
            }
        }
        let mut options = BTreeMap::new();
        for filter in list(meta, "filters") {
            options.extend(
                list(filter, "options").iter().map(|option| (text(option, "/id"), text(option, "/label").to_owned())),
            );
        }
        Self {
            levels: list(meta, "locations").iter().map(|level| text(level, "/level/code")).collect(),
            places,
            filters: columns("filters"),
            options,
            indicators: columns("indicators"),
        }
    }
}
