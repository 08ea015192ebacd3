//! Rows to units: who belongs to which variant of which experiment.

use std::collections::BTreeMap;

use super::super::groups::{Groups, NO_GROUP};
use super::super::key::Key;
use super::units::{Marks, Members};
use super::{Arm, Trial, label};
use crate::query::Study;
use crate::requests::{Column, MISSING_CODE, MISSING_INT, RequestTable};

/// The units of an experiment's variants.
#[derive(Debug)]
pub struct Cohort {
    pub arms: Vec<Members>,
    name: Option<String>,
    crossover_units: u64,
    without_unit: u64,
    without_variant: u64,
    contested: u64,
}

impl Cohort {
    /// What is known of it before any metric.
    pub fn trial(&self) -> Trial {
        let arm = |members: &Members| Arm {
            name: members.name.clone(),
            units: members.len() as u64,
            requests: members.rows.len() as u64,
        };
        let sizes = self.arms.iter().flat_map(Members::units).map(|(_, rows)| rows.len() as u32);
        Trial {
            name: self.name.clone(),
            arms: self.arms.iter().map(arm).collect(),
            crossover_units: self.crossover_units,
            without_unit: self.without_unit,
            without_variant: self.without_variant,
            contested: self.contested,
            largest_unit: sizes.max().unwrap_or(0),
            observed: Vec::new(),
        }
    }
}

/// The rows of one experiment before its units are known.
#[derive(Debug, Default)]
struct Draft {
    name: Option<String>,
    variants: Vec<Variant>,
    without_variant: u64,
    contested: u64,
}

#[derive(Debug)]
struct Variant {
    key: Key,
    name: String,
    rows: Vec<u32>,
}

/// Where the rows of a group belong: an experiment, and a variant where one is named.
#[derive(Debug, Clone, Copy)]
struct Place {
    draft: usize,
    variant: Option<usize>,
}

/// The experiments in the order of their names. Rows before `starts` are history and belong to none.
pub fn enrol(table: &RequestTable, study: &Study, groups: &Groups, starts: Option<i64>) -> Vec<Cohort> {
    let (mut drafts, places) = drafts(&groups.keys, study);
    for (row, group) in groups.of_row.iter().enumerate().filter(|(_, group)| **group != NO_GROUP) {
        let is_history = || starts.is_some_and(|starts| table.first[row] != MISSING_INT && table.first[row] < starts);
        let Some(Place { draft, variant }) = places[*group as usize].filter(|_| !is_history()) else { continue };
        let draft = &mut drafts[draft];
        match variant {
            _ if table.is_contested(row) => draft.contested += 1,
            Some(variant) => draft.variants[variant].rows.push(row as u32),
            None => draft.without_variant += 1,
        }
    }
    let codes: Option<&[u32]> = study.unit.as_ref().map(|unit| match table.column(unit) {
        Some(Column::Code(codes)) => codes.as_slice(),
        _ => &[],
    });
    let mut marks = Marks::default();
    drafts.retain(|draft| !draft.variants.is_empty());
    drafts.sort_by(|a, b| a.name.cmp(&b.name));
    drafts.into_iter().map(|draft| draft.enrol(codes, &mut marks)).collect()
}

/// The experiments and variants that occur, and where each group belongs.
fn drafts(keys: &[Vec<Key>], study: &Study) -> (Vec<Draft>, Vec<Option<Place>>) {
    let mut numbers: BTreeMap<Option<String>, usize> = BTreeMap::new();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut place = |key: &Vec<Key>| {
        let everyone = (&Key::Text(String::new()), key.as_slice());
        let (variant, experiment) = if study.variant.is_some() { key.split_last()? } else { everyone };
        let (experiment, name) = (experiment.first().and_then(label), label(variant));
        let is_asked = study.experiment.is_none() || study.experiment == experiment;
        // A request that names neither is about no experiment.
        if !is_asked || (experiment.is_none() && name.is_none()) {
            return None;
        }
        let draft = *numbers.entry(experiment.clone()).or_insert_with(|| {
            drafts.push(Draft { name: experiment, ..Draft::default() });
            drafts.len() - 1
        });
        let variants = &mut drafts[draft].variants;
        let variant = name.map(|name| {
            variants.push(Variant { key: variant.clone(), name, rows: Vec::new() });
            variants.len() - 1
        });
        Some(Place { draft, variant })
    };
    let places = keys.iter().map(&mut place).collect();
    (drafts, places)
}

impl Draft {
    /// Rows to units. Without `codes` every row is one.
    fn enrol(mut self, codes: Option<&[u32]>, marks: &mut Marks) -> Cohort {
        self.variants.sort_by(|a, b| a.key.cmp(&b.key));
        let code = |row: u32| codes.and_then(|codes| codes.get(row as usize)).copied().unwrap_or(MISSING_CODE);
        let crossed = self.crossed(code, marks);
        let is_kept = |code: u32| crossed.binary_search(&code).is_err();
        let members = |variant: &mut Variant| {
            let rows = std::mem::take(&mut variant.rows).into_iter().map(|row| (row, code(row)));
            let kept: Vec<(u32, u32)> = rows.filter(|(_, code)| crossed.is_empty() || is_kept(*code)).collect();
            Members::new(std::mem::take(&mut variant.name), &kept, marks)
        };
        let rows = || self.variants.iter().flat_map(|variant| &variant.rows);
        let without_unit = codes.map_or(0, |_| rows().filter(|row| code(**row) == MISSING_CODE).count() as u64);
        Cohort {
            name: self.name,
            crossover_units: crossed.len() as u64,
            without_unit,
            without_variant: self.without_variant,
            contested: self.contested,
            arms: self.variants.iter_mut().map(members).collect(),
        }
    }

    /// The codes of the units that saw several variants, in order.
    fn crossed(&self, code: impl Fn(u32) -> u32, marks: &mut Marks) -> Vec<u32> {
        let (mut seen, mut crossed) = (Vec::new(), Vec::new());
        for (number, variant) in (0_u32..).zip(&self.variants) {
            let codes = variant.rows.iter().map(|row| code(*row)).filter(|code| *code != MISSING_CODE);
            for code in codes {
                match *marks.of(code, number) {
                    known if known == number => seen.push(code),
                    _ => crossed.push(code),
                }
            }
        }
        marks.forget(&seen);
        crossed.sort_unstable();
        crossed.dedup();
        crossed
    }
}
