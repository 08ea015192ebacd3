//! What a Parquet file that this program wrote says of itself: each of its rows is a request of its own, so that nobody
//! needs to read a million ids to find that out.
//!
//! Whoever writes the file anew may copy what it says about itself, and change what is in it. So the claim names the size
//! and the place of every column of every row group: it holds for the very bytes it was made for, and for no others.

use std::fmt::Write;

use parquet::file::metadata::{KeyValue, ParquetMetaData, RowGroupMetaData};
use xxhash_rust::xxh3::xxh3_128;

/// The key of the claim among the file's own.
const KEY: &str = "llmobs.requests";
/// How the name of the program begins that wrote a file.
pub const WRITER: &str = "llmobs ";

/// The claim for a file with these row groups.
pub fn seal(groups: &[RowGroupMetaData]) -> KeyValue {
    let mut layout = String::new();
    for group in groups {
        // Writing to memory cannot fail.
        let _ = writeln!(layout, "{} {}", group.num_rows(), group.total_byte_size());
        for column in group.columns() {
            let (path, values, start) = (column.column_path(), column.num_values(), column.data_page_offset());
            let (before, size, whole) =
                (column.dictionary_page_offset(), column.compressed_size(), column.uncompressed_size());
            let _ = writeln!(layout, "{path} {values} {before:?} {start} {size} {whole}");
        }
    }
    KeyValue::new(KEY.to_owned(), format!("{:032x}", xxh3_128(layout.as_bytes())))
}

/// Whether each row of a file is known to be a request of its own.
pub fn is_sealed(file: &ParquetMetaData) -> bool {
    let metadata = file.file_metadata();
    let is_ours = metadata.created_by().is_some_and(|writer| writer.starts_with(WRITER));
    let mut stated = metadata.key_value_metadata().into_iter().flatten().filter(|pair| pair.key == KEY);
    is_ours && stated.next().is_some_and(|pair| *pair == seal(file.row_groups()))
}
