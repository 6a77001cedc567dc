//! What the text may not do: Typst is a language, and a chapter is prose, components of the theme and what little markup they need.
//!
//! In: a node of a section's syntax. Out: what is wrong with it and how to mend it. Whatever gets by this is found in the finished
//! pages or stopped by the ceilings; here it is told at its place, before anything is typeset.

use typst::syntax::ast;
use typst::syntax::{LinkedNode, SyntaxKind};

/// The one file that a text takes from.
const TEMPLATE: &str = "/report/theme/chapter.typ";

/// The rules that a text may be put under.
const RULES: [&str; 2] = ["chapter", "annexes"];

/// What only the theme sets.
const SET: [&str; 2] = ["page", "document"];

/// What makes text of strings, or marks that pages are checked by.
const NAMES: [&str; 4] = ["eval", "metadata", "plugin", "std"];

/// What reads files.
const READERS: [&str; 8] = ["cbor", "csv", "json", "read", "toml", "xml", "yaml", "bibliography"];

/// Labels that pages are checked by.
const LABELS: [&str; 2] = ["bound", "synthetic"];

/// Steps of a loop: nothing in a chapter comes so often.
const MOST: i64 = 10_000;

/// What is wrong with a node, and the remedy.
pub(super) fn construct(node: &LinkedNode<'_>) -> Option<(String, String)> {
    let (what, remedy) = match node.kind() {
        SyntaxKind::WhileLoop => ("a `while` loop has no place in the text".to_owned(), LISTS),
        SyntaxKind::ShowRule => (show(node.cast()?)?, RULES_OF_THEME),
        SyntaxKind::SetRule => (set(node.cast()?)?, RULES_OF_THEME),
        SyntaxKind::ModuleInclude => {
            ("the text takes in another file".to_owned(), "name it among the sections of a [[layout]] of edition.toml")
        }
        SyntaxKind::ModuleImport => (import(node.cast()?)?, "import \"/report/theme/chapter.typ\" and nothing else"),
        SyntaxKind::Label => (label(node.cast()?)?, "choose another name"),
        SyntaxKind::Ident => name(node)?,
        SyntaxKind::FuncCall => (call(node.cast()?)?, LISTS),
        _ => return None,
    };
    Some((what, remedy.to_owned()))
}

const LISTS: &str = "write what is to be said, or show a table of the data with #data-table(\"…\")";
const RULES_OF_THEME: &str = "take it out: how the chapter looks and what stands on its pages is in report/theme";

fn show(rule: ast::ShowRule<'_>) -> Option<String> {
    let of_theme = matches!(rule.transform(), ast::Expr::Ident(name) if RULES.contains(&name.as_str()));
    (rule.selector().is_some() || !of_theme)
        .then(|| "a `show` rule in the text could change or hide what the theme shows".to_owned())
}

fn set(rule: ast::SetRule<'_>) -> Option<String> {
    match rule.target() {
        ast::Expr::Ident(name) if SET.contains(&name.as_str()) => {
            Some(format!("`set {}` in the text could take away the head of its pages", name.as_str()))
        }
        _ => None,
    }
}

fn import(import: ast::ModuleImport<'_>) -> Option<String> {
    let of_template = matches!(import.source(), ast::Expr::Str(path) if path.get() == TEMPLATE);
    (!of_template).then(|| "the text takes from another file than the template".to_owned())
}

fn label(label: ast::Label<'_>) -> Option<String> {
    LABELS.contains(&label.get()).then(|| format!("the label `<{}>` is the theme’s own", label.get()))
}

fn name(node: &LinkedNode<'_>) -> Option<(String, &'static str)> {
    let name = node.leaf_text().as_str();
    let called = node.parent_kind() == Some(SyntaxKind::FuncCall) && node.index() == 0;
    let imported = matches!(node.parent_kind(), Some(SyntaxKind::ImportItemPath | SyntaxKind::ImportItems));
    if NAMES.contains(&name) {
        return Some((format!("`{name}` has no place in the text"), LISTS));
    }
    if called && READERS.contains(&name) {
        return Some((format!("`{name}` reads a file, and the text has its data from the edition"), LISTS));
    }
    (name == "lit" && !called && !imported).then(|| {
        ("`lit` stands for itself, and under no other name".to_owned(), "write #lit(\"…\") where the digits stand")
    })
}

fn call(call: ast::FuncCall<'_>) -> Option<String> {
    let ast::Expr::Ident(name) = call.callee() else { return None };
    let given: Vec<ast::Expr<'_>> = call
        .args()
        .items()
        .filter_map(|argument| match argument {
            ast::Arg::Pos(value) => Some(value),
            _ => None,
        })
        .collect();
    match name.as_str() {
        "lit" if !matches!(given.as_slice(), [ast::Expr::Str(_)]) => {
            Some("`#lit` is called with something else than digits in quotation marks".to_owned())
        }
        "range" if given.iter().any(|value| matches!(value, ast::Expr::Int(steps) if steps.get() > MOST)) => {
            Some(format!("`range` over more than {MOST} steps has no place in the text"))
        }
        _ => None,
    }
}
