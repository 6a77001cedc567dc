//! Holds docs/extending.md to the code that is tried: each line of Rust in a section must stand in the file of its trial.

const RECIPES: &str = include_str!("../docs/extending.md");

/// Checks the blocks of Rust of a section against the code of its trial.
pub(crate) fn quoted(section: &str, code: &str) {
    let heading = format!("\n## {section}\n");
    let after = RECIPES.split_once(&heading).map(|(_, after)| after).unwrap_or_default();
    let section = after.split("\n## ").next().unwrap_or_default();
    let blocks: Vec<&str> = section.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!blocks.is_empty(), "the section{heading}of docs/extending.md quotes no Rust");
    for block in blocks {
        assert!(code.contains(block.trim_end()), "docs/extending.md quotes what is not tried:\n{block}");
    }
}
