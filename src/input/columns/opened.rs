//! Cells that hold an object as JSON: its members are fields as they are where a whole record is JSON.

use std::ops::Range;
use std::sync::Arc;

use crate::input::index::{Index, Indexed};
use crate::input::native::note;
use crate::input::parse::Finding;
use crate::input::scalar::{Form, Scalar, Value};
use crate::input::scan::{Found, Scanner};
use crate::input::tree::{NodeId, Tree};

/// So many values of a cell may fall to one node that stands for several keys.
const MOST_ALIKE: usize = 8;

/// The columns of a table in whose cells something may be looked up.
pub struct Opened<'t> {
    /// Their numbers, their names, and their nodes.
    columns: Vec<(usize, Arc<str>, NodeId)>,
    /// What is wanted in them, each the value of one number.
    nodes: Vec<NodeId>,
    scanner: Scanner<'t>,
    index: Index,
    /// The cell that is read, on one line.
    cell: String,
}

impl<'t> Opened<'t> {
    pub fn new(names: &[Arc<str>], tree: &'t Tree) -> Opened<'t> {
        let holds = |node: &NodeId| tree.has_children(*node);
        let of_column = |(column, name): (usize, &Arc<str>)| {
            let nodes = tree.nodes_of(name).into_iter().filter(holds);
            nodes.map(|node| (column, Arc::clone(name), node)).collect::<Vec<_>>()
        };
        let columns: Vec<_> = names.iter().enumerate().flat_map(of_column).collect();
        let count = |node: NodeId| if tree.is_any(node) { MOST_ALIKE } else { 1 };
        let below = columns.iter().flat_map(|(.., node)| tree.below(*node));
        let nodes = below.flat_map(|node| std::iter::repeat_n(node, count(node))).collect();
        Opened { columns, nodes, scanner: Scanner::new(tree), index: Index::default(), cell: String::new() }
    }

    /// The nodes of the values that every row gets, in their order.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.nodes.iter().copied()
    }

    /// Appends these values of a row with this text, in which `cell` tells the place of a column's. What begins as an object and
    /// is none is noted.
    pub fn read(
        &mut self,
        text: &str,
        cell: impl Fn(usize) -> Range<usize>,
        values: &mut Vec<Value>,
        remarks: &mut Vec<Finding>,
    ) {
        let first = values.len();
        values.resize(first + self.nodes.len(), Value { at: 0, end: 0, form: Form::Null });
        for (column, name, node) in &self.columns {
            let place = cell(*column);
            let start = place.start;
            if !text[place.clone()].trim_start().starts_with('{') {
                continue;
            }
            self.cell.clear();
            self.cell.extend(text[place].chars().map(|letter| if letter == '\n' { ' ' } else { letter }));
            self.index.fill(self.cell.as_bytes());
            let found = self.scanner.inside(Indexed::new(&self.cell, &self.index, 0), *node);
            let Some(found) = found else {
                note(remarks, name, &Scalar::Text(&self.cell));
                continue;
            };
            for Found { node, value } in found {
                let is_free = |(wanted, place): &(&NodeId, &mut Value)| *wanted == node && place.form == Form::Null;
                if let Some((_, place)) = self.nodes.iter().zip(&mut values[first..]).find(is_free) {
                    *place = Value { at: start + value.at, end: start + value.end, ..*value };
                }
            }
        }
    }
}
