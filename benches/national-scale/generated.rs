//! The counts of the second edition: invented from a seed, the same at every size, split over as many areas a force as are asked for.
//!
//! Included by the tests and by the measurement of cost against rows. Forces leave out quarters, mark others, and one hides a category.

use std::io::{self, Write};

/// Financial years, by the year in which each starts.
pub(crate) const YEARS: std::ops::Range<usize> = 2019..2025;
/// Quarters of them.
pub(crate) const QUARTERS: usize = 24;
/// Breakdowns of the offences with counts of their own, and their categories.
pub(crate) const BREAKDOWNS: [(&str, &[&str]); 2] = [
    ("online", &["online", "offline", "both"]),
    (
        "outcome",
        &[
            "charged",
            "caution",
            "evidential difficulties - victim supports",
            "evidential difficulties - victim does not support",
            "not yet assigned",
            "other",
        ],
    ),
];

/// What the edition asks for besides, as its counts are here: all in the first category.
const OTHERS: [(&str, &str, &[&str]); 7] = [
    (
        "offences",
        "offence_group",
        &[
            "rape",
            "sexual_assault",
            "sexual_activity",
            "exploitation_arranging",
            "grooming",
            "trafficking",
            "indecent_images",
            "other",
        ],
    ),
    (
        "offences",
        "setting",
        &[
            "family or household",
            "known peer group",
            "institution",
            "public place",
            "hospitality or transport",
            "not recorded",
        ],
    ),
    ("victims", "victim_age", &["under 10", "10-11", "12-13", "14-15", "16-17"]),
    ("victims", "victim_sex", &["female", "male", "not recorded"]),
    ("suspects", "suspect_age", &["under 18", "18-24", "25-34", "35-44", "45-54", "55 and over", "not recorded"]),
    ("suspects", "suspect_sex", &["female", "male", "not recorded"]),
    ("suspects", "suspect_ethnicity", &["asian", "black", "mixed", "white", "other", "not recorded"]),
];

/// Invented counts, by force and quarter.
pub(crate) struct Counts {
    /// Codes of the forces.
    pub(crate) forces: Vec<String>,
    /// Children of each, before its year is added.
    pub(crate) children: Vec<i64>,
    /// Whether a quarter was reported at all.
    pub(crate) reported: Vec<Vec<bool>>,
    /// Whether its offences are marked.
    pub(crate) marked: Vec<Vec<bool>>,
    /// Counts by breakdown and category.
    pub(crate) parts: Vec<Vec<Vec<Vec<i64>>>>,
    /// Force, quarter and outcome of one that is marked by itself.
    pub(crate) hidden: (usize, usize, usize),
}

impl Counts {
    /// Counts from a seed.
    pub(crate) fn seeded(seed: u64) -> Self {
        let mut state = seed;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let forces: Vec<String> = (1..=39).map(|at| format!("E230000{at:02}")).collect();
        let forces: Vec<String> = forces.into_iter().chain((1..=4).map(|at| format!("W150000{at:02}"))).collect();
        let children = forces.iter().map(|_| 50_000 + next(500_000) as i64).collect();
        let (mut reported, mut marked, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        for force in 0..forces.len() {
            reported.push((0..QUARTERS).map(|_| force % 3 > 0 || next(20) > 0).collect::<Vec<bool>>());
            marked.push((0..QUARTERS).map(|_| force % 7 == 1 && next(12) == 0).collect::<Vec<bool>>());
            let of_quarter = |next: &mut dyn FnMut(u64) -> u64| {
                let outcome: Vec<i64> = (0..6).map(|_| 3 + next(30) as i64).collect();
                let whole: i64 = outcome.iter().sum();
                let online = next(whole as u64) as i64;
                let offline = (whole - online) / 3;
                vec![vec![online, offline, whole - online - offline], outcome]
            };
            parts.push((0..QUARTERS).map(|_| of_quarter(&mut next)).collect::<Vec<_>>());
        }
        Self { forces, children, reported, marked, parts, hidden: (5, 21, 2) }
    }

    /// The offences of a quarter; none where they are marked or not reported.
    #[allow(dead_code, reason = "the measurement has no need of it")]
    pub(crate) fn total(&self, force: usize, quarter: usize) -> Option<i64> {
        let is_held = self.reported[force][quarter] && !self.marked[force][quarter];
        is_held.then(|| self.parts[force][quarter][0].iter().sum())
    }

    /// Writes the returns, each count split over so many areas of its force; with none there is no column of areas. How many rows there are.
    pub(crate) fn returns(&self, areas: usize, out: &mut impl Write) -> io::Result<usize> {
        let area = if areas > 0 { "area_code," } else { "" };
        writeln!(out, "force_code,{area}period,quarter,definition,measure,dimension,category,value,marker")?;
        let mut rows = 0;
        for force in 0..self.forces.len() {
            for quarter in (0..QUARTERS).filter(|quarter| self.reported[force][*quarter]) {
                let cells = self.cells(force, quarter);
                for at in 0..areas.max(1) {
                    self.area((force, quarter), (at, areas), &cells, out)?;
                    rows += 2 * cells.len();
                }
            }
        }
        Ok(rows)
    }

    /// What a force gave for a quarter: measure, breakdown, category, count, and whether it is marked.
    fn cells(&self, force: usize, quarter: usize) -> Vec<(&'static str, &'static str, &'static str, i64, bool)> {
        let marked = self.marked[force][quarter];
        let whole = self.parts[force][quarter][0].iter().sum();
        let mut cells = vec![("offences", "total", "all", whole, marked)];
        for (measure, dimension, categories) in OTHERS {
            let count = |at| if at == 0 { whole } else { 0 };
            cells.extend(categories.iter().enumerate().map(|(at, one)| (measure, dimension, *one, count(at), marked)));
        }
        for ((dimension, categories), counts) in BREAKDOWNS.iter().zip(&self.parts[force][quarter]) {
            let hidden = |at| *dimension == "outcome" && (force, quarter, at) == self.hidden;
            let counted = categories.iter().zip(counts).enumerate();
            cells
                .extend(counted.map(|(at, (one, count))| ("offences", *dimension, *one, *count, marked || hidden(at))));
        }
        cells
    }

    fn area(
        &self,
        (force, quarter): (usize, usize),
        (at, areas): (usize, usize),
        cells: &[(&str, &str, &str, i64, bool)],
        out: &mut impl Write,
    ) -> io::Result<()> {
        let year = YEARS.start + quarter / 4;
        let area = if areas > 0 { format!("E07{:06},", 1_000 * force + at) } else { String::new() };
        let start = format!("{},{area}{year}/{:02},Q{}", self.forces[force], (year + 1) % 100, quarter % 4 + 1);
        let (at, areas) = (at as i64, areas.max(1) as i64);
        let part = |count: i64| count / areas + i64::from(at < count % areas);
        // The second definition counts more, and is never added.
        for (definition, times) in [("iicsa-organised-network", 1), ("statutory-cse", 2)] {
            for (measure, dimension, category, count, marked) in cells {
                write!(out, "{start},{definition},{measure},{dimension},{category},")?;
                match *marked && times == 1 {
                    true => writeln!(out, ",[c]")?,
                    false => writeln!(out, "{},", part(times * count))?,
                }
            }
        }
        Ok(())
    }

    /// Children by force and mid-year.
    pub(crate) fn population(&self) -> String {
        let mut text = "force_code,mid_year,children\n".to_owned();
        for (force, children) in self.forces.iter().zip(&self.children) {
            (2012..=2024).for_each(|year| text.push_str(&format!("{force},{year},{}\n", children + year)));
        }
        text
    }
}
