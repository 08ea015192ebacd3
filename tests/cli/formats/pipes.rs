//! What a shell does with stdout: cuts it short, hands it to jq, closes it, fills the disk.

use serde_json::{Value, json};

use crate::support::{Logs, Run, has_tool, llmobs, program};

/// Runs a line of bash with `llmobs` on the path and a log as `$1`.
fn bash(line: &str, log: &std::path::Path) -> Run {
    program("bash").arg("-c").arg(line).arg("bash").arg(log).run()
}

/// A log of so many users that no pipe holds its answer.
fn many_users() -> (Logs, std::path::PathBuf) {
    let line = |user| format!("{{\"user_id\":\"user-{user:06}\",\"model\":\"m\",\"cost_usd\":1}}\n");
    Logs::with((0..20_000).map(line).collect::<String>())
}

#[test]
fn a_pipe_that_closes_early_ends_quietly_with_0() {
    let (_logs, log) = many_users();
    for format in ["json", "ndjson", "csv", "markdown", "table"] {
        let line =
            format!("llmobs costs --by user_id --format {format} \"$1\" | head -1 >/dev/null; echo ${{PIPESTATUS[0]}}");
        assert_eq!(bash(&line, &log), Run { code: 0, stdout: "0\n".to_owned(), stderr: String::new() }, "{format}");
    }
    for command in
        ["prices list --format json", "prices list --format table", "completions bash", "man", "costs --help"]
    {
        let run = bash(&format!("llmobs {command} | true; echo ${{PIPESTATUS[0]}}"), &log);
        assert_eq!(run, Run { code: 0, stdout: "0\n".to_owned(), stderr: String::new() }, "{command}");
    }
}

#[test]
fn the_first_line_arrives() {
    let (_logs, log) = many_users();
    let run = bash("llmobs costs --by user_id --format ndjson \"$1\" | head -1", &log).expect(0);
    assert_eq!(run.ndjson()[0]["user_id"], json!("user-000000"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let (_logs, log) = many_users();
    for command in ["costs --by user_id \"$1\"", "prices list", "completions bash"] {
        let run = bash(&format!("llmobs {command} > /dev/full"), &log).expect(2);
        assert!(run.stderr.starts_with("error: cannot write the answer: "), "{command}: {}", run.stderr);
    }
}

#[test]
fn a_closed_stderr_costs_no_answer() {
    let (_logs, log) = Logs::with("{\"model\":\"m\",\"cost_usd\":1}\nnonsense\n");
    let run = bash("llmobs costs --format ndjson \"$1\" 2>&-", &log).expect(0);
    assert_eq!(run.ndjson().len(), 1);
}

#[test]
fn jq_reads_it() {
    if !has_tool("jq", "JSON through the real jq") {
        return;
    }
    let log = std::path::Path::new("fixtures/pylogger.jsonl");
    let jq = |line: &str| -> Value { bash(line, log).expect(0).json() };
    let row = jq("llmobs costs --by model,day --json \"$1\" | jq '.rows[0]'");
    assert_eq!([&row["model"], &row["day"]], [&json!("claude-haiku-4-5-20251001"), &json!("2026-11-23")]);
    // A pipe gets JSON without asking, and the sum of its rows is its total: 0.184925 is numpy's.
    let total = jq("llmobs costs \"$1\" | jq '[.rows[].total_cost_usd * 1e6 | round] | add / 1e6'");
    assert_eq!(total, json!(0.184925));
    assert_eq!(jq("llmobs costs --format ndjson \"$1\" | jq -s 'length'"), json!(6));
    assert_eq!(jq("llmobs prices list gpt-4o-mini --json | jq '.rows | length > 3'"), json!(true));
}

#[test]
fn a_dash_reads_what_a_pipe_brings() {
    let log = std::path::Path::new("fixtures/pylogger.jsonl");
    let direct = llmobs("costs --json fixtures/pylogger.jsonl").json();
    for line in [
        "cat \"$1\" | llmobs costs",
        "cat \"$1\" | llmobs costs -",
        "llmobs costs < \"$1\"",
        "gzip -c \"$1\" | llmobs costs",
    ] {
        assert_eq!(bash(line, log).expect(0).json()["rows"], direct["rows"], "{line}");
    }
}
