//! Which span of a trace is below which, whatever the trace states: every span has one place, and every fault is counted.
//!
//! A span whose parent is not in the trace is a root; of a cycle the span that starts first is; a span whose id another one
//! has keeps its own place, but children go to the first of them.

use std::collections::HashMap;

use super::spans::{MISSING, Span};
use crate::requests::MISSING_INT;

/// What was wrong with a trace.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TreeFaults {
    /// Spans whose parent is not in the trace.
    pub missing_parents: u64,
    /// Circles of spans below each other.
    pub cycles: u64,
    /// Spans with the id of another one.
    pub duplicate_ids: u64,
}

/// The places of one trace's spans, by their number in the trace.
#[derive(Debug, Default)]
pub struct Tree {
    /// [`MISSING`] for a root.
    pub parent: Vec<u32>,
    pub depth: Vec<u32>,
    /// Every span once, a parent before its children, children by when they start.
    pub order: Vec<u32>,
    pub roots: Vec<u32>,
    pub faults: TreeFaults,
    starts: Vec<u32>,
    children: Vec<u32>,
}

impl Tree {
    pub fn of(spans: &[Span]) -> Tree {
        let mut tree = Tree::default();
        tree.find_parents(spans);
        tree.break_cycles(spans);
        tree.list_children(spans);
        tree.walk();
        tree
    }

    /// The children of a span, by when they start.
    pub fn children(&self, span: u32) -> &[u32] {
        &self.children[self.starts[span as usize] as usize..self.starts[span as usize + 1] as usize]
    }

    /// Fills `parent`.
    fn find_parents(&mut self, spans: &[Span]) {
        let mut first: HashMap<u32, u32> = HashMap::with_capacity(spans.len());
        for (number, span) in (0_u32..).zip(spans).filter(|(_, span)| span.id != MISSING) {
            self.faults.duplicate_ids += u64::from(*first.entry(span.id).or_insert(number) != number);
        }
        let parent = |span: &Span| if span.has_parent { first.get(&span.parent).copied() } else { None };
        self.parent = spans.iter().map(|span| parent(span).unwrap_or(MISSING)).collect();
        let is_lost = |(span, parent): &(&Span, &u32)| span.has_parent && **parent == MISSING;
        self.faults.missing_parents = spans.iter().zip(&self.parent).filter(is_lost).count() as u64;
    }

    /// Makes a root of the first span of every circle.
    fn break_cycles(&mut self, spans: &[Span]) {
        // 0 is not looked at; any other number is the walk that came by.
        let mut walked = vec![0_u32; spans.len()];
        for (number, walk) in (0..spans.len() as u32).zip(1..) {
            let mut at = number;
            while at != MISSING && walked[at as usize] == 0 {
                walked[at as usize] = walk;
                at = self.parent[at as usize];
            }
            if at != MISSING && walked[at as usize] == walk {
                self.open(at, spans);
            }
        }
    }

    /// Breaks the circle that `span` is on.
    fn open(&mut self, span: u32, spans: &[Span]) {
        let rank = |span: u32| (spans[span as usize].start, span);
        let (mut root, mut at) = (span, self.parent[span as usize]);
        while at != span {
            root = if rank(at) < rank(root) { at } else { root };
            at = self.parent[at as usize];
        }
        self.parent[root as usize] = MISSING;
        self.faults.cycles += 1;
    }

    fn list_children(&mut self, spans: &[Span]) {
        let mut sorted: Vec<u32> = (0..spans.len() as u32).collect();
        // Spans of an unknown time come last.
        let rank = |span: &u32| {
            let start = spans[*span as usize].start;
            (start == MISSING_INT, start, *span)
        };
        sorted.sort_by_key(rank);
        self.starts = vec![0; spans.len() + 1];
        let parent = |span: &u32| self.parent[*span as usize];
        for span in sorted.iter().filter(|span| parent(span) != MISSING) {
            self.starts[parent(span) as usize + 1] += 1;
        }
        (0..spans.len()).for_each(|span| self.starts[span + 1] += self.starts[span]);
        let mut next = self.starts.clone();
        self.children = vec![0; self.starts[spans.len()] as usize];
        for span in &sorted {
            match self.parent[*span as usize] {
                MISSING => self.roots.push(*span),
                parent => {
                    self.children[next[parent as usize] as usize] = *span;
                    next[parent as usize] += 1;
                }
            }
        }
    }

    /// Fills `order` and `depth`.
    fn walk(&mut self) {
        self.depth = vec![0; self.parent.len()];
        let mut stack: Vec<u32> = self.roots.iter().rev().copied().collect();
        while let Some(span) = stack.pop() {
            self.order.push(span);
            let range = self.starts[span as usize] as usize..self.starts[span as usize + 1] as usize;
            for child in self.children[range].iter().rev() {
                self.depth[*child as usize] = self.depth[span as usize] + 1;
                stack.push(*child);
            }
        }
    }
}
