//! Requests that come as whole columns, appended to those there are.

use super::dictionary::{Dictionary, MISSING_CODE};
use super::rows::{Column, MISSING_INT, Marks, Rows, append};
use crate::input::{Batch, Outcome, Series};

impl Rows {
    /// Adds a request for each row of a batch, with codes of `dictionaries`, and its answer if `keeps_answers`.
    pub fn extend(&mut self, batch: &Batch<'_>, dictionaries: &mut [Dictionary], keeps_answers: bool) {
        let before = self.len();
        let rows = before + batch.outcomes.len();
        append(&mut self.ids, before, batch.ids.iter().copied(), 0);
        if let Some(times) = &batch.times {
            times.append(&mut self.first, before, MISSING_INT, |time| time);
        }
        self.first.resize(rows, MISSING_INT);
        self.marks.extend(batch.outcomes.iter().map(|outcome| Marks::of(*outcome)));
        if keeps_answers {
            let answered = |(time, outcome): (&i64, &Outcome)| match outcome {
                Outcome::Response => *time,
                Outcome::Open | Outcome::Error => MISSING_INT,
            };
            self.answered.resize(before, MISSING_INT);
            self.answered.extend(self.first[before..].iter().zip(&batch.outcomes).map(answered));
        }
        for (slot, series) in &batch.slots {
            let mut codes = Codes::new(series, &mut dictionaries[*slot]);
            self.columns[*slot].extend(before, series, |number| codes.of(number));
        }
    }
}

impl Column {
    /// Appends values behind the `before` rows there are; of texts, those that `code` turns into codes.
    fn extend(&mut self, before: usize, series: &Series<'_>, code: impl FnMut(i32) -> u32) {
        match (self, series) {
            (Column::Int(into), Series::Ints(values)) => values.append(into, before, MISSING_INT, |value| value),
            (Column::Float(into), Series::Floats(values)) => values.append(into, before, f64::NAN, |value| value),
            (Column::Code(into), Series::Texts(_, _, numbers)) => numbers.append(into, before, MISSING_CODE, code),
            // A slot has one type.
            _ => debug_assert!(false, "values of another type"),
        }
    }
}

/// Codes of the texts of a batch. Each is asked for once, when a row first has it: not every text has a row.
struct Codes<'c> {
    series: &'c Series<'c>,
    dictionary: &'c mut Dictionary,
    /// By number of a text.
    known: Vec<u32>,
}

impl<'c> Codes<'c> {
    fn new(series: &'c Series<'c>, dictionary: &'c mut Dictionary) -> Codes<'c> {
        let texts = if let Series::Texts(texts, ..) = series { texts.len() } else { 0 };
        Codes { series, dictionary, known: vec![MISSING_CODE; texts] }
    }

    /// The code of a text.
    #[inline]
    fn of(&mut self, number: i32) -> u32 {
        match self.known.get(number.cast_unsigned() as usize) {
            None => MISSING_CODE,
            Some(&MISSING_CODE) => self.learn(number),
            Some(code) => *code,
        }
    }

    fn learn(&mut self, number: i32) -> u32 {
        let Series::Texts(texts, tag, _) = self.series else { return MISSING_CODE };
        let code = texts.text(number).map_or(MISSING_CODE, |text| self.dictionary.intern(*tag, text));
        self.known[number.cast_unsigned() as usize] = code;
        code
    }
}
