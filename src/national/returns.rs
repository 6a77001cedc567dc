//! What each force returned in each year, held against the agreed definition: what the picture of the returns is made from.
//!
//! In: the panel, the definitions, bridge studies. Out: one [`ForceYear`] a force and year, with how it counted ([`Standing`]), its
//! count and its parent count. Nothing here crosses disclosure control but the standing. A force that gave only some quarters
//! counted only part of the year, so its count is a lower bound whatever its definition says. A force that counted something else
//! and read a sample of its records against the agreed definition has that sample beside its count.

use std::collections::BTreeMap;

use super::bounds::{self, Said, Which, said};
use super::error::NationalError;
use super::estimate::{Bridge, Line};
use super::number::Public;
use super::picture::Given;
use super::range::{BridgeStudy, Relation};
use super::recorded::Area;
use super::sum::{Cell, Own, What};
use crate::contract::{self, Force, Forces, Measure};
use crate::edition::assumptions::{Cells, INVALID};
use crate::fault::{Failure, Fault};
use crate::lineage::{self, Lineage};
use crate::panel::{ForceTotal, Panel, Query};
use crate::period::{FinancialYear, Part};

/// How a force counted in a year, without any count: what may be said of it under every marking.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The force, under the name that may stand beside its numbers.
    pub force: Force,
    /// Definition it counted under; none without a return.
    pub definition: Option<String>,
    /// How that stands to the agreed definition.
    pub relation: Relation,
    /// Whether fewer than four quarters were returned.
    pub partial: bool,
    /// Its resident children, where there are any; public.
    pub children: Option<i64>,
    bridged: bool,
}

impl Standing {
    /// Whether it counted the agreed definition over the whole year.
    pub fn agreed(&self) -> bool {
        self.relation == Relation::Same && !self.partial
    }

    /// Whether it counted something else and is estimated from a sample of its records.
    pub fn bridged(&self) -> bool {
        self.bridged
    }

    /// Whether it made a return.
    pub fn returned(&self) -> bool {
        self.relation != Relation::NoReturn
    }

    /// Whether it counted the unit of the agreed definition.
    pub fn comparable(&self) -> bool {
        !matches!(self.relation, Relation::NoReturn | Relation::DifferentUnit)
    }
}

/// Share of resident children in the areas of forces that meet a condition, in [0, 1]; none where there are no children.
pub fn children_share<'a>(
    standings: impl IntoIterator<Item = &'a Standing>,
    condition: impl Fn(&Standing) -> bool,
) -> Public<Option<f64>> {
    let (mut all, mut some) = (0_i64, 0_i64);
    for standing in standings {
        let children = standing.children.unwrap_or(0);
        all += children;
        some += if condition(standing) { children } else { 0 };
    }
    Public::of((all > 0).then(|| some as f64 / all as f64))
}

/// What one force counted in one year.
#[derive(Clone, Debug)]
pub struct ForceYear {
    /// How it counted.
    pub standing: Standing,
    /// Its count.
    pub count: Option<i64>,
    /// Its parent count.
    pub parent: Option<i64>,
    /// The sample of its records that was read against the agreed definition, where there is one.
    pub bridge: Option<BridgeStudy>,
    /// What its counts say together.
    pub said: Said,
    /// The counts behind that, in the order in which `said` names them, and how what each counts stands to the agreed definition.
    counts: Vec<(Relation, Cell)>,
    /// The cell of its parent count.
    parent_cell: Option<Cell>,
    /// How what the parent counts stands to the agreed definition.
    parent_relation: Relation,
    /// What readers found in samples of its records, where it counted the agreed definition itself.
    pub reread: Option<BridgeStudy>,
    /// Its ceiling on each rung of the ladder, in their order.
    pub ceilings: Vec<Option<Cell>>,
    /// Its counts beside its own, in the order of the edition: what its rate may be taken over.
    pub others: Vec<Option<Cell>>,
}

/// Whether what is counted are crimes, as under the agreed definition.
fn counts_crimes(relation: &Relation) -> bool {
    !matches!(relation, Relation::NoReturn | Relation::DifferentUnit)
}

impl ForceYear {
    /// The code of the force.
    pub fn code(&self) -> &str {
        &self.standing.force.code
    }

    /// The relation of the count itself: part of a year is part of what the definition counts.
    fn bounding_relation(&self) -> Relation {
        match (self.standing.partial, self.standing.relation) {
            (true, Relation::Same) => Relation::Narrower,
            (true, Relation::Broader) => Relation::Overlapping,
            (_, relation) => relation,
        }
    }

    /// The cells of a number that bounds its count.
    pub fn cell(&self, which: Which) -> Cell {
        let found = match which {
            Which::Given(place) => self.counts.get(place).map(|(_, cell)| cell.clone()),
            Which::Parent => self.parent_cell.clone(),
        };
        found.unwrap_or_default()
    }

    /// As the estimate takes it.
    pub fn line(&self) -> Line<'_> {
        let bridge = self.bridge.zip(self.count.zip(self.parent)).filter(|(_, (count, parent))| count <= parent);
        Line {
            force: self.code(),
            said: self.said.clone(),
            sizes: std::iter::once(self.parent)
                .chain(self.others.iter().map(|other| other.as_ref().map(Cell::value)))
                .collect(),
            children: self.standing.children,
            bridge: bridge.map(|(study, (count, parent))| Bridge { study, count, parent }),
        }
    }

    /// Every count it gave against the agreed definition: its own first, then those with a definition of their own.
    fn bounded(mut self, own: What, others: Vec<(Relation, Cell)>) -> Result<Self, NationalError> {
        let own = self.count.map(|count| (self.bounding_relation(), Cell { cells: vec![(own, count)] }));
        self.counts = own.into_iter().chain(others).filter(|(relation, _)| counts_crimes(relation)).collect();
        self.heard()
    }

    /// What its counts say, as they stand.
    fn heard(mut self) -> Result<Self, NationalError> {
        let given = |(relation, cell): &(Relation, Cell)| bounds::Given { relation: *relation, count: cell.value() };
        let given: Vec<bounds::Given> = self.counts.iter().map(given).collect();
        let parent = self.parent.map(|count| bounds::Given { relation: self.parent_relation, count });
        self.said = said(self.code(), &given, parent.filter(|parent| counts_crimes(&parent.relation)))?;
        Ok(self)
    }

    /// The same force and year with some of its counts changed by so much.
    fn changed(mut self, year: FinancialYear, own: &What, by: &BTreeMap<Own, i64>) -> Result<Self, NationalError> {
        let code = self.code().to_owned();
        let of = |what: &What| by.get(&Own { force: code.clone(), what: what.clone() }).copied().unwrap_or(0);
        let whole = if self.standing.partial {
            (1..=4).map(|quarter| of(&What::part(&own.measure, year, Part::Quarter(quarter)))).sum()
        } else {
            of(own)
        };
        let change = |cell: &mut Cell| {
            for (what, count) in &mut cell.cells {
                *count += if what == own { whole } else { of(what) };
            }
        };
        self.count = self.count.map(|count| (count + whole).max(0));
        self.counts.iter_mut().for_each(|(_, cell)| change(cell));
        self.ceilings.iter_mut().chain(&mut self.others).flatten().for_each(change);
        self.heard()
    }
}

/// What all forces returned in one year.
#[derive(Clone, Debug)]
pub struct ReturnsYear {
    /// Financial year.
    pub year: FinancialYear,
    /// Every force, in ONS order.
    pub forces: Vec<ForceYear>,
}

/// What all forces returned in every year of the returns.
#[derive(Clone, Debug)]
pub struct Returns {
    /// What is counted.
    pub measure: Measure,
    /// Years, in order.
    pub years: Vec<ReturnsYear>,
    /// Mid-year of the population behind the shares of children: one for all years, so that they compare.
    pub children_year: i16,
    /// Place among a force's other counts of the first that is a class with a definition of its own, which all forces may count alike.
    pub class: Option<usize>,
    /// The forces under the names that may stand beside these numbers.
    pub names: Forces,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Returns {
    /// The returns of an edition.
    pub fn of(panel: &Panel, given: &Given) -> Result<Self, Failure> {
        let (edition, population) = (&given.edition, &given.population);
        let national = &edition.counted.national;
        let measure = panel.measure(national).ok_or_else(|| no_measure(national))?;
        let counts = by_force_and_year(panel.force_totals(&measure.id)?);
        let parents = by_force_and_year(panel.force_totals(measure.ceiling())?);
        let quarters = panel.quarters_returned(&measure.id)?;
        let territorial: Vec<&str> = Area::EnglandAndWales.forces(&given.forces).collect();
        let last = population.last_year().unwrap_or(edition.returns.last.mid_year());
        let children_year = (edition.returns.first.mid_year()..=last)
            .rev()
            .find(|year| population.sum(territorial.iter().copied(), *year).is_some())
            .unwrap_or(last);
        let studies: BTreeMap<(&str, FinancialYear), &contract::BridgeStudy> =
            given.bridges.iter().map(|study| ((study.force.as_str(), study.year), study)).collect();
        let assumptions = &given.assumptions;
        let ceilings = assumptions.rungs.iter().map(|rung| match &rung.ceiling {
            Some(cells) => by_cells(panel, measure, cells).map(Some),
            None => Ok(None),
        });
        let ceilings = ceilings.collect::<Result<Vec<_>, Failure>>()?;
        let others = assumptions.counts.iter().map(|other| by_cells(panel, measure, &other.cells));
        let others = others.collect::<Result<Vec<_>, Failure>>()?;
        let cells = assumptions.rungs.iter().filter_map(|rung| rung.ceiling.as_ref());
        let cells = cells.chain(assumptions.counts.iter().map(|other| &other.cells));
        let lineage = panel.lineage(&measure.id).and(&panel.lineage(measure.ceiling()));
        let of_cells = |cells: &Cells| match &cells.categories {
            Some((dimension, _)) => panel.lineage(&cells.measure).only(&lineage::breakdown(&cells.measure, dimension)),
            None => panel.lineage(&cells.measure),
        };
        let lineage = cells.fold(lineage, |lineage, cells| lineage.and(&of_cells(cells)));
        let lineage = lineage.and(&given.population_lineage).and(&given.bridges_lineage);
        let names = given.forces.beside(&lineage);
        let force_year = |force: &Force, year: FinancialYear| -> Result<ForceYear, Failure> {
            let key = (force.code.clone(), year);
            let part = quarters.get(&key).filter(|quarters| quarters.returned < 4);
            // A year marked as missing still has the quarters that were returned.
            let count = counts.get(&key).and_then(|total| total.value).or(part.map(|part| part.sum));
            let definition = counts.get(&key).filter(|_| count.is_some()).map(|total| total.definition.clone());
            let relation = definition.as_deref().map_or(Relation::NoReturn, |definition| {
                given.definitions.relation(definition, &edition.agreed_definition)
            });
            // A sample of a whole year says nothing of the part of it that was returned.
            let study = studies
                .get(&(force.code.as_str(), year))
                .filter(|study| part.is_none() && definition.as_deref() == Some(study.definition.as_str()))
                .and_then(|study| bridge(study));
            let bridges = matches!(relation, Relation::Narrower | Relation::Broader | Relation::Overlapping);
            let bridge = study.filter(|_| bridges);
            let standing = Standing {
                force: names.get(&force.code).unwrap_or(force).clone(),
                definition,
                relation,
                partial: part.is_some(),
                bridged: bridge.is_some(),
                children: population.of(&force.code, children_year),
            };
            let bounding = others.iter().zip(&assumptions.counts).filter_map(|(cells, other)| {
                let relation =
                    given.definitions.relation(given.measures.definition_of(&other.cells)?, &edition.agreed_definition);
                Some((relation, cells.get(&key)?.clone()))
            });
            let parent = parents.get(&key).and_then(|total| total.value);
            let counts = parents.get(&key).map_or(Relation::NoReturn, |total| {
                given.definitions.relation(&total.definition, &edition.agreed_definition)
            });
            // It holds what the agreed definition counts, whatever else it counts, unless it is of another unit or that very count.
            let parent_relation = match counts {
                Relation::Same | Relation::DifferentUnit | Relation::NoReturn => counts,
                Relation::Narrower | Relation::Broader | Relation::Overlapping => Relation::Broader,
            };
            let force_year = ForceYear {
                standing,
                count: count.map(|count| count.max(0)),
                parent,
                bridge,
                reread: study.filter(|_| relation == Relation::Same),
                parent_relation,
                parent_cell: parent.map(|count| Cell { cells: vec![(What::year(measure.ceiling(), year), count)] }),
                said: said(&force.code, &[], None).map_err(|error| refuse(year, &error))?,
                counts: Vec::new(),
                ceilings: ceilings.iter().map(|cells| cells.as_ref()?.get(&key).cloned()).collect(),
                others: others.iter().map(|cells| cells.get(&key).cloned()).collect(),
            };
            force_year.bounded(What::year(&measure.id, year), bounding.collect()).map_err(|error| refuse(year, &error))
        };
        let has_definition = |other: &Cells| given.measures.definition_of(other).is_some();
        let class = assumptions.counts.iter().position(|other| has_definition(&other.cells));
        let of_year = |year| -> Result<ReturnsYear, Failure> {
            let forces = given.forces.iter().map(|force| force_year(force, year)).collect::<Result<_, _>>()?;
            Ok(ReturnsYear { year, forces })
        };
        let years = edition.returns.years().map(of_year).collect::<Result<_, _>>()?;
        Ok(Self { measure: measure.clone(), years, children_year, class, lineage, names })
    }

    /// The same returns with counts of single forces changed by so much; counts that are public are never changed.
    ///
    /// # Errors
    /// Counts below zero.
    pub fn changed(&self, by: &BTreeMap<Own, i64>) -> Result<Self, Failure> {
        let mut changed = self.clone();
        for year in &mut changed.years {
            let own = What::year(&self.measure.id, year.year);
            let forces = std::mem::take(&mut year.forces).into_iter();
            let forces =
                forces.map(|force| force.changed(year.year, &own, by).map_err(|error| refuse(year.year, &error)));
            year.forces = forces.collect::<Result<_, _>>()?;
        }
        Ok(changed)
    }

    /// The last year.
    pub fn last(&self) -> Option<&ReturnsYear> {
        self.years.last()
    }
}

/// The edition has been held against the contracts, so this says that the two have come apart.
fn no_measure(id: &str) -> Failure {
    Failure::cannot_run(format!("there is no measure `{id}`"), "name a measure of data/contracts in the edition")
}

/// The study as the estimate takes it.
fn bridge(study: &contract::BridgeStudy) -> Option<BridgeStudy> {
    let (counted, other) = study.samples?;
    Some(BridgeStudy {
        counted_sample: counted.read,
        counted_found: counted.found,
        other_sample: other.read,
        other_found: other.found,
    })
}

/// Counts of every force and year that gave them for the whole year, each with its cells.
fn by_cells(panel: &Panel, own: &Measure, cells: &Cells) -> Result<BTreeMap<(String, FinancialYear), Cell>, Failure> {
    let refuse = |place: &crate::fault::Place, what: String, remedy: &str| -> Failure {
        vec![Fault::new(INVALID, place.clone(), what, remedy)].into()
    };
    let measure = &cells.measure;
    match panel.measure(measure).map(|measure| &measure.unit) {
        None => {
            let what = format!("no return counts a measure `{measure}`");
            return Err(refuse(&cells.measure_place, what, "name a measure of the contracts of this edition"));
        }
        Some(unit) if *unit != own.unit => {
            let what = format!("`{measure}` counts {unit}, and what it would bound counts {}", own.unit);
            return Err(refuse(&cells.measure_place, what, "name a measure of the same unit"));
        }
        Some(_) => {}
    }
    let mut found: BTreeMap<(String, FinancialYear), Cell> = BTreeMap::new();
    let Some((dimension, categories)) = &cells.categories else {
        for total in panel.force_totals(measure)? {
            if let Some(count) = total.value {
                let cell = Cell { cells: vec![(What::year(measure, total.year), count)] };
                found.insert((total.force, total.year), cell);
            }
        }
        if found.is_empty() {
            let what = format!("no force returned `{measure}`");
            return Err(refuse(&cells.measure_place, what, "name what forces return"));
        }
        return Ok(found);
    };
    for category in categories {
        let query = Query { measure, dimension, category: Some(category.as_str()), definition: None };
        let mut any = false;
        for cell in panel.cells(&query)?.into_iter().filter(|cell| cell.part == Part::Year) {
            any = true;
            if let Some(count) = cell.value {
                let what = What::category(measure, cell.year, dimension, category);
                found.entry((cell.force, cell.year)).or_default().cells.push((what, count));
            }
        }
        if !any {
            let what = format!("no force returned `{measure}` by `{dimension}` with a category `{category}`");
            return Err(refuse(&cells.categories_place, what, "name categories that forces return"));
        }
    }
    // A sum of some of its parts is no count of the whole.
    found.retain(|_, cell| cell.cells.len() == categories.len());
    Ok(found)
}

/// The contract has refused what these methods refuse, so this says that the two have come apart.
pub fn refuse(year: FinancialYear, error: &NationalError) -> Failure {
    Failure::cannot_run(
        format!("the picture of {year} cannot be computed: {error}"),
        "compare the returns of that force",
    )
}

fn by_force_and_year(totals: Vec<ForceTotal>) -> BTreeMap<(String, FinancialYear), ForceTotal> {
    totals.into_iter().map(|total| ((total.force.clone(), total.year), total)).collect()
}
