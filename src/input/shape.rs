//! The lines of a log come in few shapes: the same keys in the same order, with other values. A shape that is known is
//! compared instead of parsed, which takes a third of the time.
//!
//! A shape is taken from a line that was found good. A line fits when everything but its strings and numbers is the
//! same to the byte and each of these is again a string or a number, so a line that fits is good too. An object or array
//! that nobody looks into may be any other.
//!
//! A line is first held against the shape's [`Stretches`], where texts have the length they have always had; only if that
//! fails, it is walked step by step.

use std::ops::Range;

use super::cursor::Cursor;
use super::index::Indexed;
use super::scalar::{Form, Value};
use super::scan::{Found, Skipped};
use super::stretch::{Stretches, Values};
use super::tree::NodeId;

/// Shapes kept for one stretch of text; more would cost more to try than they save.
const MOST_SHAPES: usize = 16;
/// A line with more values than this is not worth a shape.
pub const MOST_STEPS: usize = 64;

/// The shapes met so far, and which of them tends to follow which.
#[derive(Debug, Default)]
pub struct Shapes {
    shapes: Vec<Shape>,
    last: usize,
}

#[derive(Debug)]
struct Shape {
    steps: Vec<Step>,
    /// The same for lines whose texts are as long as expected; made anew when an expectation changes.
    stretches: Stretches,
    are_stretches_old: bool,
    /// What stands behind the last value.
    tail: Box<[u8]>,
    /// The shape that followed this one when it was last seen.
    next: usize,
    /// By other shape: how many steps the two begin with in common.
    common: Vec<usize>,
}

/// A value and what stands before it, from the end of the value before.
#[derive(Debug)]
pub struct Step {
    pub before: Box<[u8]>,
    pub kind: Kind,
    pub node: Option<NodeId>,
    /// How long the text here has been so far, every time; `None` once that differed.
    pub length: Option<usize>,
}

/// What a step passes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    /// An object or array that nobody looks into, inside a container at `depth`.
    Nested {
        depth: usize,
    },
}

/// Longer texts are not expected to be as long the next time.
const LONGEST_EXPECTED: usize = 64;
/// Shorter objects and arrays are compared like everything else.
const SHORTEST_SKIPPED: usize = 64;

impl Shapes {
    /// Reads the line at `cursor` if it fits a shape: its number, with the wanted ones of the line's values by step.
    /// Otherwise nothing has happened.
    #[inline]
    pub fn read(&mut self, cursor: &mut Cursor<'_>, values: &mut [Value]) -> Option<usize> {
        let expected = self.shapes.get(self.last)?.next;
        let values = values.first_chunk_mut()?;
        let number = match self.shapes[expected].stretches.read(cursor, values) {
            Some(()) => expected,
            None => self.read_other(expected, cursor, values)?,
        };
        self.shapes[self.last].next = number;
        self.last = number;
        Some(number)
    }

    /// The same for a line that does not fit the stretches of the shape that was expected.
    fn read_other(&mut self, expected: usize, cursor: &mut Cursor<'_>, values: &mut Values) -> Option<usize> {
        let mut others = (0..self.shapes.len()).filter(|number| *number != expected);
        others
            .find(|number| self.shapes[*number].stretches.read(cursor, values).is_some())
            .or_else(|| self.walk(expected, cursor, values))
    }

    /// Reads the line step by step, by the shape `number` or another.
    fn walk(&mut self, mut number: usize, cursor: &mut Cursor<'_>, values: &mut [Value]) -> Option<usize> {
        let start = cursor.at;
        let (mut step, mut tried) = (0, 0_u32);
        loop {
            let shape = &mut self.shapes[number];
            match shape.follow(cursor, step, values) {
                None => {
                    shape.renew_stretches();
                    return Some(number);
                }
                Some(failed) => step = failed,
            }
            tried |= 1 << number;
            // What fitted so far also fits every shape that begins with the same steps.
            let shape = &self.shapes[number];
            let is_next =
                |other: &usize| tried & (1 << other) == 0 && shape.common.get(*other).is_some_and(|c| *c >= step);
            match (0..self.shapes.len()).find(is_next) {
                Some(other) => number = other,
                None => {
                    cursor.at = start;
                    return None;
                }
            }
        }
    }

    /// Remembers the shape of a good line that has just been read.
    pub fn learn(&mut self, text: Indexed<'_>, line: Range<usize>, found: &[Found], skipped: &[Skipped]) {
        if self.shapes.len() == MOST_SHAPES {
            return;
        }
        let Some(mut shape) = Shape::of(text, line, found, skipped) else { return };
        let number = self.shapes.len();
        for other in &mut self.shapes {
            let common = shape.steps.iter().zip(&other.steps).take_while(|(a, b)| a.is_same(b)).count();
            shape.common.push(common);
            other.common.push(common);
        }
        shape.common.push(0);
        if let Some(last) = self.shapes.get_mut(self.last) {
            last.next = number;
        }
        self.shapes.push(shape);
        self.last = number;
    }

    /// The steps of a shape whose values are wanted, and the nodes these are for.
    pub fn wanted(&self, shape: usize) -> impl Iterator<Item = (usize, NodeId)> {
        let steps = self.shapes.get(shape).map_or(&[][..], |shape| &shape.steps);
        steps.iter().enumerate().filter_map(|(number, step)| Some((number, step.node?)))
    }
}

impl Shape {
    /// The shape of a line of `text`. `None` where a wanted value is neither a string nor a number, and where the line
    /// has too many values.
    fn of(text: Indexed<'_>, line: Range<usize>, found: &[Found], skipped: &[Skipped]) -> Option<Shape> {
        if found.iter().any(|found| matches!(found.value.form, Form::Bool | Form::Nested)) {
            return None;
        }
        let mut shape = Shape {
            steps: Vec::new(),
            stretches: Stretches::default(),
            are_stretches_old: true,
            tail: Box::default(),
            next: 0,
            common: Vec::new(),
        };
        let mut cursor = Cursor::new(text, line.start);
        let mut literal = line.start;
        let mut skipped = skipped.iter().filter(|skipped| skipped.end - skipped.at >= SHORTEST_SKIPPED).peekable();
        while cursor.at < line.end {
            let start = cursor.at;
            let (value, kind) = match cursor.peek() {
                b'"' => {
                    let value = cursor.string_value()?;
                    let end = cursor.at;
                    cursor.skip_space();
                    if cursor.peek() == b':' {
                        continue;
                    }
                    cursor.at = end;
                    (value, Kind::Text)
                }
                b'-' | b'0'..=b'9' => {
                    cursor.number()?;
                    (Value { at: start, end: cursor.at, form: Form::Number }, Kind::Number)
                }
                _ => {
                    if let Some(Skipped { at, end, depth }) = skipped.next_if(|skipped| skipped.at == start) {
                        cursor.at = *end;
                        (Value { at: *at, end: *end, form: Form::Nested }, Kind::Nested { depth: *depth })
                    } else {
                        cursor.at += 1;
                        continue;
                    }
                }
            };
            let node = found.iter().find(|found| found.value.at == value.at).map(|found| found.node);
            if shape.steps.len() == MOST_STEPS {
                return None;
            }
            shape.steps.push(Step::new(&cursor.bytes[literal..value.at], value, kind, node));
            literal = value.end;
        }
        shape.tail = cursor.bytes[literal..line.end].trim_ascii_end().into();
        shape.renew_stretches();
        Some(shape)
    }

    fn renew_stretches(&mut self) {
        if std::mem::take(&mut self.are_stretches_old) {
            self.stretches = Stretches::new(&self.steps, &self.tail);
        }
    }

    /// Goes on at `step`. Answers the step at which the line fits no longer, with the cursor before it.
    fn follow(&mut self, cursor: &mut Cursor<'_>, step: usize, values: &mut [Value]) -> Option<usize> {
        for (number, (step, value)) in self.steps.iter_mut().zip(values).enumerate().skip(step) {
            let start = cursor.at;
            match step.read(cursor) {
                Some(read) => {
                    let is_expected = step.length.is_none_or(|length| length == read.end - read.at);
                    if !is_expected {
                        step.length = None;
                        self.are_stretches_old = true;
                    }
                    *value = read;
                }
                None => {
                    cursor.at = start;
                    return Some(number);
                }
            }
        }
        let end = cursor.at;
        let is_whole = cursor.word(&self.tail).is_some() && cursor.ends_line();
        if !is_whole {
            cursor.at = end;
        }
        (!is_whole).then_some(self.steps.len())
    }
}

impl Step {
    fn new(before: &[u8], value: Value, kind: Kind, node: Option<NodeId>) -> Step {
        let is_expected = |length: &usize| kind == Kind::Text && *length <= LONGEST_EXPECTED;
        Step { before: before.into(), kind, node, length: Some(value.end - value.at).filter(is_expected) }
    }

    fn is_same(&self, other: &Step) -> bool {
        self.before == other.before && self.kind == other.kind && self.node == other.node
    }

    /// The opening quote of a text belongs to what stands before it, the closing one to what stands behind.
    fn read(&self, cursor: &mut Cursor<'_>) -> Option<Value> {
        cursor.word(&self.before)?;
        let at = cursor.at;
        let form = match self.kind {
            Kind::Text => {
                cursor.at -= 1;
                let value = cursor.string_value()?;
                cursor.at -= 1;
                return Some(value);
            }
            Kind::Number => {
                cursor.number()?;
                Form::Number
            }
            Kind::Nested { depth } => {
                cursor.nested(depth)?;
                Form::Nested
            }
        };
        Some(Value { at, end: cursor.at, form })
    }
}
