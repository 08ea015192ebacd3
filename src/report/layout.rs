//! Fitting a grid into a screen: which columns show, how wide, and under how tall a header.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::grid::{Cell, Grid, Need};
use super::text::{shorten, width};

/// Blank columns between two columns of the table.
pub const GAP: u16 = 2;

/// Names longer than this are shortened even where nothing limits the width: comfy-table counts in u16.
const LONGEST: usize = 30_000;

/// Shorter than this, and names are worth a taller header: a dated model name is 26 long.
const READABLE: usize = 28;

/// Shorter than this, and names are worth a hidden measure: they can hardly be told apart.
const RECOGNIZABLE: usize = 16;

/// Names that are alike up to this length are told apart by asking for another format.
const DISTINCT: usize = 48;

/// Shorter than this, a name is none.
const SHORTEST: usize = 8;

/// How a grid is shown.
#[derive(Debug)]
pub struct Layout {
    /// Indices of the columns that show, in order.
    pub shown: Vec<usize>,
    /// Indices of those that had to go, in order.
    pub hidden: Vec<usize>,
    /// Text columns are shortened to this.
    pub longest_text: usize,
    /// Titles of several words stand in two lines.
    pub stacked: bool,
}

impl Layout {
    /// The most that fits into `limit` columns: shorter names first, then taller headers, then fewer measures.
    pub fn fit(grid: &Grid, limit: Option<u16>) -> Layout {
        let fitting = Fitting::new(grid, limit);
        let mut shown: Vec<usize> = (0..grid.heads.len()).collect();
        let mut hidden = Vec::new();
        if let Some(longest_text) = fitting.text_width(&shown, false, READABLE) {
            return Layout { shown, hidden, longest_text, stacked: false };
        }
        let recognizable = fitting.recognizable();
        loop {
            let longest = fitting.text_width(&shown, true, recognizable);
            let expendable = match () {
                () if fitting.text_width(&shown, true, RECOGNIZABLE).is_some() => Need::Detail,
                () if fitting.text_width(&shown, true, SHORTEST).is_some() => Need::Figure,
                () => Need::Sum,
            };
            if let (None, Some(at)) = (longest, fitting.least_needed(&shown, expendable)) {
                hidden.push(shown.remove(at));
                continue;
            }
            let last_resort = || fitting.text_width(&shown, true, SHORTEST).unwrap_or(SHORTEST);
            let longest_text = longest.unwrap_or_else(last_resort);
            let stacked = fitting.gains_by_stacking(&shown, longest_text);
            hidden.sort_unstable();
            return Layout { shown, hidden, longest_text, stacked };
        }
    }

    /// Whether everything shows, with its titles in one line.
    pub fn is_comfortable(&self) -> bool {
        self.hidden.is_empty() && !self.stacked
    }
}

/// The widths that decide, measured once.
struct Fitting<'a> {
    grid: &'a Grid,
    /// Widest cell of each column, its title aside.
    contents: Vec<usize>,
    limit: usize,
}

impl<'a> Fitting<'a> {
    fn new(grid: &'a Grid, limit: Option<u16>) -> Self {
        let mut contents = vec![0; grid.heads.len()];
        for row in grid.rows.iter().chain(&grid.total) {
            for (content, cell) in contents.iter_mut().zip(row) {
                *content = width(&cell.text).max(*content);
            }
        }
        Fitting { grid, contents, limit: limit.map_or(usize::MAX, usize::from) }
    }

    /// The longest text, but no shorter than `shortest`, with which the columns `shown` fit.
    fn text_width(&self, shown: &[usize], stacked: bool, shortest: usize) -> Option<usize> {
        let natural: Vec<(usize, bool)> = shown.iter().map(|&at| self.natural(at, stacked)).collect();
        let widest = natural.iter().filter(|(_, numeric)| !numeric).map(|&(width, _)| width).max().unwrap_or(0);
        let gaps = usize::from(GAP) * shown.len().saturating_sub(1);
        let total = |cap: usize| {
            let widths = natural.iter().map(|&(width, numeric)| if numeric { width } else { width.min(cap) });
            gaps + widths.sum::<usize>()
        };
        (shortest..=widest.clamp(shortest, LONGEST)).rev().find(|&cap| total(cap) <= self.limit)
    }

    /// The place among `shown` of the column that is missed least, if any is needed no more than `most`: of equal ones
    /// the one with the most blanks, and of those the last.
    fn least_needed(&self, shown: &[usize], most: Need) -> Option<usize> {
        let blanks = |at: usize| self.grid.rows.iter().filter(|row| row.get(at).is_some_and(|cell| cell.faint)).count();
        let places = (0..shown.len()).filter(|&place| self.grid.heads[shown[place]].need <= most);
        let places = places.filter(|_| shown.len() > 2 || most < Need::Count);
        places.min_by_key(|&place| (self.grid.heads[shown[place]].need, Reverse(blanks(shown[place])), Reverse(place)))
    }

    /// The length from which on names can be told from each other.
    fn recognizable(&self) -> usize {
        let texts: Vec<usize> = (0..self.grid.heads.len()).filter(|&at| !self.grid.heads[at].numeric).collect();
        let distinct = |limit: usize| {
            let names = |row: &Vec<Cell>| texts.iter().map(|&at| shorten(&row[at].text, limit)).collect::<Vec<_>>();
            self.grid.rows.iter().map(names).collect::<HashSet<_>>().len()
        };
        let all = distinct(usize::MAX);
        (RECOGNIZABLE..=DISTINCT).step_by(4).find(|&limit| distinct(limit) == all).unwrap_or(DISTINCT)
    }

    /// Whether some title has two words, and one line of titles is too long.
    fn gains_by_stacking(&self, shown: &[usize], longest_text: usize) -> bool {
        let several_words = shown.iter().any(|&at| self.grid.heads[at].title.contains(' '));
        several_words && self.text_width(shown, false, longest_text).is_none()
    }

    /// The width a column would have by itself, and whether it is numeric.
    fn natural(&self, at: usize, stacked: bool) -> (usize, bool) {
        let head = &self.grid.heads[at];
        let title =
            if stacked { stack(&head.title).into_iter().map(width).max().unwrap_or(0) } else { width(&head.title) };
        (self.contents[at].max(title), head.numeric)
    }
}

/// A title in two lines, broken where the longer one is shortest.
pub fn stack(title: &str) -> [&str; 2] {
    let breaks = title.match_indices(' ').map(|(at, _)| [&title[..at], &title[at + 1..]]);
    breaks.min_by_key(|[upper, lower]| width(upper).max(width(lower))).unwrap_or(["", title])
}

#[cfg(test)]
mod tests {
    use super::super::samples::{report, text_report, wide_report};
    use super::*;

    #[test]
    fn titles_break_evenly() {
        assert_eq!(stack("p95 latency ms"), ["p95", "latency ms"]);
        assert_eq!(stack("requests"), ["", "requests"]);
    }

    #[test]
    fn titles_are_stacked_only_where_it_helps() {
        assert!(Layout::fit(&Grid::new(&report()), Some(80)).stacked);
        assert!(!Layout::fit(&Grid::new(&text_report(&[&"x".repeat(99)])), Some(30)).stacked);
    }

    #[test]
    fn enough_room_changes_nothing() {
        let layout = Layout::fit(&Grid::new(&report()), Some(200));
        assert!(layout.is_comfortable());
        assert_eq!(layout.shown.len(), report().columns.len());
    }

    #[test]
    fn requests_and_cost_are_the_last_to_go() {
        let report = wide_report();
        let layout = Layout::fit(&Grid::new(&report), Some(40));
        let shown: Vec<&str> = layout.shown.iter().map(|&at| report.columns[at].name.as_str()).collect();
        assert_eq!(shown[..2], ["model", "user_id"]);
        assert!(shown.contains(&"requests") && shown.contains(&"total_cost_usd"), "{shown:?}");
        assert!(!layout.hidden.is_empty());
        assert_eq!(layout.shown.len() + layout.hidden.len(), report.columns.len());
    }

    #[test]
    fn the_rightmost_measure_goes_first() {
        let grid = Grid::new(&wide_report());
        let least_hidden =
            (40..200).rev().map(|limit| Layout::fit(&grid, Some(limit)).hidden).find(|hidden| !hidden.is_empty());
        assert_eq!(least_hidden, Some(vec![grid.heads.len() - 1]));
    }
}
