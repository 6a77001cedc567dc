//! Whether a part of a file is the part that was asked for.

use reqwest::header::{self, HeaderMap};

use super::ask::Validators;

/// What is said of a part that nobody asked for.
pub(super) const UNASKED: &str = "the server sends a part of the file, and the whole was asked for";

/// Holds an answer of status 206 against the question: `asked` is where the part was to begin, and what the server called the bytes
/// before it; nothing where the whole was asked for.
pub(super) fn held_against(
    asked: Option<(u64, Validators)>,
    headers: &HeaderMap,
    length: Option<u64>,
    now: &Validators,
) -> Result<(), &'static str> {
    let Some((start, before)) = asked else { return Err(UNASKED) };
    let Some((first, last, total)) = stated(headers) else {
        return Err("the server does not say which part of the file it sends");
    };
    if first != start {
        return Err("the server goes on elsewhere than the download broke off");
    }
    if last < first || last + 1 != total {
        return Err("the server sends another part of the file than its rest");
    }
    if length.is_some_and(|length| length != last - first + 1) {
        return Err("the length of the part is not what the server says it is");
    }
    let differ = |before: &str, now: &str| !before.is_empty() && !now.is_empty() && before != now;
    if differ(&before.etag, &now.etag) || differ(&before.last_modified, &now.last_modified) {
        return Err("the server goes on with another file than it began with");
    }
    Ok(())
}

/// First and last byte and the length of the whole, from `Content-Range: bytes 5-9/10`.
fn stated(headers: &HeaderMap) -> Option<(u64, u64, u64)> {
    let mut all = headers.get_all(header::CONTENT_RANGE).into_iter();
    let (text, None) = (all.next()?.to_str().ok()?, all.next()) else { return None };
    let (range, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    Some((number(first)?, number(last)?, number(total)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_rest_of_the_same_file_is_taken() {
        let validators = |etag: &str| Validators { etag: etag.to_owned(), last_modified: String::new() };
        let held = |range: &str, length: u64, etag: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_RANGE, range.parse().unwrap());
            held_against(Some((5, validators("\"a\""))), &headers, Some(length), &validators(etag)).is_ok()
        };
        assert!(held("bytes 5-9/10", 5, "\"a\"") && held("bytes 5-9/10", 5, ""));
        for (range, length, etag) in [
            ("bytes 4-9/10", 6, "\"a\""),
            ("bytes 5-8/10", 4, "\"a\""),
            ("bytes 5-9/*", 5, "\"a\""),
            ("bytes 5-9/10", 6, "\"a\""),
            ("bytes 5-9/10", 5, "\"b\""),
            ("bytes 5-4/5", 0, "\"a\""),
            ("lines 5-9/10", 5, "\"a\""),
        ] {
            assert!(!held(range, length, etag), "{range} {length} {etag}");
        }
        assert!(held_against(None, &HeaderMap::new(), None, &Validators::default()).is_err());
    }
}
