//! Rows by unit.

use crate::requests::MISSING_CODE;

const NONE: u32 = u32::MAX;

/// One variant's rows, unit after unit; units and the rows of each in the order in which the log names them.
#[derive(Debug, Default)]
pub struct Members {
    pub name: String,
    pub rows: Vec<u32>,
    /// By unit: where its rows end, and the code of its name.
    ends: Vec<u32>,
    codes: Vec<u32>,
}

impl Members {
    /// Sorts rows, each with the code of its unit; a row without a code is a unit by itself. `numbers` is a space by code
    /// that is left as it was found.
    pub fn new(name: String, rows: &[(u32, u32)], numbers: &mut Marks) -> Members {
        let (mut codes, mut sizes) = (Vec::new(), Vec::<u32>::new());
        let mut units = Vec::with_capacity(rows.len());
        for (_, code) in rows {
            let new = codes.len() as u32;
            let unit = if *code == MISSING_CODE { new } else { *numbers.of(*code, new) };
            if unit == new {
                codes.push(*code);
                sizes.push(0);
            }
            sizes[unit as usize] += 1;
            units.push(unit);
        }
        numbers.forget(&codes);
        let mut next = Vec::with_capacity(sizes.len());
        sizes.iter().fold(0, |start, size| {
            next.push(start);
            start + size
        });
        let mut sorted = vec![0; rows.len()];
        for ((row, _), unit) in rows.iter().zip(units) {
            let place = &mut next[unit as usize];
            sorted[*place as usize] = *row;
            *place += 1;
        }
        // What comes next in a unit is where it ends.
        Members { name, rows: sorted, ends: next, codes }
    }

    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Each unit's code and rows.
    pub fn units(&self) -> impl Iterator<Item = (u32, &[u32])> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let rows = starts.zip(&self.ends).map(|(start, end)| &self.rows[*start as usize..*end as usize]);
        self.codes.iter().copied().zip(rows)
    }
}

/// A number by code, laid out once and used again.
#[derive(Debug, Default)]
pub struct Marks(Vec<u32>);

impl Marks {
    /// The number of `code`, which is `new` if it had none.
    pub fn of(&mut self, code: u32, new: u32) -> &mut u32 {
        let at = code as usize;
        if self.0.len() <= at {
            self.0.resize(at + 1, NONE);
        }
        let mark = &mut self.0[at];
        if *mark == NONE {
            *mark = new;
        }
        mark
    }

    pub fn forget(&mut self, codes: &[u32]) {
        for code in codes {
            if let Some(mark) = self.0.get_mut(*code as usize) {
                *mark = NONE;
            }
        }
    }
}
