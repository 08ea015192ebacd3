//! The text of one input, in pieces of whole lines, decompressed as every other input is.

use std::cell::RefCell;

use super::super::CHUNK_BYTES;
use super::super::chunk::{self, Chunk, Text};
use super::super::detect::Form;
use super::super::pieces;
use super::super::source::Source;
use super::Taken;
use crate::error::Error;

/// Gives the text of `source` in pieces of whole lines.
///
/// # Errors
/// The source cannot be read.
pub fn each_piece(
    source: &Source,
    taken: &mut Taken<'_>,
    progress: &impl Fn(u64),
    mut give: impl FnMut(&[u8], &mut Taken<'_>),
) -> Result<(), Error> {
    let fault = RefCell::new(None);
    let cut = chunk::cut(std::slice::from_ref(source), &|_| Form::default(), CHUNK_BYTES, &mut |chunk: Chunk| {
        let take = |piece: &[u8]| {
            taken.tally.bytes += piece.len() as u64;
            give(piece, taken);
        };
        match chunk.text {
            Text::Owned(lent) => pieces::split(lent.text(), take),
            Text::Range { file, start, end } => *fault.borrow_mut() = pieces::read(&file, start..end, take).err(),
            Text::Cells(..) | Text::Rows(..) => taken.damage("it is a table, which holds no spans".to_owned()),
            Text::Damage(what) => taken.damage(what),
        }
        progress(chunk.progress);
        fault.borrow().is_none()
    });
    match (fault.into_inner(), source) {
        (Some(error), Source::File(path)) => Err(Error::Read { path: path.clone(), source: error }),
        _ => cut,
    }
}
