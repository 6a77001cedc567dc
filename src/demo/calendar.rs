//! Dates as day numbers.
//!
//! Job: add days to a date and write it as ISO 8601. In: a year, month and day, or a day number. Out: the other.
//! Invariants: proleptic Gregorian calendar, whole days, no time zone and no clock. Algorithms of Howard Hinnant.

use std::fmt;

/// Days since 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub(super) i64);

impl Day {
    /// The day of a civil date.
    pub(super) const fn of(year: i64, month: i64, day: i64) -> Self {
        // The year is taken to begin in March, so that the leap day is its last.
        let shifted = if month <= 2 { year - 1 } else { year };
        let era = shifted.div_euclid(400);
        let year_of_era = shifted.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// The year, month and day.
    pub(super) const fn civil(self) -> (i64, i64, i64) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }

    /// The last day of the month that ended before, or on the eve of, this day's month.
    pub(super) const fn end_of_last_month(self) -> Self {
        let (year, month, _) = self.civil();
        Self(Self::of(year, month, 1).0 - 1)
    }

    /// The first day of the month that lies `months` before this day's month.
    pub(super) const fn first_of_month(self, months: i64) -> Self {
        let (year, month, _) = self.civil();
        let counted = year * 12 + month - 1 - months;
        Self::of(counted.div_euclid(12), counted.rem_euclid(12) + 1, 1)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn known_days() {
        assert_eq!(Day::of(1970, 1, 1), Day(0));
        assert_eq!(Day::of(2000, 3, 1), Day(11_017));
        assert_eq!(Day::of(2026, 10, 31).to_string(), "2026-10-31");
        assert_eq!(Day(Day::of(2024, 2, 28).0 + 1).to_string(), "2024-02-29");
    }

    #[test]
    fn every_day_of_a_century_goes_there_and_back() {
        for number in 0..36_525 {
            let (year, month, day) = Day(number).civil();
            assert_eq!(Day::of(year, month, day), Day(number));
        }
    }

    #[test]
    fn months_are_counted_back_over_the_new_year() {
        let day = Day::of(2026, 3, 14);
        assert_eq!(day.end_of_last_month().to_string(), "2026-02-28");
        assert_eq!(day.first_of_month(4).to_string(), "2025-11-01");
        assert_eq!(Day::of(2025, 12, 31).first_of_month(11).to_string(), "2025-01-01");
    }
}
