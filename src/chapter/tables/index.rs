//! The like-for-like index with what each link rests on.

use super::{DataTable, absent, columns, returns, share};
use crate::chapter::facts::index::absence;
use crate::chapter::wording;
use crate::disclosure::Picture;
use crate::disclosure::picture::{Missing, Point};
use crate::national::change::Basis;
use crate::statistics::change::Change;

pub(super) fn table(picture: &Picture) -> DataTable {
    let index = &picture.index;
    let noun = match index.basis {
        Basis::Counts => "counts",
        Basis::Rates => "rates for each resident child",
    };
    let mut notes = vec![
        "[u] The link rests on under half of children. [x] Not available. [z] Not applicable. Forces and share of \
         children: those the link to the year before rests on."
            .to_owned(),
    ];
    notes.extend(index.points.iter().filter_map(absence).map(|reason| format!("No link to {reason}.")));
    DataTable {
        id: "like-for-like-index",
        title: "Like-for-like index of group-based CSE crimes".to_owned(),
        subtitle: format!(
            "{}, forces on the agreed definition in both years of a link, {noun} compared, ratio with its 95% interval",
            picture.edition.geography
        ),
        columns: columns(&[
            ("Year", 2),
            ("Index", 2),
            ("Ratio to the year before", 3),
            ("Lower limit", 2),
            ("Upper limit", 2),
            ("Forces", 2),
            ("Share of children", 3),
        ]),
        rows: index.points.iter().map(row).collect(),
        source: returns(&index.lineage),
        notes,
        lineage: index.lineage.clone(),
    }
}

fn row(point: &Point) -> Vec<String> {
    let index = point.index.map_or_else(absent, |index| index.print(|index| wording::decimal(*index, 1)));
    let mut row = vec![point.year.to_string(), index];
    match &point.link {
        Ok(link) => {
            let marker = if link.is_thin() { " [u]" } else { "" };
            let of = |pick: fn(&(f64, Change)) -> String| link.ratio.print(pick);
            row.extend([
                link.ratio.print(|(ratio, _)| format!("{}{marker}", wording::decimal(*ratio, 2))),
                of(|(_, change)| wording::decimal(change.interval.lower, 2)),
                of(|(_, change)| change.interval.upper.map_or_else(absent, |upper| wording::decimal(upper, 2))),
                link.forces.to_string(),
                share(*link.children_share),
            ]);
        }
        Err(missing) => {
            let cell = if matches!(missing, Missing::FirstYear) { "[z]" } else { "[x]" };
            row.extend(std::iter::repeat_n(cell.to_owned(), 5));
        }
    }
    row
}
