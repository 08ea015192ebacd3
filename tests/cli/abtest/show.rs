//! The answer in its formats.

use serde_json::Value;

use super::analyze;
use super::generate::case;

#[test]
fn the_first_line_for_people_is_the_verdict() {
    let shown = analyze(case("p28_sequential").log(), "--format table").expect(0).stdout;
    let wanted = "verdict: treatment is better on quality_score: +0.0152 (95% CI +0.0039 to +0.0265), +2.2%, p = 0.0082 (Welch t, 1,810 users).";
    assert_eq!(shown.lines().next(), Some(wanted));
    assert!(shown.contains("split: 900 control / 910 treatment, as meant (p = 0.81)"), "{shown}");
    assert!(shown.contains("······│├─●──┤"), "{shown}");
}

#[test]
fn no_difference_shown_is_never_no_difference() {
    let shown = analyze(case("p13_df_1e5").log(), "--format table").expect(0).stdout;
    let first = shown.lines().next().expect("a line");
    let wanted = "verdict: No significant difference on quality_score for treatment: +0.2% (95% CI -0.03% to +0.3%), p = 0.11. At this size an effect under 0.3% would usually be missed.";
    assert_eq!(first, wanted);
    assert!(!shown.contains("the same"));
}

#[test]
fn markdown_fits_a_pull_request() {
    let shown = analyze(case("p28_sequential").log(), "--format markdown").expect(0).stdout;
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[0].starts_with("- **verdict:** treatment is better on quality_score: +0.0152 (95% CI"), "{shown}");
    assert!(shown.contains("\n| quality_score | treatment | +0.0152 | +0.0039 to +0.0265 | "), "{shown}");
    assert!(shown.contains("\n### variants\n"), "{shown}");
}

#[test]
fn rows_are_comparisons() {
    let log = case("p_smls01").log();
    let rows = analyze(&log, "--format ndjson").expect(0).ndjson();
    assert_eq!(rows.len(), 8);
    let json = analyze(&log, "").expect(0).json();
    let comparisons = json["experiments"][0]["metrics"][0]["comparisons"].as_array().expect("comparisons");
    for (row, comparison) in rows.iter().zip(comparisons) {
        for key in ["treatment", "difference", "p_value", "p_value_adjusted", "is_significant", "verdict", "test", "df"]
        {
            assert_eq!(row[key], comparison[key], "{key}");
        }
        assert_eq!(
            [&row["ci_low"], &row["ci_high"]],
            [&comparison["confidence_interval"][0], &comparison["confidence_interval"][1]]
        );
    }
    let csv = analyze(&log, "--format csv").expect(0).stdout;
    assert_eq!(csv.lines().count(), 9);
    assert!(
        csv.starts_with("experiment,metric,control,treatment,n_users_control,n_users_treatment,mean_control,"),
        "{csv}"
    );
}

#[test]
fn the_envelope_is_that_of_every_command() {
    let report = analyze(case("p01_r_sleep").log(), "").expect(0).json();
    assert_eq!([&report["schema_version"], &report["command"]], [&Value::from(1), &Value::from("abtest analyze")]);
    assert!(report["range"].is_object() && report["input"].is_object() && report["warnings"].is_array());
    assert_eq!(report["input"]["requests"], 20);
    assert_eq!(report.get("rows"), None);
}

#[test]
fn the_answer_does_not_depend_on_threads_or_chunks() {
    let log = case("p26_cluster_gen").log();
    let of = |arguments: &str| analyze(&log, arguments).expect(0).stdout;
    let one = of("--threads 1");
    for arguments in ["--threads 4", "--threads 4 --chunk-bytes 333", "--threads 1 --chunk-bytes 5000"] {
        assert_eq!(of(arguments), one, "{arguments}");
    }
}
