//! The sentences of a section as a reader meets them: facts in their present words, quotations and markup left out.
//!
//! In: Typst's syntax tree of a section. Out: sentences, each with the facts it binds and, for every position, where in the file it was
//! written.

use typst::syntax::ast;
use typst::syntax::{LinkedNode, Source, SyntaxKind};

use crate::chapter::facts::Facts;

/// What stands for a reference or a quotation: no letter, and no end of a sentence.
pub(super) const MARK: char = '\u{fffc}';

/// A sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Sentence {
    /// As a reader meets it.
    pub(super) words: String,
    /// As it was typed: what the facts say is blank, so that positions agree with `words`.
    pub(super) typed: String,
    /// The facts in it: where, and by which name.
    pub(super) facts: Vec<(usize, String)>,
    /// Those that are marked as synthetic in it.
    pub(super) marked: Vec<String>,
    /// Whether a notice in its section says that all of it is synthetic.
    pub(super) noticed: bool,
    /// Where facts stand in it: from and to.
    spans: Vec<(usize, usize)>,
    /// Where parts of it were written: from a position in it on, at an offset in the file.
    written: Vec<(usize, usize)>,
}

impl Sentence {
    /// The offset in the file of a position.
    pub(super) fn origin(&self, at: usize) -> usize {
        let part = self.written.iter().rev().find(|(from, _)| *from <= at).or(self.written.first());
        part.map_or(0, |(from, offset)| offset + at.saturating_sub(*from))
    }

    /// Whether a position lies in what a fact says.
    pub(super) fn is_in_fact(&self, at: usize) -> bool {
        self.spans.iter().any(|(from, to)| (*from..*to).contains(&at))
    }

    /// Where its first word begins.
    pub(super) fn start(&self) -> usize {
        self.words.find(|letter: char| letter.is_alphanumeric()).unwrap_or_default()
    }

    fn push(&mut self, words: &str, offset: usize, is_fact: bool) {
        self.written.push((self.words.len(), offset));
        self.words.push_str(words);
        if is_fact {
            self.typed.extend(std::iter::repeat_n(' ', words.len()));
            // Whatever a fact says, its place in the file is that of its name.
            self.written.push((self.words.len(), offset));
        } else {
            self.typed.push_str(words);
        }
    }
}

/// The sentences of a text, in order.
pub(super) fn sentences(text: &str, facts: &Facts) -> Vec<Sentence> {
    let source = Source::detached(text);
    let mut walk = Walk { facts, blocks: Vec::new(), block: Sentence::default(), quoted: false };
    walk.visit(&LinkedNode::new(source.root()));
    walk.flush();
    let noticed = text.contains("#synthetic-notice[");
    walk.blocks.iter().flat_map(split).map(|sentence| Sentence { noticed, ..sentence }).collect()
}

struct Walk<'a> {
    facts: &'a Facts,
    blocks: Vec<Sentence>,
    block: Sentence,
    quoted: bool,
}

impl Walk<'_> {
    fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        self.quoted = false;
        if block.words.chars().any(char::is_alphabetic) {
            self.blocks.push(block);
        }
    }

    fn visit(&mut self, node: &LinkedNode<'_>) {
        match node.kind() {
            SyntaxKind::Text | SyntaxKind::Escape | SyntaxKind::Shorthand => self.text(node.leaf_text(), node.offset()),
            SyntaxKind::Space | SyntaxKind::Linebreak => self.block.push(" ", node.offset(), false),
            SyntaxKind::SmartQuote if node.leaf_text() == "\"" => {
                self.quoted = !self.quoted;
                self.block.push(&MARK.to_string(), node.offset(), false);
            }
            SyntaxKind::SmartQuote => self.block.push("’", node.offset(), false),
            SyntaxKind::Parbreak => self.flush(),
            SyntaxKind::FuncCall => self.call(node),
            SyntaxKind::ModuleImport | SyntaxKind::ModuleInclude | SyntaxKind::ShowRule | SyntaxKind::SetRule => {}
            SyntaxKind::LineComment | SyntaxKind::BlockComment => {}
            SyntaxKind::Heading | SyntaxKind::ListItem | SyntaxKind::EnumItem | SyntaxKind::TermItem => {
                self.flush();
                self.children(node);
                self.flush();
            }
            _ => self.children(node),
        }
    }

    fn children(&mut self, node: &LinkedNode<'_>) {
        for child in node.children() {
            self.visit(&child);
        }
    }

    /// Words in quotation marks are another's.
    fn text(&mut self, words: &str, offset: usize) {
        for (at, letter) in words.char_indices() {
            match letter {
                '“' => self.quoted = true,
                '”' => {
                    self.quoted = false;
                    self.block.push(&MARK.to_string(), offset + at, false);
                }
                _ if self.quoted => {}
                letter => self.block.push(letter.encode_utf8(&mut [0; 4]), offset + at, false),
            }
        }
    }

    fn call(&mut self, node: &LinkedNode<'_>) {
        let Some(call) = node.cast::<ast::FuncCall<'_>>() else { return };
        let ast::Expr::Ident(name) = call.callee() else { return self.apart(node) };
        let literal = call.args().items().find_map(|argument| match argument {
            ast::Arg::Pos(ast::Expr::Str(text)) => Some(text.get()),
            _ => None,
        });
        match (name.as_str(), literal) {
            ("n", Some(id)) => {
                let words = self.facts.get(&id).map_or_else(|| MARK.to_string(), |fact| fact.text.clone());
                let from = self.block.words.len();
                self.block.facts.push((from, id.to_string()));
                self.block.spans.push((from, from + words.len()));
                let is_mark =
                    |argument| matches!(argument, ast::Arg::Named(named) if named.name().as_str() == "marked");
                if call.args().items().any(is_mark) {
                    self.block.marked.push(id.to_string());
                }
                self.block.push(&words, node.offset(), true);
            }
            ("synthetic-mark", Some(id)) => {
                self.block.marked.push(id.to_string());
                self.block.push(&MARK.to_string(), node.offset(), true);
            }
            ("lit", Some(words)) => self.block.push(&words, node.offset(), true),
            ("fig" | "tab", Some(_)) => self.block.push(&MARK.to_string(), node.offset(), true),
            _ => self.apart(node),
        }
    }

    /// What a component is given stands by itself.
    fn apart(&mut self, node: &LinkedNode<'_>) {
        self.flush();
        for child in node.children().filter(|child| child.kind() == SyntaxKind::Args) {
            for content in child.children() {
                self.blocks_in(&content);
            }
        }
        self.flush();
    }

    fn blocks_in(&mut self, node: &LinkedNode<'_>) {
        match node.kind() {
            SyntaxKind::ContentBlock => {
                self.children(node);
                self.flush();
            }
            SyntaxKind::Named => node.children().for_each(|child| self.blocks_in(&child)),
            _ => {}
        }
    }
}

/// A block in sentences. A full stop between digits or before a small letter ends none.
fn split(block: &Sentence) -> Vec<Sentence> {
    let mut ends = Vec::new();
    let letters: Vec<(usize, char)> = block.words.char_indices().collect();
    for (index, (at, letter)) in letters.iter().enumerate() {
        let next = letters.iter().skip(index + 1).map(|(_, letter)| *letter).find(|letter| *letter != MARK);
        let follows = letters.iter().skip(index + 1).map(|(_, letter)| *letter).find(|letter| letter.is_alphanumeric());
        if matches!(letter, '.' | '?' | '!')
            && next.is_none_or(char::is_whitespace)
            && follows.is_none_or(|letter| !letter.is_lowercase())
        {
            ends.push(at + letter.len_utf8());
        }
    }
    ends.push(block.words.len());
    let mut start = 0;
    let mut sentences = Vec::new();
    for end in ends {
        let (Some(words), Some(typed)) = (block.words.get(start..end), block.typed.get(start..end)) else { continue };
        if words.chars().any(char::is_alphabetic) {
            sentences.push(Sentence {
                words: words.to_owned(),
                typed: typed.to_owned(),
                // From the start of the sentence on, as its words are.
                facts: block
                    .facts
                    .iter()
                    .filter(|(at, _)| (start..end).contains(at))
                    .map(|(at, id)| (at - start, id.clone()))
                    .collect(),
                marked: block.marked.clone(),
                noticed: false,
                spans: block
                    .spans
                    .iter()
                    .filter(|(from, to)| *to > start && *from < end)
                    .map(|(from, to)| (from.saturating_sub(start), to - start))
                    .collect(),
                written: moved(block, start),
            });
        }
        start = end;
    }
    sentences
}

/// Where the parts of a block were written, seen from a position in it.
fn moved(block: &Sentence, start: usize) -> Vec<(usize, usize)> {
    let first = (0, block.origin(start));
    let later = block.written.iter().filter(|(from, _)| *from > start).map(|(from, offset)| (from - start, *offset));
    std::iter::once(first).chain(later).collect()
}
