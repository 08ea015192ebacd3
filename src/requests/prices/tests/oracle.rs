//! Every row of `fixtures/prices/completion_cost.json` equals what LiteLLM's own calculator gives.

use super::super::*;
use super::{assert_close, usd_of};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    model: String,
    provider: Option<String>,
    service_tier: Option<String>,
    usage_anthropic_style: Anthropic,
    usage_openai_style: OpenAi,
    cost_usd: Option<f64>,
}

#[derive(Deserialize)]
struct Anthropic {
    input_tokens: u64,
    cache_read_input_tokens: u64,
    cache_creation_5m: u64,
    cache_creation_1h: u64,
    output_tokens: u64,
}

#[derive(Deserialize)]
struct OpenAi {
    prompt_tokens: u64,
    cached_tokens: u64,
    cache_creation_tokens: u64,
    completion_tokens: u64,
    reasoning_tokens: u64,
}

impl Anthropic {
    fn usage(&self) -> Usage {
        let cached = self.cache_read_input_tokens + self.cache_creation_5m + self.cache_creation_1h;
        Usage {
            input: Some(self.input_tokens + cached),
            output: Some(self.output_tokens),
            cache_read: self.cache_read_input_tokens,
            cache_write: self.cache_creation_5m,
            cache_write_1h: self.cache_creation_1h,
            reasoning: 0,
        }
    }
}

impl OpenAi {
    fn usage(&self) -> Usage {
        Usage {
            input: Some(self.prompt_tokens),
            output: Some(self.completion_tokens),
            cache_read: self.cached_tokens,
            cache_write: self.cache_creation_tokens,
            cache_write_1h: 0,
            reasoning: self.reasoning_tokens,
        }
    }
}

fn rows() -> Vec<Row> {
    let text = include_str!("../../../../fixtures/prices/completion_cost.json");
    serde_json::from_str::<File>(text).unwrap().rows
}

fn usd(table: &PriceTable, row: &Row, usage: &Usage) -> Option<f64> {
    usd_of(table, &row.model, row.provider.as_deref(), usage, row.service_tier.as_deref())
}

#[test]
fn priced_rows_agree_in_both_styles() {
    let table = PriceTable::embedded();
    let mut compared = 0;
    for row in rows() {
        let Some(want) = row.cost_usd else { continue };
        assert_close(usd(&table, &row, &row.usage_anthropic_style.usage()).expect(&row.model), want);
        compared += 1;
        // OpenAI's form cannot tell one-hour writes, which cost more.
        if row.usage_anthropic_style.cache_creation_1h == 0 {
            assert_close(usd(&table, &row, &row.usage_openai_style.usage()).expect(&row.model), want);
            compared += 1;
        }
    }
    assert_eq!(compared, 75);
}

#[test]
fn rows_that_litellm_cannot_price_are_unknown() {
    let table = PriceTable::embedded();
    let unknown: Vec<Row> = rows().into_iter().filter(|row| row.cost_usd.is_none()).collect();
    assert_eq!(unknown.len(), 2);
    for row in unknown {
        assert_eq!(table.resolve(&row.model, row.provider.as_deref()), Resolution::Unknown, "{}", row.model);
    }
}
