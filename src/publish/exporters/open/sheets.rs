//! The open tables as one accessible workbook: cover, contents, notes, and one table a sheet.
//!
//! In: the open tables and the edition. Out: the workbook, as [`super::guidance`] holds it against what is published on statistical
//! spreadsheets. Numbers are numbers with a display format and stand alone in their cell; what must be said beside one stands in a last
//! column of the row.

use super::model::{Column, OpenTable};
use crate::disclosure::Picture;
use crate::wording::cell::Style as Printed;
use crate::wording::{self, Cell, MARKERS};
use crate::workbook::{Content, Formatted, NumberFormat, Sheet, Style, Workbook};

pub(super) const COVER: &str = "Cover";
pub(super) const CONTENTS: &str = "Contents";
pub(super) const NOTES: &str = "Notes";

/// What each sheet of a table says of itself, as tools that read the sheet aloud look for it.
pub(super) const ONE_TABLE: &str = "This worksheet contains one table.";
/// What a sheet says where cells are blank.
pub(super) const BLANK: &str = "Blank cells: the column says nothing of the row.";
/// What a sheet says where its numbers are invented.
pub(super) const INVENTED: &str = "SYNTHETIC DATA: invented for demonstration.";

/// Title of the column with what must be said beside the numbers of a row.
const BESIDE: &str = "Beside the numbers";
/// What stands in it where there is nothing to say.
const NOTHING: &str = "None";

/// Longest name of a sheet.
pub(super) const LONGEST_NAME: usize = 31;

/// The workbook of the tables.
pub(super) fn workbook(picture: &Picture, tables: &[OpenTable]) -> Workbook {
    let edition = &picture.edition;
    let names = names(tables);
    let mut notes: Vec<Note> = Vec::new();
    let mut sheets = vec![cover(picture, tables), contents(tables, &names)];
    let of_tables: Vec<Sheet> = tables.iter().zip(&names).map(|(table, name)| sheet(table, name, &mut notes)).collect();
    sheets.push(notes_sheet(&notes));
    sheets.extend(of_tables);
    let demonstration = if edition.demonstration { " (demonstration on synthetic returns)" } else { "" };
    Workbook {
        title: format!("{}, {}: tables{demonstration}", edition.title, edition.year),
        author: edition.publisher.clone(),
        subject: edition.subtitle.clone(),
        keywords: vec!["statistics".to_owned(), edition.geography.clone(), edition.year.to_string()],
        locked: false,
        created: edition.release_instant,
        sheets,
        names: Vec::new(),
    }
}

/// A note, the sheet it belongs to, and what it says.
struct Note {
    sheet: String,
    words: String,
}

/// Names of the sheets: those of the tables, as programs allow them.
fn names(tables: &[OpenTable]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for table in tables {
        let words = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
        let mut name: String = wording::capitalised(&table.id).chars().map(words).collect();
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            name.insert_str(0, "Table_");
        }
        let taken = |name: &str| [COVER, CONTENTS, NOTES].contains(&name) || names.iter().any(|other| other == name);
        let shortened =
            |ending: &str| name.chars().take(LONGEST_NAME - ending.len()).chain(ending.chars()).collect::<String>();
        let numbered = (2..).map(|number: usize| shortened(&format!("_{number}")));
        let found = std::iter::once(shortened("")).chain(numbered).find(|name| !taken(name));
        names.push(found.unwrap_or_default());
    }
    names
}

fn cover(picture: &Picture, tables: &[OpenTable]) -> Sheet {
    let edition = &picture.edition;
    let mut sheet = Sheet::new(COVER, &[28, 80]);
    sheet.text(0, 0, Style::Title, format!("{}: tables", edition.title));
    let mut row = 1;
    let mut line = |sheet: &mut Sheet, style, words: &str| {
        sheet.text(row, 0, style, words);
        row += 1;
    };
    line(&mut sheet, Style::Line, ONE_TABLE);
    line(&mut sheet, Style::Line, "The tables of the chapter and its statistics, as they are printed there.");
    if tables.iter().any(|table| table.lineage.synthetic()) {
        line(&mut sheet, Style::Heading, INVENTED);
    }
    let definition = picture.definitions.get(&edition.agreed_definition);
    let release = edition.release_local;
    let release = match (edition.demonstration, edition.handling.embargoed) {
        (true, _) => "None: a demonstration is never released".to_owned(),
        (false, embargoed) => {
            let day = format!("{}, {}", wording::date(release.date()), wording::time(release.time()));
            if embargoed { format!("Not for release before {day}") } else { day }
        }
    };
    let rows = [
        ("Publisher", edition.publisher.clone()),
        ("Marking", edition.handling.marking.to_string()),
        ("Release", release),
        ("Data cut-off", wording::date(edition.cut_off)),
        ("Coverage", edition.geography.clone()),
        (
            "Definition in use",
            definition.map_or_else(String::new, |one| format!("{}. {} {}", one.title, one.whose_words(), one.text)),
        ),
        ("Edition", edition.year.to_string()),
        ("Sheets", format!("{CONTENTS} lists the tables and leads to each; {NOTES} has the shorthand and the notes.")),
        ("Made by", format!("assess {}", env!("CARGO_PKG_VERSION"))),
    ];
    let rows: Vec<Vec<String>> = rows
        .into_iter()
        .filter(|(_, detail)| !detail.is_empty())
        .map(|(item, detail)| vec![item.to_owned(), detail])
        .collect();
    sheet.table(row, "cover_of_tables", &["Item", "Detail"], &rows);
    sheet
}

fn contents(tables: &[OpenTable], names: &[String]) -> Sheet {
    let mut sheet = Sheet::new(CONTENTS, &[34, 70, 60]);
    sheet.text(0, 0, Style::Title, "Contents");
    sheet.text(1, 0, Style::Line, ONE_TABLE);
    let header = 2;
    for (column, caption) in (0..).zip(["Sheet", "Table", "Measure, place and period"]) {
        sheet.text(header, column, Style::Header, caption);
    }
    let fixed = [
        (COVER.to_owned(), "What these tables are".to_owned(), "The whole workbook".to_owned()),
        (NOTES.to_owned(), "Shorthand and notes".to_owned(), "The whole workbook".to_owned()),
    ];
    let of_tables = tables.iter().zip(names).map(|(table, name)| {
        let subtitle = if table.subtitle.is_empty() { "As the title says" } else { &table.subtitle };
        (name.clone(), table.title.clone(), subtitle.to_owned())
    });
    let mut rows = 0;
    for (row, (name, title, subtitle)) in (header + 1..).zip(fixed.into_iter().chain(of_tables)) {
        let link = Content::Link { words: name.clone(), sheet: name };
        sheet.put(row, 0, Style::Link, link);
        sheet.text(row, 1, Style::Text, title);
        sheet.text(row, 2, Style::Text, subtitle);
        rows += 1;
    }
    sheet.mark(header, "list_of_tables", (3, rows));
    sheet
}

fn notes_sheet(notes: &[Note]) -> Sheet {
    let mut sheet = Sheet::new(NOTES, &[18, 34, 100]);
    sheet.text(0, 0, Style::Title, "Shorthand and notes");
    sheet.text(1, 0, Style::Line, ONE_TABLE);
    let shorthand = MARKERS.map(|(marker, meaning)| [marker, "All tables", meaning].map(str::to_owned).to_vec());
    let notes = (1..).zip(notes).map(|(number, note)| vec![reference(number), note.sheet.clone(), note.words.clone()]);
    let rows: Vec<Vec<String>> = shorthand.into_iter().chain(notes).collect();
    sheet.table(2, "shorthand_and_notes", &["Mark", "Sheet", "What it says"], &rows);
    sheet
}

fn reference(number: usize) -> String {
    format!("[note {number}]")
}

/// The sheet of a table; its notes are added to the others.
fn sheet(table: &OpenTable, name: &str, notes: &mut Vec<Note>) -> Sheet {
    let remarks = remarks(table);
    let mut sheet = Sheet::new(name, &widths(table, remarks.is_some()));
    let mut title = table.title.clone();
    for words in &table.notes {
        notes.push(Note { sheet: name.to_owned(), words: words.clone() });
        let before = if title.ends_with(']') { "" } else { " " };
        title.push_str(&format!("{before}{}", reference(notes.len())));
    }
    sheet.text(0, 0, Style::Title, title);
    let mut row = 1;
    let mut line = |sheet: &mut Sheet, style, words: &str| {
        if !words.is_empty() {
            sheet.text(row, 0, style, words);
            row += 1;
        }
    };
    line(&mut sheet, Style::Line, &table.subtitle);
    line(&mut sheet, Style::Line, &stated(table));
    if table.lineage.synthetic() {
        line(&mut sheet, Style::Heading, INVENTED);
    }
    if table.rows.iter().flatten().any(|cell| content(cell, false).is_none()) {
        line(&mut sheet, Style::Line, BLANK);
    }
    if !table.source.is_empty() {
        line(&mut sheet, Style::Line, &format!("Source: {}", table.source));
    }
    sheet.put(
        row,
        0,
        Style::Link,
        Content::Link { words: "Back to the contents".to_owned(), sheet: CONTENTS.to_owned() },
    );
    let header = row + 1;
    for (at, column) in (0..).zip(&table.columns) {
        let style = if column.unit().is_some() { Style::NumberHeader } else { Style::Header };
        sheet.text(header, at, style, caption(column, table));
    }
    let mut width = table.columns.len();
    for (line, cells) in (header + 1..).zip(&table.rows) {
        for (at, (cell, column)) in (0..).zip(cells.iter().zip(&table.columns)) {
            let numbers = column.unit().is_some();
            let style = if numbers { Style::Number } else { Style::Text };
            sheet.put(line, at, style, content(cell, numbers).unwrap_or(Content::Blank));
        }
    }
    if let Some(remarks) = remarks {
        let at = u16::try_from(width).unwrap_or(u16::MAX);
        sheet.text(header, at, Style::Header, BESIDE);
        for (line, words) in (header + 1..).zip(remarks) {
            sheet.text(line, at, Style::Text, words);
        }
        width += 1;
    }
    sheet.mark(header, &format!("table_{}", name.to_lowercase()), (width, table.rows.len()));
    sheet
}

/// What stands at the head of a column: its title, and the unit of its numbers where the title does not say it.
fn caption(column: &Column, table: &OpenTable) -> String {
    let of_one_title = table.columns.iter().filter(|other| other.title == column.title).count();
    let title = if of_one_title > 1 || column.title.is_empty() { &column.id } else { &column.title };
    match column.unit() {
        Some(unit) if !unit.is_empty() && !title.to_lowercase().contains(&unit.to_lowercase()) => {
            format!("{title} ({unit})")
        }
        _ => title.clone(),
    }
}

/// That there is one table, and the shorthand that it uses.
fn stated(table: &OpenTable) -> String {
    let used: String = table.rows.iter().flatten().map(Cell::markers).collect();
    let shorthand: Vec<&str> =
        MARKERS.iter().map(|(marker, _)| *marker).filter(|marker| used.contains(marker)).collect();
    if shorthand.is_empty() {
        ONE_TABLE.to_owned()
    } else {
        format!("{ONE_TABLE} Shorthand: {}; the sheet {NOTES} says what it means.", shorthand.join(", "))
    }
}

/// What a cell of a sheet holds: a number or a marker in a column of numbers, and words with their marker elsewhere.
fn content(cell: &Cell, numbers: bool) -> Option<Content> {
    if let Some(number) = cell.value() {
        let style = number.style();
        let format = NumberFormat {
            decimals: number.decimals(),
            percent: style == Printed::Percent,
            signed: style == Printed::Signed,
        };
        return Some(Content::Formatted(Formatted { stored: number.stored(), shown: number.to_string(), format }));
    }
    match (cell.said(), cell.markers()) {
        ("", "") => None,
        // Words in place of a number stand in the last column.
        (_, marker) if numbers && !marker.is_empty() => Some(Content::Text(marker.to_owned())),
        _ => Some(Content::Text(cell.to_string())),
    }
}

/// What must be said beside the numbers of each row; none where there is nothing in the whole table.
fn remarks(table: &OpenTable) -> Option<Vec<String>> {
    let of_row = |row: &Vec<Cell>| {
        let said = table.columns.iter().zip(row).filter(|(column, _)| column.unit().is_some());
        let said = said.filter_map(|(column, cell)| {
            let about = if cell.is_about() { "about " } else { "" };
            let words = match cell.value() {
                Some(_) => format!("{about}{}", cell.markers()),
                None => cell.said().to_owned(),
            };
            (!words.is_empty()).then(|| format!("{}: {}", column.title, words.trim_end()))
        });
        said.collect::<Vec<_>>().join("; ")
    };
    let remarks: Vec<String> = table.rows.iter().map(of_row).collect();
    let any = remarks.iter().any(|words| !words.is_empty());
    let filled = |words: String| if words.is_empty() { NOTHING.to_owned() } else { words };
    any.then(|| remarks.into_iter().map(filled).collect())
}

/// Widths in characters: enough for the longest number and word, and of long words some lines.
fn widths(table: &OpenTable, remarks: bool) -> Vec<u16> {
    let mut widths = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let longest = |words: &str| words.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        let cells = || table.rows.iter().filter_map(|row| row.get(at));
        let width = if column.unit().is_some() {
            let numbers = cells().map(|cell| cell.to_string().chars().count());
            numbers.chain([longest(&column.title) + 3, 12]).max().unwrap_or(0)
        } else {
            let words = cells().map(|cell| cell.said().chars().count().div_ceil(3).max(longest(cell.said()) + 2));
            words.chain([longest(&column.title) + 3, 14]).max().unwrap_or(0)
        };
        // The first is wide enough for the link above it.
        let least = if at == 0 { 26 } else { 0 };
        widths.push(u16::try_from(width.clamp(least, 60)).unwrap_or(60));
    }
    if remarks {
        widths.push(40);
    }
    widths
}
