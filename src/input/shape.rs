//! The lines of a log come in few shapes: the same keys in the same order, with other values. A shape that is known is
//! compared instead of parsed, which takes a third of the time.
//!
//! A shape is taken from a line that was found good. A line fits when everything but its strings and numbers is the
//! same to the byte and each of these is again a string or a number, so a line that fits is good too.

use super::cursor::Cursor;
use super::scalar::Scalar;
use super::scan::Found;
use super::tree::NodeId;

/// Shapes kept for one stretch of text; more would cost more to try than they save.
const MOST_SHAPES: usize = 16;
/// A line with more values than this is not worth a shape.
const MOST_STEPS: usize = 64;

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
#[derive(Debug, PartialEq, Eq)]
struct Step {
    before: Literal,
    is_text: bool,
    node: Option<NodeId>,
}

impl Shapes {
    /// Reads the line at `cursor` if it fits a shape. Otherwise nothing has happened.
    /// Answers the shape's number.
    pub fn read<'a>(&mut self, cursor: &mut Cursor<'a>, found: &mut Vec<Found<'a>>) -> Option<usize> {
        let start = cursor.at;
        let mut number = self.shapes.get(self.last)?.next;
        let (mut step, mut tried) = (0, 0_u32);
        loop {
            let shape = &self.shapes[number];
            match shape.follow(cursor, step, found) {
                None => {
                    self.shapes[self.last].next = number;
                    self.last = number;
                    return Some(number);
                }
                Some(failed) => step = failed,
            }
            tried |= 1 << number;
            // What fitted so far also fits every shape that begins with the same steps.
            let is_next =
                |other: &usize| tried & (1 << other) == 0 && shape.common.get(*other).is_some_and(|c| *c >= step);
            match (0..self.shapes.len()).find(is_next) {
                Some(other) => number = other,
                None => {
                    cursor.at = start;
                    found.clear();
                    return None;
                }
            }
        }
    }

    /// Remembers the shape of a good line that has just been read.
    pub fn learn(&mut self, line: &str, offset: usize, found: &[Found<'_>]) {
        if self.shapes.len() == MOST_SHAPES {
            return;
        }
        let Some(mut shape) = Shape::of(line, offset, found) else { return };
        let number = self.shapes.len();
        for other in &mut self.shapes {
            let common = shape.steps.iter().zip(&other.steps).take_while(|(a, b)| a == b).count();
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
}

impl Shape {
    /// The shape of `line`, which begins at `offset` of the text that `found` counts in. `None` where a wanted value is
    /// neither a string nor a number, and where the line has too many values.
    fn of(line: &str, offset: usize, found: &[Found<'_>]) -> Option<Shape> {
        if found.iter().any(|found| matches!(found.scalar, Scalar::Bool(_) | Scalar::Nested(_))) {
            return None;
        }
        let node = |at: usize| found.iter().find(|found| found.at == offset + at).map(|found| found.node);
        let mut shape = Shape { steps: Vec::new(), tail: Literal::new(""), next: 0, common: Vec::new() };
        let mut cursor = Cursor::new(line, 0);
        let mut literal = 0;
        while cursor.at < line.len() {
            let start = cursor.at;
            match cursor.peek() {
                b'"' => {
                    cursor.string()?;
                    let end = cursor.at;
                    cursor.skip_space();
                    if cursor.peek() != b':' {
                        shape.push(&line[literal..=start], true, node(start))?;
                        literal = end - 1;
                    }
                }
                b'-' | b'0'..=b'9' => {
                    cursor.number()?;
                    shape.push(&line[literal..start], false, node(start))?;
                    literal = cursor.at;
                }
                _ => cursor.at += 1,
            }
        }
        shape.tail = Literal::new(line[literal..].trim_end());
        Some(shape)
    }

    fn push(&mut self, before: &str, is_text: bool, node: Option<NodeId>) -> Option<()> {
        self.steps.push(Step { before: Literal::new(before), is_text, node });
        (self.steps.len() <= MOST_STEPS).then_some(())
    }

    /// Goes on at `step`. Answers the step at which the line fits no longer, with the cursor before it.
    fn follow<'a>(&self, cursor: &mut Cursor<'a>, step: usize, found: &mut Vec<Found<'a>>) -> Option<usize> {
        for (number, step) in self.steps.iter().enumerate().skip(step) {
            let start = cursor.at;
            let Some(scalar) = step.read(cursor) else {
                cursor.at = start;
                return Some(number);
            };
            if let Some(node) = step.node {
                found.push(Found { node, at: start, scalar });
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
    #[inline]
    fn read<'a>(&self, cursor: &mut Cursor<'a>) -> Option<Scalar<'a>> {
        self.before.pass(cursor)?;
        if self.is_text {
            // The opening quote belongs to what stands before, the closing one to what stands behind.
            cursor.at -= 1;
            let scalar = cursor.text()?;
            cursor.at -= 1;
            return Some(scalar);
        }
        let start = cursor.at;
        cursor.number()?;
        Some(Scalar::Number(&cursor.text[start..cursor.at]))
    }
}

/// Bytes that must be there to the last one.
#[derive(Debug, PartialEq, Eq)]
struct Literal(Box<[u8]>);

impl Literal {
    fn new(text: &str) -> Literal {
        Literal(text.as_bytes().into())
    }

    /// Passes over the literal, if it stands here.
    #[inline]
    fn pass(&self, cursor: &mut Cursor<'_>) -> Option<()> {
        let end = cursor.at + self.0.len();
        same(cursor.bytes.get(cursor.at..end)?, &self.0).then(|| cursor.at = end)
    }
}

/// Whether two slices of one length are the same, eight bytes at a time: a call to the library's comparison would take
/// longer than comparing the twenty bytes between two values.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    let word = |bytes: &[u8; 8]| u64::from_ne_bytes(*bytes);
    let (words_a, rest_a) = a.as_chunks();
    let (words_b, rest_b) = b.as_chunks();
    let differ = words_a.iter().zip(words_b).fold(0, |differ, (a, b)| differ | word(a) ^ word(b));
    if differ != 0 {
        return false;
    }
    match (a.last_chunk(), b.last_chunk()) {
        // The last eight bytes, some of them for the second time.
        (Some(a), Some(b)) => word(a) == word(b),
        _ => rest_a.iter().zip(rest_b).all(|(a, b)| a == b),
    }
}
