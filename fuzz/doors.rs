//! The room `input` with its doors open, so that a target can hand it bytes without a file: the files of `src/input`
//! except for the folder's own, which cuts files and starts threads. A file new there is new here.

#[path = "../src/input/aliases.rs"]
pub mod aliases;
#[path = "../src/input/chunk.rs"]
pub mod chunk;
#[path = "../src/input/columns/mod.rs"]
pub mod columns;
#[path = "../src/input/cursor.rs"]
pub mod cursor;
#[path = "../src/input/decompress.rs"]
pub mod decompress;
#[path = "../src/input/digits.rs"]
pub mod digits;
#[path = "../src/input/event.rs"]
pub mod event;
#[path = "../src/input/index.rs"]
pub mod index;
#[path = "../src/input/judge.rs"]
pub mod judge;
#[path = "../src/input/native.rs"]
pub mod native;
#[path = "../src/input/parse.rs"]
pub mod parse;
#[path = "../src/input/pieces.rs"]
pub mod pieces;
#[path = "../src/input/plan.rs"]
pub mod plan;
#[path = "../src/input/scalar.rs"]
pub mod scalar;
#[path = "../src/input/scan.rs"]
pub mod scan;
#[path = "../src/input/shape.rs"]
pub mod shape;
#[path = "../src/input/source.rs"]
pub mod source;
#[path = "../src/input/spelling.rs"]
pub mod spelling;
#[path = "../src/input/stretch.rs"]
pub mod stretch;
#[path = "../src/input/timestamp.rs"]
pub mod timestamp;
#[path = "../src/input/tree.rs"]
pub mod tree;
#[path = "../src/input/wrong.rs"]
pub mod wrong;

pub use event::{Event, Outcome, Sink, Tag, fingerprint};
