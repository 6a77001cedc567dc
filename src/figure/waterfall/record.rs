//! The change as a table and as sentences.

use super::{PartKind, Waterfall};
use crate::figure::format;
use crate::figure::table::{Table, cell, mark};
use crate::figure::value::Shown;

impl Waterfall {
    /// The chart's data: the earlier total, every part and the later total, numbers unrounded.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut table = Table::new(&["part", "meaning", "value", "marker", "forces"]);
        let mut add = |part: String, meaning: String, value: &Shown, forces: Option<u32>| {
            let marker = if value.value.is_some() { mark(value.marker.as_deref()) } else { value.absence().to_owned() };
            let forces = forces.map(|forces| forces.to_string()).unwrap_or_default();
            table.rows.push(vec![part, meaning, cell(value.value), marker, forces]);
        };
        add(format!("Total {}", self.start.year), self.total_title.clone(), &self.start.value, None);
        for part in self.ordered() {
            add(part.kind.words().to_owned(), self.meaning(part.kind), &part.value, part.forces);
        }
        add(format!("Total {}", self.end.year), self.total_title.clone(), &self.end.value, None);
        table.stamped(self.synthetic)
    }

    /// A plain description from the chart's own data: a first draft of the text alternative.
    #[must_use]
    pub fn describe(&self) -> String {
        let (start, end) = (&self.start, &self.end);
        let mut text = format!(
            "Waterfall chart: {}, {} in {} and {} in {}. ",
            self.total_title,
            start.value.printed(),
            start.year,
            end.value.printed(),
            end.year
        );
        let like_for_like = self.parts.iter().find(|part| part.kind == PartKind::LikeForLike);
        if let Some(part) = like_for_like {
            text.push_str(&format!(
                "Of the change {}, the like-for-like part, the only one among forces that counted under the agreed definition in both years, is {}. ",
                self.change_words(),
                part.value.printed()
            ));
        }
        let others: Vec<String> = self
            .ordered()
            .into_iter()
            .filter(|part| part.kind != PartKind::LikeForLike)
            .map(|part| format!("{} {}", lower(part.kind), part.value.printed()))
            .collect();
        text.push_str(&format!("The other parts are {}.", format::list(&others)));
        text
    }

    /// The change of the total as printed, or that there is none.
    pub(super) fn change_words(&self) -> String {
        let totals = [&self.start.value, &self.end.value];
        let Some(change) = self.change() else {
            let absent = totals.into_iter().find(|total| total.value.is_none());
            return absent.map_or("[x]", Shown::absence).to_owned();
        };
        let rounded = if totals.into_iter().any(Shown::is_rounded) { " [rounded]" } else { "" };
        let sign = match change {
            change if change > 0.0 => "+",
            change if change < 0.0 => "\u{2212}",
            _ => "",
        };
        // Totals are counts; a fraction is shown rather than lost should one ever come.
        let whole = libm::fabs(libm::trunc(change) - change) == 0.0;
        format!("{sign}{}{rounded}", format::decimal(libm::fabs(change), if whole { 0 } else { 2 }))
    }
}

fn lower(kind: PartKind) -> &'static str {
    match kind {
        PartKind::LikeForLike => "like for like",
        PartKind::DefinitionChanged => "definition changed",
        PartKind::OtherDefinition => "other definition",
        PartKind::Joined => "joined",
        PartKind::Left => "left",
        PartKind::Revisions => "revisions",
    }
}
