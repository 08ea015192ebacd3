//! Random logs, shuffled, split and repeated.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{answer, ask};
use crate::support::{Logs, NOW, llmobs};

/// One request of a generated log, as far as chance decides it.
#[derive(Debug, Clone)]
struct Request {
    shape: Shape,
    second: u32,
    latency: u32,
    model: Option<usize>,
    user: usize,
    tokens: (u32, u32),
    cached: u32,
    /// In millionths of a dollar.
    cost: Option<u32>,
    score: Option<u8>,
    team: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    Answered,
    Failed,
    /// Failed first and answered then.
    Retried,
    Pending,
    /// All in one line, with an id.
    Flat,
    /// All in one line, which is a request by itself.
    Anonymous,
}

const MODELS: [&str; 4] = ["claude-sonnet-4-5", "gpt-4o", "no-such-model", "modèle \"é\"\\"];

impl Request {
    fn lines(&self, number: usize) -> Vec<Map<String, Value>> {
        let mut lines = match self.shape {
            Shape::Answered => vec![self.question(), self.answer()],
            Shape::Failed => vec![self.question(), self.failure()],
            Shape::Retried => vec![self.question(), self.failure(), self.answer()],
            Shape::Pending => vec![self.question()],
            Shape::Flat | Shape::Anonymous => {
                let mut line = self.question();
                line.extend(self.answer().into_iter().filter(|(key, _)| key != "timestamp"));
                vec![line]
            }
        };
        if let Some(score) = self.score.filter(|_| self.shape != Shape::Anonymous) {
            lines.push(object(json!({"quality_score": f64::from(score) / 100.0, "satisfied": score > 50})));
        }
        if self.shape != Shape::Anonymous {
            lines.iter_mut().for_each(|line| _ = line.insert("request_id".to_owned(), json!(format!("r{number}"))));
        }
        lines
    }

    fn question(&self) -> Map<String, Value> {
        let mut line = object(json!({"timestamp": time(self.second), "user_id": format!("u{}", self.user)}));
        if let Some(model) = self.model {
            line.insert("model".to_owned(), json!(MODELS[model]));
        }
        if let Some(team) = self.team {
            line.insert("metadata".to_owned(), json!({"team": if team { json!("search") } else { json!(7) }}));
        }
        line
    }

    fn answer(&self) -> Map<String, Value> {
        let mut line = object(json!({
            "timestamp": time(self.second + 1 + self.latency / 1000),
            "input_tokens": self.tokens.0 + self.cached,
            "output_tokens": self.tokens.1,
            "latency_ms": f64::from(self.latency) / 8.0,
        }));
        if self.cached > 0 {
            line.insert("cache_read_tokens".to_owned(), json!(self.cached));
        }
        if let Some(cost) = self.cost {
            line.insert("cost_usd".to_owned(), json!(f64::from(cost) / 1e6));
        }
        line
    }

    fn failure(&self) -> Map<String, Value> {
        object(json!({"timestamp": time(self.second + 1), "level": "ERROR", "error_type": "RateLimitError"}))
    }
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

/// A moment in the first two days of March 2026.
fn time(second: u32) -> String {
    let (day, rest) = (second / 86_400 + 1, second % 86_400);
    format!("2026-03-{day:02}T{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

fn request() -> impl Strategy<Value = Request> {
    let shape = prop_oneof![
        6 => Just(Shape::Answered),
        1 => Just(Shape::Failed),
        1 => Just(Shape::Retried),
        1 => Just(Shape::Pending),
        2 => Just(Shape::Flat),
        1 => Just(Shape::Anonymous),
    ];
    let tokens = (0..5000_u32, 0..2000_u32);
    let model = prop::option::weighted(0.9, 0..MODELS.len());
    let cached = prop_oneof![3 => Just(0_u32), 1 => 1..9000_u32];
    let money = (prop::option::of(0..90_000_u32), prop::option::of(0..100_u8), prop::option::of(any::<bool>()));
    (shape, 0..120_000_u32, 0..60_000_u32, model, 0..3_usize, tokens, cached, money).prop_map(
        |(shape, second, latency, model, user, tokens, cached, (cost, score, team))| Request {
            shape,
            second,
            latency,
            model,
            user,
            tokens,
            cached,
            cost,
            score,
            team,
        },
    )
}

/// A log, and another with the same lines: some repeated, all shuffled, cut into several files.
#[derive(Debug, Clone)]
struct Twins {
    plain: Vec<String>,
    mixed: Vec<Vec<String>>,
}

fn twins() -> impl Strategy<Value = Twins> {
    let lines = prop::collection::vec(request(), 1..40).prop_map(|requests| {
        let lines = requests.iter().enumerate().flat_map(|(number, request)| request.lines(number));
        lines.collect::<Vec<_>>()
    });
    let mixed = lines.prop_flat_map(|lines| {
        let text = |line: &Map<String, Value>| serde_json::to_string(line).expect("JSON");
        let plain: Vec<String> = lines.iter().map(text).collect();
        // A line without an id is a request by itself, so its repeat would be another one.
        let repeatable: Vec<String> =
            lines.iter().filter(|line| line.contains_key("request_id")).map(text).chain(noise()).collect();
        let count = repeatable.len();
        let repeats = prop::sample::subsequence(repeatable, 0..=count);
        (Just(plain), repeats, 1..5_usize)
    });
    mixed
        .prop_flat_map(|(plain, repeats, files)| {
            let all: Vec<String> = plain.iter().cloned().chain(repeats).collect();
            let places = prop::collection::vec(0..files, all.len());
            (Just(plain), Just(all).prop_shuffle(), places, Just(files))
        })
        .prop_map(|(plain, all, places, files)| {
            let mut mixed = vec![Vec::new(); files];
            all.into_iter().zip(places).for_each(|(line, file)| mixed[file].push(line));
            Twins { plain, mixed }
        })
}

/// Lines that are nothing to any request.
fn noise() -> [String; 5] {
    ["", "  ", "not json", "[1]", "{\"a\":{\"b\":[]}}"].map(str::to_owned)
}

fn write(files: &[Vec<String>]) -> Logs {
    let logs = Logs::new();
    for (number, lines) in files.iter().enumerate() {
        logs.write(&format!("{number}.jsonl"), lines.join("\n"));
    }
    logs
}

/// Questions that read different columns: money and cache, other paths, ranks.
const QUESTIONS: [&str; 3] = ["", "--by user_id,day --sort p95_latency_ms", "--by metadata.team,satisfied,status"];

proptest! {
    // Each case runs the program some twenty times. Its counterexamples are small enough to become tests by hand.
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_files_and_repeats_change_no_answer(twins in twins()) {
        let (plain, mixed) = (write(std::slice::from_ref(&twins.plain)), write(&twins.mixed));
        for question in QUESTIONS {
            let (one, other) = (ask(plain.path(), question).run(), ask(mixed.path(), question).run());
            prop_assert_eq!(one.code, other.code);
            prop_assert_eq!(answer(&one.stdout), answer(&other.stdout));
            for count in ["requests", "matched_requests", "pending", "errors", "logged_cost_requests",
                "computed_cost_requests", "unpriced_requests", "unpriced_models"] {
                prop_assert_eq!(&one.json()["input"][count], &other.json()["input"][count]);
            }
        }
    }

    #[test]
    fn threads_and_cuts_change_no_byte(twins in twins()) {
        let logs = write(&twins.mixed);
        let whole = ask(logs.path(), QUESTIONS[1]).run();
        let examine = |cut: &str| llmobs(&format!("doctor --json {cut}")).arg(logs.path()).env("LLMOBS_NOW", NOW).run();
        let examined = examine("");
        for threads in [1, 2, 8] {
            for bytes in [1, 7, 64, 4096, 1_048_576] {
                let cut = format!("--threads {threads} --chunk-bytes {bytes} {}", QUESTIONS[1]);
                prop_assert_eq!(&ask(logs.path(), &cut).run(), &whole, "{}", cut);
                let cut = format!("--threads {threads} --chunk-bytes {bytes}");
                prop_assert_eq!(&examine(&cut), &examined, "doctor {}", cut);
            }
        }
    }
}
