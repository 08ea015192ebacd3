//! E-mail, to a server of the test's own.

use std::net::TcpListener;

use super::Case;
use super::notify::{firing, notifying};
use super::smtp::{Speech, certified, serve};

fn targets(port: u16) -> String {
    format!(
        "[notify]\ntimeout = \"2s\"\nsource = \"staging\"\n[notify.email]\nserver = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\n\
         from = \"LLM alerts <alerts@example.com>\"\nto = [\"a@example.com\", \"b@example.com\"]\n"
    )
}

#[test]
fn a_letter_arrives_with_an_id_of_its_own() {
    let mailbox = serve(Speech::Plain, Vec::new());
    notifying(&firing(&targets(mailbox.port)), "").run().expect(1);
    let lines = mailbox.lines();
    let has = |wanted: &str| assert!(lines.iter().any(|line| line.contains(wanted)), "{wanted}: {lines:#?}");
    has("MAIL FROM:<alerts@example.com>");
    has("RCPT TO:<a@example.com>");
    has("RCPT TO:<b@example.com>");
    has("Subject: [staging] CRITICAL too <many>");
    has("too <many>: requests of 1h is 1, greater than 0");
    let id = |lines: &[String]| lines.iter().find(|line| line.starts_with("Message-ID: ")).cloned();
    assert!(id(&lines).is_some_and(|id| id.ends_with("@llmobs>")), "{lines:#?}");
    let again = serve(Speech::Plain, Vec::new());
    notifying(&firing(&targets(again.port)), "").run().expect(1);
    assert_eq!(id(&lines), id(&again.lines()));
}

#[test]
fn a_passing_refusal_is_tried_again_and_a_lasting_one_is_not() {
    let mailbox = serve(Speech::Plain, vec!["451 later"]);
    notifying(&firing(&targets(mailbox.port)), "").run().expect(1);
    assert_eq!(mailbox.count("DATA"), 1);
    let mailbox = serve(Speech::Plain, vec!["550 nobody here"; 3]);
    let run = notifying(&firing(&targets(mailbox.port)), "").run().expect(2);
    assert!(run.stderr.contains("not delivered: email: ") && run.stderr.contains("550"), "{run:#?}");
    assert_eq!(mailbox.count("EHLO"), 1);
}

#[test]
fn no_server_is_an_error_that_says_so() {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
    let run = notifying(&firing(&targets(free)), "").run().expect(2);
    assert!(run.stderr.contains("not delivered: email: ") && run.stderr.contains("three times"), "{run:#?}");
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for() {
    let mailbox = serve(Speech::Silence, Vec::new());
    let targets = targets(mailbox.port).replace("\"2s\"", "\"1s\"");
    let run = notifying(&firing(&targets), "").run().expect(2);
    let why = "not delivered: email: the mail server did not answer in time, three times";
    assert!(run.stderr.contains(why), "{run:#?}");
    assert_eq!(mailbox.count("connected"), 3);
}

const PASSWORD: &str = "hunter2-secret";

/// Targets with a password, so that only encryption will do.
fn secret(port: u16, tls: &str, more: &str) -> Case {
    let login = format!("tls = \"{tls}\"\nusername = \"u\"\npassword_env = \"PASSWORD\"\n{more}");
    firing(&targets(port).replace("tls = \"none\"", &login))
}

/// Without encryption on offer nothing is said, let alone a password.
#[test]
fn a_server_without_starttls_gets_no_letter() {
    let mailbox = serve(Speech::Plain, Vec::new());
    let run = notifying(&secret(mailbox.port, "starttls", ""), "").env("PASSWORD", PASSWORD).run().expect(2);
    assert!(!mailbox.lines().iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")));
    assert!(!run.stderr.contains(PASSWORD) && !run.stdout.contains(PASSWORD), "{run:#?}");
}

#[test]
fn a_server_that_its_own_signer_vouches_for_gets_the_letter_by_both_ways_of_encryption() {
    let (config, root) = certified("127.0.0.1");
    for (tls, speech) in [("starttls", Speech::Starttls(config.clone())), ("tls", Speech::Tls(config))] {
        let mailbox = serve(speech, Vec::new());
        let case = secret(mailbox.port, tls, "ca_file = \"root.pem\"\n");
        case.logs.write("root.pem", &root);
        notifying(&case, "").env("PASSWORD", PASSWORD).run().expect(1);
        let lines = mailbox.lines();
        let at = |begin: &str| lines.iter().position(|line| line.starts_with(begin)).expect(begin);
        // `printf '\0u\0hunter2-secret' | base64`
        assert!(at("AUTH PLAIN AHUAaHVudGVyMi1zZWNyZXQ=") < at("MAIL FROM:<alerts@example.com>"), "{lines:#?}");
        assert!(tls == "tls" || at("tls") < at("AUTH"), "{lines:#?}");
        assert!(at("MAIL") < at("Subject: [staging] CRITICAL"), "{lines:#?}");
    }
}

#[test]
fn a_certificate_that_is_not_trusted_ends_it() {
    let (own, root) = certified("127.0.0.1");
    let (other, other_root) = certified("mail.example.com");
    for (config, pem, why) in [
        (&own, None, "nobody known here signed it; `ca_file` names the certificate of who signs"),
        (&own, Some(&other_root), "nobody in `root.pem` signed it"),
        (&other, Some(&other_root), "it is for another name"),
    ] {
        for (tls, speech) in [("starttls", Speech::Starttls(config.clone())), ("tls", Speech::Tls(config.clone()))] {
            let mailbox = serve(speech, Vec::new());
            let case = secret(mailbox.port, tls, if pem.is_some() { "ca_file = \"root.pem\"\n" } else { "" });
            case.logs.write("root.pem", pem.unwrap_or(&root));
            let run = notifying(&case, "").env("PASSWORD", PASSWORD).run().expect(2);
            let why = format!("not delivered: email: its certificate is not trusted: {why}");
            assert!(run.stderr.contains(&why), "{tls}: {run:#?}");
            let lines = mailbox.lines();
            assert_eq!(lines.iter().filter(|line| *line == "connected").count(), 1, "{lines:#?}");
            assert!(!lines.iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")), "{lines:#?}");
        }
    }
}

#[test]
fn a_ca_file_that_is_none_is_named() {
    let (config, _) = certified("127.0.0.1");
    let mailbox = serve(Speech::Tls(config), Vec::new());
    let case = secret(mailbox.port, "tls", "ca_file = \"root.pem\"\n");
    let said = || notifying(&case, "").env("PASSWORD", PASSWORD).run().expect(2).stderr;
    assert!(said().contains("not delivered: email: cannot read `root.pem`"), "{}", said());
    for text in ["", "nonsense", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
        case.logs.write("root.pem", text);
        assert!(said().contains("not delivered: email: `root.pem` holds no certificate in PEM"), "{text}: {}", said());
    }
    assert_eq!(mailbox.count("connected"), 0);
}
