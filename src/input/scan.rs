//! Reads one line as JSON and picks out the values that a [`Tree`] wants, in one pass.
//!
//! The scanner is strict: it finishes exactly those lines that [`super::judge`] calls good, whatever the tree. Lines it
//! gives up on go to the judge, which names what is wrong with them.

use super::cursor::Cursor;
use super::judge::MAX_DEPTH;
use super::scalar::Scalar;
use super::shape::Shapes;
use super::tree::{NodeId, Tree};

/// A wanted value: whose it is, where it stands in the text, and what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found<'a> {
    pub node: NodeId,
    pub at: usize,
    pub scalar: Scalar<'a>,
}

/// Reads lines. Holds the space that every line reuses.
#[derive(Debug)]
pub struct Scanner<'t, 'a> {
    tree: &'t Tree,
    /// The wanted values of the last line, in the order in which they stand there.
    pub found: Vec<Found<'a>>,
    /// The number of the last line's shape, if it is a known one: such lines find the same nodes in the same order.
    pub shape: Option<usize>,
    shapes: Shapes,
    /// The line, by number, in which each node was last met: tells a repeated key.
    met: Vec<u64>,
    line: u64,
}

impl<'t, 'a> Scanner<'t, 'a> {
    pub fn new(tree: &'t Tree) -> Self {
        Scanner { tree, found: Vec::new(), shape: None, shapes: Shapes::default(), met: vec![0; tree.len()], line: 0 }
    }

    /// Reads the line that begins at `start`. Returns where it ends, its line end not included; `None` when it is not
    /// a good line.
    pub fn line(&mut self, text: &'a str, start: usize) -> Option<usize> {
        self.found.clear();
        let mut cursor = Cursor::new(text, start);
        self.shape = self.shapes.read(&mut cursor, &mut self.found);
        if self.shape.is_some() {
            return Some(cursor.at);
        }
        self.line += 1;
        cursor.skip_space();
        if cursor.peek() != b'{' {
            return None;
        }
        self.object(&mut cursor, 0, 1)?;
        if !cursor.ends_line() {
            return None;
        }
        self.shapes.learn(&text[start..cursor.at], start, &self.found);
        Some(cursor.at)
    }

    /// From the opening brace of an object at `depth` to after its closing one.
    fn object(&mut self, cursor: &mut Cursor<'a>, node: NodeId, depth: usize) -> Option<()> {
        cursor.at += 1;
        cursor.skip_space();
        if cursor.peek() == b'}' {
            cursor.at += 1;
            return Some(());
        }
        loop {
            let key = cursor.key()?;
            match self.tree.child_in_line(node, key) {
                None => cursor.skip_value(depth)?,
                Some(child) => self.value(cursor, child, depth)?,
            }
            cursor.skip_space();
            match cursor.peek() {
                b',' => cursor.at += 1,
                b'}' => break,
                _ => return None,
            }
            cursor.skip_space();
        }
        cursor.at += 1;
        Some(())
    }

    /// The value of a node's key, inside an object at `depth`.
    fn value(&mut self, cursor: &mut Cursor<'a>, node: NodeId, depth: usize) -> Option<()> {
        if self.met[node] == self.line {
            // A key stands here twice: the last value counts, with all that is in it.
            self.found.retain(|found| !self.tree.is_within(found.node, node));
        }
        self.met[node] = self.line;
        let at = cursor.at;
        let scalar = match cursor.peek() {
            b'{' if self.tree.has_children(node) => {
                if depth >= MAX_DEPTH {
                    return None;
                }
                self.object(cursor, node, depth + 1)?;
                Scalar::Nested(&cursor.text[at..cursor.at])
            }
            _ => cursor.value(depth)?,
        };
        if self.tree.is_wanted(node) {
            self.found.push(Found { node, at, scalar });
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::judge::judge;
    use super::*;
    use proptest::prelude::*;

    fn is_good(line: &str) -> bool {
        let tree = Tree::new(["a", "b.c", "b"]);
        Scanner::new(&tree).line(line, 0) == Some(line.len())
    }

    fn pick(line: &str, paths: &[&str]) -> Vec<Option<String>> {
        let tree = Tree::new(paths.iter().copied());
        let mut scanner = Scanner::new(&tree);
        assert_eq!(scanner.line(line, 0), Some(line.len()));
        let shown = |scalar: &Scalar| match scalar {
            Scalar::Nested(json) => (*json).to_owned(),
            scalar => format!("{scalar:?}"),
        };
        let of = |path: &&str| {
            let nodes = tree.nodes_of(path);
            scanner.found.iter().rev().find(|found| nodes.contains(&found.node)).map(|found| shown(&found.scalar))
        };
        paths.iter().map(of).collect()
    }

    fn text(value: &str) -> Option<String> {
        Some(format!("Text({value:?})"))
    }

    #[test]
    fn finds_nested_and_dotted_keys() {
        let line = r#" { "a" : {"b":"x","c":[1,{"b":"no"}]} , "d.e":"y", "f":{"\"":"z"} } "#;
        let nested = Some(r#"{"b":"x","c":[1,{"b":"no"}]}"#.to_owned());
        assert_eq!(pick(line, &["a.b", "d.e", "a", "q"]), [text("x"), text("y"), nested, None]);
    }

    #[test]
    fn the_last_of_repeated_keys_counts_with_all_in_it() {
        assert_eq!(pick(r#"{"a":"1","a":"2"}"#, &["a"]), [text("2")]);
        assert_eq!(pick(r#"{"u":{"in":"5"},"u":{"out":"6"}}"#, &["u.in", "u.out"]), [None, text("6")]);
        assert_eq!(pick(r#"{"u":{"in":"5"},"u":null}"#, &["u.in"]), [None]);
        assert_eq!(pick(r#"{"u":{"in":"5","in":"7"},"u.in":"8"}"#, &["u.in"]), [text("8")]);
    }

    #[test]
    fn keys_may_be_escaped_and_case_matters() {
        assert_eq!(pick(r#"{"mo\u0064el":"x","Model":"y"}"#, &["model"]), [text("x")]);
    }

    #[test]
    fn a_line_ends_at_its_line_feed() {
        let tree = Tree::new(["a"]);
        let mut scanner = Scanner::new(&tree);
        let text = "{\"a\":1}\r\n{\"a\":\n2}\n";
        assert_eq!(scanner.line(text, 0), Some(8));
        assert_eq!(scanner.found, [Found { node: 1, at: 5, scalar: Scalar::Number("1") }]);
        assert_eq!(scanner.line(text, 9), None);
    }

    #[test]
    fn depth_is_counted_across_wanted_and_unwanted() {
        let nested =
            |levels: usize| format!("{{\"b\":{{\"c\":{}{}}}}}", "[".repeat(levels - 2), "]".repeat(levels - 2));
        assert!(is_good(&nested(128)));
        assert!(!is_good(&nested(129)));
    }

    /// Pieces that make JSON, nearly JSON and nonsense.
    const PIECES: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"c\":",
        "\"a\":",
        "\"b\":{",
        "1",
        "-0",
        "01",
        "1.5e3",
        "1.",
        "-",
        "true",
        "fals",
        "null",
        " ",
        "\t",
        "\r",
        "\"\\u00e9\"",
        "\"\\ud83d\"",
        "\"\\x\"",
        "\"é\"",
        "\"",
        "\\",
        "{\"a\":1}",
        "{}",
        "[]",
        "\u{1}",
        "NaN",
    ];

    fn pieces() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn agrees_with_the_judge_on_pieces(line in pieces()) {
            prop_assert_eq!(is_good(&line), judge(line.as_bytes(), false).is_ok(), "{}", line);
            let wrapped = format!("{{\"a\":{line}}}");
            prop_assert_eq!(is_good(&wrapped), judge(wrapped.as_bytes(), false).is_ok(), "{}", wrapped);
        }
    }
}
