//! The embedded snapshot with the user's price files laid over it.

use super::compact::{Meta, read_models};
use super::compile::CompiledEntry;
use super::entry::Entry;
use super::error::PriceError;
use super::index::{self, Index};
use super::provider::{self, WITHOUT_OWN_PREFIX};
use super::source::{Source, read_source};
use super::value::Place;
use std::collections::{BTreeMap, BTreeSet};

/// Longer chains of aliases than this are circles.
const LONGEST_ALIAS_CHAIN: usize = 8;

/// All known prices.
#[derive(Clone, Debug)]
pub struct PriceTable {
    index: &'static Index,
    /// Entries of `--prices` files, with the number of their source.
    overlay: BTreeMap<String, (Entry, usize)>,
    prefixes: BTreeSet<String>,
    sources: Vec<Source>,
}

impl PriceTable {
    /// The prices that the program carries. Cheap: entries are read when asked for.
    pub fn embedded() -> PriceTable {
        let index = Index::embedded();
        let mut prefixes: BTreeSet<String> = WITHOUT_OWN_PREFIX.iter().map(|name| (*name).to_owned()).collect();
        let mut last = "";
        for (prefix, _) in index.keys().filter_map(|key| key.split_once('/')) {
            if prefix != last {
                prefixes.insert(provider::canonical(prefix));
                last = prefix;
            }
        }
        let Meta { version, date, .. } = index.meta.clone();
        let origin = index::ORIGIN.to_owned();
        let source = Source { origin, version: Some(version), date: Some(date), models: index.keys().count() };
        PriceTable { index, overlay: BTreeMap::new(), prefixes, sources: vec![source] }
    }

    /// Lays a price file (LiteLLM's public format) over the table. Each of its entries replaces the whole entry of that
    /// name; one that names no provider keeps the replaced entry's.
    ///
    /// # Errors
    /// What is not JSON, a field of the wrong type, a negative price, an alias to nowhere. The table is then unchanged.
    pub fn overlay(&mut self, json: &str, origin: &str) -> Result<(), PriceError> {
        let mut next = self.clone();
        let models = read_models(json, origin)?;
        let number = next.sources.len();
        next.sources.push(Source { models: models.len(), ..read_source(json, origin)? });
        for (model, value) in &models {
            let mut entry = Entry::parse(Place { origin, model }, value)?;
            if entry.provider.is_none() {
                entry.provider = next.entry(model).and_then(|replaced| replaced.provider);
            }
            if let Some((prefix, _)) = model.split_once('/') {
                next.prefixes.insert(provider::canonical(prefix));
            }
            next.overlay.insert(model.clone(), (entry, number));
        }
        let has_price = |model: &String| next.overlay.get(model).is_some_and(|(entry, _)| entry.says_something());
        if !models.iter().any(|(model, _)| has_price(model)) {
            return Err(PriceError::NoPrices { origin: origin.to_owned() });
        }
        next.check_aliases(origin)?;
        *self = next;
        Ok(())
    }

    fn check_aliases(&self, origin: &str) -> Result<(), PriceError> {
        for (model, (entry, _)) in &self.overlay {
            if let Some(target) = entry.alias_of.clone().filter(|_| self.follow(model).is_none()) {
                return Err(PriceError::Alias { origin: origin.to_owned(), model: model.clone(), target });
            }
        }
        Ok(())
    }

    /// The tables in use: the embedded one, then each file in the order given.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// All model names in byte order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let mut embedded = self.index.keys().filter(|key| !self.overlay.contains_key(*key)).peekable();
        let mut overlaid = self.overlay.keys().map(String::as_str).peekable();
        std::iter::from_fn(move || match (embedded.peek(), overlaid.peek()) {
            (Some(one), Some(other)) if one < other => embedded.next(),
            (_, Some(_)) => overlaid.next(),
            _ => embedded.next(),
        })
    }

    /// The entry of a key, as it stands: decorations and aliases are `resolve`'s affair.
    pub fn entry(&self, key: &str) -> Option<Entry> {
        match self.overlay.get(key) {
            Some((entry, _)) => Some(entry.clone()),
            None => self.index.entry(key),
        }
    }

    /// The entry that a key stands for, its aliases followed.
    pub fn followed(&self, key: &str) -> Option<Entry> {
        self.follow(key).and_then(|(key, _)| self.entry(&key))
    }

    /// The table that a key's entry comes from.
    pub fn origin(&self, key: &str) -> Option<&str> {
        let number = match self.overlay.get(key) {
            Some((_, number)) => *number,
            None if self.index.contains(key) => 0,
            None => return None,
        };
        self.sources.get(number).map(|source| source.origin.as_str())
    }

    /// Prepares an entry for many requests of one service tier. `None` when there is no such key.
    pub fn compile(&self, key: &str, service_tier: Option<&str>) -> Option<CompiledEntry> {
        let newest = self.sources.iter().filter_map(|source| source.date).max().unwrap_or_default();
        Some(CompiledEntry::new(&self.entry(key)?, service_tier, newest))
    }

    pub(super) fn contains(&self, key: &str) -> bool {
        self.overlay.contains_key(key) || self.index.contains(key)
    }

    pub(super) fn is_provider(&self, name: &str) -> bool {
        self.prefixes.contains(&provider::canonical(name))
    }

    /// The key with its aliases followed, and its origin. An alias names a key exactly.
    pub(super) fn follow(&self, key: &str) -> Option<(String, String)> {
        let mut key = key.to_owned();
        for _ in 0..LONGEST_ALIAS_CHAIN {
            match self.overlay.get(&key).and_then(|(entry, _)| entry.alias_of.as_deref()) {
                None => {
                    let origin = self.origin(&key)?.to_owned();
                    return Some((key, origin));
                }
                Some(target) if self.contains(target) => key = target.to_owned(),
                Some(_) => return None,
            }
        }
        None
    }
}
