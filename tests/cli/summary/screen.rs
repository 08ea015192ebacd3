//! The one screen, at every width and for every log.

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::{DEMO, flat, screen};
use crate::formats::terminal::without_escapes;
use crate::support::{NOW, PYLOGGER, ROOT, llmobs, stored};

fn shown(log: &str, width: usize, arguments: &str) -> String {
    let run = llmobs(&format!("{arguments} --format table {log}")).env("LLMOBS_NOW", NOW);
    run.env("COLUMNS", width.to_string()).run().expect(0).stdout
}

#[test]
fn snapshots_at_80_and_120_columns() {
    for (name, log) in [("demo", DEMO), ("pylogger", PYLOGGER), ("damaged", "fixtures/damaged.jsonl")] {
        for width in [80, 120] {
            let path = std::path::Path::new(ROOT).join(format!("tests/snapshots/summary_{name}_{width}.txt"));
            stored(&path, &shown(log, width, "summary"));
        }
    }
    let path = std::path::Path::new(ROOT).join("tests/snapshots/summary_demo_80_color.txt");
    stored(&path, &shown(DEMO, 80, "summary --color always").replace('\u{1b}', "\\e"));
}

#[test]
fn colour_changes_no_character() {
    for width in [40, 80, 120] {
        let colored = shown(DEMO, width, "summary --color always");
        assert!(colored.contains("\u{1b}[32m") && colored.contains("\u{1b}[36m"));
        assert_eq!(without_escapes(&colored), shown(DEMO, width, "summary"));
    }
}

/// Logs that lack something, or have too much of it.
fn odd_logs() -> Vec<(&'static str, Vec<Value>)> {
    let names =
        ["王小明", "أحمد", "👩\u{200d}👩\u{200d}👧\u{200d}👦", "🇩🇪", "\u{202e}evil", "\u{1b}[31mred", "a\nb", ""];
    let long = |n: usize| format!("vendor/model-{n:03}-with-a-name-that-goes-on-and-on");
    let day = |n: usize| format!("2026-03-{:02}T00:00:00Z", n % 28 + 1);
    let many = |n: usize| {
        json!({"timestamp": day(n), "model": long(n), "user_id": long(n), "feature": long(n), "output_tokens": 9_999_999_999_i64,
            "input_tokens": 99_999_999_999_i64, "latency_ms": 1e8, "cost_usd": n as f64 * 1e5})
    };
    vec![
        ("200 models", (0..200).map(many).collect()),
        ("names", (0..40).map(|n| flat(&day(n), names[n % names.len()], 0.01 * n as f64)).collect()),
        ("one request", vec![flat(&day(1), "a", 1e-9)]),
        ("nothing known", (0..20).map(|n| json!({"timestamp": day(n), "request_id": n.to_string()})).collect()),
        ("no time", vec![json!({"model": "m", "cost_usd": 1}); 3]),
        (
            "ages",
            ["0001-01-01", "1970-01-01", "9999-12-31"].map(|d| flat(&format!("{d}T00:00:00Z"), "a", 1.0)).to_vec(),
        ),
        ("free", (0..20).map(|n| flat(&day(n), "a", 0.0)).collect()),
    ]
}

#[test]
fn every_log_fits_every_width() {
    for (what, lines) in odd_logs() {
        for width in [40, 60, 80, 120, 200] {
            for color in ["never", "always"] {
                let text = screen(&lines, width, &format!("--color {color}"));
                let plain = without_escapes(&text);
                assert!(!plain.contains(['\u{1b}', '\u{202e}']), "{what}: {plain}");
                for line in plain.lines() {
                    assert!(line.width() <= width, "{what} at {width}: {line}");
                }
            }
        }
        let height = screen(&lines, 80, "").lines().count();
        assert!(height <= 40, "{what} is {height} lines tall");
    }
}

#[test]
fn a_floor_is_marked_and_unknown_is_not_zero() {
    let priced = flat("2026-03-01T00:00:00Z", "ana", 1.0);
    let unpriced = json!({"timestamp": "2026-03-01T05:00:00Z", "model": "nobody", "user_id": "bo", "output_tokens": 1});
    let text = screen(&[priced.clone(), unpriced.clone()], 80, "");
    assert!(text.contains("\n≥ $1.00") && text.contains("\nnobody     n/a     n/a\n"), "{text}");
    let text = screen(&[unpriced], 80, "");
    assert!(text.contains("\nn/a     1             n/a in") || text.contains("\nn/a "), "{text}");
    assert!(!text.contains('$') && !text.contains('≥'), "{text}");
    let text = screen(&[priced], 80, "");
    assert!(!text.contains('≥') && text.contains("\n$1.00"), "{text}");
}

/// Three days, of which the second is empty and nobody knows the cost of the third.
#[test]
fn gaps_are_blank_and_unknown_costs_are_dots() {
    let unpriced = json!({"timestamp": "2026-03-20T00:00:00Z", "model": "nobody", "output_tokens": 1});
    let lines = [flat("2026-03-01T00:00:00Z", "a", 1.0), flat("2026-03-01T00:00:00Z", "a", 1.0), unpriced];
    let text = screen(&lines, 80, "");
    let chart: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("cost  ")).skip(4).take(6).collect();
    // 20 days, three columns each, behind a gutter as wide as `peak $2.00` and two more.
    let gap = " ".repeat(54);
    assert_eq!(
        chart,
        [
            "cost        ███",
            &format!("peak $2.00  ███{gap}···"),
            "",
            "requests    ███",
            &format!("peak 2      ███{gap}███"),
            &format!("            2026-03-01{0}in steps of 1 day{0} 2026-03-20", " ".repeat(11)),
        ]
    );
}

#[test]
fn what_the_log_never_states_is_said_once() {
    let text = screen(
        &[json!({"timestamp": "2026-03-01T00:00:00Z", "model": "gpt-4o", "output_tokens": 1, "input_tokens": 1})],
        120,
        "",
    );
    assert!(
        text.contains("user_id            feature\n") && text.contains("not in this log    not in this log\n"),
        "{text}"
    );
}
