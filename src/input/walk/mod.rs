//! Walks a line that holds many spans, whose attributes are lists of keys and values: of OTLP JSON (`otlp`), or a trace of
//! Jaeger's (`jaeger`).
//!
//! Every span becomes a list of values like those of a flat line: its own members by their names, its attributes by
//! theirs, those of its resource behind `resource.`. As strict as the scanner of flat lines.

mod event;
mod jaeger;
mod otlp;

use std::ops::Range;

use super::cursor::Cursor;
use super::format::Layout;
use super::index::Indexed;
use super::judge::MAX_DEPTH;
use super::scalar::Value;
use super::tree::{Keys, NodeId, Tree};

/// Reads lines. Holds the space that every line reuses.
#[derive(Debug)]
pub struct Walker<'t> {
    tree: &'t Tree,
    layout: Layout,
    /// The wanted attributes of resources and of events, by their own names.
    resource: Keys,
    event: Keys,
    nodes: Vec<NodeId>,
    values: Vec<Value>,
    /// Which values are a span's, and which its resource's.
    spans: Vec<(Range<usize>, Range<usize>)>,
    /// Where the score of an evaluation goes, if anybody asks for one.
    score: Option<NodeId>,
    /// What the event that is being read calls its evaluation, and its score.
    evaluation: (Option<Value>, Option<Value>),
    /// Of each span of the last line that states scores of several names, those names.
    pub mixed: Vec<String>,
    /// Whether the last line is one of its format, if only without spans.
    pub is_known: bool,
}

/// Whose attributes they are.
#[derive(Debug, Clone, Copy)]
enum Place {
    Member,
    Span,
    Resource,
    Event,
}

impl<'t> Walker<'t> {
    /// `is_read` tells the nodes whose value is good for anything: events without one are passed over.
    pub fn new(tree: &'t Tree, layout: Layout, is_read: impl Fn(NodeId) -> bool) -> Self {
        let [resource, event] = ["resource.", "event."].map(|prefix| tree.keys_behind(prefix, &is_read));
        Walker {
            tree,
            layout,
            score: event.get_in_line(event::EVALUATION_SCORE),
            resource,
            event,
            nodes: Vec::new(),
            values: Vec::new(),
            spans: Vec::new(),
            evaluation: (None, None),
            mixed: Vec::new(),
            is_known: false,
        }
    }

    /// Reads the line that begins at `start`. Returns where it ends; `None` when it is not a good line.
    pub fn line(&mut self, text: Indexed<'_>, start: usize) -> Option<usize> {
        self.nodes.clear();
        self.values.clear();
        self.spans.clear();
        self.mixed.clear();
        self.is_known = false;
        let mut cursor = Cursor::new(text, start);
        cursor.skip_space();
        if cursor.peek() != b'{' {
            return None;
        }
        match self.layout {
            Layout::Jaeger => self.trace(&mut cursor)?,
            Layout::Flat | Layout::Otlp => self.resources(&mut cursor, 1)?,
        }
        cursor.ends_line().then_some(cursor.at)
    }

    /// The spans of the last line: the numbers and nodes of the values of each, and these values.
    pub fn spans(&self) -> impl ExactSizeIterator<Item = (impl Iterator<Item = (usize, NodeId)>, &[Value])> {
        self.spans.iter().map(|(own, resource)| {
            let numbers = resource.clone().chain(own.clone());
            (numbers.map(|number| (number, self.nodes[number])), self.values.as_slice())
        })
    }

    fn keep(&mut self, place: Place, name: &str, value: Value) {
        let is_member = || match self.layout {
            Layout::Jaeger => jaeger::MEMBERS.contains(&name),
            Layout::Flat | Layout::Otlp => otlp::MEMBERS.contains(&name),
        };
        let found = match place {
            Place::Member => self.tree.child_in_line(0, name),
            Place::Span => self.tree.child_in_line(0, name).filter(|_| !is_member()),
            Place::Resource => self.resource.get_in_line(name),
            Place::Event => self.event.get_in_line(name),
        };
        if let Some(node) = found.filter(|node| self.tree.is_wanted(*node)) {
            self.nodes.push(node);
            self.values.push(value);
        }
    }
}

/// From the opening brace of an object, which is at `depth` then, to after its closing one; `member` takes each value.
pub fn object<'a>(
    cursor: &mut Cursor<'a>,
    depth: usize,
    mut member: impl FnMut(&'a str, &mut Cursor<'a>, usize) -> Option<()>,
) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    cursor.at += 1;
    cursor.skip_space();
    if cursor.peek() == b'}' {
        cursor.at += 1;
        return Some(());
    }
    loop {
        let key = cursor.key()?;
        member(key, cursor, depth)?;
        cursor.skip_space();
        match cursor.peek() {
            b',' => cursor.at += 1,
            b'}' => break,
            _ => return None,
        }
        cursor.skip_space();
    }
    cursor.at += 1;
    Some(())
}

/// A list of objects inside a container at `depth`, each of which `element` takes. Any other value is passed over.
fn list(
    cursor: &mut Cursor<'_>,
    depth: usize,
    element: &mut dyn FnMut(&mut Cursor<'_>, usize) -> Option<()>,
) -> Option<()> {
    if cursor.peek() != b'[' {
        return cursor.skip_value(depth);
    }
    if depth + 1 > MAX_DEPTH {
        return None;
    }
    cursor.at += 1;
    cursor.skip_space();
    if cursor.peek() == b']' {
        cursor.at += 1;
        return Some(());
    }
    loop {
        match cursor.peek() {
            b'{' => element(cursor, depth + 2)?,
            _ => cursor.skip_value(depth + 1)?,
        }
        cursor.skip_space();
        match cursor.peek() {
            b',' => cursor.at += 1,
            b']' => break,
            _ => return None,
        }
        cursor.skip_space();
    }
    cursor.at += 1;
    Some(())
}

#[cfg(test)]
mod tests;
