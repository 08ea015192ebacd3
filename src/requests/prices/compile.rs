//! One entry at one service tier, with every fallback settled: a request then costs a few comparisons and products.

use super::cost::{Cost, Quote, charge};
use super::entry::{Entry, Prices};
use super::field::{Field, Kind, Service};
use super::off_peak::OffPeak;
use super::provider;
use super::rates::{BATCH_SHARE, Rates};
use super::service::Asked;
use super::tiered::TierRow;
use super::usage::{Unpriced, Usage};
use chrono::{DateTime, NaiveDate, Utc};

/// A price entry made ready for one service tier. Pricing a request with it neither allocates nor hashes.
#[derive(Clone, Debug)]
pub struct CompiledEntry {
    /// Ascending by the day they hold from.
    periods: Vec<Period>,
    /// The period of a request without a date.
    undated: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Period {
    pub from: Option<NaiveDate>,
    pub off_peak: Option<OffPeak>,
    /// The tier whose prices are used.
    pub service: Option<Service>,
    /// Ascending by `first`; the first band begins at 0.
    pub bands: Vec<Band>,
    pub notes: Vec<String>,
    /// Prices taken for want of the right ones.
    pub guesses: Vec<String>,
}

/// The rates of requests with at least `first` input tokens.
#[derive(Clone, Debug)]
pub(super) struct Band {
    pub first: u64,
    pub threshold: Option<u64>,
    pub rates: Rates,
    pub off_peak: Option<Rates>,
}

/// The rates that one request is charged at, and where they come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen<'a> {
    pub period: &'a Period,
    pub band: &'a Band,
    pub rates: &'a Rates,
    pub is_off_peak: bool,
}

impl CompiledEntry {
    pub(super) fn new(entry: &Entry, service_tier: Option<&str>, newest: NaiveDate) -> CompiledEntry {
        let asked = Asked::read(service_tier);
        let inclusive =
            entry.provider.as_deref().is_some_and(|name| provider::threshold_is_inclusive(&provider::canonical(name)));
        let free_output = entry.mode.as_deref() == Some("embedding");
        let period = |(from, prices): &(Option<NaiveDate>, Prices)| {
            compile_period(*from, prices, &asked, inclusive, free_output)
        };
        CompiledEntry { periods: entry.periods.iter().map(period).collect(), undated: entry.period_on(newest) }
    }

    /// What one request costs.
    ///
    /// # Errors
    /// Why the request has no price.
    pub fn quote(&self, usage: &Usage, at: Option<DateTime<Utc>>) -> Result<Quote, Unpriced> {
        let chosen = self.choose(usage, at)?;
        let charge = charge(&chosen, usage)?;
        Ok(Quote { usd: charge.usd(), is_guess: charge.is_guess(&chosen, at) })
    }

    /// The same with every part named.
    ///
    /// # Errors
    /// Why the request has no price.
    pub fn cost(&self, usage: &Usage, at: Option<DateTime<Utc>>) -> Result<Cost, Unpriced> {
        let chosen = self.choose(usage, at)?;
        let charge = charge(&chosen, usage)?;
        Ok(Cost::explain(&chosen, &charge, at))
    }

    /// The input sizes above which other rates apply on a day, ascending.
    pub fn thresholds(&self, at: Option<DateTime<Utc>>) -> Vec<u64> {
        let period = self.period(at);
        period.into_iter().flat_map(|period| &period.bands).filter_map(|band| band.threshold).collect()
    }

    fn period(&self, at: Option<DateTime<Utc>>) -> Option<&Period> {
        let number = match at {
            Some(at) if self.periods.len() > 1 => {
                let day = at.date_naive();
                self.periods.iter().rposition(|period| period.from.is_none_or(|from| from <= day)).unwrap_or(0)
            }
            Some(_) => 0,
            None => self.undated,
        };
        self.periods.get(number)
    }

    fn choose(&self, usage: &Usage, at: Option<DateTime<Utc>>) -> Result<Chosen<'_>, Unpriced> {
        let period = self.period(at).ok_or(Unpriced::NoRate(Kind::Input))?;
        let input = usage.input.unwrap_or(0);
        let band = period.bands.iter().rfind(|band| band.first <= input).ok_or(Unpriced::NoRate(Kind::Input))?;
        let is_open = |hours: &OffPeak| at.is_some_and(|at| hours.is_open(at));
        let cheap = band.off_peak.as_ref().filter(|_| period.off_peak.as_ref().is_some_and(is_open));
        Ok(Chosen { period, band, rates: cheap.unwrap_or(&band.rates), is_off_peak: cheap.is_some() })
    }
}

fn compile_period(
    from: Option<NaiveDate>,
    prices: &Prices,
    asked: &Asked<'_>,
    inclusive: bool,
    free_output: bool,
) -> Period {
    let mut period =
        Period { from, off_peak: None, service: None, bands: Vec::new(), notes: Vec::new(), guesses: Vec::new() };
    let mut factor = 1.0;
    match asked {
        Asked::Standard => {}
        Asked::Unknown(name) => {
            period.guesses.push(format!("service tier `{name}` is not known: standard prices used"))
        }
        Asked::Tier(service, _) if prices.has_service(*service) => period.service = Some(*service),
        // Free stays free in a batch.
        Asked::Tier(Service::Batch, _) if prices.is_free() => {}
        Asked::Tier(Service::Batch, _) => {
            factor = BATCH_SHARE;
            period.guesses.push("the entry has no batch prices: half of the standard prices used".to_owned());
        }
        Asked::Tier(Service::Priority, name) if name.eq_ignore_ascii_case("fast") && prices.fast.is_some() => {
            factor = prices.fast.unwrap_or(1.0);
            period.notes.push(format!("fast mode: every rate times {factor}"));
        }
        Asked::Tier(_, name) => {
            period.guesses.push(format!("the entry has no `{name}` prices: standard prices used"));
        }
    }
    period.bands = bands(prices, period.service, inclusive);
    period.off_peak.clone_from(&prices.off_peak);
    for band in &mut period.bands {
        if free_output && band.rates.get(Kind::Output).is_none() {
            // An embedding has no output, so a missing output rate is not a missing price.
            band.rates.set(Kind::Output, Some(0.0));
        }
        band.off_peak = prices.off_peak.as_ref().map(|hours| band.rates.off_peak(hours));
        band.rates.scale(factor);
        band.off_peak.iter_mut().for_each(|rates| rates.scale(factor));
    }
    period
}

fn bands(prices: &Prices, service: Option<Service>, inclusive: bool) -> Vec<Band> {
    if !prices.tiers.is_empty() && service != Some(Service::Batch) {
        return tiered_bands(prices);
    }
    let mut thresholds: Vec<u64> = prices
        .fields
        .iter()
        .filter(|(field, _)| counts(*field, service))
        .map(|(field, _)| field.above)
        .chain([0])
        .collect();
    thresholds.sort_unstable();
    thresholds.dedup();
    let band = |at: usize| {
        let above = thresholds[at];
        let first = if above == 0 || inclusive { above } else { above.saturating_add(1) };
        let rates = Rates::of(prices, service, &thresholds[..=at]);
        Band { first, threshold: (above > 0).then_some(above), rates, off_peak: None }
    };
    (0..thresholds.len()).map(band).collect()
}

/// Whether a field can set, or put in doubt, a price of this tier.
fn counts(field: Field, service: Option<Service>) -> bool {
    field.service == service || field.service.is_none()
}

/// One band per row of a `tiered_pricing` list.
fn tiered_bands(prices: &Prices) -> Vec<Band> {
    let band = |row: &TierRow| {
        let first = row.above.saturating_add(1);
        let threshold = (row.above > 0).then_some(row.above);
        Band { first, threshold, rates: Rates::of_row(prices, row), off_peak: None }
    };
    let mut bands: Vec<Band> = prices.tiers.iter().map(band).collect();
    if let Some(lowest) = bands.first_mut() {
        lowest.first = 0;
    }
    bands
}
