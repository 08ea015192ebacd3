//! The reference cases as logs, and the deterministic data that some of them describe.
//!
//! Generators use + − × / on doubles and a 64-bit linear congruence alone, so that they give the same bits anywhere:
//! the expected figures were computed from exactly these.

use std::fmt;
use std::fs;
use std::marker::PhantomData;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Value, json};

use crate::support::ROOT;

/// A reference case; see `fixtures/abtest/README.md`.
#[derive(Debug, serde::Deserialize)]
pub struct Case {
    pub id: String,
    pub metric: String,
    pub tolerance_rel: f64,
    pub experiment: Option<String>,
    pub input: Input,
    pub expected: Value,
}

#[derive(Debug, serde::Deserialize)]
pub struct Input {
    groups: Option<Pairs<Vec<f64>>>,
    rows: Option<Vec<(String, String, f64)>>,
    generator: Option<Generator>,
    proportions: Option<Pairs<(usize, usize)>>,
    srm: Option<Pairs<usize>>,
    jsonl: Option<Vec<String>>,
}

#[derive(Debug, serde::Deserialize)]
struct Generator {
    #[serde(default)]
    seed: u64,
    variants: Pairs<Recipe>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Recipe {
    Normal { n: usize, loc: f64, scale: f64 },
    Skew { n: usize, loc: f64, scale: f64, c: f64 },
    Alternating { n: usize, lead: String, d: i64 },
    Clustered { users: usize, loc: f64, sd_user: f64, lo: u64, hi: u64, sd_noise: f64 },
    Cuped { users: usize, loc: f64, sd: f64, sd_noise: f64, effect: f64 },
}

/// A JSON object in the order in which it is written: the first variant is the control.
#[derive(Debug)]
struct Pairs<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pairs<T>, D::Error> {
        struct InOrder<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Pairs<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

/// One request: its variant, its user, its value and what its user did before.
struct Request {
    variant: String,
    user: String,
    value: Value,
    before: Option<f64>,
}

#[track_caller]
pub fn case(id: &str) -> Case {
    let path = Path::new(ROOT).join("fixtures/abtest").join(format!("{id}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl Case {
    /// The case as a log.
    pub fn log(&self) -> String {
        if let Some(lines) = &self.input.jsonl {
            return lines.iter().map(|line| format!("{line}\n")).collect();
        }
        let (requests, experiment) = (self.requests(), self.experiment.as_ref().unwrap_or(&self.id));
        // What users did before has no experiment: they were not in it yet.
        let before = requests.iter().filter_map(|request| Some((request, request.before?))).enumerate();
        let before = before.map(|(at, (request, value))| {
            let mut line = json!({"timestamp": stamp(1, at), "request_id": format!("pre-{at}"), "user_id": request.user,
                "model": "m-1", "experiment": null, "variant": null});
            line[&self.metric] = json!(value);
            line
        });
        let during = requests.iter().enumerate().map(|(at, request)| {
            let mut line = json!({"timestamp": stamp(2, at), "request_id": format!("req-{at}"), "user_id": request.user,
                "model": "m-1", "experiment": experiment, "variant": request.variant});
            if !request.value.is_null() {
                line[&self.metric] = request.value.clone();
            }
            line
        });
        before.chain(during).map(|line| format!("{line}\n")).collect()
    }

    /// The variants in the order of the case.
    pub fn variants(&self) -> Vec<String> {
        let mut variants: Vec<String> = Vec::new();
        for request in self.requests() {
            if variants.last() != Some(&request.variant) && !variants.contains(&request.variant) {
                variants.push(request.variant);
            }
        }
        variants
    }

    /// How many values a generator gave each variant, their first and last.
    pub fn generated(&self) -> Vec<(String, usize, f64, f64)> {
        let requests = self.requests();
        let values = |variant: &str| -> Vec<f64> {
            requests.iter().filter(|r| r.variant == variant).filter_map(|r| r.value.as_f64()).collect()
        };
        let ends = |variant: String| {
            let values = values(&variant);
            (variant, values.len(), values[0], values[values.len() - 1])
        };
        self.variants().into_iter().map(ends).collect()
    }

    fn requests(&self) -> Vec<Request> {
        let input = &self.input;
        let one_each = |variant: &str, at: usize, value: Value| Request {
            variant: variant.to_owned(),
            user: format!("{variant}-u{at:06}"),
            value,
            before: None,
        };
        if let Some(Pairs(groups)) = &input.groups {
            let of = |(variant, values): &(String, Vec<f64>)| {
                values.iter().enumerate().map(|(at, value)| one_each(variant, at, json!(value))).collect::<Vec<_>>()
            };
            groups.iter().flat_map(of).collect()
        } else if let Some(rows) = &input.rows {
            let of = |(variant, user, value): &(String, String, f64)| Request {
                variant: variant.clone(),
                user: user.clone(),
                value: json!(value),
                before: None,
            };
            rows.iter().map(of).collect()
        } else if let Some(Pairs(proportions)) = &input.proportions {
            let of = |(variant, (hits, n)): &(String, (usize, usize))| {
                (0..*n).map(|at| one_each(variant, at, json!(at < *hits))).collect::<Vec<_>>()
            };
            proportions.iter().flat_map(of).collect()
        } else if let Some(Pairs(counts)) = &input.srm {
            let of = |(variant, n): &(String, usize)| {
                (0..*n).map(|at| one_each(variant, at, Value::Null)).collect::<Vec<_>>()
            };
            counts.iter().flat_map(of).collect()
        } else if let Some(generator) = &input.generator {
            let mut random = Lcg(generator.seed);
            generator.variants.0.iter().flat_map(|(variant, recipe)| recipe.requests(variant, &mut random)).collect()
        } else {
            panic!("{} has no requests", self.id)
        }
    }
}

impl Recipe {
    fn requests(&self, variant: &str, random: &mut Lcg) -> Vec<Request> {
        let request = |at: usize, value: f64, before: Option<f64>| Request {
            variant: variant.to_owned(),
            user: format!("{variant}-u{at:06}"),
            value: json!(value),
            before,
        };
        match self {
            Recipe::Normal { n, loc, scale } => {
                (0..*n).map(|at| request(at, loc + scale * random.normal(), None)).collect()
            }
            Recipe::Skew { n, loc, scale, c } => {
                let mut value = || {
                    let u = random.uniform();
                    loc + scale * (u / (1.0 - u + c))
                };
                (0..*n).map(|at| request(at, value(), None)).collect()
            }
            Recipe::Alternating { n, lead, d } => {
                let digit = |at: usize| if at == 0 { *d } else { d - 1 + 2 * i64::from(at.is_multiple_of(2)) };
                let value = |at| format!("{lead}.{}", digit(at)).parse().expect("a decimal");
                (0..*n).map(|at| request(at, value(at), None)).collect()
            }
            Recipe::Clustered { users, loc, sd_user, lo, hi, sd_noise } => {
                let mut requests = Vec::new();
                for user in 0..*users {
                    let own = sd_user * random.normal();
                    let count = lo + (random.uniform() * (hi - lo + 1) as f64).floor() as u64;
                    requests.extend((0..count).map(|_| request(user, (loc + own) + sd_noise * random.normal(), None)));
                }
                requests
            }
            Recipe::Cuped { users, loc, sd, sd_noise, effect } => (0..*users)
                .map(|user| {
                    let own = random.normal();
                    let before = (loc + sd * own) + sd_noise * random.normal();
                    let value = ((loc + effect) + sd * own) + sd_noise * random.normal();
                    request(user, value, Some(before))
                })
                .collect(),
        }
    }
}

/// The cases' random numbers: not good ones, but the same everywhere.
pub struct Lcg(pub u64);

impl Lcg {
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 * 2.0_f64.powi(-53)
    }

    /// A sum of twelve uniform numbers, less six.
    pub fn normal(&mut self) -> f64 {
        let first = self.uniform();
        (1..12).fold(first, |sum, _| sum + self.uniform()) - 6.0
    }
}

/// A second of the first or second month for each request.
fn stamp(month: u32, at: usize) -> String {
    let (day, second) = (at / 86_400 + 1, at % 86_400);
    format!("2026-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}
