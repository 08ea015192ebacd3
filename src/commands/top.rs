//! `llmobs top`: who and what spends most, and how concentrated the spending is.

use super::ask::Asked;
use super::present::fact;
use crate::cli::{Top, TopOf};
use crate::engine::{Answer, Figure, Group, Key};
use crate::error::{Error, Exit};
use crate::query::{Canonical, Dimension, Field, Measure, Order, Part, Query};
use crate::report::{Fact, Unit, Value, count, percent, plural};

/// Rows without `--limit`.
const FEW: usize = 10;

pub fn run(args: &Top) -> Result<Exit, Error> {
    let asked = Asked::new(&args.log, &args.query, &args.output)?;
    let ranked = Dimension::Field(Field::Canonical(field(args.what)));
    let measures = measures(args.what);
    let mut by = vec![ranked.clone()];
    by.extend(asked.by(&[]).into_iter().filter(|dimension| *dimension != ranked));
    let mut query = asked.query_by(by, &measures, &|_| Order::By { measure: spent(args.what), descending: true })?;
    query.limit.get_or_insert(FEW);
    query.having = (args.what == TopOf::Errors).then_some(Measure::Count(Part::Errors));
    let log = asked.read(query.fields())?;
    if args.what != TopOf::Errors && log.facts.input.unpriced_requests > 0 {
        query.measures.push(Measure::Count(Part::Unpriced));
    }
    let (mut report, answer) = log.ask("top", &mut query)?;
    report.facts = concentration(args.what, &query, &answer);
    log.finish(report, true)
}

fn field(what: TopOf) -> Canonical {
    match what {
        TopOf::Users => Canonical::UserId,
        TopOf::Features => Canonical::Feature,
        TopOf::Models => Canonical::Model,
        TopOf::Prompts => Canonical::PromptHash,
        TopOf::Sessions => Canonical::SessionId,
        TopOf::Errors => Canonical::ErrorType,
    }
}

/// What the ranking is by: errors by how many there were, everything else by what it cost.
fn spent(what: TopOf) -> Measure {
    match what {
        TopOf::Errors => Measure::Count(Part::Errors),
        _ => Measure::total(Canonical::CostUsd),
    }
}

fn measures(what: TopOf) -> Vec<Measure> {
    match what {
        TopOf::Errors => vec![
            Measure::Count(Part::Errors),
            Measure::ErrorShare,
            Measure::ErrorRate,
            Measure::Total(Part::Errors, Canonical::CostUsd.into()),
            Measure::FirstSeen(Part::Errors),
            Measure::LastSeen(Part::Errors),
        ],
        _ => vec![
            Measure::Count(Part::All),
            Measure::total(Canonical::CostUsd),
            Measure::Mean(Canonical::CostUsd.into()),
            Measure::CostShare,
            Measure::CumulativeCostShare,
        ],
    }
}

/// How much of all the cost the largest spenders have, where each row is one: a sentence, and its figures for programs.
fn concentration(what: TopOf, query: &Query, answer: &Answer) -> Vec<Fact> {
    let Some(column) = query.measures.iter().position(|measure| *measure == Measure::CostShare) else {
        return Vec::new();
    };
    let named = |group: &&Group| query.by.len() == 1 && group.key != [Key::Missing];
    let groups = answer.groups.iter().chain(&answer.hidden).filter(named);
    let mut shares: Vec<f64> = groups.map(|group| group.figures[column]).map(known).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    let share_of = |part: f64| -> (usize, f64) {
        let count = (shares.len() as f64 * part).ceil() as usize;
        (count, shares.iter().take(count).sum())
    };
    if shares.is_empty() || shares.iter().all(|share| *share == 0.0) {
        return Vec::new();
    }
    let ((one, by_one), (ten, by_ten)) = (share_of(0.01), share_of(0.1));
    let all = plural(shares.len() as u64, noun(what));
    let sentence = match one {
        1 => format!("1 of {all} makes up {} of the cost", percent(by_one)),
        _ => format!("the top 1% of {all} ({}) make up {} of the cost", count(one as u64), percent(by_one)),
    };
    let sentence = format!("{sentence}, the top 10% ({}) {}", count(ten as u64), percent(by_ten));
    vec![
        fact("concentration", Value::Text(sentence), Unit::Text),
        Fact { is_code: true, ..fact("spenders", Value::Int(shares.len() as i64), Unit::Count) },
        Fact { is_code: true, ..fact("cost_share_of_top_1_percent", Value::Float(by_one), Unit::Fraction) },
        Fact { is_code: true, ..fact("cost_share_of_top_10_percent", Value::Float(by_ten), Unit::Fraction) },
    ]
}

/// A group of which no cost is known has none of what is known.
fn known(share: Figure) -> f64 {
    share.as_f64().unwrap_or(0.0)
}

fn noun(what: TopOf) -> &'static str {
    match what {
        TopOf::Users => "user",
        TopOf::Features => "feature",
        TopOf::Models => "model",
        TopOf::Prompts => "prompt",
        TopOf::Sessions => "session",
        TopOf::Errors => "error",
    }
}
