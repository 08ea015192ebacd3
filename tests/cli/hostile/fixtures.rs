//! The few damaged logs that every checkout has.

use std::path::Path;

use crate::support::{ROOT, llmobs, read_json};

#[test]
fn every_damaged_fixture_is_counted_as_expected() {
    let folder = Path::new(ROOT).join("fixtures/hostile");
    let expected = read_json(&folder.join("expected.json"));
    let logs = expected.as_object().expect("an object of logs");
    assert!(logs.len() >= 5, "{logs:?}");
    for (name, wanted) in logs {
        for cut in ["", "--chunk-bytes 1 --threads 3", "--chunk-bytes 37"] {
            let report = llmobs(&format!("costs --json {cut}")).arg(folder.join(name)).json();
            for key in ["lines", "blank_lines", "bad_lines_by_reason", "requests"] {
                assert_eq!(report["input"][key], wanted[key], "{name} {cut}: {key}");
            }
            assert_eq!(report["totals"]["total_cost_usd"], wanted["total_cost_usd"], "{name} {cut}");
        }
    }
}
