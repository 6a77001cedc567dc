//! The drawing of the grid: a key with the counts of each year, then the regions, over one column or two.

use plotters_backend::BackendColor;
use plotters_backend::text_anchor::HPos;

use super::{Counting, Coverage};
use crate::figure::axis;
use crate::figure::canvas::{Canvas, Stroke, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::Body;
use crate::figure::geometry::Area;
use crate::figure::text::Weight;
use crate::figure::theme::{self, Colour, size};

/// The tallest the grid may be, so that it fits a page with its words, in points.
const PAGE: f64 = 610.0;
/// Row heights, in points: as wanted, and the least that keeps 8.5 point text apart.
const ROW: f64 = 14.0;
const LEAST_ROW: f64 = 11.2;
/// Space between two columns of the grid.
const BETWEEN: f64 = 14.0;
/// The least and greatest width of a cell with its gap.
const LEAST_CELL: f64 = 24.2;
const MOST_CELL: f64 = 40.0;
/// The white gap between cells.
const GAP: f64 = 2.0;
/// The least width for names.
const LEAST_NAME: f64 = 98.0;
/// How far the words of the key stand in, to leave room for their cell.
const KEY_INSET: f64 = 26.0;

const NAME: Type = Type { size: size::ROW, weight: Weight::Regular, colour: theme::INK };
const REGION: Type = Type { size: size::ROW, weight: Weight::Bold, colour: theme::INK };
const YEAR: Type = Type { size: size::ROW, weight: Weight::Regular, colour: theme::DARK_GREY };
const LETTER: Type = Type { size: size::ROW, weight: Weight::Bold, colour: theme::WHITE };

/// One line of the grid.
enum Line<'a> {
    /// The heading of the key or of a region.
    Heading(Vec<String>, &'a str),
    /// The years over the cells.
    Years,
    /// A kind with its counts.
    Key(Counting, Vec<String>),
    /// A force and its cells.
    Force(Vec<String>, &'a [Counting]),
}

struct Layout<'a> {
    blocks: Vec<Vec<Line<'a>>>,
    row: f64,
    width: f64,
    cell: f64,
    bottom: f64,
}

impl Body for Coverage {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let layout = self.layout(canvas, area.width());
        let cells = layout.cell * self.years.len() as f64;
        let mut strips: Vec<Area> = Vec::new();
        for (index, block) in layout.blocks.iter().enumerate() {
            let right = area.left + index as f64 * (layout.width + BETWEEN) + layout.width - cells + 2.0;
            let head = block.iter().position(|line| matches!(line, Line::Key(..) | Line::Force(..))).unwrap_or(0);
            let (above, below) = block.split_at(head);
            let top = area.top + tall(above, layout.row);
            strips.push(canvas.upright_strip(right, top, top + tall(below, layout.row)));
        }
        strips
    }

    fn height(&self, canvas: &Canvas, width: f64) -> f64 {
        self.layout(canvas, width).bottom
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let layout = self.layout(canvas, area.width());
        for (index, block) in layout.blocks.iter().enumerate() {
            let left = area.left + index as f64 * (layout.width + BETWEEN);
            let mut y = area.top;
            for line in block {
                self.paint_line(canvas, &layout, line, left, y);
                y += line.height(layout.row);
            }
        }
        Ok(())
    }
}

impl Line<'_> {
    /// The height of the line when a row is `row` points high.
    fn height(&self, row: f64) -> f64 {
        let wrapped = |lines: &Vec<String>| (lines.len().max(1) - 1) as f64 * NAME.size * 1.1;
        match self {
            Self::Heading(lines, _) => row + 3.0 + wrapped(lines),
            Self::Years => 2.0 * YEAR.size * 1.1 + 3.0,
            Self::Key(_, lines) | Self::Force(lines, _) => row + wrapped(lines),
        }
    }
}

fn tall(lines: &[Line<'_>], row: f64) -> f64 {
    lines.iter().map(|line| line.height(row)).sum()
}

impl Coverage {
    fn layout(&self, canvas: &Canvas, width: f64) -> Layout<'_> {
        let years = self.years.len() as f64;
        let half = (width - BETWEEN) / 2.0;
        let two = half - years * LEAST_CELL >= LEAST_NAME && !self.regions.is_empty();
        let block = if two { half } else { width };
        let widest = self.forces().map(|force| canvas.width(&force.name, NAME)).fold(LEAST_NAME, f64::max);
        let cell = ((block - widest - canvas.strip - 8.0) / years)
            .clamp(LEAST_CELL, MOST_CELL)
            .min((block - LEAST_NAME) / years)
            .max(1.0);
        let mut groups = self.groups(canvas, block - cell * years - canvas.strip - 4.0, block);
        let mut row = ROW;
        loop {
            let (split, bottom) = split(&groups, two, row);
            if bottom <= PAGE || row <= LEAST_ROW {
                let second: Vec<Line<'_>> = groups.split_off(split).into_iter().flatten().collect();
                let first: Vec<Line<'_>> = groups.into_iter().flatten().collect();
                let mut blocks = vec![first];
                if !second.is_empty() {
                    blocks.push(std::iter::once(Line::Years).chain(second).collect());
                }
                return Layout { blocks, row, width: block, cell, bottom: bottom + 2.0 };
            }
            row = (row - 0.2).max(LEAST_ROW);
        }
    }

    /// The key, then every region, as groups of lines that stay together.
    fn groups(&self, canvas: &Canvas, name_width: f64, block: f64) -> Vec<Vec<Line<'_>>> {
        let heading =
            |text: &str, remark, width: f64| Line::Heading(canvas.wrap(text, REGION, width.max(20.0)), remark);
        let mut key = vec![Line::Years, heading(&self.key_title, "forces", block)];
        key.extend(
            self.kinds()
                .into_iter()
                .map(|kind| Line::Key(kind, canvas.wrap(kind.short(), NAME, (name_width - KEY_INSET).max(20.0)))),
        );
        let regions = self.regions.iter().filter(|region| !region.forces.is_empty()).map(|region| {
            let forces = region
                .forces
                .iter()
                .map(|force| Line::Force(canvas.wrap(&force.name, NAME, name_width.max(20.0)), &force.cells));
            std::iter::once(heading(&region.name, "", name_width)).chain(forces).collect()
        });
        std::iter::once(key).chain(regions).collect()
    }

    fn paint_line(&self, canvas: &Canvas, layout: &Layout<'_>, line: &Line<'_>, left: f64, top: f64) {
        let cells_left = left + layout.width - layout.cell * self.years.len() as f64;
        let centre = |index: usize| cells_left + layout.cell * (index as f64 + 0.5);
        let middle = top + line.height(layout.row) - layout.row / 2.0;
        match line {
            Line::Heading(lines, remark) => {
                let room = layout.width - lines.last().map_or(0.0, |line| canvas.width(line, REGION));
                if canvas.width(remark, YEAR) + 6.0 <= room {
                    let at = (left + layout.width - GAP / 2.0, REGION.baseline(middle));
                    canvas.write(remark, at, HPos::Right, YEAR);
                }
                write_name(canvas, lines, left, middle, REGION);
                let y = top + line.height(layout.row) - 0.8;
                canvas.line(&[(left, y), (left + layout.width, y)], Stroke::solid(theme::AXIS, 0.6));
            }
            Line::Years => {
                for (index, year) in self.years.iter().enumerate() {
                    self.paint_year(canvas, year, centre(index), top, layout.cell);
                }
            }
            Line::Key(kind, lines) => {
                let width = LEAST_CELL.min(layout.cell) - GAP;
                paint_cell(canvas, *kind, Area::around((left + width / 2.0, middle), width, layout.row - GAP));
                write_name(canvas, lines, left + KEY_INSET, middle, NAME);
                for index in 0..self.years.len() {
                    let text = self.count(*kind, index).to_string();
                    if canvas.width(&text, REGION) <= layout.cell {
                        canvas.write(&text, (centre(index), REGION.baseline(middle)), HPos::Center, REGION);
                    }
                }
            }
            Line::Force(lines, cells) => {
                write_name(canvas, lines, left, middle, NAME);
                for (index, kind) in cells.iter().enumerate() {
                    let area = Area::around((centre(index), middle), layout.cell - GAP, layout.row - GAP);
                    paint_cell(canvas, *kind, area);
                }
            }
        }
    }

    /// A year over its cells, in two lines where one is too wide, and left out where even that is.
    fn paint_year(&self, canvas: &Canvas, year: &str, x: f64, top: f64, room: f64) {
        let leading = YEAR.size * 1.1;
        let base = top + leading * 2.0 - 2.0;
        if canvas.width(year, YEAR) <= room - 2.0 {
            canvas.write(year, (x, base), HPos::Center, YEAR);
            return;
        }
        let (first, second) = axis::halves(year);
        if canvas.width(first, YEAR) <= room - 1.0 {
            canvas.write(first, (x, base - leading), HPos::Center, YEAR);
            canvas.write(&second, (x, base), HPos::Center, YEAR);
        }
    }
}

/// Where the first column ends: the split that makes the two as equal as whole regions allow. Also the height.
fn split(groups: &[Vec<Line<'_>>], two: bool, row: f64) -> (usize, f64) {
    let heights: Vec<f64> = groups.iter().map(|group| tall(group, row)).collect();
    let total: f64 = heights.iter().sum();
    if !two {
        return (groups.len(), total);
    }
    let years = Line::Years.height(row);
    let mut best = (groups.len(), total);
    let mut first = 0.0;
    for (index, height) in heights.iter().enumerate() {
        first += height;
        let second = total - first + years;
        let taller = if index + 1 < heights.len() { f64::max(first, second) } else { first };
        if taller < best.1 {
            best = (index + 1, taller);
        }
    }
    best
}

/// Names that need two lines end on the row of their cells.
fn write_name(canvas: &Canvas, lines: &[String], left: f64, middle: f64, style: Type) {
    let leading = style.size * 1.1;
    for (index, line) in lines.iter().enumerate() {
        let above = (lines.len() - 1 - index) as f64 * leading;
        canvas.write(line, (left, style.baseline(middle) - above), HPos::Left, style);
    }
}

/// Ground, border and letter colour of a kind. Dark to light follows how much of the agreed definition is counted, so that
/// the order survives a print without colour.
fn looks(kind: Counting) -> (Option<BackendColor>, Option<Colour>, Colour) {
    match kind {
        Counting::Agreed => (Some(theme::DARK_BLUE.solid()), None, theme::WHITE),
        Counting::Narrower => (Some(theme::MID_BLUE.solid()), None, theme::WHITE),
        Counting::Broader => (Some(theme::LIGHT_BLUE.solid()), Some(theme::DARK_BLUE), theme::INK),
        Counting::Overlapping => (Some(theme::ORANGE.solid()), None, theme::INK),
        // Grey, outside the order of the others: it is not a count of the same thing.
        Counting::DifferentUnit => (Some(theme::GRID.solid()), Some(theme::DARK_GREY), theme::INK),
        Counting::Partial => (Some(theme::LIGHT_PURPLE.veil(0.35)), Some(theme::LIGHT_PURPLE), theme::INK),
        Counting::NoReturn => (Some(theme::WHITE.solid()), Some(theme::AXIS), theme::DARK_GREY),
    }
}

fn paint_cell(canvas: &Canvas, kind: Counting, area: Area) {
    let (fill, border, letter) = looks(kind);
    match border {
        Some(colour) => canvas.framed(area, fill, Stroke::solid(colour, 0.8)),
        None => fill.into_iter().for_each(|fill| canvas.fill(area, fill)),
    }
    let style = LETTER.coloured(letter);
    if canvas.width(kind.letter(), style) <= area.width() {
        let (x, y) = area.centre();
        canvas.write(kind.letter(), (x, style.baseline(y)), HPos::Center, style);
    }
}
