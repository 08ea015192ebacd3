//! Reads lines, one after the other: each by the way of its format, with what is known of the lines before.

use super::detect::Frames;
use super::event::Sink;
use super::format::{self, Format};
use super::frames;
use super::index::{Index, Indexed};
use super::native::{Json, Layout, Line};
use super::parse::Finding;
use super::plan::Plan;
use super::scalar::Form;
use super::scan::Scanner;
use super::timestamp::Calendar;
use super::tree::NodeId;
use super::walk::Walker;

/// Reads lines with one plan. Holds the space that every line reuses.
pub struct Reader<'p> {
    plan: &'p Plan,
    /// Whether a line is a trace that was put together out of a document, which may be damaged in one of its spans alone.
    is_trace: bool,
    scanner: Scanner<'p>,
    walker: Walker<'p>,
    /// By shape of line, as far as they are known.
    layouts: Vec<Option<Layout>>,
    /// For a line of no known shape.
    lone: Layout,
    calendar: Calendar,
    /// What there is to say about the last line, beside its event.
    pub remarks: Vec<Finding>,
    /// Records so far that are no calls of a model.
    pub other_records: u64,
    /// Those that the last line turned out to hold, where it was not read itself.
    inner: Vec<String>,
}

impl<'p> Reader<'p> {
    pub fn new(plan: &'p Plan, frames: Frames) -> Self {
        let layout = plan.format.map_or(format::Layout::Flat, |format| format.layout);
        Reader {
            plan,
            is_trace: layout == format::Layout::Jaeger && matches!(frames, Frames::Records(_)),
            scanner: Scanner::new(&plan.tree),
            walker: Walker::new(&plan.tree, layout, |node| !plan.uses[node].is_empty()),
            layouts: Vec::new(),
            lone: Layout::default(),
            calendar: Calendar::default(),
            remarks: Vec::new(),
            other_records: 0,
            inner: Vec::new(),
        }
    }

    /// Gives `sink` the event in the line that begins at `start`, and returns where the line ends. `None` when it is
    /// not a good line.
    #[inline]
    pub fn read(&mut self, text: Indexed<'_>, start: usize, sink: &mut impl Sink) -> Option<usize> {
        if let Some(format) = self.plan.format {
            if format.layout.is_nested() {
                return self.read_spans(text, start, sink);
            }
            let end = self.read_foreign(format, text, start, sink);
            if !self.inner.is_empty() {
                self.read_inner(format, sink);
            }
            return end;
        }
        let end = self.scanner.line(text, start)?;
        let text = text.text;
        let Reader { plan, scanner, .. } = self;
        let there = || scanner.wanted().filter(|(number, _)| scanner.values[*number].form != Form::Null);
        let layout = match scanner.shape {
            Some(shape) => layout_of(&mut self.layouts, shape, plan, there()),
            None => {
                self.lone.fill(plan, there());
                &self.lone
            }
        };
        let line = Line { record: &Json { text, values: &scanner.values }, layout };
        let is_request = line.give_native(plan, &mut self.calendar, &mut self.remarks, sink);
        self.other_records += u64::from(!is_request);
        Some(end)
    }

    /// The same for a line of another tool that is one record.
    fn read_foreign(
        &mut self,
        format: &'static Format,
        indexed: Indexed<'_>,
        start: usize,
        sink: &mut impl Sink,
    ) -> Option<usize> {
        let end = self.scanner.line(indexed, start)?;
        let text = indexed.text;
        let Reader { plan, scanner, .. } = self;
        let there = || scanner.wanted().filter(|(number, _)| scanner.values[*number].is_stated());
        let has_empty = scanner.wanted().any(|(number, _)| scanner.values[number].is_empty());
        // Which texts are empty is not the same for all lines of a shape.
        let layout = match scanner.shape.filter(|_| !has_empty) {
            Some(shape) => layout_of(&mut self.layouts, shape, plan, there()),
            None => {
                self.lone.fill(plan, there());
                &self.lone
            }
        };
        let line = Line { record: &Json { text, values: &scanner.values }, layout };
        if let Some(records) = line.records(format, plan, indexed, start..end, &mut self.remarks) {
            self.inner = records;
            return Some(end);
        }
        if let Some(other) = line.stranger(format, &text[start..end]) {
            self.remarks.push(Finding::OtherFormat(other));
            return Some(end);
        }
        let is_call = line.give_foreign(format, plan, &mut self.remarks, sink);
        self.other_records += u64::from(!is_call);
        Some(end)
    }

    /// Reads the records that the last line turned out to hold, in its place.
    #[cold]
    fn read_inner(&mut self, format: &'static Format, sink: &mut impl Sink) {
        let (mut index, mut records) = (Index::default(), Vec::new());
        loop {
            records.extend(self.inner.drain(..).rev());
            let Some(record) = records.pop() else { break };
            index.fill(record.as_bytes());
            if self.read_foreign(format, Indexed::new(&record, &index, 0), 0, sink).is_none() {
                // The line that it stands in is a good one.
                self.remarks.push(Finding::Unrecognised);
            }
        }
    }

    /// The same for a line that holds any number of spans.
    fn read_spans(&mut self, text: Indexed<'_>, start: usize, sink: &mut impl Sink) -> Option<usize> {
        let end = self.walker.line(text, start)?;
        if !self.walker.is_known {
            self.remarks.push(Finding::Unrecognised);
        } else if self.walker.spans().len() == 0 {
            // Another signal, or a batch of nothing.
            self.other_records += 1;
        }
        self.remarks.extend(self.walker.mixed.drain(..).map(|names| {
            let value = format!("several scores: {names}");
            Finding::BadValue { field: "quality_score".to_owned(), value }
        }));
        for (range, values) in self.walker.spans() {
            self.lone.fill(self.plan, range.filter(|(number, _)| values[*number].is_stated()));
            let line = Line { record: &Json { text: text.text, values }, layout: &self.lone };
            let is_call = line.give(self.plan, &mut self.calendar, &mut self.remarks, sink);
            self.other_records += u64::from(!is_call);
        }
        Some(end)
    }

    /// A line of what is whole in a bad one, if more than nothing is.
    pub fn whole_in(&self, line: &[u8]) -> Option<String> {
        if self.is_trace { frames::whole_spans(line) } else { None }
    }

    /// Whether most of `lines` were read the long way, so that other shapes may be worth keeping.
    pub fn is_stale(&self, lines: u64) -> bool {
        self.scanner.other_lines > lines / 2
    }
}

/// The layout of lines of a known shape, which is that of the first one.
#[inline]
fn layout_of<'l>(
    layouts: &'l mut Vec<Option<Layout>>,
    shape: usize,
    plan: &Plan,
    there: impl Iterator<Item = (usize, NodeId)>,
) -> &'l Layout {
    if layouts.len() <= shape {
        layouts.resize(shape + 1, None);
    }
    layouts[shape].get_or_insert_with(|| Layout::of(plan, there))
}
