//! Numbers that a text types itself, by whatever road its syntax shows: as words, as code, as a string, as the mark of a list.
//!
//! In: a node of a section's syntax. Out: the numbers that it puts on the page, with where they begin. Years may be typed. What only
//! running the text tells, such as the steps of a loop, is found in the finished pages.

use typst::syntax::ast;
use typst::syntax::{LinkedNode, SyntaxKind};

use super::bindings::typed_numbers;

/// What is given a name or an address, or steps that nobody reads.
const NAMING: [&str; 15] = [
    "chart",
    "data-table",
    "fig",
    "image",
    "label",
    "link",
    "lit",
    "n",
    "range",
    "ref",
    "regex",
    "synthetic-mark",
    "tab",
    "table-if-made",
    "table-if-short",
];

/// Numbers of a node, with their offsets in the file.
pub(super) fn numbers(node: &LinkedNode<'_>) -> Vec<(usize, String)> {
    let whole = || vec![(node.offset(), node.leaf_text().to_string())];
    match node.kind() {
        SyntaxKind::Text | SyntaxKind::MathText | SyntaxKind::RawTrimmed => of_words(node.leaf_text(), node.offset()),
        SyntaxKind::EnumMarker => whole(),
        SyntaxKind::Escape => match node.cast::<ast::Escape<'_>>() {
            Some(escape) if escape.get().is_numeric() => whole(),
            _ => Vec::new(),
        },
        SyntaxKind::Int | SyntaxKind::Float | SyntaxKind::Numeric if is_shown(node) => whole(),
        SyntaxKind::Str if is_shown(node) => match node.cast::<ast::Str<'_>>() {
            Some(words) if !of_words(&words.get(), 0).is_empty() => whole(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Numbers of a text, those of other scripts, fractions and raised digits among them.
fn of_words(words: &str, offset: usize) -> Vec<(usize, String)> {
    let mut found: Vec<_> = typed_numbers(words).map(|(at, number)| (offset + at, number.to_owned())).collect();
    let other = words.char_indices().filter(|(_, letter)| letter.is_numeric() && !letter.is_ascii_digit());
    found.extend(other.map(|(at, letter)| (offset + at, letter.to_string())));
    found
}

/// Whether a value of code can come to stand on the page: it is no name, no measure and no setting.
fn is_shown(value: &LinkedNode<'_>) -> bool {
    let is_words = value.kind() == SyntaxKind::Str;
    let is_measure = value.kind() == SyntaxKind::Numeric;
    let mut above = value.parent();
    while let Some(node) = above {
        match node.kind() {
            SyntaxKind::Markup | SyntaxKind::ContentBlock => return true,
            SyntaxKind::Named if !is_words && node.parent_kind() == Some(SyntaxKind::Args) => return false,
            SyntaxKind::SetRule | SyntaxKind::ShowRule | SyntaxKind::ModuleImport | SyntaxKind::ModuleInclude => {
                return false;
            }
            SyntaxKind::FuncCall if is_measure || is_naming(node) => return false,
            _ => above = node.parent(),
        }
    }
    true
}

fn is_naming(node: &LinkedNode<'_>) -> bool {
    let callee = node.cast::<ast::FuncCall<'_>>().map(|call| call.callee());
    matches!(callee, Some(ast::Expr::Ident(name)) if NAMING.contains(&name.as_str()))
}
