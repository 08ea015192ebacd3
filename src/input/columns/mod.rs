//! Logs that are tables: a row is a record, and its columns are matched to fields by name, as paths of JSON are.
//!
//! `store` is where a Parquet file's bytes are, `parquet` picks the columns of a row group, `cells` decodes one, `texts` one
//! of texts (`guard` is between us and the decoder's panics). `whole` gives all rows at once, as a `batch`, where they are
//! plain enough, else `row` gives a row's values to the reader of records. `seal` tells files of our own, of which every
//! row is a request. `csv` reads the rows of CSV, `quotes` tells where they end, and `header` that a text is CSV. `opened` reads the cells that hold
//! objects, those of Parquet as columns that are `inside` of theirs.

mod batch;
mod cells;
mod csv;
mod guard;
mod header;
mod inside;
mod opened;
mod parquet;
mod quotes;
mod row;
pub mod seal;
mod store;
mod texts;
mod whole;

use std::collections::HashMap;

use super::native::Layout;
use super::plan::Plan;
use super::tree::NodeId;

pub use batch::{Batch, Series};
pub use header::Header;
pub use parquet::Table;
pub use store::Store;

/// What a Parquet file begins and ends with.
pub const MAGIC: &[u8] = b"PAR1";

/// Which values of a row go where, by which of the columns have one.
struct Layouts {
    nodes: Vec<NodeId>,
    /// What is told of every row by columns that nobody reads.
    known: u8,
    numbers: HashMap<Vec<bool>, usize>,
    layouts: Vec<Layout>,
    /// Which columns the last row had, and the number of its layout: most rows are like the one before.
    last: (Vec<bool>, usize),
}

impl Layouts {
    /// Layouts for columns that fill these nodes.
    fn new(nodes: Vec<NodeId>, known: u8) -> Layouts {
        Layouts { nodes, known, numbers: HashMap::new(), layouts: Vec::new(), last: (Vec::new(), 0) }
    }

    /// The layout of a row that has the columns for which `has` holds; only those of `gappy` are not in every row.
    #[inline]
    fn find(&mut self, plan: &Plan, gappy: &[usize], has: impl Fn(usize) -> bool) -> &Layout {
        let is_same = gappy.iter().all(|number| self.last.0.get(*number) == Some(&has(*number)));
        if self.layouts.is_empty() || !is_same {
            self.turn_to((0..self.nodes.len()).map(has).collect(), plan);
        }
        &self.layouts[self.last.1]
    }

    fn turn_to(&mut self, shape: Vec<bool>, plan: &Plan) {
        let Layouts { nodes, known, numbers, layouts, last } = self;
        let number = *numbers.entry(shape.clone()).or_insert_with(|| {
            let there = shape.iter().zip(&*nodes).enumerate().filter(|(_, (has, _))| **has);
            let mut layout = Layout::of(plan, there.map(|(number, (_, node))| (number, *node)));
            layout.tell(*known);
            layouts.push(layout);
            layouts.len() - 1
        });
        *last = (shape, number);
    }
}
