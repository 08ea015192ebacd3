//! Who gets which variant: the same everywhere. Uniformity and independence are unit tests beside the hash.

use serde_json::{Value, json};

use crate::support::llmobs;

/// The test vectors of the README.
const VECTORS: [(&str, &str, f64, &str); 4] = [
    ("prompt-b", "dave", 0.344_652_768_182_023_5, "a"),
    ("prompt-b", "erin", 0.017_245_464_509_206_83, "a"),
    ("prompt-b", "user-1", 0.773_436_789_436_100_7, "b"),
    ("checkout", "dave", 0.454_814_627_430_506_16, "a"),
];

#[test]
fn a_user_gets_the_variant_of_the_documented_hash() {
    for (experiment, user, position, variant) in VECTORS {
        let row = llmobs("abtest assign").arg(experiment).arg("--user").arg(user).json()["rows"][0].clone();
        let wanted = json!({"user_id": user, "experiment": experiment, "variant": variant, "position": position});
        assert_eq!(row, wanted);
    }
}

#[test]
fn users_of_stdin_come_back_one_a_line() {
    let users: String = (0..2000).map(|at| format!("user-{at}\n")).collect();
    let split = "--split control=0.8,b=0.1,c=0.1";
    let run = llmobs(&format!("abtest assign trial --stdin {split}")).stdin(users + "\n\"quoted\"\r\n").run().expect(0);
    let rows = run.ndjson();
    assert_eq!(rows.len(), 2001);
    assert_eq!([&rows[7]["user_id"], &rows[2000]["user_id"]], [&json!("user-7"), &json!("\"quoted\"")]);
    let of = |variant: &str| rows.iter().filter(|row| row["variant"] == variant).count();
    assert_eq!(of("control") + of("b") + of("c"), 2001);
    assert!((1540..1660).contains(&of("control")), "{}", of("control"));
    let alone = llmobs(&format!("abtest assign trial --user user-7 {split}")).json()["rows"][0].clone();
    assert_eq!(alone, rows[7]);
}

#[test]
fn names_of_users_are_safe_to_print() {
    let run = llmobs("abtest assign trial --stdin").stdin("\u{1b}[2Jx\n").run().expect(0);
    assert!(!run.stdout.contains('\u{1b}'), "{run:#?}");
    assert_eq!(run.ndjson()[0]["user_id"], Value::from("\u{1b}[2Jx"));
}

#[test]
fn splits_that_are_none_are_refused() {
    for split in ["100", "50/x", "a=1,b", "a=1,a=1"] {
        let run = llmobs("abtest assign trial --user x --split").arg(split).run().expect(2);
        assert!(run.stderr.contains("--split"), "{run:#?}");
    }
    llmobs("abtest assign trial").run().expect(2);
    llmobs("abtest assign trial --user x --stdin").run().expect(2);
}
