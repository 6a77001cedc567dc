//! What was revised since the last release: numbers that it gave and that are others in this edition, and how large revisions have been.
//!
//! Both are made of what releases print. Two numbers are subtracted only where they were computed alike. Of a number of single areas only
//! how many were revised is said here; the release lists every number of every release.

use std::collections::BTreeMap;

use super::Subject;
use crate::chapter::facts::Facts;
use crate::chapter::tables::{DataTable, PERCENT, absent, not_applicable, number, text};
use crate::disclosure::vintages::{Now, Told, Vintage};
use crate::disclosure::{Picture, WITHHELD};
use crate::lineage::Lineage;
use crate::statistics::revision::{self, FEWEST_REVISIONS, Vintages};
use crate::wording::cell::{Number, Style};
use crate::wording::{self, Cell};

pub(super) const SUBJECT: Subject = Subject { facts, tables };

/// Where a column holds numbers of several units.
const OF_THE_ROW: &str = "unit of the row";

/// A number of a statistic: its value, or where it has none an end of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Value,
    Lower,
    Upper,
}

impl Part {
    fn of(self, told: &Told) -> Option<Number> {
        Number::read(match self {
            Self::Value => &told.value,
            Self::Lower => &told.lower,
            Self::Upper => &told.upper,
        })
    }

    /// What a statistic gave: an interval goes with its value, and only a range that has none is its ends.
    fn given(told: &Told) -> &'static [Self] {
        if told.value.is_empty() { &[Self::Lower, Self::Upper] } else { &[Self::Value] }
    }

    /// The number in words, with its area where that is not the whole of the edition’s.
    fn named(self, told: &Told, geography: &str) -> String {
        let end = match self {
            Self::Value => "",
            Self::Lower => ", lower end",
            Self::Upper => ", upper end",
        };
        let area = if told.area == geography { String::new() } else { format!(", {}", told.area) };
        format!("{}{end}{area}", told.title)
    }
}

/// A number of the last release beside that of this edition.
struct Pair<'a> {
    now: &'a Now,
    then: &'a Told,
    part: Part,
    old: Number,
    /// None where this edition gives none.
    new: Option<Number>,
}

impl Pair<'_> {
    fn is_revised(&self) -> bool {
        self.new.map(Number::machine) != Some(self.old.machine())
    }

    /// The revision.
    fn change(&self) -> Option<Number> {
        self.new.filter(|_| self.then.is_alike(&self.now.told))?.less(self.old)
    }

    /// Why it is another number, as far as the releases tell.
    fn cause(&self) -> String {
        let (then, now) = (self.then, &self.now.told);
        if self.new.is_none() && now.marker == WITHHELD {
            "Withheld to protect those counted".to_owned()
        } else if then.definition != now.definition {
            "Another definition".to_owned()
        } else if !then.is_alike(now) {
            "Another method".to_owned()
        } else if self.new.is_none() && self.now.told.value.is_empty() && !self.now.reason.is_empty() {
            wording::capitalised(&self.now.reason)
        } else {
            match (self.now.is_sum, self.now.is_published) {
                (true, true) => "Counts revised by their publisher".to_owned(),
                (true, false) => "Returns came, were corrected or were withdrawn".to_owned(),
                (false, _) => "Not known from the releases".to_owned(),
            }
        }
    }

    fn row(&self, geography: &str) -> Vec<Cell> {
        let marker = if self.now.told.marker.is_empty() { wording::NOT_AVAILABLE } else { &self.now.told.marker };
        vec![
            Cell::words(self.part.named(&self.now.told, geography)),
            Cell::words(&self.now.told.period),
            Cell::words(wording::capitalised(&self.now.told.unit)),
            Cell::number(self.old),
            self.new.map_or_else(|| Cell::marker(marker), Cell::number),
            self.change().map_or_else(not_applicable, |change| Cell::number(change.styled(Style::Signed))),
            Cell::words(self.cause()),
        ]
    }
}

/// The numbers of a release that this edition is asked for too.
fn pairs<'a>(picture: &'a Picture, last: &'a Vintage) -> Vec<Pair<'a>> {
    let then: BTreeMap<_, &Told> = last.told.iter().map(|told| (told.which(), told)).collect();
    let mut pairs = Vec::new();
    for now in &picture.vintages.now {
        let Some(then) = then.get(&now.told.which()).copied() else { continue };
        pairs.extend(Part::given(then).iter().filter_map(|part| {
            let old = part.of(then)?;
            // A range that has become one number has that number at both ends.
            let new = part.of(&now.told).or_else(|| Part::Value.of(&now.told));
            Some(Pair { now, then, part: *part, old, new })
        }));
    }
    pairs
}

fn facts(facts: &mut Facts, picture: &Picture) {
    let said = match picture.vintages.earlier.last() {
        None => {
            ("No release came before this edition, so none of its numbers is revised".to_owned(), Lineage::default())
        }
        Some(last) => said(picture, last),
    };
    facts.add("revised.said", said.0, &said.1);
}

fn said(picture: &Picture, last: &Vintage) -> (String, Lineage) {
    let of = of(last);
    let pairs = pairs(picture, last);
    if pairs.is_empty() {
        let why = if last.told.is_empty() {
            "has no list of its numbers"
        } else {
            "gave none of the numbers of this edition"
        };
        return (format!("What was revised is not told, because the record of {of} {why}"), Lineage::default());
    }
    let lineage = pairs.iter().fold(Lineage::default(), |lineage, pair| lineage.and(&pair.now.lineage));
    let all = wording::format::count(pairs.len() as u64);
    let words = match pairs.iter().filter(|pair| pair.is_revised()).count() {
        0 => format!("None of the {all} numbers of {of} is different in this edition"),
        1 => {
            format!("Of the {all} numbers of {of}, one is different in this edition; the data of this chapter name it")
        }
        many => format!(
            "Of the {all} numbers of {of}, {} are different in this edition; the data of this chapter list them",
            wording::format::count(many as u64)
        ),
    };
    (words, lineage)
}

fn of(last: &Vintage) -> String {
    last.day.map_or_else(|| "the last release".to_owned(), |day| format!("the release of {}", wording::date(day)))
}

fn tables(picture: &Picture, _: &Facts) -> Vec<DataTable> {
    let revised = picture.vintages.earlier.last().and_then(|last| revised(picture, last));
    revised.into_iter().chain(sizes(picture)).collect()
}

/// Numbers that are others now; none where nothing was revised.
fn revised(picture: &Picture, last: &Vintage) -> Option<DataTable> {
    let pairs: Vec<Pair<'_>> = pairs(picture, last).into_iter().filter(Pair::is_revised).collect();
    let lineage = pairs.iter().fold(Lineage::default(), |lineage, pair| lineage.and(&pair.now.lineage));
    let (of_areas, national): (Vec<_>, Vec<_>) = pairs.iter().partition(|pair| pair.now.several);
    let mut notes = vec!["An interval goes with its value, and is not listed.".to_owned()];
    if national.iter().any(|pair| pair.change().is_none()) {
        notes.push("[z] Not applicable: two numbers are subtracted only where they were computed alike.".to_owned());
    }
    if national.iter().any(|pair| pair.new.is_none() && pair.now.told.marker == WITHHELD) {
        notes.push(wording::phrases::LEGEND.to_owned());
    }
    if !of_areas.is_empty() {
        let more = wording::format::counted(of_areas.len(), "more number", "more numbers");
        notes.push(format!("Of single areas: {more}, in the list of all releases."));
    }
    (!national.is_empty()).then(|| DataTable {
        id: "revised",
        title: "Revised since the last release".to_owned(),
        subtitle: format!("Numbers of {}, beside those of this edition", of(last)),
        columns: vec![
            text("Number", 11),
            text("Period", 5),
            text("Counted in", 5),
            number("Then", OF_THE_ROW, 4),
            number("Now", OF_THE_ROW, 4),
            number("Change", OF_THE_ROW, 4),
            text("Cause", 9),
        ],
        rows: national.iter().map(|pair| pair.row(&picture.edition.geography)).collect(),
        source: lineage.source_line("Releases of this assessment."),
        notes,
        lineage,
    })
}

/// A number of a statistic over its periods.
struct Series<'a> {
    now: &'a Now,
    part: Part,
    triangle: Vec<Vintages>,
}

/// Counts of the nation, in the order of the registry, each as every release gave it that computed it as this edition does.
fn series(picture: &Picture) -> Vec<Series<'_>> {
    let published = picture.vintages.published();
    let mut found: Vec<Series<'_>> = Vec::new();
    for now in picture.vintages.now.iter().filter(|now| !now.several && now.told.unit != PERCENT) {
        for part in Part::given(&now.told) {
            let told = published.get(&now.told.which()).into_iter().flatten().copied();
            let alike = told.filter(|then| then.is_alike(&now.told)).chain([&now.told]);
            let values: Option<Vec<i64>> = alike.filter_map(|told| part.of(told)).map(Number::whole).collect();
            let Some(values) = values.filter(|values| !values.is_empty()) else { continue };
            let of_it = |one: &Series<'_>| one.part == *part && one.now.told.id == now.told.id;
            let at = found.iter().position(of_it).unwrap_or_else(|| {
                found.push(Series { now, part: *part, triangle: Vec::new() });
                found.len() - 1
            });
            if let Some(series) = found.get_mut(at) {
                let period = i32::try_from(series.triangle.len()).unwrap_or(i32::MAX);
                series.triangle.push(Vintages { period, published: values });
            }
        }
    }
    found
}

/// How large revisions have been, by how often a number had been given; none where too few were given twice.
fn sizes(picture: &Picture) -> Option<DataTable> {
    let mut rows = Vec::new();
    let mut lineage = Lineage::default();
    let mut never = 0;
    for Series { now, part, triangle } in series(picture) {
        let by_maturity = revision::by_maturity(&triangle).unwrap_or_default();
        if !by_maturity.iter().any(|(.., found)| found.mean_absolute > Some(0.0)) {
            never += usize::from(!by_maturity.is_empty());
            continue;
        }
        for (given, periods, found) in by_maturity {
            let mean = |value: Option<f64>| value.map_or_else(absent, |value| Cell::decimal(value, 1));
            rows.push(vec![
                Cell::words(part.named(&now.told, &picture.edition.geography)),
                Cell::words(wording::capitalised(&now.told.unit)),
                Cell::tally(given),
                Cell::tally(periods),
                mean(found.mean),
                mean(found.mean_absolute),
                found.mean_relative.map_or_else(absent, |share| Cell::percent(share, 1)),
                mean(found.bias_statistic),
            ]);
            lineage = lineage.and(&now.lineage);
        }
    }
    (!rows.is_empty()).then(|| DataTable {
        id: "revision-size",
        title: "How large revisions have been".to_owned(),
        subtitle: "From one release to the next that gave the same number, over its periods".to_owned(),
        columns: vec![
            text("Number", 6),
            text("Counted in", 2),
            number("Releases before", "releases", 2),
            number("Periods", "periods", 2),
            number("Mean revision", OF_THE_ROW, 2),
            number("Mean size", OF_THE_ROW, 2),
            number("Mean of the older number", PERCENT, 2),
            number("Mean over its standard error", "standard errors", 2),
        ],
        rows,
        source: lineage.source_line("Releases of this assessment."),
        notes: vec![format!(
            "Releases before: how many had given the number when it was revised. Mean size: whatever the sign. Only numbers that were \
             computed alike are compared, and at least {FEWEST_REVISIONS} periods. [x] Not available: all revisions are equal, or an older \
             number is nought. As many periods were given twice and none ever revised: {}.",
            wording::format::counted(never, "number", "numbers"),
        )],
        lineage,
    })
}
