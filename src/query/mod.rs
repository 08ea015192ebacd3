//! What can be asked: a [`Query`] is a plain value, free of any engine and of any log format.

mod dimension;
mod field;
mod filter;
mod measure;
mod span;
mod study;
mod time;

pub use dimension::{Bucket, BucketStart, Dimension};
pub use field::{Canonical, Field, Kind, Raw};
pub use filter::{Condition, Filter};
pub use measure::{Measure, Part, Side};
pub use span::Span;
pub use study::{Covariate, Metric, Study};
pub use time::{End, TimeRange, Zone, parse_instant, parse_span};

use std::collections::BTreeSet;

/// A question over the request table: which requests, grouped how, measured how, in what order, how many rows.
#[derive(Debug, Clone)]
pub struct Query {
    pub filter: Filter,
    /// Empty for one row over everything.
    pub by: Vec<Dimension>,
    pub measures: Vec<Measure>,
    /// Groups of which this figure is zero or unknown are no rows; they still count in the totals.
    pub having: Option<Measure>,
    pub order: Order,
    /// Groups beyond this many become one `other` row.
    pub limit: Option<usize>,
    /// The zone in which time buckets are cut.
    pub zone: Zone,
}

/// The order of rows. Ties are broken by the dimensions' values, ascending.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// By the dimensions themselves, the first one first: time order for time buckets.
    Dimensions,
    /// By one dimension, counted from 0.
    Dimension {
        position: usize,
        descending: bool,
    },
    By {
        measure: Measure,
        descending: bool,
    },
}

impl Order {
    /// Time order where rows are stretches of time, else from the largest `measure`.
    pub fn by_time_or(measure: Measure) -> impl Fn(&[Dimension]) -> Order {
        move |by| match by.iter().any(|dimension| matches!(dimension, Dimension::Time(_))) {
            true => Order::Dimensions,
            false => Order::By { measure: measure.clone(), descending: true },
        }
    }
}

impl Query {
    /// Every field the answer depends on, once.
    pub fn fields(&self) -> BTreeSet<Field> {
        let mut fields: BTreeSet<Field> = self.by.iter().map(Dimension::field).collect();
        fields.extend(self.filter.conditions.iter().map(|c| c.field.clone()));
        fields.extend(self.measures.iter().flat_map(Measure::fields));
        fields.extend(self.having.iter().flat_map(Measure::fields));
        if let Order::By { measure, .. } = &self.order {
            fields.extend(measure.fields());
        }
        fields
    }
}
