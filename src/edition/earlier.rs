//! Key judgements of an edition as the next one begins with them: what was judged stands under `earlier`, word for word and with its
//! numbers, and nobody has made or agreed the new ones.

use std::fmt::Write;

use super::judgements::Judgement;

/// The words of a fact of the edition before; nothing where there is no such fact, or its number is invented.
pub type Said<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Stands for a number that must not travel without its stamp.
const INVENTED: &str = "[synthetic]";

/// The text of `judgements.toml` for the next edition. `source` says where the judgements stand that it holds.
pub(super) fn carried(text: &str, key: &[Judgement], source: &str, said: Said<'_>) -> String {
    let mut out = String::new();
    let mut left = key.iter();
    let mut earlier: Option<String> = None;
    let mut is_earlier = false;
    for line in text.lines() {
        let header = line.trim();
        if header == "[judgement.earlier]" {
            is_earlier = true;
            continue;
        }
        if header.starts_with("[[") {
            is_earlier = false;
            put(&mut out, earlier.take());
            let judgement = if header == "[[judgement]]" { left.next() } else { None };
            earlier = judgement.map(|judgement| block(&filled(&judgement.text, said), source));
        }
        is_earlier &= !header.is_empty();
        if is_earlier {
            continue;
        }
        let name = line.split('=').next().unwrap_or_default().trim();
        match earlier.is_some() && ["author", "agreed_by"].contains(&name) {
            true => out.push_str(&format!("{name} = \"\"")),
            false => out.push_str(line),
        }
        out.push('\n');
    }
    put(&mut out, earlier);
    format!("{}\n", out.trim_end())
}

/// Puts what was judged at the end of its block.
fn put(out: &mut String, earlier: Option<String>) {
    if let Some(block) = earlier {
        out.truncate(out.trim_end().len());
        let _ = write!(out, "\n\n{block}\n");
    }
}

fn block(words: &str, source: &str) -> String {
    let [words, source] = [words, source].map(|text| toml::Value::String(text.to_owned()));
    format!("[judgement.earlier]\ntext = {words}\nsource = {source}\nconfirmed = true\n")
}

/// A sentence with what its facts said.
fn filled(text: &str, said: Said<'_>) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        words.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        match name.strip_prefix('=') {
            Some(literal) => words.push_str(literal),
            None => words.push_str(said(name).as_deref().unwrap_or(INVENTED)),
        }
        rest = after;
    }
    words + rest
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn a_sentence_is_kept_with_its_numbers_and_without_those_that_are_invented() {
        let said = |name: &str| (name == "a").then(|| "757".to_owned());
        assert_eq!(filled("Of {a} under code {=71}, {b} were.", &said), "Of 757 under code 71, [synthetic] were.");
    }
}
