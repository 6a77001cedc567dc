//! A number of every area as a map of tiles of one size, so that a large area weighs no more than a small one.
//!
//! The layout is data of the figure: rows of letters, every other row moved by half a tile, so that a tile has six neighbours. Each tile
//! has its letters and its number in it, and reads without colour.

mod paint;
mod picture;

pub(super) use picture::Settings;

use super::Rate;
use crate::figure::error::FigureError;
use crate::figure::frame::Chart;
use crate::figure::spread::spread;
use crate::figure::table::Table;
use crate::figure::value::check_number;

/// Tiles.
#[derive(Debug, Clone, PartialEq)]
pub struct Tiles {
    /// Printed above: what is counted, and when.
    pub title: String,
    /// The tiles.
    pub tiles: Vec<Tile>,
    /// Areas with a number and no tile, and tiles without an area; there must be none.
    pub unplaced: Vec<String>,
    /// The unit of the numbers.
    pub unit: String,
    /// Decimals of the numbers.
    pub decimals: usize,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

/// One tile.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Row from the top; odd rows stand half a tile further right.
    pub row: usize,
    /// Column from the left.
    pub column: usize,
    /// Its letters.
    pub letters: String,
    /// The name of its area.
    pub name: String,
    /// Its number, or why there is none.
    pub rate: Rate,
}

impl Tile {
    /// Whether two tiles share an edge.
    pub fn touches(&self, other: &Self) -> bool {
        let twice = |tile: &Self| 2 * tile.column + tile.row % 2;
        let aside = twice(self).abs_diff(twice(other));
        match self.row.abs_diff(other.row) {
            0 => aside == 2,
            1 => aside == 1,
            _ => false,
        }
    }
}

impl Chart for Tiles {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.tiles.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "tiles" });
        }
        let refused = |place: String, fault: &str, remedy| {
            Err(FigureError::Inconsistent { figure: figure.to_owned(), place, fault: fault.to_owned(), remedy })
        };
        if let Some(name) = self.unplaced.first() {
            let remedy =
                "give every area of the statistic its letters in `letters`, and the letters one place in `layout`";
            return refused(format!("{name:?}"), "has no tile of its own, or no area", remedy);
        }
        for (index, tile) in self.tiles.iter().enumerate() {
            let place =
                |other: &&Tile| (other.row, other.column) == (tile.row, tile.column) || other.letters == tile.letters;
            if self.tiles.iter().take(index).any(|other| place(&other)) {
                return refused(
                    format!("the tile {:?}", tile.letters),
                    "stands twice, or on another",
                    "give every tile one place",
                );
            }
            for number in [tile.rate.value.value, tile.rate.lower, tile.rate.upper] {
                check_number(figure, number, || tile.name.clone())?;
            }
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&[&["area", "letters", "row", "column"], Rate::COLUMNS.as_slice()].concat());
        for tile in &self.tiles {
            let place = [tile.row + 1, tile.column + 1].map(|place| place.to_string());
            let named = [tile.name.clone(), tile.letters.clone()].into_iter().chain(place);
            table.rows.push(named.chain(tile.rate.cells(&self.unit, self.decimals)).collect());
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        format!(
            "Map of {} tiles of one size, one for each area, each with its letters and its number: {}. {}",
            self.tiles.len(),
            self.title,
            self.spread()
        )
    }

    fn finding(&self) -> Option<String> {
        Some(self.spread())
    }
}

impl Tiles {
    fn spread(&self) -> String {
        spread(self.tiles.iter().map(|tile| (tile.name.as_str(), &tile.rate)), "areas")
    }
}
