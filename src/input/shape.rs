//! The lines of a log come in few shapes: the same keys in the same order, with other values. A shape that is known is
//! compared instead of parsed, which takes a third of the time.
//!
//! A shape is taken from a line that was found good. A line fits when everything but its strings and numbers is the
//! same to the byte and each of these is again a string or a number, so a line that fits is good too.

use std::ops::Range;

use super::cursor::Cursor;
use super::digits;
use super::index::Indexed;
use super::scalar::{Form, Value};
use super::scan::Found;
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
    /// What stands behind the last value.
    tail: Literal,
    /// The shape that followed this one when it was last seen.
    next: usize,
    /// By other shape: how many steps the two begin with in common.
    common: Vec<usize>,
}

/// A value and what stands before it, from the end of the value before.
#[derive(Debug)]
struct Step {
    before: Literal,
    is_text: bool,
    node: Option<NodeId>,
    /// How long the text here has been so far, every time; [`VARIES`] once that differed.
    length: usize,
}

/// A length that no text has.
const VARIES: usize = usize::MAX;
/// Texts are expected to be as long as this at most, so that one window of the index shows their end.
const LONGEST_EXPECTED: usize = 56;

impl Shapes {
    /// Reads the line at `cursor` if it fits a shape: its number, with the line's values by step. Otherwise nothing
    /// has happened.
    #[inline]
    pub fn read(&mut self, cursor: &mut Cursor<'_>, values: &mut [Value]) -> Option<usize> {
        let start = cursor.at;
        let mut number = self.shapes.get(self.last)?.next;
        let (mut step, mut tried) = (0, 0_u32);
        loop {
            let shape = self.shapes.get_mut(number)?;
            match shape.follow(cursor, step, values) {
                None => {
                    self.shapes[self.last].next = number;
                    self.last = number;
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
    pub fn learn(&mut self, text: Indexed<'_>, line: Range<usize>, found: &[Found]) {
        if self.shapes.len() == MOST_SHAPES {
            return;
        }
        let Some(mut shape) = Shape::of(text, line, found) else { return };
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
    fn of(text: Indexed<'_>, line: Range<usize>, found: &[Found]) -> Option<Shape> {
        if found.iter().any(|found| matches!(found.value.form, Form::Bool | Form::Nested)) {
            return None;
        }
        let mut shape = Shape { steps: Vec::new(), tail: Literal::new(b""), next: 0, common: Vec::new() };
        let mut cursor = Cursor::new(text, line.start);
        let mut literal = line.start;
        while cursor.at < line.end {
            let start = cursor.at;
            let value = match cursor.peek() {
                b'"' => {
                    let value = cursor.string_value()?;
                    let end = cursor.at;
                    cursor.skip_space();
                    if cursor.peek() == b':' {
                        continue;
                    }
                    cursor.at = end;
                    value
                }
                b'-' | b'0'..=b'9' => {
                    cursor.number()?;
                    Value { at: start, end: cursor.at, form: Form::Number }
                }
                _ => {
                    cursor.at += 1;
                    continue;
                }
            };
            let node = found.iter().find(|found| found.value.at == value.at).map(|found| found.node);
            if shape.steps.len() == MOST_STEPS {
                return None;
            }
            shape.steps.push(Step::new(&cursor.bytes[literal..value.at], value, node));
            literal = value.end;
        }
        shape.tail = Literal::new(cursor.bytes[literal..line.end].trim_ascii_end());
        Some(shape)
    }

    /// Goes on at `step`. Answers the step at which the line fits no longer, with the cursor before it.
    #[inline]
    fn follow(&mut self, cursor: &mut Cursor<'_>, step: usize, values: &mut [Value]) -> Option<usize> {
        for (number, (step, value)) in self.steps.iter_mut().zip(values).enumerate().skip(step) {
            let start = cursor.at;
            match step.read(cursor) {
                Some(read) => *value = read,
                None => {
                    cursor.at = start;
                    return Some(number);
                }
            }
        }
        let end = cursor.at;
        let is_whole = self.tail.pass(cursor).is_some() && cursor.ends_line();
        if !is_whole {
            cursor.at = end;
        }
        (!is_whole).then_some(self.steps.len())
    }
}

impl Step {
    fn new(before: &[u8], value: Value, node: Option<NodeId>) -> Step {
        let is_text = value.form != Form::Number;
        let length = Some(value.end - value.at).filter(|length| is_text && *length <= LONGEST_EXPECTED);
        Step { before: Literal::new(before), is_text, node, length: length.unwrap_or(VARIES) }
    }

    fn is_same(&self, other: &Step) -> bool {
        self.before.bytes == other.before.bytes && self.is_text == other.is_text && self.node == other.node
    }

    /// The opening quote of a text belongs to what stands before it, the closing one to what stands behind.
    #[inline(always)]
    fn read(&mut self, cursor: &mut Cursor<'_>) -> Option<Value> {
        self.before.pass(cursor)?;
        let at = cursor.at;
        if !self.is_text {
            cursor.number()?;
            return Some(Value { at, end: cursor.at, form: Form::Number });
        }
        // A text that is as long as the one before it lets the processor go on with the next value at once.
        if self.length != VARIES && cursor.text.window(at) << (63 - self.length) == 1 << 63 {
            cursor.at = at + self.length;
            return Some(Value { at, end: cursor.at, form: Form::Text });
        }
        self.length = VARIES;
        cursor.at = cursor.text.next(at);
        if cursor.peek() == b'"' {
            return Some(Value { at, end: cursor.at, form: Form::Text });
        }
        cursor.escaped_string()?;
        cursor.at -= 1;
        Some(Value { at, end: cursor.at, form: Form::Escaped })
    }
}

/// Bytes that must be there to the last one.
#[derive(Debug)]
struct Literal {
    /// The first bytes, eight by eight, and which bits of them count: comparing these takes a few steps whatever the
    /// length, and hardly anything between two values is longer.
    words: [u64; WORDS],
    masks: [u64; WORDS],
    bytes: Box<[u8]>,
}

const WORDS: usize = 4;
const SHORT: usize = 8 * WORDS;

impl Literal {
    fn new(bytes: &[u8]) -> Literal {
        let mut literal = Literal { words: [0; WORDS], masks: [0; WORDS], bytes: bytes.into() };
        for (at, byte) in bytes.iter().take(SHORT).enumerate() {
            literal.words[at / 8] |= u64::from(*byte) << (at % 8 * 8);
            literal.masks[at / 8] |= 0xff << (at % 8 * 8);
        }
        literal
    }

    /// Passes over the literal, if it stands here.
    #[inline(always)]
    fn pass(&self, cursor: &mut Cursor<'_>) -> Option<()> {
        let here = cursor.bytes.get(cursor.at..)?;
        let is_same = match here.first_chunk::<SHORT>() {
            Some(start) => {
                let differs = |differ, at| {
                    let word = digits::word(start, 8 * at).unwrap_or_default();
                    differ | (word ^ self.words[at]) & self.masks[at]
                };
                (0..WORDS).fold(0, differs) == 0
                    && (self.bytes.len() <= SHORT
                        || here.get(SHORT..).is_some_and(|h| h.starts_with(&self.bytes[SHORT..])))
            }
            None => here.starts_with(&self.bytes),
        };
        is_same.then(|| cursor.at += self.bytes.len())
    }
}
