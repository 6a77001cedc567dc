//! A statistics page of GOV.UK, through its content API, to the newest attachment of a form.
//!
//! Attachments stand in `details.attachments`, or on older pages only as links in the HTML of `details.body` and
//! `details.documents`. Neither carries a date, so the newest is the one whose title or file name holds the latest year and month;
//! where that does not decide, nothing is guessed. A collection leads to its newest page.

use serde_json::Value;

use super::json::{day, parse, text};
use super::{About, Answer, Fault, Item, Plan, Request, Step, file_name};
use crate::source::catalogue::Format;

/// A page leads to another at most so often.
const MOST_STEPS: usize = 3;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Goes from the page to its attachment.
pub(super) struct StatisticsPage {
    item: Item,
    asked: Vec<String>,
    about: About,
}

/// A file on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Attachment {
    url: String,
    title: String,
}

impl StatisticsPage {
    pub(super) fn new(item: &Item) -> Self {
        Self { item: item.clone(), asked: Vec::new(), about: About::default() }
    }

    fn ask(&mut self, path_or_url: &str) -> Result<Step, Fault> {
        let url = content_address(&self.item.url, path_or_url);
        if self.asked.contains(&url) || self.asked.len() >= MOST_STEPS {
            let what = "the page leads from one collection to the next and to no statistics";
            return Err(self.item.fault("attachment-missing", what, "give the address of the statistics page itself"));
        }
        self.asked.push(url.clone());
        Ok(Step::Ask(Request::get(url)))
    }

    fn page(&mut self, page: &Value) -> Result<Step, Fault> {
        let document = text(page, "/document_type");
        if document.ends_with("_announcement") || text(page, "/schema_name") == "statistics_announcement" {
            let (date, state) = (text(page, "/details/display_date"), text(page, "/details/state"));
            let what = format!("the page only announces the statistics ({state}, {date})");
            return Err(self.item.fault(
                "not-published",
                &what,
                "give the address of the statistics once they are out",
            ));
        }
        if ["gone", "redirect", "vanish"].contains(&document) {
            let what = format!("the page is no longer there (`{document}`)");
            return Err(self.item.fault(
                "not-published",
                &what,
                "look for its successor and mend url in data/sources.toml",
            ));
        }
        let collected = documents(page);
        if text(page, "/schema_name") == "document_collection" {
            let Some(newest) = collected.into_iter().max() else {
                let what = "the collection lists no statistics";
                return Err(self.item.fault(
                    "attachment-missing",
                    what,
                    "give the address of the statistics page itself",
                ));
            };
            return self.ask(&newest.1);
        }
        self.about = About { released: day(text(page, "/public_updated_at")), notice: withdrawn(page) };
        let chosen = self.choose(attachments(page))?;
        Ok(Step::Download(Request::get(absolute(&self.item.url, &chosen.url))))
    }

    /// The one attachment of the form and words wanted, or the newest of several.
    fn choose(&self, all: Vec<Attachment>) -> Result<Attachment, Fault> {
        let wanted = self.item.source.attachment.to_lowercase();
        let holds = |attachment: &Attachment| {
            let said = format!("{} {}", attachment.title, file_name(&attachment.url)).to_lowercase();
            wanted.split_whitespace().all(|word| said.contains(word))
        };
        let of_form = |format: Format| -> Vec<Attachment> {
            let fits = |found: &&Attachment| Format::of_name(file_name(&found.url)) == Some(format) && holds(found);
            all.iter().filter(fits).cloned().collect()
        };
        let forms = match self.item.source.format {
            Some(format) => vec![format],
            None => vec![Format::Ods, Format::Xlsx, Format::Csv],
        };
        let mut candidates = forms.into_iter().map(of_form).find(|found| !found.is_empty()).unwrap_or_default();
        candidates.sort_by_key(|found| (dated(found), found.url.clone()));
        candidates.dedup_by(|left, right| left.url == right.url);
        let names = |found: &[Attachment]| {
            let names: Vec<&str> = found.iter().take(8).map(|found| file_name(&found.url)).collect();
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        };
        let Some(newest) = candidates.pop() else {
            let what = format!("the page has no attachment of the form and words wanted; it has {}", names(&all));
            return Err(self.item.fault("attachment-missing", &what, "mend format or attachment in data/sources.toml"));
        };
        if let Some(second) = candidates.last().filter(|second| dated(second) == dated(&newest)) {
            let both = names(&[second.clone(), newest]);
            let what = format!("several attachments could be meant, such as {both}");
            let remedy = "give words of the right one's title or file name as attachment in data/sources.toml";
            return Err(self.item.fault("attachment-ambiguous", &what, remedy));
        }
        Ok(newest)
    }
}

impl Plan for StatisticsPage {
    fn next(&mut self, answer: Option<&Answer>) -> Result<Step, Fault> {
        match answer {
            None => {
                let url = self.item.url.clone();
                self.ask(&url)
            }
            Some(_) => {
                let page = parse(&self.item, answer)?;
                self.page(&page)
            }
        }
    }

    fn about(&self) -> About {
        self.about.clone()
    }
}

/// Scheme and host of an address.
fn origin(url: &str) -> &str {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find('/').map_or(url.len(), |at| start + at);
    &url[..end]
}

/// A link as an address of its own.
fn absolute(base: &str, link: &str) -> String {
    if link.contains("://") { link.to_owned() } else { format!("{}/{}", origin(base), link.trim_start_matches('/')) }
}

/// The address of a page in the content API, on the host of the source.
fn content_address(base: &str, page: &str) -> String {
    let path = if page.contains("://") { page.get(origin(page).len()..).unwrap_or_default() } else { page };
    let path = path.trim_start_matches('/');
    let path = path.strip_prefix("api/content/").unwrap_or(path);
    format!("{}/api/content/{path}", origin(base))
}

/// Statistics listed by a collection, each with the day it was last changed; withdrawn ones left out.
fn documents(page: &Value) -> Vec<(String, String)> {
    let listed = page.pointer("/links/documents").and_then(Value::as_array);
    let kept = listed.into_iter().flatten().filter(|document| {
        document.get("withdrawn").and_then(Value::as_bool) != Some(true)
            && text(document, "/document_type").contains("statistic")
    });
    kept.map(|document| (day(text(document, "/public_updated_at")), text(document, "/base_path").to_owned())).collect()
}

/// When and why a page was withdrawn; empty where it stands.
fn withdrawn(page: &Value) -> String {
    let explanation = plain(text(page, "/withdrawn_notice/explanation"));
    let at = day(text(page, "/withdrawn_notice/withdrawn_at"));
    match (at.is_empty(), explanation.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("withdrawn on {at}"),
        (true, false) => format!("withdrawn: {explanation}"),
        (false, false) => format!("withdrawn on {at}: {explanation}"),
    }
}

fn attachments(page: &Value) -> Vec<Attachment> {
    let mut found = Vec::new();
    for listed in page.pointer("/details/attachments").and_then(Value::as_array).into_iter().flatten() {
        let url = text(listed, "/url");
        if !url.is_empty() {
            found.push(Attachment { url: url.to_owned(), title: text(listed, "/title").to_owned() });
        }
    }
    if found.is_empty() {
        let documents = page.pointer("/details/documents").and_then(Value::as_array);
        let html = documents.into_iter().flatten().filter_map(Value::as_str).chain([text(page, "/details/body")]);
        found.extend(html.flat_map(links));
    }
    found
}

/// Links of a piece of HTML with their words.
fn links(html: &str) -> Vec<Attachment> {
    let mut found = Vec::new();
    for piece in html.split("<a ").skip(1) {
        let Some((attributes, rest)) = piece.split_once('>') else { continue };
        let quoted = |quote: char| attributes.split_once(&format!("href={quote}"))?.1.split(quote).next();
        let Some(url) = quoted('"').or_else(|| quoted('\'')) else { continue };
        let words = rest.split("</a>").next().unwrap_or_default();
        found.push(Attachment { url: plain(url), title: plain(words) });
    }
    found
}

/// The words of a piece of HTML.
fn plain(html: &str) -> String {
    let mut words = String::new();
    let mut in_tag = false;
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                words.push(' ');
            }
            other if !in_tag => words.push(other),
            _ => {}
        }
    }
    let words = words.replace("&quot;", "\"").replace("&#39;", "'").replace("&nbsp;", " ").replace("&amp;", "&");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The latest year and month that the title or file name holds: the month only if it stands beside a year.
fn dated(attachment: &Attachment) -> (u16, usize) {
    let said = format!("{} {}", attachment.title, file_name(&attachment.url)).to_lowercase();
    let mut latest = (0, 0);
    let words: Vec<&str> =
        said.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        // `march2013` and `ye2025` hold a year too.
        let digits = word.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        let Some(year) = digits.parse::<u16>().ok().filter(|year| (1990..=2100).contains(year)) else { continue };
        let own = &word[..word.len() - digits.len()];
        let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
        let month = [own, before].iter().find_map(|word| {
            MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(word)).map(|at| at + 1)
        });
        latest = latest.max((year, month.unwrap_or(0)));
    }
    latest
}
