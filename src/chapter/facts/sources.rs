//! Facts on the sources: when each was released, `source.<id>.released` as a day and `source.<id>.released-month`.

use super::Facts;
use crate::lineage::Lineage;
use crate::source::catalogue::Catalogue;
use crate::wording;

impl Facts {
    /// The facts with those of the sources that say when they were released.
    #[must_use]
    pub fn with_sources(mut self, catalogue: &Catalogue) -> Self {
        for source in catalogue.iter() {
            let Ok(released) = source.published.parse::<jiff::civil::Date>() else { continue };
            let day = wording::date(released);
            let month = day.split_once(' ').map(|(_, month)| month.to_owned()).unwrap_or_default();
            self.add(format!("source.{}.released", source.id), day, &Lineage::default());
            self.add(format!("source.{}.released-month", source.id), month, &Lineage::default());
        }
        self
    }
}
