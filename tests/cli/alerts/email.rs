//! E-mail, to a small SMTP server of the test's own.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use super::notify::{firing, notifying};

/// Serves one connection after the other; `refusal` answers the recipients while it is not empty. Every line the
/// client says comes out.
fn server(refusals: Vec<&'static str>) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let (tell, told) = channel();
    thread::spawn(move || {
        let mut refusals = refusals.into_iter();
        for stream in listener.incoming().flatten() {
            let refusal = refusals.next();
            // A client that has gone has its reasons.
            let _ = converse(&stream, refusal, &|line| _ = tell.send(line));
        }
    });
    (port, told)
}

fn converse(stream: &TcpStream, refusal: Option<&str>, tell: &dyn Fn(String)) -> std::io::Result<()> {
    let mut out = stream;
    let mut say = |text: &str| out.write_all(format!("{text}\r\n").as_bytes());
    say("220 test")?;
    let mut in_letter = false;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match verb.as_str() {
            _ if in_letter && line == "." => {
                in_letter = false;
                say("250 taken")?;
            }
            _ if in_letter => {}
            "EHLO" => say("250 test")?,
            "RCPT" => say(refusal.unwrap_or("250 ok"))?,
            "DATA" => {
                in_letter = true;
                say("354 go on")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 ok")?,
        }
        tell(line);
    }
    Ok(())
}

fn targets(port: u16) -> String {
    format!(
        "[notify]\ntimeout = \"2s\"\nsource = \"staging\"\n[notify.email]\nserver = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\n\
         from = \"LLM alerts <alerts@example.com>\"\nto = [\"a@example.com\", \"b@example.com\"]\n"
    )
}

fn said(told: &Receiver<String>) -> Vec<String> {
    std::iter::from_fn(|| told.recv_timeout(Duration::from_millis(300)).ok()).collect()
}

#[test]
fn a_letter_arrives_with_an_id_of_its_own() {
    let (port, told) = server(Vec::new());
    notifying(&firing(&targets(port)), "").run().expect(1);
    let lines = said(&told);
    let has = |wanted: &str| assert!(lines.iter().any(|line| line.contains(wanted)), "{wanted}: {lines:#?}");
    has("MAIL FROM:<alerts@example.com>");
    has("RCPT TO:<a@example.com>");
    has("RCPT TO:<b@example.com>");
    has("Subject: [staging] CRITICAL too <many>");
    has("too <many>: requests of 1h is 1, greater than 0");
    let id = |lines: &[String]| lines.iter().find(|line| line.starts_with("Message-ID: ")).cloned();
    assert!(id(&lines).is_some_and(|id| id.ends_with("@llmobs>")), "{lines:#?}");
    let (port, again) = server(Vec::new());
    notifying(&firing(&targets(port)), "").run().expect(1);
    assert_eq!(id(&lines), id(&said(&again)));
}

#[test]
fn a_passing_refusal_is_tried_again_and_a_lasting_one_is_not() {
    let (port, told) = server(vec!["451 later"]);
    notifying(&firing(&targets(port)), "").run().expect(1);
    assert_eq!(said(&told).iter().filter(|line| *line == "DATA").count(), 1);
    let (port, told) = server(vec!["550 nobody here"; 3]);
    let run = notifying(&firing(&targets(port)), "").run().expect(2);
    assert!(run.stderr.contains("not delivered: email: ") && run.stderr.contains("550"), "{run:#?}");
    assert_eq!(said(&told).iter().filter(|line| line.starts_with("EHLO")).count(), 1);
}

#[test]
fn no_server_is_an_error_that_says_so() {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
    let run = notifying(&firing(&targets(free)), "").run().expect(2);
    assert!(run.stderr.contains("not delivered: email: ") && run.stderr.contains("three times"), "{run:#?}");
}

/// Without encryption on offer nothing is said, let alone a password.
#[test]
fn a_server_without_starttls_gets_no_letter() {
    let (port, told) = server(Vec::new());
    let targets =
        targets(port).replace("tls = \"none\"", "tls = \"starttls\"\nusername = \"u\"\npassword_env = \"PASSWORD\"");
    let run = notifying(&firing(&targets), "").env("PASSWORD", "hunter2-secret").run().expect(2);
    assert!(!said(&told).iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")));
    assert!(!run.stderr.contains("hunter2") && !run.stdout.contains("hunter2"), "{run:#?}");
}
