//! What figures.toml may say of the grid, and what the chart takes from the published picture.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Counting, Coverage, CoverageForce, CoverageRegion};
use crate::disclosure::Picture;
use crate::disclosure::picture::AgreedYear;
use crate::figure::frame::Chart;
use crate::figure::kinds::Kind;
use crate::figure::material::Material;
use crate::lineage::Lineage;
use crate::national::agreed::Standing;
use crate::national::range::Relation;

/// Who counted what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::figure) struct Settings {}

impl Kind for Settings {
    fn name() -> &'static str {
        "coverage"
    }

    fn chart(&self, Material { picture, .. }: &Material<'_>) -> Option<(Box<dyn Chart>, Lineage)> {
        Some((Box::new(of(picture)), picture.agreed.lineage.clone()))
    }
}

fn of(picture: &Picture) -> Coverage {
    let agreed = &picture.agreed;
    let mut regions: Vec<CoverageRegion> = Vec::new();
    for force in picture.forces.iter() {
        let of_force = |year: &AgreedYear| {
            let standing = year.forces.iter().find(|standing| standing.force.code == force.code);
            standing.map_or(Counting::NoReturn, counting)
        };
        let cells = agreed.years.iter().map(of_force).collect();
        let row = CoverageForce { name: force.short_name.clone(), cells };
        match regions.iter_mut().find(|region| region.name == force.region) {
            Some(region) => region.forces.push(row),
            None => regions.push(CoverageRegion { name: force.region.clone(), forces: vec![row] }),
        }
    }
    Coverage {
        key_title: "What the force counted, against the agreed definition".to_owned(),
        years: agreed.years.iter().map(|year| year.year.to_string()).collect(),
        regions,
        synthetic: agreed.lineage.synthetic(),
    }
}

fn counting(force: &Standing) -> Counting {
    match force.relation {
        Relation::NoReturn => Counting::NoReturn,
        Relation::DifferentUnit => Counting::DifferentUnit,
        _ if force.partial => Counting::Partial,
        Relation::Same => Counting::Agreed,
        Relation::Narrower => Counting::Narrower,
        Relation::Broader => Counting::Broader,
        Relation::Overlapping => Counting::Overlapping,
    }
}
