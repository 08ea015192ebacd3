//! A log that has been read: queries to answers, answers to a report.

use super::ask::{Asked, refuse_ambiguous};
use super::facts::Facts;
use super::output;
use super::present;
use super::prices::price_info;
use super::warnings;
use crate::engine::{Answer, Engine, Local};
use crate::error::{Error, Exit};
use crate::input::Summary;
use crate::query::{Field, Measure, Query, Side};
use crate::report::{Report, View, plural};
use crate::requests::{Load, Loaded, RequestTable};

/// A log that has been read for a question.
pub struct Log<'a> {
    asked: &'a Asked<'a>,
    load: Load,
    loaded: Loaded,
    /// By row of the table: whether it passes the filter.
    pub matching: Vec<bool>,
    pub facts: Facts,
    /// Inputs that were named more than once.
    repeated: Vec<String>,
}

impl<'a> Log<'a> {
    pub fn new(asked: &'a Asked<'a>, load: Load, loaded: Loaded, repeated: Vec<String>) -> Log<'a> {
        let matching = Local::new(&loaded.table).matching(&asked.filter);
        let facts = Facts::gather(&loaded, &matching, &load);
        Log { asked, load, loaded, matching, facts, repeated }
    }

    pub fn table(&self) -> &RequestTable {
        &self.loaded.table
    }

    /// See [`RequestTable::tell_apart`].
    pub fn tell_apart(&mut self) -> u64 {
        self.loaded.table.tell_apart(&self.matching)
    }

    /// Whether any matching request states the field.
    pub fn has(&self, field: &Field) -> bool {
        self.engine().knows(&self.matching, field)
    }

    /// A warning where there are requests and none states what the command is about.
    pub fn lacking(&self, field: &Field) -> Option<String> {
        let lacks = self.facts.input.matched_requests > 0 && !self.has(field);
        lacks.then(|| format!("no request here states a `{field}`; `--map {field}=PATH` tells where a log keeps it"))
    }

    /// Whether some matching requests state the field and some do not.
    pub fn is_partial(&self, field: &Field) -> bool {
        let (stated, _) = self.engine().stated(&self.matching, field);
        stated > 0 && (stated as u64) < self.facts.input.matched_requests
    }

    /// A warning where matching requests state something as `field` that is no number.
    pub fn not_numbers(&self, field: &Field) -> Option<String> {
        let (stated, numbers) = self.engine().stated(&self.matching, field);
        (stated > numbers).then(|| {
            let others = plural((stated - numbers) as u64, "request");
            format!("{others} state a `{field}` that is neither a number nor true or false; they are left out")
        })
    }

    /// What the input came to.
    pub fn summary(&self) -> &Summary {
        &self.loaded.summary
    }

    pub fn engine(&self) -> Local<'_> {
        Local::new(&self.loaded.table)
    }

    /// # Errors
    /// What kept the engine from answering.
    pub fn answer(&self, query: &Query) -> Result<Answer, Error> {
        self.engine().answer(query)
    }

    /// Asks the command's main query, and reports the answer with all that it stands on. Of a sampled log the query
    /// also asks how sure its counts and sums are.
    ///
    /// # Errors
    /// A dimension that has the name of another column, or what kept the engine from answering.
    pub fn ask(&self, command: &'static str, query: &mut Query) -> Result<(Report, Answer), Error> {
        if self.table().weights().is_some() {
            query.measures = query.measures.drain(..).flat_map(with_interval).collect();
        }
        refuse_ambiguous(query)?;
        let answer = self.answer(query)?;
        Ok((self.report(command, query, &answer), answer))
    }

    /// An answer with all that it stands on.
    pub fn report(&self, command: &'static str, query: &Query, answer: &Answer) -> Report {
        let input = self.facts.input.clone();
        Report {
            command,
            range: Some(self.facts.range(&self.asked.filter, self.asked.zone)),
            facts: Vec::new(),
            columns: present::columns(query, self.table()),
            rows: present::rows(query, answer, self.table()),
            totals: Some(present::totals(query, answer, self.table())),
            sections: Vec::new(),
            view: View::Table,
            prices: price_info(&self.load.prices, self.asked.now, |origin| self.facts.price_tables.contains(origin)),
            sampling: self.facts.sampling.clone(),
            warnings: self.warnings(query),
            input: Some(input),
        }
    }

    /// What a person should know before believing an answer to `query`.
    pub fn warnings(&self, query: &Query) -> Vec<String> {
        self.warnings_of(query, true)
    }

    /// The same; those about prices only before figures `with_prices`.
    pub fn warnings_of(&self, query: &Query, with_prices: bool) -> Vec<String> {
        let all = warnings::all(&self.loaded, &self.facts, query, with_prices);
        [warnings::repeated(&self.repeated), all].concat()
    }

    /// Writes the report, and says how the command ends: a log or a window without requests cannot tell anything, nor
    /// can one without what the command is about, as `tells` says.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn finish(&self, report: Report, tells: bool) -> Result<Exit, Error> {
        output::report(&report, self.asked.style)?;
        Ok(self.exit(tells))
    }

    /// How the command ends, whose answer tells something or does not.
    pub fn exit(&self, tells: bool) -> Exit {
        match self.facts.input.matched_requests {
            _ if self.asked.log.strict && self.loaded.summary.is_bad() => Exit::Failed,
            0 => Exit::CannotTell,
            _ if !tells => Exit::CannotTell,
            _ => Exit::Done,
        }
    }
}

/// A count or a sum with both ends of its interval; any other measure as it is.
fn with_interval(measure: Measure) -> Vec<Measure> {
    let ends = match measure {
        Measure::Count(_) | Measure::Total(..) => {
            [Side::Low, Side::High].map(|side| measure.clone().bound(side)).to_vec()
        }
        _ => Vec::new(),
    };
    [vec![measure], ends].concat()
}
