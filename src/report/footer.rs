//! What stands under a table: what was read, how the money is known, and what to beware of.

use std::io::{self, Write};

use chrono::{DateTime, NaiveDateTime};

use super::human::{bytes, count, plural};
use super::sanitize::escape_controls;
use super::style::Style;
use super::text::{join, wrap};
use super::{InputSummary, PriceInfo, Range, Report, Sampling, Screen, View};

/// Writes a blank line and the facts, one topic a line; nothing where there is nothing to say.
pub fn write(report: &Report, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let lines = lines(report, screen.limit());
    if !lines.is_empty() {
        writeln!(out)?;
    }
    for (style, line) in lines {
        writeln!(out, "{}", style.paint(&line, screen))?;
    }
    Ok(())
}

/// What was read, and how the money is known, each in a sentence: what a page without a footer needs to say too.
pub fn topics(report: &Report) -> [String; 2] {
    let traffic = report.input.as_ref().map(|input| traffic(input, report)).unwrap_or_default();
    [traffic, money(report.input.as_ref(), report.prices.as_ref())].map(|parts| parts.join(" · "))
}

/// `3 bad lines`, where lines or values were lost.
pub fn lost(report: &Report) -> Option<String> {
    report.input.as_ref().and_then(losses)
}

fn lines(report: &Report, limit: usize) -> Vec<(Style, String)> {
    let input = report.input.as_ref();
    let facts = input.into_iter().flat_map(|input| join(&traffic(input, report), limit));
    let money = join(&money(input, report.prices.as_ref()), limit);
    let sample = report.sampling.iter().flat_map(|sampling| wrap(&estimated(sampling), limit));
    let losses = input.and_then(losses).into_iter().flat_map(|losses| indented(&losses, limit));
    let warnings =
        report.warnings.iter().flat_map(|text| indented(&format!("warning: {}", escape_controls(text)), limit));
    let calm = facts.chain(money).chain(sample).filter(|line| !line.is_empty()).map(|line| (Style::Dim, line));
    calm.chain(losses.chain(warnings).map(|line| (Style::Yellow, line))).collect()
}

/// `text` wrapped, its later lines indented under the first.
fn indented(text: &str, limit: usize) -> Vec<String> {
    let mut lines = wrap(text, limit.saturating_sub(2));
    for line in lines.iter_mut().skip(1) {
        line.insert_str(0, "  ");
    }
    lines
}

fn traffic(input: &InputSummary, report: &Report) -> Vec<String> {
    let range = report.range.as_ref();
    let requests = plural(input.requests, "request");
    let matched = count(input.matched_requests);
    let is_filtered = input.matched_requests != input.requests;
    let told = if is_filtered { format!("{matched} of {requests}") } else { requests };
    // An overview has said the rest above.
    let mut parts = match report.view {
        View::Tiles(_) if !report.rows.is_empty() => Vec::from_iter(is_filtered.then_some(told)),
        _ => {
            let counts = [told, plural(input.errors, "error"), format!("{} pending", count(input.pending))];
            counts.into_iter().chain(range.and_then(period)).collect()
        }
    };
    parts
        .extend(range.filter(|range| range.tz != "UTC").map(|range| format!("days in {}", escape_controls(&range.tz))));
    let (files, lines) = (plural(input.files, "file"), plural(input.lines, "line"));
    parts.push(format!("{files}, {}, {lines}", bytes(input.bytes)));
    parts
}

/// `2026-11-23 07:27:07 → 07:27:12 UTC`: the requests counted, or the window asked for where there are none.
pub fn period(range: &Range) -> Option<String> {
    let (from, to) = match (&range.first, &range.last) {
        (Some(_), Some(_)) => (&range.first, &range.last),
        _ => (&range.since, &range.until),
    };
    match (from.as_deref().and_then(utc), to.as_deref().and_then(utc)) {
        (Some(from), Some(to)) if from.date() == to.date() => {
            Some(format!("{} → {} UTC", day_and_time(from), to.format("%H:%M:%S")))
        }
        (Some(from), Some(to)) => Some(format!("{} → {} UTC", day_and_time(from), day_and_time(to))),
        (Some(from), None) => Some(format!("since {} UTC", day_and_time(from))),
        (None, Some(to)) => Some(format!("until {} UTC", day_and_time(to))),
        (None, None) => None,
    }
}

fn utc(time: &str) -> Option<NaiveDateTime> {
    DateTime::parse_from_rfc3339(time).ok().map(|time| time.naive_utc())
}

fn day_and_time(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%d %H:%M:%S").to_string()
}

fn money(input: Option<&InputSummary>, prices: Option<&PriceInfo>) -> Vec<String> {
    let known = input.filter(|i| i.logged_cost_requests + i.computed_cost_requests + i.unpriced_requests > 0);
    let cost = known.map(|input| {
        let (logged, computed) = (count(input.logged_cost_requests), count(input.computed_cost_requests));
        format!("cost: {logged} logged, {computed} computed, {} unknown", count(input.unpriced_requests))
    });
    cost.into_iter().chain(prices.map(price_table)).collect()
}

/// `prices of 2026-10-21 (LiteLLM 1.106.2), 34 days old`
pub fn price_table(prices: &PriceInfo) -> String {
    let source = escape_controls(&prices.source);
    let (Some(date), Some(days)) = (&prices.date, prices.age_days) else {
        return format!("prices of an unstated day ({source})");
    };
    let age = if days < 0 { "ahead" } else { "old" };
    format!("prices of {} ({source}), {} {age}", escape_controls(date), plural(days.unsigned_abs(), "day"))
}

/// What a sample's figures are.
fn estimated(sampling: &Sampling) -> String {
    let rates = match sampling.min_rate == sampling.max_rate {
        true => format!("a rate of {}", sampling.min_rate),
        false => format!("rates of {} to {}", sampling.min_rate, sampling.max_rate),
    };
    let sampled = plural(sampling.sampled_requests, "request");
    format!("estimates from {sampled} sampled at {rates}; intervals are 95% (Horvitz–Thompson)")
}

/// `3 bad lines (2 bad_json, 1 truncated), 1 unrecognised line`; nothing where all was good.
fn losses(input: &InputSummary) -> Option<String> {
    let reasons: Vec<String> =
        input.bad_lines_by_reason.iter().map(|(reason, n)| format!("{} {reason}", count(*n))).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    let losses = [
        (input.bad_lines, "bad line", reasons.as_str()),
        (input.bad_values, "bad value", ""),
        (input.unrecognised_lines, "unrecognised line", ""),
        (input.other_records, "other record", ""),
        (input.damaged_files, "damaged file", ""),
    ];
    let named = losses.into_iter().filter(|&(n, ..)| n > 0).map(|(n, noun, detail)| plural(n, noun) + detail);
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{report, text_report};
    use super::*;

    const WIDE: usize = 200;

    fn texts(report: &Report, limit: usize) -> Vec<String> {
        lines(report, limit).into_iter().map(|(_, line)| line).collect()
    }

    #[test]
    fn every_topic_has_its_line() {
        let lines = texts(&report(), WIDE);
        assert_eq!(
            lines[..3],
            [
                "60 requests · 9 errors · 0 pending · 2026-11-23 07:27:07 → 07:27:12 UTC · 1 file, 29.4 kB, 120 lines",
                "cost: 51 logged, 7 computed, 2 unknown · prices of 2026-10-21 (LiteLLM 1.106.2), 34 days old",
                "3 bad lines (2 bad_json, 1 truncated)",
            ]
        );
        assert!(lines[3].starts_with("warning: 2 requests"));
    }

    #[test]
    fn a_filter_and_a_zone_are_told() {
        let mut report = report();
        let input = report.input.as_mut().expect("the sample has an input block");
        (input.matched_requests, input.requests) = (7, 1200);
        let range = report.range.as_mut().expect("the sample has a range");
        range.tz = "Europe/Berlin".to_owned();
        range.last = Some("2026-11-24T00:00:01Z".to_owned());
        let first = &texts(&report, WIDE)[0];
        assert!(first.starts_with("7 of 1,200 requests · "), "{first}");
        assert!(first.contains("07:27:07 → 2026-11-24 00:00:01 UTC · days in Europe/Berlin · "), "{first}");
    }

    #[test]
    fn an_empty_window_is_the_one_asked_for() {
        let window = |since: Option<&str>, until: Option<&str>| {
            period(&Range {
                since: since.map(str::to_owned),
                until: until.map(str::to_owned),
                tz: "UTC".to_owned(),
                first: None,
                last: None,
            })
        };
        assert_eq!(window(None, None), None);
        assert_eq!(window(Some("2026-09-01T00:00:00Z"), None).as_deref(), Some("since 2026-09-01 00:00:00 UTC"));
        assert_eq!(window(None, Some("no time")), None);
    }

    #[test]
    fn warnings_hang_and_are_safe() {
        let mut report = text_report(&[]);
        report.warnings = vec![format!("model `\u{1b}[2J` {}", "has no price ".repeat(20))];
        let lines = texts(&report, 40);
        assert!(lines[0].starts_with(r"warning: model `\u{1b}[2J` has"), "{lines:?}");
        assert!(lines[1..].iter().all(|line| line.starts_with("  ") && line.len() <= 40), "{lines:?}");
    }

    #[test]
    fn nothing_to_say_is_not_even_a_blank_line() {
        let mut out = Vec::new();
        write(&text_report(&["x"]), Screen { width: None, color: true }, &mut out).expect("a Vec takes everything");
        assert!(out.is_empty());
    }
}
