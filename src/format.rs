//! Numbers, dates and lists as people read them: comma thousands and a fixed number of decimals, with no locale involved.

/// A whole number with comma thousands: 12804035 becomes "12,804,035".
pub fn count(number: u64) -> String {
    group(&number.to_string())
}

/// A number rounded to `places` decimals (half to even of its exact binary value) with comma thousands: "1,234.50".
pub fn decimal(number: f64, places: usize) -> String {
    let written = format!("{number:.places$}");
    let (sign, unsigned) = match written.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", written.as_str()),
    };
    match unsigned.split_once('.') {
        Some((whole, fraction)) => format!("{sign}{}.{fraction}", group(whole)),
        None => format!("{sign}{}", group(unsigned)),
    }
}

/// A change with its sign: "+1,234", "−56" with a true minus sign, and "0" without one.
pub fn signed(number: i64) -> String {
    let sign = match number {
        0 => "",
        1.. => "+",
        _ => "\u{2212}",
    };
    format!("{sign}{}", count(number.unsigned_abs()))
}

/// A share between 0 and 1 as a percentage: whole where it is whole, else with one decimal ("50%", "66.7%").
pub fn percent(share: f64) -> String {
    let tenths = decimal(share * 100.0, 1);
    format!("{}%", tenths.strip_suffix(".0").unwrap_or(&tenths))
}

/// A number unrounded, for machines: the shortest decimal that reads back as the same number.
pub fn exact(number: f64) -> String {
    number.to_string()
}

/// A number with its decimals for a machine: no separators, a hyphen for minus, and no minus before zero.
pub fn machine(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|byte| matches!(byte, b'0' | b'.')) => rest.to_owned(),
        _ => text,
    }
}

/// "1 force", "2 forces": a count with its noun.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number as u64), if number == 1 { one } else { many })
}

/// A list as English writes it: "a", "a and b", "a, b and c".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A date: `27 May 2027`.
pub fn date(date: jiff::civil::Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A time of day: `9:30am`.
pub fn time(time: jiff::civil::Time) -> String {
    time.strftime("%-I:%M%P").to_string()
}

fn group(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_dates_and_times_as_the_chapter_does() {
        assert_eq!(date(jiff::civil::date(2027, 5, 27)), "27 May 2027");
        assert_eq!(time(jiff::civil::time(9, 30, 0, 0)), "9:30am");
        assert_eq!(time(jiff::civil::time(0, 5, 0, 0)), "12:05am");
        assert_eq!(time(jiff::civil::time(12, 0, 0, 0)), "12:00pm");
    }
}
