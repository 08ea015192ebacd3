//! Calls inside calls: a span that wraps another call of a model states the same tokens once more, and only the inner one
//! counts.

use std::collections::{HashMap, HashSet};

use crate::input::Fingerprint;

/// A span, what it is inside, and whether it is a call of a model.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    pub span: Fingerprint,
    pub parent: Option<Fingerprint>,
    pub is_call: bool,
}

/// How far up a call looks for another one; a chain that is longer goes in a circle, or might as well.
const HIGHEST: usize = 1000;

/// The calls that contain other calls.
pub fn containers(links: &[Link]) -> HashSet<Fingerprint> {
    let spans: HashMap<Fingerprint, &Link> = links.iter().map(|link| (link.span, link)).collect();
    let around = |link: &Link| {
        let mut at = link.parent;
        for _ in 0..HIGHEST {
            let link = spans.get(&at?)?;
            if link.is_call {
                return Some(link.span);
            }
            at = link.parent;
        }
        None
    };
    let calls = links.iter().filter(|link| link.is_call);
    calls.filter_map(|link| around(link).filter(|span| *span != link.span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(span: u128, parent: u128, is_call: bool) -> Link {
        Link { span, parent: Some(parent).filter(|parent| *parent > 0), is_call }
    }

    #[test]
    fn the_nearest_call_around_a_call_is_a_container() {
        // 1 (agent) > 2 (call) > 3 (http) > 4 (call); 5 (call) stands alone in 1.
        let links = [link(1, 0, false), link(2, 1, true), link(3, 2, false), link(4, 3, true), link(5, 1, true)];
        assert_eq!(containers(&links), HashSet::from([2]));
    }

    #[test]
    fn circles_and_missing_parents_end() {
        let links = [link(1, 2, true), link(2, 1, false), link(3, 9, true), link(4, 4, true)];
        assert_eq!(containers(&links), HashSet::new());
    }
}
