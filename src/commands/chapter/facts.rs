//! `assess facts`: the facts the text may use, with their present wording.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::progress::Progress;
use super::{Folders, console, open};
use crate::chapter::facts::Fact;
use crate::cli::{Facts, Listing};
use crate::fault::{Failure, nearest};
use crate::pipeline::{self, Order};

/// Status 1: no fact has the words.
pub(super) fn run(folders: Folders<'_>, options: &Facts) -> Result<ExitCode, Failure> {
    let (mut project, year) = open(folders, options.edition)?;
    let prepared = pipeline::prepare(&mut project, Order::edition(year), &mut Progress::new(true))?;
    let words: Vec<String> = options.words.iter().map(|word| word.to_lowercase()).collect();
    let has = |id: &str, fact: &Fact| {
        let text = fact.text.to_lowercase();
        words.iter().all(|word| id.contains(word.as_str()) || text.contains(word.as_str()))
    };
    let chosen: Vec<(&String, &Fact)> = prepared.facts.iter().filter(|(id, fact)| has(id, fact)).collect();
    match options.format {
        Listing::Human => chosen.iter().for_each(|(id, fact)| {
            let stamp = if fact.lineage.synthetic() { "  [synthetic]" } else { "" };
            console::result(format_args!("{id}\n    {}{stamp}", fact.text));
        }),
        Listing::Json => {
            let list: Vec<Value> = chosen
                .iter()
                .map(|(id, fact)| json!({ "fact": id, "words": fact.text, "synthetic": fact.lineage.synthetic() }))
                .collect();
            console::result(format_args!("{:#}", Value::from(list)));
        }
    }
    if !chosen.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let asked = options.words.join("` and `");
    let ids: Vec<&str> = prepared.facts.iter().map(|(id, _)| id.as_str()).collect();
    let parts = ids.iter().flat_map(|id| id.split('.')).chain(ids.iter().copied());
    let near = words.first().and_then(|word| nearest(word, parts));
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    console::note(format_args!("none of {} facts has `{asked}` in its name or its words{near}", ids.len()));
    Ok(ExitCode::from(1))
}
