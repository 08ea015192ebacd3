//! Every `console` block of the README is true.

use std::fs;
use std::path::Path;

use crate::support::{NOW, ROOT, difference, has_tool, program};

/// A command of a block, and what it prints.
#[derive(Debug)]
struct Example {
    command: String,
    output: String,
}

fn blocks(readme: &str) -> Vec<&str> {
    let mut blocks = Vec::new();
    let mut rest = readme;
    while let Some((_, block)) = rest.split_once("\n```console\n") {
        let (block, after) = block.split_once("\n```").expect("a block ends");
        blocks.push(block);
        rest = after;
    }
    blocks
}

/// The commands of a block: lines that begin with `$ `, each with the output up to the next.
fn examples(block: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), examples.last_mut()) {
            (Some(command), _) => examples.push(Example { command: command.to_owned(), output: String::new() }),
            (None, Some(example)) => {
                example.output.push_str(line);
                example.output.push('\n');
            }
            (None, None) => panic!("a block begins with output: {line}"),
        }
    }
    examples
}

/// Whether `found` is `wanted`, in which a line of three dots stands for any lines.
fn matches(wanted: &str, found: &str) -> bool {
    let parts: Vec<&str> = wanted.split("\n...\n").collect();
    let (wanted, found) = (wanted.trim_end(), found.trim_end());
    if parts.len() == 1 {
        return wanted == found;
    }
    let (first, last) = (parts[0], parts[parts.len() - 1].trim_end());
    let mut rest = match found.strip_prefix(first) {
        Some(rest) if rest.ends_with(last) => rest,
        _ => return false,
    };
    parts[1..].iter().all(|part| match rest.find(part.trim_end()) {
        Some(at) => {
            rest = &rest[at + part.trim_end().len()..];
            true
        }
        None => false,
    })
}

/// How wide the README is read.
const COLUMNS: &str = "100";

/// Runs an example in the project's folder; stdout and stderr as a person sees them, mixed. The terminal of that
/// person shows tables, but not into a pipe or a file.
fn run(command: &str) -> String {
    // bash joins both, in the order in which they were written.
    let line = format!("exec 2>&1\n{command}");
    let format = if command.contains(['|', '>']) { "" } else { "table" };
    let run = program("bash").arg("-c").arg(line).env("LLMOBS_NOW", NOW).env("COLUMNS", COLUMNS);
    run.env("LLMOBS_FORMAT", format).run().stdout
}

#[test]
fn every_console_block_is_true() {
    let Ok(readme) = fs::read_to_string(Path::new(ROOT).join("README.md")) else {
        return crate::support::skipped("the README's console blocks", "there is no README.md yet");
    };
    let all: Vec<Example> = blocks(&readme).into_iter().flat_map(examples).collect();
    assert!(!all.is_empty(), "README.md has no console block");
    let (with_cargo, run_here): (Vec<&Example>, Vec<&Example>) =
        all.iter().partition(|e| e.command.starts_with("cargo "));
    // Building and testing by cargo are what this test is part of.
    assert!(with_cargo.len() >= 2, "the two commands for a fresh machine are missing: {with_cargo:#?}");
    assert!(run_here.len() >= 5, "{run_here:#?}");
    let wrong: Vec<String> = run_here.into_iter().filter_map(fault).collect();
    assert!(wrong.is_empty(), "{} examples of README.md are wrong\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// What is wrong with an example.
fn fault(example: &Example) -> Option<String> {
    let Example { command, output } = example;
    if command.contains("jq") && !has_tool("jq", command) {
        return None;
    }
    let found = run(command);
    (!matches(output, &found)).then(|| format!("$ {command}\n{}", difference(output, &found)))
}

#[test]
fn dots_stand_for_any_lines() {
    assert!(matches("a\n", "a\n\n"));
    assert!(matches("a\n...\nd\n", "a\nb\nc\nd\n"));
    assert!(!matches("a\n...\nd\n", "a\nb\nc\n"));
    assert!(!matches("a\n...\nd\n", "b\nd\n"));
    assert!(!matches("a\n", "a\nb\n"));
}

#[test]
fn blocks_and_their_commands_are_found() {
    let readme = "x\n```console\n$ one\nout\n\n$ two\n```\n```sh\n$ no\n```\n\n```console\n$ three\n```\n";
    let found: Vec<Example> = blocks(readme).into_iter().flat_map(examples).collect();
    let commands: Vec<&str> = found.iter().map(|example| example.command.as_str()).collect();
    assert_eq!(commands, ["one", "two", "three"]);
    assert_eq!(found[0].output, "out\n\n");
}
