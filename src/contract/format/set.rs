//! All contracts and code lists of the project.
//!
//! In: `data/contracts/*.toml`, `data/codelists/*.toml`, the reference tables that code lists name, and the definitions.
//! Out: contracts by identifier whose code lists are known to exist. A list of a contract's own wins over a shared one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::codelist::{Codelist, Entry, FileCodelist, Reference};
use super::file::{self, Loose, SourceFile, Workbooks};
use super::measure::Measures;
use super::measure::TOTAL;
use super::model::{Contract, OWN_LISTS};
use super::reader::{self, Lists};
use super::record::Records;
use crate::contract::Finding;
use crate::definition::Definitions;
use crate::fault::{Fault, Faults, Place, nearest};
use crate::source::{Project, Settings, Spanned, Table};

/// Folder of the contracts.
pub const CONTRACTS: &str = "data/contracts";
/// Folder of the code lists that several contracts share.
pub const CODELISTS: &str = "data/codelists";

/// Contracts and code lists.
#[derive(Clone, Debug)]
pub struct Contracts {
    contracts: BTreeMap<String, Arc<Contract>>,
    shared: BTreeMap<String, Codelist>,
    /// Lists of one contract alone, by contract.
    own: BTreeMap<String, BTreeMap<String, Codelist>>,
    definitions: Arc<Definitions>,
    measures: Measures,
}

/// A code list still to be made, with the place to name when it cannot be.
struct Pending {
    list: FileCodelist,
    place: Place,
    file: String,
    contract: Option<String>,
}

impl Contracts {
    /// Reads all contracts and code lists.
    pub fn read(project: &mut Project, definitions: &Definitions) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::new();
        let mut contracts = BTreeMap::new();
        let mut pending: Vec<Pending> = Vec::new();
        for path in project.list(CODELISTS, ".toml").map_err(|fault| vec![fault])? {
            let Some(text) = faults.keep(project.text(&path)) else { continue };
            let settings = Settings::new(&path, text);
            if let Some(list) = faults.keep(settings.parse::<FileCodelist>()) {
                if !path.ends_with(&format!("/{}.toml", list.id)) {
                    let what = format!("the file holds the code list `{}`", list.id);
                    let remedy = "name the file after the code list it holds";
                    faults.push(Fault::new("contract-invalid", Place::file(&path), what, remedy));
                }
                pending.push(Pending { list, place: Place::file(&path), file: path, contract: None });
            }
        }
        for path in project.list(CONTRACTS, ".toml").map_err(|fault| vec![fault])? {
            let Some(text) = faults.keep(project.text(&path)) else { continue };
            let settings = Settings::new(&path, text);
            let Some((contract, lists)) = faults.keep_all(Contract::parse(&settings)) else { continue };
            for list in lists {
                let contract = Some(contract.id.clone());
                let place = settings.place(&list.span());
                pending.push(Pending { list: Spanned::into_inner(list), place, file: path.clone(), contract });
            }
            contracts.insert(contract.id.clone(), Arc::new(contract));
        }
        faults.into_result(())?;

        let mut faults = Faults::new();
        let shared = BTreeMap::from([("definitions".to_owned(), of_definitions(definitions))]);
        let definitions = Arc::new(definitions.clone());
        let measures = Measures::default();
        let mut set = Self { contracts, shared, own: BTreeMap::new(), definitions, measures };
        set.lists_of_contracts(&mut faults);
        // A list made from a table comes last: its contract may use the others.
        pending.sort_by_key(|pending| pending.list.table.is_some());
        for Pending { list, place, file, contract } in pending {
            if let Some(made) = faults.keep_all(set.list(project, &list, place, &file)) {
                match contract {
                    Some(contract) => set.own.entry(contract).or_default().insert(list.id, made),
                    None => set.shared.insert(list.id, made),
                };
            }
        }
        if !faults.any() {
            set.every_list_exists(&mut faults);
            set.measures = Measures::of(&set, &set.definitions, &mut faults);
        }
        faults.into_result(set)
    }

    /// A contract.
    pub fn get(&self, id: &str) -> Option<&Arc<Contract>> {
        self.contracts.get(id)
    }

    /// All contracts, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Contract>> {
        self.contracts.values()
    }

    /// Every measure of every contract, with all that the program needs to know of it.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// A code list that several contracts share.
    pub fn codelist(&self, id: &str) -> Option<&Codelist> {
        self.shared.get(id)
    }

    /// The code list of a contract's column or dimension.
    pub fn codelist_of(&self, contract: &str, id: &str) -> Option<&Codelist> {
        self.own.get(contract).and_then(|own| own.get(id)).or_else(|| self.shared.get(id))
    }

    /// Reads one file of a source.
    pub(super) fn records(
        &self,
        project: &mut Project,
        contract: &Arc<Contract>,
        file: SourceFile<'_>,
        workbooks: Option<&dyn Workbooks>,
    ) -> Result<(Vec<Records>, Vec<Finding>), Vec<Fault>> {
        self.every_table_is_there(contract)?;
        reader::read(project, file, contract, self.lists(contract), workbooks)
    }

    /// Reads a loose file, under the contract that is found for it.
    pub fn loose(
        &self,
        file: Loose<'_>,
        workbooks: Option<&dyn Workbooks>,
    ) -> Result<(Records, Vec<Finding>), Vec<Fault>> {
        let (contract, table) = file::loose(file, self.iter(), |contract| self.lists(contract), workbooks)?;
        reader::of_table(table, file.name, &contract, self.lists(&contract))
    }

    /// Reads a table under a contract; `source` is its name in what is said of it.
    pub fn of_table(
        &self,
        table: Table,
        source: &str,
        contract: &Arc<Contract>,
    ) -> Result<(Records, Vec<Finding>), Vec<Fault>> {
        reader::of_table(table, source, contract, self.lists(contract))
    }

    fn lists(&self, contract: &Contract) -> Lists<'_> {
        static NONE: BTreeMap<String, Codelist> = BTreeMap::new();
        let own = self.own.get(&contract.id).unwrap_or(&NONE);
        Lists { shared: &self.shared, own, definitions: &self.definitions }
    }

    /// The lists that follow from a contract itself.
    fn lists_of_contracts(&mut self, faults: &mut Faults) {
        for contract in self.contracts.values() {
            let plain =
                |id: &str, title: &str| Entry { id: id.to_owned(), title: title.to_owned(), ..Entry::default() };
            let measures = contract.measures.iter().map(|measure| plain(&measure.id, &measure.title)).collect();
            let mut dimensions = vec![plain(TOTAL, "Total")];
            dimensions.extend(contract.dimensions.iter().map(|dimension| plain(&dimension.id, &dimension.title)));
            for (id, entries) in [("measures", measures), ("dimensions", dimensions)] {
                let made = Codelist::new(id, "", &contract.file, entries)
                    .map_err(|name| twice(Place::file(&contract.file), id, &name));
                if let Some(made) = faults.keep(made) {
                    self.own.entry(contract.id.clone()).or_default().insert(id.to_owned(), made);
                }
            }
        }
    }

    fn list(
        &self,
        project: &mut Project,
        list: &FileCodelist,
        place: Place,
        file: &str,
    ) -> Result<Codelist, Vec<Fault>> {
        let invalid = |what: &str, remedy: &str| vec![Fault::new("contract-invalid", place.clone(), what, remedy)];
        let (entries, file) = match &list.table {
            Some(_) if !list.entry.is_empty() => {
                return Err(invalid("the code list has entries and a table", "keep one of the two"));
            }
            Some(table) if table.may_be_missing && !project.holds(&table.file).map_err(|fault| vec![fault])? => {
                let made = Codelist::new(&list.id, &list.noun, &table.file, Vec::new());
                return made.map_err(|name| vec![twice(place.clone(), &list.id, &name)]);
            }
            Some(table) => {
                let Some(contract) = self.get(&table.contract) else {
                    let what = format!("there is no contract `{}`", table.contract);
                    return Err(invalid(&what, "name the contract of the table"));
                };
                let (records, _) = self.records(
                    project,
                    contract,
                    SourceFile {
                        source: &list.id,
                        path: &table.file,
                        name: &table.file,
                        sheet: "",
                        fill: None,
                        answers: &[],
                        aside: &[],
                    },
                    None,
                )?;
                (entries(&records, table), table.file.as_str())
            }
            None => (list.entry.clone(), file),
        };
        if entries.is_empty() {
            return Err(invalid("the code list has no entries", "add an [[entry]]"));
        }
        let outside = entries.iter().find(|entry| {
            !entry.within.is_empty() && !entries.iter().any(|other| other.id == entry.within && other.within.is_empty())
        });
        if let Some(entry) = outside {
            let what = format!("`{}` is within `{}`, which is no code of the list", entry.id, entry.within);
            return Err(invalid(&what, "name a code that is not within another"));
        }
        Codelist::new(&list.id, &list.noun, file, entries).map_err(|name| vec![twice(place.clone(), &list.id, &name)])
    }

    /// Refuses to read by a list whose table is not there yet.
    fn every_table_is_there(&self, contract: &Contract) -> Result<(), Vec<Fault>> {
        let lists = contract.columns.iter().filter_map(|column| self.codelist_of(&contract.id, &column.codelist));
        let missing = lists.filter(|list| list.is_empty()).map(|list| {
            let what = format!("`{}` is read by the code list `{}`, whose table is not there", contract.id, list.id);
            let remedy = "put the publisher's look-up there, or pull it where the list names a fetched source";
            Fault::new("source-missing", Place::file(&list.file), what, remedy)
        });
        let missing: Vec<Fault> = missing.collect();
        if missing.is_empty() { Ok(()) } else { Err(missing) }
    }

    fn every_list_exists(&self, faults: &mut Faults) {
        for contract in self.contracts.values() {
            let columns = contract.columns.iter().map(|column| ("column", &column.name, &column.codelist));
            let dimensions = contract.dimensions.iter().map(|one| ("dimension", &one.id, &one.codelist));
            for (kind, name, list) in columns.chain(dimensions).filter(|(_, _, list)| !list.is_empty()) {
                if OWN_LISTS.contains(&list.as_str()) || self.codelist_of(&contract.id, list).is_some() {
                    continue;
                }
                let what = format!("the {kind} `{name}` names the code list `{list}`, which is not there");
                let remedy = match nearest(list, self.shared.keys().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add {CODELISTS}/{list}.toml"),
                };
                faults.push(Fault::new("contract-invalid", Place::file(&contract.file), what, remedy));
            }
            for dimension in contract.dimensions.iter().filter(|dimension| !dimension.not_recorded.is_empty()) {
                let list = self.codelist_of(&contract.id, &dimension.codelist);
                if list.is_some_and(|list| list.codes().all(|code| code.id != dimension.not_recorded)) {
                    let what = format!(
                        "`{}`, what is not recorded of `{}`, is no code of `{}`",
                        dimension.not_recorded, dimension.id, dimension.codelist
                    );
                    let remedy = "name a code of the list";
                    faults.push(Fault::new("contract-invalid", Place::file(&contract.file), what, remedy));
                }
            }
        }
    }
}

fn of_definitions(definitions: &Definitions) -> Codelist {
    let entries = definitions.ids().map(|id| Entry { id: id.to_owned(), ..Entry::default() }).collect();
    // Identifiers are the keys of a map, so none stands twice.
    Codelist::new("definitions", "", crate::definition::FOLDER, entries).unwrap_or_else(|_| Codelist::empty())
}

/// An entry a code: rows of one code, such as the areas of a force, are its names together.
fn entries(files: &[Records], table: &Reference) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    for record in files.iter().flat_map(Records::iter) {
        let names = table.names.iter().map(|column| record.text(column));
        let further = record.text(&table.aliases).split('|');
        let names = names.chain(further).map(str::trim).filter(|name| !name.is_empty());
        let code = record.text(&table.code);
        let at = *of.entry(code).or_insert(entries.len());
        if at == entries.len() {
            entries.push(Entry { id: code.to_owned(), ..Entry::default() });
        }
        let Some(entry) = entries.get_mut(at) else { continue };
        for name in names {
            if !entry.aliases.iter().any(|known| known == name) {
                entry.aliases.push(name.to_owned());
            }
        }
    }
    for entry in &mut entries {
        entry.title = entry.aliases.first().cloned().unwrap_or_default();
    }
    entries
}

fn twice(place: Place, list: &str, name: &str) -> Fault {
    Fault::new(
        "contract-invalid",
        place,
        format!("`{name}` stands for two codes of the list `{list}`"),
        "remove it from one of the two, so that it is clear which is meant",
    )
}
