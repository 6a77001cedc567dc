//! One cell as the value that its column may hold, or the fault of it.

use std::collections::BTreeSet;

use super::{Named, Reader};
use crate::contract::format::codelist::{Codelist, Found};
use crate::contract::format::measure::{ALL, TOTAL};
use crate::contract::format::model::{Column, Contract, Kind, MARKERS};
use crate::contract::format::publisher::named_in;
use crate::contract::format::record::Value;
use crate::fault::{Fault, Place, shape};
use crate::period::{FinancialYear, Part};
use crate::source::{Cell, Row};

impl Reader<'_> {
    pub(super) fn value(
        &mut self,
        cell: &Cell<'_>,
        column: &Column,
        row: &Row<'_>,
        quarter: bool,
    ) -> Result<Value, Fault> {
        let marked = self.contract.markers.iter().any(|marker| marker == cell.text());
        if column.kind == Kind::Marker {
            return match cell.text() {
                "" => Ok(Value::Empty),
                _ => self.marker(cell).map(|marker| Value::Marker(marker.into())),
            };
        }
        if !column.marker.is_empty() {
            let beside = row.cell(&column.marker).text();
            match (cell.text().is_empty() || marked, beside.is_empty()) {
                (true, true) if marked => return Ok(Value::Marker(cell.text().into())),
                // The marker itself is checked where it stands.
                (true, false) => return Ok(Value::Marker(beside.into())),
                (true, true) => return Err(self.value_missing(cell)),
                (false, false) => {
                    return Err(cell.fault(
                        "value-and-marker",
                        "the cell has a count and a marker for no count",
                        "keep one of the two",
                    ));
                }
                (false, true) => {}
            }
        } else if marked && column.empty && column.kind != Kind::Text {
            return Ok(Value::Marker(cell.text().into()));
        }
        if cell.text().is_empty() {
            let instead = !column.empty_with.is_empty() && !row.cell(&column.empty_with).text().is_empty();
            if column.empty || column.optional || instead {
                return Ok(Value::Empty);
            }
            let remedy = if column.if_empty.is_empty() { "fill it in" } else { &column.if_empty };
            return Err(cell.fault("cell-empty", format!("`{}` is empty", column.name), remedy));
        }
        self.typed(cell, column, quarter)
    }

    fn typed(&mut self, cell: &Cell<'_>, column: &Column, quarter: bool) -> Result<Value, Fault> {
        match column.kind {
            Kind::Text | Kind::Code => Ok(Value::Text(cell.text().into())),
            Kind::Decimal => decimal(cell).map(|text| Value::Text(text.into())),
            Kind::Count if quarter && column.negative_in_quarters => in_range(cell, column, cell.integer()?),
            Kind::Count => in_range(cell, column, cell.count()?),
            Kind::Integer => in_range(cell, column, cell.integer()?),
            Kind::Date => cell.parse("date-invalid", "a date such as 2026-10-31").map(Value::Date),
            Kind::Year => {
                let year: i16 = cell.parse("period-unknown", "a year such as 2024")?;
                if (1990..=2100).contains(&year) {
                    return Ok(Value::Year(year));
                }
                let what = format!("`{year}` is not a year of this chapter");
                Err(cell.fault("period-unknown", what, "write a year such as 2024"))
            }
            Kind::FinancialYear => {
                cell.parse("period-unknown", "a financial year such as 2024/25").map(Value::FinancialYear)
            }
            Kind::Part => cell.parse("period-unknown", "Q1, Q2, Q3, Q4 or year").map(Value::Part),
            Kind::Quarter => quarter_of(cell),
            Kind::MarchYear => {
                let ending: i16 =
                    cell.parse("period-unknown", "the year in which a year to 31 March ends, such as 2025")?;
                match ending {
                    1991..=2100 => Ok(Value::FinancialYear(FinancialYear::starting(ending - 1))),
                    _ => Err(cell.fault(
                        "period-unknown",
                        format!("`{ending}` is not a year of this chapter"),
                        "write the year in which it ends, such as 2025",
                    )),
                }
            }
            Kind::CalendarQuarter => {
                cell.parse("period-unknown", "a calendar quarter such as 2023 Q4").map(Value::CalendarQuarter)
            }
            Kind::YesNo => cell.one_of("word-unknown", &["yes", "no"]).map(|word| Value::YesNo(word == "yes")),
            Kind::Marker => Ok(Value::Empty),
            Kind::Codelist => {
                let list = self.lists.get(&column.codelist).ok_or_else(|| no_list(self.contract, &column.codelist))?;
                self.code(cell, column, list, fault_of(&column.codelist))
            }
        }
    }

    /// A category: one of the list of the dimension that stands in the same row.
    pub(super) fn category(&mut self, cell: &Cell<'_>, column: &Column, row: &Row<'_>) -> Result<Value, Fault> {
        let (dimension, measure) = (row.cell("dimension"), row.cell("measure"));
        let id = |list: &str, text: &str| self.lists.get(list)?.find(text).map(|found| found.code.id.clone());
        let (Some(dimension_id), Some(measure_id)) =
            (id("dimensions", dimension.text()), id("measures", measure.text()))
        else {
            // What is wrong is said where the dimension or the measure stands.
            return Ok(Value::Empty);
        };
        let Some(counted) = self.contract.measure(&measure_id) else { return Ok(Value::Empty) };
        if dimension_id == TOTAL {
            if !counted.total {
                let what = format!("`{measure_id}` has no total: it is only counted by breakdown");
                return Err(dimension.fault("dimension-unknown", what, allowed(&counted.dimensions)));
            }
            if cell.text() == ALL {
                return Ok(Value::Text(ALL.into()));
            }
            let what = format!("{} is no category of the total", shape(cell.text()));
            return Err(cell.fault("category-unknown", what, format!("write `{ALL}`")));
        }
        if !counted.dimensions.contains(&dimension_id) {
            let what = format!("`{measure_id}` is not broken down by `{dimension_id}`");
            return Err(dimension.fault("dimension-unknown", what, allowed(&counted.dimensions)));
        }
        let list = self.contract.dimension(&dimension_id).and_then(|dimension| self.lists.get(&dimension.codelist));
        let list = list.ok_or_else(|| no_list(self.contract, &dimension_id))?;
        self.code(cell, column, list, "category-unknown")
    }

    fn code(&mut self, cell: &Cell<'_>, column: &Column, list: &Codelist, id: &'static str) -> Result<Value, Fault> {
        let glued = || column.by_name.then(|| named_in(list, cell.text())).flatten();
        let Some(Found { code, by_name }) = list.find(cell.text()).or_else(glued) else {
            let (what, remedy) = list.refusal(cell.text(), column.empty);
            return Err(cell.fault(id, what, remedy));
        };
        if by_name && !column.by_name {
            let name = (column.name.clone(), cell.text().to_owned(), code.id.clone());
            let first = || Named { place: cell.place(), combinations: BTreeSet::new() };
            self.named.entry(name.clone()).or_insert_with(first);
            self.name = Some(name);
        }
        Ok(Value::Code(code))
    }

    fn marker<'c>(&self, cell: &Cell<'c>) -> Result<&'c str, Fault> {
        let mut words: Vec<&str> = vec![""];
        words.extend(self.contract.markers.iter().map(String::as_str));
        cell.one_of("marker-unknown", &words)
    }

    fn value_missing(&self, cell: &Cell<'_>) -> Fault {
        let markers: Vec<String> = MARKERS
            .iter()
            .filter(|(marker, _)| self.contract.markers.iter().any(|allowed| allowed == marker))
            .map(|(marker, meaning)| format!("{marker} {meaning}"))
            .collect();
        cell.fault(
            "value-missing",
            "the cell is empty and no marker says why",
            format!("give the count (0 if there were none), or the marker {}", markers.join(" or ")),
        )
    }
}

fn allowed(dimensions: &[String]) -> String {
    match dimensions {
        [] => "it has no breakdowns".to_owned(),
        _ => format!("allowed: {}", dimensions.join(", ")),
    }
}

fn no_list(contract: &Contract, list: &str) -> Fault {
    let what = format!("there is no code list `{list}`");
    Fault::new("contract-invalid", Place::file(&contract.file), what, "add it to data/codelists")
}

/// The identifier under which an unknown code of a list is reported.
fn fault_of(list: &str) -> &'static str {
    match list {
        "forces" => "force-unknown",
        "offences" => "offence-unknown",
        "definitions" => "definition-unknown",
        "measures" => "measure-unknown",
        "dimensions" => "dimension-unknown",
        _ => "word-unknown",
    }
}

fn in_range(cell: &Cell<'_>, column: &Column, number: i64) -> Result<Value, Fault> {
    let (least, greatest) = (column.least.unwrap_or(i64::MIN), column.greatest.unwrap_or(i64::MAX));
    if (least..=greatest).contains(&number) {
        return Ok(Value::Number(number));
    }
    let limits = match (column.least, column.greatest) {
        (Some(least), Some(greatest)) => format!("from {least} to {greatest}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(greatest)) => format!("{greatest} or less"),
        (None, None) => "a number".to_owned(),
    };
    let what = match column.reason.as_str() {
        "" => format!("`{}` is {number}, and must be {limits}", column.name),
        reason => format!("`{}` is {number}: {reason}", column.name),
    };
    let remedy = if column.remedy.is_empty() { format!("give a number {limits}") } else { column.remedy.clone() };
    Err(cell.fault("number-out-of-range", what, remedy))
}

/// A quarter of the financial year by its number. What spans more than one, such as a half-year, is none.
fn quarter_of(cell: &Cell<'_>) -> Result<Value, Fault> {
    match cell.text().strip_prefix('Q').unwrap_or(cell.text()).parse() {
        Ok(quarter @ 1..=4) => Ok(Value::Part(Part::Quarter(quarter))),
        _ => Err(cell.fault(
            "period-unknown",
            format!("{} is not a quarter of the financial year", shape(cell.text())),
            "write 1, 2, 3 or 4, 1 being April to June; a half-year or a year is not read here, so ask for its quarters",
        )),
    }
}

/// A number with at most one decimal point. It is kept as text: published decimals are quoted, not computed with.
fn decimal<'a>(cell: &Cell<'a>) -> Result<&'a str, Fault> {
    let digits = cell.text().strip_prefix('-').unwrap_or(cell.text());
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits(whole) && all_digits(part) {
        return Ok(cell.text());
    }
    Err(cell.fault(
        "number-not-decimal",
        format!("{} is not a number", shape(cell.text())),
        "give the number in digits, with a point before decimals",
    ))
}
