//! Who asks what, when, and how it ends: so many workers that each ask, wait, and ask again.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;

use super::Options;
use super::lines::Writer;
use super::random::{Random, Zipf};

/// 2026-09-01T08:00Z in microseconds.
const FIRST_MORNING: u64 = 1_788_249_600_000_000;
const DAY: u64 = 86_400_000_000;

/// A model's name, its prices in dollars per thousand million tokens, and how long a token of its answer takes.
pub struct Model {
    pub name: String,
    input: u64,
    output: u64,
    token_ms: f64,
}

const MODELS: [(&str, u64, u64, f64); 8] = [
    ("claude-sonnet-4-5-20250929", 3_000, 15_000, 13.0),
    ("gpt-4o-mini-2024-07-18", 150, 600, 8.0),
    ("claude-haiku-4-5-20251001", 1_000, 5_000, 6.0),
    ("gpt-5-mini-2025-08-07", 250, 2_000, 9.0),
    ("claude-opus-4-6", 5_000, 25_000, 17.0),
    ("gpt-4o-2024-08-06", 2_500, 10_000, 11.0),
    ("gemini-2.5-flash", 300, 2_500, 5.0),
    ("gpt-5-2025-08-07", 1_250, 10_000, 14.0),
];

/// The models that are asked; after those of the list, some that no price table knows.
pub fn models(count: u32) -> Vec<Model> {
    let listed = MODELS.into_iter().map(|(name, input, output, ms)| (name.to_string(), input, output, ms));
    let further = (1..).map(|number| (format!("in-house-{number:03}"), 100, 400, 10.0));
    let all = listed.chain(further).take(count.max(1) as usize);
    all.map(|(name, input, output, token_ms)| Model { name, input, output, token_ms }).collect()
}

/// One request, from its question to its end. Ordered by when it ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    pub end: u64,
    pub id: (u64, u64),
    pub start: u64,
    pub user: u32,
    pub session: u64,
    pub feature: u32,
    pub model: u32,
    pub prompt: u64,
    pub max_tokens: u64,
    pub input_tokens: u64,
    pub output_tokens: u64,
    /// In millionths of a dollar, where it is stated.
    pub cost: Option<u64>,
    /// Which of the errors it ends in, if in any.
    pub error: Option<u64>,
}

/// Makes requests and hands them to a writer at their beginnings and ends, in the order of time.
pub struct Traffic {
    random: Random,
    models: Vec<Model>,
    model: Zipf,
    user: Zipf,
    feature: Zipf,
    /// The session that each user is in.
    sessions: Vec<u64>,
    in_flight: usize,
    error_rate: f64,
    cost_rate: f64,
    now: u64,
}

impl Traffic {
    pub fn new(options: &Options) -> Traffic {
        let mut random = Random::new(options.seed);
        Traffic {
            models: models(options.models),
            model: Zipf::new(options.models),
            user: Zipf::new(options.users),
            feature: Zipf::new(super::lines::FEATURES.len() as u32),
            sessions: (0..options.users.max(1)).map(|_| random.next()).collect(),
            in_flight: options.in_flight.max(1),
            error_rate: options.error_rate,
            cost_rate: options.cost_rate,
            now: 0,
            random,
        }
    }

    /// One day's requests: they begin in the morning, and the last is answered before the next day's first.
    pub fn day(&mut self, day: u64, mut requests: u64, writer: &mut Writer) -> io::Result<()> {
        self.now = self.now.max(FIRST_MORNING + day * DAY);
        let mut open = BinaryHeap::new();
        loop {
            if open.len() < self.in_flight && requests > 0 {
                self.now += 20 + self.random.below(400);
                let request = self.request();
                writer.begin(&request)?;
                open.push(Reverse(request));
                requests -= 1;
            } else if let Some(Reverse(request)) = open.pop() {
                self.now = self.now.max(request.end);
                writer.end(&request)?;
            } else {
                return Ok(());
            }
        }
    }

    fn request(&mut self) -> Request {
        let (user, number, feature) = self.who();
        let random = &mut self.random;
        let model = &self.models[number as usize];
        let error = random.chance(self.error_rate).then(|| random.next());
        let max_tokens = 128 << random.below(6);
        // A feature asks questions of its own length.
        let input_tokens = 1 + random.lognormal(f64::from(200 << (feature % 4)), 0.8) as u64;
        let output_tokens = max_tokens.min(1 + random.lognormal(150.0, 0.9) as u64);
        let written = if error.is_some() { 0.0 } else { output_tokens as f64 };
        let latency_ms = random.lognormal(250.0, 0.5) + written * model.token_ms * random.lognormal(1.0, 0.2);
        let nanos = input_tokens * model.input + output_tokens * model.output;
        Request {
            end: self.now + (latency_ms * 1000.0) as u64,
            id: (random.next(), random.next()),
            start: self.now,
            user,
            session: self.sessions[user as usize],
            feature,
            model: number,
            prompt: random.next(),
            max_tokens,
            input_tokens,
            output_tokens,
            cost: random.chance(self.cost_rate).then_some((nanos + 500) / 1000),
            error,
        }
    }

    /// The user, the model and the feature of the next request; one in eight opens a session.
    fn who(&mut self) -> (u32, u32, u32) {
        let random = &mut self.random;
        let user = self.user.draw(random);
        if random.chance(0.125) {
            self.sessions[user as usize] = random.next();
        }
        (user, self.model.draw(random), self.feature.draw(random))
    }
}
