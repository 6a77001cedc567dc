//! Texts that would never end, or take all memory: each is refused by the compiler, or stopped and told by section and line, or harmless.
//! What is told before anything is typeset is tried in `finished.rs`; here the text goes straight to the compiler.

use std::time::{Duration, Instant};

use super::Tally;
use super::small::{BEFORE, FIRST, LIMITS, job, typeset};

/// In the debug profile, on a machine that others work on too. In release a bomb ends within 20 s of processor time.
const SOON: Duration = Duration::from_secs(90);

/// What comes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comes {
    /// Stopped by a ceiling.
    Stopped,
    /// Refused by the compiler, or by what looks the pages over.
    Refused,
    /// It is a chapter, if an odd one.
    Harmless,
}
use Comes::{Harmless, Refused, Stopped};

/// Those that end in a moment.
const QUICK: &[(&str, Comes)] = &[
    ("#{\"a\" * 2000000000}", Stopped),
    ("#([a] * 100000000)", Stopped),
    ("#let x = [a]\n#for i in range(30) { x = x + x }\n#x", Stopped),
    ("#eval(\"1\" + \"+1\" * 100000)", Stopped),
    ("#while true {}", Refused),
    ("#let f() = { let i = 0\n while true { i += 1 } }\n#f()", Refused),
    ("#let f(n) = f(n + 1)\n#f(0)", Refused),
    ("#let f(x) = x(x)\n#f(f)", Refused),
    ("#let f() = box(f())\n#f()", Refused),
    ("#let f() = context f()\n#f()", Refused),
    ("#let f() = layout(s => f())\n#f()", Refused),
    ("#let c = [x]\n#for i in range(2000) { c = box(c) }\n#c", Refused),
    ("#let c = [x]\n#for i in range(20000) { c = strong(c) }\n#c", Refused),
    ("#show heading: it => heading(level: 1, it.body)\n= H", Refused),
    ("#(\"a\" * 100000).matches(regex(\"a{1,1000}{1,1000}\"))", Refused),
    ("#(\"a\" * 100000).match(regex(\"(a*)*b\"))", Harmless),
    ("#show \"a\": [aa]\na", Harmless),
    ("#show \"a\": it => [#it a]\na", Harmless),
    ("#show regex(\"a*b\"): it => it + [ab]\nab", Harmless),
    ("#include \"10-first.typ\"", Refused),
    ("#import \"10-first.typ\"", Refused),
    ("#eval(\"(\" * 100000)", Refused),
    ("#eval(\"-\" * 100000 + \"1\")", Refused),
    ("#json(bytes(\"[\" * 100000))", Refused),
    ("#xml(bytes(\"<a>\" * 100000))", Refused),
    ("#calc.pow(2, 10000000)", Refused),
    ("#let s = state(\"a\", 0)\n#context { s.update(s.final() + 1) }", Refused),
    ("#context { for i in range(counter(\"c\").final().first() + 1) { counter(\"c\").step() } }", Refused),
    ("#text(size: 1e10pt)[x]", Refused),
    ("#scale(1e300%)[x]", Refused),
    ("#rect(width: 1e300pt, height: 1e300pt)", Harmless),
    ("#rotate(1e300deg)[x]", Harmless),
    ("#v(1000000pt)", Harmless),
    ("#h(1e308pt)x", Harmless),
    ("#pad(x: -1e9pt)[x]", Harmless),
    ("#text(tracking: 1e9pt)[abc]", Harmless),
    ("#box(width: 100000cm, repeat[.])", Harmless),
    ("#rect(fill: tiling(size: (0.001pt, 0.001pt))[x], width: 100%, height: 100%)", Harmless),
    ("#rect(stroke: (dash: (0.0001pt, 0.0001pt)), width: 100%)", Harmless),
    ("#for i in range(60) [x#pagebreak()]", Stopped),
];

/// Those that are stopped after their time.
const SLOW: &[&str] = &[
    "#for i in range(10000) { for j in range(10000) { } }",
    "#for i in range(100000) { pagebreak() }",
    "#let x = range(1000000000)",
    "#for i in range(100000000) {}",
    "#for i in range(100000000) [x]",
    "#let x = \"a\"\n#for i in range(40) { x = x + x }\n#x",
    "#{\"a\" * 100000000}",
    "#let f(n) = if n > 0 { f(n - 1) + f(n - 1) } else [x]\n#f(60)",
    "#let f(n) = if n > 0 { f(n - 1) + f(n - 1) } else { (1,) }\n#f(60).len()",
    "#let c = ()\n#for i in range(3000000) { c = (c,) }",
    "#(\"a\" * 100000).replace(regex(\"a\"), m => \"bb\" * 100000)",
    "#table(columns: 10000, ..range(1000000).map(str))",
    "#table(columns: 1, ..range(100000).map(str))",
    "#grid(columns: 100000)[x]",
    "#grid(columns: 300, ..range(90000).map(i => [x]))",
    "#lorem(10000000)",
    "#lorem(1000000)",
    "#let a = range(5000).map(i => range(5000))",
    "#let d = (:)\n#for i in range(10000000) { d.insert(str(i), i) }",
    "#range(10000000).map(str).join()",
    "#range(3000000).sorted(key: i => -i).len()",
    "#stack(..range(1000000).map(i => [x]))",
    "#enum(..range(1000000).map(i => [x]))",
    "#list(..range(1000000).map(i => [x]))",
    "#terms(..range(1000000).map(i => terms.item([x], [y])))",
    "#for i in range(30000) { footnote[x] }",
    "#for i in range(30000) [= H]",
    "#for i in range(100000) [#metadata(\"x\")<y>]\n#context query(<y>).len()",
    "#for i in range(60000) { place(float: true, top)[x] }",
    "#for i in range(10000) { context query(heading).len() }",
    "#block(height: 1e9pt)[x]",
    "#let x = (1,)\n#for i in range(40) { x = x + x }",
    "#let x = (a: 1)\n#for i in range(1000000) { x = (a: x) }\n#repr(x)",
    "#str(range(10000000))",
    "#repr(range(5000000))",
    "#bytes(range(100000000))",
    "#csv(bytes(\"a,b\\n\" * 10000000))",
    "#(\"ab\" * 10000000).split(\"a\").len()",
    "#(\"ab\" * 10000000).rev().len()",
    "#(\"é\" * 50000000).clusters().len()",
    "#underline(lorem(500000))",
    "#highlight(lorem(300000))",
    "#polygon(..range(1000000).map(i => (i * 1pt, i * 1pt)))",
    "#curve(..range(500000).map(i => curve.line((i * 1pt, 0pt))))",
    "#gradient.linear(..range(1000000).map(i => red))",
    "#for i in range(1, 1000000000, step: 1) {}",
    "#let s = state(\"a\", 0)\n#for i in range(100000) { s.update(x => x + 1) }\n#context s.get()",
    "#let c = counter(\"c\")\n#for i in range(50000) { c.step(); context c.display() }",
    "#for i in range(100000) { parbreak(); [x] }",
    "#for i in range(200000) { linebreak(); [x] }",
    "#for i in range(20000) [#box(width: 1pt, height: 1pt, stroke: 1pt)[#rect()]]",
    "#for i in range(100000) { colbreak() }",
    "#array.range(1000000000)",
    "#let p = range(100000).map(i => range(1000).fold(0, (a, b) => a + b))",
    "#range(100000).map(i => lorem(100)).join()",
    "#let t = range(2000).map(i => table(columns: 10, ..range(100).map(str)))\n#t.join()",
    "#let q = \"x\"\n#for i in range(100000) { q = q + str(i) + q.slice(0, calc.min(q.len(), 5000)) }\n#q",
    "#json(bytes(\"[\" + \"1,\" * 50000000 + \"1]\"))",
    "#let m = range(3000).map(i => range(3000).map(j => i * j))\n#m.flatten().sum()",
    "#let f(n) = { let x = range(1000000)\n if n > 0 { f(n - 1) } else { x } }\n#f(70).len()",
];

/// Tries one, and notes what came of it.
fn hold(tried: &str, comes: Comes, tally: &mut Tally) {
    let begun = Instant::now();
    let done = typeset(&job(tried, LIMITS));
    let took = begun.elapsed();
    if took > SOON {
        tally.wrong("text", format!("{tried}\ntook {took:?}"));
    }
    let first = BEFORE.lines().count() as u64 + 1;
    let lines = first..first + tried.lines().count() as u64;
    let came = match &done {
        Ok(_) => Harmless,
        Err(faults) if faults[0].id == "chapter-too-large" => {
            let place = &faults[0].place;
            if place.file != FIRST || !place.line.is_some_and(|line| lines.contains(&line)) {
                tally.wrong("text", format!("{tried}\nis told at {place}, not in lines {lines:?} of {FIRST}"));
            }
            Stopped
        }
        Err(_) => Refused,
    };
    if came != comes {
        tally.wrong("text", format!("{tried}\ncame to be {came:?}, not {comes:?}: {done:.300?}"));
    }
    tally.count("text", &format!("{came:?}").to_lowercase());
}

#[test]
fn texts_that_would_never_end_are_refused_or_stopped_in_a_moment() {
    let mut tally = Tally::default();
    for (tried, comes) in QUICK {
        hold(tried, *comes, &mut tally);
    }
    hold(SLOW[0], Stopped, &mut tally);
    tally.hold("Typst bombs, in every run");
}

#[test]
#[ignore = "takes minutes: just bombs"]
fn a_hundred_texts_that_would_never_end() {
    let mut tally = Tally::default();
    for (tried, comes) in QUICK {
        hold(tried, *comes, &mut tally);
    }
    for tried in SLOW {
        hold(tried, Stopped, &mut tally);
    }
    tally.hold("Typst bombs");
}

#[test]
fn a_small_document_is_typeset() {
    let pdf = typeset(&job("Nothing is wrong here.", LIMITS)).unwrap();
    assert!(pdf.starts_with(b"%PDF") && pdf == typeset(&job("Nothing is wrong here.", LIMITS)).unwrap());
}
