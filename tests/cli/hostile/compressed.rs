//! Compressed logs, whole and damaged: every line that can be saved is, and what could not be is told.

use serde_json::{Value, json};

use super::{Hostile, check_totals};
use crate::support::program;

/// Logs whose text is the whole of `00_clean.jsonl`, with nothing to complain about.
const WHOLE: [&str; 9] = [
    "15_clean.jsonl.gz",
    "15_multi_member.jsonl.gz",
    // gzip(1) passes over zero padding.
    "15_trailing_zeros.jsonl.gz",
    "15_gz_named_jsonl.jsonl",
    "15_plain_named_gz.jsonl.gz",
    "15_clean.jsonl.zst",
    "15_multi_frame.jsonl.zst",
    "15_skippable_frame.jsonl.zst",
    "15_long_window.jsonl.zst",
];
/// Logs with all of the text, and damage behind it.
const DAMAGED_BEHIND: [&str; 2] = ["15_bad_crc.jsonl.gz", "15_trailing_garbage.jsonl.gz"];
const CUT: [&str; 2] = ["15_truncated.jsonl.gz", "15_truncated.jsonl.zst"];
const UNSUPPORTED: [(&str, &str); 2] = [("15_clean.jsonl.bz2", "bzip2"), ("15_clean.jsonl.xz", "xz")];
const OTHERS: [&str; 5] = [
    "15_no_checksum.jsonl.zst",
    "15_empty_member.jsonl.gz",
    "15_zero_bytes.jsonl.gz",
    "15_double.jsonl.gz",
    "15_bomb_200MB_blank.jsonl.gz",
];

#[test]
fn every_compressed_log_has_a_test() {
    let Some(hostile) = Hostile::logs("compressed logs") else { return };
    let unsupported = UNSUPPORTED.map(|(name, _)| name);
    let known: Vec<&str> = [&WHOLE[..], &DAMAGED_BEHIND, &CUT, &unsupported, &OTHERS].concat();
    for name in hostile.names(|name| name.starts_with("15_")) {
        assert!(known.contains(&name.as_str()), "{name} has no test");
    }
}

/// All thousand lines are there, and the damage is told as `damaged` says.
fn check_saved(hostile: &Hostile, name: &str, damaged: u64) -> Value {
    let report = hostile.ask(name, "").json();
    let input = &report["input"];
    assert_eq!(input["lines"], json!(1000), "{name}");
    assert_eq!(input["bad_lines"], json!(0), "{name}");
    assert_eq!(input["damaged_files"], json!(damaged), "{name}");
    check_totals(name, &report, &hostile.expected["00_clean.jsonl"]["totals"]);
    report
}

#[test]
fn whole_ones_are_read_whole() {
    let Some(hostile) = Hostile::logs("whole compressed logs") else { return };
    for name in WHOLE.iter().chain(["15_no_checksum.jsonl.zst"].iter()) {
        let report = check_saved(&hostile, name, 0);
        assert_eq!(report["warnings"], json!([]), "{name}");
        hostile.run(name, "--strict").expect(0);
    }
}

#[test]
fn damage_behind_the_text_loses_no_line() {
    let Some(hostile) = Hostile::logs("compressed logs with damage at the end") else { return };
    for name in DAMAGED_BEHIND {
        check_saved(&hostile, name, 1);
        check_warned(&hostile, name);
    }
}

/// The file is named on stderr and in the JSON, and a strict run ends with 2 after the same answer.
fn check_warned(hostile: &Hostile, name: &str) {
    let run = hostile.run(name, "").expect(0);
    assert!(run.stderr.starts_with("warning: ") && run.stderr.contains(name), "{}", run.stderr);
    assert!(run.json()["warnings"][0].as_str().expect("a warning").contains(name), "{name}");
    let strict = hostile.run(name, "--strict").expect(2);
    assert!(strict.stdout == run.stdout, "{name}: the answer is printed all the same");
}

#[test]
fn cut_ones_give_every_complete_line() {
    let Some(hostile) = Hostile::logs("cut compressed logs") else { return };
    for name in CUT {
        let report = hostile.ask(name, "").json();
        assert_eq!(report["input"]["lines"], json!(complete_lines(&hostile, name)), "{name}");
        assert_eq!(report["input"]["bad_lines"], json!(0), "{name}: the cut line is damage, not a bad line");
        assert_eq!(report["input"]["damaged_files"], json!(1), "{name}");
        check_warned(&hostile, name);
    }
    let expected = &hostile.expected["15_truncated.jsonl.gz"]["good"];
    assert_eq!(json!(complete_lines(&hostile, "15_truncated.jsonl.gz")), *expected);
}

/// What the tools themselves save: `gzip -dc FILE | wc -l`, `zstd -dc FILE | wc -l`.
fn complete_lines(hostile: &Hostile, name: &str) -> usize {
    let tool = if name.ends_with(".zst") { "zstd" } else { "gzip" };
    let run = program(tool).arg("-dc").arg(hostile.path(name)).run();
    assert_ne!(run.code, 0, "{name} is damaged");
    run.stdout.matches('\n').count()
}

#[test]
fn other_compressions_are_refused_by_name() {
    let Some(hostile) = Hostile::logs("bzip2 and xz") else { return };
    for (name, format) in UNSUPPORTED {
        let run = hostile.run(name, "").expect(2);
        assert_eq!(run.stdout, "", "{name}");
        assert!(run.stderr.contains(name) && run.stderr.contains(format), "{}", run.stderr);
        assert!(run.stderr.contains("\nhint: "), "{}", run.stderr);
    }
}

#[test]
fn nothing_inside_is_no_data() {
    let Some(hostile) = Hostile::logs("empty compressed logs") else { return };
    for name in ["15_empty_member.jsonl.gz", "15_zero_bytes.jsonl.gz"] {
        let report = hostile.run(name, "").expect(3).json();
        assert_eq!(report["input"]["lines"], json!(0), "{name}");
        assert_eq!(report["input"]["damaged_files"], json!(0), "{name}");
    }
}

#[test]
fn two_layers_are_one_too_many_and_that_is_said() {
    let Some(hostile) = Hostile::logs("gzip inside gzip") else { return };
    let run = hostile.run("15_double.jsonl.gz", "");
    assert_ne!(run.code, 0);
    // 89 bad lines of `nul` and `bad_utf8` would leave a person guessing.
    assert!(run.stderr.contains("gzip") || run.stderr.contains("compressed"), "{}", run.stderr);
}

#[test]
fn a_bomb_is_read_in_flat_memory() {
    let Some(hostile) = Hostile::logs("a compression bomb") else { return };
    let name = "15_bomb_200MB_blank.jsonl.gz";
    let report = hostile.run(name, "").expect(3).json();
    assert_eq!(report["input"]["blank_lines"], json!(200_000));
    assert_eq!(report["input"]["bytes"], json!(204_800_000));
    // 190 MB of memory do not hold the text, and 22 MB are used. The pools' stacks count, so they get one thread each.
    if cfg!(target_os = "linux") {
        let script = "ulimit -d 190000 && exec llmobs costs --threads 1 --json \"$1\"";
        let run = program("sh").arg("-c").arg(script).arg("sh").arg(hostile.path(name));
        run.env("POLARS_MAX_THREADS", "1").run().expect(3);
    }
}
