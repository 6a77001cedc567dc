//! Damage to a filled workbook: to its cells as someone edits them by hand, and to the bytes of the file.
//!
//! One return of the draw is written with the program's own template, in both formats; a damaged workbook goes through the
//! readers and the form, and its rows through the contract.

#![allow(clippy::ptr_arg, reason = "one form for all kinds: some add sheets or take them away")]

use assess::contract::{AdrReturn, Contracts, Marker, role};
use assess::definition::Definitions;
use assess::edition::Edition;
use assess::fault::Fault;
use assess::period::{FinancialYear, Part};
use assess::source::{Grid, Project, Value, reader};
use assess::template::{Asked, Choice, Entry, Filled, Filling, Form, Format, read_back, write};

use super::desk::{Desk, written};
use crate::checks::world::{World, root};
use crate::random::Random;

/// A return as a workbook.
pub(super) struct Workbook {
    force: String,
    year: FinancialYear,
    form: Form,
    grids: Vec<Grid>,
    files: [Vec<u8>; 2],
}

fn form(contracts: &Contracts, force: &str, period: FinancialYear) -> Form {
    let mut project = Project::open(root()).unwrap();
    let definitions = Definitions::read(&mut project).unwrap();
    let edition = Edition::read(&mut project, 2027, &definitions).unwrap();
    Form::of(Asked {
        contract: contracts.get(role::GROUP_BASED).unwrap(),
        contracts,
        definitions: &definitions,
        edition: &edition,
        force: &Choice { id: force.to_owned(), title: "A force".to_owned() },
        period,
        guidance: &assess::template::Guidance::default(),
        optional: true,
        synthetic_example: true,
    })
    .unwrap()
}

impl Workbook {
    /// Fills the workbook of the first force whose last year has a count in every cell.
    pub(super) fn fill(desk: &Desk, world: &World) -> Self {
        let year = world.returns.iter().map(|row| row.year).max().unwrap();
        let of = |force: &str| world.returns.iter().filter(|row| row.force == force && row.year == year).collect();
        let mut forces: Vec<&str> = world.returns.iter().map(|row| row.force.as_str()).collect();
        forces.dedup();
        let whole = |rows: &Vec<&AdrReturn>| rows.len() >= 20 && rows.iter().all(|row| row.value.is_some());
        let large = |rows: &Vec<&AdrReturn>| rows.iter().filter_map(|row| row.value).min().unwrap_or(0) >= 0;
        let force = forces.into_iter().skip(3).find(|force| whole(&of(force)) && large(&of(force))).unwrap();
        let form = form(desk.contracts(), force, year);
        let mut filling = Filling::default();
        for row in of(force) {
            let is = |section: &&assess::template::Section| {
                (&section.measure, &section.dimension) == (&row.measure, &row.dimension)
            };
            let section = form.sections.iter().find(is).unwrap();
            filling.definitions.insert(section.id.clone(), row.definition.clone());
            if row.dimension != "total" {
                // The form asks for every category of the list, the draw has some.
                for category in &section.categories {
                    let key = (section.id.clone(), category.id.clone(), Part::Year);
                    filling.entries.entry(key).or_insert(Entry::Count(0));
                }
            }
            if row.dimension != "total" || row.part != Part::Year {
                let key = (section.id.clone(), row.category.clone(), row.part);
                filling.entries.insert(key, Entry::Count(row.value.unwrap()));
            }
        }
        let created = "2026-11-05T09:30:00Z".parse().unwrap();
        let files = [Format::Xlsx, Format::Ods].map(|format| write(&form, &filling, format, created).unwrap());
        // As a spreadsheet program saves it. In the XLSX the results of formulas are not yet calculated, so that a quarter
        // without its year would be no damage: the year is then the sum of what stands there.
        let grids = reader::sheets(&files[1], "return.ods", &[]).unwrap();
        Self { force: force.to_owned(), year, form, grids, files }
    }

    pub(super) fn force(&self) -> &str {
        &self.force
    }

    pub(super) fn grids(&self) -> Vec<Grid> {
        self.grids.clone()
    }

    /// The file, in one format or the other.
    pub(super) fn bytes(&self, seed: u64) -> &[u8] {
        &self.files[(seed % 2) as usize]
    }

    /// The rows of a workbook, through its form and the contract.
    pub(super) fn read(&self, desk: &Desk, grids: &[Grid]) -> Result<Vec<AdrReturn>, Vec<Fault>> {
        let filled = read_back(grids, &self.form)?;
        let rows: Vec<AdrReturn> = (1..).zip(filled).map(|(line, row)| of_filled(row, line)).collect();
        let read = desk.read(role::GROUP_BASED, written(&rows).as_bytes())?;
        assert_eq!(read.len(), rows.len());
        let placed = |(read, row): (AdrReturn, AdrReturn)| AdrReturn { place: row.place, line: row.line, ..read };
        Ok(read.into_iter().zip(rows).map(placed).collect())
    }

    /// The returns with these rows as those of the force and year.
    pub(super) fn put(&self, world: &World, rows: Vec<AdrReturn>) -> World {
        let mut world = world.clone();
        world.returns.retain(|row| row.force != self.force || row.year != self.year);
        world.returns.extend(rows);
        world
    }
}

fn of_filled(row: Filled, line: u64) -> AdrReturn {
    AdrReturn {
        line: row.place.line.unwrap_or(line),
        place: row.place,
        force: row.force_code,
        year: row.period,
        part: row.part,
        definition: row.definition,
        measure: row.measure,
        dimension: row.dimension,
        category: row.category,
        value: row.value,
        marker: row.marker.map(|marker| if marker == "[z]" { Marker::NotApplicable } else { Marker::NotAvailable }),
        parts: Vec::new(),
    }
}

/// The sheet on which definitions are chosen; those after it are the entry sheets.
fn definitions(grids: &[Grid]) -> usize {
    grids.iter().position(|grid| grid.sheet.as_deref() == Some("Definitions used")).unwrap()
}

/// Cells with a count on the entry sheets: sheet, row and column. The last row of a breakdown is its total.
fn counts(grids: &[Grid]) -> Vec<(usize, usize, usize)> {
    let mut found = Vec::new();
    for (sheet, grid) in grids.iter().enumerate().skip(definitions(grids) + 1) {
        for (row, cells) in grid.rows.iter().enumerate() {
            let counted = cells.filled().filter(|(_, value)| matches!(value, Value::Integer(_)));
            found.extend(counted.map(|(column, _)| (sheet, row, column)));
        }
    }
    found
}

fn cell(grids: &mut [Grid], random: &mut Random, change: impl Fn(i64) -> Option<Value>) -> Option<()> {
    let (sheet, row, column) = *random.one_of(&counts(grids))?;
    let place = grids[sheet].rows[row].cells.get_mut(column)?;
    let Value::Integer(count) = place else { return None };
    *place = change(*count)?;
    Some(())
}

fn text(grids: &mut [Grid], random: &mut Random, change: impl Fn(i64) -> String) -> Option<()> {
    cell(grids, random, |count| Some(Value::Text(change(count))))
}

pub(super) fn count_changed(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let more = 1 + random.below(30) as i64;
    cell(grids, random, |count| Some(Value::Integer(count + more)))
}

pub(super) fn count_cleared(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    cell(grids, random, |_| Some(Value::Empty))
}

pub(super) fn count_as_text(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    text(grids, random, |count| count.to_string())
}

pub(super) fn count_with_words(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let word = *random.one_of(&["crimes", "(est.)", "approx", "*", "?", "or so"])?;
    text(grids, random, |count| format!("{count} {word}"))
}

pub(super) fn count_decimal(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    cell(grids, random, |count| Some(Value::Number(count as f64 + 0.5)))
}

pub(super) fn count_as_date(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    cell(grids, random, |_| Some(Value::Date(jiff::civil::date(2026, 2, 1).at(0, 0, 0, 0))))
}

pub(super) fn formula_broken(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    cell(grids, random, |_| Some(Value::Error("#REF!".to_owned())))
}

pub(super) fn count_exchanged_between_sheets(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let places = counts(grids);
    let (one, two) = (*random.one_of(&places)?, *random.one_of(&places)?);
    let value =
        |grids: &[Grid], (sheet, row, column): (usize, usize, usize)| grids[sheet].rows[row].cells[column].clone();
    let (first, second) = (value(grids, one), value(grids, two));
    (first != second).then_some(())?;
    grids[one.0].rows[one.1].cells[one.2] = second;
    grids[two.0].rows[two.1].cells[two.2] = first;
    Some(())
}

/// An entry sheet with counts.
fn filled_sheet(grids: &[Grid], random: &mut Random) -> Option<usize> {
    let mut sheets: Vec<usize> = counts(grids).into_iter().map(|(sheet, _, _)| sheet).collect();
    sheets.dedup();
    random.one_of(&sheets).copied()
}

/// Rows of a sheet that have a count.
fn filled_rows(grid: &Grid) -> Vec<usize> {
    let counted = |row: &usize| grid.rows[*row].cells.iter().any(|value| matches!(value, Value::Integer(_)));
    (0..grid.rows.len()).filter(counted).collect()
}

pub(super) fn row_deleted(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let sheet = filled_sheet(grids, random)?;
    let row = *random.one_of(&filled_rows(&grids[sheet]))?;
    grids[sheet].rows.remove(row);
    Some(())
}

pub(super) fn row_inserted(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let sheet = filled_sheet(grids, random)?;
    let from = random.below(grids[sheet].rows.len());
    grids[sheet].rows[from..].iter_mut().for_each(|row| row.number += 1);
    Some(())
}

pub(super) fn rows_sorted_with_labels(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let sheet = filled_sheet(grids, random)?;
    let rows = filled_rows(&grids[sheet]);
    let (one, two) = (*random.one_of(&rows)?, *random.one_of(&rows)?);
    let grid = &mut grids[sheet];
    let (first, second) = (grid.rows[one].cells.clone(), grid.rows[two].cells.clone());
    (grid.rows[one].cells, grid.rows[two].cells) = (second, first);
    (one != two).then_some(())
}

pub(super) fn label_misspelt(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let sheet = filled_sheet(grids, random)?;
    let row = *random.one_of(&filled_rows(&grids[sheet]))?;
    let label = grids[sheet].rows[row].cells.first_mut()?;
    *label = Value::Text(format!("{}x", label.text()));
    Some(())
}

pub(super) fn label_twice(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let sheet = filled_sheet(grids, random)?;
    let rows = filled_rows(&grids[sheet]);
    let (one, two) = (*random.one_of(&rows)?, *random.one_of(&rows)?);
    (one != two).then_some(())?;
    let label = grids[sheet].rows[one].cells.first()?.clone();
    *grids[sheet].rows[two].cells.first_mut()? = label;
    Some(())
}

pub(super) fn headers_exchanged(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let sheet = filled_sheet(grids, random)?;
    let first = *filled_rows(&grids[sheet]).first()?;
    let header = grids[sheet].rows.get_mut(first.checked_sub(1)?)?;
    let columns = header.cells.len();
    let (one, two) = (1 + random.below(columns - 1), 1 + random.below(columns - 1));
    header.cells.swap(one, two);
    (one != two).then_some(())
}

pub(super) fn sheet_deleted(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let sheet = filled_sheet(grids, random)?;
    grids.remove(sheet);
    Some(())
}

pub(super) fn sheets_exchanged(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let (one, two) = (filled_sheet(grids, random)?, filled_sheet(grids, random)?);
    (one != two).then_some(())?;
    let (first, second) = (grids[one].sheet.clone(), grids[two].sheet.clone());
    (grids[one].sheet, grids[two].sheet) = (second, first);
    Some(())
}

pub(super) fn sheet_added(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let sheet = filled_sheet(grids, random)?;
    let copy = Grid { sheet: Some("Working".to_owned()), ..grids[sheet].clone() };
    grids.push(copy);
    Some(())
}

pub(super) fn stray_count(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let sheet = filled_sheet(grids, random)?;
    let row = *random.one_of(&filled_rows(&grids[sheet]))?;
    let cells = &mut grids[sheet].rows[row].cells;
    cells.resize(cells.len().max(14) + 1, Value::Empty);
    *cells.last_mut()? = Value::Integer(7);
    Some(())
}

/// Cells of the sheets before the entry sheets whose text is so.
fn front(grids: &mut [Grid], is: impl Fn(&str) -> bool) -> Vec<&mut Value> {
    let cells = grids.iter_mut().flat_map(|grid| &mut grid.rows).flat_map(|row| &mut row.cells);
    cells.filter(|value| is(value.text().trim())).collect()
}

pub(super) fn force_on_cover(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let mut places = front(grids, |text| text.len() == 9 && text.starts_with("E23"));
    let place = random.below(places.len());
    **places.get_mut(place)? = Value::Text("E23000020".to_owned());
    Some(())
}

pub(super) fn period_on_cover(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let mut places = front(grids, |text| text == "2025/26");
    let place = random.below(places.len());
    **places.get_mut(place)? = Value::Text("2024/25".to_owned());
    Some(())
}

pub(super) fn code_edited(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    let mut places = front(grids, |text| text.starts_with("assess-return"));
    let place = places.first_mut()?;
    let mut text = place.text().into_owned();
    let at = random.below(text.len());
    text.is_char_boundary(at).then(|| text.insert(at, '7'))?;
    **place = Value::Text(text);
    Some(())
}

fn definition(grids: &mut [Grid], random: &mut Random, to: Value) -> Option<()> {
    let sheet = filled_sheet(grids, random)?;
    let name = grids[sheet].sheet.clone()?;
    let chosen = definitions(grids);
    let row = grids[chosen].rows.iter_mut().find(|row| row.cell(0).text() == name.as_str())?;
    *row.cells.get_mut(2)? = to;
    Some(())
}

pub(super) fn definition_cleared(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    definition(grids, random, Value::Empty)
}

pub(super) fn definition_of_one_sheet(grids: &mut Vec<Grid>, random: &mut Random) -> Option<()> {
    definition(grids, random, Value::Text("cse-flag".to_owned()))
}

pub(super) fn bytes_flipped(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + random.below(8) {
        let place = random.below(bytes.len());
        bytes[place] ^= 1 << random.below(8);
    }
    Some(bytes)
}

pub(super) fn bytes_cut(bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    Some(bytes[..random.below(bytes.len())].to_vec())
}
