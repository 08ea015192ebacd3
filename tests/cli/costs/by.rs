//! `--by`: what rows stand for, and their order.

use serde_json::{Value, json};

use super::{ask, flat};
use crate::support::{PYLOGGER, column, llmobs, row};

#[test]
fn models_come_by_cost_unless_said_otherwise() {
    let report = llmobs("costs --json").arg(PYLOGGER).json();
    let costs: Vec<f64> = column(&report, "total_cost_usd").iter().map(|cost| cost.as_f64().expect("a cost")).collect();
    assert_eq!(costs.len(), 6);
    assert!(costs.is_sorted_by(|a, b| a >= b), "{costs:?}");
    let shares: f64 = column(&report, "cost_share").iter().map(|share| share.as_f64().expect("a share")).sum();
    assert!((shares - 1.0).abs() < 1e-12, "{shares}");
}

#[test]
fn days_come_in_order_of_time_and_within_a_model_too() {
    let lines = [
        flat("2026-03-02T00:00:00Z", "b", 9.0),
        flat("2026-03-10T00:00:00Z", "a", 5.0),
        flat("2026-03-01T00:00:00Z", "b", 1.0),
        flat("2026-03-02T00:00:00Z", "a", 2.0),
    ];
    assert_eq!(column(&ask(&lines, "--by day"), "day"), ["2026-03-01", "2026-03-02", "2026-03-10"]);
    let report = ask(&lines, "--by model,day");
    assert_eq!(column(&report, "model"), ["a", "a", "b", "b"]);
    assert_eq!(column(&report, "day"), ["2026-03-02", "2026-03-10", "2026-03-01", "2026-03-02"]);
    let keys: Vec<&String> = report["rows"][0].as_object().expect("a row").keys().take(2).collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(row(&report, "day", &json!("2026-03-10"))["total_cost_usd"], json!(5.0));
}

#[test]
fn three_dimensions_split_the_whole() {
    let report = llmobs("costs --json --by model,user_id,finish_reason").arg(PYLOGGER).json();
    let one = llmobs("costs --json").arg(PYLOGGER).json();
    assert_eq!(report["totals"], one["totals"]);
    let requests: i64 = column(&report, "requests").iter().map(|n| n.as_i64().expect("a count")).sum();
    assert_eq!(requests, 60);
    // jq -s 'group_by(.request_id) | map(add) | map([.model, .user_id, .finish_reason]) | unique | length'
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(37));
}

#[test]
fn dimensions_repeat_and_combine_in_any_spelling() {
    let both = llmobs("costs --json --by model,day").arg(PYLOGGER).run();
    for spelling in ["--by model --by day", "--by model,day,model", "--by=model,day"] {
        assert_eq!(llmobs(&format!("costs --json {spelling}")).arg(PYLOGGER).run(), both, "{spelling}");
    }
    let spaced = llmobs("costs --json --by").arg("model, day").arg(PYLOGGER).run();
    assert_eq!(spaced, both);
}

#[test]
fn any_path_can_be_grouped_by_and_keeps_its_type() {
    let team = |value: Value| json!({"model": "m", "output_tokens": 1, "cost_usd": 1.0, "metadata": {"team": value}});
    let lines: Vec<Value> =
        [json!("search"), json!("7"), json!(7), json!(7.5), json!(true), Value::Null, json!("search")]
            .into_iter()
            .map(team)
            .collect();
    let report = ask(&lines, "--by metadata.team --sort metadata.team");
    // Truth values, numbers, texts, and last what is missing.
    let order = [json!(true), json!(7), json!(7.5), json!("7"), json!("search"), Value::Null];
    assert_eq!(column(&report, "metadata.team"), order.iter().collect::<Vec<_>>());
    assert_eq!(row(&report, "metadata.team", &json!("search"))["requests"], json!(2));
}

#[test]
fn no_two_rows_have_one_key() {
    // Equal numbers are one value however they are written, as in `--where x=7`; ids beyond 2^53 are not equal.
    for (numbers, groups) in [
        (&["7", "7.0", "70e-1"][..], 1),
        (&["0", "-0"], 1),
        (&["1e400", "2e400", "null"], 3),
        (&["12345678901234567890", "12345678901234567891"], 2),
    ] {
        let log: String = numbers.iter().map(|x| format!("{{\"model\":\"m\",\"cost_usd\":1,\"x\":{x}}}\n")).collect();
        let (_logs, log) = crate::support::Logs::with(log);
        let report = llmobs("costs --json --by x").arg(log).json();
        let keys: std::collections::BTreeSet<String> = column(&report, "x").iter().map(|key| key.to_string()).collect();
        assert_eq!(keys.len(), report["rows"].as_array().expect("rows").len(), "{numbers:?} make rows {keys:?}");
        assert_eq!(keys.len(), groups, "{numbers:?} make rows {keys:?}");
    }
}

#[test]
fn counts_are_whole_as_keys() {
    let report =
        ask(&[json!({"model": "m", "input_tokens": 7, "output_tokens": 1, "cost_usd": 1.0})], "--by input_tokens");
    assert_eq!(report["rows"][0]["input_tokens"].to_string(), "7");
}

#[test]
fn a_number_and_its_text_are_two_rows_that_look_different() {
    let line = |team: Value| json!({"model": "m", "cost_usd": 1.0, "metadata": {"team": team}}).to_string();
    let (_logs, log) = crate::support::Logs::with(format!("{}\n{}\n", line(json!(3)), line(json!("3"))));
    let shown = llmobs("costs --by metadata.team --format table").arg(log).run().expect(0).stdout;
    assert!(shown.contains("\n3 ") && shown.contains("\n\"3\" "), "{shown}");
}

#[test]
fn no_dimension_is_not_the_default_one() {
    for nothing in ["", ",", " "] {
        let run = llmobs("costs --json --by").arg(nothing).arg(PYLOGGER).run().expect(2);
        assert!(
            run.stdout.is_empty() && run.stderr.starts_with("error: `--by` names nothing\n\nhint: "),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_slip_in_a_name_is_met_with_a_suggestion() {
    let lines = [json!({"model": "m", "cost_usd": 1.0, "metadata": {"team": "a"}})];
    for (arguments, advice) in [
        ("--by Model", "did you mean `model`?"),
        ("--by user-id", "did you mean `user_id`?"),
        ("--where day=2026-11-21", "`--since` and `--until` test times"),
        ("--by metadata", "it is an object, so name one of its fields: `metadata.NAME`"),
    ] {
        let (_logs, run) = super::prepared(&lines, arguments);
        let run = run.run();
        assert!(run.stderr.contains(advice), "{arguments}: {}", run.stderr);
    }
}

#[test]
fn a_dimension_called_like_a_column_does_not_hide_it() {
    let line = json!({"model": "m", "cost_usd": 1.0, "requests": "x"});
    let (_logs, log) = crate::support::Logs::with(format!("{line}\n"));
    let run = llmobs("costs --by requests --format ndjson").arg(log).run();
    // Two keys of one name are one too many for every reader of JSON; to refuse the question would do as well.
    assert!(run.code == 2 || run.stdout.matches("\"requests\":").count() == 1, "{run:#?}");
}

#[test]
fn a_path_may_be_a_key_with_a_dot() {
    let lines =
        [json!({"model": "m", "cost_usd": 1.0, "a.b": "x"}), json!({"model": "m", "cost_usd": 2.0, "a": {"b": "x"}})];
    let report = ask(&lines, "--by a.b");
    assert_eq!(row(&report, "a.b", &json!("x"))["total_cost_usd"], json!(3.0));
}

#[test]
fn a_field_has_many_names_and_the_exact_one_beats_the_others() {
    let lines = [
        json!({"model": "m", "feature_name": "chat", "usage": {"input_tokens": 3}, "completion_tokens": 4, "cost": 1.0}),
        json!({"model": "m", "endpoint": "chat", "prompt_tokens": 3, "output_tokens": 4, "response_cost": 1.0}),
        json!({"model": "m", "feature": "chat", "feature_name": "no", "input_tokens": 3, "prompt_tokens": 99,
            "output_tokens": 4, "cost_usd": 1.0, "cost": 99.0}),
    ];
    for name in ["feature", "feature_name"] {
        let report = ask(&lines, &format!("--by {name}"));
        let chat = row(&report, "feature", &json!("chat"));
        assert_eq!(
            [&chat["requests"], &chat["total_input_tokens"], &chat["total_output_tokens"]],
            [&json!(3), &json!(9), &json!(12)]
        );
        assert_eq!(chat["total_cost_usd"], json!(3.0));
    }
}

#[test]
fn weeks_begin_on_monday_and_months_on_the_first() {
    // 2026-03-01 is a Sunday: python3 -c 'import datetime; print(datetime.date(2026,3,1).isoweekday())'
    let days = ["2026-02-28", "2026-03-01", "2026-03-02", "2026-03-08", "2026-03-09"];
    let lines: Vec<Value> = days.iter().map(|day| flat(&format!("{day}T12:00:00Z"), "m", 1.0)).collect();
    let report = ask(&lines, "--by week");
    assert_eq!(column(&report, "week"), ["2026-02-23", "2026-03-02", "2026-03-09"]);
    assert_eq!(column(&report, "requests"), [2, 2, 1]);
    let report = ask(&lines, "--by month");
    assert_eq!(column(&report, "month"), ["2026-02", "2026-03"]);
}

#[test]
fn a_request_without_a_time_is_in_no_day_and_still_counts() {
    let report = ask(&[json!({"model": "m", "cost_usd": 1.0}), flat("2026-03-01T00:00:00Z", "m", 2.0)], "--by day");
    assert_eq!(column(&report, "day"), [&json!("2026-03-01"), &Value::Null]);
    assert_eq!(report["totals"]["total_cost_usd"], json!(3.0));
}

#[test]
fn cached_tokens_have_columns_where_a_log_has_any() {
    let plain = ask(&[flat("2026-03-01T00:00:00Z", "m", 1.0)], "");
    assert!(plain["totals"].get("total_cache_read_tokens").is_none());
    let cached = json!({"model": "gpt-4o", "input_tokens": 100, "output_tokens": 1, "cost_usd": 1.0,
        "cache_read_tokens": 60, "cache_write_tokens": 0, "cache_write_1h_tokens": 7});
    let report = ask(&[cached, json!({"model": "gpt-4o", "input_tokens": 1, "output_tokens": 1, "cost_usd": 1.0})], "");
    let totals = &report["totals"];
    let columns = ["total_cache_read_tokens", "total_cache_write_tokens", "total_cache_write_1h_tokens"];
    assert_eq!(columns.map(|column| &totals[column]), [&json!(60), &json!(0), &json!(7)]);
}

#[test]
fn an_average_is_over_the_requests_whose_cost_is_known() {
    let lines = [
        flat("2026-03-01T00:00:00Z", "m", 1.0),
        flat("2026-03-01T00:00:00Z", "m", 2.0),
        json!({"model": "m", "output_tokens": 1}),
        json!({"model": "m", "level": "ERROR"}),
    ];
    let report = ask(&lines, "");
    assert_eq!(report["rows"][0]["avg_cost_per_request"], json!(1.5));
    // The answered one is unpriced and named; the failed one used nothing.
    assert_eq!(report["input"]["unpriced_requests"], json!(1));
    assert_eq!(report["input"]["unpriced_models"], json!(["m"]));
    assert!(report["warnings"].to_string().contains("floor"), "{}", report["warnings"]);
}
