//! What to pick out of each line: the fields a query names, and what tells a request from its answer.

use std::collections::BTreeSet;

use super::aliases;
use super::format::{self, Cached, Calls, Format, Unit};
use super::spelling::{self, Spelling};
pub use super::targets::{target, tells};
use super::tree::{NodeId, Tree};
use crate::error::Error;
use crate::query::{Canonical, Field, Kind, Raw};

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
    /// The format of the lines, if it is not the native one.
    pub format: Option<&'static Format>,
    /// See [`Names::prefix`].
    pub prefix: &'static str,
    /// Whether spans are given that are no calls of a model, and calls that repeat others.
    pub every_span: bool,
}

/// The number of the value that a target gets, its rank and its unit.
pub type Place = (usize, u8, Unit);

/// No value.
pub const NOWHERE: Place = (usize::MAX, u8::MAX, Unit::Same);

#[derive(Debug)]
pub struct Slot {
    pub field: Field,
    pub kind: Kind,
}

/// One thing a value is good for. Of several values for one target, that of the lowest rank counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    pub target: usize,
    pub rank: u8,
    pub unit: Unit,
}

/// The target of a value that nobody reads.
const UNUSED: usize = usize::MAX;

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
const USAGE_FIELDS: [Canonical; 3] = [Canonical::InputTokens, Canonical::OutputTokens, Canonical::CostUsd];

/// What any step of a trace may state, whether it calls a model or not.
const STEP_FIELDS: [Canonical; 12] = [
    Canonical::RequestId,
    Canonical::Timestamp,
    Canonical::SampleRate,
    Canonical::TraceId,
    Canonical::SessionId,
    Canonical::UserId,
    Canonical::Feature,
    Canonical::LatencyMs,
    Canonical::Status,
    Canonical::ErrorType,
    Canonical::Experiment,
    Canonical::Variant,
];

/// What stands before the name of a field in a span that this program wrote.
pub const OWN_PREFIX: &str = "llmobs.";

/// What a span states outside of its attributes, which have the names of flat logs for the rest.
const OWN: [Canonical; 6] = [
    Canonical::Timestamp,
    Canonical::RequestId,
    Canonical::TraceId,
    Canonical::Feature,
    Canonical::LatencyMs,
    Canonical::Status,
];

/// A path that is wanted, and the unit of what stands there.
type Wanted = (String, Unit);

impl Plan {
    /// A plan that fills one slot for each of `fields`; the timestamp, the id and the outcome are always read.
    pub fn new(fields: &BTreeSet<Field>, mappings: &[Mapping]) -> Plan {
        Plan::of(Names { mappings, format: None, prefix: "", every_span: false }, fields)
    }

    /// The same for lines whose fields have these names.
    pub fn of(names: Names<'_>, fields: &BTreeSet<Field>) -> Plan {
        let slots: Vec<Slot> = fields
            .iter()
            .filter(|field| !is_derived(field))
            .map(|field| Slot { field: field.clone(), kind: field.kind() })
            .collect();
        let wanted = names.wanted(&slots);
        let tree = Tree::new(wanted.iter().flat_map(|(_, paths)| paths).map(|(path, _)| path.as_str()));
        let mut uses = vec![Vec::new(); tree.len()];
        for (target, paths) in wanted.iter().filter(|(target, _)| *target != UNUSED) {
            for (rank, (path, unit)) in (0_u8..).zip(paths) {
                for node in tree.nodes_of(path) {
                    uses[node].push(Use { target: *target, rank, unit: *unit });
                }
            }
        }
        for head in names.heads() {
            let is_looked_into = |node: &usize| tree.has_children(*node);
            for node in tree.nodes_of(&head).into_iter().filter(is_looked_into) {
                uses[node].push(Use { target: target::TEXT, rank: 0, unit: Unit::Same });
            }
        }
        let mut told = vec![0; tree.len()];
        for field in Canonical::ALL {
            let nodes = names.of(*field).iter().flat_map(|(path, _)| tree.nodes_of(path)).collect::<Vec<_>>();
            nodes.into_iter().for_each(|node| told[node] |= tells_of(*field));
        }
        for (path, _) in names.steps() {
            tree.nodes_of(&path).into_iter().for_each(|node| told[node] |= tells::STEP);
        }
        let spelling = if names.format.is_none() { Spelling::of(&slots) } else { None };
        let Names { format, prefix, every_span, .. } = names;
        Plan { tree, slots, uses, tells: told, spelling, format, prefix, every_span }
    }

    /// The wanted nodes that a column of this name fills, each good for something else.
    pub fn nodes_of_column(&self, name: &str) -> Vec<NodeId> {
        let mut nodes = self.tree.nodes_of_column(name);
        nodes.retain(|node| self.tree.is_wanted(*node));
        nodes.dedup_by(|one, other| self.uses[*one] == self.uses[*other] && self.tells[*one] == self.tells[*other]);
        nodes
    }
}

/// Where the lines of one format state what is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Names<'n> {
    pub mappings: &'n [Mapping],
    pub format: Option<&'static Format>,
    /// What stands before every path: the wrapper that the records are in.
    pub prefix: &'static str,
    /// See [`Plan::every_span`].
    pub every_span: bool,
}

impl Names<'_> {
    /// The paths of every target, best first.
    fn wanted(&self, slots: &[Slot]) -> Vec<(usize, Vec<Wanted>)> {
        let mut wanted = self.outcome(slots);
        for field in Canonical::ALL {
            // A field that only tells is wanted too: its presence must be found.
            wanted.push((target(*field).unwrap_or(UNUSED), self.of(*field)));
        }
        wanted.push((UNUSED, self.steps()));
        let has_raw = slots.iter().any(|slot| matches!(slot.field, Field::Raw(_)));
        for (number, slot) in slots.iter().enumerate() {
            wanted.push((target::SLOTS + number, self.slot(&slot.field, has_raw)));
        }
        wanted
    }

    /// What tells how a request went, and what else a format needs to be told.
    fn outcome(&self, slots: &[Slot]) -> Vec<(usize, Vec<Wanted>)> {
        let Some(format) = self.format else {
            return vec![
                (target::HTTP_STATUS, self.plain(aliases::HTTP_STATUS)),
                (target::ERROR, self.plain(aliases::ERRORS)),
                (target::LEVEL, self.plain(aliases::LEVEL)),
                (target::SPAN, self.slot(&Field::Path("span_id".to_owned()), false)),
                (target::PARENT, self.slot(&Field::Path("parent_span_id".to_owned()), false)),
                (target::KIND, self.slot(&Field::Path("span_kind".to_owned()), false)),
                (target::INPUT, self.of(Canonical::InputTokens)),
                (target::OUTPUT, self.of(Canonical::OutputTokens)),
                (target::COST, self.of(Canonical::CostUsd)),
                (target::TRACE, self.of(Canonical::TraceId)),
            ];
        };
        let is_spans = format.layout.is_nested();
        // What is read from the events of spans takes time.
        let asks_errors = slots.iter().any(|slot| slot.field == Field::Canonical(Canonical::ErrorType));
        let kind = match format.calls {
            Calls::All => Vec::new(),
            Calls::Kind { paths, .. } => paths.to_vec(),
            // A table has no columns but those of what is inside.
            Calls::Stating(paths) => {
                let usage =
                    [Canonical::InputTokens, Canonical::OutputTokens].into_iter().flat_map(|it| format.paths(it));
                paths.iter().copied().chain(usage.map(|path| path.path)).collect()
            }
        };
        let has_trace = format.layout.is_nested() || !format.spans.whole.is_empty();
        vec![
            (target::HTTP_STATUS, self.plain(format.verdict.http_status)),
            (target::ERROR, self.plain(format.verdict.errors)),
            (target::LEVEL, self.plain(format.verdict.level)),
            (target::KIND, self.plain(&kind)),
            (target::END, self.plain(format.moments.end)),
            (target::FIRST_TOKEN, self.plain(format.moments.first_token)),
            (target::ID_BESIDES, self.plain(format.id_besides)),
            (target::INPUT_BUCKET, self.buckets(format.buckets[0], Canonical::InputTokens)),
            (target::OUTPUT_BUCKET, self.buckets(format.buckets[1], Canonical::OutputTokens)),
            (target::CACHED_INSIDE, self.plain(format.cached_inside)),
            (target::PROVIDER, self.of(Canonical::Provider)),
            (target::MODEL, self.of(Canonical::Model)),
            (target::SPAN, self.paths(format.spans.id)),
            (target::PARENT, self.paths(format.spans.parent)),
            (target::UNBILLED, self.plain(format.unbilled)),
            (target::INPUT, self.nested(format, Canonical::InputTokens)),
            (target::OUTPUT, self.nested(format, Canonical::OutputTokens)),
            (target::CACHE_READ, self.nested(format, Canonical::CacheReadTokens)),
            (target::CACHE_WRITES, if format.has_spans() { self.plain(format.writes[0]) } else { Vec::new() }),
            (target::COST, self.nested(format, Canonical::CostUsd)),
            (target::TRACE, if has_trace { self.paths(format.paths(Canonical::TraceId)) } else { Vec::new() }),
            (target::APART, self.plain(format.apart)),
            (target::OWN, if is_spans { vec![self.own(Canonical::Status)] } else { Vec::new() }),
            (target::REPLAY, self.plain(format.replay)),
            (target::BRANCHES, if format.branches.is_empty() { Vec::new() } else { self.plain(&[format.branches]) }),
            (target::EXCEPTION, if asks_errors { self.plain(format.verdict.exceptions) } else { Vec::new() }),
        ]
    }

    /// Where a line of the native log says what a span is.
    fn steps(&self) -> Vec<Wanted> {
        let path = |name: &str| self.slot(&Field::Path(name.to_owned()), false);
        if self.format.is_none() { [path("span_name"), path("span_kind")].concat() } else { Vec::new() }
    }

    /// Where the objects stand in which another tool states its fields.
    fn heads(&self) -> Vec<String> {
        let heads = self.format.filter(|format| !format.layout.is_nested()).map(Format::heads).unwrap_or_default();
        heads.into_iter().map(|head| format!("{}{head}", self.prefix)).collect()
    }

    /// The paths of tokens that are added up, unless somebody says where they stand.
    fn buckets(&self, paths: &[&str], field: Canonical) -> Vec<Wanted> {
        let is_mapped = self.mappings.iter().any(|mapping| mapping.field == field);
        if is_mapped { Vec::new() } else { self.plain(paths) }
    }

    /// The paths of a field that only formats whose records are inside others need.
    fn nested(&self, format: &Format, field: Canonical) -> Vec<Wanted> {
        if format.has_spans() { self.of(field) } else { Vec::new() }
    }

    /// The paths of a slot. Where cached tokens are asked for, each spelling of them has a slot of its own.
    fn slot(&self, field: &Field, has_raw: bool) -> Vec<Wanted> {
        match (field, self.format) {
            (Field::Path(path), None) => aliases::of_path(path).iter().flat_map(|path| self.plain(&[path])).collect(),
            (Field::Path(path), Some(format)) => match path.as_str() {
                "span_id" => self.paths(format.spans.id),
                "parent_span_id" => self.paths(format.spans.parent),
                "span_name" => self.paths(format.spans.name),
                "span_kind" => self.paths(format.spans.kind),
                "service_name" => self.paths(format.spans.service),
                "span_link" => self.paths(format.spans.link),
                path => self.plain(&[path]),
            },
            (Field::Canonical(canonical), None) => {
                let has = |(path, _): &Wanted| !has_raw || !spelling::is_apart(*canonical, path);
                self.of(*canonical).into_iter().filter(has).collect()
            }
            (Field::Raw(raw), None) => {
                self.of(raw.of()).into_iter().filter(|(path, _)| spelling::matches(*raw, path)).collect()
            }
            (Field::Canonical(canonical), Some(format)) => {
                let is_raw = has_raw && Raw::ALL.iter().any(|raw| raw.of() == *canonical);
                match (is_raw, canonical) {
                    (true, _) => Vec::new(),
                    (false, Canonical::CacheWriteTokens) => {
                        [self.plain(format.writes[1]), self.plain(format.writes[0])].concat()
                    }
                    (false, Canonical::CacheWrite1hTokens) => self.plain(format.writes[2]),
                    (false, _) => self.of(*canonical),
                }
            }
            (Field::Raw(raw), Some(format)) => match raw {
                Raw::InputApart if format.cached == Cached::Inside => Vec::new(),
                Raw::InputWhole if format.cached == Cached::Apart => Vec::new(),
                Raw::InputApart | Raw::InputWhole => self.of(Canonical::InputTokens),
                Raw::CacheRead => self.of(Canonical::CacheReadTokens),
                Raw::CacheWrites => self.plain(format.writes[0]),
                Raw::CacheWrite5m => self.plain(format.writes[1]),
                Raw::CacheWrite1h => self.plain(format.writes[2]),
            },
        }
    }

    /// The paths of a field: those given by hand, then those of the format.
    fn of(&self, field: Canonical) -> Vec<Wanted> {
        let mapped = self.mappings.iter().rev().filter(|mapping| mapping.field == field);
        let mut paths: Vec<Wanted> =
            mapped.map(|mapping| (format!("{}{}", self.prefix, mapping.path), Unit::Same)).collect();
        match self.format {
            None => paths.extend(self.plain(aliases::paths(field))),
            Some(format) => {
                if format.layout.is_nested() && field != Canonical::Timestamp {
                    paths.push(self.own(field));
                }
                paths.extend(self.paths(format.paths(field)));
                if format.layout.is_nested() && !OWN.contains(&field) {
                    paths.extend(self.plain(aliases::paths(field)));
                }
            }
        }
        paths
    }

    /// Where a span that this program wrote states a field exactly.
    fn own(&self, field: Canonical) -> Wanted {
        (format!("{}{OWN_PREFIX}{}", self.prefix, field.name()), Unit::Same)
    }

    fn paths(&self, paths: &[format::Path]) -> Vec<Wanted> {
        paths.iter().map(|path| (format!("{}{}", self.prefix, path.path), path.unit)).collect()
    }

    fn plain(&self, paths: &[&str]) -> Vec<Wanted> {
        paths.iter().map(|path| (format!("{}{path}", self.prefix), Unit::Same)).collect()
    }
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
    let told = match field {
        Canonical::RequestId | Canonical::Timestamp | Canonical::SampleRate => 0,
        Canonical::OutputTokens => tells::KNOWN | tells::USAGE | tells::RESPONSE,
        field if USAGE_FIELDS.contains(&field) => tells::KNOWN | tells::USAGE,
        field if RESPONSE_FIELDS.contains(&field) => tells::KNOWN | tells::RESPONSE,
        _ => tells::KNOWN,
    };
    if STEP_FIELDS.contains(&field) { told } else { told | tells::CALL }
}

/// Fields that the request table makes from the rest of a request rather than from one value.
fn is_derived(field: &Field) -> bool {
    matches!(field, Field::Canonical(Canonical::Timestamp | Canonical::Status))
}
