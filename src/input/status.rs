//! How a request went, in the words of logs.

use super::scalar::Scalar;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The line says in our own words how the request went, whatever else it states: a success that was retried may
    /// name the error of its first try.
    Success,
    Pending,
    /// In other words, which leave room for an error beside them.
    Good,
    Failure,
    Other,
}

impl Status {
    /// A word, or an HTTP status as number or text.
    pub fn of(scalar: &Scalar<'_>) -> Status {
        // As this program itself writes it, and most others do.
        match scalar {
            Scalar::Text("success") => return Status::Success,
            Scalar::Text("error") => return Status::Failure,
            Scalar::Text("pending") => return Status::Pending,
            _ => {}
        }
        if let Ok(code) = scalar.number() {
            return match code {
                c if c >= 400.0 => Status::Failure,
                c if (200.0..300.0).contains(&c) => Status::Good,
                _ => Status::Other,
            };
        }
        let is =
            |words: &[&str]| scalar.text().is_ok_and(|text| words.iter().any(|word| text.eq_ignore_ascii_case(word)));
        if is(&["error", "failure", "failed", "fail", "timeout"]) {
            Status::Failure
        } else if is(&["success"]) {
            Status::Success
        } else if is(&["pending"]) {
            Status::Pending
        } else if is(&["succeeded", "ok"]) {
            Status::Good
        } else {
            Status::Other
        }
    }
}

pub fn is_error_level(scalar: &Scalar<'_>) -> bool {
    let levels = ["error", "critical", "fatal"];
    scalar.text().is_ok_and(|text| levels.iter().any(|level| text.eq_ignore_ascii_case(level)))
}

pub fn is_http_success(scalar: &Scalar<'_>) -> bool {
    scalar.number().is_ok_and(|code| (200.0..300.0).contains(&code))
}

pub fn is_http_error(scalar: &Scalar<'_>) -> bool {
    scalar.number().is_ok_and(|code| code >= 400.0)
}
