//! Web hooks whose certificate somebody of their own signed.

use std::sync::Arc;

use rustls::ServerConfig;

use super::notify::{firing, notifying};
use super::smtp::{certified, encrypted};
use super::{Case, read};
use crate::http::{Reply, Server};

const TOKEN: &str = "t0ken-very-secret";

fn server(config: Arc<ServerConfig>) -> Server {
    Server::over(move |stream| encrypted(stream, &config), |_| Reply::code(200))
}

/// A web hook and a chat by a URL that is a secret, with this further key.
fn case(server: &Server, more: &str) -> Case {
    let url = format!("https://user:{TOKEN}@{}/hook?key={TOKEN}", server.address);
    firing(&format!(
        "[notify]\ntimeout = \"5s\"\n[notify.slack]\nurl_env = \"CHAT\"\n{more}[notify.webhook]\nurl = \"{url}\"\ntoken_env = \"TOKEN\"\n{more}"
    ))
}

fn run(server: &Server, case: &Case, code: i32) -> crate::support::Run {
    let chat = format!("https://{}/{TOKEN}", server.address);
    notifying(case, "--state state.json").env("CHAT", chat).env("TOKEN", TOKEN).run().expect(code)
}

const CA_FILE: &str = "ca_file = \"root.pem\"\n";

#[test]
fn a_server_that_its_own_signer_vouches_for_is_told() {
    let (config, root) = certified("127.0.0.1");
    let (_, other) = certified("127.0.0.1");
    let server = server(config);
    let case = case(&server, CA_FILE);
    // One of several, as while one signer follows another.
    case.logs.write("root.pem", other + &root);
    run(&server, &case, 1);
    let received = server.received();
    let [chat, hook] = received.as_slice() else { panic!("{received:#?}") };
    assert_eq!(chat.path, format!("/{TOKEN}"));
    assert_eq!(hook.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    let state = read(&case.path("state.json")).to_string();
    assert!(!state.contains(TOKEN), "{state}");
}

#[test]
fn a_certificate_that_is_not_trusted_ends_it_and_says_what_would_help() {
    let (own, root) = certified("127.0.0.1");
    let (elsewhere, elsewhere_root) = certified("hooks.example.com");
    for (config, pem, why) in [
        (&own, None, "nobody known here signed it; `ca_file` names the certificate of who signs for servers"),
        (&own, Some(&elsewhere_root), "nobody in `root.pem` signed it; name the certificate of who did as `ca_file`"),
        (&elsewhere, Some(&elsewhere_root), "it is for another name; name the server as its certificate does"),
    ] {
        let server = server(Arc::clone(config));
        let case = case(&server, if pem.is_some() { CA_FILE } else { "" });
        case.logs.write("root.pem", pem.unwrap_or(&root));
        let run = run(&server, &case, 2);
        for target in ["slack", "webhook"] {
            let why = format!("{target}: its certificate is not trusted: {why}");
            assert!(run.stderr.contains(&why), "{run:#?}");
        }
        assert!(server.received().is_empty());
        assert!(!run.stderr.contains(TOKEN) && !run.stdout.contains(TOKEN), "{run:#?}");
    }
}

#[test]
fn a_ca_file_that_is_none_is_named() {
    let server = server(certified("127.0.0.1").0);
    let case = case(&server, CA_FILE);
    let missing = run(&server, &case, 2);
    assert!(missing.stderr.contains("not delivered: slack: cannot read `root.pem`"), "{missing:#?}");
    let frame = |inside: &str| format!("-----BEGIN CERTIFICATE-----\n{inside}\n-----END CERTIFICATE-----\n");
    for text in [String::new(), "nonsense".to_owned(), frame("!"), frame("AAAA")] {
        case.logs.write("root.pem", &text);
        let run = run(&server, &case, 2);
        assert!(run.stderr.contains("webhook: `root.pem` holds no certificate in PEM"), "{text}: {run:#?}");
    }
    let plain = "[notify.webhook]\nurl = \"http://127.0.0.1/\"\nca_file = \"root.pem\"\n";
    let run = notifying(&firing(plain), "").run().expect(2);
    assert!(run.stderr.contains("`[notify.webhook]` has no use for a `ca_file` without `https`"), "{run:#?}");
}

/// What listens there speaks no TLS, or no HTTP under it.
#[test]
fn what_is_no_https_server_is_an_error_without_its_address() {
    let plain = Server::start(|_| Reply::code(200));
    let run = run(&plain, &case(&plain, ""), 2);
    assert!(run.stderr.contains("slack: the connection failed"), "{run:#?}");
    assert!(!run.stderr.contains(TOKEN) && !run.stdout.contains(TOKEN), "{run:#?}");
}

#[test]
fn a_token_is_one_header_and_no_more() {
    let server = Server::start(|_| Reply::code(200));
    let case = firing(&format!("[notify.webhook]\nurl = \"{}\"\ntoken_env = \"TOKEN\"\n", server.url("/hook")));
    let run = notifying(&case, "").env("TOKEN", format!("{TOKEN}\r\nx-more: 1")).run().expect(2);
    assert!(run.stderr.contains("webhook: its token holds a character that no header takes"), "{run:#?}");
    assert!(!run.stderr.contains(TOKEN) && server.received().is_empty(), "{run:#?}");
}
