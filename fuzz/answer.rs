//! A request table as plain values, to be compared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::Error;
use crate::input::{Finding, Source};
use crate::mask::mask;
use crate::oracle::Cell;
use crate::query::{Canonical, Field, Filter};
use crate::requests::prices::PriceTable;
use crate::requests::{
    Column, CostMode, CostSource, Load, Loaded, MISSING_CODE, MISSING_INT, RequestTable, Status, Stranded,
};

/// How a file is read.
pub struct Reader {
    pub path: PathBuf,
    pub chunk_bytes: usize,
    pub threads: usize,
    pub filter: Filter,
}

/// Pools of one and of two threads.
static POOLS: LazyLock<[ThreadPool; 2]> =
    LazyLock::new(|| [1, 2].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")));

/// Every field there is, and two paths.
pub static FIELDS: LazyLock<BTreeSet<Field>> = LazyLock::new(|| {
    let paths = ["metadata.team", "plan"].map(Field::named);
    Canonical::ALL.iter().copied().map(Field::from).chain(paths).collect()
});

impl Reader {
    /// In one piece, on one thread.
    pub fn plain(path: &Path) -> Reader {
        Reader { path: path.to_owned(), chunk_bytes: 1 << 20, threads: 1, filter: Filter::default() }
    }

    pub fn read(&self) -> Answer {
        self.try_read().expect("a file that can be read")
    }

    /// The answer, or what is wrong.
    pub fn try_read(&self) -> Result<Answer, String> {
        let load = Load {
            sources: vec![Source::File(self.path.clone())],
            mappings: Vec::new(),
            format: None,
            cost: CostMode::Auto,
            sample_rate: None,
            prices: PRICES.clone(),
            chunk_bytes: self.chunk_bytes,
        };
        let loaded = POOLS[self.threads - 1].install(|| load.run(&FIELDS, &self.filter, |_| {}));
        loaded.map(Answer::new).map_err(|error: Error| error.to_string())
    }
}

static PRICES: LazyLock<PriceTable> = LazyLock::new(PriceTable::embedded);

/// One request.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub time: i64,
    pub status: Status,
    pub source: CostSource,
    /// By number of the field in [`FIELDS`].
    pub cells: Vec<Option<Cell>>,
}

impl Row {
    pub fn cell(&self, field: &Field) -> Option<&Cell> {
        FIELDS.iter().position(|other| other == field).and_then(|number| self.cells[number].as_ref())
    }
}

/// All that comes of a file.
#[derive(Debug)]
pub struct Answer {
    pub rows: Vec<Row>,
    pub counts: Vec<u64>,
    pub findings: Vec<(u64, Finding)>,
    /// Damages; their wording is not compared.
    pub damage: usize,
    /// Whether it was read as a document, in which lines mean nothing.
    pub is_document: bool,
    /// Cached tokens added and unclear, whether a cost is a guess, and spans whose tokens nothing counts.
    cached: [u64; 4],
    /// Costs that calls state for several others.
    stranded: Stranded,
    dropped: [u64; 2],
    table: RequestTable,
}

impl PartialEq for Answer {
    fn eq(&self, other: &Answer) -> bool {
        self.rows == other.rows
            && self.counts == other.counts
            && self.findings == other.findings
            && self.damage == other.damage
            && self.cached == other.cached
            && self.stranded == other.stranded
            && self.dropped == other.dropped
    }
}

impl Answer {
    fn new(loaded: Loaded) -> Answer {
        let Loaded { table, summary, cached, guessed, dropped, uncounted, spans, repeats, stranded } = loaded;
        let tally = &summary.tally;
        let mut counts = vec![tally.bytes, tally.lines, tally.blank_lines, tally.bad_values, tally.unrecognised_lines];
        counts.extend(tally.faults);
        counts.extend([spans.again, spans.sharing, repeats.requests, tally.other_records]);
        Answer {
            rows: (0..table.len()).map(|number| row(&table, number)).collect(),
            counts,
            findings: summary.findings.into_iter().map(|found| (found.line, found.what)).collect(),
            damage: summary.damage.len(),
            is_document: summary.forms.iter().any(|(_, form)| form.frames != Default::default()),
            cached: [cached.added, cached.unclear, u64::from(guessed), uncounted],
            stranded,
            dropped: [dropped.requests, dropped.undated],
            table,
        }
    }

    /// How many records are no requests, or are counted with another one.
    pub fn others(&self) -> u64 {
        self.counts.last().copied().unwrap_or_default()
    }

    pub fn lines(&self) -> usize {
        self.counts[1] as usize
    }

    /// Whether each row passes, by the engine's own rule.
    pub fn mask(&self, filter: &Filter) -> Vec<bool> {
        mask(&self.table, filter)
    }

    /// How many requests there are, and how many of them without a time, those that were dropped included.
    pub fn requests(&self) -> [u64; 2] {
        let undated = self.rows.iter().filter(|row| row.time == MISSING_INT).count();
        [self.dropped[0] + self.rows.len() as u64, self.dropped[1] + undated as u64]
    }
}

fn row(table: &RequestTable, number: usize) -> Row {
    Row {
        time: table.first[number],
        status: table.status[number],
        source: table.cost_source[number],
        cells: FIELDS.iter().map(|field| cell(table, field, number)).collect(),
    }
}

fn cell(table: &RequestTable, field: &Field, row: usize) -> Option<Cell> {
    match table.column(field)? {
        Column::Int(values) => values.get(row).copied().filter(|value| *value != MISSING_INT).map(Cell::Int),
        Column::Float(values) => {
            values.get(row).copied().filter(|value| !value.is_nan()).map(|value| Cell::Float(value.to_bits()))
        }
        Column::Code(codes) => {
            let code = codes.get(row).copied().filter(|code| *code != MISSING_CODE)?;
            let (tag, text) = table.tagged(field, code).expect("a code that stands for a text");
            Some(Cell::Text(tag, text.to_owned()))
        }
    }
}
