//! What a person should know before believing an answer: one sentence each, with what to do where something can be done.

use super::facts::Facts;
use crate::input::{Fault, Finding, Located, Sniffed};
use crate::query::{Canonical, Condition, Dimension, Field, Query};
use crate::report::{Unit, amount, count, none, plural, utc_time};
use crate::requests::{Loaded, Remark, Stranded};

/// How many unpriced models a warning names.
const MODELS_NAMED: usize = 5;
/// How many lines a warning points at.
const PLACES_NAMED: usize = 5;
/// How much of a bad value a warning shows.
const VALUE_SHOWN: usize = 40;

/// All warnings, the gravest first; those about prices only before figures `with_prices`.
pub fn all(loaded: &Loaded, facts: &Facts, query: &Query, with_prices: bool) -> Vec<String> {
    let mut warnings = of_lines(loaded);
    warnings.extend(repeats(loaded).into_iter().chain(sharing(loaded)));
    warnings.extend(unknown_fields(loaded, query));
    warnings.extend(nothing_matched(loaded, facts, query));
    if with_prices {
        warnings.extend(stranded(loaded));
        warnings.extend(unpriced(facts));
        warnings.extend(guesses(facts));
    }
    warnings.extend(undated(facts, query));
    warnings.extend(of_cached(loaded));
    warnings
}

/// What lines, values and files were lost.
pub fn of_lines(loaded: &Loaded) -> Vec<String> {
    let lost = [misread, bad_lines, unfinished, bad_values, unrecognised, parted, uncounted, again];
    let lost = lost.map(|of| of(loaded));
    damage(loaded).into_iter().chain(lost.into_iter().flatten()).collect()
}

/// What costs and tokens rest on.
pub fn of_money(loaded: &Loaded, facts: &Facts) -> Vec<String> {
    [stranded(loaded), unpriced(facts), guesses(facts)].into_iter().flatten().chain(of_cached(loaded)).collect()
}

fn of_cached(loaded: &Loaded) -> impl Iterator<Item = String> {
    cached_unclear(loaded).into_iter().chain(cached_added(loaded))
}

fn damage(loaded: &Loaded) -> Vec<String> {
    let rest = if loaded.summary.tally.lines > 0 { "; every line that could be read is counted" } else { "" };
    let sentence = |(name, what): &(String, String)| format!("`{name}`: {what}{rest}");
    loaded.summary.damage.iter().map(sentence).collect()
}

/// Inputs that look like another format than the one that was given by hand, which may have been meant for others.
fn misread(loaded: &Loaded) -> Option<String> {
    let is_other = |(_, form): &&Sniffed| form.is_forced && form.looks.is_some_and(|looks| looks != form.name());
    let mut others = loaded.summary.forms.iter().filter(is_other);
    let (source, form) = others.next()?;
    let more = match others.count() as u64 {
        0 => String::new(),
        more => format!(", and so with {}", plural(more, "more input")),
    };
    Some(format!(
        "`{source}` is read as `{}`, as `--input-format` says, and looks like `{}`{more}; without the option each input \
         is read as what it looks like",
        form.name(),
        form.looks.unwrap_or_default()
    ))
}

fn bad_lines(loaded: &Loaded) -> Option<String> {
    let bad = loaded.summary.tally.bad_lines();
    (bad > 0).then(|| {
        let places = places(loaded, bad, |what| match what {
            Finding::BadLine(fault) => Some(fault.name().to_owned()),
            _ => None,
        });
        format!("skipped {}: {places}{}", plural(bad, "bad line"), shape(loaded))
    })
}

fn unfinished(loaded: &Loaded) -> Option<String> {
    let name = loaded.summary.unfinished.as_ref()?;
    Some(format!(
        "the last line of `{name}` has no end: it is still being written, or its writer stopped; it is not counted yet"
    ))
}

/// What a log looks like of which most lines are bad, and what to do about it.
fn shape(loaded: &Loaded) -> &'static str {
    let tally = &loaded.summary.tally;
    let most = |faults: &[Fault]| {
        let count: u64 =
            Fault::ALL.iter().zip(tally.faults).filter(|(fault, _)| faults.contains(fault)).map(|(_, n)| n).sum();
        count * 2 > tally.lines - tally.blank_lines
    };
    match () {
        () if most(&[Fault::Nul]) => "; it looks like UTF-16: `iconv -f UTF-16 -t UTF-8 FILE` makes it UTF-8",
        () if most(&[Fault::NotObject]) => {
            "; a log is one JSON object a line: `jq -c '.[]' FILE` makes one of a JSON array"
        }
        () if most(&[Fault::BadJson, Fault::Truncated, Fault::NotObject]) => {
            "; a log is one JSON object a line: `jq -c . FILE` makes one of JSON that spans lines, `jq -c '.[]' FILE` of a JSON \
             array; CSV is told by the name `.csv`, or by a first line that names two fields with `,`, `;` or a tab between"
        }
        () => "",
    }
}

fn bad_values(loaded: &Loaded) -> Option<String> {
    let bad = loaded.summary.tally.bad_values;
    (bad > 0).then(|| {
        let places = places(loaded, bad, |what| match what {
            Finding::BadValue { field, value } => Some(format!("{field} {}", shorten(value))),
            _ => None,
        });
        format!("left out {} of the wrong type or out of range: {places}", plural(bad, "value"))
    })
}

fn unrecognised(loaded: &Loaded) -> Option<String> {
    let lines = loaded.summary.tally.unrecognised_lines;
    (lines > 0).then(|| {
        let places = places(loaded, lines, |what| match what {
            Finding::Unrecognised => Some(String::new()),
            Finding::OtherFormat(name) => Some(format!("a record of the format `{name}`")),
            _ => None,
        });
        let verb = if lines == 1 { "says" } else { "say" };
        let is_other = |found: &Located| matches!(found.what, Finding::OtherFormat(_));
        let advice = match misread(loaded) {
            Some(_) => "",
            None if loaded.summary.findings.iter().any(is_other) => {
                "; give the records of each tool in files of their own"
            }
            None => "; `--map FIELD=PATH` tells where a log keeps a field",
        };
        format!("{} {verb} nothing about any request: {places}{advice}", plural(lines, "line"))
    })
}

/// Observations that could not wait for what is said of their trace behind them.
pub fn parted(loaded: &Loaded) -> Option<String> {
    let parted = loaded.summary.tally.parted;
    let first = loaded.summary.findings.iter().find(|found| found.what == Finding::Parted)?;
    Some(format!(
        "the user and the session of {} are unknown, from {}:{} on: their trace names them behind more than 64 MiB of \
         observations, which do not wait that long",
        plural(parted, "observation"),
        first.source,
        first.line
    ))
}

/// Spans that an exporter or a shipper sent more than once.
pub fn again(loaded: &Loaded) -> Option<String> {
    let again = loaded.spans.again;
    (again > 0).then(|| format!("{} written twice: counted once", plural(again, "span")))
}

/// Spans that no parent can be told of for sure.
pub fn sharing(loaded: &Loaded) -> Option<String> {
    let sharing = loaded.spans.sharing;
    (sharing > 0).then(|| {
        format!(
            "{} with the id of another one of the trace: each counts; what made the log gives an id twice",
            plural(sharing, "span")
        )
    })
}

/// Requests that are left out because calls inside them count.
pub fn repeats(loaded: &Loaded) -> Option<String> {
    let repeats = loaded.repeats;
    (repeats.requests > 0).then(|| {
        let verb = if repeats.requests == 1 { "repeats" } else { "repeat" };
        let tokens = match (repeats.input, repeats.output) {
            // Those that state a cost alone.
            (0, 0) => String::new(),
            (input, output) => {
                format!(" {} tokens of input and {} of output,", count(input as u64), count(output as u64))
            }
        };
        format!(
            "{} {verb} the usage of calls inside,{tokens} as `parent_span_id` tells: only the calls count",
            plural(repeats.requests, "request")
        )
    })
}

/// Costs that belong to no one request.
pub fn stranded(loaded: &Loaded) -> Option<String> {
    let Stranded { calls, cost_usd } = loaded.stranded;
    (calls > 0).then(|| {
        let verb = if calls == 1 { "states" } else { "state" };
        let cost = amount(Unit::Usd, cost_usd);
        format!(
            "{} {verb} {cost} for several calls inside that state none of their own: not counted",
            plural(calls, "call")
        )
    })
}

/// Usage that no request holds.
fn uncounted(loaded: &Loaded) -> Option<String> {
    (loaded.uncounted > 0).then(|| {
        format!(
            "{} stating usage, and no call of a model by kind, nor with one below: not counted",
            plural(loaded.uncounted, "span")
        )
    })
}

/// The first findings of one kind as `file:line: what`, and how many more there are.
fn places(loaded: &Loaded, all: u64, what: impl Fn(&Finding) -> Option<String>) -> String {
    let place = |found: &Located| {
        let what = what(&found.what)?;
        let separator = if what.is_empty() { "" } else { ": " };
        Some(format!("{}:{}{separator}{what}", found.source, found.line))
    };
    let mut places: Vec<String> = loaded.summary.findings.iter().filter_map(place).take(PLACES_NAMED).collect();
    let more = all.saturating_sub(places.len() as u64);
    if more > 0 {
        places.push(format!("and {} more", count(more)));
    }
    places.join(", ")
}

fn unknown_fields(loaded: &Loaded, query: &Query) -> Vec<String> {
    let asked = query.by.iter().map(Dimension::field).chain(query.filter.conditions.iter().map(|c| c.field.clone()));
    unknown(loaded, "request", asked)
}

/// A path that no request or span holds is more often a slip than a question.
pub fn unknown(loaded: &Loaded, noun: &str, asked: impl Iterator<Item = Field>) -> Vec<String> {
    let mut unknown: Vec<String> = asked
        .filter(|field| matches!(field, Field::Path(_)) && loaded.table.len() > 0 && loaded.table.lacks(field))
        .map(|field| format!("no {noun} here has a `{field}`{}", suggestion(loaded, &field)))
        .collect();
    unknown.dedup();
    unknown
}

/// What may have been meant by a path that no request holds.
fn suggestion(loaded: &Loaded, field: &Field) -> String {
    let name = field.name();
    let is_object = |found: &Located| matches!(&found.what, Finding::BadValue { field, value } if field.as_str() == name && value.starts_with('{'));
    if loaded.summary.findings.iter().any(is_object) {
        return format!(" that is a single value: it is an object, so name one of its fields: `{name}.NAME`");
    }
    let plain = |name: &str| name.to_lowercase().replace(['-', ' '], "_");
    match Canonical::ALL.iter().find(|known| plain(known.name()) == plain(name)) {
        Some(known) => format!("; did you mean `{}`?", known.name()),
        None => String::new(),
    }
}

/// Files that were named more than once.
pub fn repeated(names: &[String]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}` is named more than once; it is read once")).collect()
}

/// What CSV must begin with, where some was read and no request found: its first line may be no header, or cut otherwise.
pub fn headless(loaded: &Loaded) -> Option<String> {
    let (name, _) = loaded.summary.forms.iter().find(|(_, form)| form.is_csv())?;
    let is_empty = loaded.table.len() == 0 && loaded.dropped.requests == 0;
    is_empty.then(|| {
        format!(
            "the first line of CSV, such as `{name}`, must name its columns, like `model,user_id,cost_usd`, with `,`, `;` or a \
             tab between them"
        )
    })
}

/// An answer without requests says why.
fn nothing_matched(loaded: &Loaded, facts: &Facts, query: &Query) -> Option<String> {
    if facts.input.matched_requests > 0 {
        return None;
    }
    if facts.input.requests == 0 {
        let cause = headless(loaded).map(|cause| format!(": {cause}")).unwrap_or_default();
        return Some(format!("the log holds no requests{cause}"));
    }
    let reach = match facts.all {
        Some((first, last)) => format!("the log reaches from {} to {}", utc_time(first), utc_time(last)),
        None => "no request of the log has a timestamp".to_owned(),
    };
    let conditions: Vec<String> = query.filter.conditions.iter().map(|c| format!("`--where {}`", c.text)).collect();
    let conditions = conditions.join(" and ");
    let window = "in the time window";
    let (asked, denied) = match (query.filter.range.is_open(), conditions.is_empty()) {
        (true, _) => (format!("passes {conditions}"), format!("does not pass {conditions}")),
        (false, true) => (format!("is {window}"), format!("is not {window}")),
        (false, false) => {
            (format!("is {window} and passes {conditions}"), format!("is not {window}, or does not pass {conditions}"))
        }
    };
    let none = none(facts.input.requests, "request", &asked, &denied);
    let is_stretch = |condition: &Condition| matches!(Dimension::named(condition.field.name()), Dimension::Time(_));
    let times = match query.filter.conditions.iter().any(is_stretch) {
        true => "; `--since` and `--until` test times",
        false => "",
    };
    Some(format!("{none}; {reach}{times}"))
}

fn unpriced(facts: &Facts) -> Option<String> {
    let unknown = facts.input.unpriced_requests;
    (unknown > 0).then(|| {
        let known = facts.input.logged_cost_requests + facts.input.computed_cost_requests;
        let so = if known > 0 { ", so the total cost is a floor" } else { "" };
        format!("the cost of {} is unknown{so}: {}", plural(unknown, "request"), listed(&facts.unpriced))
    })
}

/// Prices that stand in for others.
fn guesses(facts: &Facts) -> Option<String> {
    (!facts.guesses.is_empty()).then(|| format!("some costs rest on a guess: {}", listed(&facts.guesses)))
}

/// The first remarks with their models, then what can be done about them.
fn listed(remarks: &[Remark]) -> String {
    let mut advice: Vec<&str> = Vec::new();
    for remark in remarks.iter().take(MODELS_NAMED) {
        if !advice.contains(&remark.advice) {
            advice.push(remark.advice);
        }
    }
    format!("{}; {}", named(remarks), advice.join("; "))
}

/// The first remarks, each with its model and its requests.
pub fn named(remarks: &[Remark]) -> String {
    let name = |model: &Option<String>| model.as_ref().map_or("no model".to_owned(), |model| format!("`{model}`"));
    let remark = |r: &Remark| format!("{} ({}: {})", name(&r.model), count(r.requests), r.reason);
    let mut named: Vec<String> = remarks.iter().take(MODELS_NAMED).map(remark).collect();
    let more = remarks.len().saturating_sub(MODELS_NAMED);
    if more > 0 {
        named.push(format!("and {} more", count(more as u64)));
    }
    named.join(", ")
}

fn undated(facts: &Facts, query: &Query) -> Option<String> {
    (facts.undated > 0 && !query.filter.range.is_open()).then(|| {
        let verb = if facts.undated == 1 { "has" } else { "have" };
        format!("{} {verb} no timestamp, so no time window holds them", plural(facts.undated, "request"))
    })
}

fn cached_added(loaded: &Loaded) -> Option<String> {
    (loaded.cached.added > 0).then(|| {
        format!(
            "the log counts the cached tokens of {} apart from their input tokens; they are added, so that input \
             tokens mean all of them",
            plural(loaded.cached.added, "request")
        )
    })
}

fn cached_unclear(loaded: &Loaded) -> Option<String> {
    (loaded.cached.unclear > 0).then(|| {
        format!(
            "the lines of {} contradict each other about cached tokens, or do not tell whether their input tokens hold \
             them; their input tokens may be off by the cached ones",
            plural(loaded.cached.unclear, "request")
        )
    })
}

pub fn shorten(value: &str) -> String {
    match value.char_indices().nth(VALUE_SHOWN) {
        Some((at, _)) => format!("`{}…`", &value[..at]),
        None => format!("`{value}`"),
    }
}
