//! The Grafana dashboard: whole JSON of a dashboard that asks only for metrics there are.

use std::collections::BTreeSet;

use serde_json::Value;

use super::metrics;
use crate::support::llmobs;

pub fn dashboard() -> Value {
    llmobs("metrics --dashboard").json()
}

/// Every expression of every panel.
pub fn expressions(dashboard: &Value) -> Vec<String> {
    let panels = dashboard["panels"].as_array().expect("panels");
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().expect("targets"));
    targets.map(|target| target["expr"].as_str().expect("an expression").to_owned()).collect()
}

/// The words of an expression that name a metric of this program.
fn names(expression: &str) -> impl Iterator<Item = &str> {
    let words = expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("llm_"))
}

#[test]
fn it_asks_for_metrics_there_are() {
    let text = metrics("--quiet fixtures/demo.jsonl");
    let known: BTreeSet<&str> =
        text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(['{', ' ']).next()).collect();
    let expressions = expressions(&dashboard());
    assert!(expressions.len() >= 10, "{expressions:#?}");
    for expression in &expressions {
        assert!(names(expression).next().is_some(), "{expression}");
        names(expression).for_each(|name| assert!(known.contains(name), "{name} is no metric: {expression}"));
    }
}

/// What an import needs. Against Grafana's published types it was held by `tsc --strict` with `@grafana/schema` 13.2.3:
/// the dashboard, and the options and custom fields of each panel's kind.
#[test]
fn it_has_the_shape_of_a_dashboard() {
    let dashboard = dashboard();
    assert!(dashboard["schemaVersion"].as_u64().is_some_and(|version| version >= 36));
    for key in ["title", "uid"] {
        assert!(dashboard[key].is_string(), "{key}");
    }
    let input = &dashboard["__inputs"][0];
    assert_eq!((&input["type"], &input["pluginId"]), (&"datasource".into(), &"prometheus".into()));
    let source = format!("${{{}}}", input["name"].as_str().expect("a name"));
    let panels = dashboard["panels"].as_array().expect("panels");
    let ids: BTreeSet<u64> = panels.iter().filter_map(|panel| panel["id"].as_u64()).collect();
    assert_eq!(ids.len(), panels.len(), "panels have ids of their own");
    for panel in panels {
        for key in ["type", "title", "description"] {
            assert!(panel[key].is_string(), "{key} of {panel:#}");
        }
        assert_eq!(panel["datasource"]["uid"], source.as_str());
        let place = ["x", "y", "w", "h"].map(|key| panel["gridPos"][key].as_u64().expect("a place"));
        assert!(place[0] + place[2] <= 24 && place[2] > 0 && place[3] > 0, "{place:?}");
    }
}

#[test]
fn it_shows_what_it_should() {
    let dashboard = dashboard();
    let titles: Vec<&str> =
        dashboard["panels"].as_array().expect("panels").iter().filter_map(|panel| panel["title"].as_str()).collect();
    for title in ["Cost by day", "Cost by model", "p95 latency by model", "Error rate", "Top users"] {
        assert!(titles.contains(&title), "{titles:?}");
    }
}
