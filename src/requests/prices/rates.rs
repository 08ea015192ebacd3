//! Which of an entry's prices hold for one request: service tier, threshold, hours, and what falls back to what.

use super::entry::Prices;
use super::field::{Field, Kind, Service};
use super::off_peak::OffPeak;
use super::tiered::TierRow;

/// Dollars per token, by `Kind`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rates {
    by_kind: [Option<f64>; 6],
    /// Whether cache reads, writes and one-hour writes are charged as plain input for want of a price of their own.
    pub as_input: [bool; 3],
    /// By `Kind`: whether a batch is charged half of the standard price for want of a price of its own.
    pub halved: [bool; 6],
}

/// What sellers of batches charge of their standard prices.
pub(super) const BATCH_SHARE: f64 = 0.5;

impl Rates {
    /// The rate of a kind, if it has a price.
    pub fn get(&self, kind: Kind) -> Option<f64> {
        self.by_kind[kind as usize]
    }

    /// Sets or takes away a rate.
    pub fn set(&mut self, kind: Kind, rate: Option<f64>) {
        self.by_kind[kind as usize] = rate;
    }

    /// Multiplies every rate.
    pub fn scale(&mut self, factor: f64) {
        self.by_kind = self.by_kind.map(|rate| rate.map(|rate| rate * factor));
    }

    /// The rates of a tier once the input has passed `crossed` (ascending, from 0).
    pub fn of(prices: &Prices, service: Option<Service>, crossed: &[u64]) -> Rates {
        let mut rates = Rates::default();
        for kind in [Kind::Input, Kind::CacheRead, Kind::CacheWrite, Kind::CacheWrite1h, Kind::Output] {
            rates.take(kind, service, pick(prices, kind, service, crossed));
        }
        // Reasoning has its own rate only where the price list names one beside the very output price in force:
        // a standard reasoning rate says nothing about a priority request.
        if let Some((output, _)) = pick(prices, Kind::Output, service, crossed) {
            let field = Field { kind: Kind::Reasoning, ..output };
            let rate = prices.rate(field.kind, field.above, field.service);
            rates.take(Kind::Reasoning, service, rate.map(|rate| (field, rate)));
        }
        rates.settle_cache();
        rates
    }

    /// Sets a rate to the price that was picked for it: of a batch half of a standard one, which is a guess unless it is free.
    fn take(&mut self, kind: Kind, service: Option<Service>, picked: Option<(Field, f64)>) {
        let is_standard = picked.is_some_and(|(field, rate)| field.service.is_none() && rate > 0.0);
        self.halved[kind as usize] = service == Some(Service::Batch) && is_standard;
        self.set(kind, picked.map(|(_, rate)| rate * self.share(kind)));
    }

    fn share(&self, kind: Kind) -> f64 {
        if self.halved[kind as usize] { BATCH_SHARE } else { 1.0 }
    }

    /// The rates of a `tiered_pricing` row. A cache price it lacks is its input price; an output price, the entry's.
    pub fn of_row(prices: &Prices, row: &TierRow) -> Rates {
        let mut rates = Rates::default();
        for kind in Kind::ALL {
            rates.set(kind, row.rate(kind));
        }
        let output = row.rate(Kind::Output).or_else(|| prices.rate(Kind::Output, 0, None));
        rates.set(Kind::Output, output);
        rates.settle_cache();
        rates
    }

    /// Charges a kind of cache use that has no price as input.
    fn settle_cache(&mut self) {
        let no_write_price = self.get(Kind::CacheWrite).is_none();
        for (at, kind) in [Kind::CacheRead, Kind::CacheWrite, Kind::CacheWrite1h].into_iter().enumerate() {
            let allowed = kind != Kind::CacheWrite1h || no_write_price;
            if self.get(kind).is_none() && allowed {
                self.as_input[at] = true;
                self.set(kind, self.get(Kind::Input));
            }
        }
    }

    /// The rates of the cheap hours. What was charged as input stays so.
    pub fn off_peak(&self, hours: &OffPeak) -> Rates {
        let mut rates = *self;
        for kind in Kind::ALL {
            rates.set(kind, hours.rate(kind).map(|rate| rate * self.share(kind)).or(self.get(kind)));
        }
        if hours.rate(Kind::Output).is_some() {
            rates.set(Kind::Reasoning, hours.rate(Kind::Reasoning));
        }
        for (at, kind) in [Kind::CacheRead, Kind::CacheWrite, Kind::CacheWrite1h].into_iter().enumerate() {
            rates.as_input[at] = self.as_input[at] && hours.rate(kind).is_none();
            if rates.as_input[at] {
                rates.set(kind, rates.get(Kind::Input));
            }
        }
        rates
    }
}

/// The price in force, and which field it is. The highest threshold passed wins; at each, the tier's own field does.
fn pick(prices: &Prices, kind: Kind, service: Option<Service>, crossed: &[u64]) -> Option<(Field, f64)> {
    let at = |above, service| {
        let field = Field { kind, above, service };
        Some((field, prices.rate(kind, above, service)?))
    };
    for &above in crossed.iter().rev() {
        let standard = at(above, None);
        match at(above, service) {
            Some(own) => return Some(own),
            None if standard.is_some() => return standard,
            None => {}
        }
    }
    None
}
