//! `llmobs abtest assign`: which variant a user gets.
//!
//! The rule, for any language: take SHA-256 of the UTF-8 text `NAME:USER`, its first eight bytes as a big-endian integer,
//! shift that right by 11 bits and multiply by 2⁻⁵³. This is the user's position in 0..1, exact in a double. Lay the
//! variants' shares end to end in their order, adding doubles from the left; the user gets the first variant whose end
//! is beyond the position, else the last one with a share.

use std::io::{self, BufRead};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::split::Split;
use crate::cli::AbtestAssign;
use crate::commands::output::{self, Style};
use crate::commands::present::{dimension, measure};
use crate::error::{Error, Exit};
use crate::report::{Report, Row, Unit, Value};

/// A user's variant.
#[derive(Debug, Serialize)]
struct Assignment {
    user_id: String,
    experiment: String,
    variant: String,
    position: f64,
}

pub fn run(args: &AbtestAssign) -> Result<Exit, Error> {
    let variants = variants(&Split::parse("--split", &args.split)?)?;
    let assign = |user: String| assign(&args.name, user, &variants);
    match &args.user {
        Some(user) => output::report(&report(assign(user.clone())), Style::decide(&args.output))?,
        None => {
            let lines = io::stdin().lock().lines();
            output::stream(lines.filter(|line| !matches!(line, Ok(user) if user.is_empty())).map(|line| {
                let user = line.map_err(|source| Error::Read { path: "-".into(), source })?;
                Ok(assign(user.trim_end_matches('\r').to_owned()))
            }))?;
        }
    }
    Ok(Exit::Done)
}

/// The variants' names, `a`, `b`, … where none are given, and their shares.
fn variants(split: &Split) -> Result<Vec<(String, f64)>, Error> {
    if split.shares.len() > 26 && split.shares.iter().any(|(name, _)| name.is_none()) {
        let why = "has more shares than there are letters; name them: `a=0.5,b=0.5`".to_owned();
        return Err(Error::BadOption { flag: "--split", value: String::new(), why });
    }
    let letter = |at: u8| char::from(b'a' + at).to_string();
    let named = (0_u8..).zip(&split.shares);
    Ok(named.map(|(at, (name, share))| (name.clone().unwrap_or_else(|| letter(at)), *share)).collect())
}

fn assign(experiment: &str, user: String, variants: &[(String, f64)]) -> Assignment {
    let position = position(experiment, &user);
    let mut end = 0.0;
    let found = variants.iter().find(|(_, share)| {
        end += share;
        position < end
    });
    let last = || variants.iter().rev().find(|(_, share)| *share > 0.0);
    let variant = found.or_else(last).map(|(name, _)| name.clone()).unwrap_or_default();
    Assignment { user_id: user, experiment: experiment.to_owned(), variant, position }
}

/// Where a user stands in an experiment, from 0 to below 1.
fn position(experiment: &str, user: &str) -> f64 {
    let hash = Sha256::new().chain_update(experiment).chain_update(":").chain_update(user).finalize();
    let first = hash.iter().take(8).fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
    (first >> 11) as f64 * f64::EPSILON / 2.0
}

fn report(found: Assignment) -> Report {
    let texts = [found.user_id, found.experiment, found.variant].map(Value::Text);
    let columns = ["user_id", "experiment", "variant"].map(dimension).into_iter();
    let values = texts.into_iter().chain([Value::Float(found.position)]).collect();
    let columns = columns.chain([measure("position", Unit::Number)]).collect();
    Report::of("abtest assign", columns, vec![Row { values, other_groups: None }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::goodness_of_fit;

    fn split(text: &str) -> Vec<(String, f64)> {
        variants(&Split::parse("--split", text).expect("a split")).expect("variants")
    }

    fn counts(of: impl Iterator<Item = String>, names: &[&str]) -> Vec<u64> {
        let mut counts = vec![0; names.len()];
        of.for_each(|variant| counts[names.iter().position(|name| *name == variant).expect("a variant")] += 1);
        counts
    }

    #[test]
    fn positions_are_the_documented_ones() {
        // Python: int.from_bytes(hashlib.sha256(b"prompt-b:dave").digest()[:8], "big") >> 11, times 2**-53
        for (experiment, user, expected) in [
            ("prompt-b", "dave", 0.344_652_768_182_023_5),
            ("prompt-b", "erin", 0.017_245_464_509_206_83),
            ("prompt-b", "user-1", 0.773_436_789_436_100_7),
            ("prompt-b", "", 0.202_479_010_217_009_43),
            ("Überschrift", "日本語", 0.503_031_573_840_750_7),
            ("checkout", "dave", 0.454_814_627_430_506_16),
        ] {
            assert_eq!(position(experiment, user), expected, "{experiment}:{user}");
        }
    }

    #[test]
    fn a_million_users_are_split_as_asked() {
        let variants = split("a=0.5,b=0.3,c=0.2");
        let of = (0..1_000_000).map(|user| assign("uniform", format!("user-{user}"), &variants).variant);
        let test = goodness_of_fit(&counts(of, &["a", "b", "c"]), &[0.5, 0.3, 0.2]).expect("a test");
        assert!(test.p_value > 0.001, "{test:?}");
        let tenths: Vec<(String, f64)> = (0..10).map(|name| (name.to_string(), 0.1)).collect();
        let names = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let of = (0..1_000_000).map(|user| assign("tenths", user.to_string(), &tenths).variant);
        let test = goodness_of_fit(&counts(of, &names), &[0.1; 10]).expect("a test");
        assert!(test.p_value > 0.001, "{test:?}");
    }

    #[test]
    fn experiments_know_nothing_of_each_other() {
        let variants = split("50/50");
        let mut both = [0; 4];
        for user in 0..200_000 {
            let of = |experiment| assign(experiment, user.to_string(), &variants).variant == "b";
            both[usize::from(of("one")) * 2 + usize::from(of("two"))] += 1;
        }
        let test = goodness_of_fit(&both, &[0.25; 4]).expect("a test");
        assert!(test.p_value > 0.001, "{test:?} {both:?}");
    }

    #[test]
    fn widening_a_share_moves_only_whom_it_must() {
        for (from, to, share) in [("90/10", "50/50", 0.4), ("50/50", "60/40", 0.1), ("80/10/10", "70/20/10", 0.1)] {
            let (from, to) = (split(from), split(to));
            let moved = (0..100_000).filter(|user| {
                let of = |variants: &[(String, f64)]| assign("widen", user.to_string(), variants).variant;
                of(&from) != of(&to)
            });
            let moved = moved.count() as f64 / 100_000.0;
            assert!((moved - share).abs() < 0.005, "{moved} moved, not {share}");
        }
    }

    #[test]
    fn a_variant_without_a_share_gets_nobody() {
        let variants = split("a=1,b=0");
        assert!((0..10_000).all(|user| assign("none", user.to_string(), &variants).variant == "a"));
        assert_eq!(assign("none", "x".to_owned(), &split("a=0,b=1")).variant, "b");
    }
}
