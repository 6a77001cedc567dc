//! Returns whose rows are told apart below the force, such as by local authority or month: summed to the force while they are read.
//!
//! In: records of a contract with `summed` columns. Out: one count a force, period, definition, measure and category, by columns of
//! numbers, so that millions of rows take what their sums take. A sum of which a part is missing is missing. Every row was checked
//! and every key told apart before; here a value of a summed column is held to what it stands under, such as an area to its force, and a
//! sum to as many rows as the others of its force and period.

use std::collections::BTreeMap;

use super::adr_return::{AdrReturn, Marker};
use super::format::model::RETURN_COLUMNS;
use super::format::{Contract, Records, Value, Values};
use crate::fault::{Fault, Faults, Place};
use crate::period::{FinancialYear, Part};

/// Bits of a packed key: force, year, part, definition, measure, dimension, category.
const BITS: [u32; 7] = [12, 8, 3, 8, 11, 10, 12];

/// The first year of a packed key; earlier ones are no years of the chapter.
const FIRST_YEAR: i16 = 1990;

/// Counts of a contract, summed to the force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summed {
    words: [Vec<String>; 5],
    keys: Vec<u64>,
    values: Vec<Option<i64>>,
    markers: Vec<Option<Marker>>,
    /// How many rows are in each.
    rows: Vec<u32>,
    /// Where the first of them stands: its file among the files, and its line.
    first: Vec<(u16, u64)>,
    files: Vec<String>,
}

/// A sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum<'a> {
    /// Code of the force.
    pub force: &'a str,
    /// Financial year.
    pub year: FinancialYear,
    /// Whole year or a quarter.
    pub part: Part,
    /// Definition under which the force counted.
    pub definition: &'a str,
    /// What was counted.
    pub measure: &'a str,
    /// Breakdown; `total` for the whole.
    pub dimension: &'a str,
    /// Category of the breakdown; `all` for the whole.
    pub category: &'a str,
    /// The count; none where a part of it is missing.
    pub value: Option<i64>,
    /// Why there is no count.
    pub marker: Option<Marker>,
    /// How many rows were added.
    pub rows: u32,
    /// File of the first of them.
    pub file: &'a str,
    /// Line of the first of them.
    pub line: u64,
}

impl Sum<'_> {
    /// Where the first of its rows stands.
    pub fn place(&self) -> Place {
        Place::cell(self.file, self.line, "value")
    }
}

impl Summed {
    /// Sums the returns of a reading.
    pub fn read(contract: &Contract, files: &[Records]) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::new();
        let mut summing = Summing::new(contract);
        for records in files {
            records.needs(&RETURN_COLUMNS.map(|(name, kind, _)| (name, kind)))?;
            summing.file(records, &mut faults).map_err(|fault| vec![fault])?;
        }
        let summed = summing.finish(&mut faults);
        faults.into_result(summed)
    }

    /// Number of sums.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// What was counted, in the order in which it first stands.
    pub fn measures(&self) -> impl Iterator<Item = &str> {
        let [_, _, measures, ..] = &self.words;
        measures.iter().map(String::as_str)
    }

    /// The sums, in the order in which their first rows stand.
    pub fn iter(&self) -> impl Iterator<Item = Sum<'_>> {
        (0..self.len()).filter_map(|at| self.sum(at))
    }

    fn sum(&self, at: usize) -> Option<Sum<'_>> {
        let [force, year, part, definition, measure, dimension, category] = unpacked(*self.keys.get(at)?);
        let word = |of: usize, number: u64| {
            let word = self.words.get(of).and_then(|words| words.get(usize::try_from(number).ok()?));
            word.map_or("", String::as_str)
        };
        let (file, line) = *self.first.get(at)?;
        Some(Sum {
            force: word(0, force),
            year: FinancialYear::starting(FIRST_YEAR.saturating_add(i16::try_from(year).ok()?)),
            part: match u8::try_from(part).ok()? {
                0 => Part::Year,
                quarter => Part::Quarter(quarter),
            },
            definition: word(1, definition),
            measure: word(2, measure),
            dimension: word(3, dimension),
            category: word(4, category),
            value: *self.values.get(at)?,
            marker: *self.markers.get(at)?,
            rows: *self.rows.get(at)?,
            file: self.files.get(usize::from(file)).map_or("", String::as_str),
            line,
        })
    }

    /// The same as rows, each at the place of the first that is in it: for the checks that look at one force's few rows.
    pub fn returns(&self) -> Vec<AdrReturn> {
        self.iter()
            .map(|sum| AdrReturn {
                place: sum.place(),
                line: sum.line,
                force: sum.force.to_owned(),
                year: sum.year,
                part: sum.part,
                definition: sum.definition.to_owned(),
                measure: sum.measure.to_owned(),
                dimension: sum.dimension.to_owned(),
                category: sum.category.to_owned(),
                value: sum.value,
                marker: sum.marker,
                parts: Vec::new(),
            })
            .collect()
    }
}

/// Sums while rows come in.
struct Summing<'a> {
    contract: &'a Contract,
    summed: Summed,
    /// The numbers of words, by the column they stand in.
    numbers: [BTreeMap<String, u64>; 5],
    of: BTreeMap<u64, usize>,
    /// What each value of a summed column stands under, and where it first does.
    under: BTreeMap<(usize, String), (Vec<Value>, Place)>,
}

impl<'a> Summing<'a> {
    fn new(contract: &'a Contract) -> Self {
        let (summed, numbers) = (Summed::default(), Default::default());
        Self { contract, summed, numbers, of: BTreeMap::new(), under: BTreeMap::new() }
    }

    /// The number of a word of a column; none where the column has more words than a key can tell apart.
    fn number(&mut self, column: usize, bits: u32, word: &str) -> Option<u64> {
        let (numbers, words) = (self.numbers.get_mut(column)?, self.summed.words.get_mut(column)?);
        if let Some(number) = numbers.get(word) {
            return Some(*number);
        }
        let number = numbers.len() as u64;
        numbers.insert(word.to_owned(), number);
        words.push(word.to_owned());
        (number < 1 << bits).then_some(number)
    }

    /// What each distinct value of a column adds to the key of a row.
    fn parts(&mut self, records: &Records, at: usize) -> Option<Vec<u64>> {
        let (name, ..) = *RETURN_COLUMNS.get(at)?;
        let bits = *BITS.get(at)?;
        let column = records.column(name)?;
        let number = |summing: &mut Self, value: &Value| match value {
            Value::FinancialYear(year) => {
                u64::try_from(year.start() - FIRST_YEAR).ok().filter(|year| *year < 1 << bits)
            }
            Value::Part(Part::Year) => Some(0),
            Value::Part(Part::Quarter(quarter)) => Some(u64::from(*quarter)),
            Value::Text(word) => summing.number(word_column(at)?, bits, word),
            Value::Code(code) => summing.number(word_column(at)?, bits, &code.id),
            // Of what stands in no row.
            _ => Some(0),
        };
        column.values().iter().map(|value| number(self, value)).collect()
    }

    fn file(&mut self, records: &Records, faults: &mut Faults) -> Result<(), Fault> {
        let file = u16::try_from(self.summed.files.len()).map_err(|_| too_many(self.contract, "files"))?;
        self.summed.files.push(records.file().to_owned());
        let finer = records.column("category").and_then(|column| column.values().iter().find_map(finer));
        if let Some(finer) = finer {
            let what = format!("`{finer}` is within another category, and the rows are told apart below the force");
            let remedy = "leave the wider category alone in the code list, or the column out of `summed`";
            return Err(Fault::new("contract-invalid", Place::file(&self.contract.file), what, remedy));
        }
        let mut parts = Vec::with_capacity(BITS.len());
        for at in 0..BITS.len() {
            let of_column = self.parts(records, at);
            parts.push(of_column.ok_or_else(|| too_many(self.contract, "words in a column"))?);
        }
        let columns: Vec<Values<'_>> =
            RETURN_COLUMNS.iter().take(BITS.len()).filter_map(|(name, ..)| records.column(name)).collect();
        let value = records.column("value");
        let mut last = 0;
        for row in 0..records.len() {
            let key = columns.iter().zip(&parts).zip(BITS).fold(0, |key, ((column, parts), bits)| {
                (key << bits) | parts.get(column.number(row)).copied().unwrap_or_default()
            });
            let at = match self.summed.keys.get(last + 1) {
                Some(next) if *next == key => last + 1,
                _ => *self.of.entry(key).or_insert(self.summed.keys.len()),
            };
            last = at;
            let value = value.as_ref().map_or(&Value::Empty, |value| value.value(row));
            if self.add(at, key, value, (file, records.line(row))).is_none() {
                faults.push(overflow(&records.place(row, "value")));
            }
        }
        self.stand_under(records, faults);
        Ok(())
    }

    /// Adds a row to a sum, or begins one. None where the sum does not fit.
    fn add(&mut self, at: usize, key: u64, value: &Value, first: (u16, u64)) -> Option<()> {
        let (count, marker) = match value {
            Value::Number(number) => (Some(*number), None),
            Value::Marker(marker) => (None, Some(Marker::of(marker))),
            _ => (None, None),
        };
        let summed = &mut self.summed;
        if at == summed.keys.len() {
            summed.keys.push(key);
            summed.values.push(count);
            summed.markers.push(marker);
            summed.rows.push(1);
            summed.first.push(first);
            return Some(());
        }
        let (held, rows) = (summed.values.get_mut(at)?, summed.rows.get_mut(at)?);
        *rows = rows.saturating_add(1);
        if let Some(held) = summed.markers.get_mut(at) {
            *held = held.or(marker);
        }
        *held = match (*held, count) {
            (Some(sum), Some(more)) => Some(sum.checked_add(more)?),
            _ => None,
        };
        Some(())
    }

    /// Holds every value of a summed column to what it stood under first.
    fn stand_under(&mut self, records: &Records, faults: &mut Faults) {
        for (number, summed) in self.contract.summed.iter().enumerate() {
            let Some(column) = records.column(&summed.column) else { continue };
            let above: Vec<Values<'_>> = summed.within.iter().filter_map(|name| records.column(name)).collect();
            if column.values().iter().all(Value::is_empty) {
                continue;
            }
            let mut seen: Vec<Option<Vec<usize>>> = vec![None; column.values().len()];
            for row in 0..records.len() {
                let Some(seen) = seen.get_mut(column.number(row)) else { continue };
                if seen
                    .as_ref()
                    .is_some_and(|seen| seen.iter().zip(&above).all(|(number, above)| *number == above.number(row)))
                {
                    continue;
                }
                *seen = Some(above.iter().map(|above| above.number(row)).collect());
                let Value::Text(name) = column.value(row) else { continue };
                let here: Vec<Value> = above.iter().map(|above| above.value(row).clone()).collect();
                let place = records.place(row, &summed.column);
                let (there, first) =
                    self.under.entry((number, name.to_string())).or_insert_with(|| (here.clone(), place.clone()));
                if *there != here {
                    let words = |values: &[Value]| values.iter().map(Value::to_string).collect::<Vec<_>>().join(" ");
                    let what = format!(
                        "`{}` stands under {} here and under {} in {}",
                        summed.column,
                        words(&here),
                        words(there),
                        first.in_words()
                    );
                    let remedy = "one of the two rows is another's: counts are summed by what a row stands under";
                    faults.push(Fault::new("summed-apart", place, what, remedy));
                    // Told once for each of its rows that differ from the one before would be told too often.
                    break;
                }
            }
        }
    }

    /// The sums, of which those of one force and period are each of as many rows.
    fn finish(self, faults: &mut Faults) -> Summed {
        let mut usual: BTreeMap<u64, u32> = BTreeMap::new();
        let of_period: u32 = BITS.iter().skip(3).sum();
        for (key, rows) in self.summed.keys.iter().zip(&self.summed.rows) {
            let most = usual.entry(key >> of_period).or_default();
            *most = (*most).max(*rows);
        }
        for (sum, key) in self.summed.iter().zip(&self.summed.keys) {
            let usual = usual.get(&(key >> of_period)).copied().unwrap_or_default();
            if usual == sum.rows || faults.skipped(sum.file) {
                continue;
            }
            let what = format!(
                "the count of `{}` by {} `{}` for {} is a sum of {}, and others of the force and period of {usual}",
                sum.measure,
                sum.dimension,
                sum.category,
                sum.part.of(sum.year),
                rows(sum.rows)
            );
            let remedy = "give every row, 0 where there was nothing: a row that is not there makes the sum too small";
            faults.push(Fault::new("summed-uneven", sum.place(), what, remedy));
        }
        self.summed
    }
}

fn rows(number: u32) -> String {
    if number == 1 { "1 row".to_owned() } else { format!("{number} rows") }
}

/// Which list of words a column of the key has; none of a period.
fn word_column(at: usize) -> Option<usize> {
    match at {
        0 => Some(0),
        3.. => Some(at - 2),
        _ => None,
    }
}

fn unpacked(mut key: u64) -> [u64; 7] {
    let mut parts = [0; 7];
    for (part, bits) in parts.iter_mut().zip(BITS).rev() {
        *part = key & ((1 << bits) - 1);
        key >>= bits;
    }
    parts
}

fn finer(value: &Value) -> Option<&str> {
    match value {
        Value::Code(code) if !code.within.is_empty() => Some(&code.id),
        _ => None,
    }
}

fn overflow(place: &Place) -> Fault {
    let what = "the counts that are summed to this force's do not fit 64 bits";
    Fault::new("number-too-large", place.clone(), what, "look for a misplaced number")
}

fn too_many(contract: &Contract, of: &str) -> Fault {
    let what = format!("the returns of `{}` have more {of} than can be told apart", contract.id);
    Fault::new("contract-invalid", Place::file(&contract.file), what, "split the contract")
}
