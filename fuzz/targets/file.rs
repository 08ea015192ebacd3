//! Whole files to request tables: the same however the file is cut, on any number of threads, compressed or not, and the
//! one that the oracle's lines unite to. A filter that drops requests early drops none that it lets pass.

#![allow(dead_code, unused_imports, reason = "rooms are taken whole, and used in part")]
#![no_main]

#[path = "../../src/input/aliases.rs"]
mod aliases;
#[path = "../answer.rs"]
mod answer;
#[path = "../../src/input/digits.rs"]
mod digits;
#[path = "../../src/error.rs"]
mod error;
#[path = "../../src/formula.rs"]
mod formula;
#[path = "../../src/input/mod.rs"]
mod input;
#[path = "../../src/engine/mask.rs"]
mod mask;
#[path = "../mutate.rs"]
mod mutate;
#[path = "../oracle/mod.rs"]
mod oracle;
#[path = "../../src/query/mod.rs"]
mod query;
#[path = "../report.rs"]
mod report;
#[path = "../../src/requests/mod.rs"]
mod requests;
#[path = "../../src/stats/mod.rs"]
mod stats;
#[path = "../../src/input/timestamp.rs"]
mod timestamp;
#[path = "../union.rs"]
mod union;

use std::io::Write;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::{env, fs, process};

use flate2::Compression;
use flate2::write::GzEncoder;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

use answer::{Answer, Reader};
use query::{Condition, Filter, TimeRange};
use requests::MISSING_INT;

/// How many bytes before the log say how to read it.
const HEAD: usize = 4;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // Most mutations are for the log.
    if size < HEAD || max_size <= HEAD || seed % 8 == 0 {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    HEAD + mutate::mutate(&mut data[HEAD..max_size], size - HEAD, seed / 8)
});

fuzz_target!(|data: &[u8]| {
    let Some((head, log)) = data.split_first_chunk::<HEAD>() else { return };
    let [low, high, cut, choice] = *head;
    let chunk_bytes = usize::from(u16::from_le_bytes([low, high])) % 4096 + 1;
    if is_packed(log) {
        return check_packed(log, chunk_bytes);
    }
    let files = Files::write(log, usize::from(cut));
    let whole = Reader::plain(&files.plain).read();
    check_cuts(&files, chunk_bytes, &whole);
    check_damaged(&files, log, chunk_bytes);
    union::check(log, &whole);
    check_filter(&files, chunk_bytes, &filter(&whole, cut, choice), &whole);
});

/// One chunk more than any log here has bytes.
const WHOLE: usize = 1 << 20;

/// However it is read, a log is the same.
fn check_cuts(files: &Files, chunk_bytes: usize, whole: &Answer) {
    for threads in [1, 2] {
        let plain = Reader { chunk_bytes, threads, ..Reader::plain(&files.plain) };
        assert_eq!(plain.read(), *whole, "chunks of {chunk_bytes} bytes on {threads} threads");
    }
    for (chunk_bytes, threads) in [(WHOLE, 1), (chunk_bytes, 2)] {
        let packed = Reader { chunk_bytes, threads, ..Reader::plain(&files.packed) };
        assert_eq!(packed.read(), *whole, "packed, chunks of {chunk_bytes} bytes on {threads} threads");
    }
}

/// Of a file that ends too early all lines count that end before the damage, and no others.
fn check_damaged(files: &Files, log: &[u8], chunk_bytes: usize) {
    let mut whole = Reader::plain(&files.damaged).read();
    let cut = Reader { chunk_bytes, ..Reader::plain(&files.damaged) };
    assert_eq!(cut.read(), whole, "damaged, chunks of {chunk_bytes} bytes");
    if whole.damage == 0 || whole.is_document {
        // Cut between its members, it is a shorter log, and its last line may be cut. Of a document all bytes were read,
        // those of a record that was cut off too.
        return;
    }
    let end = log.split_inclusive(|byte| *byte == b'\n').take(whole.lines()).map(<[u8]>::len).sum();
    fs::write(&files.plain_part, &log[..end]).expect("a file");
    let plain = Reader::plain(&files.plain_part).read();
    if plain.is_document {
        // The beginning of something else looks like one.
        return;
    }
    whole.damage = 0;
    assert_eq!(whole, plain, "the {end} bytes before the damage");
}

/// What is taken for compressed data is read or refused; its text may be much longer, so small chunks would take long.
fn check_packed(log: &[u8], chunk_bytes: usize) {
    if log.len() > 200 {
        return;
    }
    let files = Files::write(log, 0);
    let read = |chunk_bytes, threads| Reader { chunk_bytes, threads, ..Reader::plain(&files.plain) }.try_read();
    assert_eq!(read(chunk_bytes.max(2048), 2), read(1 << 20, 1));
}

/// A window that begins and ends with requests of the log, and a condition.
fn filter(whole: &Answer, from: u8, choice: u8) -> Filter {
    const CONDITIONS: [&str; 7] = [
        "user_id=ana,dave",
        "model!=gpt-4o",
        "metadata.team~^c",
        "metadata.team=3",
        "status=error",
        "cost_usd>0.001",
        "metadata.team<=5",
    ];
    let times: Vec<i64> = whole.rows.iter().map(|row| row.time).filter(|time| *time != MISSING_INT).collect();
    let time = |number: u8| times.get(usize::from(number) % times.len().max(1)).copied();
    let range = TimeRange {
        since: time(from).filter(|_| choice & 1 == 0),
        until: time(choice / 4).filter(|_| choice & 2 == 0),
    };
    let condition = CONDITIONS.get(usize::from(choice) % (CONDITIONS.len() + 1));
    Filter { range, conditions: condition.into_iter().filter_map(|text| Condition::parse(text).ok()).collect() }
}

fn check_filter(files: &Files, chunk_bytes: usize, filter: &Filter, whole: &Answer) {
    let passing = |answer: &Answer| {
        answer
            .rows
            .iter()
            .zip(answer.mask(filter))
            .filter(|(_, passes)| *passes)
            .map(|(row, _)| row.clone())
            .collect::<Vec<_>>()
    };
    for chunk_bytes in [WHOLE, chunk_bytes] {
        let few = Reader { chunk_bytes, filter: filter.clone(), ..Reader::plain(&files.plain) }.read();
        assert_eq!(passing(&few), passing(whole), "{filter:?}, chunks of {chunk_bytes} bytes");
        assert_eq!(few.requests(), whole.requests(), "requests under {filter:?}");
    }
}

/// Whether a file that begins like this is decompressed, or refused as compressed.
fn is_packed(log: &[u8]) -> bool {
    matches!(log, [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
        || matches!(log, [b'B', b'Z', b'h', b'1'..=b'9', ..] | [0xfd, b'7', b'z', b'X', b'Z', 0, ..])
}

/// One log in several files, in a folder of this process.
struct Files {
    plain: PathBuf,
    /// As two members, as log rotation leaves them.
    packed: PathBuf,
    /// Cut off within its compressed data.
    damaged: PathBuf,
    /// For the lines before the damage.
    plain_part: PathBuf,
}

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    // Memory, where there is a file system that is.
    let memory = PathBuf::from("/dev/shm");
    let parent = if memory.is_dir() { memory } else { env::temp_dir() };
    let folder = parent.join(format!("llmobs-fuzz-{}", process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
});

impl Files {
    fn write(log: &[u8], cut: usize) -> Files {
        let files = ["plain.jsonl", "packed.jsonl.gz", "damaged.jsonl.gz", "part.jsonl"].map(|name| FOLDER.join(name));
        let [plain, packed, damaged, plain_part] = files;
        let (start, rest) = log.split_at(log.len() * cut / 256);
        let bytes = [gzip(start), gzip(rest)].concat();
        // Beyond the first header, so that it still is gzip.
        let end = bytes.len().min(20 + bytes.len() * cut / 256);
        for (path, content) in [(&plain, log), (&packed, &bytes), (&damaged, &bytes[..end])] {
            fs::write(path, content).expect("a file");
        }
        Files { plain, packed, damaged, plain_part }
    }
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}
