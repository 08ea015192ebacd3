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

/// Kinds of panel that `@grafana/schema` 13.2.3 has types for (`raw/composable`) and that are no experiment.
const KINDS: [&str; 15] = [
    "barchart",
    "bargauge",
    "candlestick",
    "gauge",
    "geomap",
    "heatmap",
    "histogram",
    "logs",
    "piechart",
    "stat",
    "state-timeline",
    "status-history",
    "table",
    "text",
    "timeseries",
];

/// Some of the units that Grafana knows: `id`s of `packages/grafana-data/src/valueFormats/categories.ts` in
/// grafana/grafana at ed1aac226b3b. An unknown one is no error there, but a suffix to every number.
const UNITS: [&str; 7] = ["currencyUSD", "none", "percentunit", "reqps", "s", "short", "string"];

/// The schema of 13.2.3 is this one; older ones are brought forward as they are read.
const NEWEST_SCHEMA: u64 = 42;

type Fault = String;

fn text<'v>(value: &'v Value, key: &str) -> Result<&'v str, Fault> {
    value[key].as_str().filter(|text| !text.is_empty()).ok_or_else(|| format!("no text as `{key}`: {value:#}"))
}

fn known(what: &str, all: &[&str]) -> Result<(), Fault> {
    if all.contains(&what) { Ok(()) } else { Err(format!("Grafana has no `{what}`")) }
}

fn unique<T: Ord>(all: &[T], what: &str) -> Result<(), Fault> {
    let set: BTreeSet<&T> = all.iter().collect();
    if set.len() == all.len() { Ok(()) } else { Err(format!("{what} are there twice")) }
}

/// The variable through which the reader says which server it is.
fn source(dashboard: &Value) -> Result<String, Fault> {
    let variables = dashboard["templating"]["list"].as_array().ok_or("no variables")?;
    let of_prometheus = |variable: &&Value| variable["type"] == "datasource" && variable["query"] == "prometheus";
    let variable = variables.iter().find(of_prometheus).ok_or("no variable of a Prometheus server")?;
    Ok(format!("${{{}}}", text(variable, "name")?))
}

/// Where a panel lies: columns of 24, rows without end.
fn place(panel: &Value) -> Result<[u64; 4], Fault> {
    let number = |key: &str| panel["gridPos"][key].as_u64().ok_or_else(|| format!("no `{key}`: {panel:#}"));
    let [x, y, w, h] = [number("x")?, number("y")?, number("w")?, number("h")?];
    if x + w > 24 || w == 0 || h == 0 { Err(format!("out of the grid: {panel:#}")) } else { Ok([x, y, w, h]) }
}

fn overlap([x, y, w, h]: [u64; 4], [u, v, width, height]: [u64; 4]) -> bool {
    x < u + width && u < x + w && y < v + height && v < y + h
}

fn check_panel(panel: &Value, source: &str) -> Result<(), Fault> {
    known(text(panel, "type")?, &KINDS)?;
    text(panel, "title").and(text(panel, "description"))?;
    known(text(&panel["fieldConfig"]["defaults"], "unit")?, &UNITS)?;
    let targets = panel["targets"].as_array().filter(|targets| !targets.is_empty()).ok_or("no targets")?;
    for asked in targets.iter().chain([panel]) {
        if asked["datasource"] != serde_json::json!({"type": "prometheus", "uid": source}) {
            return Err(format!("another server: {asked:#}"));
        }
    }
    targets.iter().try_for_each(|target| text(target, "expr").map(drop))?;
    let names = targets.iter().map(|target| text(target, "refId")).collect::<Result<Vec<_>, _>>()?;
    unique(&names, "targets of a `refId`")
}

/// What an import needs. Against Grafana's published types the document was held by `tsc --strict` with
/// `@grafana/schema` 13.2.3: the dashboard, and the options and custom fields of each panel's kind.
fn check(dashboard: &Value) -> Result<(), Fault> {
    text(dashboard, "title").and(text(dashboard, "uid"))?;
    if text(dashboard, "uid")?.len() > 40 {
        return Err("Grafana takes no `uid` above 40 characters".to_owned());
    }
    let version = dashboard["schemaVersion"].as_u64();
    version.filter(|version| (36..=NEWEST_SCHEMA).contains(version)).ok_or("no `schemaVersion` that Grafana reads")?;
    let (source, panels) = (source(dashboard)?, dashboard["panels"].as_array().ok_or("no panels")?);
    panels.iter().try_for_each(|panel| check_panel(panel, &source))?;
    let ids =
        panels.iter().map(|panel| panel["id"].as_u64().ok_or("a panel without id")).collect::<Result<Vec<_>, _>>()?;
    unique(&ids, "panels of an `id`")?;
    let places = panels.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    let pairs = places.iter().enumerate().flat_map(|(at, one)| places[at + 1..].iter().map(move |other| (one, other)));
    let clash = pairs.into_iter().find(|(one, other)| overlap(**one, **other));
    clash.map_or(Ok(()), |(one, other)| Err(format!("{one:?} lies over {other:?}")))
}

#[test]
fn it_has_the_shape_of_a_dashboard() {
    let dashboard = dashboard();
    assert_eq!(check(&dashboard), Ok(()));
    let kinds: BTreeSet<&str> =
        dashboard["panels"].as_array().expect("panels").iter().filter_map(|panel| panel["type"].as_str()).collect();
    let required = dashboard["__requires"].as_array().expect("what it requires");
    let panels: BTreeSet<&str> =
        required.iter().filter(|one| one["type"] == "panel").filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(panels, kinds, "it names the kinds of panel that it needs");
}

/// The check itself: each of these makes of a good dashboard one that Grafana would not show as it is meant.
#[test]
fn a_dashboard_out_of_shape_is_found() {
    for (pointer, value) in [
        ("/uid", serde_json::json!("")),
        ("/uid", serde_json::json!("u".repeat(41))),
        ("/schemaVersion", serde_json::json!("38")),
        ("/schemaVersion", serde_json::json!(NEWEST_SCHEMA + 1)),
        ("/templating/list", serde_json::json!([])),
        ("/templating/list/0/name", serde_json::json!("other")),
        ("/panels/0/type", serde_json::json!("graph3d")),
        ("/panels/1/id", serde_json::json!(1)),
        ("/panels/1/gridPos/x", serde_json::json!(13)),
        ("/panels/1/gridPos/x", serde_json::json!(11)),
        ("/panels/2/gridPos/h", serde_json::json!(0)),
        ("/panels/2/gridPos/y", serde_json::json!(7)),
        ("/panels/3/datasource/uid", serde_json::json!("P1809F7CD0C75ACF3")),
        ("/panels/3/targets/1/datasource/uid", serde_json::json!("${DS_PROMETHEUS}")),
        ("/panels/3/targets/1/refId", serde_json::json!("A")),
        ("/panels/4/targets/0/expr", Value::Null),
        ("/panels/4/targets", serde_json::json!([])),
        ("/panels/5/fieldConfig/defaults/unit", serde_json::json!("dollars")),
    ] {
        let mut dashboard = dashboard();
        *dashboard.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        assert!(check(&dashboard).is_err(), "{pointer}");
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
