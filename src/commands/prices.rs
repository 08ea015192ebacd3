//! `llmobs prices`: what there is, why a name gets the price it gets, and how the built-in table is refreshed.

use chrono::{DateTime, NaiveDate, Utc};

use super::ask::now;
use super::output::{self, Style};
use super::present::{self, dimension, measure};
use super::setup::price_table;
use crate::cli::{PricesExplain, PricesImport, PricesList};
use crate::error::{Error, Exit};
use crate::query::{End, Zone, parse_instant};
use crate::report::{Column, Fact, PriceInfo, Report, Row, Unit, Value};
use crate::requests::prices::{
    CompiledEntry, Cost, CostLine, Kind, Meta, PriceTable, Resolution, Rule, Source, Unpriced, Usage, compact,
};

const PER_MILLION: f64 = 1e6;
/// The rates that a list has room for.
const LISTED: [(Kind, &str); 5] = [
    (Kind::Input, "input"),
    (Kind::CacheRead, "cache_read"),
    (Kind::CacheWrite, "cache_write"),
    (Kind::CacheWrite1h, "cache_write_1h"),
    (Kind::Output, "output"),
];

pub fn list(args: &PricesList) -> Result<Exit, Error> {
    let style = Style::decide(&args.output);
    let (prices, now) = (price_table(&args.prices)?, now()?);
    let pattern = args.pattern.as_deref().unwrap_or_default().to_lowercase();
    let rows: Vec<Row> = prices
        .keys()
        .filter(|key| key.to_lowercase().contains(&pattern))
        .filter_map(|key| list_row(&prices, key, now.date_naive()))
        .collect();
    let exit = if rows.is_empty() { Exit::CannotTell } else { Exit::Done };
    let mut columns = vec![dimension("model"), dimension("provider")];
    columns.extend(LISTED.map(|(_, name)| measure(format!("{name}_usd_per_million"), Unit::UsdPerMillion)));
    let report = Report {
        facts: vec![fact("unit", "dollars per million tokens")],
        warnings: if rows.is_empty() { vec![format!("no model's name holds `{pattern}`")] } else { Vec::new() },
        ..report("prices list", columns, rows, &prices, now)
    };
    output::report(&report, style)?;
    Ok(exit)
}

fn list_row(prices: &PriceTable, key: &str, day: NaiveDate) -> Option<Row> {
    let entry = prices.followed(key)?;
    let rate = |kind| entry.standard_rate(kind, day).map_or(Value::Null, |rate| Value::Float(per_million(rate)));
    let provider = entry.provider.clone().map_or(Value::Null, Value::Text);
    let names = [Value::Text(key.to_owned()), provider];
    Some(Row { values: names.into_iter().chain(LISTED.map(|(kind, _)| rate(kind))).collect(), other_groups: None })
}

/// A rate in the unit of price sheets, without the noise of the multiplication: 3e-7 is 0.3, not 0.29999999999999999.
fn per_million(rate: f64) -> f64 {
    format!("{:.12}", rate * PER_MILLION).parse().unwrap_or(rate * PER_MILLION)
}

pub fn explain(args: &PricesExplain) -> Result<Exit, Error> {
    let style = Style::decide(&args.output);
    let (prices, now) = (price_table(&args.prices)?, now()?);
    let instant = |text: &String| parse_instant(text, End::At, Zone::UTC, now);
    let at = args.at.as_ref().map(instant).transpose()?.and_then(DateTime::from_timestamp_micros);
    let Found { key, rule, origin } = found(&prices, args)?;
    let entry =
        prices.compile(&key, args.service_tier.as_deref()).ok_or_else(|| Error::UnknownModel(args.model.clone()))?;
    let is_asked = is_asked(args);
    let cost = if is_asked { entry.cost(&usage(args), at) } else { sheet(&entry, at) };
    let cost = cost.map_err(|why| Error::Unpriced { model: args.model.clone(), why })?;
    let mut facts = matched(&args.model, &key, &rule, &origin);
    facts.extend(applied(&cost));
    if !is_asked {
        facts.extend(dependent(&prices, &key, &entry, at));
    }
    let mut report = Report {
        facts,
        totals: is_asked.then(|| total(&cost)),
        warnings: rule.guess().into_iter().chain(cost.guesses.clone()).chain(cost.notes.clone()).collect(),
        ..report("prices explain", explained(), parts(&cost, is_asked), &prices, now)
    };
    report.prices = price_info(&prices, now, |source| source == origin);
    output::report(&report, style)?;
    Ok(Exit::Done)
}

/// The entry that a name stands for.
struct Found {
    key: String,
    rule: Rule,
    origin: String,
}

fn found(prices: &PriceTable, args: &PricesExplain) -> Result<Found, Error> {
    match prices.resolve(&args.model, args.provider.as_deref()) {
        Resolution::Found { key, rule, origin } => Ok(Found { key, rule, origin }),
        Resolution::Ambiguous { candidates } => Err(Error::AmbiguousModel { model: args.model.clone(), candidates }),
        Resolution::Unknown => Err(Error::UnknownModel(args.model.clone())),
    }
}

/// What a name matched.
fn matched(model: &str, key: &str, rule: &Rule, origin: &str) -> Vec<Fact> {
    vec![
        fact("model", model),
        fact("entry", key),
        fact("rule", &rule.to_string()),
        Fact { is_code: true, ..fact("rule_code", &rule.code()) },
        fact("table", origin),
    ]
}

/// What the rates of an entry depend on, for a reader who has not said how many tokens.
fn dependent(prices: &PriceTable, key: &str, entry: &CompiledEntry, at: Option<DateTime<Utc>>) -> Vec<Fact> {
    let thresholds: Vec<String> = entry.thresholds(at).iter().map(u64::to_string).collect();
    let tiers = prices.entry(key).map(|entry| entry.service_tiers()).unwrap_or_default();
    let several = [("other_prices_above_input_tokens", thresholds.join(", ")), ("service_tiers", tiers.join(", "))];
    several.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| fact(name, &text)).collect()
}

fn explained() -> Vec<Column> {
    vec![
        dimension("tokens_of"),
        measure("tokens", Unit::Tokens),
        measure("usd_per_million", Unit::UsdPerMillion),
        measure("cost_usd", Unit::Usd),
    ]
}

/// A row for each part of a cost; without counts where none were asked for.
fn parts(cost: &Cost, is_asked: bool) -> Vec<Row> {
    let asked = |value: Value| if is_asked { value } else { Value::Null };
    let part = |line: &CostLine| Row {
        values: vec![
            Value::Text(line.what.to_owned()),
            asked(Value::Int(line.tokens as i64)),
            Value::Float(per_million(line.rate_per_token)),
            asked(Value::Float(line.usd)),
        ],
        other_groups: None,
    };
    cost.lines.iter().map(part).collect()
}

fn total(cost: &Cost) -> Vec<Value> {
    let tokens: u64 = cost.lines.iter().map(|line| line.tokens).sum();
    let blended = if tokens > 0 { Value::Float(per_million(cost.usd / tokens as f64)) } else { Value::Null };
    vec![Value::Null, Value::Int(tokens as i64), blended, Value::Float(cost.usd)]
}

/// Whether any count is given: then the others are no tokens.
fn is_asked(args: &PricesExplain) -> bool {
    let parts =
        [args.input, args.output_tokens, args.cache_read, args.cache_write, args.cache_write_1h, args.reasoning];
    parts.iter().any(Option::is_some)
}

fn usage(args: &PricesExplain) -> Usage {
    let [cache_read, cache_write, cache_write_1h, reasoning] =
        [args.cache_read, args.cache_write, args.cache_write_1h, args.reasoning].map(Option::unwrap_or_default);
    Usage {
        // A whole that is not given is no more than its parts.
        input: Some(args.input.unwrap_or(cache_read + cache_write + cache_write_1h)),
        output: Some(args.output_tokens.unwrap_or(reasoning)),
        cache_read,
        cache_write,
        cache_write_1h,
        reasoning,
    }
}

/// The rates alone: those that one token of each kind would be charged at.
fn sheet(entry: &CompiledEntry, at: Option<DateTime<Utc>>) -> Result<Cost, Unpriced> {
    let one = Usage { input: Some(4), output: Some(2), cache_read: 1, cache_write: 1, cache_write_1h: 1, reasoning: 1 };
    let plain = Usage { input: Some(1), output: Some(1), ..Usage::default() };
    entry
        .cost(&one, at)
        .or_else(|_| entry.cost(&Usage { cache_write_1h: 0, ..one }, at))
        .or_else(|_| entry.cost(&plain, at))
}

/// What the price depends on, where it depends on something.
fn applied(cost: &Cost) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(cost.tier_threshold.map(|tokens| fact("prices_above_input_tokens", &tokens.to_string())));
    facts.extend(cost.service_tier_applied.map(|tier| fact("service_tier", tier)));
    facts.extend(cost.effective_from.map(|day| fact("prices_from", &day.to_string())));
    facts
}

pub fn import(args: &PricesImport) -> Result<Exit, Error> {
    let date = NaiveDate::parse_from_str(&args.date, "%Y-%m-%d")
        .map_err(|_| Error::BadTime { flag: "--date", value: args.date.clone() })?;
    let json = std::fs::read_to_string(&args.file).map_err(|source| Error::Read { path: args.file.clone(), source })?;
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let meta = Meta {
        source: format!("LiteLLM {}", name.unwrap_or_default()),
        version: args.release.clone(),
        date,
        license: "MIT".to_owned(),
    };
    output::text(compact(&json, &meta)?.as_bytes())?;
    Ok(Exit::Done)
}

fn report(
    command: &'static str,
    columns: Vec<Column>,
    rows: Vec<Row>,
    prices: &PriceTable,
    now: DateTime<Utc>,
) -> Report {
    Report { prices: price_info(prices, now, |_| true), ..Report::of(command, columns, rows) }
}

/// The price tables that `is_used` says are behind an answer, and how old their prices are.
pub fn price_info(prices: &PriceTable, now: DateTime<Utc>, is_used: impl Fn(&str) -> bool) -> Option<PriceInfo> {
    let used: Vec<&Source> = prices.sources().iter().filter(|source| is_used(&source.origin)).collect();
    let dates: Option<Vec<NaiveDate>> = used.iter().map(|source| source.date).collect();
    let date = dates.and_then(|dates| dates.into_iter().min());
    let title = |source: &&Source| {
        let name = source.title();
        let day = source.date.map_or("an unstated day".to_owned(), |date| date.to_string());
        if used.len() == 1 { name } else { format!("{name} of {day}") }
    };
    (!used.is_empty()).then(|| PriceInfo {
        source: used.iter().map(title).collect::<Vec<_>>().join(", "),
        date: date.map(|date| date.to_string()),
        age_days: date.map(|date| now.date_naive().signed_duration_since(date).num_days()),
    })
}

fn fact(name: &'static str, value: &str) -> Fact {
    present::fact(name, Value::Text(value.to_owned()), Unit::Text)
}
