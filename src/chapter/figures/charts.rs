//! The national picture as the charts draw it: numbers with their printed labels, absences with their markers.

use super::{Chart, Kind};
use crate::chapter::facts::breakdowns::{Rounded, counted};
use crate::chapter::facts::index::absence;
use crate::chapter::tables::breakdowns::words;
use crate::chapter::wording;
use crate::disclosure::picture::{AgreedYear, Breakdown, Missing, Upper};
use crate::disclosure::{Picture, Published};
use crate::edition::Edition;
use crate::figure;
use crate::figure::Shown;
use crate::lineage::Lineage;
use crate::national::agreed::Standing;
use crate::national::estimate::{Absence, Estimate, Outcome};
use crate::national::funnel::Funnel;
use crate::national::like_for_like::THIN_LINK_BELOW;
use crate::national::picture::Recorded;
use crate::national::range::Relation;
use crate::national::recorded::{RecordedSeries, RecordedYear};
use crate::statistics::funnel::Position;
use crate::statistics::rate::Rate;

/// The chart of a kind, with its lineage; none where the picture has nothing to draw.
pub(super) fn chart(kind: &Kind, picture: &Picture) -> Option<(Chart, Lineage)> {
    match kind {
        Kind::RecordedSeries(offence) => {
            let recorded = picture.offence(offence)?;
            Some((Chart::Series(series(recorded)), recorded.national.lineage.clone()))
        }
        Kind::Funnel => {
            let funnel = picture.funnel.as_ref()?;
            Some((
                Chart::Funnel(self::funnel(funnel, picture.edition.limits.minimum_rate_count)),
                funnel.lineage.clone(),
            ))
        }
        Kind::NationalRange => {
            let agreed = &picture.agreed;
            Some((Chart::Range(range(picture)), agreed.lineage.clone()))
        }
        Kind::Coverage => Some((Chart::Coverage(coverage(picture)), picture.agreed.lineage.clone())),
        Kind::Breakdown(id) => {
            let breakdown = picture.breakdowns.iter().find(|breakdown| breakdown.kind.id == id.as_str())?;
            Some((Chart::Breakdown(self::breakdown(breakdown, &picture.edition)), breakdown.lineage.clone()))
        }
        Kind::LikeForLike => Some((Chart::LikeForLike(index(picture)), picture.index.lineage.clone())),
        Kind::Waterfall => Some((Chart::Waterfall(waterfall(picture)?), picture.agreed.lineage.clone())),
    }
}

fn series(recorded: &Recorded) -> figure::Series {
    let national = &recorded.national;
    let synthetic = national.lineage.synthetic();
    let years = national
        .years
        .iter()
        .map(|year| {
            let england = recorded.england.year(year.year).and_then(|year| year.rate.as_ref());
            figure::SeriesYear {
                year: year.year.to_string(),
                count: Shown::public(year.count as f64, wording::count(year.count)),
                partial: partial(year),
                rate: england.map_or_else(no_rate, rate),
            }
        })
        .collect();
    let others = national
        .years
        .iter()
        .filter_map(|year| {
            let rate = rate(year.rate.as_ref()?);
            Some(figure::OtherPoint { year: year.year.to_string(), geography: ENGLAND_AND_WALES.to_owned(), rate })
        })
        .collect();
    figure::Series {
        count_title: "Offences recorded".to_owned(),
        geography: ENGLAND_AND_WALES.to_owned(),
        years,
        breaks: breaks(national),
        rate: Some(figure::RateAxis {
            title: "Rate per 10,000 children, with 95% confidence interval".to_owned(),
            geography: "England".to_owned(),
            others,
        }),
        synthetic,
    }
}

const ENGLAND_AND_WALES: &str = "England and Wales";

fn partial(year: &RecordedYear) -> Option<String> {
    let months = match year.quarters {
        1 => "April to June",
        2 => "April to September",
        3 => "April to December",
        _ => return None,
    };
    Some(format!("{months} only: {} of 4 quarters, not comparable", year.quarters))
}

fn rate(rate: &Rate) -> figure::Rate {
    figure::Rate {
        value: Shown::public(rate.value, wording::decimal(rate.value, 2)),
        lower: Some(rate.interval.lower),
        upper: Some(rate.interval.upper),
    }
}

fn no_rate() -> figure::Rate {
    figure::Rate { value: Shown::absent("[x]", "no population for every force"), ..figure::Rate::default() }
}

fn breaks(series: &RecordedSeries) -> Vec<figure::Break> {
    let at = |entry: &crate::edition::Break| {
        let before = entry.at?.to_string();
        Some(figure::Break { before, label: entry.reason.clone() })
    };
    series.breaks.iter().filter_map(at).collect()
}

fn funnel(funnel: &Funnel, minimum_count: i64) -> figure::Funnel {
    // Too few offences for a rate in text or table: the point stands, within limits that show how little it says.
    let rate = |force: &crate::national::funnel::FunnelForce| {
        let shown = Shown::public(force.rate, wording::decimal(force.rate, 2));
        if force.count < minimum_count { shown.marked("[u]") } else { shown }
    };
    let forces = funnel
        .forces
        .iter()
        .map(|force| figure::FunnelForce {
            name: force.force.short_name.clone(),
            children: force.children as f64,
            count: force.count,
            rate: rate(force),
            standing: match force.position {
                Position::AboveOuter => figure::Standing::AboveOuter,
                Position::AboveInner => figure::Standing::AboveInner,
                Position::Within => figure::Standing::Within,
                Position::BelowInner => figure::Standing::BelowInner,
                Position::BelowOuter => figure::Standing::BelowOuter,
            },
        })
        .collect();
    let limits = funnel
        .limits
        .iter()
        .map(|point| figure::LimitPoint {
            children: point.children as f64,
            inner: (point.inner.lower, point.inner.upper),
            outer: (point.outer.lower, point.outer.upper),
        })
        .collect();
    figure::Funnel {
        y_title: "Offences per 10,000 children".to_owned(),
        x_title: "Children aged 0 to 17 (thousands)".to_owned(),
        forces,
        national: Shown::public(funnel.centre, wording::decimal(funnel.centre, 2)),
        national_name: ENGLAND_AND_WALES.to_owned(),
        limits,
        limit_names: ["95% limit".to_owned(), "99.8% limit".to_owned()],
        synthetic: funnel.lineage.synthetic(),
    }
}

/// A count on the axis and as printed.
fn count(count: &Published<i64>) -> Shown {
    Shown::of(count, |number| *number as f64, |number| wording::count(*number))
}

fn range(picture: &Picture) -> figure::Range {
    let agreed = &picture.agreed;
    let years = agreed
        .years
        .iter()
        .map(|year| figure::RangeYear {
            year: year.year.to_string(),
            lower: count(&year.lower),
            upper: match &year.upper {
                Upper::Count(upper) => figure::Upper::Identified(count(upper)),
                Upper::NotIdentified => figure::Upper::NotIdentified("not identified".to_owned()),
            },
            estimate: estimate(year, &picture.edition),
            forces_agreed: u32::try_from(*year.count(Standing::agreed)).unwrap_or(u32::MAX),
        })
        .collect();
    figure::Range {
        y_title: "Crimes that can lie under the agreed definition".to_owned(),
        enlarged_title: "The lower end and the estimate again, enlarged".to_owned(),
        estimate_title: "Estimate [e], with 95% interval".to_owned(),
        forces_title: format!("Forces on the agreed definition, of {}", picture.forces.len()),
        years,
        forces_in_all: u32::try_from(picture.forces.len()).unwrap_or(u32::MAX),
        synthetic: agreed.lineage.synthetic(),
    }
}

fn estimate(year: &AgreedYear, edition: &Edition) -> figure::Estimate {
    let rounded = |number: Published<f64>| Shown::of(&number, |number| *number, |number| wording::rounded(*number));
    let Some(outcome) = year.outcome.value() else {
        return figure::Estimate::Absent("estimate withheld [c]".to_owned());
    };
    match *outcome {
        Outcome::Estimated(estimate) => {
            let of = |pick: fn(&Estimate) -> f64| rounded(year.outcome.map(|_| pick(&estimate)));
            figure::Estimate::Published {
                value: of(|estimate| estimate.total),
                lower: of(|estimate| estimate.interval.lower),
                upper: of(|estimate| estimate.interval.upper),
            }
        }
        Outcome::Absent(Absence::ImputedShareAboveLimit { share, .. }) => figure::Estimate::Absent(format!(
            "no estimate: {} would be imputed, limit {}%",
            wording::percent(share),
            edition.limits.imputed_share_percent
        )),
        Outcome::Absent(Absence::TooFewForces { have, .. }) => {
            figure::Estimate::Absent(format!("no estimate: forces {have}, needed {}", edition.limits.minimum_forces))
        }
        Outcome::Absent(Absence::NothingCounted) => figure::Estimate::Absent("no estimate: nothing counted".to_owned()),
        Outcome::Absent(Absence::NoAuxiliary) => {
            figure::Estimate::Absent("no estimate: nothing to scale by".to_owned())
        }
    }
}

fn coverage(picture: &Picture) -> figure::Coverage {
    let agreed = &picture.agreed;
    let mut regions: Vec<figure::CoverageRegion> = Vec::new();
    for force in picture.forces.iter() {
        let of_force = |year: &AgreedYear| {
            year.forces.iter().find(|standing| standing.force.code == force.code).map_or(NOTHING, counting)
        };
        let cells = agreed.years.iter().map(of_force).collect();
        let row = figure::CoverageForce { name: force.short_name.clone(), cells };
        match regions.iter_mut().find(|region| region.name == force.region) {
            Some(region) => region.forces.push(row),
            None => regions.push(figure::CoverageRegion { name: force.region.clone(), forces: vec![row] }),
        }
    }
    figure::Coverage {
        key_title: "What the force counted, against the agreed definition".to_owned(),
        years: agreed.years.iter().map(|year| year.year.to_string()).collect(),
        regions,
        synthetic: agreed.lineage.synthetic(),
    }
}

const NOTHING: figure::Counting = figure::Counting::NoReturn;

fn counting(force: &Standing) -> figure::Counting {
    match force.relation {
        Relation::NoReturn => NOTHING,
        Relation::DifferentUnit => figure::Counting::DifferentUnit,
        _ if force.partial => figure::Counting::Partial,
        Relation::Same => figure::Counting::Agreed,
        Relation::Narrower => figure::Counting::Narrower,
        Relation::Broader => figure::Counting::Broader,
        Relation::Overlapping => figure::Counting::Overlapping,
    }
}

/// The last change of the total that forces returned; none with fewer than two years.
fn waterfall(picture: &Picture) -> Option<figure::Waterfall> {
    let change = picture.agreed_changes.last()?;
    let total = |year: crate::period::FinancialYear, total: &Published<i64>| figure::WaterfallTotal {
        year: year.to_string(),
        value: count(total),
    };
    let part = |kind, size: Published<i64>, forces| figure::ChangePart {
        kind,
        value: Shown::of(&size, |size| *size as f64, |size| wording::signed(*size)),
        forces,
    };
    let parts = &change.parts;
    let matched = u32::try_from(*change.matched_forces).ok();
    Some(figure::Waterfall {
        total_title: "Crimes that forces returned, whatever they counted".to_owned(),
        parts_title: "What the change is made of".to_owned(),
        start: total(change.earlier, &parts.start),
        end: total(change.later, &parts.end),
        parts: vec![
            part(figure::PartKind::LikeForLike, parts.matched, matched),
            part(figure::PartKind::DefinitionChanged, parts.definition_changed, None),
            part(figure::PartKind::OtherDefinition, parts.other_definition, None),
            part(figure::PartKind::Joined, parts.joined, None),
            part(figure::PartKind::Left, parts.left, None),
        ],
        synthetic: picture.agreed.lineage.synthetic(),
    })
}

fn index(picture: &Picture) -> figure::LikeForLike {
    let years = picture
        .index
        .points
        .iter()
        .map(|point| {
            let (link, forces, children) = match &point.link {
                Err(Missing::FirstYear) => (figure::IndexLink::Base, 0, Shown::absent("[z]", "")),
                Err(_) => {
                    let reason = absence(point).unwrap_or_default();
                    (figure::IndexLink::Missing(reason), 0, Shown::absent("[x]", ""))
                }
                Ok(link) => (
                    figure::IndexLink::Ratio {
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
            figure::IndexYear {
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
    figure::LikeForLike {
        y_title: format!("Index, {first} = 100"),
        forces_title: "Forces that the step from the year before rests on".to_owned(),
        children_title: "Their share of children".to_owned(),
        thin_below: THIN_LINK_BELOW,
        years,
        synthetic: picture.index.lineage.synthetic(),
    }
}

fn breakdown(breakdown: &Breakdown, edition: &Edition) -> figure::Breakdown {
    let percent = |share: &Published<f64>| Shown::of(share, |share| *share, |share| wording::percent(*share));
    let categories = breakdown
        .categories
        .iter()
        .map(|category| {
            let known = category.share.map(|share| share.among_known.value()).present();
            let lower = category.share.map(|share| share.identified.lower);
            let label = match counted(category) {
                Some((Rounded::Percent(percent), _)) => percent,
                Some((Rounded::ToZero, _)) => "[k]".to_owned(),
                None => String::new(),
            };
            figure::BreakdownCategory {
                name: wording::capitalised(&words(category)),
                lower: Shown::of(&lower, |lower| *lower, |_| label),
                upper: percent(&category.share.map(|share| share.identified.upper)),
                among_known: known.as_ref().map_or_else(|| Shown::absent("[x]", ""), percent),
            }
        })
        .collect();
    let limit = f64::from(edition.limits.known_coverage_percent) / 100.0;
    figure::Breakdown {
        x_title: format!("{}, share of all {}", breakdown.kind.name, breakdown.kind.noun),
        unit: breakdown.kind.noun.to_owned(),
        total: count(&breakdown.total),
        coverage: percent(&breakdown.coverage),
        coverage_limit: Shown::public(limit, wording::percent(limit)),
        categories,
        not_recorded: percent(&breakdown.not_recorded_share),
        synthetic: breakdown.lineage.synthetic(),
    }
}
