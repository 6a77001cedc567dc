//! What figures.toml may say of the index, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{IndexLink, IndexYear, LikeForLike};
use crate::disclosure::Picture;
use crate::disclosure::picture::Missing;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::value::Shown;
use crate::lineage::Lineage;
use crate::national::like_for_like::THIN_LINK_BELOW;
use crate::wording::{self, phrases};

/// The like-for-like index.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {}

impl Kind for Settings {
    fn name() -> &'static str {
        "like-for-like"
    }

    fn chart(&self, picture: &Picture) -> Option<(Box<dyn Chart>, Lineage)> {
        Some((Box::new(of(picture)), picture.index.lineage.clone()))
    }
}

fn of(picture: &Picture) -> LikeForLike {
    let years = picture
        .index
        .points
        .iter()
        .map(|point| {
            let (link, forces, children) = match &point.link {
                Err(Missing::FirstYear) => (IndexLink::Base, 0, Shown::absent("[z]", "")),
                Err(_) => {
                    let reason = phrases::no_link(point).unwrap_or_default();
                    (IndexLink::Missing(reason), 0, Shown::absent("[x]", ""))
                }
                Ok(link) => (
                    IndexLink::Ratio {
                        value: Shown::of(&link.ratio, |(ratio, _)| *ratio, |(ratio, _)| wording::decimal(*ratio, 2)),
                        lower: link.ratio.value().map(|(_, change)| change.interval.lower),
                        upper: link.ratio.value().and_then(|(_, change)| change.interval.upper),
                    },
                    u32::try_from(*link.forces).unwrap_or(u32::MAX),
                    link.children_share.map_or_else(
                        || Shown::absent("[x]", ""),
                        |share| Shown::public(share, wording::percent(share)),
                    ),
                ),
            };
            IndexYear {
                year: point.year.to_string(),
                index: point.index.as_ref().map_or_else(
                    || Shown::absent("[x]", ""),
                    |index| Shown::of(index, |index| *index, |index| wording::decimal(*index, 1)),
                ),
                link,
                forces,
                children,
            }
        })
        .collect();
    let first = picture.index.points.first().map(|point| point.year.to_string()).unwrap_or_default();
    LikeForLike {
        y_title: format!("Index, {first} = 100"),
        forces_title: "Forces that the step from the year before rests on".to_owned(),
        children_title: "Their share of children".to_owned(),
        thin_below: THIN_LINK_BELOW,
        years,
        synthetic: picture.index.lineage.synthetic(),
    }
}
