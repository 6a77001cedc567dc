//! Which part of the text takes too much: sections are typeset alone, and of the one that still takes too much ever shorter beginnings.
//!
//! In: a job that did not come to its end. Out: a place. A dozen short runs at most, each with the ceiling of a part.

use std::path::Path;

use typst::syntax::{LinkedNode, Source, SyntaxKind};

use super::Job;
use super::apart::{Run, run};
use crate::fault::{Failure, Place};

/// Where the text takes too much. The file that was read last is the first to be tried.
pub(super) fn place(program: &Path, job: &Job, reading: Option<&str>) -> Result<Place, Failure> {
    let over = |section: &str, text: &str| -> Result<bool, Failure> {
        let mut part = Job { limits: job.limits.of_part(), ..job.clone() };
        for (path, _) in job.sections() {
            let kept = if path == section { text } else { "" };
            part.files.insert(path.to_owned(), kept.to_owned());
        }
        Ok(matches!(run(program, &part)?, Run::Over(..)))
    };
    let mut sections: Vec<(&str, &str)> = job.sections().collect();
    sections.sort_by_key(|(path, _)| Some(*path) != reading);
    for (path, text) in sections {
        if over(path, text)? {
            let beginnings = beginnings(text);
            let (mut least, mut most) = (0, beginnings.len().saturating_sub(1));
            while least < most {
                let middle = usize::midpoint(least, most);
                let end = beginnings.get(middle).map_or(0, |part| part.1);
                if over(path, text.get(..end).unwrap_or(text))? { most = middle } else { least = middle + 1 }
            }
            let start = beginnings.get(least).map_or(0, |part| part.0);
            return Ok(Place::offset(path, text, start));
        }
    }
    Ok(job.place())
}

/// Parts of a section that can be its last: start and end.
fn beginnings(text: &str) -> Vec<(usize, usize)> {
    let source = Source::detached(text);
    let root = LinkedNode::new(source.root());
    let blank =
        [SyntaxKind::Space, SyntaxKind::Parbreak, SyntaxKind::LineComment, SyntaxKind::BlockComment, SyntaxKind::Hash];
    root.children().filter(|part| !blank.contains(&part.kind())).map(|part| (part.offset(), part.range().end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_a_section_end_where_its_parts_do() {
        let text = "= One\n\nWords #n(\"x\").\n\n#while true {}\n";
        let ends: Vec<&str> = beginnings(text).into_iter().map(|(_, end)| &text[..end]).collect();
        assert!(ends.contains(&"= One") && ends.contains(&"= One\n\nWords #n(\"x\")"), "{ends:?}");
        assert!(ends.last().is_some_and(|end| end.ends_with("{}")), "{ends:?}");
    }
}
