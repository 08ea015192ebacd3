//! `--gate`: which findings are too many.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::finding::{Finding, KINDS, Kind};
use crate::error::Error;
use crate::report::percent;

/// The thresholds in force.
#[derive(Debug)]
pub struct Gate {
    own: BTreeMap<String, f64>,
}

impl Gate {
    /// What the values of `--gate` mean, and those of them that are files: `--gate log.jsonl` reads as two arguments.
    /// No gate where the flag was not given.
    ///
    /// # Errors
    /// A name that no finding has, and a fraction that is none.
    pub fn parse(values: &[String]) -> Result<(Option<Gate>, Vec<PathBuf>), Error> {
        let (mut own, mut files) = (BTreeMap::new(), Vec::new());
        for value in values.iter().filter(|value| !value.is_empty()) {
            let fault = |why| Error::BadGate { text: value.clone(), why };
            let is_name = |name: &str| KINDS.iter().any(|kind| kind.name == name);
            match value.split_once('=') {
                Some((name, _)) if !is_name(name) => return Err(fault("names no finding")),
                Some((name, fraction)) => {
                    own.insert(
                        name.to_owned(),
                        self::fraction(fraction).ok_or_else(|| fault("is no fraction of one"))?,
                    );
                }
                None if is_name(value) => return Err(fault("says no fraction")),
                None => files.push(PathBuf::from(value)),
            }
        }
        Ok(((!values.is_empty()).then_some(Gate { own }), files))
    }

    pub fn threshold(&self, kind: &Kind) -> f64 {
        self.own.get(kind.name).copied().unwrap_or(kind.threshold)
    }

    pub fn stops(&self, finding: &Finding) -> bool {
        finding.share > self.threshold(finding.kind)
    }

    /// Which findings shut the gate, in a sentence.
    pub fn verdict(&self, findings: &[Finding]) -> Option<String> {
        let stopped = |finding: &&Finding| self.stops(finding);
        let named: Vec<String> = findings.iter().filter(stopped).map(|finding| self.excess(finding)).collect();
        (!named.is_empty()).then(|| format!("the gate is shut: {}", named.join(", ")))
    }

    fn excess(&self, finding: &Finding) -> String {
        let most = percent(self.threshold(finding.kind));
        format!("{} {} is above {most}", finding.kind.name, percent(finding.share))
    }
}

/// `0.01` or `1%`.
fn fraction(text: &str) -> Option<f64> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let fraction = match text.strip_suffix('%') {
        Some(percent) => number(percent)? / 100.0,
        None => number(text)?,
    };
    (0.0..=1.0).contains(&fraction).then_some(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(values: &[&str]) -> Result<(Option<Gate>, Vec<PathBuf>), Error> {
        Gate::parse(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn values_are_thresholds_or_files() {
        let (gate, files) = parse(&["", "bad_lines=0.5", "log.jsonl", "never_answered=2%"]).expect("a gate");
        let gate = gate.expect("the flag was given");
        let threshold = |name: &str| gate.threshold(KINDS.iter().find(|kind| kind.name == name).expect(name));
        assert_eq!([threshold("bad_lines"), threshold("never_answered"), threshold("no_time")], [0.5, 0.02, 0.01]);
        assert_eq!(files, [PathBuf::from("log.jsonl")]);
        assert!(parse(&[]).expect("no gate").0.is_none());
    }

    #[test]
    fn mistakes_are_named() {
        for (value, why) in [
            ("bad_line=0.1", "names no finding"),
            ("bad_lines=some", "is no fraction"),
            ("bad_lines=1.5", "is no fraction"),
            ("bad_lines=NaN", "is no fraction"),
            ("bad_lines", "says no fraction"),
        ] {
            let message = parse(&[value]).expect_err(value).to_string();
            assert!(message.contains(why), "{message}");
        }
    }
}
