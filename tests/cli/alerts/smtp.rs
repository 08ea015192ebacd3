//! A small SMTP server on loopback, with and without encryption, and certificates for it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// How a server is spoken with.
#[derive(Clone)]
pub enum Speech {
    Plain,
    /// Encrypted after the word for it.
    Starttls(Arc<ServerConfig>),
    /// Encrypted from the first byte on.
    Tls(Arc<ServerConfig>),
    /// Takes the connection and says nothing.
    Silence,
}

/// What a server was told: `connected` for every connection, then every line, `tls` where encryption begins.
pub struct Mailbox {
    pub port: u16,
    told: Receiver<String>,
}

impl Mailbox {
    /// All there is, once the client is gone.
    pub fn lines(&self) -> Vec<String> {
        std::iter::from_fn(|| self.told.recv_timeout(Duration::from_millis(300)).ok()).collect()
    }

    pub fn count(&self, verb: &str) -> usize {
        self.lines().iter().filter(|line| line.starts_with(verb)).count()
    }
}

/// Serves one connection after the other; while there are `refusals`, each answers the recipients of one of them.
pub fn serve(speech: Speech, refusals: Vec<&'static str>) -> Mailbox {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let (tell, told) = channel();
    thread::spawn(move || {
        let mut refusals = refusals.into_iter();
        let mut silent = Vec::new();
        for stream in listener.incoming().flatten() {
            // A client that has gone has its reasons.
            let _ = tell.send("connected".to_owned());
            let talk = Talk { tell: &tell, refusal: refusals.next() };
            let _ = match &speech {
                Speech::Silence => {
                    silent.push(stream);
                    Ok(())
                }
                Speech::Plain => talk.greet(stream, None),
                Speech::Starttls(config) => talk.greet(stream, Some(config)),
                Speech::Tls(config) => encrypted(stream, config).and_then(|stream| talk.greet(stream, None)),
            };
        }
    });
    Mailbox { port, told }
}

pub fn encrypted<S: Read + Write>(
    stream: S,
    config: &Arc<ServerConfig>,
) -> std::io::Result<StreamOwned<ServerConnection, S>> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    Ok(StreamOwned::new(connection, stream))
}

struct Talk<'t> {
    tell: &'t Sender<String>,
    refusal: Option<&'static str>,
}

impl Talk<'_> {
    fn greet<S: Read + Write>(&self, mut stream: S, starttls: Option<&Arc<ServerConfig>>) -> std::io::Result<()> {
        stream.write_all(b"220 test\r\n")?;
        let Some((stream, config)) = self.converse(stream, starttls.is_some())?.zip(starttls) else { return Ok(()) };
        let _ = self.tell.send("tls".to_owned());
        self.converse(encrypted(stream, config)?, false).map(drop)
    }

    /// Until the client hangs up, or wants encryption: then the stream.
    fn converse<S: Read + Write>(&self, stream: S, offers: bool) -> std::io::Result<Option<S>> {
        let mut stream = BufReader::new(stream);
        let mut in_letter = false;
        let mut line = String::new();
        while stream.read_line(&mut line)? > 0 {
            let said = std::mem::take(&mut line).trim_end().to_owned();
            let verb = said.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let answer = match verb.as_str() {
                _ if in_letter && said == "." => Some("250 taken"),
                _ if in_letter => None,
                "EHLO" if offers => Some("250-test\r\n250 STARTTLS"),
                "EHLO" => Some("250-test\r\n250 AUTH PLAIN"),
                "STARTTLS" => Some("220 go on"),
                "AUTH" => Some("235 welcome"),
                "RCPT" => Some(self.refusal.unwrap_or("250 ok")),
                "DATA" => Some("354 go on"),
                "QUIT" => Some("221 bye"),
                _ => Some("250 ok"),
            };
            in_letter = (in_letter || verb == "DATA") && said != ".";
            let _ = self.tell.send(said);
            if let Some(answer) = answer {
                stream.get_mut().write_all(format!("{answer}\r\n").as_bytes())?;
                stream.get_mut().flush()?;
            }
            match verb.as_str() {
                "STARTTLS" if !in_letter && offers => return Ok(Some(stream.into_inner())),
                "QUIT" if !in_letter => return Ok(None),
                _ => {}
            }
        }
        Ok(None)
    }
}

/// A server's side of a certificate for `name`, and the certificate of who signed it, in PEM.
pub fn certified(name: &str) -> (Arc<ServerConfig>, String) {
    let mut signer = CertificateParams::new(Vec::new()).expect("a signer");
    signer.distinguished_name.push(DnType::CommonName, format!("signer of {name}"));
    signer.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let (signer_key, key) = (KeyPair::generate().expect("a key"), KeyPair::generate().expect("a key"));
    let root = signer.self_signed(&signer_key).expect("a root");
    let params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    let leaf = params.signed_by(&key, &Issuer::new(signer, signer_key)).expect("a certificate");
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into());
    (Arc::new(config.expect("a certificate with its key")), root.pem())
}
