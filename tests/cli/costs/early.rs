//! Lines that a filter can judge alone are left out before they cost memory. That must change no answer: flat lines are
//! judged alone, and the same lines with an id, which may have more lines to come, are not.

use std::fmt::Write;

use serde_json::Value;

use crate::support::{Logs, llmobs};

/// Flat lines over four days: every third without a plan, every seventh without a time.
fn log(with_ids: bool) -> String {
    (0..400).fold(String::new(), |mut log, n| {
        let id = if with_ids { format!("\"request_id\":\"r{n}\",") } else { String::new() };
        let time = if n % 7 == 0 {
            String::new()
        } else {
            format!("\"timestamp\":\"2026-03-0{}T{:02}:00:00Z\",", 1 + n % 4, n % 24)
        };
        let plan = ["\"plan\":\"pro\",", "\"plan\":5,", ""][n % 3];
        let _ = writeln!(
            log,
            "{{{id}{time}{plan}\"user_id\":\"u{}\",\"input_tokens\":{n},\"output_tokens\":1,\"cost_usd\":0.001}}",
            n % 5
        );
        log
    })
}

fn ask(log: &str, filter: &str) -> Value {
    let (_logs, file) = Logs::with(log);
    llmobs(&format!("costs --json --by plan,user_id {filter}")).arg(file).run().json()
}

#[test]
fn what_is_judged_early_is_judged_the_same() {
    let (flat_log, log_with_ids) = (log(false), log(true));
    for filter in [
        "--since 2026-03-02",
        "--until 2026-03-02",
        "--since 2026-03-02T05:00Z --until 2026-03-03T20:00Z",
        "--where plan=pro",
        "--where plan>4",
        "--where plan!=pro --where user_id=u1,u2",
        "--where user_id~[34] --since 2026-03-04",
        "--where model=none",
    ] {
        let (flat, ids) = (ask(&flat_log, filter), ask(&log_with_ids, filter));
        for part in ["rows", "totals", "range", "warnings"] {
            assert_eq!(flat[part], ids[part], "{filter}: {part}");
        }
        for count in ["requests", "matched_requests", "unpriced_requests", "pending", "errors"] {
            assert_eq!(flat["input"][count], ids["input"][count], "{filter}: {count}");
        }
        assert_eq!(flat["input"]["requests"], 400, "{filter}");
    }
}

#[test]
fn an_answer_inside_the_window_to_a_question_before_it_is_outside() {
    let (_logs, log) = Logs::with(
        "{\"request_id\":\"a\",\"timestamp\":\"2026-03-02T00:00:01Z\",\"output_tokens\":5,\"cost_usd\":1}\n\
         {\"request_id\":\"a\",\"timestamp\":\"2026-03-01T23:59:59Z\",\"model\":\"m\"}\n",
    );
    let report = llmobs("costs --json --since 2026-03-02").arg(&log).run().expect(3).json();
    assert_eq!(report["input"]["matched_requests"], 0);
    let report = llmobs("costs --json --since 2026-03-01").arg(&log).run().expect(0).json();
    assert_eq!(report["totals"]["total_cost_usd"], 1.0);
}
