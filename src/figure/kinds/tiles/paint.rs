//! The drawing of tiles: the map, the steps of its shades, and the names of the letters.

use plotters_backend::text_anchor::HPos;

use super::{Tile, Tiles};
use crate::figure::canvas::{Canvas, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::key::Key;
use crate::figure::shades::Steps;
use crate::figure::theme;

/// Height of a tile, and the widest it grows, in points.
const TALL: f64 = 32.0;
const WIDEST: f64 = 46.0;
/// After how many rows invented data are marked as such, each tile being read by itself.
const ROWS: usize = 2;
/// Between tiles.
const GAP: f64 = 2.0;
/// Columns of the names.
const COLUMNS: usize = 3;

struct Layout {
    head: Vec<String>,
    steps: Steps,
    key: Key,
    map: Area,
    tile: f64,
    names: Vec<(Vec<String>, f64, f64)>,
    bottom: f64,
}

impl Body for Tiles {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, Area::new(0.0, 0.0, width, 0.0)).bottom
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let map = self.layout(canvas, area).map;
        let under = |block: usize| {
            let bottom = map.top + row_top(canvas, block * ROWS) - canvas.strip;
            canvas.strip_under(Area { bottom, ..map })
        };
        (1..=self.rows().div_ceil(ROWS)).map(under).collect()
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area);
        canvas.lines(&layout.head, area.left, area.top, HPos::Left, Type::HEAD);
        layout.key.draw(canvas);
        for tile in &self.tiles {
            let left = layout.map.left + layout.tile * (tile.column as f64 + (tile.row % 2) as f64 / 2.0);
            let top = layout.map.top + row_top(canvas, tile.row);
            let ground = Area::new(left, top, left + layout.tile - GAP, top + TALL - GAP);
            paint_tile(canvas, tile, ground, &layout.steps);
        }
        for (lines, left, top) in &layout.names {
            canvas.lines(lines, *left, *top, HPos::Left, Type::SMALL);
        }
        Ok(())
    }
}

/// Where a row begins: after every few rows there is room for the strip that marks invented data.
fn row_top(canvas: &Canvas, row: usize) -> f64 {
    TALL * row as f64 + canvas.strip * (row / ROWS) as f64
}

fn paint_tile(canvas: &Canvas, tile: &Tile, ground: Area, steps: &Steps) {
    let (x, y) = ground.centre();
    let ink = match tile.rate.value.value {
        Some(value) => {
            let (shade, ink) = steps.shade(value);
            canvas.framed(ground, Some(shade.solid()), Stroke::solid(theme::AXIS, 0.6));
            ink
        }
        None => {
            canvas.framed(ground, None, Stroke::dashed(theme::AXIS, 0.8, 2.0, 2.0));
            theme::INK
        }
    };
    canvas.write(&tile.letters, (x, y - 2.5), HPos::Center, Type::STRONG.coloured(ink));
    let number = tile.rate.value.short();
    // A number wider than its tile would lie on the next: it stands with the name.
    if has_room(canvas, tile, ground.width() + GAP) {
        canvas.write(number, (x, y + Type::LABEL.size * theme::CAPITAL + 2.5), HPos::Center, Type::LABEL.coloured(ink));
    }
}

/// Whether the number of an area has room in a tile of this width.
fn has_room(canvas: &Canvas, tile: &Tile, wide: f64) -> bool {
    canvas.width(tile.rate.value.short(), Type::LABEL) <= wide - GAP - 1.0
}

impl Tiles {
    fn layout(&self, canvas: &Canvas, area: Area) -> Layout {
        let head = canvas.wrap(&self.title, Type::HEAD, area.width());
        let steps = Steps::of(self.tiles.iter().map(|tile| &tile.rate), self.decimals);
        let key_top = area.top + head.len() as f64 * Type::HEAD.leading() + 3.0;
        let key = Key::new(canvas, steps.entries(), Area { top: key_top, ..area });
        let top = key.bottom + 6.0;
        let columns = self.tiles.iter().map(|tile| 2 * tile.column + tile.row % 2 + 2).max().unwrap_or(2) as f64 / 2.0;
        let numbers = self.tiles.iter().map(|tile| canvas.width(tile.rate.value.short(), Type::LABEL) + GAP + 1.0);
        let tile = (area.width() / columns).min(numbers.fold(WIDEST, f64::max));
        let left = area.left + (area.width() - tile * columns) / 2.0;
        let map = Area::new(left, top, left + tile * columns, top + row_top(canvas, self.rows().div_ceil(ROWS) * ROWS));
        let (names, bottom) = self.names(canvas, tile, Area { top: map.bottom + 6.0, ..area });
        Layout { head, steps, key, map, tile, names, bottom: bottom + 1.0 }
    }

    fn rows(&self) -> usize {
        self.tiles.iter().map(|tile| tile.row + 1).max().unwrap_or(1)
    }

    /// Letters with their names in columns, in the order of the letters, and with the numbers that have no room in their tiles; also
    /// where they end. No strip parts these words, so that invented numbers are left to the table.
    fn names(&self, canvas: &Canvas, tile: f64, area: Area) -> (Vec<(Vec<String>, f64, f64)>, f64) {
        let named = |one: &Tile| {
            let told = canvas.strip > 0.0 || has_room(canvas, one, tile);
            let number = if told { String::new() } else { format!(": {}", one.rate.value.short()) };
            (one.letters.clone(), format!("{}{number}", one.name))
        };
        let mut names: Vec<(String, String)> = self.tiles.iter().map(named).collect();
        names.sort_unstable();
        let width = area.width() / COLUMNS as f64;
        let mut placed = Vec::new();
        let mut bottom = area.top;
        for (column, part) in names.chunks(names.len().div_ceil(COLUMNS).max(1)).enumerate() {
            let mut top = area.top;
            for (letters, name) in part {
                let lines = canvas.wrap(&format!("{letters} {name}"), Type::SMALL, width - 8.0);
                let tall = lines.len() as f64 * Type::SMALL.leading();
                placed.push((lines, area.left + column as f64 * width, top));
                top += tall;
            }
            bottom = bottom.max(top);
        }
        (placed, bottom)
    }
}
