//! The turn of the year: the next edition from this one.
//!
//! In: an edition that can be read, the catalogue, its text. Out: every file of the next one, the entries of the catalogue that it
//! needs beside those of this one, and what a person must decide. Periods move on by as many years as the edition does; text, figures,
//! statistics and assumptions stay to the byte, as they speak of `last` and `previous`. Every source that is fetched gets
//! an entry of its own, to which nothing is pinned: the edition before stays as it was, and can be built again from its own pins.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use serde::Deserialize;

use super::decisions::{ASSUMPTION, DECISIONS, JUDGEMENT, KEY_JUDGEMENT, UNPROVEN};
pub use super::earlier::Said;
use super::earlier::carried;
use super::judgements::Judgements;
use super::{Edition, LOCAL_TIME, assumptions::Assumptions};
use crate::definition::Definitions;
use crate::fault::Failure;
use crate::period::FinancialYear;
use crate::source::catalogue::{CATALOGUE, Catalogue, Kind, Source};
use crate::source::{Project, Settings, Spanned};

/// Something to decide: its identifier, and what.
pub type ToDecide = (String, String);

/// The next edition, not yet written.
#[derive(Clone, Debug)]
pub struct Turned {
    /// The edition from which it was made.
    pub from: i16,
    /// Its files, by path from its folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The catalogue with its entries; none where it needs no new one.
    pub catalogue: Option<String>,
    /// What a person must decide.
    pub decisions: Vec<ToDecide>,
}

/// The values of `edition.toml` that move with the year, and where they stand.
#[derive(Deserialize)]
struct Moving {
    year: Spanned<i16>,
    release: Spanned<String>,
    cut_off: Spanned<String>,
    periods: BTreeMap<String, Ends>,
    sources: BTreeMap<String, Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
struct Ends {
    last: Spanned<FinancialYear>,
}

/// Makes the edition of `year` from that of `from`; `accepted` are the acceptances that hold in both, as they are to be decided on.
///
/// `said` gives the words of the facts of `from`; without it its judgements stay as they stand.
pub fn turn(
    project: &mut Project,
    (from, year): (i16, i16),
    accepted: Vec<ToDecide>,
    said: Option<Said<'_>>,
) -> Result<Turned, Failure> {
    let definitions = Definitions::read(project)?;
    let edition = Edition::read(project, from, &definitions)?;
    let catalogue = Catalogue::read(project)?;
    let judgements = Judgements::read(project, from)?;
    let assumptions = Assumptions::read(project, from)?;
    let years = year - from;
    let folder = Edition::folder(from);
    let own = format!("{folder}/edition.toml");
    let settings = Settings::new(&own, project.text(&own)?);
    let moving: Moving = settings.parse()?;

    let words = Words::of(&edition, year);
    let sources = fetched(project, &catalogue, &edition, &words)?;
    let release = moved_release(moving.release.get_ref(), years);
    let cut_off = moved_day(moving.cut_off.get_ref(), years);
    let mut changes = vec![
        (moving.year.span(), year.to_string()),
        (moving.release.span(), quoted(&release)),
        (moving.cut_off.span(), quoted(&cut_off)),
    ];
    for ends in moving.periods.values() {
        changes.push((ends.last.span(), quoted(&ends.last.get_ref().back(-years).to_string())));
    }
    for id in moving.sources.values().flatten() {
        if let Some(new) = sources.named.get(id.get_ref()) {
            changes.push((id.span(), new.clone()));
        }
    }
    let text = project.text(&own)?;
    let mut files = BTreeMap::new();
    let mut typed: Vec<String> = Vec::new();
    for path in project.list(&folder, "")? {
        let carried_on = |name: &&str| ![DECISIONS, UNPROVEN].contains(name);
        let Some(name) = path.strip_prefix(&format!("{folder}/")).filter(carried_on) else { continue };
        let bytes = match path == own {
            true => in_comments(&replaced(&text, changes.clone()), from, year).into_bytes(),
            false => project.bytes(&path)?,
        };
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => {
                let text = match said.filter(|_| path == Judgements::path(from)) {
                    Some(said) => carried(&text, &judgements.key, &format!("{}, edition {from}", edition.title), said),
                    None => text,
                };
                typed.extend(typed_years(name, &text).into_iter().filter(|_| name != "edition.toml"));
                text.replace(&format!("{folder}/"), &format!("{}/", Edition::folder(year))).into_bytes()
            }
            Err(other) => other.into_bytes(),
        };
        files.insert(name.to_owned(), bytes);
    }

    let mut decisions = vec![
        ("release".to_owned(), format!("The release instant, now {release}: day, hour and offset")),
        ("cut-off".to_owned(), format!("The data cut-off, now {cut_off}")),
        (
            "agreed-definition".to_owned(),
            format!("Whether `{}` is still the agreed definition", edition.agreed_definition),
        ),
        ("policy".to_owned(), format!("Whether `{}` is still the disclosure policy", edition.policy)),
        ("limits".to_owned(), "The limits, and the thresholds of confidence, as in the edition before".to_owned()),
        (
            "changed".to_owned(),
            format!(
                "What has changed since the edition of {from}: [[changed]] of edition.toml still says what had changed before it"
            ),
        ),
        (
            "breaks".to_owned(),
            "Whether a series breaks in the new year, or a break known is to be told otherwise".to_owned(),
        ),
    ];
    decisions.extend(sources.decisions);
    for rating in &judgements.ratings {
        let (id, rating) = (rating.headline.id(), rating.rating);
        decisions.push((format!("{JUDGEMENT}{id}"), format!("The confidence in `{id}`, carried as {rating}")));
    }
    for judgement in &judgements.key {
        let what = format!(
            "Whether it is still {}, and with {} confidence: {}",
            judgement.likelihood, judgement.confidence, judgement.text
        );
        decisions.push((format!("{KEY_JUDGEMENT}{}", judgement.id), what));
    }
    for rung in &assumptions.rungs {
        decisions
            .push((format!("{ASSUMPTION}{}", rung.id), format!("Whether the evidence still bears: {}", rung.words)));
    }
    for entry in &edition.set_aside {
        let of = entry.period.map_or_else(|| "every year".to_owned(), |period| period.to_string());
        let (force, contract) = (&entry.force, &entry.contract);
        let what = format!(
            "Whether the return of {force} under `{contract}` stays set aside, for {of}: {}",
            entry.reason.trim()
        );
        decisions.push((format!("set-aside.{contract}.{force}"), what));
    }
    for entry in &edition.give_up {
        let what = format!("Whether the protection of {} stays given up: {}", entry.number, entry.reason.trim());
        decisions.push((format!("give-up.{}", entry.number), what));
    }
    decisions.extend(accepted);
    decisions.push(("text".to_owned(), reread(&typed)));
    files.insert(DECISIONS.to_owned(), file_of(from, year, &decisions).into_bytes());
    Ok(Turned { from, files, catalogue: sources.catalogue, decisions })
}

/// What the fetched sources of an edition become.
#[derive(Default)]
struct Sources {
    /// What stands in place of an identifier under `[sources]`, by identifier.
    named: BTreeMap<String, String>,
    catalogue: Option<String>,
    decisions: Vec<ToDecide>,
}

fn fetched(project: &mut Project, catalogue: &Catalogue, edition: &Edition, words: &Words) -> Result<Sources, Failure> {
    let text = project.text(CATALOGUE)?;
    let mut made = Sources::default();
    let mut added = String::new();
    for id in edition.sources.values().flatten() {
        let source = catalogue.get(id).map_err(|fault| vec![fault])?;
        let periods = if source.periods.is_empty() { "periods not stated" } else { &source.periods };
        if !source.fetched() {
            let what = format!("`{}` is as it was ({periods}): put the new year's file in its place", source.path);
            made.decisions.push((format!("source.{id}"), what));
            continue;
        }
        let new = words.named(id);
        if catalogue.get(&new).is_err() {
            let _ = write!(added, "\n{}", words.entry(source, &new, &text));
        }
        // Returns come on top of those of the years before; of what a publisher revises the new file holds all years.
        let beside = source.many() && words.moved(&address(source)) != address(source);
        let named = if beside { format!("{}, {}", quoted(id), quoted(&new)) } else { quoted(&new) };
        made.named.insert(id.clone(), named);
        let asked = if source.kind == Kind::Inbox { &source.folder } else { &source.url };
        let asked = if asked.is_empty() { &source.url } else { asked };
        let what =
            format!("Nothing is pinned of it: look at `{}`, then run `assess pull --only {new}`", words.moved(asked));
        made.decisions.push((format!("source.{new}"), what));
    }
    if !added.is_empty() {
        made.catalogue = Some(format!("{}\n{added}", text.trim_end()));
    }
    Ok(made)
}

/// Everything of a source that may name a year or a period.
fn address(source: &Source) -> String {
    [source.url.as_str(), &source.folder, &source.data_set, &source.version, &source.each_period.join(" ")].join("\n")
}

/// The words by which a source names the year of an edition, and what they become.
struct Words {
    pairs: Vec<(String, String)>,
    from: i16,
    year: i16,
}

impl Words {
    fn of(edition: &Edition, year: i16) -> Self {
        let (from, years) = (edition.year, year - edition.year);
        let mut pairs = vec![(from.to_string(), year.to_string())];
        for last in [edition.returns.last, edition.recorded_crime.last] {
            let next = last.back(-years);
            pairs.push((last.to_string(), next.to_string()));
            pairs.push((last.slug(), next.slug()));
            pairs.push((last.slug().replace('-', ""), next.slug().replace('-', "")));
        }
        pairs.sort();
        pairs.dedup();
        Self { pairs, from, year }
    }

    /// A text with each of these words moved on, where it stands for itself.
    fn moved(&self, text: &str) -> String {
        let mut moved = String::new();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let digit_before = moved.chars().next_back().is_some_and(|before| before.is_ascii_digit());
            let found = self.pairs.iter().rev().find(|(old, _)| {
                let after = rest.strip_prefix(old.as_str()).map(|after| after.chars().next());
                !digit_before && after.is_some_and(|after| !after.is_some_and(|after| after.is_ascii_digit()))
            });
            match found {
                Some((old, new)) => {
                    moved.push_str(new);
                    rest = rest.get(old.len()..).unwrap_or_default();
                }
                None => {
                    moved.push(letter);
                    rest = rest.get(letter.len_utf8()..).unwrap_or_default();
                }
            }
        }
        moved
    }

    /// The identifier of the same source for the new edition.
    fn named(&self, id: &str) -> String {
        let old = format!("-{}", self.from);
        let base = id.strip_suffix(&old).unwrap_or(id);
        match self.moved(base) {
            moved if moved == base => format!("{base}-{}", self.year),
            moved => moved,
        }
    }

    /// The entry of a source under another identifier, its words moved on.
    fn entry(&self, source: &Source, id: &str, catalogue: &str) -> String {
        let first = usize::try_from(source.line).unwrap_or(1).saturating_sub(1);
        let lines = catalogue.lines().skip(first);
        let is_next =
            |line: &str| line.trim_start().starts_with("[[source]]") || line.trim_start().starts_with("[pull]");
        let mut entry = String::new();
        for (number, line) in lines.enumerate() {
            if number > 0 && is_next(line) {
                break;
            }
            let key = line.split('=').next().unwrap_or_default().trim();
            match key {
                "id" => entry.push_str(&format!("id = {}", quoted(id))),
                "path" => entry.push_str(&line.replace(&source.id, id)),
                "published" => entry.push_str("published = \"\""),
                "url" | "folder" | "each_period" | "data_set" | "periods" | "attachment" => {
                    entry.push_str(&self.moved(line))
                }
                _ => entry.push_str(line),
            }
            entry.push('\n');
        }
        format!("{}\n", entry.trim_end())
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// A text with other values at some places.
fn replaced(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for (span, new) in changes {
        text.replace_range(span, &new);
    }
    text
}

/// The year of the edition where a comment names it.
fn in_comments(text: &str, from: i16, year: i16) -> String {
    let line = |line: &str| match line.trim_start().starts_with('#') {
        true => line.replace(&format!("dition {from}"), &format!("dition {year}")),
        false => line.to_owned(),
    };
    text.lines().map(|one| line(one) + "\n").collect()
}

/// The same day some years later; the last of February for a day that the year does not have.
fn moved_day(day: &str, years: i16) -> String {
    match day.parse::<jiff::civil::Date>() {
        Ok(date) => date.saturating_add(jiff::Span::new().years(years)).to_string(),
        Err(_) => day.to_owned(),
    }
}

/// The same local time some years later, at the same offset.
fn moved_release(release: &str, years: i16) -> String {
    const DAY: usize = 10;
    match (release.get(..DAY), release.get(DAY..)) {
        (Some(day), Some(rest)) if release.len() > LOCAL_TIME => format!("{}{rest}", moved_day(day, years)),
        _ => release.to_owned(),
    }
}

/// Years that stand in a text as they were typed, with their lines.
fn typed_years(name: &str, text: &str) -> Vec<String> {
    let comment = |line: &str| {
        line.trim_start().starts_with('#') && !line.trim_start().starts_with("#n(")
            || line.trim_start().starts_with("//")
    };
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !comment(line)) {
        let words = line.split(|letter: char| !letter.is_alphanumeric());
        let years: Vec<&str> = words.filter(|word| word.len() == 4 && is_year(word)).collect();
        if !years.is_empty() {
            found.push(format!("{name}:{} ({})", number + 1, years.join(", ")));
        }
    }
    found
}

fn is_year(word: &str) -> bool {
    word.parse::<i16>().is_ok_and(|year| (1990..=2100).contains(&year))
}

/// What is to be read again in the text.
fn reread(typed: &[String]) -> String {
    let places = if typed.is_empty() { "none".to_owned() } else { typed.join("; ") };
    format!("Every sentence read against the new numbers; years that stand as typed: {places}")
}

/// The file of the decisions.
fn file_of(from: i16, year: i16, decisions: &[ToDecide]) -> String {
    let mut text = format!(
        "#:schema ../../data/schemas/decisions.schema.json\n\
         # What a person must decide before edition {year} is released; `assess new` made it from edition {from}. Give each `by`, the name and\n\
         # organisation of a person, and `on`, the day, when it is decided, and a note where it needs one. `assess check` lists what is open,\n\
         # what was carried is printed as such, and nothing is built for release until all is decided.\n\n\
         from = {from}\n"
    );
    for (id, what) in decisions {
        let what = toml::Value::String(what.clone());
        let id = toml::Value::String(id.clone());
        let _ = write!(text, "\n[[decision]]\nid = {id}\nwhat = {what}\nby = \"\"\non = \"\"\nnote = \"\"\n");
    }
    text
}

/// The edition to be made, or why it cannot be: it stands already, or comes before the one it is made from.
pub fn admitted(project: &Project, from: i16, year: i16) -> Result<(), Failure> {
    let folder = Edition::folder(year);
    if crate::writing::kind(&project.root().join(&folder)).ok().flatten().is_some() {
        let remedy =
            format!("nothing was changed; build it with `assess build --edition {year}`, or move `{folder}` away");
        return Err(Failure::cannot_run(format!("there is an edition {year} already: `{folder}` stands"), remedy));
    }
    if year <= from || year - from > 5 {
        let what = format!("edition {year} cannot be made from edition {from}");
        let remedy = format!("name a year from {} to {}, or another edition with --from", from + 1, from + 5);
        return Err(Failure::cannot_run(what, remedy));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{in_comments, moved_day, moved_release, replaced, typed_years};

    #[test]
    fn days_and_instants_move_by_whole_years() {
        assert_eq!(moved_day("2026-10-31", 1), "2027-10-31");
        assert_eq!(moved_day("2028-02-29", 1), "2029-02-28");
        assert_eq!(moved_release("2027-05-27T09:30:00+01:00", 2), "2029-05-27T09:30:00+01:00");
    }

    #[test]
    fn values_change_at_their_places_alone() {
        assert_eq!(replaced("a = 1\nb = 1\n", vec![(4..5, "2".into()), (10..11, "30".into())]), "a = 2\nb = 30\n");
        assert_eq!(in_comments("# Edition 2027: 2027\ny = 2027\n", 2027, 2028), "# Edition 2028: 2027\ny = 2027\n");
    }

    #[test]
    fn a_typed_year_is_named_with_its_line() {
        assert_eq!(typed_years("a.typ", "// In 2019\nIn 2014, 71 and #n(\"x.2019-20\").\n"), ["a.typ:2 (2014, 2019)"]);
    }
}
