//! Mutations that know what a log is: lines, and the tokens in them. libFuzzer's own know bytes.

use std::ops::Range;

use libfuzzer_sys::fuzzer_mutate;

/// Lines to begin with: the repository's sample logs, and lines that are odd on purpose.
const SEEDS: [&[u8]; 4] = [
    include_bytes!("seeds/odd.jsonl"),
    include_bytes!("../fixtures/demo.jsonl"),
    include_bytes!("../fixtures/damaged.jsonl"),
    include_bytes!("../fixtures/pylogger.jsonl"),
];

/// Tokens to put into a line, and bytes that are none.
const PIECES: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b" ",
    b"\t",
    b"\r",
    b"\0",
    b"\x1f",
    b"\x7f",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    "\u{e9}".as_bytes(),
    "\u{2028}".as_bytes(),
    b"null",
    b"true",
    b"false",
    b"NaN",
    b"nul",
    b"{}",
    b"[]",
    b"[ ]",
    b"0",
    b"-0",
    b"01",
    b"1.",
    b".5",
    b"-",
    b"1e3",
    b"1E+2",
    b"1e400",
    b"1e",
    b"12.0",
    b"12.5",
    b"-7",
    b"999999999999",
    b"1000000000000",
    b"1000000000001",
    b"9223372036854775808",
    b"0.1e-7",
    b"\"\"",
    b"\"12\"",
    b"\" 12 \"",
    b"\"-inf\"",
    b"\"1e3\"",
    b"\"\\u0031\"",
    b"\"\\ud83d\"",
    b"\"\\ud83d\\ude00\"",
    b"\"\\uD83D\\u0041\"",
    b"\"\\u12\"",
    b"\"a\\\"b\\\\\"",
    b"\"\\x\"",
    b"\"abcdefghijklmnopq\"",
    b"\"ERROR\"",
    b"\"ok\"",
    b"503",
    b"200",
    b"\"429\"",
    b"1774747800",
    b"1774747800123.456",
    b"\"2026-03-29T01:30:00\"",
    b"\"2026-03-29T01:30:00.123456Z\"",
    b"\"2026-03-29 01:30:00,5+02:00\"",
    b"\"2026-02-30T00:00:00\"",
    b"\"20260329T013000Z\"",
    b"\"29/Mar/2026:01:30:00 +0000\"",
    b"{\"team\":\"a\"}",
    b"{\"team\":{\"lead\":\"x\"}}",
    b"{\"input_tokens\":5,\"output_tokens\":7}",
    b"[{\"a\":[1,{}]}]",
];

const KEYS: &[&str] = &[
    "timestamp",
    "ts",
    "created_at",
    "request_id",
    "requestId",
    "model",
    "mo\\u0064el",
    "model_name",
    "user_id",
    "user",
    "user.id",
    "ctx",
    "ctx.uid",
    "uid",
    "input_tokens",
    "usage",
    "usage.input_tokens",
    "output_tokens",
    "cost_usd",
    "cost",
    "latency_ms",
    "temperature",
    "metadata",
    "metadata.team",
    "team",
    "lead",
    "status",
    "status_code",
    "error",
    "error_type",
    "error_message",
    "level",
    "finish_reason",
    "plan",
    "x",
    "",
    "prompt_tokens",
    "cache_read_input_tokens",
    "cache_creation_input_tokens",
    "cache_creation",
    "ephemeral_5m_input_tokens",
    "usage.cache_creation.ephemeral_1h_input_tokens",
    "cache_read_tokens",
    "cache_write_tokens",
    "cache_write_1h_tokens",
    "cached_tokens",
];

/// Mutates the `size` bytes of a log in `data`, which has room for more, and returns how many it has then.
pub fn mutate(data: &mut [u8], size: usize, seed: u32) -> usize {
    let mut random = Random(u64::from(seed) << 1 | 1);
    if size > 0 && random.below(4) == 0 {
        return fuzzer_mutate(data, size, data.len());
    }
    let mut lines: Vec<Vec<u8>> = data[..size].split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..=random.below(3) {
        random.change(&mut lines);
    }
    let log = lines.join(&b'\n');
    let kept = log.len().min(data.len());
    data[..kept].copy_from_slice(&log[..kept]);
    kept
}

/// Random numbers by xorshift.
struct Random(u64);

impl Random {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize
    }

    fn below(&mut self, bound: usize) -> usize {
        self.next() % bound.max(1)
    }

    fn one_of<'p, T: ?Sized>(&mut self, list: &[&'p T]) -> &'p T {
        list[self.below(list.len())]
    }

    /// One change to the lines. Most leave siblings behind: lines that nearly have one shape.
    fn change(&mut self, lines: &mut Vec<Vec<u8>>) {
        let at = self.below(lines.len());
        match self.below(10) {
            0 => lines.insert(at, self.seed()),
            1 => lines.insert(at, lines[self.below(lines.len())].clone()),
            2 if lines.len() > 1 => drop(lines.remove(at)),
            3 => {
                let other = self.below(lines.len());
                lines.swap(at, other);
            }
            4 => self.change_bytes(&mut lines[at]),
            5 => self.change_tokens(&mut lines[at]),
            _ => {
                let mut sibling = lines[at].clone();
                self.change_tokens(&mut sibling);
                lines.insert(at + self.below(2), sibling);
            }
        }
    }

    fn seed(&mut self) -> Vec<u8> {
        let lines: Vec<&[u8]> = self.one_of(&SEEDS).split(|byte| *byte == b'\n').collect();
        self.one_of(&lines).to_vec()
    }

    /// A change that sees no tokens.
    fn change_bytes(&mut self, line: &mut Vec<u8>) {
        let at = self.below(line.len() + 1);
        match self.below(4) {
            0 => line.truncate(at),
            1 => line.push(b'\r'),
            2 => replace(line, at..at, self.one_of(PIECES)),
            _ => replace(line, at..(at + 1).min(line.len()), b""),
        }
    }

    fn change_tokens(&mut self, line: &mut Vec<u8>) {
        let tokens = tokens(line);
        let Some(token) = tokens.get(self.below(tokens.len())).cloned() else { return line.extend(self.seed()) };
        let other = tokens[self.below(tokens.len())].clone();
        match self.below(12) {
            0..=2 => replace(line, token, self.one_of(PIECES)),
            3 => replace(line, token, &line[other].to_vec()),
            4 => replace(line, token, b""),
            5 => replace(line, token.start..token.start, b" "),
            6 => self.change_bytes_of(line, token),
            7 => self.escape(line, token),
            8 => self.nest(line, token),
            9 => replace(line, token.clone(), &self.string()),
            10 => self.repeat(line, &tokens),
            _ => self.insert_pair(line, &tokens),
        }
    }

    /// A change of one byte inside a token.
    fn change_bytes_of(&mut self, line: &mut [u8], token: Range<usize>) {
        let at = token.start + self.below(token.len());
        line[at] =
            self.one_of(&[&b'0', &b'9', &b'a', &b'"', &b'\\', &b'-', &b'.', &b'e', &b'\x10', &b'\xc3']).to_owned();
    }

    /// Writes one byte of a token as an escape.
    fn escape(&mut self, line: &mut Vec<u8>, token: Range<usize>) {
        let at = token.start + self.below(token.len());
        let escaped = format!("\\u{:04x}", line[at]);
        replace(line, at..at + 1, escaped.as_bytes());
    }

    /// Puts a token into brackets, often about as deep as is allowed.
    fn nest(&mut self, line: &mut Vec<u8>, token: Range<usize>) {
        let levels = if self.below(2) == 0 { 1 + self.below(3) } else { 120 + self.below(12) };
        let (open, close): (&[u8], &[u8]) = if self.below(2) == 0 { (b"[", b"]") } else { (b"{\"a\":", b"}") };
        let nested = [open.repeat(levels), line[token.clone()].to_vec(), close.repeat(levels)].concat();
        replace(line, token, &nested);
    }

    /// A string of any length around the block sizes of the scanner.
    fn string(&mut self) -> Vec<u8> {
        let inside = self.one_of(&[&b"x"[..], "\u{e9}".as_bytes(), b"\\n", b"\\u00e9", b"0"]).repeat(self.below(40));
        [b"\"", inside.as_slice(), b"\""].concat()
    }

    /// Repeats a stretch of tokens, up to so often that no shape is made of the line.
    fn repeat(&mut self, line: &mut Vec<u8>, tokens: &[Range<usize>]) {
        let first = self.below(tokens.len());
        let last = (first + self.below(5)).min(tokens.len() - 1);
        let stretch = &line[tokens[first].start..tokens[last].end];
        let times = if self.below(8) == 0 { 60 } else { 1 };
        let repeated = stretch.repeat(times);
        replace(line, tokens[last].end..tokens[last].end, &repeated);
    }

    /// Puts a key and a value where a pair may stand: behind an opening brace or a comma.
    fn insert_pair(&mut self, line: &mut Vec<u8>, tokens: &[Range<usize>]) {
        let places: Vec<&Range<usize>> =
            tokens.iter().filter(|token| matches!(&line[(*token).clone()], b"{" | b",")).collect();
        let Some(place) = places.get(self.below(places.len())) else { return };
        let (key, value) = (self.one_of(KEYS), self.one_of(PIECES));
        let pair = [b"\"", key.as_bytes(), b"\":", value, b","].concat();
        replace(line, place.end..place.end, &pair);
    }
}

fn replace(line: &mut Vec<u8>, range: Range<usize>, by: &[u8]) {
    line.splice(range, by.iter().copied());
}

/// Where the tokens of a line are: strings, numbers and words, and punctuation by the byte. Never empty ones.
fn tokens(line: &[u8]) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let length = match rest[0] {
            b'"' => string_length(rest),
            byte if is_word(byte) => rest.iter().take_while(|byte| is_word(**byte)).count(),
            _ => 1,
        };
        tokens.push(at..at + length);
        at += length;
    }
    tokens
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+-._".contains(&byte)
}

/// From a quote to the next one that has no backslash before it, or to the end.
fn string_length(text: &[u8]) -> usize {
    let mut at = 1;
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}
