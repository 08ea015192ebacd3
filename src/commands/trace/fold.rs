//! Which spans of a trace are drawn, where there are more than a screen is for.

use crate::trace::{Figures, MISSING, Span};

/// A line of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    pub what: What,
    /// How many drawn spans are above it.
    pub depth: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Span(u32),
    /// So many spans below the span above that are not drawn.
    Folded(u64),
}

/// All spans, as they stand below each other.
pub fn whole(figures: &Figures) -> Vec<Drawn> {
    let tree = &figures.tree;
    tree.order.iter().map(|span| Drawn { what: What::Span(*span), depth: tree.depth[*span as usize] }).collect()
}

/// At most `limit` spans down to `deepest`: the first root, those with most of the critical path, then the longest; under
/// each how many are not drawn.
pub fn folded(figures: &Figures, spans: &[Span], limit: usize, deepest: Option<u32>) -> Vec<Drawn> {
    let is_drawn = chosen(figures, spans, limit, deepest);
    let tree = &figures.tree;
    // By span: the drawn span that it is, or the next one above it, and how deep that is drawn.
    let mut near = vec![MISSING; spans.len()];
    let mut depth = vec![0_u32; spans.len()];
    let mut hidden = vec![0_u64; spans.len()];
    let mut hidden_roots = 0;
    for span in tree.order.iter().map(|span| *span as usize) {
        let above = near.get(tree.parent[span] as usize).copied().unwrap_or(MISSING);
        near[span] = if is_drawn[span] { span as u32 } else { above };
        if is_drawn[span] {
            depth[span] = depth.get(above as usize).map_or(0, |depth| depth + 1);
        } else {
            match hidden.get_mut(above as usize) {
                Some(hidden) => *hidden += 1,
                None => hidden_roots += 1,
            }
        }
    }
    let mut lines = Lines { lines: Vec::new(), open: Vec::new(), hidden: &hidden };
    for span in tree.order.iter().filter(|span| is_drawn[**span as usize]) {
        let depth = depth[*span as usize];
        lines.close(depth as usize);
        lines.lines.push(Drawn { what: What::Span(*span), depth });
        lines.open.push(*span);
    }
    lines.close(0);
    let mut lines = lines.lines;
    lines.extend((hidden_roots > 0).then_some(Drawn { what: What::Folded(hidden_roots), depth: 0 }));
    lines
}

/// Lines with the drawn spans that may have more below them.
struct Lines<'h> {
    lines: Vec<Drawn>,
    open: Vec<u32>,
    hidden: &'h [u64],
}

impl Lines<'_> {
    /// Ends the spans that are as deep as `depth` or deeper: says what of them is not drawn.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth {
            let below = self.open.len() as u32;
            let count = self.open.pop().map_or(0, |span| self.hidden[span as usize]);
            self.lines.extend((count > 0).then_some(Drawn { what: What::Folded(count), depth: below }));
        }
    }
}

fn chosen(figures: &Figures, spans: &[Span], limit: usize, deepest: Option<u32>) -> Vec<bool> {
    let tree = &figures.tree;
    let is_near = |span: &u32| deepest.is_none_or(|deepest| tree.depth[*span as usize] <= deepest);
    let mut ranked: Vec<u32> = tree.order.iter().copied().filter(is_near).collect();
    if ranked.len() > limit {
        // Of equal spans those that come first in the tree.
        let first = tree.roots.first().copied();
        ranked.sort_by_key(|span| {
            let (critical, duration) = (figures.timing.critical[*span as usize], spans[*span as usize].duration());
            (Some(*span) != first, std::cmp::Reverse((critical, duration)))
        });
        ranked.truncate(limit);
    }
    let mut is_drawn = vec![false; spans.len()];
    ranked.into_iter().for_each(|span| is_drawn[span as usize] = true);
    is_drawn
}
