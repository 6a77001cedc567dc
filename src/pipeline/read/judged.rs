//! What the checks say of the rows of an edition, and the rows as the stages after this take them.
//!
//! In: [`Rows`]. Out: [`Read`]. Rows that contradict each other stop a build, and hide nothing from the checks.

use std::collections::{BTreeMap, BTreeSet};

use super::Rows;
use crate::chapter::{Text, figures};
use crate::contract::{
    ALL, AdrReturn, BridgeStudy, Finding, Findings, History, LanguageTerm, Measure, Measures, NationalOffence,
    PublicNumbers, RecordedOffence, RecordedTotal, Returned, Sources, Summary, Summed, TOTAL, check_against_parents,
    check_breakdowns, check_bridges, check_summed_breakdowns, checks, role,
};
use crate::definition::Definitions;
use crate::disclosure::Policy;
use crate::disclosure::commitment::Confidential;
use crate::disclosure::proof::Same;
use crate::disclosure::release::Record;
use crate::edition::Edition;
use crate::edition::judgements::Judgement;
use crate::fault::{Failure, Fault, Place};
use crate::lineage::Lineage;
use crate::national::picture::{Given, Known};
use crate::national::range::Relation;
use crate::national::registry::Registry;
use crate::panel::Entry;
use crate::period::{FinancialYear, Part};
use crate::pipeline::Order;
use crate::source::catalogue::Catalogue;

/// An edition as it was read and checked.
pub(in crate::pipeline) struct Read {
    pub(in crate::pipeline) given: Given,
    pub(in crate::pipeline) entries: Vec<Entry>,
    pub(in crate::pipeline) summed: BTreeMap<String, Summed>,
    pub(in crate::pipeline) lineages: BTreeMap<String, Lineage>,
    /// Where everything that was read comes from.
    pub(in crate::pipeline) origin: Lineage,
    pub(in crate::pipeline) catalogue: Catalogue,
    pub(in crate::pipeline) text: Text,
    pub(in crate::pipeline) terms: Vec<LanguageTerm>,
    pub(in crate::pipeline) judgements: Vec<Judgement>,
    pub(in crate::pipeline) figures: figures::Settings,
    pub(in crate::pipeline) registry: Registry,
    pub(in crate::pipeline) policy: Policy,
    pub(in crate::pipeline) releases: Vec<(String, Record)>,
    /// What is wrong between rows that are each well formed: a sum that does not come out, a count above its parent. It stops a
    /// build, and hides nothing from the checks.
    pub(in crate::pipeline) contradictions: Vec<Finding>,
    pub(in crate::pipeline) findings: Findings,
    pub(in crate::pipeline) confidential: Confidential,
    /// Counts that are the same by what they count.
    pub(in crate::pipeline) same: Vec<Same>,
}

impl Read {
    /// Number of cells that go into the panel.
    pub(in crate::pipeline) fn cells(&self) -> usize {
        self.entries.len() + self.summed.values().map(Summed::len).sum::<usize>()
    }
}

impl Rows {
    /// What the checks say of the rows, and the rows as the stages after this take them.
    pub(in crate::pipeline) fn judged(self) -> Result<Read, Failure> {
        let same = self.same_crimes();
        let sources = Sources::of_edition(&self.contracts, &self.catalogue, &self.edition)?;
        let bridges = against(&self.bridges, &self.edition.agreed_definition);
        let contradictions = contradictions(&Between {
            measures: self.measures(),
            sources: &sources,
            returned: &self.returned,
            summed: &self.summed,
            bridges: Some(bridges.clone()),
            edition: &self.edition,
            definitions: &self.definitions,
        });
        let rows = |contract: &str| self.returned.get(contract).map(Vec::as_slice).unwrap_or_default();
        let (returns, parents) = (sources.first_path(role::GROUP_BASED), sources.first_path(role::PARENT));
        let found = checks::run(checks::Given {
            returns: (rows(role::GROUP_BASED), &returns),
            parents: (rows(role::PARENT), &parents),
            profiles: (&self.profiles, &sources.first_path(role::PROFILES)),
            population: &self.population,
            public: PublicNumbers {
                recorded: &self.recorded,
                national: &self.national_offences,
                published: &self.published,
                series: &self.series,
            },
            forces: &self.forces,
            definitions: &self.definitions,
            edition: &self.edition,
            measures: self.measures(),
            settings: &self.settings,
        });
        let found = self.notes.into_iter().chain(found).collect();
        // What was seen before changes no output of a build, so the record is left to `check`.
        let findings = Findings::judge(found, &self.acceptances, &History::default(), self.edition.cut_off);

        let totals = RecordedTotal::of(&self.recorded)?;
        let mut entries = recorded_entries(&self.recorded, &totals, self.contracts.measures());
        let sums = NationalOffence::sums(&totals, &self.forces);
        let mut lineages = BTreeMap::new();
        let all = self.origins.values().fold(Lineage::default(), |all, one| all.and(one));
        let edition = match demonstration(&all, self.order) {
            Ok(true) => self.edition.as_demonstration(),
            Ok(false) => self.edition,
            Err(fault) => return Err(fault.into()),
        };
        let origin = |contract: &str| self.origins.get(contract).cloned().unwrap_or_default();
        let recorded_lineage = origin(role::RECORDED_BY_FORCE);
        for entry in &entries {
            lineages.entry(entry.measure.clone()).or_insert_with(|| recorded_lineage.only(&entry.measure));
        }
        for (contract, rows) in self.returned {
            let lineage = origin(&contract);
            for measure in rows.iter().map(|row| &row.measure).collect::<BTreeSet<_>>() {
                let of_measure = lineages.entry(measure.clone()).or_default();
                *of_measure = of_measure.and(&lineage.only(measure));
            }
            entries.extend(rows.into_iter().map(return_entry));
        }
        for (contract, sums) in &self.summed {
            let lineage = origin(contract);
            for measure in sums.measures() {
                let of_measure = lineages.entry(measure.to_owned()).or_default();
                *of_measure = of_measure.and(&lineage.only(measure));
            }
        }
        let given = Given {
            bridges_lineage: origin(role::BRIDGES),
            profiles_lineage: origin(role::PROFILES),
            known: Known {
                findings: Summary::of(&findings),
                population_lineage: origin(role::CHILD_POPULATION),
                published_lineage: origin(role::PUBLISHED),
                national_offences_lineage: origin(role::RECORDED_NATIONAL).and(&recorded_lineage),
                measures: self.contracts.measures().clone(),
                edition,
                forces: self.forces,
                definitions: self.definitions,
                published: self.published,
                recommendations: self.recommendations,
                recommendations_lineage: origin(role::RECOMMENDATIONS),
                national_offences: national_offences(sums, self.national_offences),
                offences: self.offences,
                series: self.series,
                gaps: self.gaps,
            },
            population: self.population,
            bridges,
            ratings: self.judgements.ratings,
            assumptions: self.assumptions,
            profiles: self.profiles,
        };
        Ok(Read {
            given,
            entries,
            summed: self.summed,
            lineages,
            origin: all,
            catalogue: self.catalogue,
            text: self.text,
            terms: self.terms,
            judgements: self.judgements.key,
            figures: self.figures,
            registry: self.registry,
            policy: self.policy,
            releases: self.releases,
            contradictions,
            findings,
            confidential: self.confidential,
            same,
        })
    }
}

/// Whether an edition of this origin is a demonstration. It is never built for release.
fn demonstration(origin: &Lineage, order: Order) -> Result<bool, Fault> {
    if !origin.synthetic() || !order.for_release {
        return Ok(origin.synthetic());
    }
    let sources: Vec<&str> = origin.synthetic_sources().collect();
    Err(Fault::new(
        "release-synthetic",
        Place::file(&format!("{}/edition.toml", Edition::folder(order.year))),
        format!("the edition rests on synthetic returns, and is never built for release: {}", sources.join(", ")),
        "name the real returns under [sources]; without --for-release it is built as a demonstration",
    ))
}

/// The studies of the agreed definition: records read against another tell nothing of it.
pub(super) fn against(studies: &[BridgeStudy], agreed: &str) -> Vec<BridgeStudy> {
    studies.iter().filter(|study| study.against == agreed).cloned().collect()
}

/// Rows of several tables that must agree.
pub(super) struct Between<'a> {
    pub(super) measures: &'a Measures,
    pub(super) sources: &'a Sources<'a>,
    pub(super) returned: &'a BTreeMap<String, Vec<AdrReturn>>,
    pub(super) summed: &'a BTreeMap<String, Summed>,
    /// None where they could not be read.
    pub(super) bridges: Option<Vec<BridgeStudy>>,
    pub(super) edition: &'a Edition,
    pub(super) definitions: &'a Definitions,
}

/// What rows that are each well formed say against one another.
pub(super) fn contradictions<'a>(between: &Between<'a>) -> Vec<Finding> {
    let Between { returned, edition, .. } = between;
    let used = between.sources.returns();
    let mut found = check_against_parents(between.measures, returned);
    for contract in &used {
        if let Some(rows) = returned.get(&contract.id) {
            found.extend(check_breakdowns(contract, rows));
        }
        if let Some(sums) = between.summed.get(&contract.id) {
            found.extend(check_summed_breakdowns(contract, sums));
        }
    }
    let national = between.measures.get(&edition.counted.national);
    let ceiling = national.and_then(|measure| between.measures.get(measure.part_of.as_deref()?));
    let rows = |measure: Option<&'a Measure>| {
        measure.and_then(|one| Some((returned.get(&one.contract)?.as_slice(), one.id.as_str())))
    };
    if let (Some(bridges), Some(returns), Some(parents)) = (&between.bridges, rows(national), rows(ceiling)) {
        let returned =
            Returned { returns, parents, cut_off: edition.cut_off, least_other: edition.limits.minimum_bridge_sample };
        let bridged = |definition: &str| {
            let relation = between.definitions.relation(definition, &edition.agreed_definition);
            !matches!(relation, Relation::DifferentUnit | Relation::NoReturn)
        };
        found.extend(check_bridges(bridges, returned, bridged));
    }
    found
}

/// Recorded offences as entries of the panel, quarters and years. An offence that is no measure has its national sum only.
fn recorded_entries(rows: &[RecordedOffence], totals: &[RecordedTotal], measures: &Measures) -> Vec<Entry> {
    let measure = |offence: &str| measures.of_offence(role::RECORDED_BY_FORCE, offence);
    let entry = |(force, year, part): (&str, FinancialYear, Part), offence: &str, value, quarters| {
        Some(Entry {
            measure: measure(offence)?.id.clone(),
            force: force.to_owned(),
            year,
            part,
            definition: String::new(),
            dimension: TOTAL.to_owned(),
            category: ALL.to_owned(),
            value: Some(value),
            quarters,
        })
    };
    let quarters = rows.iter().map(|row| entry((&row.force, row.year, row.quarter), &row.offence, row.offences, 1));
    let years =
        totals.iter().map(|row| entry((&row.force, row.year, Part::Year), &row.offence, row.offences, row.quarters));
    years.chain(quarters).flatten().collect()
}

/// National counts by year and offence: the sums, and the published counts of what there are no sums of.
fn national_offences(sums: Vec<NationalOffence>, published: Vec<NationalOffence>) -> Vec<NationalOffence> {
    let both = published.into_iter().chain(sums).map(|row| ((row.year, row.offence.clone()), row));
    both.collect::<BTreeMap<_, _>>().into_values().collect()
}

fn return_entry(row: AdrReturn) -> Entry {
    Entry {
        force: row.force,
        year: row.year,
        part: row.part,
        definition: row.definition,
        measure: row.measure,
        dimension: row.dimension,
        category: row.category,
        value: row.value,
        quarters: 4,
    }
}
