//! A comparison as text: what was read, then every number, then every sentence.

use std::fmt::Write as _;

use super::{Cause, Comparison, FactChange, Label, StatisticChange};
use crate::wording::format;

/// The text, ended by a line feed.
pub fn human(comparison: &Comparison) -> Vec<u8> {
    let Comparison { old, new, split, inputs, statistics, same_statistics, facts, sentences, figures } = comparison;
    let mut text = format!("old: {}\nnew: {}\nsplit by cause: {split}\n", label(old), label(new));
    heading(&mut text, inputs.len(), "input differs", "inputs differ");
    for input in inputs {
        let _ = writeln!(text, "{} {} (can be: {})", input.change, input.path, input.cause.words());
    }
    heading(&mut text, statistics.len(), "statistic changed", "statistics changed");
    if *same_statistics > 0 {
        let _ = writeln!(text, "({same_statistics} did not)");
    }
    statistics.iter().for_each(|one| statistic(&mut text, one));
    heading(&mut text, facts.len(), "number or phrase of the text changed", "numbers and phrases of the text changed");
    facts.iter().for_each(|one| fact(&mut text, one));
    heading(&mut text, sentences.len(), "sentence was written or taken out", "sentences were written or taken out");
    for one in sentences {
        let _ = writeln!(text, "{} in {}: {}", one.change, one.section, one.words);
    }
    heading(&mut text, figures.len(), "figure changed", "figures changed");
    for one in figures {
        let _ = writeln!(text, "{} {}", one.change, one.id);
    }
    text.into_bytes()
}

/// Numbers of the text, and statistics, that are named when a build is told; the others are counted.
const NAMED: usize = 20;

/// What changed since the last build, in lines.
pub fn brief(comparison: &Comparison) -> Vec<String> {
    let Comparison { facts, statistics, sentences, .. } = comparison;
    let shown = |words: &Option<String>| words.clone().unwrap_or_else(|| "not printed".to_owned());
    let mut lines: Vec<String> = facts
        .iter()
        .take(NAMED)
        .map(|one| format!("changed: {}: {} → {}", one.id, shown(&one.old), shown(&one.new)))
        .collect();
    if facts.len() > NAMED {
        lines.push(format!("changed: {} more numbers and phrases of the text", facts.len() - NAMED));
    }
    let of_statistic = |one: &StatisticChange| format!("changed: {}", in_line(one));
    lines.extend(statistics.iter().take(NAMED).map(of_statistic));
    if statistics.len() > NAMED {
        let more = format::counted(statistics.len() - NAMED, "more statistic", "more statistics");
        lines.push(format!(
            "changed: {more}; keep the last build in a folder of its own to see them with `assess compare`"
        ));
    }
    if !sentences.is_empty() {
        lines.push(format!("{} written or taken out", format::counted(sentences.len(), "sentence", "sentences")));
    }
    if lines.is_empty() {
        lines.push("no number and no sentence changed since the last build".to_owned());
    }
    lines
}

fn label(label: &Label) -> String {
    format!("{} (edition {}, {}, {})", label.name, label.edition, label.marking, label.program)
}

fn heading(text: &mut String, number: usize, one: &str, many: &str) {
    let words = if number == 0 { format!("no {one}") } else { format::counted(number, one, many) };
    let _ = writeln!(text, "\n{words}");
}

/// A statistic that changed, in a line.
fn in_line(one: &StatisticChange) -> String {
    let key = &one.key;
    let category = if key.category.is_empty() { String::new() } else { format!(", {}", key.category) };
    let change = one.change.as_ref().map_or_else(String::new, |change| format!(" ({change})"));
    format!("{} {}, {}{category}: {} → {}{change} {}", key.id, key.period, key.area, one.old, one.new, one.unit)
}

fn statistic(text: &mut String, one: &StatisticChange) {
    let _ = writeln!(text, "{}", in_line(one));
    let causes = |causes: &[Cause]| causes.iter().copied().map(Cause::words).collect::<Vec<_>>().join(" and ");
    for part in &one.parts {
        let _ = writeln!(text, "    {}: {}", causes(&part.causes), part.change);
    }
    if !one.made_by.is_empty() {
        let _ = writeln!(text, "    made by {}", causes(&one.made_by));
    }
}

fn fact(text: &mut String, one: &FactChange) {
    let shown = |words: &Option<String>| words.clone().unwrap_or_else(|| "(not printed)".to_owned());
    let _ = writeln!(text, "{}: {} → {}", one.id, shown(&one.old), shown(&one.new));
    for (mark, sentences) in [("-", &one.old_sentences), ("+", &one.new_sentences)] {
        for sentence in sentences {
            let _ = writeln!(text, "    {mark} {sentence}");
        }
    }
}
