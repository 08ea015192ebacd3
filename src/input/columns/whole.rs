//! A row group given whole, column by column, where its rows differ in nothing but which values they have. All else goes
//! row by row: values that need a second look, fields that two columns state, a status that leaves something open.

use super::Layouts;
use super::batch::Batch;
use super::cells::Cells;
use super::parquet::Decoded;
use crate::input::event::{Fingerprint, Outcome, fingerprint};
use crate::input::native::Layout;
use crate::input::plan::{NOWHERE, Plan, target, tells};
use crate::input::scalar::Scalar;
use crate::input::status::Status;

/// So many columns with gaps may a row group have, so that a table of all shapes of rows stays small.
const MOST_GAPPY: usize = 16;

/// How each row went, where a column of status leaves nothing open about any.
pub fn judged(status: &Cells) -> Option<Vec<Outcome>> {
    let (texts, numbers) = status.texts().filter(|_| status.is_whole())?;
    let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let outcome = |text: usize| match Status::of(&Scalar::Text(texts.text(number(text))?)) {
        Status::Success => Some(Outcome::Response),
        Status::Pending => Some(Outcome::Open),
        Status::Failure => Some(Outcome::Error),
        Status::Good | Status::Other => None,
    };
    let outcomes: Vec<Option<Outcome>> = (0..texts.len()).map(outcome).collect();
    numbers.values.iter().map(|number| *outcomes.get(usize::try_from(*number).ok()?)?).collect()
}

impl Decoded {
    /// The rows as a batch, if they can be one.
    pub fn batch(&self, plan: &Plan) -> Option<Batch<'_>> {
        if plan.format.is_some() || !self.broken.is_empty() {
            return None;
        }
        // What a span is to the requests around it is told row by row.
        let shapes = Shapes::of(self, plan).filter(|shapes| !shapes.whole.may_be_span())?;
        let place = |target: usize| Some(shapes.whole.places[target].0).filter(|number| *number != NOWHERE.0);
        let outcomes = match &self.judged {
            Some(judged) => judged.clone(),
            None if shapes.whole.has_verdict() => return None,
            None => shapes.outcomes(self.rows),
        };
        let ids = place(target::REQUEST_ID).map_or(Some(Vec::new()), |number| ids(&self.cells[number]))?;
        let times = match place(target::TIMESTAMP) {
            Some(number) => Some(self.cells[number].times()?),
            None => None,
        };
        let series =
            |(slot, number, _): &(usize, usize, _)| Some((*slot, self.cells[*number].series(plan.slots[*slot].kind)?));
        let slots = shapes.whole.slots.iter().map(series).collect::<Option<_>>()?;
        Some(Batch { ids, times, outcomes, slots })
    }
}

/// The fingerprints of a column of ids, by row.
fn ids(cells: &Cells) -> Option<Vec<Fingerprint>> {
    let (texts, numbers) = cells.texts()?;
    // An empty id is no id.
    let id = |number| texts.text(number).filter(|id| !id.is_empty()).map_or(0, fingerprint);
    let mut ids = Vec::new();
    numbers.append(&mut ids, 0, 0, id);
    Some(ids)
}

/// Which columns the rows have values in.
struct Shapes {
    /// By row: a bit for each column with gaps that has a value; empty where there are no such columns.
    bits: Vec<u16>,
    /// By bits: what a row of that shape tells by what it has, if there is one.
    told: Vec<Option<u8>>,
    /// The layout of a row that has everything. That of any other row is the same without what it lacks.
    whole: Layout,
}

impl Shapes {
    /// `None` where what a column is good for depends on what else a row has.
    fn of(decoded: &Decoded, plan: &Plan) -> Option<Shapes> {
        let Decoded { cells, nodes, known, rows, .. } = decoded;
        let gappy: Vec<usize> = (0..cells.len()).filter(|column| !cells[*column].is_whole()).collect();
        if gappy.len() > MOST_GAPPY {
            return None;
        }
        let mut bits = vec![0; if gappy.is_empty() { 0 } else { *rows }];
        for (bit, column) in gappy.iter().enumerate() {
            cells[*column].mark(&mut bits, 1 << bit);
        }
        let mut layouts = Layouts::new(nodes.clone(), *known);
        let whole = layouts.find(plan, &gappy, |_| true).clone();
        let mut told = vec![None; 1 << gappy.len()];
        for shape in bits.iter().copied().chain(bits.is_empty().then_some(0)) {
            if told[usize::from(shape)].is_none() {
                let has = |column| gappy.iter().position(|it| *it == column).is_none_or(|bit| shape & 1 << bit != 0);
                let layout = layouts.find(plan, &gappy, has);
                let is_alike = layout.tells & tells::KNOWN != 0 && layout.is_part_of(&whole, has);
                told[usize::from(shape)] = Some(is_alike.then_some(layout.tells)?);
            }
        }
        Some(Shapes { bits, told, whole })
    }

    /// How each row went, as far as what it has tells.
    fn outcomes(&self, rows: usize) -> Vec<Outcome> {
        let outcome = |told: &Option<u8>| match told {
            Some(told) if told & tells::RESPONSE != 0 => Outcome::Response,
            _ => Outcome::Open,
        };
        let outcomes: Vec<Outcome> = self.told.iter().map(outcome).collect();
        match self.bits.is_empty() {
            true => vec![outcomes[0]; rows],
            false => self.bits.iter().map(|shape| outcomes[usize::from(*shape)]).collect(),
        }
    }
}
