//! The JSON paths a query wants, as a tree of keys.

use super::scalar::unescape;

/// A node's number in its tree; the root is 0.
pub type NodeId = usize;

/// Wanted paths. Everything below a node is one range of node numbers, so that a repeated key can undo the first.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    is_wanted: bool,
    /// Whether it stands for all keys of its parent that hold a word and have no node of their own.
    is_any: bool,
    /// The words of those below it.
    words: Vec<(Box<str>, NodeId)>,
    /// One past the last node below this one.
    end: NodeId,
    children: Keys,
}

/// Paths while they are collected.
#[derive(Debug, Default)]
struct Draft {
    is_wanted: bool,
    children: Vec<(String, Draft)>,
}

impl Tree {
    /// A tree of `paths`: `a.b` means both `b` inside `a` and a key that is written `a.b`. Where keys have points in them a
    /// [`JOINT`] stands between them. A last key `*word*` means every key that holds the word and is in no other path.
    pub fn new<'p>(paths: impl IntoIterator<Item = &'p str>) -> Tree {
        let mut draft = Draft::default();
        for path in paths {
            draft.insert(&mut keys(path));
            draft.insert(&mut std::iter::once(path));
        }
        let mut tree = Tree { nodes: Vec::new() };
        tree.settle(draft);
        tree
    }

    /// Gives a draft and all below it their numbers, depth first.
    fn settle(&mut self, draft: Draft) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node { is_wanted: draft.is_wanted, ..Node::default() });
        let mut children = Vec::new();
        for (key, child) in draft.children {
            let node = self.settle(child);
            match word(&key) {
                Some(word) => {
                    self.nodes[node].is_any = true;
                    self.nodes[id].words.push((word.into(), node));
                }
                None => children.push((key, node)),
            }
        }
        self.nodes[id].children = Keys::new(children);
        self.nodes[id].end = self.nodes.len();
        id
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The nodes that hold the value of `path`.
    pub fn nodes_of(&self, path: &str) -> Vec<NodeId> {
        nodes(path, |node, key| self.child(node, key))
    }

    /// The same of a column, whose name may be one of many that a node stands for.
    pub fn nodes_of_column(&self, name: &str) -> Vec<NodeId> {
        nodes(name, |node, key| self.child_in_line(node, key))
    }

    /// The node of `key`, as it stands between its quotes, in the object of `node`.
    #[inline]
    pub fn child_in_line(&self, node: NodeId, key: &str) -> Option<NodeId> {
        let node = &self.nodes[node];
        let found = node.children.get_in_line(key);
        if found.is_some() || node.words.is_empty() {
            return found;
        }
        node.words.iter().find(|(word, _)| key.contains(&**word)).map(|(_, node)| *node)
    }

    /// Whether a node may have several values, each under another key.
    #[inline]
    pub fn is_any(&self, node: NodeId) -> bool {
        self.nodes[node].is_any
    }

    /// The keys at the top that begin with `prefix`, without it, of the nodes that are wanted.
    pub fn keys_behind(&self, prefix: &str, is_wanted: impl Fn(NodeId) -> bool) -> Keys {
        let keys = self.nodes[0].children.places.iter().flatten().filter(|(_, node)| is_wanted(*node));
        Keys::new(keys.filter_map(|(key, node)| Some((key.strip_prefix(prefix)?.to_owned(), *node))).collect())
    }

    #[inline]
    fn child(&self, node: NodeId, key: &str) -> Option<NodeId> {
        let node = &self.nodes[node];
        match word(key) {
            None => node.children.get(key),
            Some(wanted) => node.words.iter().find(|(word, _)| **word == *wanted).map(|(_, node)| *node),
        }
    }

    /// Whether the value of a node itself is wanted.
    #[inline]
    pub fn is_wanted(&self, node: NodeId) -> bool {
        self.nodes[node].is_wanted
    }

    #[inline]
    pub fn has_children(&self, node: NodeId) -> bool {
        self.nodes[node].end > node + 1
    }

    /// The wanted nodes below one.
    pub fn below(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        (node + 1..self.nodes[node].end).filter(|inner| self.is_wanted(*inner))
    }

    /// Whether `inner` is `node` or below it.
    pub fn is_within(&self, inner: NodeId, node: NodeId) -> bool {
        (node..self.nodes[node].end).contains(&inner)
    }
}

/// What stands between the keys of a path that have points in them.
pub const JOINT: char = '\0';

/// The keys of a path.
fn keys(path: &str) -> std::str::Split<'_, char> {
    path.split(if path.contains(JOINT) { JOINT } else { '.' })
}

/// The word that is wanted in keys rather than a key.
fn word(key: &str) -> Option<&str> {
    key.strip_prefix('*')?.strip_suffix('*').filter(|word| !word.is_empty())
}

impl Draft {
    fn insert<'p>(&mut self, keys: &mut impl Iterator<Item = &'p str>) {
        let Some(key) = keys.next() else {
            self.is_wanted = true;
            return;
        };
        let at = self.children.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
            self.children.push((key.to_owned(), Draft::default()));
            self.children.len() - 1
        });
        self.children[at].1.insert(keys);
    }
}

/// The keys of one object: a table so sparse that a look-up is nearly always one comparison.
#[derive(Debug, Default)]
pub struct Keys {
    /// A power of two of places; keys stand at their hash or behind it.
    places: Vec<Option<(Box<str>, NodeId)>>,
}

/// Places per key.
const SPARSENESS: usize = 4;

impl Keys {
    fn new(keys: Vec<(String, NodeId)>) -> Keys {
        if keys.is_empty() {
            return Keys::default();
        }
        let mut places: Vec<Option<(Box<str>, NodeId)>> = Vec::new();
        places.resize((keys.len() * SPARSENESS).next_power_of_two(), None);
        let mask = places.len() - 1;
        for (key, node) in keys {
            let mut at = hash(&key) & mask;
            while places[at].is_some() {
                at = (at + 1) & mask;
            }
            places[at] = Some((key.into_boxed_str(), node));
        }
        Keys { places }
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The node of a key as it stands between its quotes.
    #[inline]
    pub fn get_in_line(&self, key: &str) -> Option<NodeId> {
        let found = self.get(key);
        // No wanted key has a backslash in it as written, so only a key that was not found can be an escaped one.
        if found.is_none() && key.contains('\\') { self.get(&unescape(key)) } else { found }
    }

    #[inline]
    fn get(&self, key: &str) -> Option<NodeId> {
        let mask = self.places.len().checked_sub(1)?;
        let mut at = hash(key) & mask;
        while let Some((known, node)) = &self.places[at] {
            if **known == *key {
                return Some(*node);
            }
            at = (at + 1) & mask;
        }
        None
    }
}

/// The nodes at the end of a path, as keys inside of each other and as one key.
fn nodes(path: &str, child: impl Fn(NodeId, &str) -> Option<NodeId>) -> Vec<NodeId> {
    let nested = keys(path).try_fold(0, &child);
    let mut nodes: Vec<NodeId> = nested.into_iter().chain(child(0, path)).collect();
    nodes.dedup();
    nodes
}

/// Length, first, middle and last byte: enough to tell the keys of logs apart.
#[inline]
fn hash(key: &str) -> usize {
    let bytes = key.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().map_or(0, usize::from);
    let last = bytes.len().wrapping_sub(1);
    let mixed = bytes.len() ^ byte(0) << 8 ^ byte(bytes.len() / 2) << 16 ^ byte(last) << 24;
    mixed.wrapping_mul(0x9e37_79b1) >> 15
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_and_others_are_not() {
        let tree = Tree::new(["model", "usage.input", "usage.input.cached", "usage"]);
        let usage = tree.child(0, "usage").expect("a node");
        assert!(tree.is_wanted(usage) && tree.has_children(usage));
        assert_eq!(tree.child_in_line(0, r"us\u0061ge"), Some(usage));
        assert_eq!(tree.child(0, "input"), None);
        assert_eq!(
            tree.nodes_of("usage.input"),
            [tree.child(usage, "input").expect("a node"), tree.child(0, "usage.input").expect("a node")]
        );
        let cached = tree.nodes_of("usage.input.cached")[0];
        assert!(tree.is_within(cached, usage) && !tree.is_within(usage, cached));
    }

    #[test]
    fn keys_with_points_and_keys_with_a_word() {
        let tree = Tree::new(["u\0a.b", "u.in", "u.*in*"]);
        let u = tree.child(0, "u").expect("a node");
        assert_eq!(tree.nodes_of("u\0a.b").first().copied(), tree.child_in_line(u, "a.b"));
        let any = tree.nodes_of("u.*in*")[0];
        assert_eq!(
            ["in", "inner", "begin", "out"].map(|key| tree.child_in_line(u, key)),
            [tree.child(u, "in"), Some(any), Some(any), None]
        );
        assert!(tree.is_any(any) && !tree.is_any(u));
    }

    #[test]
    fn many_keys_share_a_table() {
        let keys: Vec<String> = (0..300).map(|n| format!("key_{n}")).collect();
        let tree = Tree::new(keys.iter().map(String::as_str));
        let mut nodes: Vec<_> = keys.iter().map(|key| tree.child(0, key).expect("a node")).collect();
        nodes.sort_unstable();
        nodes.dedup();
        assert_eq!(nodes.len(), 300);
        assert_eq!(tree.child(0, "key_300"), None);
    }
}
