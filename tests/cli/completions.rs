//! What a packager installs: the committed completions are those of this program, and the manual names all of it.

use std::path::Path;

use crate::support::{ROOT, llmobs, stored};

const SHELLS: [(&str, &str); 5] = [
    ("bash", "llmobs.bash"),
    ("zsh", "_llmobs"),
    ("fish", "llmobs.fish"),
    ("powershell", "_llmobs.ps1"),
    ("elvish", "llmobs.elv"),
];

#[test]
fn the_committed_completions_are_of_this_program() {
    for (shell, file) in SHELLS {
        let run = llmobs("completions").arg(shell).run().expect(0);
        assert!(run.stdout.contains("unpriced") || run.stdout.contains("prices"), "{shell} completes no command");
        assert_eq!(run.stderr, "");
        stored(&Path::new(ROOT).join("completions").join(file), &run.stdout);
    }
}

#[test]
fn a_shell_that_is_none_is_an_error() {
    let run = llmobs("completions cmd.exe").run().expect(2);
    assert!(run.stdout.is_empty() && run.stderr.contains("powershell"), "{}", run.stderr);
}

/// The commands that `--help` lists.
fn commands(arguments: &str) -> Vec<String> {
    let help = llmobs(&format!("{arguments} --help")).run().expect(0).stdout;
    let (_, list) = help.split_once("Commands:\n").expect("commands");
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).filter(|name| name != "help").collect()
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let manual = llmobs("man").run().expect(0).stdout;
    let first = manual.lines().find(|line| line.starts_with(".TH")).expect("a man-page header");
    assert!(first.starts_with(".TH llmobs 1"), "{first}");
    let (all, prices) = (commands(""), commands("prices"));
    assert!(
        all.iter().any(|name| name == "costs") && prices.iter().any(|name| name == "explain"),
        "{all:?} {prices:?}"
    );
    let pages = all.iter().cloned().chain(prices.iter().map(|name| format!("prices-{name}")));
    for page in pages {
        assert!(manual.contains(&format!("\n.TH llmobs-{page} 1 ")), "no page for {page}");
    }
    for flag in ["\\-\\-since", "\\-\\-by", "\\-\\-where", "\\-\\-strict", "\\-\\-cache\\-read"] {
        assert!(manual.contains(flag), "{flag} is not in the manual");
    }
    // What no person needs is in no page.
    assert!(!manual.contains("chunk\\-bytes"));
}
