//! Which requests count: a time range and any number of conditions, all of which must hold.

use regex::Regex;

use super::{Canonical, Field, Kind, TimeRange};
use crate::error::Error;

#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub range: TimeRange,
    /// All must hold.
    pub conditions: Vec<Condition>,
}

/// `FIELD OP VALUE`. An unknown value satisfies only `!=`, and `=` with nothing behind it.
#[derive(Debug, Clone)]
pub struct Condition {
    pub field: Field,
    test: Test,
    /// The condition as typed, for messages.
    pub text: String,
}

#[derive(Debug, Clone)]
enum Test {
    /// Equal to any of these.
    AnyOf(Vec<Operand>),
    NoneOf(Vec<Operand>),
    Ordered(Comparison, f64),
    Matches(Regex),
}

#[derive(Debug, Clone, Copy)]
enum Comparison {
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// A value to compare with: its text, and its number where it is one.
#[derive(Debug, Clone)]
struct Operand {
    text: String,
    number: Option<f64>,
}

/// Longest first, so that `>=` is not read as `>` and a value that begins with `=`.
const OPERATORS: [&str; 7] = ["!=", ">=", "<=", "=", ">", "<", "~"];

/// All that a status can be.
const STATUSES: [&str; 3] = ["success", "error", "pending"];

impl Condition {
    /// Reads `model=a,b`, `latency_ms>1000`, `metadata.team != search`, `model~^gpt`.
    ///
    /// # Errors
    /// [`Error::BadCondition`] with what is wrong with it.
    pub fn parse(text: &str) -> Result<Condition, Error> {
        let fault = |why: String| Error::BadCondition { text: text.to_owned(), why };
        let (at, operator) = text
            .char_indices()
            .find_map(|(at, _)| OPERATORS.iter().find(|op| text[at..].starts_with(**op)).map(|op| (at, *op)))
            .ok_or_else(|| fault("has no operator".to_owned()))?;
        let (name, value) = (text[..at].trim(), text[at + operator.len()..].trim());
        if name.is_empty() {
            return Err(fault("names no field".to_owned()));
        }
        let field = Field::named(name);
        if field.kind() == Kind::Time {
            return Err(fault("tests a time; use --since and --until".to_owned()));
        }
        let test = Test::parse(operator, value, field.kind()).map_err(fault)?;
        test.check(&field).map_err(fault)?;
        Ok(Condition { field, test, text: text.to_owned() })
    }

    /// Whether a request passes whose field is `text`, which may read as a number.
    pub fn holds_text(&self, text: Option<&str>) -> bool {
        let number = text.and_then(|text| text.trim().parse::<f64>().ok()).filter(|number| number.is_finite());
        self.holds(text, number)
    }

    /// Whether a request whose field reads as `text` and, where it is a number, as `number` passes.
    /// Numbers equal numbers however they are written: `5`, `5.0` and `"5"`.
    pub fn holds(&self, text: Option<&str>, number: Option<f64>) -> bool {
        let equals = |operand: &Operand| match (operand.number, number) {
            (Some(a), Some(b)) => a == b,
            (_, None) if text.is_none() => operand.text.is_empty(),
            _ => text.is_some_and(|text| text == operand.text),
        };
        match &self.test {
            Test::AnyOf(operands) => operands.iter().any(equals),
            Test::NoneOf(operands) => !operands.iter().any(equals),
            Test::Ordered(comparison, bound) => number.is_some_and(|number| comparison.holds(number, *bound)),
            Test::Matches(regex) => text.is_some_and(|text| regex.is_match(text)),
        }
    }
}

impl Test {
    fn parse(operator: &str, value: &str, kind: Kind) -> Result<Test, String> {
        let ordered = |comparison| {
            let bound = value.parse::<f64>().ok().filter(|bound| bound.is_finite());
            bound
                .map(|bound| Test::Ordered(comparison, bound))
                .ok_or_else(|| format!("compares sizes, but `{value}` is not a number"))
        };
        match operator {
            "=" => Ok(Test::AnyOf(operands(value, kind)?)),
            "!=" => Ok(Test::NoneOf(operands(value, kind)?)),
            ">" => ordered(Comparison::Greater),
            ">=" => ordered(Comparison::GreaterOrEqual),
            "<" => ordered(Comparison::Less),
            "<=" => ordered(Comparison::LessOrEqual),
            _ => Regex::new(value)
                .map(Test::Matches)
                .map_err(|error| format!("is not a regular expression: {}", cause(&error))),
        }
    }

    /// Refuses a value that the field cannot have.
    fn check(&self, field: &Field) -> Result<(), String> {
        let (Field::Canonical(Canonical::Status), Test::AnyOf(operands) | Test::NoneOf(operands)) = (field, self)
        else {
            return Ok(());
        };
        match operands.iter().find(|operand| !STATUSES.contains(&operand.text.as_str())) {
            Some(operand) => {
                Err(format!("asks for `{}`, but a status is one of {}", operand.text, STATUSES.join(", ")))
            }
            None => Ok(()),
        }
    }
}

/// What is wrong with a regular expression, without the drawing of where.
fn cause(error: &regex::Error) -> String {
    let text = error.to_string();
    text.lines().last().map(|line| line.trim_start_matches("error: ").to_owned()).unwrap_or_default()
}

impl Comparison {
    fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Comparison::Greater => number > bound,
            Comparison::GreaterOrEqual => number >= bound,
            Comparison::Less => number < bound,
            Comparison::LessOrEqual => number <= bound,
        }
    }
}

/// The values of a comma-separated list; a backslash keeps a comma in a value.
fn operands(list: &str, kind: Kind) -> Result<Vec<Operand>, String> {
    let mut values = vec![String::new()];
    let mut chars = list.chars();
    while let Some(c) = chars.next() {
        match (c, values.last_mut()) {
            (',', _) => values.push(String::new()),
            ('\\', Some(value)) => value.extend(chars.next()),
            (c, Some(value)) => value.push(c),
            (_, None) => {}
        }
    }
    values.into_iter().map(|text| Operand::new(text, kind)).collect()
}

impl Operand {
    fn new(text: String, kind: Kind) -> Result<Operand, String> {
        let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        match kind {
            // A user called `007` is not the user `7`: text is compared as text.
            Kind::Text => Ok(Operand { text, number: None }),
            // Nothing asks for the requests that state nothing.
            Kind::Count | Kind::Amount | Kind::Number | Kind::Rate if number.is_none() && !text.is_empty() => {
                Err(format!("`{text}` is not a number"))
            }
            _ => Ok(Operand { text, number }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(condition: &str, text: Option<&str>) -> bool {
        Condition::parse(condition).expect("a condition").holds_text(text)
    }

    #[test]
    fn equality_is_any_of_a_list() {
        assert!(holds("plan=pro,free", Some("free")));
        assert!(!holds("plan=pro,free", Some("team")));
        assert!(holds("plan != pro,free", Some("team")));
        assert!(holds(r"plan=a\,b", Some("a,b")));
        assert!(holds("plan=", Some("")));
    }

    #[test]
    fn numbers_compare_as_numbers_only_where_the_field_may_be_one() {
        assert!(holds("retries=5.0", Some("5")));
        assert!(!holds("user_id=7", Some("007")));
        assert!(holds("latency_ms>=250.5", Some("250.5")));
        assert!(!holds("latency_ms<250.5", Some("250.5")));
    }

    #[test]
    fn unknown_satisfies_only_inequality() {
        for condition in ["plan=pro", "plan~.*", "latency_ms>0", "latency_ms<=9"] {
            assert!(!holds(condition, None), "{condition}");
        }
        assert!(holds("plan!=pro", None));
        assert!(holds("plan=", None) && holds("latency_ms=", None) && !holds("plan!=", None));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, why) in [
            ("model", "has no operator"),
            ("=x", "names no field"),
            ("latency_ms>fast", "`fast` is not a number"),
            ("cost_usd=abc", "`abc` is not a number"),
            ("model~(", "is not a regular expression"),
            ("timestamp=2026", "tests a time"),
        ] {
            let message = Condition::parse(text).expect_err(text).to_string();
            assert!(message.contains(why), "{message}");
        }
    }
}
