//! The fixtures: each format against its truth, from a file and from stdin, and in whatever pieces.

use std::fs;
use std::io::Write;

use crate::foreign::{check, fixture, truths};
use crate::support::{Logs, has_tool, llmobs, program, read_json};

#[test]
fn every_format_comes_to_its_truth() {
    for (name, truth) in truths() {
        check(&name, &truth, &|arguments| llmobs(arguments).arg(fixture(&name)));
    }
}

#[test]
fn no_file_name_helps() {
    for (name, truth) in truths() {
        let text = fs::read(fixture(&name)).expect("a fixture");
        check(&format!("{name} on stdin"), &truth, &|arguments| llmobs(arguments).stdin(text.clone()));
    }
}

#[test]
fn a_format_given_by_hand_is_the_same() {
    for (name, truth) in truths() {
        let format = truth["format"].as_str().expect("a name");
        let ask = |arguments: &str| llmobs(&format!("{arguments} --input-format {format}")).arg(fixture(&name));
        check(&format!("{name} by hand"), &truth, &ask);
    }
}

/// However the input is cut and however many threads there are, the answer is the same to the byte.
#[test]
fn pieces_and_threads_change_nothing() {
    for (name, _) in truths() {
        let ask = |options: &str| {
            let run =
                llmobs(&format!("costs --json --by model,user_id,session_id {options}")).arg(fixture(&name)).run();
            run.expect(0).stdout
        };
        let whole = ask("");
        for options in
            ["--threads 1", "--threads 2", "--chunk-bytes 1", "--chunk-bytes 7 --threads 1", "--chunk-bytes 1000"]
        {
            assert_eq!(ask(options), whole, "{name} {options}");
        }
    }
}

#[test]
fn compressed_ones_are_the_same() {
    for (name, truth) in truths() {
        let text = fs::read(fixture(&name)).expect("a fixture");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&text).expect("memory");
        let gzip = gzip.finish().expect("memory");
        let zstd = zstd::encode_all(&text[..], 1).expect("memory");
        let logs = Logs::new();
        for (end, bytes) in [("gz", gzip), ("zst", zstd)] {
            let log = logs.write(&format!("log.{end}"), bytes);
            check(&format!("{name}.{end}"), &truth, &|arguments| llmobs(arguments).arg(&log));
        }
    }
}

/// Dropping requests by their time, before or after they are united, keeps the count of all.
#[test]
fn a_window_leaves_the_count_of_all_requests() {
    for (name, truth) in truths().into_iter().filter(|(_, truth)| truth["first"].is_string()) {
        let report = llmobs("costs --json --since 2026-11-18T11:10Z").arg(fixture(&name)).json();
        assert_eq!(report["input"]["requests"], truth["requests"], "{name}");
        let matched = report["input"]["matched_requests"].as_u64();
        assert!(matched < truth["requests"].as_u64() && matched > Some(0), "{name}: {matched:?}");
    }
}

/// `doctor` counts the requests that other commands count.
#[test]
fn doctor_agrees() {
    for (name, truth) in truths() {
        let report = llmobs("doctor --json").arg(fixture(&name)).run().json();
        for (found, wanted) in [("requests", "requests"), ("errors", "errors"), ("other_records", "other_records")] {
            assert_eq!(report["input"][found], truth[wanted], "{name}: {found}");
        }
    }
}

#[test]
fn the_fixtures_are_what_their_script_writes() {
    if !has_tool("python3", "that fixtures/formats/make.py writes the fixtures") {
        return;
    }
    let logs = Logs::new();
    let script = logs.write("make.py", fs::read(fixture("make.py")).expect("the script"));
    program("python3").arg(&script).run().expect(0);
    for name in truths().into_iter().map(|(name, _)| name) {
        let read = |path| fs::read(path).expect("a log");
        assert!(read(logs.path().join(&name)) == read(fixture(&name)), "{name} is not what make.py writes");
    }
    assert_eq!(read_json(&logs.path().join("truth.json")), read_json(&fixture("truth.json")));
}
