//! A message by SMTP.

use std::error::Error;
use std::io;
use std::time::Duration;

use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls as Encryption, TlsParameters};
use lettre::{SmtpTransport, Transport};

use super::message::{Event, Message};
use super::retry::{Attempt, three_times};
use super::target::{Email, Secret, Tls};
use super::trust::{distrust, signers, untrusted};

/// # Errors
/// Why the server did not take it.
pub fn send(email: &Email, message: &Message, password: Option<&Secret>, timeout: Duration) -> Result<(), String> {
    let letter = letter(email, message)?;
    let transport = transport(email, password, timeout)?;
    three_times(|| match transport.send(&letter) {
        Ok(_) => Attempt::Done,
        Err(ref error) if let Some(fault) = distrust(error) => {
            Attempt::Never { why: untrusted(fault, email.ca_file.as_deref()) }
        }
        Err(error) if error.is_permanent() || error.is_client() => Attempt::Never { why: reason(&error) },
        Err(error) => Attempt::Again { why: reason(&error), after: None },
    })
}

fn reason(error: &lettre::transport::smtp::Error) -> String {
    // A socket whose time is up says that it would block.
    let is_late = |kind| matches!(kind, io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock);
    let cause = error.source().and_then(|source| source.downcast_ref::<io::Error>()).map(io::Error::kind);
    let is_late = error.is_timeout() || cause.is_some_and(is_late);
    if is_late { "the mail server did not answer in time".to_owned() } else { error.to_string() }
}

/// Its id is the same for a repeat of the same message, so that a mailbox can tell.
fn letter(email: &Email, message: &Message) -> Result<lettre::Message, String> {
    let mailbox = |text: &str| text.parse::<Mailbox>().map_err(|_| format!("`{text}` is not an address"));
    let stamp: String = if message.event == Event::StillFiring { &message.at } else { &message.since }
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let id = format!("<{}.{}.{stamp}@llmobs>", message.key.replace('/', "."), message.event.name());
    let mut letter = lettre::Message::builder()
        .message_id(Some(id))
        .from(mailbox(&email.from)?)
        .subject(message.subject())
        .header(ContentType::TEXT_PLAIN);
    for to in &email.to {
        letter = letter.to(mailbox(to)?);
    }
    letter.body(message.email()).map_err(|error| error.to_string())
}

fn transport(email: &Email, password: Option<&Secret>, timeout: Duration) -> Result<SmtpTransport, String> {
    let (encryption, port) = match email.tls {
        Tls::Starttls => (Encryption::Required(parameters(email)?), 587),
        Tls::Implicit => (Encryption::Wrapper(parameters(email)?), 465),
        Tls::None => (Encryption::None, 25),
    };
    // "Dangerous" is only that it comes without encryption, which is set here.
    let builder = SmtpTransport::builder_dangerous(&email.server)
        .port(email.port.unwrap_or(port))
        .tls(encryption)
        .timeout(Some(timeout));
    Ok(match (&email.username, password) {
        (Some(username), Some(password)) => {
            builder.credentials(Credentials::new(username.clone(), password.reveal().to_owned())).build()
        }
        _ => builder.build(),
    })
}

fn parameters(email: &Email) -> Result<TlsParameters, String> {
    let mut parameters = TlsParameters::builder(email.server.clone());
    if let Some(path) = &email.ca_file {
        parameters = parameters.certificate_store(CertificateStore::None);
        for signer in signers(path)? {
            let signer = Certificate::from_der(signer.to_vec()).map_err(|error| error.to_string())?;
            parameters = parameters.add_root_certificate(signer);
        }
    }
    parameters.build().map_err(|error| error.to_string())
}
