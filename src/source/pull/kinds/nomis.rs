//! A table of Nomis as CSV, page after page. The interface answers with status 200 and a sentence where it cannot, and ends a page
//! at 25,000 rows without a word, so the count of records that each row carries is held against the rows that came.

use super::json::{MOST_PAGES, address, parameter, query};
use super::{Answer, Fault, Item, Plan, Request, Step};

/// Most rows of a page that the interface allows.
const PAGE: usize = 25_000;

/// Asks for page after page.
pub(super) struct Table {
    item: Item,
    header: Vec<u8>,
    rows: Vec<u8>,
    held: usize,
    pages: usize,
}

impl Table {
    pub(super) fn new(item: &Item) -> Self {
        Self { item: item.clone(), header: Vec::new(), rows: Vec::new(), held: 0, pages: 0 }
    }

    fn ask(&self) -> Step {
        let source = &self.item.source;
        let mut pairs: Vec<(&str, String)> =
            source.query.iter().map(|(name, value)| (name.as_str(), parameter(value))).collect();
        for (name, value) in &mut pairs {
            if *name == "select" && !value.to_lowercase().split(',').any(|column| column == "record_count") {
                value.push_str(",record_count");
            }
        }
        pairs.push(("recordlimit", PAGE.to_string()));
        pairs.push(("recordoffset", self.held.to_string()));
        let path = format!("dataset/{}.data.csv{}", source.data_set, query(pairs));
        Step::Ask(Request::get(address(&self.item.url, &path)))
    }

    fn page(&mut self, body: &[u8]) -> Result<Step, Fault> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(body);
        let header = reader.byte_headers().cloned().unwrap_or_default();
        let count = header.iter().position(|name| name.eq_ignore_ascii_case(b"record_count"));
        let Some(count) = count else {
            let what = "the interface did not answer with a table that counts its records";
            let remedy = "check data_set and query in data/sources.toml; what it cannot answer it says in a sentence";
            return Err(self.item.fault("answer-unexpected", what, remedy));
        };
        let mut promised = None;
        let mut found = 0;
        for record in reader.byte_records() {
            let record = record
                .ok()
                .filter(|record| record.len() == header.len())
                .ok_or_else(|| self.item.fault("answer-short", "a row of the answer is cut off", "pull again"))?;
            promised = record.get(count).and_then(|text| std::str::from_utf8(text).ok()?.trim().parse::<usize>().ok());
            found += 1;
        }
        let start = body.iter().position(|byte| *byte == b'\n').map_or(body.len(), |at| at + 1);
        let (head, rows) = body.split_at(start);
        if self.pages == 0 {
            self.header = head.to_vec();
        } else if self.header != head {
            let what = "the columns change from one page to the next";
            return Err(self.item.fault("answer-unexpected", what, "pull again"));
        }
        self.pages += 1;
        self.rows.extend_from_slice(rows);
        if !rows.is_empty() && !rows.ends_with(b"\n") {
            self.rows.push(b'\n');
        }
        self.held += found;
        match promised {
            _ if self.held == 0 => {
                Err(self.item.fault("query-empty", "the query gives no rows", "mend query in data/sources.toml"))
            }
            Some(promised) if self.held < promised && found > 0 && self.pages < MOST_PAGES => Ok(self.ask()),
            Some(promised) if self.held == promised => Ok(Step::Made([self.header.as_slice(), &self.rows].concat())),
            _ => {
                let promised = promised.map_or_else(|| "an unknown number of".to_owned(), |count| count.to_string());
                let what = format!("the interface promised {promised} rows and gave {}", self.held);
                Err(self.item.fault("answer-short", &what, "pull again; the table may have changed meanwhile"))
            }
        }
    }
}

impl Plan for Table {
    fn next(&mut self, answer: Option<&Answer>) -> Result<Step, Fault> {
        match answer {
            None => Ok(self.ask()),
            Some(answer) => self.page(&answer.body),
        }
    }
}
