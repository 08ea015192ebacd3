//! Where a log comes from, and what is said when it cannot be read.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use super::{flat, requests};
use crate::support::{Llmobs, Logs, ROOT, llmobs, program, skipped};

/// A log of this many requests.
fn log(count: usize) -> String {
    (0..count).map(|_| format!("{}\n", flat("2026-03-01T00:00:00Z", "m", 1.0))).collect()
}

fn costs() -> Llmobs {
    llmobs("costs --json")
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("a Vec takes everything");
    encoder.finish().expect("a Vec takes everything")
}

#[test]
fn a_missing_file_is_named_and_nothing_is_answered() {
    let (_logs, good) = Logs::with(log(1));
    for run in
        [costs().arg("no/such.jsonl"), costs().arg(&good).arg("no/such.jsonl"), costs().arg("no/such.jsonl").arg(&good)]
    {
        let run = run.run().expect(2);
        assert_eq!(run.stdout, "");
        assert!(
            run.stderr.starts_with("error: cannot read `no/such.jsonl`: there is no such file\n\nhint: "),
            "{}",
            run.stderr
        );
    }
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named_and_nothing_is_answered() {
    use std::os::unix::fs::PermissionsExt;
    let logs = Logs::new();
    let (good, secret) = (logs.write("a.jsonl", log(1)), logs.write("b.jsonl", log(1)));
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions are set");
    if fs::File::open(&secret).is_ok() {
        return skipped("unreadable files", "this user may read everything");
    }
    for run in [costs().arg(&good).arg(&secret), costs().arg(logs.path())] {
        let run = run.run().expect(2);
        assert_eq!(run.stdout, "");
        assert!(run.stderr.contains("b.jsonl`: permission denied"), "{}", run.stderr);
    }
}

#[test]
fn several_files_are_one_log() {
    let logs = Logs::new();
    let (a, b) = (logs.write("a.jsonl", log(2)), logs.write("b.txt", log(3)));
    let report = costs().arg(a).arg(b).json();
    assert_eq!(requests(&report), 5);
    assert_eq!(report["input"]["files"], json!(2));
}

#[test]
fn a_folder_is_read_whole_but_for_what_is_no_log() {
    let logs = Logs::new();
    logs.write("a.jsonl", log(1));
    logs.write("b.ndjson", log(2));
    logs.write("c.json", log(4));
    logs.write("d.log", log(8));
    logs.write("sub/deeper/e.jsonl.gz", gzip(&log(16)));
    logs.write("f.log.zst", zstd::encode_all(log(32).as_bytes(), 1).expect("zstd"));
    logs.write("notes.txt", log(64));
    logs.write("table.xlsx", log(128));
    let report = costs().arg(logs.path()).json();
    assert_eq!(requests(&report), 63);
    assert_eq!(report["input"]["files"], json!(6));
}

#[cfg(unix)]
#[test]
fn links_to_nowhere_and_round_in_circles_are_no_part_of_a_folder() {
    use std::os::unix::fs::symlink;
    let logs = Logs::new();
    logs.write("a.jsonl", log(2));
    symlink("/nowhere", logs.path().join("README")).expect("a link");
    symlink(".", logs.path().join("again")).expect("a link");
    assert_eq!(requests(&costs().arg(logs.path()).json()), 2);
    // A log that is not there is a loss.
    symlink("/nowhere", logs.path().join("b.jsonl")).expect("a link");
    assert!(costs().arg(logs.path()).run().expect(2).stderr.contains("b.jsonl"));
}

#[test]
fn an_input_is_read_once_however_often_it_is_named() {
    let logs = Logs::new();
    let file = logs.write("a.jsonl", log(2));
    for again in [file.clone(), logs.path().join(".").join("a.jsonl"), logs.path().to_owned()] {
        let run = costs().arg(&file).arg(&again).run().expect(0);
        assert_eq!([requests(&run.json()), run.json()["input"]["files"].as_i64().unwrap_or(0)], [2, 1]);
        assert!(run.stderr.contains("is named more than once; it is read once"), "{}", run.stderr);
    }
    let run = costs().arg("-").arg("-").stdin(log(3)).run().expect(0);
    assert_eq!([&run.json()["input"]["files"], &run.json()["input"]["requests"]], [&json!(1), &json!(3)]);
}

#[test]
fn a_log_of_another_shape_is_recognised() {
    let utf16: Vec<u8> = log(2).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (_logs, file) = Logs::with(utf16);
    let run = costs().arg(file).run().expect(3);
    assert!(run.stderr.contains("iconv"), "{}", run.stderr);
    let (_logs, file) = Logs::with(format!("{}nonsense\n", log(5)));
    assert!(!costs().arg(file).run().expect(0).stderr.contains("jq"));
}

#[test]
fn a_missing_price_file_is_told_from_a_missing_log() {
    let (_logs, file) = Logs::with(log(1));
    let run = costs().arg(file).arg("--prices=nope.json").run().expect(2);
    assert!(
        run.stderr.starts_with(
            "error: cannot read the prices in `nope.json`: there is no such file\n\nhint: check `--prices`"
        ),
        "{}",
        run.stderr
    );
}

#[test]
fn what_begins_with_a_minus_is_a_bad_value_and_not_a_flag() {
    for (arguments, why) in
        [("--since -7d", "`--since -7d` is not a time"), ("--limit -1", "invalid value '-1' for '--limit <N>'")]
    {
        let run = llmobs(&format!("costs {arguments}")).arg(crate::support::PYLOGGER).run().expect(2);
        assert!(run.stderr.contains(why) && !run.stderr.contains("to pass '-"), "{}", run.stderr);
    }
}

#[test]
fn a_folder_without_logs_is_an_error() {
    let logs = Logs::new();
    logs.write("notes.txt", log(1));
    let run = costs().arg(logs.path()).run().expect(2);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("holds no log") && run.stderr.contains("*.jsonl"), "{}", run.stderr);
}

#[test]
fn stdin_is_read_without_a_file_or_as_a_dash() {
    let text = log(3);
    assert_eq!(requests(&costs().stdin(text.clone()).json()), 3);
    assert_eq!(requests(&costs().arg("-").stdin(text.clone()).json()), 3);
    assert_eq!(requests(&costs().arg("-").stdin(gzip(&text)).json()), 3);
    assert_eq!(requests(&costs().stdin(zstd::encode_all(text.as_bytes(), 1).expect("zstd")).json()), 3);
    let (_logs, file) = Logs::with(log(5));
    assert_eq!(requests(&costs().arg(&file).arg("-").stdin(text.clone()).json()), 8);
    // A file that is named is all that is read.
    assert_eq!(requests(&costs().arg(&file).stdin(text).json()), 5);
}

#[test]
fn bad_lines_of_stdin_are_named_as_such() {
    let run = costs().stdin(format!("{}nonsense\n", log(1))).run().expect(0);
    assert!(run.stderr.contains("stdin:2: bad_json"), "{}", run.stderr);
}

#[test]
fn a_redirected_file_is_read_as_one() {
    let (_logs, file) = Logs::with(log(4));
    let run = program("sh").arg("-c").arg("llmobs costs --json < \"$1\"").arg("sh").arg(file).run().expect(0);
    assert_eq!(requests(&run.json()), 4);
}

#[test]
fn without_a_file_the_environment_then_stdin_then_the_default_is_read() {
    let here = Logs::new();
    let named = here.write("named.jsonl", log(1));
    let nothing = here.path().join("empty");
    fs::create_dir(&nothing).expect("a folder");
    here.write("llm_requests.jsonl", log(3));
    let at_home = || costs().cwd(here.path());
    assert_eq!(requests(&at_home().json()), 3);
    assert_eq!(requests(&at_home().stdin(log(2)).json()), 2);
    assert_eq!(requests(&at_home().stdin(log(2)).env("LLMOBS_LOG", &named).json()), 1);
    assert_eq!(requests(&at_home().env("LLMOBS_LOG", "").json()), 3);
    assert_eq!(requests(&at_home().arg("llm_requests.jsonl").env("LLMOBS_LOG", &named).json()), 3);
    assert_eq!(requests(&costs().cwd(&nothing).env("LLMOBS_LOG", here.path()).json()), 4);
}

#[test]
fn no_input_at_all_names_all_three_ways() {
    let logs = Logs::new();
    let run = costs().cwd(logs.path()).run().expect(2);
    assert_eq!(run.stdout, "");
    for way in ["file", "stdin", "LLMOBS_LOG", "llm_requests.jsonl"] {
        assert!(run.stderr.contains(way), "{way} is not named: {}", run.stderr);
    }
}

#[test]
fn an_empty_log_cannot_tell() {
    let (_logs, file) = Logs::with("");
    let run = costs().arg(file).run().expect(3);
    assert_eq!(run.json()["rows"], json!([]));
    assert_eq!(run.stderr, "warning: the log holds no requests\n");
}

#[test]
fn a_field_can_be_mapped_by_hand() {
    let line = json!({"ctx": {"uid": "ada"}, "user_id": "no", "llm": "gpt-4o", "cents": 5, "cost_usd": 1.0});
    let (_logs, file) = Logs::with(format!("{line}\n"));
    let report = costs()
        .arg(&file)
        .arg("--by=user_id,model")
        .arg("--map=user_id=ctx.uid")
        .arg("--map")
        .arg("model = llm")
        .json();
    assert_eq!([&report["rows"][0]["user_id"], &report["rows"][0]["model"]], [&json!("ada"), &json!("gpt-4o")]);
    let cents = costs().arg(&file).arg("--map=cost_usd=cents").json();
    assert_eq!(cents["totals"]["total_cost_usd"], json!(5.0));
    // Where the path says nothing, the field's own names still do.
    let nowhere = costs().arg(&file).arg("--by=user_id").arg("--map=user_id=no.where").json();
    assert_eq!(nowhere["rows"][0]["user_id"], json!("no"));
    for (mapping, why) in
        [("user_id", "has no `=`"), ("nope=x", "does not name a field"), ("user_id=", "names no path")]
    {
        let run = costs().arg(&file).arg("--map").arg(mapping).run().expect(2);
        assert!(run.stderr.starts_with(&format!("error: `--map {mapping}` {why}\n\nhint: ")), "{}", run.stderr);
    }
}

#[test]
fn usage_errors_end_with_2_and_help_with_0() {
    for arguments in [
        "",
        "nope",
        "costs --nope",
        "costs --limit many",
        "costs --format nope",
        "costs --json --format csv",
        "prices explain",
    ] {
        let run = llmobs(arguments).run().expect(2);
        assert_eq!(run.stdout, "", "{arguments}");
        assert!(!run.stderr.is_empty(), "{arguments}");
    }
    for arguments in ["--help", "--version", "costs --help", "help costs", "prices list --help"] {
        let run = llmobs(arguments).run().expect(0);
        assert_eq!(run.stderr, "", "{arguments}");
    }
    let version = llmobs("--version").run().stdout;
    assert_eq!(version, format!("llmobs {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_example_of_the_help_runs() {
    let help = llmobs("costs --help").run().expect(0).stdout;
    let (_, examples) = help.split_once("Examples:\n").expect("examples");
    let mut count = 0;
    for line in examples.lines().map(str::trim).filter(|line| line.starts_with("llmobs ")) {
        // What a command does stands behind it, after two spaces.
        let command = line.split("  ").next().expect("a command");
        if command.contains("| jq") && !crate::support::has_tool("jq", command) {
            continue;
        }
        let (fixture, logs) = (format!("{ROOT}/fixtures/pylogger.jsonl"), format!("{ROOT}/fixtures"));
        let command = command.replace(" logs/", &format!(" {logs}/pylogger.jsonl"));
        let run =
            program("bash").arg("-c").arg(&command).env("LLMOBS_LOG", fixture).env("LLMOBS_NOW", crate::support::NOW);
        run.run().expect(0);
        count += 1;
    }
    assert!(count >= 5, "{examples}");
}
