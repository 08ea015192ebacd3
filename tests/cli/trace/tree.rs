//! The tree as people see it.

use crate::support::{Logs, llmobs};

const LOG: &str = concat!(
    r#"{"trace_id":"b7e1","span_id":"1","name":"process_user_request","start_time":"2026-11-23T08:00:00Z","end_time":"2026-11-23T08:00:10Z"}"#,
    "\n",
    r#"{"trace_id":"b7e1","span_id":"2","parent_span_id":"1","name":"validate_input","start_time":"2026-11-23T08:00:00.050Z","duration_ms":100}"#,
    "\n",
    r#"{"trace_id":"b7e1","span_id":"3","parent_span_id":"1","name":"retrieve\u001b[2J","start_time":"2026-11-23T08:00:00.200Z","duration_ms":600,"error_type":"Timeout"}"#,
    "\n",
    r#"{"trace_id":"b7e1","span_id":"4","parent_span_id":"3","name":"embed","start_time":"2026-11-23T08:00:00.300Z","duration_ms":100}"#,
    "\n",
    r#"{"trace_id":"b7e1","span_id":"5","parent_span_id":"1","name":"llm_call","start_time":"2026-11-23T08:00:00.900Z","duration_ms":9000,"model":"gpt-4o","input_tokens":1200,"output_tokens":300}"#,
    "\n",
);

fn table(arguments: &str, columns: &str) -> String {
    let (_logs, file) = Logs::with(LOG);
    llmobs(arguments).arg(file).arg("--format").arg("table").env("COLUMNS", columns).run().expect(0).stdout
}

#[test]
fn it_fits_80_columns_and_names_the_bottleneck() {
    let shown = table("trace show b", "80");
    let tree: Vec<&str> = shown.lines().skip_while(|line| !line.starts_with("span ")).take(6).collect();
    assert_eq!(
        tree,
        [
            "span                  duration  0     10.0 s   path  cost $",
            "process_user_request    10.0 s  ━━━━━━━━━━━━   3.0%",
            "├ validate_input        100 ms  ━              1.0%",
            "├ retrieve\\u{1b}[2J     600 ms  ━              5.0%          ✗ Timeout",
            "│ └ embed               100 ms  ━              1.0%",
            "└ llm_call              9.00 s   ━━━━━━━━━━━  90.0%  0.0060  ← 90.0% of the time",
        ]
    );
    let hidden = shown.lines().find(|line| line.contains("hidden")).unwrap_or_default();
    assert!(hidden.starts_with("3 columns hidden: widen the terminal, or use `--format json`"), "{shown}");
    assert!(shown.contains("total_output_tokens, model"), "{shown}");
    assert!(!table("trace show b", "200").contains("hidden"));
}

#[test]
fn no_width_is_too_small_and_no_line_too_wide() {
    for columns in 60..160 {
        for line in table("trace show b", &columns.to_string()).lines() {
            assert!(line.chars().count() <= columns, "{columns}: {line}");
        }
    }
}

/// Input without output says half of something.
#[test]
fn tokens_are_shown_together_or_not_at_all() {
    for columns in 60..160 {
        let shown = table("trace show b", &columns.to_string());
        let title = shown.lines().find(|line| line.starts_with("span ")).unwrap_or_default();
        assert_eq!(title.contains(" in "), title.contains(" out"), "{columns}: {title}");
    }
}

#[test]
fn depth_and_limit_fold() {
    let flat = table("trace show b --depth 0", "100");
    assert!(flat.contains("└ … 4 more"), "{flat}");
    assert!(flat.contains("4 spans folded"), "{flat}");
    let few = table("trace show b --limit 2", "100");
    assert!(few.contains("├ llm_call") && few.contains("└ … 3 more"), "{few}");
}

#[test]
fn colour_adds_nothing_but_colour() {
    let plain = table("trace show b", "100");
    let colored = table("trace show b --color always", "100");
    assert!(colored.contains('\u{1b}'));
    assert_eq!(crate::formats::terminal::without_escapes(&colored), plain);
}
