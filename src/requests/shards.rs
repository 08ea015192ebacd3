//! All requests of a run, in shards by the hash of their id, so that chunks merge in parallel and in input order.
//!
//! The number of shards is fixed and a shard keeps the order in which its requests are first named, so the table
//! is the same whatever the number of threads and wherever the chunks were cut.

use hashbrown::HashTable;
use rayon::prelude::*;

use super::block::Block;
use super::dictionary::Dictionary;
use super::rows::Rows;
use crate::query::Kind;

/// Requests with an id are spread over the shards by that, those without by their time.
const SHARDS: usize = 16;

#[derive(Debug)]
pub struct Shards {
    shards: Vec<Shard>,
    /// One per column, over all shards.
    pub dictionaries: Vec<Dictionary>,
}

#[derive(Debug)]
struct Shard {
    rows: Rows,
    /// The row of each id, beside a part of the id, so that a growing table need not look up its ids again.
    index: HashTable<(u32, u32)>,
}

impl Shards {
    pub fn new(kinds: &[Kind]) -> Shards {
        let shard = || Shard { rows: Rows::new(kinds), index: HashTable::new() };
        Shards {
            shards: (0..SHARDS).map(|_| shard()).collect(),
            dictionaries: kinds.iter().map(|_| Dictionary::default()).collect(),
        }
    }

    /// Unites `blocks`, which follow each other and all that was absorbed before.
    pub fn absorb(&mut self, blocks: &mut [Block]) {
        self.translate(blocks);
        let routes: Vec<Vec<Vec<u32>>> = blocks.par_iter().map(|block| route(&block.rows)).collect();
        self.shards.par_iter_mut().enumerate().for_each(|(number, shard)| {
            for (block, routes) in blocks.iter().zip(&routes) {
                shard.absorb(&block.rows, &routes[number]);
            }
        });
    }

    /// Gives the blocks' texts the numbers they have in the whole run, column by column.
    fn translate(&mut self, blocks: &mut [Block]) {
        let codes: Vec<Vec<Vec<u32>>> = self
            .dictionaries
            .par_iter_mut()
            .enumerate()
            .map(|(column, all)| blocks.iter().map(|block| all.absorb(&block.dictionaries[column])).collect())
            .collect();
        blocks.par_iter_mut().enumerate().for_each(|(number, block)| {
            let codes: Vec<Vec<u32>> = codes.iter().map(|column| column[number].clone()).collect();
            block.translate(&codes);
        });
    }

    /// All requests in one table, and the dictionaries of its text columns.
    pub fn finish(self) -> (Rows, Vec<Dictionary>) {
        let rows = self.shards.into_iter().map(|shard| shard.rows).collect();
        (Rows::concat(rows), self.dictionaries)
    }
}

impl Shard {
    /// Takes the rows `wanted` of a block. A block names a request once, so those that are new here do not depend on
    /// each other and are appended, column by column; only the others are merged.
    fn absorb(&mut self, rows: &Rows, wanted: &[u32]) {
        let before = self.rows.ids.len() as u32;
        let mut new = Vec::with_capacity(wanted.len());
        let mut known = Vec::new();
        for from in wanted {
            match self.row(rows.ids[*from as usize]) {
                row if row < before => known.push((*from, row)),
                _ => new.push(*from),
            }
        }
        self.rows.extend(rows, &new);
        self.rows.merge(rows, &known);
    }

    /// The row of the request `id`; for 0, which is no id, always a new one. A new row has nothing but its id yet.
    fn row(&mut self, id: u128) -> u32 {
        let ids = &mut self.rows.ids;
        let next = ids.len() as u32;
        if id == 0 {
            ids.push(id);
            return next;
        }
        let part = id as u32;
        let is_same = |(row, known): &(u32, u32)| *known == part && ids[*row as usize] == id;
        let entry = self.index.entry(spread(part), is_same, |(_, part)| spread(*part));
        let (row, _) = *entry.or_insert((next, part)).get();
        if row == next {
            ids.push(id);
        }
        row
    }
}

/// A hash of all bits from a part of an id.
fn spread(part: u32) -> u64 {
    u64::from(part).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The rows of a block by shard. Shards take the id's top bits; the tables inside them use the low ones.
fn route(rows: &Rows) -> Vec<Vec<u32>> {
    let mut routes: Vec<Vec<u32>> = (0..SHARDS).map(|_| Vec::with_capacity(rows.len() / SHARDS * 2)).collect();
    for (row, (id, time)) in rows.ids.iter().zip(&rows.first).enumerate() {
        let hash = if *id == 0 { spread(*time as u32) >> 32 } else { (id >> 64) as u64 };
        routes[hash as usize % SHARDS].push(row as u32);
    }
    routes
}
