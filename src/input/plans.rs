//! One plan for each format that an input turns out to be of, made when it is first met.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::detect::Form;
use super::format::{self, Format};
use super::plan::{Mapping, Names, Plan};
use crate::query::Field;

/// How to read whatever comes: the same slots for all formats.
#[derive(Debug)]
pub struct Plans {
    fields: BTreeSet<Field>,
    mappings: Vec<Mapping>,
    /// The format given by hand: `Some(None)` for the native one.
    pub forced: Option<Option<&'static Format>>,
    /// Whether spans are given that are no calls of a model.
    every_span: bool,
    native: Plan,
    others: Vec<OnceLock<Plan>>,
}

impl Plans {
    pub fn new(fields: &BTreeSet<Field>, mappings: &[Mapping], forced: Option<Option<&'static Format>>) -> Plans {
        let others = (0..Plans::number_of(format::ALL.len(), true) + 1).map(|_| OnceLock::new()).collect();
        let native = Plan::new(fields, mappings);
        Plans { fields: fields.clone(), mappings: mappings.to_vec(), forced, every_span: false, native, others }
    }

    /// The same with all spans of logs that have some, whatever they are about.
    pub fn with_every_span(mut self, every_span: bool) -> Plans {
        self.every_span = every_span;
        self.native.every_span = every_span;
        self
    }

    /// The plan of native lines.
    pub fn native(&self) -> &Plan {
        &self.native
    }

    fn number_of(format: usize, is_inside: bool) -> usize {
        format * 2 + usize::from(is_inside)
    }

    /// Which plan lines of this form need.
    pub fn number(&self, form: &Form) -> usize {
        let format = form.format.map_or(0, |format| format.number() + 1);
        Plans::number_of(format, form.wrapper.is_source())
    }

    pub fn count(&self) -> usize {
        self.others.len()
    }

    pub fn of(&self, form: &Form) -> &Plan {
        match self.number(form) {
            0 => &self.native,
            number => self.others[number].get_or_init(|| {
                let prefix = form.wrapper.path();
                let names =
                    Names { mappings: &self.mappings, format: form.format, prefix, every_span: self.every_span };
                Plan::of(names, &self.fields)
            }),
        }
    }
}
