//! A data set of the beta interface of the Office for National Statistics: the CSV of a version, or with a query its observations,
//! page after page. Links in its answers may name another host than the one asked, so only their paths are followed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::{MOST_PAGES, address, csv, day, lacking, parameter, parse, query, text};
use super::{About, Answer, Fault, Item, Plan, Request, Step};

/// Observations asked for at once.
const PAGE: usize = 10_000;

/// Asks for the newest version, then for its file or its observations.
pub(super) struct DataSet {
    item: Item,
    stage: Stage,
    version: String,
    observations: Vec<BTreeMap<String, String>>,
    pages: usize,
    about: About,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Start,
    Described,
    Version,
    Observations,
}

impl DataSet {
    pub(super) fn new(item: &Item) -> Self {
        Self {
            item: item.clone(),
            stage: Stage::Start,
            version: String::new(),
            observations: Vec::new(),
            pages: 0,
            about: About::default(),
        }
    }

    fn at(&self, path: &str) -> String {
        address(&self.item.url, path)
    }

    fn ask_version(&mut self) -> Step {
        self.stage = Stage::Version;
        Step::Ask(Request::get(self.at(&self.version)))
    }

    /// The path of the newest version, from the link of the data set.
    fn describe(&mut self, answer: &Value) -> Result<Step, Fault> {
        // Answers wrap the published form in `current` where one may also see the next.
        let published = answer.get("current").unwrap_or(answer);
        let link = text(published, "/links/latest_version/href");
        let Some(path) = link.find("/datasets/").and_then(|at| link.get(at..)) else {
            return Err(lacking(&self.item, "latest version"));
        };
        self.version = path.to_owned();
        let state = text(published, "/state");
        if !["", "published"].contains(&state) {
            self.about.notice = state.to_owned();
        }
        Ok(self.ask_version())
    }

    fn of_version(&mut self, answer: &Value) -> Result<Step, Fault> {
        self.about.released = day(text(answer, "/release_date"));
        if let Some(notice) = answer.pointer("/alerts/0/description").and_then(Value::as_str) {
            self.about.notice = format!("the publisher says: {notice}");
        }
        if !self.item.source.query.is_empty() {
            self.stage = Stage::Observations;
            return Ok(self.ask_observations());
        }
        let listed = answer.get("distributions").and_then(Value::as_array).into_iter().flatten();
        let of_list = listed.filter(|file| text(file, "/format") == "csv").map(|file| text(file, "/download_url"));
        let url = [text(answer, "/downloads/csv/href")].into_iter().chain(of_list).find(|url| !url.is_empty());
        url.map(|url| Step::Download(Request::get(url))).ok_or_else(|| lacking(&self.item, "CSV file"))
    }

    fn ask_observations(&self) -> Step {
        let wanted = self.item.source.query.iter().map(|(name, value)| (name.as_str(), parameter(value)));
        let paged = [("limit", PAGE.to_string()), ("offset", self.observations.len().to_string())];
        Step::Ask(Request::get(self.at(&format!("{}/observations{}", self.version, query(wanted.chain(paged))))))
    }

    fn page(&mut self, answer: &Value) -> Result<Step, Fault> {
        let Some(total) = answer.get("total_observations").and_then(Value::as_u64) else {
            return Err(lacking(&self.item, "count of observations"));
        };
        let total = usize::try_from(total).unwrap_or(usize::MAX);
        let Some(found) = answer.get("observations").and_then(Value::as_array) else {
            return Err(lacking(&self.item, "observations"));
        };
        let chosen = answer.get("dimensions").and_then(Value::as_object);
        for observation in found {
            let mut row = BTreeMap::new();
            for (name, dimension) in chosen.into_iter().flatten() {
                row.insert(name.clone(), text(dimension, "/option/id").to_owned());
            }
            for (name, dimension) in observation.get("dimensions").and_then(Value::as_object).into_iter().flatten() {
                row.insert(name.clone(), text(dimension, "/id").to_owned());
                row.insert(format!("{name}_label"), text(dimension, "/label").to_owned());
            }
            row.insert("observation".to_owned(), text(observation, "/observation").to_owned());
            row.insert("data_marking".to_owned(), text(observation, "/metadata/data_marking").to_owned());
            self.observations.push(row);
        }
        self.pages += 1;
        let held = self.observations.len();
        if total == 0 {
            return Err(self.item.fault(
                "query-empty",
                "the query gives no observations",
                "mend query in data/sources.toml",
            ));
        }
        if held < total && !found.is_empty() && self.pages < MOST_PAGES {
            return Ok(self.ask_observations());
        }
        if held != total {
            let what = format!("the interface promised {total} observations and gave {held}");
            return Err(self.item.fault("answer-short", &what, "pull again; the data set may have changed meanwhile"));
        }
        Ok(Step::Made(self.table()))
    }

    /// Dimensions in alphabetical order, then the observation and its marking; rows sorted.
    fn table(&self) -> Vec<u8> {
        const LAST: [&str; 2] = ["observation", "data_marking"];
        let mut header: Vec<String> = self.observations.first().into_iter().flat_map(BTreeMap::keys).cloned().collect();
        header.retain(|name| !LAST.contains(&name.as_str()));
        header.extend(LAST.map(str::to_owned));
        let cell = |row: &BTreeMap<String, String>, name: &String| row.get(name).cloned().unwrap_or_default();
        let row = |row: &BTreeMap<String, String>| header.iter().map(|name| cell(row, name)).collect();
        let mut rows: Vec<Vec<String>> = self.observations.iter().map(row).collect();
        rows.sort();
        csv(&header, &rows)
    }
}

impl Plan for DataSet {
    fn next(&mut self, answer: Option<&Answer>) -> Result<Step, Fault> {
        match self.stage {
            Stage::Start => {
                let (id, version) = (&self.item.source.data_set, &self.item.source.version);
                // `2021/3`: edition and version.
                if let Some((edition, number)) = version.split_once('/') {
                    self.version = format!("/datasets/{id}/editions/{edition}/versions/{number}");
                    return Ok(self.ask_version());
                }
                self.stage = Stage::Described;
                Ok(Step::Ask(Request::get(self.at(&format!("/datasets/{id}")))))
            }
            Stage::Described => {
                let answer = parse(&self.item, answer)?;
                self.describe(&answer)
            }
            Stage::Version => {
                let answer = parse(&self.item, answer)?;
                self.of_version(&answer)
            }
            Stage::Observations => {
                let answer = parse(&self.item, answer)?;
                self.page(&answer)
            }
        }
    }

    fn about(&self) -> About {
        self.about.clone()
    }
}
