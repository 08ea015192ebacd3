//! Compressed logs, told by their first bytes: gzip (any number of members) and zstd (any number of frames).

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// What the first bytes of an input say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Plain,
    Gzip,
    Zstd,
    /// Known, and not read.
    Unsupported(&'static str),
}

/// How many bytes [`Encoding::of`] wants to see.
pub const MAGIC_LENGTH: usize = 6;

impl Encoding {
    pub fn of(start: &[u8]) -> Encoding {
        match start {
            [0x1f, 0x8b, ..] => Encoding::Gzip,
            // A frame, or a skippable frame before one.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Encoding::Zstd,
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Encoding::Unsupported("bzip2"),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Encoding::Unsupported("xz"),
            _ => Encoding::Plain,
        }
    }
}

/// The text inside zstd data, all its frames.
///
/// # Errors
/// Whatever the decoder says when it is set up.
pub fn zstd(input: impl BufRead) -> io::Result<impl Read> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
    // `zstd --long=31` declares windows up to 2 GiB; memory is taken only as far as the data reaches.
    decoder.window_log_max(31)?;
    Ok(decoder)
}

/// The text inside gzip data: one member after another, as `cat a.gz b.gz` and log rotation leave them.
///
/// Zero padding behind a member is passed over; anything else is reported as an error, after all text was given.
pub struct MultiGzip<R> {
    state: Option<State<R>>,
    first: bool,
}

enum State<R> {
    Between(R),
    Member(Box<GzDecoder<R>>),
}

impl<R: BufRead> MultiGzip<R> {
    pub fn new(input: R) -> Self {
        MultiGzip { state: Some(State::Between(input)), first: true }
    }

    /// Passes over padding; whether a member follows.
    fn next_member(input: &mut R, first: bool) -> io::Result<bool> {
        loop {
            let buffer = input.fill_buf()?;
            match buffer.iter().position(|b| *b != 0) {
                None if buffer.is_empty() => return Ok(false),
                None => {
                    let padding = buffer.len();
                    input.consume(padding);
                }
                Some(0) if first || buffer[0] == 0x1f => return Ok(true),
                Some(0) => return Err(io::Error::new(io::ErrorKind::InvalidData, "trailing garbage")),
                Some(padding) => input.consume(padding),
            }
        }
    }
}

impl<R: BufRead> Read for MultiGzip<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.state.take() {
                None => return Ok(0),
                Some(State::Between(mut input)) => {
                    if Self::next_member(&mut input, self.first)? {
                        self.state = Some(State::Member(Box::new(GzDecoder::new(input))));
                    }
                    self.first = false;
                }
                Some(State::Member(mut member)) => {
                    // An error ends the stream: the state stays taken, and what was read before it stays good.
                    let length = member.read(out)?;
                    if length > 0 || out.is_empty() {
                        self.state = Some(State::Member(member));
                        return Ok(length);
                    }
                    self.state = Some(State::Between(member.into_inner()));
                }
            }
        }
    }
}
