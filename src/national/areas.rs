//! The last year of the returns by area: each region, followed by its forces.

use super::agreed::{Range, Upper};
use super::error::NationalError;
use super::number::{Count, Form, Level, Public, Rank, Raw};
use super::returns::{ForceYear, Returns, refuse};
use super::sum::{Sum, What};
use crate::contract::Force;
use crate::fault::Failure;
use crate::period::FinancialYear;

/// An area in the last year.
#[derive(Clone, Debug)]
pub struct Area<F: Form> {
    /// Its level.
    pub level: Level,
    /// Region.
    pub region: Public<String>,
    /// Force, at that level.
    pub force: Option<Public<String>>,
    /// Forces in it.
    pub forces: Public<usize>,
    /// Of these, forces that counted the agreed definition over the whole year.
    pub agreed: Public<usize>,
    /// Definition that the force counted under.
    pub definition: Option<Public<String>>,
    /// What the force counted under it; none without a return.
    pub count: Option<F::Count>,
    /// Lower end of the identified range.
    pub lower: F::Count,
    /// Upper end of the identified range.
    pub upper: Upper<F>,
}

/// The areas of the last year; none where there are no returns.
pub fn areas(returns: &Returns) -> Result<Vec<Area<Raw>>, Failure> {
    let Some(last) = returns.years.last() else { return Ok(Vec::new()) };
    let mut regions: Vec<(&str, Vec<&ForceYear>)> = Vec::new();
    for force in &last.forces {
        let name = force.standing.force.region.as_str();
        match regions.iter_mut().find(|(region, _)| *region == name) {
            Some((_, forces)) => forces.push(force),
            None => regions.push((name, vec![force])),
        }
    }
    // In the order of the names they stand under.
    let place = |is_it: &dyn Fn(&Force) -> bool| returns.names.iter().position(is_it);
    regions.sort_by_key(|(name, _)| place(&|force| force.region == *name));
    for (_, forces) in &mut regions {
        forces.sort_by_key(|wanted| place(&|force| force.code == wanted.code()));
    }
    let mut areas = Vec::new();
    for (region, forces) in &regions {
        areas.push(area(returns, last.year, (region, None), forces));
        areas.extend(forces.iter().map(|force| area(returns, last.year, (region, Some(force)), &[*force])));
    }
    areas.into_iter().collect::<Result<_, _>>().map_err(|error| refuse(last.year, &error))
}

fn area(
    returns: &Returns,
    year: FinancialYear,
    (region, single): (&str, Option<&ForceYear>),
    forces: &[&ForceYear],
) -> Result<Area<Raw>, NationalError> {
    let level = if single.is_some() { Level::Force } else { Level::Region };
    let place = single.map_or(region, |force| returns.names.printed_code(force.code()));
    let count = |what: &str, sum: Sum| {
        let name = format!("{}/{}/{place}/{what}", returns.measure.id, year.slug());
        Count::of(name, Rank::Part, sum).map(|count| count.at(level))
    };
    let own = single.and_then(|force| {
        let mut sum = Sum::default();
        sum.add(force.code(), What::year(&returns.measure.id, year), 1, force.count?);
        Some(count("count", sum))
    });
    let range = Range::of(forces);
    Ok(Area {
        level,
        region: Public::of(region.to_owned()),
        force: single.map(|force| Public::of(force.standing.force.short_name.clone())),
        forces: Public::of(forces.len()),
        agreed: Public::of(forces.iter().filter(|force| force.standing.agreed()).count()),
        definition: single.and_then(|force| force.standing.definition.clone()).map(Public::of),
        count: own.transpose()?,
        lower: count("lower end", range.lower)?,
        upper: match range.upper {
            Some(upper) => Upper::Count(count("upper end", upper)?),
            None => Upper::NotIdentified,
        },
    })
}
