//! What the cascade takes from published figures: the last year in which all counts of the edition's subject are published.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Cascade, CascadeStage};
use crate::contract::PublishedFigure;
use crate::disclosure::Picture;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::wording;

/// Published counts, each a part of the one before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {}

impl Kind for Settings {
    fn name() -> &'static str {
        "cascade"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        let lineage = picture.published_lineage.clone();
        let named = levels(picture)?;
        let roles = || named.iter().map(|(_, role)| role.as_str());
        let narrowest = roles().next_back()?;
        let years = picture.published.iter().filter(|figure| figure.role == narrowest).map(PublishedFigure::year);
        let found = |year: &str| roles().map(|role| counted(picture, role, year)).collect::<Option<Vec<_>>>();
        let (year, figures) = years.filter_map(|year| Some((year, found(year)?))).max_by_key(|(year, _)| *year)?;
        let mut before: Option<i64> = None;
        let mut stages = Vec::new();
        for ((name, _), (count, figure)) in named.iter().zip(figures) {
            let about = if figure.rounded { "about " } else { "" };
            let read = if figure.status == "second-hand" { "read at second hand" } else { "read in the publication" };
            let remark = match figure.coverage.as_str() {
                "" => read.to_owned(),
                coverage => format!("{coverage}, {read}"),
            };
            stages.push(CascadeStage {
                name: name.clone(),
                count: Shown::public(count as f64, format!("{about}{}", wording::count(count))),
                share: before.map_or_else(String::new, |whole| wording::percent_one_decimal(count, whole)),
                remark,
            });
            before = Some(count);
        }
        let synthetic = lineage.synthetic();
        Some((Box::new(Cascade { period: year.to_owned(), stages, synthetic }), lineage))
    }
}

/// What is counted and the role of its published figures, the widest first.
fn levels(picture: &Picture) -> Option<[(String, String); 3]> {
    let national = picture.measures.get(&picture.edition.counted.national)?;
    let ceiling = picture.measures.get(national.part_of.as_deref()?)?;
    let (wide, class) = picture.measures.class_of(&national.id)?;
    Some([
        (ceiling.title.clone(), ceiling.published.clone()?),
        (wide.title.clone(), wide.published.clone()?),
        (national.title.clone(), class.published.clone()),
    ])
}

fn counted<'a>(picture: &'a Picture, role: &str, year: &str) -> Option<(i64, &'a PublishedFigure)> {
    let figure = picture.published.iter().find(|figure| figure.role == role && figure.year() == year)?;
    Some((figure.count()?, figure))
}
