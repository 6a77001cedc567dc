//! The index as a table and as sentences.

use super::{IndexLink, IndexYear, LikeForLike};
use crate::figure::format;
use crate::figure::table::{Table, cell, mark};

impl LikeForLike {
    /// The chart's data: a row for each year, numbers unrounded.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut table = Table::new(&[
            "financial_year",
            "index",
            "index_marker",
            "link_ratio",
            "link_lower_limit",
            "link_upper_limit",
            "link_marker",
            "forces",
            "share_of_children",
            "share_of_children_marker",
            "note",
        ]);
        for year in &self.years {
            let (link, note) = match &year.link {
                IndexLink::Base => (Default::default(), "base: index 100".to_owned()),
                IndexLink::Ratio { value, lower, upper } => {
                    let thin = format!("link rests on under {} of children", format::percent(self.thin_below));
                    let numbers = [cell(value.value), cell(*lower), cell(*upper), mark(value.marker.as_deref())];
                    (numbers, if self.is_thin(year) { thin } else { String::new() })
                }
                IndexLink::Missing(reason) => {
                    let [ratio, lower, upper, _] = Default::default();
                    let anew = if year.starts_anew() { "; new chain at 100" } else { "" };
                    ([ratio, lower, upper, "[x]".to_owned()], format!("no link: {reason}{anew}"))
                }
            };
            let (forces, children) = match year.link {
                IndexLink::Base => (String::new(), [String::new(), "[z]".to_owned()]),
                _ => (
                    year.forces.to_string(),
                    [
                        cell(year.children.value),
                        match year.children.value {
                            Some(_) => mark(year.children.marker.as_deref()),
                            None => year.children.absence().to_owned(),
                        },
                    ],
                ),
            };
            let index_marker = match year.index.value {
                Some(_) => mark(year.index.marker.as_deref()),
                None => year.index.absence().to_owned(),
            };
            let mut row = vec![year.year.clone(), cell(year.index.value), index_marker];
            row.extend(link);
            row.push(forces);
            row.extend(children);
            row.push(note);
            table.rows.push(row);
        }
        table.stamped(self.synthetic)
    }

    /// A plain description from the chart's own data: a first draft of the text alternative.
    #[must_use]
    pub fn describe(&self) -> String {
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else {
            return String::new();
        };
        let span = if self.years.len() == 1 {
            format!("with one year, {}", first.year)
        } else {
            format!("over the financial years {} to {}", first.year, last.year)
        };
        let mut sentences = vec![format!("Line chart of a chained index {span}: {}.", self.y_title)];
        sentences.push(self.values_sentence());
        let linked: Vec<&IndexYear> =
            self.years.iter().filter(|year| matches!(year.link, IndexLink::Ratio { .. })).collect();
        let fewest = linked.iter().map(|year| year.forces).min();
        let most = linked.iter().map(|year| year.forces).max();
        if let (Some(fewest), Some(most)) = (fewest, most) {
            let forces = if fewest == most {
                format::counted(most as usize, "force", "forces")
            } else {
                format!("{fewest} to {} forces", format::count(u64::from(most)))
            };
            let thin: Vec<String> = linked
                .iter()
                .filter(|year| self.is_thin(year))
                .map(|year| format!("{} ({})", year.year, year.children.printed()))
                .collect();
            let under = format::percent(self.thin_below);
            let dashed = if thin.is_empty() {
                String::new()
            } else {
                format!(
                    "; dashed, because they rest on under {under} of children, are the links to {}",
                    format::list(&thin)
                )
            };
            sentences.push(format!("The links rest on {forces}{dashed}."));
        }
        let missing: Vec<String> = self
            .years
            .iter()
            .filter_map(|year| match &year.link {
                IndexLink::Missing(reason) => {
                    let anew = if year.starts_anew() { ", where a new chain starts at 100" } else { "" };
                    Some(format!("{} ({reason}{anew})", year.year))
                }
                _ => None,
            })
            .collect();
        if !missing.is_empty() {
            sentences.push(format!("The line is cut before {}.", format::list(&missing)));
        }
        if let Some(words) = self.start_words() {
            sentences.push(format!("The {words}."));
        }
        sentences.join(" ")
    }

    /// First, last, highest and lowest value; over several chains only where each starts and ends, for they do not compare.
    fn values_sentence(&self) -> String {
        let mut chains: Vec<Vec<(&IndexYear, f64)>> = Vec::new();
        for year in &self.years {
            let Some(value) = year.index.value else { continue };
            match chains.last_mut() {
                Some(chain) if !year.starts_anew() => chain.push((year, value)),
                _ => chains.push(vec![(year, value)]),
            }
        }
        let told = |(year, _): &(&IndexYear, f64)| format!("{} in {}", year.index.printed(), year.year);
        match chains.as_slice() {
            [] => "No index is published.".to_owned(),
            [chain] => {
                let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return String::new() };
                let highest = chain.iter().fold(first, |best, next| if next.1 > best.1 { next } else { best });
                let lowest = chain.iter().fold(first, |best, next| if next.1 < best.1 { next } else { best });
                match chain.len() {
                    1 => format!("The only value is {}.", told(first)),
                    2 => format!("The index is {} and {}.", told(first), told(last)),
                    _ => format!(
                        "The index is {} and {}; the highest is {} and the lowest {}.",
                        told(first),
                        told(last),
                        told(highest),
                        told(lowest)
                    ),
                }
            }
            several => {
                let ends: Vec<String> = several
                    .iter()
                    .filter_map(|chain| {
                        let (first, last) = (chain.first()?, chain.last()?);
                        Some(format!("{} with {} = 100", told(last), first.0.year))
                    })
                    .collect();
                format!("The chains do not compare with each other; they end at {}.", format::list(&ends))
            }
        }
    }
}
