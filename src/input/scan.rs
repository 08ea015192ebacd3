//! Reads one line as JSON and picks out the values that a [`Tree`] wants, in one pass.
//!
//! The scanner is strict: it finishes exactly those lines that [`super::judge`] calls good, whatever the tree. Lines it
//! gives up on go to the judge, which names what is wrong with them.

use super::cursor::Cursor;
use super::index::Indexed;
use super::judge::MAX_DEPTH;
use super::scalar::{Form, Value};
use super::shape::{MOST_STEPS, Shapes};
use super::tree::{NodeId, Tree};

/// A wanted value, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub node: NodeId,
    pub value: Value,
}

/// An object or array that no tree looks into, inside a container at `depth`.
#[derive(Debug, Clone, Copy)]
pub struct Skipped {
    pub at: usize,
    pub end: usize,
    pub depth: usize,
}

/// Reads lines. Holds the space that every line reuses.
#[derive(Debug)]
pub struct Scanner<'t> {
    tree: &'t Tree,
    /// The values of the last line, with some that nobody wants: [`Scanner::wanted`] says which are which.
    pub values: Vec<Value>,
    /// The number of the last line's shape, if it is a known one: such lines have the same values in the same places.
    pub shape: Option<usize>,
    /// The wanted values of a line of no known shape, in the order in which they stand there.
    found: Vec<Found>,
    /// The objects and arrays of that line under keys that nobody wants anything of.
    skipped: Vec<Skipped>,
    shapes: Shapes,
    /// The line, by number, in which each node was last met: tells a repeated key.
    met: Vec<u64>,
    /// How many lines were of no known shape.
    pub other_lines: u64,
}

impl<'t> Scanner<'t> {
    pub fn new(tree: &'t Tree) -> Self {
        Scanner {
            tree,
            values: vec![Value { at: 0, end: 0, form: Form::Null }; MOST_STEPS],
            shape: None,
            found: Vec::new(),
            skipped: Vec::new(),
            shapes: Shapes::default(),
            met: vec![0; tree.len()],
            other_lines: 0,
        }
    }

    /// Reads the line that begins at `start`. Returns where it ends, its line end not included; `None` when it is not
    /// a good line.
    #[inline]
    pub fn line(&mut self, text: Indexed<'_>, start: usize) -> Option<usize> {
        let mut cursor = Cursor::new(text, start);
        self.shape = self.shapes.read(&mut cursor, &mut self.values);
        if self.shape.is_some() { Some(cursor.at) } else { self.other_line(cursor) }
    }

    /// Reads a line of no known shape.
    fn other_line(&mut self, mut cursor: Cursor<'_>) -> Option<usize> {
        let start = cursor.at;
        self.whole(&mut cursor, 0)?;
        self.shapes.learn(cursor.text, start..cursor.at, &self.found, &self.skipped);
        if self.values.len() < self.found.len() {
            self.values.resize(self.found.len(), self.values[0]);
        }
        self.values.iter_mut().zip(&self.found).for_each(|(value, found)| *value = found.value);
        Some(cursor.at)
    }

    /// Reads a text that is one object as the value of `node`, and returns the wanted values in it; `None` when it is no good
    /// one.
    pub fn inside(&mut self, text: Indexed<'_>, node: NodeId) -> Option<&[Found]> {
        self.whole(&mut Cursor::new(text, 0), node)?;
        Some(&self.found)
    }

    /// A line that is one object as the value of `node`.
    fn whole(&mut self, cursor: &mut Cursor<'_>, node: NodeId) -> Option<()> {
        self.found.clear();
        self.skipped.clear();
        self.other_lines += 1;
        cursor.skip_space();
        if cursor.peek() != b'{' {
            return None;
        }
        self.object(cursor, node, 1)?;
        cursor.ends_line().then_some(())
    }

    /// The wanted values of the last line: the number of each in [`Scanner::values`], and its node.
    pub fn wanted(&self) -> impl Iterator<Item = (usize, NodeId)> {
        let of_shape = self.shape.into_iter().flat_map(|shape| self.shapes.wanted(shape));
        let alone = self.shape.is_none().then_some(&self.found).into_iter().flatten().map(|found| found.node);
        of_shape.chain(alone.enumerate())
    }

    /// From the opening brace of an object at `depth` to after its closing one.
    fn object(&mut self, cursor: &mut Cursor<'_>, node: NodeId, depth: usize) -> Option<()> {
        cursor.at += 1;
        cursor.skip_space();
        if cursor.peek() == b'}' {
            cursor.at += 1;
            return Some(());
        }
        loop {
            let key = cursor.key()?;
            match self.tree.child_in_line(node, key) {
                None => self.skip(cursor, depth)?,
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

    /// Over the value of a key that is in no node, inside an object at `depth`.
    fn skip(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Option<()> {
        let at = cursor.at;
        cursor.skip_value(depth)?;
        if matches!(cursor.bytes[at], b'{' | b'[') {
            self.skipped.push(Skipped { at, end: cursor.at, depth });
        }
        Some(())
    }

    /// The value of a node's key, inside an object at `depth`.
    fn value(&mut self, cursor: &mut Cursor<'_>, node: NodeId, depth: usize) -> Option<()> {
        if self.met[node] == self.other_lines && !self.tree.is_any(node) {
            // A key stands here twice: the last value counts, with all that is in it.
            self.found.retain(|found| !self.tree.is_within(found.node, node));
        }
        self.met[node] = self.other_lines;
        let at = cursor.at;
        let value = match cursor.peek() {
            b'{' if self.tree.has_children(node) => {
                if depth >= MAX_DEPTH {
                    return None;
                }
                self.object(cursor, node, depth + 1)?;
                Value { at, end: cursor.at, form: Form::Nested }
            }
            _ => cursor.value(depth)?,
        };
        // A text in place of an object may be that object.
        let is_text = matches!(value.form, Form::Text | Form::Escaped);
        if self.tree.is_wanted(node) || is_text && self.tree.has_children(node) {
            self.found.push(Found { node, value });
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::index::Index;
    use super::super::judge::judge;
    use super::super::scalar::Scalar;
    use super::*;
    use proptest::prelude::*;

    fn is_good(line: &str) -> bool {
        let tree = Tree::new(["a", "b.c", "b"]);
        Scanner::new(&tree).line(Indexed::new(line, &Index::of(line), 0), 0) == Some(line.len())
    }

    fn pick(line: &str, paths: &[&str]) -> Vec<Option<String>> {
        let tree = Tree::new(paths.iter().copied());
        let mut scanner = Scanner::new(&tree);
        assert_eq!(scanner.line(Indexed::new(line, &Index::of(line), 0), 0), Some(line.len()));
        let shown = |scalar: &Scalar| match scalar {
            Scalar::Nested(json) => (*json).to_owned(),
            scalar => format!("{scalar:?}"),
        };
        let of = |path: &&str| {
            let nodes = tree.nodes_of(path);
            scanner.found.iter().rev().find(|found| nodes.contains(&found.node)).map(|f| shown(&f.value.scalar(line)))
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
        let index = Index::of(text);
        let text = Indexed::new(text, &index, 0);
        assert_eq!(scanner.line(text, 0), Some(8));
        assert_eq!(scanner.found, [Found { node: 1, value: Value { at: 5, end: 6, form: Form::Number } }]);
        assert_eq!(scanner.line(text, 9), None);
    }

    #[test]
    fn depth_is_counted_across_wanted_and_unwanted() {
        let nested =
            |levels: usize| format!("{{\"b\":{{\"c\":{}{}}}}}", "[".repeat(levels - 2), "]".repeat(levels - 2));
        assert!(is_good(&nested(128)));
        assert!(!is_good(&nested(129)));
    }

    #[test]
    fn a_known_shape_may_hold_any_nested_value() {
        let tree = Tree::new(["a", "b"]);
        let line = |nested: &str| format!(r#"{{"a":"x\"y","skip":{nested},"b":"z"}}"#);
        let long = "0,".repeat(40);
        let nested = [
            format!("[{long}0]"),
            format!(r#"{{"a":"no","b":[{long}{{"b":"no"}}]}}"#),
            "[]".to_owned(),
            format!("{{\"a\":{}0{}}}", "[".repeat(126), "]".repeat(126)),
            format!("{{\"a\":{}0{}}}", "[".repeat(127), "]".repeat(127)),
            format!("[{long}]"),
            format!("[{long}0}}"),
            format!(r#"[{long}"\x"]"#),
            "7".to_owned(),
        ];
        let mut scanner = Scanner::new(&tree);
        for nested in &nested {
            let line = line(nested);
            let end = scanner.line(Indexed::new(&line, &Index::of(&line), 0), 0);
            assert_eq!(end.is_some(), judge(line.as_bytes(), false).is_ok(), "{line}");
            if end.is_some() {
                let values: Vec<&str> =
                    scanner.wanted().map(|(at, _)| &line[scanner.values[at].at..scanner.values[at].end]).collect();
                assert_eq!(values, [r#"x\"y"#, "z"], "{line}");
            }
        }
        // What nobody looks into is one step of a shape: only the first line and those that end up with no shape are read
        // the long way.
        assert_eq!(scanner.other_lines, 6, "of {}", nested.len());
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
