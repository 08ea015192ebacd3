//! A JSON document to an address, by POST.

use std::time::Duration;

use ureq::Agent;
use ureq::http::HeaderMap;

use super::retry::{Attempt, three_times};
use super::target::Secret;
use super::trust::{distrust, sentence};

/// # Errors
/// Why it was not taken. The address, which may be a secret, is not in it.
pub fn post(url: &str, token: Option<&Secret>, key: &str, body: &str, timeout: Duration) -> Result<(), String> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(timeout))
        .http_status_as_error(false)
        // A redirect would carry the message, and a token, to who knows where.
        .max_redirects(0)
        .user_agent(concat!("llmobs/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    three_times(|| {
        let request = agent.post(url).header("content-type", "application/json").header("idempotency-key", key);
        let request = match token {
            Some(token) => request.header("authorization", format!("Bearer {}", token.reveal())),
            None => request,
        };
        match request.send(body) {
            Ok(response) => judged(response.status().as_u16(), response.headers()),
            Err(error) => failed(&error),
        }
    })
}

fn judged(status: u16, headers: &HeaderMap) -> Attempt {
    let why = format!("the server answered {status}");
    match status {
        200..=299 => Attempt::Done,
        429 | 500..=599 => {
            let after =
                headers.get("retry-after").and_then(|after| after.to_str().ok()).and_then(|after| after.parse().ok());
            Attempt::Again { why, after: after.map(Duration::from_secs) }
        }
        _ => Attempt::Never { why },
    }
}

/// In words of our own: those of the library can hold the address.
fn failed(error: &ureq::Error) -> Attempt {
    let again = |why: String| Attempt::Again { why, after: None };
    if let Some(fault) = distrust(error) {
        return Attempt::Never { why: sentence(fault) };
    }
    match error {
        ureq::Error::Timeout(_) => again("the server did not answer in time".to_owned()),
        ureq::Error::HostNotFound => again("its host is unknown".to_owned()),
        ureq::Error::Io(error) => again(format!("the connection failed ({})", error.kind())),
        ureq::Error::ConnectionFailed | ureq::Error::Protocol(_) => again("the connection failed".to_owned()),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => Attempt::Never { why: "its address is not a URL".to_owned() },
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => again("the encrypted connection failed".to_owned()),
        _ => again("the request failed".to_owned()),
    }
}
