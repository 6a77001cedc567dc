//! The reviewer's transcript, `docs/review.md`: its commands are run, and say what stands there.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::project::{Project, repository};

const PAGE: &str = "docs/review.md";

/// What a command was, and what it said.
struct Said {
    command: String,
    lines: Vec<String>,
}

/// The commands of the page's consoles, in order.
fn transcript(page: &str) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    let mut within = false;
    for line in page.lines() {
        match (within, line) {
            (false, "```console") => within = true,
            (true, "```") => within = false,
            (true, line) => match (line.strip_prefix("$ "), said.last_mut()) {
                (Some(command), _) => said.push(Said { command: command.to_owned(), lines: Vec::new() }),
                (None, Some(last)) => last.lines.push(line.to_owned()),
                (None, None) => panic!("{line} is said by no command"),
            },
            (false, _) => {}
        }
    }
    said
}

/// Whether lines are as the page has them: a line of `…` stands for any number of lines, and `…` in a line for any words.
fn is_as(expected: &[String], found: &[&str]) -> bool {
    match expected.split_first() {
        None => found.is_empty(),
        Some((first, rest)) if first.trim() == "…" => (0..=found.len()).any(|from| is_as(rest, &found[from..])),
        Some((first, rest)) => {
            found.split_first().is_some_and(|(line, others)| fits(first, line) && is_as(rest, others))
        }
    }
}

fn fits(expected: &str, line: &str) -> bool {
    let mut parts = expected.split('…');
    let Some(mut left) = parts.next().and_then(|first| line.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (number, part) in parts.iter().enumerate() {
        let found =
            if number + 1 == parts.len() { left.ends_with(part).then_some(left.len()) } else { left.find(part) };
        let Some(at) = found else { return false };
        left = left.get((at + part.len()).min(left.len())..).unwrap_or_default();
    }
    !parts.is_empty() || left.is_empty()
}

#[test]
fn the_transcript_is_what_the_commands_say() {
    let page = fs::read_to_string(repository().join(PAGE)).unwrap();
    let project = Project::copy();
    let program = Path::new(env!("CARGO_BIN_EXE_assess")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let said = transcript(&page);
    assert!(said.len() >= 5, "{}", said.len());
    for Said { command, lines } in said {
        let output = Command::new("sh").arg("-c").arg(&command).current_dir(project.root()).env("PATH", &path).output();
        let output = output.unwrap();
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        let found: Vec<&str> = text.lines().collect();
        let shown = found.iter().take(60).copied().collect::<Vec<_>>().join("\n");
        assert!(is_as(&lines, &found), "`{command}` says\n{shown}");
    }
}

#[test]
fn an_ellipsis_stands_for_words_and_a_line_of_it_for_lines() {
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    assert!(is_as(&lines("a\n…\nz"), &["a", "b", "c", "z"]) && is_as(&lines("a\n…"), &["a"]));
    assert!(!is_as(&lines("a\n…\nz"), &["a", "b"]) && !is_as(&lines("a"), &["a", "b"]) && !is_as(&lines("a"), &[]));
    assert!(fits("its hash is …, so", "its hash is 12ab, so") && !fits("its hash is …, so", "its hash is 12ab"));
    assert!(
        fits("…: 962", "words: 962")
            && !fits("…: 962", "words: 963")
            && fits("same", "same")
            && !fits("same", "same more")
    );
}
