//! What to pick out of each line: the fields a query names, and what tells a request from its answer.

use std::collections::BTreeSet;

use super::aliases;
use super::spelling::{self, Spelling};
use super::tree::Tree;
use crate::error::Error;
use crate::query::{Canonical, Field, Kind};

/// A reading plan, made once per run and shared by all threads.
#[derive(Debug)]
pub struct Plan {
    pub tree: Tree,
    /// The columns to fill, in order.
    pub slots: Vec<Slot>,
    /// By node of the tree: what its value is good for.
    pub uses: Vec<Vec<Use>>,
    /// By node of the tree: what it tells that there is a value.
    pub tells: Vec<u8>,
    /// How lines that state cached tokens are told apart, where anybody asks for those.
    pub spelling: Option<Spelling>,
}

/// The number of the value that a target gets, and its rank.
pub type Place = (usize, u8);

/// No value.
pub const NOWHERE: Place = (usize::MAX, u8::MAX);

#[derive(Debug)]
pub struct Slot {
    pub field: Field,
    pub kind: Kind,
}

/// One thing a value is good for. Of several values for one target, that of the lowest rank counts.
#[derive(Debug, Clone, Copy)]
pub struct Use {
    pub target: usize,
    pub rank: u8,
}

/// Targets besides the slots, which follow from [`target::SLOTS`] on.
pub mod target {
    pub const REQUEST_ID: usize = 0;
    pub const TIMESTAMP: usize = 1;
    pub const STATUS: usize = 2;
    pub const HTTP_STATUS: usize = 3;
    pub const ERROR_TYPE: usize = 4;
    pub const ERROR: usize = 5;
    pub const LEVEL: usize = 6;
    pub const SLOTS: usize = 7;
}

/// The target of a value that nobody reads.
const UNUSED: usize = usize::MAX;

/// What the mere presence of a value tells.
pub mod tells {
    /// That the request was answered.
    pub const RESPONSE: u8 = 1;
    /// That a line is about a request, even without a request id.
    pub const KNOWN: u8 = 2;
}

/// `--map FIELD=PATH`: where a log states a field, decided by hand.
#[derive(Debug, Clone)]
pub struct Mapping {
    field: Canonical,
    path: String,
}

impl Mapping {
    /// Reads `user_id=ctx.uid`.
    ///
    /// # Errors
    /// [`Error::BadMap`] where the left side is no canonical field or the right side is empty.
    pub fn parse(text: &str) -> Result<Mapping, Error> {
        let fault = |why: &str| Error::BadMap { text: text.to_owned(), why: why.to_owned() };
        let (name, path) = text.split_once('=').ok_or_else(|| fault("has no `=`"))?;
        let Field::Canonical(field) = Field::named(name.trim()) else {
            return Err(fault("does not name a field"));
        };
        match path.trim() {
            "" => Err(fault("names no path")),
            path => Ok(Mapping { field, path: path.to_owned() }),
        }
    }
}

const RESPONSE_FIELDS: [Canonical; 4] =
    [Canonical::OutputTokens, Canonical::LatencyMs, Canonical::FinishReason, Canonical::ResponseLength];

impl Plan {
    /// A plan that fills one slot for each of `fields`; the timestamp, the id and the outcome are always read.
    pub fn new(fields: &BTreeSet<Field>, mappings: &[Mapping]) -> Plan {
        let slots: Vec<Slot> = fields
            .iter()
            .filter(|field| !is_derived(field))
            .map(|field| Slot { field: field.clone(), kind: field.kind() })
            .collect();
        let wanted = wanted(&slots, mappings);
        let tree = Tree::new(wanted.iter().flat_map(|(_, paths)| paths).map(String::as_str));
        let mut uses = vec![Vec::new(); tree.len()];
        for (target, paths) in wanted.iter().filter(|(target, _)| *target != UNUSED) {
            for (rank, path) in (0_u8..).zip(paths) {
                for node in tree.nodes_of(path) {
                    uses[node].push(Use { target: *target, rank });
                }
            }
        }
        let mut told = vec![0; tree.len()];
        for field in Canonical::ALL {
            let nodes = paths_of(*field, mappings).iter().flat_map(|path| tree.nodes_of(path)).collect::<Vec<_>>();
            nodes.into_iter().for_each(|node| told[node] |= tells_of(*field));
        }
        let spelling = Spelling::of(&slots);
        Plan { tree, slots, uses, tells: told, spelling }
    }
}

/// The paths of every target, best first.
fn wanted(slots: &[Slot], mappings: &[Mapping]) -> Vec<(usize, Vec<String>)> {
    let mut wanted = vec![
        (target::HTTP_STATUS, owned(aliases::HTTP_STATUS)),
        (target::ERROR, owned(aliases::ERRORS)),
        (target::LEVEL, owned(aliases::LEVEL)),
    ];
    for field in Canonical::ALL {
        // A field that only tells is wanted too: its presence must be found.
        wanted.push((target(*field).unwrap_or(UNUSED), paths_of(*field, mappings)));
    }
    let has_raw = slots.iter().any(|slot| matches!(slot.field, Field::Raw(_)));
    for (number, slot) in slots.iter().enumerate() {
        let paths = match &slot.field {
            Field::Canonical(canonical) => {
                let has = |path: &String| !has_raw || !spelling::is_apart(*canonical, path);
                paths_of(*canonical, mappings).into_iter().filter(has).collect()
            }
            Field::Raw(raw) => {
                paths_of(raw.of(), mappings).into_iter().filter(|path| spelling::matches(*raw, path)).collect()
            }
            Field::Path(path) => aliases::of_path(path),
        };
        wanted.push((target::SLOTS + number, paths));
    }
    wanted
}

/// Where a canonical field goes, besides a slot of its own.
fn target(field: Canonical) -> Option<usize> {
    match field {
        Canonical::RequestId => Some(target::REQUEST_ID),
        Canonical::Timestamp => Some(target::TIMESTAMP),
        Canonical::Status => Some(target::STATUS),
        Canonical::ErrorType => Some(target::ERROR_TYPE),
        _ => None,
    }
}

/// What a canonical field tells by being there. A line that states a time or a rate and nothing else is one of some
/// other log.
fn tells_of(field: Canonical) -> u8 {
    match field {
        Canonical::RequestId | Canonical::Timestamp | Canonical::SampleRate => 0,
        field if RESPONSE_FIELDS.contains(&field) => tells::KNOWN | tells::RESPONSE,
        _ => tells::KNOWN,
    }
}

fn owned(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}

/// Fields that the request table makes from the rest of a request rather than from one value.
fn is_derived(field: &Field) -> bool {
    matches!(field, Field::Canonical(Canonical::Timestamp | Canonical::Status))
}

fn paths_of(field: Canonical, mappings: &[Mapping]) -> Vec<String> {
    let mapped = mappings.iter().rev().filter(|mapping| mapping.field == field).map(|mapping| mapping.path.clone());
    mapped.chain(owned(aliases::paths(field))).collect()
}
