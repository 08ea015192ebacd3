//! Steps through one line of JSON, strictly: every step answers `None` where the text is not JSON.

use super::digits;
use super::index::Indexed;
use super::judge::MAX_DEPTH;
#[cfg(target_arch = "x86_64")]
use super::nested::Blocks;
use super::scalar::{Form, Value};

/// A place in the text.
#[derive(Debug)]
pub struct Cursor<'a> {
    pub text: Indexed<'a>,
    pub bytes: &'a [u8],
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: Indexed<'a>, at: usize) -> Self {
        Cursor { text, bytes: text.text.as_bytes(), at }
    }

    /// Whether nothing but blanks follows in this line; passes over them.
    #[inline]
    pub fn ends_line(&mut self) -> bool {
        self.skip_space();
        self.at == self.bytes.len() || self.peek() == b'\n'
    }

    /// The byte here; 0, which is never legal, at the end.
    #[inline]
    pub fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// Passes over blanks. A line feed is none: it ends the line.
    #[inline(always)]
    pub fn skip_space(&mut self) {
        // One space or none is what there is nearly always.
        self.at += usize::from(self.peek() == b' ');
        while matches!(self.peek(), b' ' | b'\t' | b'\r') {
            self.at += 1;
        }
    }

    /// A key and its colon, up to the value; returns the key as it stands between its quotes.
    #[inline]
    pub fn key(&mut self) -> Option<&'a str> {
        if self.peek() != b'"' {
            return None;
        }
        let start = self.at + 1;
        self.string()?;
        let key = &self.text.text[start..self.at - 1];
        self.skip_space();
        if self.peek() != b':' {
            return None;
        }
        self.at += 1;
        self.skip_space();
        Some(key)
    }

    /// From an opening quote to after the closing one; whether there are escapes between.
    #[inline]
    pub fn string(&mut self) -> Option<bool> {
        self.at = self.text.next(self.at + 1);
        if self.peek() == b'"' {
            self.at += 1;
            return Some(false);
        }
        self.escaped_string()
    }

    /// The rest of a string, from the first byte in it that is special.
    fn escaped_string(&mut self) -> Option<bool> {
        loop {
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return Some(true);
                }
                b'\\' => self.escape()?,
                _ => return None,
            }
            // Text in another script is one escape behind the other.
            if self.peek() != b'\\' {
                self.at = self.text.next(self.at);
            }
        }
    }

    /// From behind an opening quote to before the closing one, or what stands there instead.
    #[inline(always)]
    pub fn text_to_quote(&mut self) -> Option<Form> {
        self.at = self.text.next(self.at);
        if self.peek() != b'\\' {
            return Some(Form::Text);
        }
        self.escaped_string()?;
        self.at -= 1;
        Some(Form::Escaped)
    }

    /// A string as a value, from its opening quote to after the closing one.
    #[inline]
    pub fn string_value(&mut self) -> Option<Value> {
        let at = self.at + 1;
        let form = if self.string()? { Form::Escaped } else { Form::Text };
        Some(Value { at, end: self.at - 1, form })
    }

    /// A value inside a container at `depth`.
    #[inline]
    pub fn value(&mut self, depth: usize) -> Option<Value> {
        let at = self.at;
        if self.peek() == b'"' {
            return self.string_value();
        }
        self.skip_value(depth)?;
        Some(Value { at, end: self.at, form: Form::of_json(&self.bytes[at..self.at]) })
    }

    fn escape(&mut self) -> Option<()> {
        match self.bytes.get(self.at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 2,
            b'u' => {
                let digits = self.bytes.get(self.at + 2..self.at + 6)?;
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return None;
                }
                self.at += 6;
            }
            _ => return None,
        }
        Some(())
    }

    /// Over one value inside a container at `depth`.
    #[inline]
    pub fn skip_value(&mut self, depth: usize) -> Option<()> {
        match self.peek() {
            b'{' | b'[' => self.skip_nested(depth),
            _ => self.skip_scalar(),
        }
    }

    #[inline]
    fn skip_scalar(&mut self) -> Option<()> {
        match self.peek() {
            b'"' => self.string().map(|_| ()),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => None,
        }
    }

    /// Over these bytes, if they stand here.
    pub fn word(&mut self, word: &[u8]) -> Option<()> {
        self.bytes[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    #[inline(always)]
    pub fn number(&mut self) -> Option<()> {
        match short_number(self.bytes, self.at) {
            Some(end) => {
                self.at = end;
                Some(())
            }
            None => self.any_number(),
        }
    }

    fn any_number(&mut self) -> Option<()> {
        if self.peek() == b'-' {
            self.at += 1;
        }
        match self.peek() {
            b'0' => self.at += 1,
            b'1'..=b'9' => self.digits()?,
            _ => return None,
        }
        if self.peek() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    /// At least one digit.
    #[inline]
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    /// Over what must be an object or array, inside a container at `depth`.
    pub fn nested(&mut self, depth: usize) -> Option<()> {
        matches!(self.peek(), b'{' | b'[').then(|| self.skip_nested(depth))?
    }

    /// Over an object or array inside a container at `depth`.
    fn skip_nested(&mut self, depth: usize) -> Option<()> {
        let open = Containers::up_to(MAX_DEPTH.checked_sub(depth)?);
        #[cfg(target_arch = "x86_64")]
        if let Some(blocks) = Blocks::detect() {
            return blocks.skip(self, open);
        }
        self.walk_nested(open)
    }

    /// The same step by step, without recursion: for every other processor.
    pub fn walk_nested(&mut self, mut open: Containers) -> Option<()> {
        loop {
            match self.peek() {
                opening @ (b'{' | b'[') => {
                    open.push(opening == b'{')?;
                    self.at += 1;
                    self.skip_space();
                    // In ASCII a closing bracket stands two behind its opening one.
                    if self.peek() != opening + 2 {
                        if opening == b'{' {
                            self.key()?;
                        }
                        continue;
                    }
                }
                _ => self.skip_scalar()?,
            }
            if self.after_value(&mut open)? {
                return Some(());
            }
        }
    }

    /// From the end of a value to the next one, over what closes between them; whether all has closed.
    fn after_value(&mut self, open: &mut Containers) -> Option<bool> {
        loop {
            self.skip_space();
            match (self.peek(), open.is_object()) {
                (b',', is_object) => {
                    self.at += 1;
                    self.skip_space();
                    if is_object {
                        self.key()?;
                    }
                    return Some(false);
                }
                (b'}', true) | (b']', false) => {
                    self.at += 1;
                    if open.pop() == 0 {
                        return Some(true);
                    }
                }
                _ => return None,
            }
        }
    }
}

/// Where the number at `at` ends, if it is nothing but a few digits, or two runs of them around a point.
#[inline(always)]
pub fn short_number(bytes: &[u8], at: usize) -> Option<usize> {
    let is_short = |digits: &usize| (1..8).contains(digits);
    let whole = digits::run(bytes, at).filter(is_short)?;
    if whole > 1 && bytes[at] == b'0' {
        return None;
    }
    let mut end = at + whole;
    if bytes[end] == b'.' {
        end += 1 + digits::run(bytes, end + 1).filter(is_short)?;
    }
    (!matches!(bytes[end], b'e' | b'E')).then_some(end)
}

/// The kinds of the containers that are open, the innermost in the lowest bit.
#[derive(Debug)]
pub struct Containers {
    kinds: u128,
    count: usize,
    limit: usize,
}

impl Containers {
    /// None that is open, and how many may be at once.
    pub fn up_to(limit: usize) -> Self {
        Containers { kinds: 0, count: 0, limit }
    }

    fn push(&mut self, is_object: bool) -> Option<()> {
        self.kinds = self.kinds << 1 | u128::from(is_object);
        self.count += 1;
        (self.count <= self.limit).then_some(())
    }

    fn pop(&mut self) -> usize {
        self.kinds >>= 1;
        self.count -= 1;
        self.count
    }

    #[inline(always)]
    pub fn is_object(&self) -> bool {
        self.kinds & 1 == 1
    }
}

#[cfg(target_arch = "x86_64")]
impl Containers {
    /// Over a bracket, which `opens` another or closes the innermost, without a branch.
    #[inline(always)]
    pub fn pass(&mut self, opens: bool, is_object: bool) {
        let (inner, outer) = (self.kinds << 1 | u128::from(is_object), self.kinds >> 1);
        self.kinds = if opens { inner } else { outer };
        self.count = self.count.wrapping_add(if opens { 1 } else { usize::MAX });
    }

    /// Whether none is open, or more than may be.
    #[inline(always)]
    pub fn is_done(&self) -> bool {
        self.count.wrapping_sub(1) >= self.limit
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}
