//! Answers a [`Query`]. The seam is [`Engine`]: plain values in, plain values out, so that another engine (a database
//! cluster, say) fits beside the local one.

mod exact;
mod groups;
mod key;
mod ledger;
mod local;
mod mask;
mod numbers;
mod ranks;
mod singles;
mod sliding;
mod term;
mod trial;

pub use exact::Sum;
pub use key::Key;
pub use local::Local;
pub use sliding::{Sliding, can_slide};
pub use trial::{Observed, Sample, Trial};

use crate::error::Error;
use crate::query::{Field, Filter, Query, Study};

/// Something that can answer queries over requests.
pub trait Engine {
    /// # Errors
    /// What kept the engine from answering.
    fn answer(&self, query: &Query) -> Result<Answer, Error>;

    /// When each request was made that passes `filter`, and its value of `field`, in order of time; those that lack
    /// either are left out.
    fn series(&self, filter: &Filter, field: &Field) -> Vec<(i64, f64)>;

    /// The `count` requests that pass `filter` with the lowest values of `field`, the earlier of equal ones first: the
    /// value, and what the request has of each of `shown`.
    fn lowest(&self, filter: &Filter, field: &Field, count: usize, shown: &[Field]) -> Vec<(f64, Vec<Key>)>;

    /// The experiments of a log in the order of their names, each with what its variants' units did.
    ///
    /// # Errors
    /// What kept the engine from answering.
    fn observe(&self, study: &Study) -> Result<Vec<Trial>, Error>;
}

/// Rows in the query's order, and what they add up to.
#[derive(Debug, Clone)]
pub struct Answer {
    pub groups: Vec<Group>,
    /// All groups beyond the query's limit as one: how many, and its figures.
    pub other: Option<(u64, Vec<Figure>)>,
    /// Those groups one by one, in the query's order.
    pub hidden: Vec<Group>,
    /// The figures over every request that passed the filter.
    pub totals: Vec<Figure>,
}

/// One row: its key, a part per dimension, and a figure per measure.
#[derive(Debug, Clone)]
pub struct Group {
    pub key: Vec<Key>,
    pub figures: Vec<Figure>,
}

/// A measured figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// Nothing in the group says.
    Unknown,
    Int(i64),
    Float(f64),
}

impl Figure {
    pub fn as_f64(self) -> Option<f64> {
        match self {
            Figure::Unknown => None,
            Figure::Int(value) => Some(value as f64),
            Figure::Float(value) => Some(value),
        }
    }
}

impl From<Option<f64>> for Figure {
    fn from(value: Option<f64>) -> Figure {
        value.map_or(Figure::Unknown, Figure::Float)
    }
}
