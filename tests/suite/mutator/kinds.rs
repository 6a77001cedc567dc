//! The kinds of damage, and how many of each may be missed.
//!
//! A kind that must always be found has 0. The others are limits of what returns can show, each with its reason; the shares are
//! a little above those of ten thousand cases.

use super::random::Random;
use super::rows::{self, Damaged};
use super::text;
use crate::checks::world::World;

/// How the damage is done.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// To rows in memory.
    Rows(fn(&mut World, &mut Random) -> Option<Damaged>),
    /// To the text of a file.
    Text(fn(&str, &mut Random) -> Option<Vec<u8>>),
}

/// A kind of damage.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) way: Way,
    /// Largest share of the cases that change a published figure that may be missed, percent.
    pub(super) most_missed: u8,
}

const fn rows(
    name: &'static str,
    most_missed: u8,
    damage: fn(&mut World, &mut Random) -> Option<Damaged>,
) -> Kind {
    Kind { name, way: Way::Rows(damage), most_missed }
}

const fn text(name: &'static str, damage: fn(&str, &mut Random) -> Option<Vec<u8>>) -> Kind {
    Kind { name, way: Way::Text(damage), most_missed: 0 }
}

pub(super) const KINDS: &[Kind] = &[
    // One cell of the year, so that a sum no longer comes out.
    rows("one more or less in a year", 0, rows::one_off),
    rows("one more or less in a category of crimes", 0, rows::category_one_off),
    rows("one more or less in a category of suspects", 0, rows::suspect_one_off),
    rows("a digit dropped", 0, rows::digit_dropped),
    rows("a digit typed twice", 0, rows::digit_doubled),
    rows("a digit mistyped", 0, rows::digit_changed),
    rows("two digits exchanged", 0, rows::digits_exchanged),
    rows("a year ten times too large", 0, rows::year_times_ten),
    rows("a year zero", 0, rows::year_zero),
    rows("a year marked [x]", 0, rows::year_unavailable),
    rows("a year marked [z]", 0, rows::year_not_applicable),
    rows("quarter and year exchanged", 0, rows::quarter_for_year),
    // Cells that agree with one another, and are wrong together.
    rows("a whole return ten times too large", 5, rows::block_times_ten),
    rows("a whole return a hundred times too large", 5, rows::block_times_hundred),
    rows("a whole return a tenth", 35, rows::block_tenth),
    rows("a whole return zero", 40, rows::block_zero),
    rows("a whole return doubled", 60, rows::block_doubled),
    rows("a whole return halved", 90, rows::block_halved),
    rows("a whole return a tenth too large", 100, rows::block_tenth_more),
    rows("a quarter ten times too large, and its year", 10, rows::quarter_times_ten),
    rows("a quarter doubled, and its year", 90, rows::quarter_doubled),
    rows("a quarter zero, and its year", 70, rows::quarter_zero),
    rows("a quarter one more, and its year", 100, rows::quarter_one_more),
    rows("last quarter cut to a third, and its year", 60, rows::last_quarter_part),
    rows("a quarter missing, and the year without it", 0, rows::three_quarters),
    // Copies and exchanges.
    rows("copied from last year", 30, rows::copied_from_last_year),
    rows("copied from another force", 20, rows::copied_from_other_force),
    rows("two forces exchanged", 60, rows::forces_exchanged),
    rows("two measures exchanged", 5, rows::measures_exchanged),
    rows("parent return filled with group-based counts", 5, rows::parent_from_child),
    rows("suspects of another year", 60, rows::suspects_of_other_year),
    // Categories.
    rows("two categories exchanged", 80, rows::categories_exchanged),
    rows("categories one row up, the last left empty", 5, rows::categories_up),
    rows("categories rotated by one", 60, rows::categories_rotated),
    rows("a third of a category moved to another", 95, rows::category_moved),
    rows("not recorded added to the largest", 60, rows::not_recorded_hidden),
    rows("a category misspelt", 0, rows::category_misspelt),
    rows("a breakdown misspelt", 0, rows::dimension_misspelt),
    // Definitions and rows.
    rows("a year under another definition", 60, rows::definition_relabelled),
    rows("one row under another definition", 0, rows::definition_of_one_row),
    rows("a row lost", 0, rows::row_lost),
    rows("a return lost", 0, rows::block_lost),
    rows("everything of a force and year lost", 0, rows::force_year_lost),
    rows("a return of a year outside", 0, rows::year_outside),
    rows("a whole return marked [x]", 0, rows::block_unavailable),
    // The text of the file.
    text("a thousands separator", text::separator),
    text("decimals", text::decimals),
    text("words for a number", text::words),
    text("an empty count", text::empty),
    text("a count and a marker", text::count_and_marker),
    text("an unknown marker", text::unknown_marker),
    text("the name of a force for its code", text::force_name),
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
];
