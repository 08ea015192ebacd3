//! How long each span of a trace took by itself, and which spans the end of the trace waited for.
//!
//! **Self time** is a span's duration less the union of its children's times, as far as they lie within it.
//!
//! **The critical path** is that of Jaeger's UI (`packages/jaeger-ui/src/components/TracePage/CriticalPath`, Apache-2.0: the
//! description, not the code): from the end of a span back to the end of the child that finishes last, on through that child,
//! and from its start back to the end of the child that finished last before it. As there, a child is cut to its parent's time,
//! one that lies outside of it is not on the path, nor one that its parent does not wait for (a link `FOLLOWS_FROM`, a producer, a
//! consumer). Unlike there, a child that ends exactly when the next begins is on the path; the reference wants it to end before, and
//! gives its time to the parent. Where a trace has several roots, they count as the children of one span from the first start
//! to the last end.
//!
//! Spans are not moved: one that lies outside of its parent, because clocks differ or because nobody waited, stays where it was
//! logged and is counted.

use super::spans::{MISSING, Span};
use super::tree::Tree;
use crate::requests::MISSING_INT;

/// Figures by the number of a span in its trace; times in microseconds.
#[derive(Debug)]
pub struct Timing {
    /// The first start and the last end that are known; [`MISSING_INT`] where none is.
    pub start: i64,
    pub end: i64,
    /// [`MISSING_INT`] for a span whose duration is unknown.
    pub self_time: Vec<i64>,
    /// How much of the critical path is the span's own.
    pub critical: Vec<i64>,
    /// The time between roots that nothing accounts for, where there are several.
    pub idle: i64,
    /// Spans that start before their parent or end after it.
    pub outside: u64,
    /// Spans without an end.
    pub unfinished: u64,
}

/// From when to when a span counts; empty where it does not.
type Reach = Option<(i64, i64)>;

impl Timing {
    pub fn of(spans: &[Span], tree: &Tree) -> Timing {
        let reach = reach(spans, tree);
        let known = || tree.order.iter().filter_map(|span| reach[*span as usize]);
        let (start, end) = match known().map(|(start, _)| start).min() {
            Some(start) => (start, known().map(|(_, end)| end).max().unwrap_or(start)),
            None => (MISSING_INT, MISSING_INT),
        };
        let is_outside = |span: &&u32| {
            let parent = tree.parent[**span as usize];
            parent != MISSING && lies_outside(&spans[**span as usize], &spans[parent as usize])
        };
        let is_unfinished = |span: &&u32| spans[**span as usize].end == MISSING_INT;
        let path = Path::new(spans, tree, &reach, (start, end));
        let mut timing = Timing {
            start,
            end,
            self_time: self_time(spans, tree, &reach),
            critical: vec![0; spans.len()],
            idle: 0,
            outside: tree.order.iter().filter(is_outside).count() as u64,
            unfinished: tree.order.iter().filter(is_unfinished).count() as u64,
        };
        timing.idle = path.walk(&mut timing.critical);
        timing
    }

    /// From the first start to the last end, in microseconds.
    pub fn duration(&self) -> Option<i64> {
        (self.start != MISSING_INT).then(|| self.end - self.start)
    }

    /// The span with the largest part of the critical path, the earlier of equal ones, and its part of the trace's duration.
    pub fn bottleneck(&self, tree: &Tree) -> Option<(u32, f64)> {
        let all = self.duration().filter(|duration| *duration > 0)?;
        let most = tree.order.iter().copied().rev().max_by_key(|span| self.critical[*span as usize])?;
        let critical = self.critical[most as usize];
        (critical > 0).then(|| (most, critical as f64 / all as f64))
    }
}

fn lies_outside(span: &Span, parent: &Span) -> bool {
    let is_early = span.start != MISSING_INT && parent.start != MISSING_INT && span.start < parent.start;
    let is_late = span.end != MISSING_INT && parent.end != MISSING_INT && span.end > parent.end;
    is_early || is_late
}

/// The stated times; a span without an end reaches as far as what is below it.
fn reach(spans: &[Span], tree: &Tree) -> Vec<Reach> {
    let mut ends: Vec<i64> = spans.iter().map(|span| span.end).collect();
    for span in tree.order.iter().rev() {
        let span = *span as usize;
        if spans[span].end == MISSING_INT {
            // The missing time is below all others.
            ends[span] = ends[span].max(spans[span].start);
        }
        let parent = tree.parent[span] as usize;
        if spans.get(parent).is_some_and(|parent| parent.end == MISSING_INT) {
            ends[parent] = ends[parent].max(ends[span]);
        }
    }
    let times = spans.iter().map(|span| span.start).zip(ends);
    times.map(|(start, end)| (start != MISSING_INT).then(|| (start, end.max(start)))).collect()
}

/// A span's duration less the time in which a child of it ran.
fn self_time(spans: &[Span], tree: &Tree, reach: &[Reach]) -> Vec<i64> {
    let own = |(number, span): (usize, &Span)| {
        let Some(duration) = span.duration() else { return MISSING_INT };
        // Children come by when they start, so their union grows at its end alone.
        let (mut covered, mut until) = (0, span.start);
        for (start, end) in tree.children(number as u32).iter().filter_map(|child| reach[*child as usize]) {
            let (start, end) = (start.max(until), end.min(span.end));
            if end > start {
                covered += end - start;
                until = end;
            }
        }
        duration - covered
    };
    spans.iter().enumerate().map(own).collect()
}

/// What the walk from the end of a trace to its start needs.
struct Path {
    /// Spans that can be on the path, cut to their parents' times.
    reach: Vec<Reach>,
    /// Children of a span by their ends, the last first; in one vector, with where each span's begin.
    children: Vec<u32>,
    starts: Vec<u32>,
    roots: Vec<u32>,
    whole: (i64, i64),
}

/// A span that the walk is in: which of its children is next, and until when nothing is accounted for.
struct Step {
    span: u32,
    next: usize,
    until: i64,
}

impl Path {
    fn new(spans: &[Span], tree: &Tree, reach: &[Reach], whole: (i64, i64)) -> Path {
        let mut cut: Vec<Reach> = vec![None; spans.len()];
        for span in tree.order.iter().map(|span| *span as usize) {
            cut[span] = match tree.parent[span] {
                MISSING => reach[span],
                parent if spans[span].is_awaited => inside(reach[span], cut[parent as usize]),
                _ => None,
            };
        }
        let by_end = |span: &u32| {
            let (start, end) = cut[*span as usize].unwrap_or((0, MISSING_INT));
            let stated = reach[*span as usize].map(|(_, end)| end);
            // Of those that are cut to one end the one that really ended last.
            (std::cmp::Reverse((end, stated)), start, *span)
        };
        let (mut children, mut starts) = (Vec::new(), vec![0]);
        for span in 0..spans.len() as u32 {
            let begin = children.len();
            children.extend(tree.children(span).iter().filter(|child| cut[**child as usize].is_some()));
            children[begin..].sort_by_key(by_end);
            starts.push(children.len() as u32);
        }
        let mut roots: Vec<u32> = tree.roots.iter().copied().filter(|root| cut[*root as usize].is_some()).collect();
        roots.sort_by_key(by_end);
        Path { reach: cut, children, starts, roots, whole }
    }

    /// The children of a span that can be on the path; of no span, the roots.
    fn below(&self, span: u32) -> &[u32] {
        match span {
            MISSING => &self.roots,
            span => &self.children[self.starts[span as usize] as usize..self.starts[span as usize + 1] as usize],
        }
    }

    /// Adds to each span its own part of the path; returns what is no span's.
    fn walk(&self, critical: &mut [i64]) -> i64 {
        let mut idle = 0;
        let mut steps = match self.roots.as_slice() {
            [] => Vec::new(),
            [root] => vec![Step { span: *root, next: 0, until: self.times(*root).1 }],
            _ => vec![Step { span: MISSING, next: 0, until: self.whole.1 }],
        };
        while let Some(step) = steps.last_mut() {
            let below = &self.below(step.span)[step.next..];
            let skipped = below.iter().take_while(|child| self.times(**child).1 > step.until).count();
            let child = below.get(skipped).copied();
            let from = child.map_or_else(|| self.times(step.span).0, |child| self.times(child).1);
            match step.span {
                MISSING => idle += step.until - from,
                span => critical[span as usize] += step.until - from,
            }
            let Some(child) = child else {
                steps.pop();
                continue;
            };
            let (start, end) = self.times(child);
            step.next += skipped + 1;
            step.until = start;
            steps.push(Step { span: child, next: 0, until: end });
        }
        idle
    }

    fn times(&self, span: u32) -> (i64, i64) {
        self.reach.get(span as usize).copied().flatten().unwrap_or(self.whole)
    }
}

/// As much of a child's time as lies in its parent's.
fn inside(child: Reach, parent: Reach) -> Reach {
    let ((start, end), (first, last)) = (child?, parent?);
    let is_outside = start >= last || end <= first && start < first;
    (!is_outside).then(|| (start.max(first), end.min(last)))
}
