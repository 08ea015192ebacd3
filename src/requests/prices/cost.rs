//! Tokens times rates, in parts that can be shown.

use super::compile::Chosen;
use super::field::{Kind, Service};
use super::rates::Rates;
use super::usage::{Unpriced, Usage};
use chrono::{DateTime, NaiveDate, Utc};

/// What a request cost, part by part.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// Dollars.
    pub usd: f64,
    /// The parts, without those of no tokens.
    pub lines: Vec<CostLine>,
    /// The input threshold passed, in tokens.
    pub tier_threshold: Option<u64>,
    /// The service tier whose prices were used; `None` is standard.
    pub service_tier_applied: Option<&'static str>,
    /// The day from which these prices hold, for entries with dated prices.
    pub effective_from: Option<NaiveDate>,
    /// What a reader should know: multipliers and hours applied.
    pub notes: Vec<String>,
    /// Prices taken for want of the right ones.
    pub guesses: Vec<String>,
}

/// What a request cost, in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote {
    /// Dollars.
    pub usd: f64,
    /// Whether [`Cost::guesses`] would say something.
    pub is_guess: bool,
}

/// One part of a cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostLine {
    /// `input`, `cache read`, …
    pub what: &'static str,
    /// How many.
    pub tokens: u64,
    /// Dollars for each.
    pub rate_per_token: f64,
    /// Dollars.
    pub usd: f64,
}

/// Tokens and rates by `Kind`.
pub(super) struct Charge {
    tokens: [u64; 6],
    rates: [f64; 6],
}

impl Charge {
    /// The input side and the output side, then both.
    pub fn usd(&self) -> f64 {
        let part = |kind: Kind| self.part(kind);
        let input = part(Kind::Input) + part(Kind::CacheRead) + part(Kind::CacheWrite) + part(Kind::CacheWrite1h);
        input + (part(Kind::Output) + part(Kind::Reasoning))
    }

    /// Whether a price stands in for one that is not known.
    pub fn is_guess(&self, chosen: &Chosen<'_>, at: Option<DateTime<Utc>>) -> bool {
        !chosen.period.guesses.is_empty()
            || lacks_hours(chosen, at)
            || self.as_input(chosen).next().is_some()
            || self.halved(chosen).next().is_some()
    }

    /// The kinds that are charged half of a standard price for want of a batch's own.
    fn halved(&self, chosen: &Chosen<'_>) -> impl Iterator<Item = Kind> {
        let halved = chosen.rates.halved;
        Kind::ALL.into_iter().filter(move |kind| halved[*kind as usize] && self.tokens[*kind as usize] > 0)
    }

    /// The kinds of cache use that are charged as input for want of their own price.
    fn as_input(&self, chosen: &Chosen<'_>) -> impl Iterator<Item = Kind> {
        let cache = [Kind::CacheRead, Kind::CacheWrite, Kind::CacheWrite1h];
        let as_input = cache.into_iter().zip(chosen.rates.as_input);
        as_input.filter(|(kind, as_input)| *as_input && self.tokens[*kind as usize] > 0).map(|(kind, _)| kind)
    }

    fn part(&self, kind: Kind) -> f64 {
        self.tokens[kind as usize] as f64 * self.rates[kind as usize]
    }
}

/// Multiplies a request's tokens with the rates chosen for it; every kind that has tokens must have a rate.
pub(super) fn charge(chosen: &Chosen<'_>, usage: &Usage) -> Result<Charge, Unpriced> {
    let rates = chosen.rates;
    let (output, reasoning) = output_side(rates, usage)?;
    let input = uncached(chosen, usage)?;
    let tokens = [input, usage.cache_read, usage.cache_write, usage.cache_write_1h, output, reasoning];
    let mut charge = Charge { tokens, rates: [0.0; 6] };
    for kind in Kind::ALL {
        if charge.tokens[kind as usize] > 0 {
            charge.rates[kind as usize] = rates.get(kind).ok_or(Unpriced::NoRate(kind))?;
        }
    }
    Ok(charge)
}

/// Input that no cache served. An unstated count is no matter when input is free at every size.
fn uncached(chosen: &Chosen<'_>, usage: &Usage) -> Result<u64, Unpriced> {
    let cached = usage.cache_read.saturating_add(usage.cache_write).saturating_add(usage.cache_write_1h);
    match usage.input {
        Some(input) => input.checked_sub(cached).ok_or(Unpriced::CacheExceedsInput),
        None if chosen.period.bands.iter().all(|band| band.rates.get(Kind::Input) == Some(0.0)) => Ok(0),
        None => Err(Unpriced::NoCount(Kind::Input)),
    }
}

/// Output tokens and, where they have their own rate, reasoning tokens.
fn output_side(rates: &Rates, usage: &Usage) -> Result<(u64, u64), Unpriced> {
    let Some(output) = usage.output else {
        let free = rates.get(Kind::Output) == Some(0.0) && usage.reasoning == 0;
        return if free { Ok((0, 0)) } else { Err(Unpriced::NoCount(Kind::Output)) };
    };
    let text = output.checked_sub(usage.reasoning).ok_or(Unpriced::ReasoningExceedsOutput)?;
    match rates.get(Kind::Reasoning) {
        Some(_) => Ok((text, usage.reasoning)),
        None => Ok((output, 0)),
    }
}

impl Cost {
    pub(super) fn explain(chosen: &Chosen<'_>, charge: &Charge, at: Option<DateTime<Utc>>) -> Cost {
        let line = |kind: Kind| CostLine {
            what: kind.words(),
            tokens: charge.tokens[kind as usize],
            rate_per_token: charge.rates[kind as usize],
            usd: charge.part(kind),
        };
        Cost {
            usd: charge.usd(),
            lines: Kind::ALL.into_iter().map(line).filter(|line| line.tokens > 0).collect(),
            tier_threshold: chosen.band.threshold,
            service_tier_applied: chosen.period.service.map(Service::suffix),
            effective_from: chosen.period.from,
            notes: notes(chosen),
            guesses: guesses(chosen, charge, at),
        }
    }
}

fn notes(chosen: &Chosen<'_>) -> Vec<String> {
    let hours = chosen.is_off_peak.then(|| "off-peak hours".to_owned());
    chosen.period.notes.iter().cloned().chain(hours).collect()
}

fn guesses(chosen: &Chosen<'_>, charge: &Charge, at: Option<DateTime<Utc>>) -> Vec<String> {
    let as_input = |kind: Kind| format!("the entry has no {} price: charged as input", kind.words());
    let halved =
        |kind: Kind| format!("the entry has no batch price for {}: half of its standard price used", kind.words());
    let hours = lacks_hours(chosen, at)
        .then(|| "off-peak prices exist, but the request has no time: peak prices used".to_owned());
    chosen
        .period
        .guesses
        .iter()
        .cloned()
        .chain(charge.as_input(chosen).map(as_input))
        .chain(charge.halved(chosen).map(halved))
        .chain(hours)
        .collect()
}

/// Whether the price depends on an hour that nobody knows.
fn lacks_hours(chosen: &Chosen<'_>, at: Option<DateTime<Utc>>) -> bool {
    chosen.period.off_peak.is_some() && at.is_none()
}
