//! Calendar years out of the quarters of financial years, never by guess.
//!
//! Calendar year N is January to March of N, the last quarter of the financial year N−1/N, and April to December, the
//! first three of N/(N+1). It exists only where all four quarters do, for every force counted; else what is missing is
//! said by force and quarter. No financial year is ever split or shifted to stand for a calendar year.

use std::collections::BTreeMap;
use std::fmt;

use crate::period::FinancialYear;

/// A quarter of a financial year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// Financial year.
    pub year: FinancialYear,
    /// 1 (April to June) to 4 (January to March).
    pub number: u8,
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q{} of {}", self.number, self.year)
    }
}

/// The four quarters of a calendar year, in order of time.
pub fn quarters(calendar_year: i16) -> [Quarter; 4] {
    let now = FinancialYear::starting(calendar_year);
    [(now.back(1), 4), (now, 1), (now, 2), (now, 3)].map(|(year, number)| Quarter { year, number })
}

/// Calendar years that lie wholly within the financial years from `first` to `last`.
pub fn years(first: FinancialYear, last: FinancialYear) -> impl Iterator<Item = i16> {
    first.start() + 1..=last.start()
}

/// Why a force has no count for a calendar year: the quarters without one, in order of time; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuartersMissing(pub Vec<Quarter>);

impl fmt::Display for QuartersMissing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, quarter) in self.0.iter().enumerate() {
            let between = match index {
                0 => "",
                _ if index + 1 == self.0.len() => " and ",
                _ => ", ",
            };
            write!(f, "{between}{quarter}")?;
        }
        Ok(())
    }
}

/// A force's count for a calendar year from its counts by quarter; none where the sum does not fit 64 bits. A quarter may
/// be negative, when crimes are transferred or cancelled.
pub fn count(by_quarter: &BTreeMap<Quarter, i64>, calendar_year: i16) -> Result<Option<i64>, QuartersMissing> {
    let wanted = quarters(calendar_year);
    let missing: Vec<Quarter> = wanted.into_iter().filter(|quarter| !by_quarter.contains_key(quarter)).collect();
    if !missing.is_empty() {
        return Err(QuartersMissing(missing));
    }
    Ok(wanted.iter().filter_map(|quarter| by_quarter.get(quarter)).try_fold(0_i64, |sum, one| sum.checked_add(*one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(start: i16) -> FinancialYear {
        FinancialYear::starting(start)
    }

    #[test]
    fn a_calendar_year_is_the_last_quarter_of_one_year_and_three_of_the_next() {
        let names = quarters(2025).map(|quarter| quarter.to_string());
        assert_eq!(names, ["Q4 of 2024/25", "Q1 of 2025/26", "Q2 of 2025/26", "Q3 of 2025/26"]);
        assert_eq!(years(year(2021), year(2025)).collect::<Vec<_>>(), [2022, 2023, 2024, 2025]);
        assert_eq!(years(year(2021), year(2021)).count(), 0);
    }

    #[test]
    fn it_exists_only_where_all_four_quarters_do() {
        // 1, 2, 3 … by quarter from Q1 of 2023/24: 2024 is Q4 (4) and Q1 to Q3 of the next year (5, 6, 7).
        let quarter = |at: i64| Quarter { year: year(2023 + (at / 4) as i16), number: (at % 4) as u8 + 1 };
        let mut held: BTreeMap<Quarter, i64> = (0..8).map(|at| (quarter(at), at + 1)).collect();
        assert_eq!(count(&held, 2024), Ok(Some(4 + 5 + 6 + 7)));
        let missing = count(&held, 2023).unwrap_err();
        assert_eq!(missing.to_string(), "Q4 of 2022/23");
        held.insert(quarter(4), -5);
        assert_eq!(count(&held, 2024), Ok(Some(12)));
        held.remove(&quarter(5));
        held.remove(&quarter(3));
        assert_eq!(count(&held, 2024).unwrap_err().to_string(), "Q4 of 2023/24 and Q2 of 2024/25");
        held.insert(quarter(3), i64::MAX);
        held.insert(quarter(5), i64::MAX);
        assert_eq!(count(&held, 2024), Ok(None));
    }
}
