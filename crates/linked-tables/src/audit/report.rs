//! What the audit found, cell by cell, and its table. For the full marking only: it says what can be worked out.

use serde::Serialize;

/// How a cell's interval was found; the last in this order that was needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Ranges carried through the equations.
    Ranges,
    /// A whole table found by putting right one equation after another.
    Hand,
    /// Largest flow in the graph of a two-way table.
    Graph,
    /// Linear programme whose corners are whole.
    Linear,
    /// Linear programme with branch and bound.
    Integer,
}

/// Whether a cell is as well protected as it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It needs no protection of its own.
    Free,
    /// Two possible whole tables lie far enough apart.
    Safe,
    /// The effort allowed did not suffice to say; to be treated as unsafe.
    Unproven,
    /// The attacker's interval is too narrow.
    Unsafe,
}

/// What a force that knows its own cells can work out of another's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Insider {
    /// The force.
    pub force: String,
    /// Smallest and largest value it cannot rule out.
    pub interval: (i64, Option<i64>),
    /// Width the interval needs.
    pub required: i64,
    /// Whether it is wide enough.
    pub verdict: Verdict,
}

/// One audited cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Audited {
    /// The cell.
    pub id: String,
    /// Smallest and largest value a reader cannot rule out; no largest where nothing limits it.
    pub interval: (i64, Option<i64>),
    /// Whether the interval is that to its ends; if not, the true one is at least as wide.
    pub exact: bool,
    /// Width the interval needs, largest less smallest.
    pub required: Option<i64>,
    /// Whether readers and insiders are left with enough doubt.
    pub verdict: Verdict,
    /// How the interval was found.
    pub by: Method,
    /// The insider who learns too much, if one does.
    pub insider: Option<Insider>,
}

/// What the audit of a system found: every suppressed cell, and every other that needs protection, in the system's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// The cells.
    pub cells: Vec<Audited>,
}

impl Audit {
    /// The same with what may be printed in place of codes of forces.
    #[must_use]
    pub fn naming(mut self, printed: impl Fn(&str) -> String) -> Self {
        for cell in &mut self.cells {
            cell.id = cell.id.split('/').map(&printed).collect::<Vec<_>>().join("/");
            if let Some(insider) = &mut cell.insider {
                insider.force = printed(&insider.force);
            }
        }
        self
    }

    /// Cells that may not be published so: unsafe, or not proven safe.
    pub fn unsafe_cells(&self) -> impl Iterator<Item = &Audited> {
        self.cells.iter().filter(|cell| cell.verdict >= Verdict::Unproven)
    }

    /// Whether every cell that needs protection has it.
    pub fn is_safe(&self) -> bool {
        self.unsafe_cells().next().is_none()
    }

    /// The report as CSV, one line a cell.
    ///
    /// # Errors
    /// Only if the writer fails, which memory does not.
    pub fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        writer.write_record([
            "cell",
            "least",
            "most",
            "exact",
            "required_width",
            "verdict",
            "method",
            "insider",
            "insider_least",
            "insider_most",
        ])?;
        for cell in &self.cells {
            let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
            let insider = cell.insider.as_ref();
            writer.write_record([
                cell.id.clone(),
                cell.interval.0.to_string(),
                number(cell.interval.1),
                if cell.exact { "yes" } else { "at least" }.to_owned(),
                number(cell.required),
                format!("{:?}", cell.verdict).to_lowercase(),
                format!("{:?}", cell.by).to_lowercase(),
                insider.map_or_else(String::new, |insider| insider.force.clone()),
                number(insider.map(|insider| insider.interval.0)),
                number(insider.and_then(|insider| insider.interval.1)),
            ])?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }
}
