//! What a terminal gets: `script` of util-linux plays one.

use crate::support::{NOW, Run, has_tool, llmobs, program};

/// Runs a line of sh on a terminal of this many columns; `None` where no terminal can be played.
fn terminal(columns: u16, line: &str, environment: &[(&str, &str)]) -> Option<Run> {
    let what = "what a terminal shows";
    if !cfg!(target_os = "linux") || !has_tool("script", what) {
        return None;
    }
    let script = format!("stty cols {columns} rows 24 && {line}");
    let mut run =
        program("script").arg("-qec").arg(script).arg("/dev/null").env("SHELL", "/bin/sh").env("LLMOBS_NOW", NOW);
    for (name, value) in environment {
        run = run.env(name, value);
    }
    Some(run.run())
}

/// `text` without colours.
pub fn without_escapes(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').expect("a whole escape").1;
    }
    plain + rest
}

#[test]
fn a_table_is_the_default_and_fits() {
    for columns in [60, 80, 100, 200] {
        for log in ["fixtures/pylogger.jsonl", "fixtures/demo.jsonl", "fixtures/damaged.jsonl"] {
            let Some(run) = terminal(columns, &format!("llmobs costs {log}"), &[]) else { return };
            let run = run.expect(0);
            let shown = without_escapes(&run.stdout).replace('\r', "");
            assert!(shown.contains("model") && shown.contains("─────"), "{shown}");
            for line in shown.lines() {
                // Names and figures of these logs are one column a character.
                assert!(line.chars().count() <= usize::from(columns), "{columns}: {line}");
            }
        }
    }
}

#[test]
fn many_dimensions_still_fit_80_columns() {
    let line = "llmobs costs --by model,user_id,feature,day --limit 5 fixtures/demo.jsonl";
    let Some(run) = terminal(80, line, &[]) else { return };
    let shown = without_escapes(&run.expect(0).stdout).replace('\r', "");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    assert!(shown.contains("other ("), "{shown}");
}

#[test]
fn away_from_a_terminal_only_columns_limits_a_table() {
    let widest = |environment: &[(&str, &str)]| {
        let mut run = llmobs("costs --format table fixtures/demo.jsonl").env("LLMOBS_NOW", NOW);
        for (name, value) in environment {
            run = run.env(name, value);
        }
        run.run().expect(0).stdout.lines().map(|line| line.chars().count()).max().expect("a line")
    };
    assert!(widest(&[]) > 100);
    assert!(widest(&[("COLUMNS", "80")]) <= 80);
    assert_eq!(widest(&[("COLUMNS", "wide")]), widest(&[]));
    assert_eq!(widest(&[("COLUMNS", "0")]), widest(&[]));
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let line = "llmobs costs fixtures/pylogger.jsonl";
    let Some(colored) = terminal(80, line, &[("TERM", "xterm")]) else { return };
    assert!(colored.stdout.contains('\u{1b}'), "{}", colored.stdout);
    let plain = without_escapes(&colored.stdout);
    for environment in [
        [("TERM", "xterm"), ("NO_COLOR", "1")],
        [("TERM", "dumb"), ("LANG", "C")],
        [("TERM", "xterm"), ("LLMOBS_COLOR", "never")],
    ] {
        let run = terminal(80, line, &environment).expect("a terminal");
        assert_eq!(run.stdout, plain, "{environment:?}");
    }
    let empty = terminal(80, line, &[("TERM", "xterm"), ("NO_COLOR", "")]).expect("a terminal");
    assert_eq!(empty.stdout, colored.stdout, "an empty NO_COLOR is none");
}

/// Each on stderr, which is the terminal too.
#[test]
fn messages_are_coloured_as_answers_are() {
    let said = |line: &str, environment: &[(&str, &str)]| terminal(80, line, environment).map(|run| run.stdout);
    let error = "llmobs costs /no/such.jsonl";
    let Some(coloured) = said(error, &[("TERM", "xterm")]) else { return };
    assert!(coloured.contains("\u{1b}[1;31merror:\u{1b}[0m cannot read `/no/such.jsonl`"), "{coloured}");
    assert!(coloured.contains("\u{1b}[32mhint:\u{1b}[0m check the spelling"), "{coloured}");
    let demo = "fixtures/demo.jsonl";
    for (line, begin) in [
        (format!("llmobs costs --json {demo} > /dev/null"), "\u{1b}[33mwarning:\u{1b}[0m the cost of 8 requests"),
        (format!("llmobs metrics {demo} > /dev/null"), "\u{1b}[33mwarning:\u{1b}[0m the cost of 8 requests"),
        (format!("llmobs costs --format ndjson {demo} > /dev/null"), "\u{1b}[36mnote:\u{1b}[0m "),
        ("llmobs alerts check --notify /dev/null".to_owned(), "\u{1b}[1;31merror:\u{1b}[0m there is no `[notify.*]`"),
        ("llmobs costs --bogus".to_owned(), "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m unexpected argument"),
    ] {
        let shown = said(&line, &[("TERM", "xterm")]).expect("a terminal");
        assert!(shown.contains(begin), "{line}: {shown:?}");
        let plain = |line: &str, environment: &[(&str, &str)]| {
            let shown = said(line, environment).expect("a terminal");
            assert!(!shown.is_empty() && !shown.contains('\u{1b}'), "{line}: {shown:?}");
        };
        plain(&line, &[("TERM", "xterm"), ("NO_COLOR", "1")]);
        plain(&line, &[("TERM", "dumb")]);
        plain(&format!("{{ {line}; }} 2>&1 | cat"), &[("TERM", "xterm")]);
    }
    for never in ["llmobs costs /no/such.jsonl --color never", "llmobs costs --bogus --color=never"] {
        let shown = said(never, &[("TERM", "xterm")]).expect("a terminal");
        assert!(shown.contains("error: ") && !shown.contains('\u{1b}'), "{never}: {shown:?}");
    }
    let shown = said(error, &[("TERM", "xterm"), ("LLMOBS_COLOR", "never")]).expect("a terminal");
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
    let piped = llmobs("costs /no/such.jsonl --color always").run().expect(2).stderr;
    assert!(piped.starts_with("\u{1b}[1;31merror:\u{1b}[0m "), "{piped:?}");
    let usage = llmobs("costs --bogus --color always").run().expect(2).stderr;
    assert!(usage.starts_with("\u{1b}[1m\u{1b}[31merror:"), "{usage:?}");
}

#[test]
fn a_pipe_beside_a_terminal_gets_json() {
    let Some(run) = terminal(80, "llmobs costs fixtures/pylogger.jsonl | cat", &[]) else { return };
    assert_eq!(run.expect(0).json()["command"], serde_json::json!("costs"));
}

#[test]
fn a_terminal_is_not_waited_for() {
    let Some(run) = terminal(80, "cd / && llmobs costs", &[]) else { return };
    assert!(run.expect(2).stdout.contains("there is no log to read"));
}

/// The lines of a table at so many columns.
fn table(columns: &str, arguments: &str, log: &std::path::Path) -> Vec<String> {
    let run = llmobs(&format!("{arguments} --format table")).arg(log).env("COLUMNS", columns).env("LLMOBS_NOW", NOW);
    run.run().stdout.lines().map(str::to_owned).collect()
}

#[test]
fn a_cost_that_is_only_a_floor_is_marked_where_it_stands() {
    let demo = std::path::Path::new("fixtures/demo.jsonl");
    for columns in ["40", "60", "80", "120"] {
        for arguments in ["costs --by user_id", "top users"] {
            let shown = table(columns, arguments, demo);
            let line = |name: &str| shown.iter().find(|line| line.starts_with(name)).expect(name).clone();
            assert!(line("ana").contains("≥ 0.45") && line("total").contains("≥ 1.3"), "{columns}: {shown:#?}");
        }
    }
    let markdown = llmobs("costs --by user_id --format markdown").arg(demo).run().expect(0).stdout;
    assert!(markdown.contains("| ≥ 0.451 |") && markdown.contains("| **≥ 1.387** |"), "{markdown}");
    let known = table("80", "costs --where model!=acme-large-v2", demo);
    assert!(!known.concat().contains('≥'), "{known:#?}");
}

#[test]
fn a_narrow_list_of_prices_keeps_what_output_costs() {
    let run =
        llmobs("prices list sonnet-4-5 --format table").env("COLUMNS", "80").env("LLMOBS_NOW", NOW).run().expect(0);
    assert!(
        run.stdout.contains("output") && run.stdout.lines().all(|line| line.chars().count() <= 80),
        "{}",
        run.stdout
    );
}

#[test]
fn no_screen_is_too_narrow() {
    for columns in ["20", "30", "40", "48"] {
        let shown = table(columns, "costs --by model,user_id --limit 4", std::path::Path::new("fixtures/demo.jsonl"));
        let widest = shown.iter().map(|line| line.chars().count()).max().expect("a line");
        assert!(widest <= columns.parse().expect("a number"), "{columns}: {shown:#?}");
    }
}

#[test]
fn every_page_of_the_manual_is_named_in_full() {
    let manual = llmobs("man").run().expect(0).stdout;
    let heads: Vec<&str> = manual.lines().filter(|line| line.starts_with(".TH ")).collect();
    let version = env!("CARGO_PKG_VERSION");
    let is_named = |head: &&str| head.starts_with(".TH llmobs") && head.contains(&format!("\"llmobs {version}\""));
    assert!(heads.len() > 8 && heads.iter().all(is_named), "{heads:#?}");
}
