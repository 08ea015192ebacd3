//! Columns of texts that hold objects as JSON, as DuckDB and Postgres write them: what is wanted inside becomes columns of its
//! own.

use std::ops::Range;
use std::sync::Arc;

use super::cells::Cells;
use super::opened::Opened;
use crate::input::parse::Finding;
use crate::input::scalar::{Form, Value};
use crate::input::tree::{NodeId, Tree};

/// What stands in such columns.
#[derive(Default)]
pub struct Inside {
    pub cells: Vec<Cells>,
    /// What the values of each are.
    pub nodes: Vec<NodeId>,
    /// Texts that only begin as objects, by row.
    pub broken: Vec<(usize, Vec<Finding>)>,
}

impl Inside {
    /// Reads the columns, which have these names and so many rows.
    pub fn of(names: &[Arc<str>], columns: &[Cells], rows: usize, tree: &Tree) -> Inside {
        let holds_any = |column: &Cells| (0..rows).any(|row| object(column, row).is_some());
        if !columns.iter().any(holds_any) {
            return Inside::default();
        }
        let mut opened = Opened::new(names, tree);
        let nodes: Vec<NodeId> = opened.nodes().collect();
        let (mut text, mut values, mut broken) = (String::new(), Vec::new(), Vec::new());
        let mut places: Vec<Range<usize>> = Vec::new();
        for row in 0..rows {
            places.clear();
            for column in columns {
                let start = text.len();
                text.push_str(object(column, row).unwrap_or_default());
                places.push(start..text.len());
            }
            let mut remarks = Vec::new();
            opened.read(&text, |column| places[column].clone(), &mut values, &mut remarks);
            broken.extend((!remarks.is_empty()).then_some((row, remarks)));
        }
        let text: Arc<str> = text.into();
        let column = |node: usize| values.iter().skip(node).step_by(nodes.len()).copied().collect::<Vec<Value>>();
        let (cells, nodes) = (0..nodes.len())
            .map(|node| (column(node), nodes[node]))
            .filter(|(values, _)| values.iter().any(|value| value.form != Form::Null))
            .map(|(values, node)| (Cells::json(Arc::clone(&text), values), node))
            .unzip();
        Inside { cells, nodes, broken }
    }
}

/// The text of a row, if it may be an object.
fn object(column: &Cells, row: usize) -> Option<&str> {
    column.text(row).filter(|text| text.trim_ascii_start().starts_with('{'))
}
