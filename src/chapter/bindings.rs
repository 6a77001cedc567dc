//! Ties the text to the numbers: every `#n("…")`, `#chart("…")` and `#data-table("…")` must name something that exists,
//! and no digit may stand in the prose that is not bound to a statistic.
//!
//! In: the sections of an edition and the identifiers that exist. Out: faults with file, line and the nearest name.

use std::collections::{BTreeMap, BTreeSet};

use typst::syntax::ast::{self, AstNode};
use typst::syntax::{LinkedNode, Source, SyntaxKind};

use super::facts::Facts;
use super::figures::Figure;
use super::tables::DataTable;
use super::{refused, typed};
use crate::fault::{Fault, Place, nearest};

/// What the text may refer to.
#[derive(Debug, Default)]
pub struct Known {
    /// Identifiers of facts, for `#n`.
    pub facts: BTreeSet<String>,
    /// Identifiers of figures, for `#chart` and `#fig`.
    pub figures: BTreeSet<String>,
    /// Identifiers of tables, for `#data-table` and `#tab`.
    pub tables: BTreeSet<String>,
}

impl Known {
    pub(super) fn of(facts: &Facts, figures: &[Figure], tables: &[DataTable]) -> Self {
        let ids = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
        Self {
            facts: ids(facts.ids().collect()),
            figures: ids(figures.iter().map(Figure::id).collect()),
            tables: ids(tables.iter().map(DataTable::id).collect()),
        }
    }
}

/// What the text referred to.
#[derive(Clone, Debug, Default)]
pub struct Used {
    /// Facts that stand in the text, on the page and in the document.
    pub facts: BTreeSet<String>,
    /// Facts that stand in a part of it that the page alone has.
    pub page_facts: BTreeSet<String>,
    /// Figures shown.
    pub figures: BTreeSet<String>,
    /// Tables shown.
    pub tables: BTreeSet<String>,
    /// Figures and tables that stand in the text, and are not only spoken of.
    pub shown: BTreeSet<String>,
    /// Whether the key judgements stand in it.
    pub judgements: bool,
    /// Where each fact, figure and table is named.
    pub places: BTreeMap<String, Vec<Place>>,
}

/// Checks one section.
pub fn check(file: &str, text: &str, known: &Known, used: &mut Used, faults: &mut Vec<Fault>) {
    let source = Source::detached(text);
    let before = faults.len();
    let mut walk = Walk { file, text, known, used, faults, page_only: false, broken: None };
    walk.visit(&LinkedNode::new(source.root()), 0);
    let broken = walk.broken;
    // What follows a place that is no Typst is read as something that nobody wrote.
    if let Some(fault) = broken.filter(|_| !faults.iter().skip(before).any(|fault| fault.id == "chapter-too-large")) {
        faults.truncate(before);
        faults.push(fault);
    }
}

/// Parts of a text that may stand in one another.
const DEEPEST: usize = 500;

struct Walk<'a> {
    file: &'a str,
    text: &'a str,
    known: &'a Known,
    used: &'a mut Used,
    faults: &'a mut Vec<Fault>,
    /// Whether the page alone has this part.
    page_only: bool,
    /// The first place that is no Typst.
    broken: Option<Fault>,
}

impl Walk<'_> {
    fn visit(&mut self, node: &LinkedNode<'_>, depth: usize) {
        if depth > DEEPEST {
            let place = Place::offset(self.file, self.text, node.offset());
            let what = format!("parts of the text stand in one another more than {DEEPEST} deep");
            self.faults.push(Fault::new("chapter-too-large", place, what, "write it in a simpler way"));
            return;
        }
        if let Some((what, remedy)) = refused::construct(node) {
            let place = Place::offset(self.file, self.text, node.offset());
            self.faults.push(Fault::new("chapter-invalid", place, what, remedy));
        }
        match node.kind() {
            SyntaxKind::FuncCall => self.call(node),
            SyntaxKind::Error if self.broken.is_none() => self.broken = Some(self.broken_at(node)),
            _ => self.typed(node),
        }
        let outside = self.page_only;
        self.page_only |= is_page_only(node);
        for child in node.children() {
            self.visit(&child, depth + 1);
        }
        self.page_only = outside;
    }

    fn call(&mut self, node: &LinkedNode<'_>) {
        let Some(call) = node.cast::<ast::FuncCall<'_>>() else { return };
        let ast::Expr::Ident(name) = call.callee() else { return };
        let (known, used, kind, id) = match name.as_str() {
            "n" | "synthetic-mark" => {
                let used = if self.page_only { &mut self.used.page_facts } else { &mut self.used.facts };
                (&self.known.facts, used, "statistic", "statistic-unknown")
            }
            "chart" | "fig" => (&self.known.figures, &mut self.used.figures, "figure", "figure-unknown"),
            "data-table" | "tab" => (&self.known.tables, &mut self.used.tables, "table", "table-unknown"),
            "judgements" => {
                self.used.judgements = true;
                return;
            }
            _ => return,
        };
        let literal = call.args().items().find_map(|argument| match argument {
            ast::Arg::Pos(ast::Expr::Str(text)) => Some(text),
            _ => None,
        });
        let place = Place::offset(self.file, self.text, node.offset());
        let Some(literal) = literal else {
            // A computed identifier could not be checked before the build, nor traced after it.
            self.faults.push(Fault::new(
                id,
                place,
                format!("`#{}` is called without the name of a {kind}", name.as_str()),
                format!("write the name out: #{}(\"…\")", name.as_str()),
            ));
            return;
        };
        let wanted = literal.get();
        let place = match node.find(literal.span()) {
            Some(found) => Place::offset(self.file, self.text, found.offset()),
            None => place,
        };
        if known.contains(wanted.as_str()) {
            if matches!(name.as_str(), "chart" | "data-table") {
                self.used.shown.insert(wanted.to_string());
            }
            used.insert(wanted.to_string());
            self.used.places.entry(wanted.to_string()).or_default().push(place);
            return;
        }
        // There are hundreds of statistics, but few figures and tables.
        let all = match kind {
            "statistic" => "`assess facts` lists them all".to_owned(),
            _ => format!("the {kind}s are {}", known.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
        };
        let remedy = match nearest(&wanted, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`? {all}"),
            None => all,
        };
        self.faults.push(Fault::new(id, place, format!("there is no {kind} `{wanted}`"), remedy));
    }

    fn typed(&mut self, node: &LinkedNode<'_>) {
        for (at, number) in typed::numbers(node) {
            self.faults.push(Fault::new(
                "number-unbound",
                Place::offset(self.file, self.text, at),
                format!("the number `{number}` is typed into the text"),
                format!("bind it to a statistic with #n(\"…\"); if it is part of a name, write #lit(\"{number}\")"),
            ));
        }
    }

    fn broken_at(&self, node: &LinkedNode<'_>) -> Fault {
        let (errors, _) = node.errors_and_warnings();
        let said = errors.first();
        let what = said.map_or_else(|| "the text is no Typst here".to_owned(), |error| error.message.to_string());
        let hints: Vec<String> = said.iter().flat_map(|error| &error.hints).map(|hint| hint.v.to_string()).collect();
        let remedy = if hints.is_empty() { "mend the text at this place".to_owned() } else { hints.join("; ") };
        Fault::new("chapter-invalid", Place::offset(self.file, self.text, node.offset()), what, remedy)
    }
}

/// Whether a node is the call of what the page alone has.
fn is_page_only(node: &LinkedNode<'_>) -> bool {
    let callee = node.cast::<ast::FuncCall<'_>>().map(|call| call.callee());
    matches!(callee, Some(ast::Expr::Ident(name)) if name.as_str() == "web-only")
}

/// Numbers in a text that are not years, with their byte offsets.
pub(super) fn typed_numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    numbers(text).filter(|(_, number)| !is_year(number))
}

/// Years in a text, with their byte offsets.
pub(super) fn years(text: &str) -> impl Iterator<Item = (usize, &str)> {
    numbers(text).filter(|(_, number)| is_year(number))
}

fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let part_of_number = |c: char| c.is_ascii_digit() || matches!(c, '/' | ',' | '.' | '–');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(|c: char| c.is_ascii_digit())?;
        let rest = text.get(start..)?;
        let length = rest.find(|c: char| !part_of_number(c)).unwrap_or(rest.len());
        at = start + length;
        Some((start, rest.get(..length)?.trim_end_matches(['.', ',', '/', '–'])))
    })
}

/// A calendar year, 2024, or a financial year, 2024/25: they name periods and may stand bare.
pub(super) fn is_year(text: &str) -> bool {
    let (year, rest) = text.split_at_checked(4).unwrap_or((text, ""));
    let plausible = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    plausible
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && (rest.is_empty() || text.parse::<crate::period::FinancialYear>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<Fault> {
        let known = Known { facts: BTreeSet::from(["offence-71.count.2024-25".to_owned()]), ..Known::default() };
        let mut faults = Vec::new();
        check("section.typ", text, &known, &mut Used::default(), &mut faults);
        faults
    }

    #[test]
    fn a_known_statistic_passes() {
        assert_eq!(
            faults("Forces recorded #n(\"offence-71.count.2024-25\") offences in 2024/25, more than in 2023."),
            []
        );
    }

    #[test]
    fn an_unknown_statistic_is_named_with_its_place_and_its_neighbour() {
        let found = faults("One.\n\nForces recorded #n(\"offence-71.count.2024-52\") offences.");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place.to_string(), "section.typ:3:20");
        assert!(found[0].remedy.contains("offence-71.count.2024-25"), "{}", found[0].remedy);
    }

    #[test]
    fn a_typed_number_is_refused_and_a_year_is_not() {
        let found = faults("Forces recorded 962 offences in 2024/25.\nAbout 3.5 per cent.");
        let numbers: Vec<_> = found.iter().map(|fault| fault.place.to_string()).collect();
        assert_eq!(numbers, ["section.typ:1:17", "section.typ:2:7"]);
    }

    #[test]
    fn a_computed_name_is_refused() {
        assert_eq!(faults("#let id = \"a\"\n#n(id)").len(), 1);
    }
}
