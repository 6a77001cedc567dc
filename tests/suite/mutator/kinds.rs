//! The kinds of damage, and how many of each may be missed.
//!
//! A kind that must always be found has 0. The others agree with themselves and lie within what chance does: their limits are the
//! shares missed in ten thousand cases and three standard deviations of a hundred, so that a check that grows blind is seen. One
//! kind, a single crime more in a quarter and in everything that follows from it, nobody can see, and it is only counted.

use assess::source::Grid;

use super::block::Damaged;
use super::{blocks, categories, cells, copies, labels, text, workbook};
use crate::checks::world::World;
use crate::random::Random;

/// How the damage is done.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// To rows in memory.
    Rows(fn(&mut World, &mut Random) -> Option<Damaged>),
    /// To the text of a file.
    Text(fn(&str, &mut Random) -> Option<Vec<u8>>),
    /// To the cells of a filled workbook.
    Grids(fn(&mut Vec<Grid>, &mut Random) -> Option<()>),
    /// To the bytes of a filled workbook.
    Bytes(fn(&[u8], &mut Random) -> Option<Vec<u8>>),
}

/// A kind of damage.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) way: Way,
    /// Largest share of the cases that change a published figure that may be missed, percent.
    pub(super) most_missed: u8,
}

const fn rows(name: &'static str, most_missed: u8, damage: fn(&mut World, &mut Random) -> Option<Damaged>) -> Kind {
    Kind { name, way: Way::Rows(damage), most_missed }
}

const fn text(name: &'static str, damage: fn(&str, &mut Random) -> Option<Vec<u8>>) -> Kind {
    Kind { name, way: Way::Text(damage), most_missed: 0 }
}

const fn grids(name: &'static str, most_missed: u8, damage: fn(&mut Vec<Grid>, &mut Random) -> Option<()>) -> Kind {
    Kind { name, way: Way::Grids(damage), most_missed }
}

const fn bytes(name: &'static str, damage: fn(&[u8], &mut Random) -> Option<Vec<u8>>) -> Kind {
    Kind { name, way: Way::Bytes(damage), most_missed: 0 }
}

pub(super) const KINDS: &[Kind] = &[
    // One cell of the year, so that a sum no longer comes out.
    rows("one more or less in a year", 0, cells::one_off),
    rows("one more or less in a category of crimes", 0, cells::category_one_off),
    rows("one more or less in a category of suspects", 0, cells::suspect_one_off),
    rows("a digit dropped", 0, cells::digit_dropped),
    rows("a digit typed twice", 0, cells::digit_doubled),
    rows("a digit mistyped", 0, cells::digit_changed),
    rows("two digits exchanged", 0, cells::digits_exchanged),
    rows("a year ten times too large", 0, cells::year_times_ten),
    rows("a year zero", 0, cells::year_zero),
    rows("a year marked [x]", 0, cells::year_unavailable),
    rows("a year marked [z]", 0, cells::year_not_applicable),
    rows("quarter and year exchanged", 0, cells::quarter_for_year),
    rows("percentages for counts", 0, categories::percentages),
    // Cells that agree with one another, and are wrong together.
    rows("a whole return ten times too large", 0, blocks::block_times_ten),
    rows("a whole return a hundred times too large", 0, blocks::block_times_hundred),
    rows("a whole return a tenth", 10, blocks::block_tenth),
    rows("a whole return zero", 0, blocks::block_zero),
    rows("a whole return doubled", 40, blocks::block_doubled),
    rows("a whole return halved", 30, blocks::block_halved),
    rows("a whole return a tenth too large", 95, blocks::block_tenth_more),
    rows("a quarter ten times too large, and its year", 15, blocks::quarter_times_ten),
    rows("a quarter doubled, and its year", 70, blocks::quarter_doubled),
    rows("a quarter zero, and its year", 35, blocks::quarter_zero),
    rows("a quarter one more, and its year", 100, blocks::quarter_one_more),
    rows("last quarter cut to a third, and its year", 55, blocks::last_quarter_part),
    rows("quarters as year to date, and the year their sum", 20, blocks::year_to_date),
    rows("a quarter missing, and the year without it", 0, blocks::three_quarters),
    // Copies and exchanges.
    rows("copied from last year", 35, copies::copied_from_last_year),
    rows("copied from another force", 35, copies::copied_from_other_force),
    rows("two forces exchanged", 35, copies::forces_exchanged),
    rows("two measures exchanged", 10, copies::measures_exchanged),
    rows("parent return filled with group-based counts", 0, copies::parent_from_child),
    rows("suspects halved", 95, blocks::suspects_halved),
    rows("suspects doubled", 65, blocks::suspects_doubled),
    rows("every year moved by one", 25, copies::years_moved),
    rows("suspects of another year", 85, copies::suspects_of_other_year),
    // Categories.
    rows("two categories exchanged", 70, categories::categories_exchanged),
    rows("categories one row up, the last left empty", 0, categories::categories_up),
    rows("categories rotated by one", 30, categories::categories_rotated),
    rows("a third of a category moved to another", 95, categories::category_moved),
    rows("not recorded added to the largest", 55, categories::not_recorded_hidden),
    rows("a category misspelt", 0, categories::category_misspelt),
    rows("a breakdown misspelt", 0, categories::dimension_misspelt),
    // Definitions and rows.
    rows("a year under another definition", 40, labels::definition_relabelled),
    rows("one row under another definition", 0, labels::definition_of_one_row),
    rows("a row lost", 0, labels::row_lost),
    rows("a return lost", 0, labels::block_lost),
    rows("everything of a force and year lost", 0, labels::force_year_lost),
    rows("a return of a year outside", 0, labels::year_outside),
    rows("a whole return marked [x]", 0, blocks::block_unavailable),
    // The text of the file.
    text("a thousands separator", text::separator),
    text("decimals", text::decimals),
    text("words for a number", text::words),
    text("an empty count", text::empty),
    text("a count and a marker", text::count_and_marker),
    text("an unknown marker", text::unknown_marker),
    text("another name of the force for its code", text::force_name),
    text("the name of another force", text::force_name_of_other),
    text("a name that is no force's", text::force_name_cut),
    text("columns under other names", text::headers_of_alias),
    text("a category under another name", text::category_alias),
    text("the name of another category", text::category_alias_of_other),
    text("a calendar year", text::year_of_calendar),
    text("a year below zero", text::minus),
    text("semicolons for commas", text::semicolons),
    text("UTF-16", text::utf16),
    text("two extracts joined", text::two_files_joined),
    text("a mistyped code", text::force_mistyped),
    text("the code of another force", text::force_other),
    text("a year in another form", text::year_form),
    text("an unknown quarter", text::quarter_unknown),
    text("an unknown definition", text::definition_unknown),
    text("a column renamed", text::column_renamed),
    text("a column lost", text::column_lost),
    text("two columns exchanged in the header", text::columns_exchanged),
    text("a row twice", text::row_twice),
    text("the file cut off", text::cut_off),
    text("a comma lost", text::comma_lost),
    text("a byte that is not UTF-8", text::not_utf8),
    text("a postcode in a cell", text::postcode),
    text("a column of names", text::names),
    text("rows in another order", text::reordered),
    text("line ends of another system", text::line_ends),
    text("spaces around cells", text::spaces),
    // A filled workbook.
    grids("workbook: a count changed, its total not", 0, workbook::count_changed),
    grids("workbook: a count cleared", 0, workbook::count_cleared),
    grids("workbook: a count stored as text", 0, workbook::count_as_text),
    grids("workbook: words beside a count", 0, workbook::count_with_words),
    grids("workbook: a decimal", 0, workbook::count_decimal),
    grids("workbook: a count turned into a date", 0, workbook::count_as_date),
    grids("workbook: a broken formula", 0, workbook::formula_broken),
    grids("workbook: two cells exchanged", 15, workbook::count_exchanged_between_sheets),
    grids("workbook: a row deleted", 0, workbook::row_deleted),
    grids("workbook: a row inserted", 0, workbook::row_inserted),
    grids("workbook: rows moved with their labels", 0, workbook::rows_sorted_with_labels),
    grids("workbook: a label misspelt", 0, workbook::label_misspelt),
    grids("workbook: a label twice", 0, workbook::label_twice),
    grids("workbook: two headers exchanged", 0, workbook::headers_exchanged),
    grids("workbook: a sheet deleted", 0, workbook::sheet_deleted),
    grids("workbook: names of two sheets exchanged", 0, workbook::sheets_exchanged),
    grids("workbook: a sheet of workings added", 0, workbook::sheet_added),
    grids("workbook: a count beside the table", 0, workbook::stray_count),
    grids("workbook: another force on the cover", 0, workbook::force_on_cover),
    grids("workbook: another year on the cover", 0, workbook::period_on_cover),
    grids("workbook: its code edited", 0, workbook::code_edited),
    grids("workbook: a definition cleared", 0, workbook::definition_cleared),
    grids("workbook: one sheet under another definition", 10, workbook::definition_of_one_sheet),
    bytes("workbook: bytes flipped", workbook::bytes_flipped),
    bytes("workbook: cut off", workbook::bytes_cut),
];
