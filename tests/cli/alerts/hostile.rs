//! Names of groups come from a log, and a log from strangers: whatever they hold, a message is that message alone.

use super::notify::notifying;
use super::smtp::{Speech, serve};
use super::{Case, line, rule};
use crate::http::{Reply, Server};
use crate::support::Run;

/// A name that would end a header, move a cursor, turn the order of letters, and tell everybody in a chat.
const NAME: &str = "Ünï 火\r\nBcc: x@example.com\r\n\r\nforged\u{1b}[31m\u{202e}<!channel>";

fn case(targets: &str, more: &str) -> Case {
    let user = serde_json::json!(NAME);
    let lines = ["measure = \"requests\"", "window = \"1h\"", "threshold = 0", "by = \"user_id\"", more];
    Case::new(&line(60, &format!(",\"user_id\":{user},\"output_tokens\":1")), &(rule("r", &lines) + targets))
}

const FILLED: &str = "message = \"{group} is at it\"";

fn safe(run: &Run) {
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{run:#?}");
    }
}

#[test]
fn a_table_spells_out_what_it_must_not_show() {
    let run = case("", "").alerts("check --format table --at 2026-03-01T00:30Z").run().expect(1);
    safe(&run);
    assert!(run.stdout.contains("user_id=Ünï 火\\r\\nBcc: x@example.com"), "{run:#?}");
    let run = case("", "").alerts("backtest --format table --step 10m").run().expect(0);
    safe(&run);
    let json = case("", "").check("2026-03-01T00:30Z").expect(1);
    safe(&json);
    assert_eq!(json.json()["rows"][0]["group"], format!("user_id={NAME}"));
}

#[test]
fn a_letter_has_the_headers_it_should_have() {
    for more in ["", FILLED] {
        let mailbox = serve(Speech::Plain, Vec::new());
        let targets = format!(
            "[notify]\nsource = \"Büro\\r\\nBcc: y@example.com\"\n[notify.email]\nserver = \"127.0.0.1\"\nport = {}\n\
             tls = \"none\"\nfrom = \"a@example.com\"\nto = [\"b@example.com\"]\n",
            mailbox.port
        );
        notifying(&case(&targets, more), "").run().expect(1);
        let lines = mailbox.lines();
        assert_eq!(lines.iter().filter(|line| line.starts_with("RCPT")).count(), 1, "{lines:#?}");
        let header = lines.iter().skip_while(|line| *line != "DATA").take_while(|line| !line.is_empty());
        let names: Vec<&str> =
            header.skip(1).filter(|line| !line.starts_with(' ')).filter_map(|line| line.split(':').next()).collect();
        for name in &names {
            let known = [
                "Message-ID",
                "From",
                "To",
                "Subject",
                "Date",
                "MIME-Version",
                "Content-Type",
                "Content-Transfer-Encoding",
            ];
            assert!(known.contains(name), "{name}: {lines:#?}");
        }
        assert!(names.contains(&"Subject"), "{lines:#?}");
        assert!(!lines.iter().any(|line| line.starts_with("Bcc") || line.starts_with("forged")), "{lines:#?}");
    }
}

/// The key of a message holds its source, and is a header.
#[test]
fn a_hook_is_sent_one_document_under_its_own_headers() {
    let server = Server::start(|_| Reply::code(200));
    let targets = format!(
        "[notify]\nsource = \"Büro\\r\\nx-more: 1\"\n[notify.webhook]\nurl = \"{}\"\n[notify.slack]\nurl_env = \"CHAT\"\n",
        server.url("/hook")
    );
    let run = notifying(&case(&targets, FILLED), "").env("CHAT", server.url("/chat")).run().expect(1);
    safe(&run);
    let received = server.received();
    let [hook, chat] = received.as_slice() else { panic!("{received:#?}") };
    assert!(hook.header("x-more").is_none() && hook.header("bcc").is_none(), "{hook:#?}");
    let document = hook.json();
    assert_eq!(hook.header("idempotency-key"), document["dedup_key"].as_str());
    assert_eq!(document["group"], format!("user_id={NAME}"));
    let said = "user_id=Ünï 火\\r\\nBcc: x@example.com\\r\\n\\r\\nforged\\u{1b}[31m\\u{202e}";
    assert_eq!(document["message"], format!("{said}<!channel> is at it"));
    assert_eq!(chat.json()["text"], format!("WARNING {said}&lt;!channel&gt; is at it"));
}
