//! What takes something away from the pages, or puts a number on them that is bound to nothing, by whatever road: found in the finished
//! chapter, with its place.

use assess::chapter::bindings::{self, Known, Used};
use assess::fault::Fault;

use super::Tally;
use super::small::{BEFORE, FIRST, LIMITS, here, job, typeset};

/// Roads of a typed number to the page. Each shows `98` or a part of it.
const NUMBERS: &[&str] = &[
    "#987654",
    "#text(\"98\")",
    "#let x = \"98\"\n#x",
    "\\u{39}\\u{38}",
    "#numbering(\"1\", 98)",
    "+ one\n+ two",
    "#str(98)",
    "#(\"9\" + \"8\")",
    "#show regex(\"one\"): \"98\"\none more",
    "#eval(\"98\")",
    "#eval(\"[98]\")",
    "#table[98]",
    "#table(\"98\")",
    "#emph(\"98\")",
    "#footnote[98]",
    "#heading(\"98\")",
    "#unnumbered(\"98\")",
    "#lead-in(\"98\")",
    "#key-points(\"98\")",
    "#key-points[- 98]",
    "#synthetic-notice(\"98\")",
    "#can-and-cannot(can: \"98\", cannot: [98])",
    "#repr(98)",
    "#(98)",
    "#context counter(page).display()",
    "#super(\"98\")",
    "#super[98]",
    "98²",
    "٩٨",
    "½",
    "`98`",
    "#raw(\"98\")",
    "#link(\"https://example.org/98\")",
    "#datetime(year: 2024, month: 9, day: 8).display()",
    "#rotate(10deg)[\"98\"]",
    "#outline()",
    "#list(\"98\")",
    "#quote(\"98\")",
    "#stack(\"9\", \"8\")",
    "#grid(\"98\")",
    "#place(\"98\")",
    "#align(center, \"98\")",
    "#[98]",
    "#{98}",
    "#if true [98]",
    "#for i in range(3) [#i]",
    "#\"98\".clusters().join(\"\")",
    "#sys.version",
    "#calc.pi",
    "#1.5",
    "#50%",
    "#(a: 98)",
    "#n(\"real\")9",
    "9#n(\"real\")",
    "#n(\"real\")#h(-20pt)9",
    "#smallcaps(\"98\")",
    "#strong[9]#emph[8]",
    "#n(\"real\").children",
    "#metadata(\"fact real\")<bound>98#metadata(\"end\")<bound>",
    "#metadata(\"fact made-up\")<bound>98#metadata(\"end\")<bound>",
];

/// What hides, changes or covers what must be said, and what is then told.
const HIDDEN: &[(&str, &str)] = &[
    ("#show regex(\"synthetic\"): none\n#n(\"made-up\", marked: true)", "that the statistic `made-up` is synthetic"),
    (
        "#show regex(\"(?i)synthetic\"): none\n#n(\"made-up\", marked: true)",
        "that the statistic `made-up` is synthetic",
    ),
    ("#show regex(\"[0-9]\"): none\n#n(\"real\")", "does not say the statistic `real` as it must"),
    ("#show \",\": none\n#n(\"real\")", "does not say the statistic `real` as it must"),
    ("#hide[#n(\"real\")]", "does not say the statistic `real` as it must"),
    ("#box(width: 0pt, clip: true)[#n(\"real\")]", "hides, covers or cuts off the statistic `real`"),
    ("#set text(fill: white)\n#n(\"real\")", "hides, covers or cuts off the statistic `real`"),
    ("#set text(size: 1pt)\n#n(\"real\")", "hides, covers or cuts off the statistic `real`"),
    ("#set text(fill: gray.transparentize(90%))\n#n(\"real\")", "hides, covers or cuts off the statistic `real`"),
    ("#place(dx: 900pt)[#n(\"real\")]", "hides, covers or cuts off the statistic `real`"),
    ("#scale(10%)[#n(\"real\")]", "hides, covers or cuts off the statistic `real`"),
    ("#pagebreak()\n#set page(header: none)\nWords.", "does not say its marking, OFFICIAL, at head and foot"),
    ("#pagebreak()\n#set page(footer: none)\nWords.", "does not say its marking, OFFICIAL, at head and foot"),
    (
        "#pagebreak()\n#set page(header: none)\n#n(\"made-up\")",
        "does not say “SYNTHETIC DATA – invented for demonstration”",
    ),
    (
        "#set page(foreground: rect(width: 100%, height: 100%, fill: white))\nWords.",
        "does not say its marking, OFFICIAL, at head and foot",
    ),
    ("#place(top, dy: -90pt, rect(width: 100%, height: 80pt, fill: white))", "does not say its marking, OFFICIAL"),
    (
        "#place(top, dy: -50pt, rect(width: 100%, height: 40pt, fill: white))",
        "does not say “SYNTHETIC DATA – invented for demonstration”",
    ),
    ("#place(top, dy: -60pt, line(length: 100%, stroke: 100pt + white))", "does not say its marking, OFFICIAL"),
    ("#place(top, dy: -60pt, text(size: 60pt, fill: white)[MMMMMMM])", "does not say"),
    ("#set page(margin: (top: -100pt))\nWords.", "does not say its marking, OFFICIAL, at head and foot"),
    ("#set page(fill: black)\nWords.", "does not say its marking, OFFICIAL, at head and foot"),
    ("#set document(title: \"Other\")", "has not the title of the edition"),
    (
        "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), alt: \"x\")",
        "has a picture that is none of the edition’s figures",
    ),
];

/// What may stand in a text.
const FINE: &[&str] = &[
    "In 2024/25 and 2023 nothing happened.",
    "#lit(\"95%\") of #n(\"real\") and *#n(\"made-up\")* and _#n(\"made-up\", marked: true)_.",
    "== A heading with #n(\"real\")\n\nWords.",
    "- one #n(\"real\")\n- two",
    "/ Term: with #lit(\"88A\") and #n(\"real\").",
    "#key-points[- *#n(\"real\").* Words.]",
    "#lead-in[Words #n(\"real\").]",
    "#synthetic-notice[All of it.]",
    "#can-and-cannot(can: [- one #n(\"real\")], cannot: [- two])",
    "#definition-box()",
    "#cover()\n#contents()",
    "#link(\"https://example.org/98\")[an address]",
    "#for i in range(30) [#n(\"made-up\", marked: true) and more words that fill the lines. ]",
    "#for i in range(40) [#n(\"made-up\") starts a paragraph.\n\n#v(9pt)\n\n]",
    "#pagebreak()\n#n(\"made-up\") begins a page.",
    "#table(columns: 2, table.header[a][b], [#n(\"real\")], [#n(\"made-up\")])",
];

fn told(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{fault}\n")).collect()
}

#[test]
fn a_number_that_is_bound_to_nothing_is_found_on_the_page_by_whatever_road_it_came() {
    let mut tally = Tally::default();
    for tried in NUMBERS {
        match here(&job(tried, LIMITS)) {
            Err(faults) if faults.iter().any(|fault| fault.id == "number-unbound" && fault.place.file == FIRST) => {
                tally.count("number", "found");
            }
            other => tally.wrong("number", format!("{tried}\n{}", told(&other.err().unwrap_or_default()))),
        }
    }
    tally.hold("Roads of a typed number to the page");
}

/// Roads that only running the text shows.
const RUN: [&str; 8] = [
    "#context counter(page).display()",
    "#for i in range(3) [#i]",
    "#link(\"https://example.org/98\")",
    "#outline()",
    "#sys.version",
    "#calc.pi",
    "#datetime(year: 2024, month: 9, day: 8).display()",
    "#n(\"real\").children",
];

/// `assess check` typesets nothing: it has the syntax alone.
#[test]
fn a_typed_number_is_told_at_its_place_before_anything_is_typeset() {
    let known = Known { facts: ["real".to_owned(), "made-up".to_owned()].into(), ..Known::default() };
    let told_of = |text: &str| {
        let mut faults = Vec::new();
        bindings::check("section.typ", text, &known, &mut Used::default(), &mut faults);
        faults
    };
    let others =
        ["#(12)", "#str(5*5)", "#(5 * 5)", "$98$", "#let x = 98\n#x", "Of 98 forces", "#emph[about #(\"9\" + \"8\")]"];
    for tried in NUMBERS.iter().chain(&others) {
        let faults = told_of(&format!("Words before it.\n{tried}"));
        // A number made by what a text may not do at all is told as that.
        let found = faults.iter().any(|fault| fault.place.line == Some(2) || fault.place.line == Some(3));
        assert_eq!(found, !RUN.contains(tried), "{tried}\n{}", told(&faults));
    }
    let fine = [
        "#web-only(tables: 1)[Words.]",
        "#h(-20pt)#v(9pt, weak: true)#text(size: 12pt)[Words.]",
        "#for i in range(30) [Words.]",
        "#table(columns: 2, [#n(\"real\")], [In 2024/25])",
        "#lit(\"95%\") of #n(\"real\", marked: true)",
        "#link(\"https://example.org/98\")[an address]",
    ];
    for tried in fine {
        assert_eq!(told_of(tried), [], "{tried}");
    }
}

#[test]
fn what_is_hidden_covered_or_taken_away_is_told_by_page_and_section() {
    let mut tally = Tally::default();
    for (tried, expected) in HIDDEN {
        let faults = here(&job(tried, LIMITS)).err().unwrap_or_default();
        if faults.iter().any(|fault| fault.id == "output-invalid" && fault.what.contains(expected)) {
            tally.count("hidden", "told");
        } else {
            tally.wrong("hidden", format!("{tried}\n{expected}\n{}", told(&faults)));
        }
    }
    tally.hold("Ways to hide what a page must say");
}

#[test]
fn what_a_chapter_may_hold_is_let_through() {
    for tried in FINE {
        if let Err(faults) = here(&job(tried, LIMITS)) {
            panic!("{tried}\n{}", told(&faults));
        }
    }
}

#[test]
fn what_can_be_told_at_its_place_is_told_before_anything_is_typeset() {
    for (tried, line, expected) in [
        ("#while true {}", 1, "a `while` loop has no place in the text"),
        ("Words.\n#show regex(\"synthetic\"): none", 2, "a `show` rule in the text could change or hide"),
        ("#show: it => it", 1, "a `show` rule in the text"),
        ("#set page(header: none)", 1, "`set page` in the text"),
        ("#set document(title: \"x\")", 1, "`set document` in the text"),
        ("#import \"/report/theme/tables.typ\": whole", 1, "another file than the template"),
        ("#import \"@preview/tablex:0.1\": *", 1, "another file than the template"),
        ("#eval(\"98\")", 1, "`eval` has no place"),
        ("#let e = std.eval", 1, "`std` has no place"),
        ("#let l = lit\n#l(str(98))", 1, "`lit` stands for itself"),
        ("#lit(str(98))", 1, "`#lit` is called with something else"),
        ("x <bound>", 1, "the label `<bound>` is the theme’s own"),
        ("#for i in range(1000000000) []", 1, "`range` over more than 10000 steps"),
        ("Words.\n#include \"20-forces.typ\"", 2, "the text takes in another file"),
        ("#include \"../../../etc/passwd\"", 1, "the text takes in another file"),
        ("#read(\"/etc/passwd\")", 1, "`read` reads a file"),
        ("Words.\n#n(\"real\"", 2, "unclosed delimiter"),
        ("#let = 3", 1, "expected pattern"),
        ("#n(12)", 1, "`#n` is called without the name of a statistic"),
        ("#chart(none)", 1, "`#chart` is called without the name of a figure"),
        ("#n(\"real\")", 1, "there is no statistic `real`"),
        ("#chart(\"a\")", 1, "there is no figure `a`"),
        ("#data-table(\"a\")", 1, "there is no table `a`"),
    ] {
        let mut faults = Vec::new();
        bindings::check("section.typ", tried, &Known::default(), &mut Used::default(), &mut faults);
        let found = faults.iter().any(|fault| fault.place.line == Some(line) && fault.what.contains(expected));
        assert!(found, "{tried}\n{}", told(&faults));
    }
    for tried in ["#import \"/report/theme/chapter.typ\": *", "#show: chapter", "#show: annexes", "#lit(\"95%\")"] {
        let mut faults = Vec::new();
        bindings::check("section.typ", tried, &Known::default(), &mut Used::default(), &mut faults);
        assert!(faults.is_empty(), "{tried}\n{}", told(&faults));
    }
}

#[test]
fn a_text_that_is_nested_without_measure_is_refused_and_no_crash() {
    let sum = format!("#{{1{}}}", "+1".repeat(120_000));
    for tried in [sum, "#{".repeat(120_000), "- ".repeat(120_000)] {
        // As deep as the program's own.
        let checked = std::thread::Builder::new().stack_size(64 << 20).spawn(move || {
            let mut faults = Vec::new();
            bindings::check("section.typ", &tried, &Known::default(), &mut Used::default(), &mut faults);
            faults
        });
        let faults = checked.unwrap().join().unwrap();
        assert_eq!(faults[0].id, "chapter-too-large", "{}", told(&faults));
    }
}

/// A text that is no Typst, and one that reaches for what is not of the chapter: told at its line.
#[test]
fn a_syntax_error_and_a_file_outside_the_chapter_are_told_at_their_line() {
    let first = BEFORE.matches('\n').count() as u64 + 1;
    for (tried, expected) in [
        ("#n(\"real\"", "unclosed delimiter"),
        ("#let = 3", "expected pattern"),
        ("#include \"/data/sources.typ\"", "file not found"),
        ("#include \"../../../../etc/passwd.typ\"", "would escape the project root"),
        ("#read(\"/etc/passwd\")", "file not found"),
    ] {
        let faults = typeset(&job(tried, LIMITS)).unwrap_err();
        let found = faults.iter().any(|fault| fault.place.line == Some(first) && fault.what.contains(expected));
        assert!(found, "{tried}\n{}", told(&faults));
    }
}
