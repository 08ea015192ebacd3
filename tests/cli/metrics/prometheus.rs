//! A real Prometheus server scrapes the metrics and answers the same sums.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::dashboard::{dashboard, expressions};
use super::metrics;
use crate::http::{Reply, Server, encoded, get};
use crate::support::{Logs, has_tool, llmobs, program};

/// A server that ends with the test.
struct Prometheus {
    child: Child,
    address: String,
    _data: Logs,
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        // It ends itself only after minutes; there is nothing worth keeping.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Prometheus {
    /// Scrapes `target` every second.
    fn start(target: &Server) -> Prometheus {
        let data = Logs::new();
        let config = data.write(
            "prometheus.yml",
            format!(
                "scrape_configs:\n- job_name: llmobs\n  scrape_interval: 1s\n  static_configs:\n  - targets: ['{}']\n",
                target.address
            ),
        );
        let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        let child = Command::new("prometheus")
            .arg(format!("--config.file={}", config.display()))
            .arg(format!("--storage.tsdb.path={}", data.path().join("data").display()))
            .arg(format!("--web.listen-address={free}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("prometheus starts");
        Prometheus { child, address: free.to_string(), _data: data }
    }

    fn query(&self, expression: &str) -> Option<Value> {
        let (_, body) = get(&self.address, &format!("/api/v1/query?query={}", encoded(expression)))?;
        serde_json::from_str(&body).ok()
    }

    /// The only number of an answer, as soon as there is one.
    #[track_caller]
    fn number(&self, expression: &str) -> f64 {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(60) {
            let answer = self.query(expression);
            let value = answer.as_ref().map(|answer| &answer["data"]["result"][0]["value"][1]);
            if let Some(number) = value.and_then(Value::as_str).and_then(|text| text.parse().ok()) {
                return number;
            }
            thread::sleep(Duration::from_millis(200));
        }
        panic!("no answer to {expression}: {:?}", self.query(expression));
    }
}

#[test]
fn it_answers_as_costs_does() {
    if !has_tool("prometheus", "a scrape by a Prometheus server") {
        return;
    }
    let text = metrics("--quiet --by user_id fixtures/demo.jsonl");
    let server = Server::start(move |_| Reply::Say(200, "content-type: text/plain; version=0.0.4\r\n", text.clone()));
    let prometheus = Prometheus::start(&server);
    let costs = llmobs("costs --json fixtures/demo.jsonl").json();
    let totals = &costs["totals"];
    let close = |expression: &str, wanted: &Value| {
        let (found, wanted) = (prometheus.number(expression), wanted.as_f64().expect("a number"));
        assert!((found - wanted).abs() <= 1e-12 * wanted, "{expression}: {found} is not {wanted}");
    };
    close("sum(llm_requests_total) + sum(llm_active_requests)", &totals["requests"]);
    close("sum(llm_requests_total{status=\"error\"})", &totals["errors"]);
    close("sum(llm_cost_usd_total)", &totals["total_cost_usd"]);
    close("sum(llm_tokens_total{type=\"input\"})", &totals["total_input_tokens"]);
    close("sum(llm_tokens_total{type=\"output\"})", &totals["total_output_tokens"]);
    close("sum(llm_unpriced_requests_total)", &costs["input"]["unpriced_requests"]);
    for row in costs["rows"].as_array().expect("rows") {
        let model = row["model"].as_str().expect("a model");
        close(&format!("sum(llm_requests_total{{model=\"{model}\",status=\"error\"}})"), &row["errors"]);
    }
    let expressions = expressions(&dashboard());
    // Rates need two scrapes, so that the first answer may be empty.
    expressions.iter().for_each(|expression| _ = prometheus.number(&filled(expression)));
    let costs_of = |by: &str| expressions.iter().find(|expression| expression.contains(by)).map(|text| standing(text));
    for panel in ["sum(increase(llm_cost", "sum by (model) (increase(llm_cost", "sum by (user_id) (increase(llm_cost"] {
        let expression = costs_of(panel).unwrap_or_else(|| panic!("no panel asks {panel}"));
        close(&format!("sum({expression})"), &totals["total_cost_usd"]);
    }
    close(&standing(&expressions[expressions.len() - 2]), &costs["input"]["bad_lines"]);
}

/// Grafana fills in its variables; everything else is the server's own language.
fn filled(expression: &str) -> String {
    expression.replace("$__rate_interval", "1m").replace("$__range", "7d")
}

/// An expression of counters as they stand instead of how they grew: the log of the test stands still.
fn standing(expression: &str) -> String {
    match expression.split_once("increase(").and_then(|(before, rest)| Some((before, rest.split_once('[')?))) {
        Some((before, (counter, rest))) => {
            format!("{before}({counter}{}", &rest[rest.find(']').expect("the range ends") + 1..])
        }
        None => expression.to_owned(),
    }
}

/// The server's own tool takes every expression for one, before any server runs.
#[test]
fn promtool_takes_every_expression_of_the_dashboard() {
    if !has_tool("promtool", "`promtool check rules`") {
        return;
    }
    let rule = |(at, expression): (usize, &String)| serde_json::json!({"record": format!("panel:{at}"), "expr": filled(expression)});
    let rules: Vec<Value> = expressions(&dashboard()).iter().enumerate().map(rule).collect();
    let data = Logs::new();
    // JSON is YAML.
    let document = serde_json::json!({"groups": [{"name": "dashboard", "rules": rules}]});
    let file = data.write("rules.yml", document.to_string());
    let run = program("promtool").arg("check").arg("rules").arg(file).run().expect(0);
    assert!(run.stdout.contains(&format!("{} rules found", rules.len())), "{run:#?}");
}
