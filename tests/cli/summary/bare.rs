//! `llmobs` without a command.

use std::fs;

use crate::support::{Logs, Run, llmobs};

/// A log.
const LOG: &str = r#"{"timestamp":"2026-11-20T00:00:00Z","model":"gpt-4o","output_tokens":1,"cost_usd":1}"#;

/// A folder with a log, to run in.
fn folder() -> Logs {
    let logs = Logs::new();
    logs.write("logs/a.jsonl", LOG);
    logs
}

#[track_caller]
fn is_summary(run: &Run) {
    assert_eq!(run.clone().expect(0).json()["command"], "summary", "{run:?}");
}

#[test]
fn a_path_is_summed_up() {
    let logs = folder();
    for arguments in
        ["logs/a.jsonl", "logs", "./logs/", "--json logs", "--since 2026 logs", "logs --json", "summary logs"]
    {
        is_summary(&llmobs(arguments).cwd(logs.path()).run());
    }
    is_summary(&llmobs("-").stdin(LOG).run());
    let whole = llmobs("summary logs").cwd(logs.path()).run();
    assert_eq!(llmobs("logs").cwd(logs.path()).run(), whole);
}

#[test]
fn a_log_that_is_there_by_default_is_summed_up() {
    let logs = folder();
    is_summary(&llmobs("").cwd(logs.path()).stdin(LOG).run());
    is_summary(&llmobs("").cwd(logs.path()).env("LLMOBS_LOG", "logs").run());
    is_summary(&llmobs("--quiet").cwd(logs.path()).env("LLMOBS_LOG", "logs").run());
    logs.write("llm_requests.jsonl", LOG);
    is_summary(&llmobs("").cwd(logs.path()).run());
}

#[test]
fn without_any_log_there_is_help() {
    let logs = folder();
    let run = llmobs("").cwd(logs.path()).run().expect(2);
    assert!(run.stdout.is_empty() && run.stderr.contains("Usage: llmobs <COMMAND>"), "{run:?}");
    // A log that was named and is not there is no reason for help.
    let run = llmobs("").cwd(logs.path()).env("LLMOBS_LOG", "gone.jsonl").run().expect(2);
    assert!(run.stderr.starts_with("error: cannot read `gone.jsonl`: there is no such file"), "{run:?}");
}

#[test]
fn a_typo_is_still_one() {
    let logs = folder();
    let run = llmobs("cots").cwd(logs.path()).run().expect(2);
    assert!(run.stderr.contains("a similar subcommand exists: 'costs'"), "{run:?}");
    // What looks like a path is one.
    let run = llmobs("lgs/a.jsonl").cwd(logs.path()).run().expect(2);
    assert!(run.stderr.starts_with("error: cannot read `lgs/a.jsonl`: there is no such file"), "{run:?}");
    let run = llmobs("--sinec 7d logs").cwd(logs.path()).run().expect(2);
    assert!(run.stderr.contains("a similar argument exists: '--since'"), "{run:?}");
}

#[test]
fn a_command_is_never_taken_for_a_file() {
    let logs = folder();
    for name in ["costs", "help", "prices"] {
        fs::copy(logs.path().join("logs/a.jsonl"), logs.path().join(name)).expect("a copy");
    }
    let run = llmobs("help").cwd(logs.path()).run().expect(0);
    assert!(run.stdout.contains("Commands:"), "{run:?}");
    let costs = llmobs("costs costs").cwd(logs.path()).json();
    assert_eq!(costs["command"], "costs");
    is_summary(&llmobs("./costs").cwd(logs.path()).run());
    for own in ["--version", "-V", "--help", "-h"] {
        let run = llmobs(own).cwd(logs.path()).run().expect(0);
        assert!(run.stdout.contains("llmobs"), "{run:?}");
    }
}
