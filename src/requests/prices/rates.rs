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
}

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
            rates.set(kind, pick(prices, kind, service, crossed).map(|(_, rate)| rate));
        }
        // Reasoning has its own rate only where the price list names one beside the very output price in force:
        // a standard reasoning rate says nothing about a priority request.
        if let Some((output, _)) = pick(prices, Kind::Output, service, crossed) {
            rates.set(Kind::Reasoning, prices.rate(Kind::Reasoning, output.above, output.service));
        }
        // A batch request whose cache has a standard price but no batch price stays unpriced.
        rates.settle_cache(|kind| service != Some(Service::Batch) || prices.rate(kind, 0, None).is_none());
        rates
    }

    /// The rates of a `tiered_pricing` row. A cache price it lacks is its input price; an output price, the entry's.
    pub fn of_row(prices: &Prices, row: &TierRow) -> Rates {
        let mut rates = Rates::default();
        for kind in Kind::ALL {
            rates.set(kind, row.rate(kind));
        }
        let output = row.rate(Kind::Output).or_else(|| prices.rate(Kind::Output, 0, None));
        rates.set(Kind::Output, output);
        rates.settle_cache(|_| true);
        rates
    }

    /// Charges a kind of cache use that has no price as input, where `may` allows it.
    fn settle_cache(&mut self, may: impl Fn(Kind) -> bool) {
        let no_write_price = self.get(Kind::CacheWrite).is_none() && may(Kind::CacheWrite);
        for (at, kind) in [Kind::CacheRead, Kind::CacheWrite, Kind::CacheWrite1h].into_iter().enumerate() {
            let allowed = may(kind) && (kind != Kind::CacheWrite1h || no_write_price);
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
            rates.set(kind, hours.rate(kind).or(self.get(kind)));
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
            // Standard prices say nothing about a batch, except that free stays free. Where they change with the size of
            // the input and the batch prices do not, the batch price of that size is unknown.
            None if standard.is_some() && service == Some(Service::Batch) => {
                return standard.filter(|(_, rate)| *rate == 0.0);
            }
            None if standard.is_some() => return standard,
            None => {}
        }
    }
    None
}
