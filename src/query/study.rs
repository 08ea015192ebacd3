//! What can be asked of experiments: which requests saw which variant, who they came from, what is measured.

use std::collections::BTreeSet;

use super::{Canonical, Field, Filter};

/// A question about every experiment of a log, or about one.
#[derive(Debug, Clone)]
pub struct Study {
    pub filter: Filter,
    /// Only the experiment of this name.
    pub experiment: Option<String>,
    /// Whether requests are told apart by the field `experiment`; without it, and without a name, all requests that
    /// have a variant are one experiment.
    pub by_experiment: bool,
    /// The field that tells the variants apart; without one all requests are one variant.
    pub variant: Option<Field>,
    /// The field whose values are the independent units; without one every request is a unit.
    pub unit: Option<Field>,
    pub metrics: Vec<Metric>,
    pub covariate: Option<Covariate>,
    /// Whether ranks and quantiles are asked for, which need every value and not its sum alone.
    pub keeps_values: bool,
}

/// A number or a truth that each request may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Metric {
    Field(Field),
    /// Whether the request failed; unknown while it is pending.
    Error,
}

/// What is known of a unit beside the experiment.
#[derive(Debug, Clone)]
pub enum Covariate {
    /// The mean of the metric itself over the unit's requests before a time, in microseconds; those requests are no part
    /// of the experiment.
    Before(i64),
    /// The mean of another field over the unit's requests.
    Field(Field),
}

impl Metric {
    /// The metric a user means.
    pub fn named(name: &str) -> Metric {
        if name == "error" { Metric::Error } else { Metric::Field(Field::named(name)) }
    }

    pub fn name(&self) -> &str {
        match self {
            Metric::Field(field) => field.name(),
            Metric::Error => "error",
        }
    }
}

impl Study {
    /// Every field the answer depends on, once.
    pub fn fields(&self) -> BTreeSet<Field> {
        let mut fields: BTreeSet<Field> = self.variant.iter().cloned().collect();
        fields.extend(self.splits_by_experiment().then(|| Canonical::Experiment.into()));
        fields.extend(self.unit.clone());
        fields.extend(self.filter.conditions.iter().map(|condition| condition.field.clone()));
        fields.extend(self.metrics.iter().filter_map(|metric| match metric {
            Metric::Field(field) => Some(field.clone()),
            Metric::Error => None,
        }));
        if let Some(Covariate::Field(field)) = &self.covariate {
            fields.insert(field.clone());
        }
        fields
    }

    pub fn splits_by_experiment(&self) -> bool {
        self.by_experiment || self.experiment.is_some()
    }
}
