//! Small reports for the tests of this folder.

use std::collections::BTreeMap;

use super::{Column, InputSummary, PriceInfo, Range, Report, Role, Row, Unit, Value, View};

/// A costs report with an unknown model, a sub-cent cost, an `other` row, bad lines and a long warning.
pub fn report() -> Report {
    let cost = |name: &str, requests, tokens, cost: f64, share, latency| {
        row(
            Value::Text(name.to_owned()),
            [Value::Int(requests), Value::Int(tokens), Value::Float(cost), Value::Float(share), Value::Float(latency)],
        )
    };
    let mut other = cost("other", 40, 1_204_331, 1.25, 0.4, 1430.5);
    other.other_groups = Some(12);
    let unknown = [Value::Int(2), Value::Null, Value::Null, Value::Null, Value::Null];
    Report {
        command: "costs",
        facts: Vec::new(),
        sections: Vec::new(),
        view: View::Table,
        sampling: None,
        range: Some(Range {
            since: None,
            until: None,
            tz: "UTC".to_owned(),
            first: Some("2026-11-23T07:27:07.451357Z".to_owned()),
            last: Some("2026-11-23T07:27:12Z".to_owned()),
        }),
        columns: columns(&[
            ("model", Unit::Text, Role::Dimension),
            ("requests", Unit::Count, Role::Measure),
            ("total_input_tokens", Unit::Tokens, Role::Measure),
            ("total_cost_usd", Unit::Usd, Role::Measure),
            ("cost_share", Unit::Fraction, Role::Measure),
            ("p95_latency_ms", Unit::Ms, Role::Measure),
        ]),
        rows: vec![
            cost("claude-sonnet-4-5-20250929", 12, 3756, 0.004_2, 0.588, 612.25),
            cost("gpt-4o", 5, 313, 0.009_085, 0.0004, 110.1),
            row(Value::Null, unknown),
            cost("tiny", 1, 3, 0.000_000_2, 0.0, 0.4),
            other,
        ],
        totals: Some(vec![
            Value::Null,
            Value::Int(60),
            Value::Int(1_208_403),
            Value::Float(1.2633),
            Value::Float(1.0),
            Value::Null,
        ]),
        input: Some(input()),
        prices: Some(PriceInfo {
            source: "LiteLLM 1.106.2".to_owned(),
            date: Some("2026-10-21".to_owned()),
            age_days: Some(34),
        }),
        warnings: vec![
            "2 requests have no price and are not in the sum, so the total is a floor: `acme-large-v2` (2); \
             add a price with `--prices FILE`"
                .to_owned(),
        ],
    }
}

/// Eight measures by two dimensions: too wide for 80 columns.
pub fn wide_report() -> Report {
    let names = [
        "requests",
        "errors",
        "total_input_tokens",
        "total_output_tokens",
        "total_cost_usd",
        "avg_cost_per_request",
        "avg_latency_ms",
        "p95_latency_ms",
    ];
    let mut columns = columns(&[("model", Unit::Text, Role::Dimension), ("user_id", Unit::Text, Role::Dimension)]);
    columns.extend(names.map(|name| Column {
        name: name.to_owned(),
        title: None,
        unit: unit(name),
        role: Role::Measure,
    }));
    let line = |model: &str, user: &str, scale: i64| {
        let mut values = vec![Value::Text(model.to_owned()), Value::Text(user.to_owned())];
        values.extend(
            (1..=8).map(|n| if n < 5 { Value::Int(n * scale) } else { Value::Float((n * scale) as f64 / 700.0) }),
        );
        Row { values, other_groups: None }
    };
    Report {
        columns,
        rows: vec![
            line("anthropic.claude-sonnet-4-5-20250929-v1:0", "dave", 1234),
            line("gpt-4o-mini-2024-07-18", "erika.mustermann@example.com", 98_765),
            line("deepseek-r1", "日本語のユーザー", 3),
        ],
        totals: None,
        ..report()
    }
}

/// Rows of one name and one count, with nothing around them.
pub fn text_report(names: &[&str]) -> Report {
    Report {
        command: "stats",
        facts: Vec::new(),
        sections: Vec::new(),
        view: View::Table,
        sampling: None,
        range: None,
        columns: columns(&[("name", Unit::Text, Role::Dimension), ("requests", Unit::Count, Role::Measure)]),
        rows: names.iter().map(|name| row(Value::Text((*name).to_owned()), [Value::Int(1)])).collect(),
        totals: None,
        input: None,
        prices: None,
        warnings: Vec::new(),
    }
}

fn row<const N: usize>(name: Value, measures: [Value; N]) -> Row {
    Row { values: std::iter::once(name).chain(measures).collect(), other_groups: None }
}

fn columns(columns: &[(&str, Unit, Role)]) -> Vec<Column> {
    columns.iter().map(|&(name, unit, role)| Column { name: name.to_owned(), title: None, unit, role }).collect()
}

fn unit(name: &str) -> Unit {
    match name {
        _ if name.ends_with("_ms") => Unit::Ms,
        _ if name.contains("cost") => Unit::Usd,
        _ if name.ends_with("_tokens") => Unit::Tokens,
        _ => Unit::Count,
    }
}

fn input() -> InputSummary {
    InputSummary {
        files: 1,
        bytes: 29_412,
        lines: 120,
        bad_lines: 3,
        bad_lines_by_reason: BTreeMap::from([("bad_json".to_owned(), 2), ("truncated".to_owned(), 1)]),
        requests: 60,
        matched_requests: 60,
        errors: 9,
        logged_cost_requests: 51,
        computed_cost_requests: 7,
        unpriced_requests: 2,
        unpriced_models: vec!["acme-large-v2".to_owned()],
        ..InputSummary::default()
    }
}
