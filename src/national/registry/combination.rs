//! The rules by which the parts of an entry go together, held against the file and the edition alone.
//!
//! A method takes some keys and needs others; a share needs a whole that contains it; and nothing of the returns is asked for below
//! national level, where disclosure control protects no statistic.

use super::read::{AGREED, Check, FileEntry};
use super::{Breakdown, First, Geography, Last, Method, Over, Periods};
use crate::national::agreed::DIFFERENCES;
use crate::source::Spanned;

impl Check<'_> {
    /// Method, denominator, breakdown, unit and periods must go together.
    pub(super) fn combination(&mut self, file: &FileEntry) {
        let (method, at) = (*file.method.get_ref(), file.method.span());
        let name = method.name();
        let denominator = file.denominator.as_ref().map(|denominator| denominator.get_ref().as_str());
        let breakdown = file.breakdown.as_ref().map(Spanned::get_ref);
        let rate_like =
            method == Method::Rate || method.is_funnel() || (method == Method::MonotoneTrend && denominator.is_some());

        match method {
            Method::Rate if denominator.is_none() => self.refuse(
                &at,
                "a rate without a denominator",
                "add denominator = \"children\", or a measure; without one it is a count",
            ),
            Method::Count | Method::ShareBounds | Method::ControlChart | Method::QuartersReported
                if denominator.is_some() =>
            {
                self.refuse(
                    &at,
                    format!("the method {name} takes no denominator"),
                    "remove the key, or use the method rate",
                );
            }
            _ if method.is_funnel() => self.funnel(file, denominator),
            _ if method.is_of_picture() => self.of_picture(file, denominator),
            Method::Change | Method::Dispersion | Method::AverageAnnualChange | Method::MonotoneTrend
                if denominator.is_some_and(|denominator| denominator != "children") =>
            {
                self.refuse(
                    &at,
                    format!("the method {name} takes no denominator but children"),
                    "write denominator = \"children\", or remove the key",
                );
            }
            Method::ShareBounds if breakdown.is_none() => self.refuse(
                &at,
                "share bounds without a breakdown",
                "add breakdown = { dimension = \"…\", category = \"…\" }",
            ),
            Method::ShareBounds if breakdown.is_some_and(|breakdown| self.is_not_recorded(file, breakdown)) => {
                self.refuse(
                    &at,
                    "the part that is not recorded has no bounds of its own",
                    "use the method proportion; it is known exactly",
                );
            }
            Method::Proportion => self.proportion(file, denominator, breakdown.is_some()),
            _ => {}
        }
        if file.denominator.as_ref().is_some_and(|denominator| denominator.get_ref() == file.measure.get_ref()) {
            self.refuse(&at, "the denominator is the measure itself", "name another measure, or remove the key");
        }
        match (&file.per, rate_like) {
            (None, true) => self.refuse(&at, "a rate without per", "add per = 10000, or what the rate is for every"),
            (Some(per), true) if *per.get_ref() == 0 => {
                self.refuse(&per.span(), "a rate for every 0", "give 1 or more, such as 10000");
            }
            (Some(per), false) => self.refuse(
                &per.span(),
                format!("the method {name} takes no per"),
                "remove the key, or use the method rate",
            ),
            _ => {}
        }
        let unit = match method {
            Method::Proportion | Method::ShareBounds | Method::AverageAnnualChange => Some("percent"),
            Method::Change | Method::Dispersion => Some("ratio"),
            Method::Index => Some("index"),
            _ => None,
        };
        if let Some(unit) = unit
            && file.unit.get_ref() != unit
        {
            let what = format!("the unit of the method {name} is not `{}`", file.unit.get_ref());
            self.refuse(&file.unit.span(), what, &format!("write unit = \"{unit}\""));
        }
        self.keys_of_one_method(file, method);
        self.over(file, method);
        self.periods(file, method);
    }

    /// What the picture holds the numbers of: the national measure under the agreed definition, whole.
    fn of_picture(&mut self, file: &FileEntry, denominator: Option<&str>) {
        let (method, national) = (file.method.get_ref().name(), &self.edition.counted.national);
        let agreed = file.definition.as_ref().is_some_and(|definition| definition.get_ref() == AGREED);
        if denominator.is_some() || file.breakdown.is_some() || file.measure.get_ref() != national || !agreed {
            let what = format!("the {method} is of `{national}` under the agreed definition, and of nothing else");
            let remedy = format!("write measure = \"{national}\" and definition = \"{AGREED}\", without a breakdown");
            self.refuse(&file.method.span(), what, &remedy);
        }
    }

    /// What is incomplete is added up of published counts alone, by methods that say what they rest on.
    fn over(&mut self, file: &FileEntry, method: Method) {
        let over = file.over.as_ref().map(|over| *over.get_ref()).unwrap_or_default();
        let span = file.over.as_ref().map_or_else(|| file.method.span(), Spanned::span);
        let takes = match over {
            Over::Complete => method != Method::QuartersReported,
            Over::Reported => {
                matches!(method, Method::Count | Method::Rate | Method::Proportion | Method::QuartersReported)
                    || method.is_funnel()
            }
            Over::Matched => matches!(method, Method::Count | Method::Rate | Method::ControlChart),
        };
        if !takes {
            let what = format!("the method {} is not taken over what this says", method.name());
            let remedy = "over = \"reported\" goes with count, rate, proportion, quarters-reported and the funnel, \"matched\" with count, rate and \
                          control-chart";
            self.refuse(&span, what, remedy);
        }
        let of_measure = file.denominator.as_ref().is_some_and(|denominator| denominator.get_ref() != "children");
        if over != Over::Complete && (self.is_returned(file.measure.get_ref()) || of_measure) {
            let what = format!("`{}` is added up over what was reported", file.measure.get_ref());
            let remedy = "which forces are in it would tell of each: it is for measures that are published by force, and for children";
            self.refuse(&span, what, remedy);
        }
        if over != Over::Complete && *file.periods.get_ref() == Periods::Calendar {
            self.refuse(&span, "calendar years are taken whole", "name financial years, or leave `over` out");
        }
    }

    /// Limits of chance are of published counts for every so many children, each area beside all forces.
    fn funnel(&mut self, file: &FileEntry, denominator: Option<&str>) {
        if denominator != Some("children")
            || !file.geography.get_ref().several()
            || self.is_returned(file.measure.get_ref())
        {
            let what =
                format!("the method {} is of areas beside all forces, by children", file.method.get_ref().name());
            let remedy =
                "write denominator = \"children\" and geography = \"force\", of a measure that is published by force";
            self.refuse(&file.method.span(), what, remedy);
        }
        if *file.periods.get_ref() == Periods::Calendar {
            self.refuse(&file.periods.span(), "limits of chance are of financial years", "name financial years");
        }
    }

    /// Keys that one method needs and no other takes.
    fn keys_of_one_method(&mut self, file: &FileEntry, method: Method) {
        let assumption = file.assumption.as_ref().map(Spanned::span);
        let percent = file.percent.as_ref().map(Spanned::span);
        let keys = [
            ("assumption", Method::Rung, assumption, "name a rung of assumptions.toml"),
            ("percent", Method::Sensitivity, percent, "write one of -50, -20, 20, 50 and 100"),
        ];
        for (key, of, span, remedy) in keys {
            match span {
                None if method == of => {
                    self.refuse(&file.method.span(), format!("the method {} needs {key}", of.name()), remedy);
                }
                Some(span) if method != of => {
                    let what = format!("the method {} takes no {key}", method.name());
                    self.refuse(&span, what, "remove the key");
                }
                _ => {}
            }
        }
        if let Some(percent) = file.percent.as_ref().filter(|percent| !DIFFERENCES.contains(percent.get_ref())) {
            let what = format!("{} percent is none of those that are tried", percent.get_ref());
            self.refuse(&percent.span(), what, "write one of -50, -20, 20, 50 and 100");
        }
    }

    /// A share needs one whole that contains it: the total of its own breakdown, or the measure that it is part of.
    fn proportion(&mut self, file: &FileEntry, denominator: Option<&str>, breakdown: bool) {
        let at = file.method.span();
        match (denominator, breakdown) {
            (None, false) => self.refuse(
                &at,
                "a proportion without a whole",
                "add a breakdown, or a denominator that contains the measure",
            ),
            (Some(_), true) => self.refuse(
                &at,
                "a proportion with two wholes, its breakdown and its denominator",
                "keep one of the two; with a breakdown the whole is the total of the measure",
            ),
            (Some(denominator), false) => {
                let measure = file.measure.get_ref().as_str();
                let part_of = self.measures.get(measure).and_then(|measure| measure.part_of.as_deref());
                if part_of != Some(denominator) {
                    let what = format!("`{measure}` is not part of `{denominator}`");
                    let remedy = match part_of {
                        Some(whole) => format!("a share of `{whole}` has a meaning; for anything else use a rate"),
                        None => "use the method rate; a proportion needs a whole that contains its part".to_owned(),
                    };
                    self.refuse(&at, what, &remedy);
                }
            }
            (None, true) => {}
        }
    }

    fn periods(&mut self, file: &FileEntry, method: Method) {
        let span = file.periods.span();
        match *file.periods.get_ref() {
            Periods::Calendar if !matches!(method, Method::Count | Method::Rate | Method::Proportion) => self.refuse(
                &span,
                format!("the method {} does not use calendar years", method.name()),
                "name financial years; counts, rates and proportions can be by calendar year",
            ),
            Periods::Range { first: First::Year(first), last: Last::Year(last) } if first > last => {
                self.refuse(
                    &span,
                    format!("the periods end in {last} before they start in {first}"),
                    "exchange first and last",
                );
            }
            periods => {
                let within = self.edition_years(file.measure.get_ref());
                let named = match periods {
                    Periods::Range { first, last } => [
                        if let First::Year(first) = first { Some(first) } else { None },
                        if let Last::Year(last) = last { Some(last) } else { None },
                    ],
                    _ => [None, None],
                };
                if let Some(outside) = named.into_iter().flatten().find(|year| !within.contains(*year)) {
                    let what = format!(
                        "{outside} lies outside the edition's years of this measure, {} to {}",
                        within.first, within.last
                    );
                    self.refuse(&span, what, "name years within them, or widen [periods] in edition.toml");
                }
            }
        }
    }

    fn edition_years(&self, measure: &str) -> crate::edition::Periods {
        super::periods::edition_years(self.edition, self.measures.get(measure))
    }

    fn is_not_recorded(&self, file: &FileEntry, breakdown: &Breakdown) -> bool {
        let measure = self.measures.get(file.measure.get_ref());
        measure.is_some_and(|measure| measure.is_not_recorded(&breakdown.dimension, &breakdown.category))
    }

    /// Whether a measure is counted by returns. Of one that no contract knows, the data say that it is not there.
    fn is_returned(&self, measure: &str) -> bool {
        self.measures.get(measure).is_some_and(|measure| !measure.is_published())
    }

    /// Disclosure control protects what the returns say below national level in the chapter's own tables and in no statistic of
    /// an edition, so none may ask for it. England is below it too: what is left of a national count when England's is known is
    /// the count of four Welsh forces.
    pub(super) fn disclosure(&mut self, file: &FileEntry) {
        if *file.geography.get_ref() == Geography::EnglandAndWales {
            let of_children = file.denominator.as_ref().is_some_and(|denominator| denominator.get_ref() == "children");
            let measure = file.measure.get_ref();
            if *file.method.get_ref() == Method::Rate && of_children && self.is_returned(measure) {
                self.faults.push(self.settings.fault(
                    "statistic-below-national",
                    &file.method.span(),
                    format!("a rate of `{measure}` leaves out the one force without residents, and its count does not"),
                    "use the method count: with both published, that force's own count would follow from the two",
                ));
            }
            return;
        }
        let measures = [Some(&file.measure), file.denominator.as_ref().filter(|it| it.get_ref() != "children")];
        for measure in measures.into_iter().flatten() {
            if !self.is_returned(measure.get_ref()) {
                continue;
            }
            self.faults.push(self.settings.fault(
                "statistic-below-national",
                &file.geography.span(),
                format!("`{}` is counted by returns, and this asks for it below England and Wales", measure.get_ref()),
                "write geography = \"england-and-wales\": below it, counts of the returns are given by the chapter's tables \
                 alone, which are protected together; recorded crime by force is public and allowed",
            ));
        }
    }
}
