//! A JSON document to an address, by POST.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use ureq::Agent;
use ureq::http::{HeaderMap, HeaderValue};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::retry::{Attempt, three_times};
use super::target::Secret;
use super::trust::{distrust, signers, untrusted};

/// Where a document goes, and how.
#[derive(Debug)]
pub struct Hook<'t> {
    /// May be a secret.
    pub url: String,
    /// Sent as a bearer token.
    pub token: Option<Secret>,
    /// Who alone vouches for the server, instead of the public authorities.
    pub ca_file: Option<&'t Path>,
}

/// # Errors
/// Why it was not taken. The address, which may be a secret, is not in it.
pub fn post(hook: &Hook<'_>, key: &str, body: &str, timeout: Duration) -> Result<(), String> {
    let agent = agent(hook.ca_file, timeout)?;
    let bearer = hook.token.as_ref().map(bearer).transpose()?;
    three_times(|| {
        let request = agent.post(&hook.url).header("content-type", "application/json").header("idempotency-key", key);
        let request = match &bearer {
            Some(bearer) => request.header("authorization", bearer),
            None => request,
        };
        match request.send(body) {
            Ok(response) => judged(response.status().as_u16(), response.headers()),
            Err(error) => failed(&error, hook.ca_file),
        }
    })
}

fn agent(ca_file: Option<&Path>, timeout: Duration) -> Result<Agent, String> {
    let config = Agent::config_builder()
        .timeout_global(Some(timeout))
        .http_status_as_error(false)
        // A redirect would carry the message, and a token, to who knows where.
        .max_redirects(0)
        .user_agent(concat!("llmobs/", env!("CARGO_PKG_VERSION")));
    let Some(ca_file) = ca_file else { return Ok(config.build().into()) };
    let signers: Vec<_> = signers(ca_file)?.iter().map(|signer| Certificate::from_der(signer).to_owned()).collect();
    let roots = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&signers)).build();
    Ok(config.tls_config(roots).build().into())
}

/// Whatever is in a token, it is one header and no more.
fn bearer(token: &Secret) -> Result<HeaderValue, String> {
    HeaderValue::try_from(format!("Bearer {}", token.reveal()))
        .map_err(|_| "its token holds a character that no header takes".to_owned())
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
fn failed(error: &ureq::Error, ca_file: Option<&Path>) -> Attempt {
    let again = |why: String| Attempt::Again { why, after: None };
    // The library's own error names no cause.
    let cause: Option<&(dyn Error + 'static)> = match error {
        ureq::Error::Io(cause) => Some(cause),
        ureq::Error::Rustls(cause) => Some(cause),
        _ => None,
    };
    if let Some(fault) = cause.and_then(distrust) {
        return Attempt::Never { why: untrusted(fault, ca_file) };
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
