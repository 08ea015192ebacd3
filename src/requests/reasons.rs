//! What a warning needs to say about money: why costs are unknown, and what computed ones rest on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::money::{CostMode, CostSource, Requests};
use super::prices::{self, PriceTable, Resolution};
use super::sellers::{Offer, Seller, Sellers};
use super::table::RequestTable;

/// Requests of one model of whose cost the same is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// `None` where the log states no model.
    pub model: Option<String>,
    pub reason: String,
    /// What can be done about it.
    pub advice: &'static str,
    pub requests: u64,
}

/// Why a request has no cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Why {
    NoCost,
    NoModel,
    NoTokens,
    NoEntry,
    Entry(prices::Unpriced),
}

/// Sums up the unpriced among `rows`, most requests first.
pub fn unpriced(
    table: &RequestTable,
    rows: impl Iterator<Item = usize>,
    mode: CostMode,
    prices: &PriceTable,
) -> Vec<Remark> {
    let (requests, mut sellers) = (Requests::of(table), Sellers::new(prices));
    let mut counts: HashMap<(Seller, Why), u64> = HashMap::new();
    for row in rows.filter(|row| table.cost_source[*row] == CostSource::Unpriced) {
        let seller = requests.seller(row);
        let why = match mode {
            CostMode::Logged => Why::NoCost,
            _ => why(&requests, row, sellers.find(seller, || requests.names(seller))),
        };
        *counts.entry((seller, why)).or_default() += 1;
    }
    let remarks = counts.into_iter().map(|((seller, why), count)| {
        let names = requests.names(seller);
        let reason = why.reason(names[1], sellers.find(seller, || names).resolution.as_ref());
        Remark { model: names[0].map(str::to_owned), reason, advice: why.advice(), requests: count }
    });
    sorted(remarks)
}

fn why(requests: &Requests<'_>, row: usize, offer: &Offer) -> Why {
    let usage = requests.usage(row);
    if offer.resolution.is_none() {
        return Why::NoModel;
    }
    if usage.is_unknown() {
        return Why::NoTokens;
    }
    match offer.sold.as_ref().map(|sold| sold.entry.quote(&usage, requests.at(row))) {
        Some(Err(why)) => Why::Entry(why),
        _ => Why::NoEntry,
    }
}

impl Why {
    fn reason(self, provider: Option<&str>, resolution: Option<&Resolution>) -> String {
        match (self, resolution) {
            (Why::NoCost, _) => "the log states no cost".to_owned(),
            (Why::NoModel, _) => "the log states neither cost nor model".to_owned(),
            (Why::NoTokens, _) => "the log states neither cost nor tokens".to_owned(),
            (Why::Entry(why), _) => why.to_string(),
            (Why::NoEntry, Some(Resolution::Ambiguous { candidates })) => {
                format!("prices differ by provider, and the log names none ({})", candidates.join(", "))
            }
            (Why::NoEntry, _) => match provider {
                Some(provider) => format!("not in the price table for provider `{provider}`"),
                None => "not in the price table".to_owned(),
            },
        }
    }

    fn advice(self) -> &'static str {
        match self {
            Why::NoCost => "`--cost auto` computes what is not logged",
            Why::NoModel => "`--map model=PATH` tells where the log keeps it",
            Why::NoTokens | Why::Entry(prices::Unpriced::NoCount(_)) => {
                "`--map input_tokens=PATH` and `--map output_tokens=PATH` tell where the log keeps them"
            }
            Why::NoEntry | Why::Entry(_) => "`llmobs prices explain MODEL` shows why, `--prices FILE` adds prices",
        }
    }
}

/// Sums up what the computed costs among `rows` had to guess, most requests first.
pub fn guesses(table: &RequestTable, rows: impl Iterator<Item = usize>, prices: &PriceTable) -> Vec<Remark> {
    let (requests, mut sellers) = (Requests::of(table), Sellers::new(prices));
    let mut counts: HashMap<(Seller, String), u64> = HashMap::new();
    for row in rows.filter(|row| table.cost_source[*row] == CostSource::Computed) {
        let seller = requests.seller(row);
        let Some(sold) = &sellers.find(seller, || requests.names(seller)).sold else { continue };
        let (usage, at) = (requests.usage(row), requests.at(row));
        let is_guess = sold.entry.quote(&usage, at).is_ok_and(|quote| quote.is_guess);
        let cost = if is_guess { sold.entry.cost(&usage, at).ok() } else { None };
        let guesses = cost.into_iter().flat_map(|cost| cost.guesses).chain(sold.guess.clone());
        guesses.for_each(|reason| *counts.entry((seller, reason)).or_default() += 1);
    }
    let model = |seller| requests.names(seller)[0].map(str::to_owned);
    let advice = "`llmobs prices explain MODEL` shows the rates, `--prices FILE` replaces them";
    sorted(counts.into_iter().map(|((seller, reason), requests)| Remark {
        model: model(seller),
        reason,
        advice,
        requests,
    }))
}

/// The price tables that the computed costs among `rows` come from, by their origins.
pub fn origins(table: &RequestTable, rows: impl Iterator<Item = usize>, prices: &PriceTable) -> BTreeSet<String> {
    let (requests, mut sellers) = (Requests::of(table), Sellers::new(prices));
    let used: BTreeSet<Seller> =
        rows.filter(|row| table.cost_source[*row] == CostSource::Computed).map(|row| requests.seller(row)).collect();
    let origin = |seller| match &sellers.find(seller, || requests.names(seller)).resolution {
        Some(Resolution::Found { origin, .. }) => Some(origin.clone()),
        _ => None,
    };
    used.into_iter().filter_map(origin).collect()
}

/// Remarks that say the same of one model as one; most requests first.
fn sorted(remarks: impl Iterator<Item = Remark>) -> Vec<Remark> {
    let mut united: BTreeMap<(Option<String>, String), (u64, &'static str)> = BTreeMap::new();
    for Remark { model, reason, advice, requests } in remarks {
        united.entry((model, reason)).or_insert((0, advice)).0 += requests;
    }
    let remark = |((model, reason), (requests, advice))| Remark { model, reason, advice, requests };
    let mut remarks: Vec<Remark> = united.into_iter().map(remark).collect();
    remarks.sort_by_key(|remark| std::cmp::Reverse(remark.requests));
    remarks
}
