//! From the model name in a log to the key of a price entry. Never by resemblance.

use super::decorations::{self, Bare};
use super::provider;
use super::rule::{Match, Rule};
use super::table::PriceTable;

/// What a model name stands for in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One entry.
    Found {
        /// Its key; an alias has been followed.
        key: String,
        /// The way to it.
        rule: Rule,
        /// The table it comes from: `embedded`, or the `--prices` file.
        origin: String,
    },
    /// Several sellers' entries, and nothing to choose by: the request does not say who sold it.
    Ambiguous {
        /// Their keys, one or more; an alias in a price file settles it.
        candidates: Vec<String>,
    },
    /// No entry.
    Unknown,
}

impl PriceTable {
    /// Finds the price entry of a logged model.
    ///
    /// The name is tried as it stands, then without its decorations, the least altered form first. Each form is looked up as
    /// the provider's own key, then as `provider/name`; a provider that no price list knows is passed over. Without a provider, a
    /// name that stands only behind provider prefixes counts when several list it and all ask the same: a single
    /// reseller's price would be a guess at who sold it. Upper and lower case count.
    pub fn resolve(&self, model: &str, provider: Option<&str>) -> Resolution {
        let provider = provider.map(str::trim).filter(|name| !name.is_empty());
        let is_provider = |name: &str| self.is_provider(name);
        let forms = decorations::variants(model.trim(), provider, &is_provider);
        for form in &forms {
            if let Some((key, matched)) = self.look_up(form) {
                return self.found(form, key, matched);
            }
        }
        // A name that says whose it is (`xai/grok-4`) is not looked for at other providers.
        if forms.iter().all(|form| form.provider.is_none()) {
            for form in &forms {
                match self.any_provider(form) {
                    Resolution::Unknown => {}
                    known => return known,
                }
            }
        }
        Resolution::Unknown
    }

    fn look_up(&self, form: &Bare) -> Option<(String, Match)> {
        let Some(asked) = &form.provider else {
            return self.contains(&form.name).then(|| (form.name.clone(), Match::Exact));
        };
        let owner = self.owner(&form.name);
        if owner.as_ref().is_some_and(|owner| owner.as_ref().is_none_or(|owner| owner == asked)) {
            return Some((form.name.clone(), Match::Exact));
        }
        let scoped = format!("{}/{}", provider::key_prefix(asked), form.name);
        if self.contains(&scoped) {
            return Some((scoped, Match::Provider(asked.clone())));
        }
        // A gateway or a team's own word says nothing about the seller; another seller's name does.
        if self.is_provider(asked) {
            return None;
        }
        Some((form.name.clone(), Match::UnknownProvider { asked: asked.clone(), owner: owner?? }))
    }

    /// The provider of a key; the inner `None` is an entry (a user's) that names none.
    fn owner(&self, key: &str) -> Option<Option<String>> {
        Some(self.entry(key)?.provider.map(|name| provider::canonical(&name)))
    }

    fn found(&self, form: &Bare, key: String, matched: Match) -> Resolution {
        let Some((target, origin)) = self.follow(&key) else {
            return Resolution::Unknown;
        };
        let alias = (target != key).then_some(key);
        let rule = Rule { stripped: form.stripped.clone(), matched, alias };
        Resolution::Found { key: target, rule, origin }
    }

    fn any_provider(&self, form: &Bare) -> Resolution {
        let mut keys = self.keys().filter(|key| key.split_once('/').is_some_and(|(_, name)| name == form.name));
        let Some(first) = keys.next() else {
            return Resolution::Unknown;
        };
        let others: Vec<&str> = keys.collect();
        if !others.is_empty() && others.iter().all(|other| self.same_price(first, other)) {
            return self.found(form, first.to_owned(), Match::SamePrice(others.len() + 1));
        }
        Resolution::Ambiguous { candidates: std::iter::once(first).chain(others).map(str::to_owned).collect() }
    }

    fn same_price(&self, one: &str, other: &str) -> bool {
        match (self.entry(one), self.entry(other)) {
            (Some(one), Some(other)) => one.periods == other.periods,
            _ => false,
        }
    }
}
