//! `llmobs prices`: what there is, why a name gets the price it gets, and how the built-in table is refreshed.

use chrono::{DateTime, NaiveDate, Utc};

use super::ask::{now, price_table};
use super::output::{self, Style};
use super::present::{self, dimension, measure};
use crate::cli::{PricesExplain, PricesImport, PricesList};
use crate::error::{Error, Exit};
use crate::query::{End, Zone, parse_instant};
use crate::report::{Column, Fact, PriceInfo, Report, Row, Unit, Value};
use crate::requests::prices::{CompiledEntry, Cost, Kind, Meta, PriceTable, Resolution, Usage, compact};

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
    let entry = prices.entry(key)?;
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
    let instant = |text: &String| parse_instant(text, End::Since, Zone::UTC, now);
    let at = args.at.as_ref().map(instant).transpose()?.and_then(DateTime::from_timestamp_micros);
    let (key, mut facts) = match prices.resolve(&args.model, args.provider.as_deref()) {
        Resolution::Found { key, rule, origin } => {
            let facts = vec![
                fact("model", &args.model),
                fact("entry", &key),
                fact("rule", &rule.to_string()),
                Fact { is_code: true, ..fact("rule_code", &rule.code()) },
                fact("table", &origin),
            ];
            (key, facts)
        }
        Resolution::Ambiguous { candidates } => {
            return Err(Error::AmbiguousModel { model: args.model.clone(), candidates });
        }
        Resolution::Unknown => return Err(Error::UnknownModel(args.model.clone())),
    };
    let entry =
        prices.compile(&key, args.service_tier.as_deref()).ok_or_else(|| Error::UnknownModel(args.model.clone()))?;
    let is_asked = args.input.is_some() || args.output_tokens.is_some();
    let cost = if is_asked { entry.cost(&usage(args), at) } else { sheet(&entry, at) };
    let cost = cost.map_err(|why| Error::Unpriced { model: args.model.clone(), why })?;
    facts.extend(applied(&cost));
    let columns = vec![
        dimension("tokens_of"),
        measure("tokens", Unit::Tokens),
        measure("usd_per_million", Unit::UsdPerMillion),
        measure("cost_usd", Unit::Usd),
    ];
    let tokens: u64 = cost.lines.iter().map(|line| line.tokens).sum();
    let blended = if tokens > 0 { Value::Float(per_million(cost.usd / tokens as f64)) } else { Value::Null };
    let total = vec![Value::Null, Value::Int(tokens as i64), blended, Value::Float(cost.usd)];
    let rows = cost.lines.iter().map(|line| Row {
        values: vec![
            Value::Text(line.what.to_owned()),
            if is_asked { Value::Int(line.tokens as i64) } else { Value::Null },
            Value::Float(per_million(line.rate_per_token)),
            if is_asked { Value::Float(line.usd) } else { Value::Null },
        ],
        other_groups: None,
    });
    let rows = rows.collect();
    let report = Report {
        facts,
        totals: is_asked.then_some(total),
        warnings: cost.notes.clone(),
        ..report("prices explain", columns, rows, &prices, now)
    };
    output::report(&report, style)?;
    Ok(Exit::Done)
}

fn usage(args: &PricesExplain) -> Usage {
    Usage {
        // A side that is not given is no tokens, once the other side is.
        input: Some(args.input.unwrap_or(0)),
        output: Some(args.output_tokens.unwrap_or(0)),
        cache_read: args.cache_read,
        cache_write: args.cache_write,
        cache_write_1h: args.cache_write_1h,
        reasoning: args.reasoning,
    }
}

/// The rates alone: those that one token of each kind would be charged at.
fn sheet(entry: &CompiledEntry, at: Option<DateTime<Utc>>) -> Result<Cost, crate::requests::prices::Unpriced> {
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
    Report { prices: Some(price_info(prices, now)), ..Report::of(command, columns, rows) }
}

/// Which price tables are in use, and how old the built-in one is.
pub fn price_info(prices: &PriceTable, now: DateTime<Utc>) -> PriceInfo {
    let files = prices.sources().iter().skip(1).map(|source| source.origin.clone());
    let source: Vec<String> = std::iter::once(format!("LiteLLM {}", prices.version())).chain(files).collect();
    PriceInfo {
        source: source.join(", "),
        date: prices.date().to_string(),
        age_days: prices.age_days(now.date_naive()),
    }
}

fn fact(name: &'static str, value: &str) -> Fact {
    present::fact(name, Value::Text(value.to_owned()), Unit::Text)
}
