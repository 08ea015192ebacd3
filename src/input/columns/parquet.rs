//! A Parquet file: which columns a query needs, and the rows of a row group as records.
//!
//! A column whose presence alone tells something is read only where nothing else tells it: a status in every row says
//! how each request went, and a column without gaps is there in all rows.

use std::fmt;
use std::sync::Arc;

use parquet::basic::Type as Physical;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::reader::Length;
use parquet::file::statistics::Statistics;

use super::Layouts;
use super::cells::Cells;
use super::guard::guarded;
use super::inside::Inside;
use super::row::Row;
use super::seal;
use super::store::Store;
use super::whole::judged;
use crate::input::event::{Outcome, Sink};
use crate::input::native::Line;
use crate::input::parse::{Finding, Parsed};
use crate::input::plan::{Plan, Use, target, tells};
use crate::input::timestamp::Calendar;
use crate::input::tree::NodeId;
use crate::query::Canonical;

/// A Parquet file that has been opened.
pub struct Table {
    store: Store,
    metadata: ParquetMetaData,
    /// Whether each row is known to be a request of its own.
    has_requests: bool,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("store", &self.store).finish_non_exhaustive()
    }
}

/// A column that a plan asks for, and where its values go.
struct Wanted {
    column: usize,
    node: NodeId,
    /// Whether its values are read, and not only whether they are there.
    is_read: bool,
    tells: u8,
}

impl Wanted {
    fn is_for(&self, target: usize, plan: &Plan) -> bool {
        plan.uses[self.node].iter().any(|it| it.target == target)
    }
}

impl Table {
    /// Reads what the end of the file says of it. Nothing else is read with one that `is_alone`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(store: Store, is_alone: bool) -> std::result::Result<Table, String> {
        let metadata =
            guarded(|| ParquetMetaDataReader::new().parse_and_finish(&store)).map_err(|error| damage(&error))?;
        let has_requests = is_alone && seal::is_sealed(&metadata);
        Ok(Table { store, metadata, has_requests })
    }

    /// The names of its columns: those in groups as paths.
    pub fn names(&self) -> Vec<Arc<str>> {
        let schema = self.metadata.file_metadata().schema_descr();
        schema.columns().iter().map(|column| Arc::from(column.path().string())).collect()
    }

    pub fn groups(&self) -> usize {
        self.metadata.num_row_groups()
    }

    /// The bytes of one row group; all of them are those of the file.
    pub fn bytes(&self, group: usize) -> u64 {
        let size = |group| u64::try_from(self.group(group).compressed_size()).unwrap_or(0);
        match group {
            0 => self.store.len().saturating_sub((1..self.groups()).map(size).sum()),
            group => size(group),
        }
    }

    fn rows(&self, group: usize) -> usize {
        usize::try_from(self.group(group).num_rows()).unwrap_or(0)
    }

    fn group(&self, group: usize) -> &RowGroupMetaData {
        self.metadata.row_group(group)
    }

    /// The columns of a plan, without ids that tell nothing where `without_ids` may be done. A list has no value that could
    /// be a field's.
    fn wanted(&self, plan: &Plan, without_ids: bool) -> Vec<Wanted> {
        let schema = self.metadata.file_metadata().schema_descr();
        let mut wanted = Vec::new();
        for (column, descriptor) in schema.columns().iter().enumerate().filter(|(_, it)| it.max_rep_level() == 0) {
            let nodes = plan.nodes_of_column(&descriptor.path().string());
            wanted.extend(nodes.into_iter().map(|node| Wanted {
                column,
                node,
                is_read: !plan.uses[node].is_empty(),
                tells: plan.tells[node],
            }));
        }
        if without_ids && self.is_believed(plan) {
            self.leave_ids(plan, &mut wanted);
        }
        wanted
    }

    /// Takes the column of ids out, if nobody asks for the ids themselves.
    fn leave_ids(&self, plan: &Plan, wanted: &mut Vec<Wanted>) {
        if let Some(id) = self.only(target::REQUEST_ID, Canonical::RequestId, plan, wanted)
            && plan.uses[wanted[id].node].len() == 1
        {
            wanted.remove(id);
        }
    }

    /// The one column that has something to say of a target, if it bears the field's own name.
    fn only(&self, target: usize, field: Canonical, plan: &Plan, wanted: &[Wanted]) -> Option<usize> {
        let says = |wanted: &Wanted| wanted.is_for(target, plan);
        let number = wanted.iter().position(says)?;
        let schema = self.metadata.file_metadata().schema_descr();
        let is_own = schema.column(wanted[number].column).path().string() == field.name();
        (is_own && !wanted[number + 1..].iter().any(says)).then_some(number)
    }

    /// Whether nothing in a row group counts, as the times say that the file states of it. Only what this program wrote is
    /// believed: there no value is bad either.
    fn is_passed_over(&self, group: usize, plan: &Plan, sink: &mut impl Sink) -> bool {
        if !self.is_believed(plan) {
            return false;
        }
        let wanted = self.wanted(plan, false);
        let Some(time) = self.only(target::TIMESTAMP, Canonical::Timestamp, plan, &wanted) else { return false };
        let Some(Statistics::Int64(times)) = self.group(group).column(wanted[time].column).statistics() else {
            return false;
        };
        match (times.min_opt(), times.max_opt(), times.null_count_opt()) {
            (Some(first), Some(last), Some(undated)) => {
                sink.passes_over(self.rows(group) as u64, undated, (*first, *last))
            }
            _ => false,
        }
    }

    /// Whether what the file says of its rows counts: not where they are read as another tool's.
    fn is_believed(&self, plan: &Plan) -> bool {
        self.has_requests && plan.format.is_none()
    }

    /// Gives the rows of a row group to the sink of `parsed`.
    pub fn read<S: Sink>(&self, group: usize, plan: &Plan, parsed: &mut Parsed<S>) {
        parsed.tally.bytes += self.bytes(group);
        let takes_batches = parsed.sink.takes_batches();
        if self.is_passed_over(group, plan, &mut parsed.sink) {
            parsed.tally.lines += self.rows(group) as u64;
            return;
        }
        let decoded = match guarded(|| self.decode(group, plan, takes_batches)) {
            Ok(decoded) => decoded,
            Err(error) => return parsed.damage = Some(damage(&error)),
        };
        match decoded.batch(plan).filter(|_| takes_batches) {
            Some(batch) => {
                parsed.sink.batch(&batch);
                parsed.tally.lines += decoded.rows as u64;
            }
            None => decoded.give(plan, parsed),
        }
    }

    /// Reads of a row group what a plan needs.
    fn decode(&self, group: usize, plan: &Plan, without_ids: bool) -> Result<Decoded> {
        let (group, rows) = (self.group(group), self.rows(group));
        if let Some(column) = group.columns().iter().find(|column| !is_sound(column)) {
            return Err(ParquetError::General(format!("`{}` is nowhere in the file", column.column_path())));
        }
        let column = |wanted: &Wanted| Cells::read(&self.store, group.column(wanted.column), rows, wanted.is_read);
        let (read, telling): (Vec<Wanted>, Vec<Wanted>) =
            self.wanted(plan, without_ids).into_iter().partition(|wanted| wanted.is_read);
        let mut cells = read.iter().map(column).collect::<Result<Vec<Cells>>>()?;
        let mut nodes: Vec<NodeId> = read.iter().map(|wanted| wanted.node).collect();
        let judged = status(plan, &read).and_then(|status| judged(&cells[status]));
        let mut known = known(&read, &cells, judged.is_some());
        let gaps = |wanted: &Wanted| gaps(group.column(wanted.column));
        telling.iter().filter(|wanted| gaps(wanted) == Some(0)).for_each(|wanted| known |= wanted.tells);
        if !read.iter().any(|wanted| wanted.is_for(target::SPAN, plan)) {
            // Only of spans it matters what kind of thing they are.
            known |= tells::STEP | tells::CALL;
        }
        let is_open = |wanted: &&Wanted| wanted.tells & !known != 0 && gaps(wanted) != Some(rows as u64);
        for wanted in telling.iter().filter(is_open) {
            cells.push(column(wanted)?);
            nodes.push(wanted.node);
        }
        let inside = self.inside(group, plan, rows)?;
        cells.extend(inside.cells);
        nodes.extend(inside.nodes);
        Ok(Decoded { cells, nodes, known, judged, rows, broken: inside.broken })
    }

    /// What is wanted inside of columns that hold objects as texts.
    fn inside(&self, group: &RowGroupMetaData, plan: &Plan, rows: usize) -> Result<Inside> {
        let name = |column: &ColumnChunkMetaData| column.column_path().string();
        let may_hold = |column: &&ColumnChunkMetaData| {
            let is_text = column.column_type() == Physical::BYTE_ARRAY && column.column_descr().max_rep_level() == 0;
            is_text && plan.tree.nodes_of(&name(column)).into_iter().any(|node| plan.tree.has_children(node))
        };
        let columns: Vec<&ColumnChunkMetaData> = group.columns().iter().filter(may_hold).collect();
        let names: Vec<Arc<str>> = columns.iter().map(|column| name(column).into()).collect();
        let read = |column: &&ColumnChunkMetaData| Cells::read(&self.store, column, rows, true);
        let cells = columns.iter().map(read).collect::<Result<Vec<Cells>>>()?;
        Ok(Inside::of(&names, &cells, rows, &plan.tree))
    }
}

/// The columns of a row group.
pub struct Decoded {
    pub cells: Vec<Cells>,
    pub nodes: Vec<NodeId>,
    /// What is told of every row.
    pub known: u8,
    /// How each row went, where a status leaves nothing open.
    pub judged: Option<Vec<Outcome>>,
    pub rows: usize,
    /// Texts that only begin as objects, by row.
    pub broken: Vec<(usize, Vec<Finding>)>,
}

/// Whether a column stands at a place. The reader of pages takes that for granted.
fn is_sound(column: &ColumnChunkMetaData) -> bool {
    let places = [column.data_page_offset(), column.compressed_size(), column.dictionary_page_offset().unwrap_or(0)];
    places.iter().all(|place| *place >= 0)
}

/// How many rows lack a column, where the file says so.
fn gaps(column: &ColumnChunkMetaData) -> Option<u64> {
    column.statistics().and_then(|statistics| statistics.null_count_opt())
}

/// The column that is the status, among those that are read.
fn status(plan: &Plan, read: &[Wanted]) -> Option<usize> {
    let is_status = |it: &Use| it.target == target::STATUS && it.rank == 0;
    read.iter().position(|wanted| plan.uses[wanted.node].iter().any(is_status))
}

/// What is told of every row by columns that are read: by those without gaps, and by a status that leaves nothing open.
fn known(read: &[Wanted], cells: &[Cells], is_judged: bool) -> u8 {
    let whole = read.iter().zip(cells).filter(|(_, cells)| cells.is_whole());
    let judged = if is_judged { tells::KNOWN | tells::RESPONSE } else { 0 };
    whole.map(|(wanted, _)| wanted.tells).fold(judged, |a, b| a | b)
}

impl Decoded {
    /// Gives all rows to the sink.
    fn give<S: Sink>(self, plan: &Plan, parsed: &mut Parsed<S>) {
        let Decoded { cells, nodes, known, rows, broken, .. } = self;
        let mut broken = broken.into_iter().peekable();
        let mut layouts = Layouts::new(nodes, known);
        let (mut calendar, mut remarks, mut row) = (Calendar::default(), Vec::<Finding>::new(), Row::first(&cells));
        let gappy: Vec<usize> = (0..cells.len()).filter(|column| !cells[*column].is_whole()).collect();
        let wants_lines = parsed.sink.wants_lines();
        for number in 0..rows {
            row.turn_to(number);
            remarks.extend(broken.next_if(|(row, _)| *row == number).into_iter().flat_map(|(_, remarks)| remarks));
            let layout = layouts.find(plan, &gappy, |column| cells[column].has(number));
            let text = if wants_lines { row.text() } else { String::new() };
            parsed.sink.line(parsed.tally.lines, text.as_bytes());
            let line = Line { record: &row, layout };
            let is_call = line.give(plan, &mut calendar, &mut remarks, &mut parsed.sink);
            parsed.tally.other_records += u64::from(!is_call);
            if !remarks.is_empty() {
                parsed.keep(&mut remarks);
            }
            parsed.tally.lines += 1;
        }
    }
}

fn damage(error: &ParquetError) -> String {
    format!("its Parquet data is damaged ({error})")
}
