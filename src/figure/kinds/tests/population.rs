//! Children by mid-year: the kind of chart that docs/extending.md adds.

use plotters_backend::text_anchor::HPos;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::figure::axis;
use crate::figure::canvas::{Canvas, Type};
use crate::figure::error::FigureError;
use crate::figure::frame::{Body, Chart};
use crate::figure::geometry::Area;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::figure::scale::Ticks;
use crate::figure::table::{Table, cell, mark};
use crate::figure::theme;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::wording;

/// Children by mid-year.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {
    /// The first mid-year.
    from: i16,
}

impl Kind for Settings {
    fn name() -> &'static str {
        "population"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let years = picture.children.range(self.from..);
        let shown = |children: &i64| Shown::public(*children as f64, wording::count(*children));
        let years: Vec<(String, Shown)> = years.map(|(year, children)| (year.to_string(), shown(children))).collect();
        let lineage = picture.population_lineage.clone();
        let chart = Population { years, synthetic: lineage.synthetic() };
        (!chart.years.is_empty()).then(|| (Box::new(chart) as Box<dyn Chart>, lineage))
    }
}

/// Children by mid-year, as plain values.
#[derive(Debug)]
pub(in crate::figure) struct Population {
    /// The years in order, each with its children.
    pub years: Vec<(String, Shown)>,
    /// Whether any of the values are synthetic.
    pub synthetic: bool,
}

impl Chart for Population {
    fn check(&self, figure: &str) -> Result<(), FigureError> {
        if self.years.is_empty() {
            return Err(FigureError::Empty { figure: figure.to_owned(), what: "years" });
        }
        self.years.iter().try_for_each(|(year, children)| children.check(figure, || format!("children of {year}")))
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&["mid_year", "children", "marker"]);
        for (year, children) in &self.years {
            table.rows.push(vec![year.clone(), cell(children.value), mark(children.marker.as_deref())]);
        }
        table.stamped(self.synthetic)
    }

    fn describe(&self) -> String {
        let told = self.years.iter().map(|(year, children)| format!("{} in {year}", children.printed()));
        format!("Bar chart of children: {}.", wording::format::list(&told.collect::<Vec<_>>()))
    }
}

const ROW: f64 = 20.0;

impl Body for Population {
    fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn height(&self, _: &Canvas, _: f64) -> f64 {
        ROW * self.years.len() as f64 + axis::foot_height()
    }

    fn strips(&self, canvas: &Canvas, area: Area) -> Vec<Area> {
        let bottom = area.bottom - axis::foot_height();
        vec![canvas.upright_strip(area.left + 40.0 + canvas.strip, area.top, bottom)]
    }

    fn paint(&self, canvas: &Canvas, area: Area) -> Result<(), FigureError> {
        let highest = self.years.iter().filter_map(|(_, children)| children.value).fold(0.0, f64::max);
        let ticks = Ticks::covering(highest, true);
        let panel =
            Area::new(area.left + 40.0 + canvas.strip, area.top, area.right - 80.0, area.bottom - axis::foot_height());
        let plot = canvas.plot(panel, 0.0..ticks.top, 0.0..1.0)?;
        axis::uprights(canvas, &plot, &ticks);
        for (row, (year, children)) in self.years.iter().enumerate() {
            let middle = panel.top + ROW * (row as f64 + 0.5);
            let end = plot.at(children.value.unwrap_or(0.0), 0.0).0;
            canvas.lines_about(std::slice::from_ref(year), area.left, middle, HPos::Left, Type::LABEL);
            canvas.fill(Area::new(panel.left, middle - 5.0, end, middle + 5.0), theme::DARK_BLUE.solid());
            canvas.write_clear(&children.printed(), (end + 4.0, middle), Type::LABEL, theme::WHITE);
        }
        Ok(())
    }
}
