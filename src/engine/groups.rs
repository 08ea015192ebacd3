//! Rows to groups: every combination of dimension values that occurs gets a number.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use super::key::Key;
use crate::input::Tag;
use crate::query::{Bucket, BucketStart, Canonical, Dimension, Field, Zone};
use crate::requests::{Column, MISSING_CODE, MISSING_INT, RequestTable, Status};

/// The group of a row that is left out.
pub const NO_GROUP: u32 = u32::MAX;

/// The group of each row and the key of each group.
#[derive(Debug)]
pub struct Groups {
    pub of_row: Vec<u32>,
    pub keys: Vec<Vec<Key>>,
}

impl Groups {
    /// Groups the rows that `mask` keeps. Without dimensions all are one group.
    pub fn new(table: &RequestTable, by: &[Dimension], zone: Zone, mask: &[bool]) -> Groups {
        let mut groups = Groups {
            of_row: mask.iter().map(|keep| if *keep { 0 } else { NO_GROUP }).collect(),
            keys: vec![Vec::new()],
        };
        for dimension in by {
            groups.split(&Values::of(table, dimension, zone, &groups.of_row));
        }
        if !by.is_empty() && !mask.contains(&true) {
            groups.keys.clear();
        }
        groups
    }

    /// Divides every group by one more dimension.
    fn split(&mut self, values: &Values) {
        let mut numbers = Numbers::new(self.keys.len(), values.keys.len());
        let mut keys = Vec::new();
        for (row, group) in self.of_row.iter_mut().enumerate().filter(|(_, group)| **group != NO_GROUP) {
            let code = values.codes.get(row).copied().unwrap_or(MISSING_CODE);
            let number = numbers.of(*group, code);
            if *number == NO_GROUP {
                let mut key = self.keys[*group as usize].clone();
                key.push(values.keys.get(code as usize).cloned().unwrap_or(Key::Missing));
                keys.push(key);
                *number = keys.len() as u32 - 1;
            }
            *group = *number;
        }
        self.keys = keys;
    }
}

/// The number of each pair of group and code that occurs.
enum Numbers {
    /// A place for every pair, a row of `width` for each group.
    Dense {
        width: usize,
        places: Vec<u32>,
    },
    Sparse(HashMap<u64, u32>),
}

impl Numbers {
    /// More pairs than this are looked up rather than laid out.
    const MOST_PLACES: usize = 1 << 20;

    fn new(groups: usize, codes: usize) -> Numbers {
        // One more for the rows without a value.
        let width = codes + 1;
        match groups.checked_mul(width) {
            Some(size) if size <= Self::MOST_PLACES => Numbers::Dense { width, places: vec![NO_GROUP; size] },
            _ => Numbers::Sparse(HashMap::new()),
        }
    }

    fn of(&mut self, group: u32, code: u32) -> &mut u32 {
        match self {
            Numbers::Dense { width, places } => &mut places[group as usize * *width + (code as usize).min(*width - 1)],
            Numbers::Sparse(numbers) => numbers.entry(u64::from(group) << 32 | u64::from(code)).or_insert(NO_GROUP),
        }
    }
}

/// One dimension: a code per row and a key per code.
struct Values {
    codes: Vec<u32>,
    keys: Vec<Key>,
}

impl Values {
    fn of(table: &RequestTable, dimension: &Dimension, zone: Zone, of_row: &[u32]) -> Values {
        let field = match dimension {
            Dimension::Time(bucket) => return Values::buckets(table, *bucket, zone, of_row),
            Dimension::Field(Field::Canonical(Canonical::Status)) => return Values::statuses(table),
            Dimension::Field(Field::Canonical(Canonical::Timestamp)) => return Values::instants(table),
            Dimension::Field(field) => field,
        };
        match table.column(field) {
            None => Values { codes: Vec::new(), keys: Vec::new() },
            Some(Column::Code(codes)) => {
                let size = table.dictionary(field).map_or(0, |dictionary| dictionary.len()) as u32;
                let key = |code| table.tagged(field, code).map_or(Key::Missing, |(tag, text)| text_key(tag, text));
                Values::unite(codes.clone(), (0..size).map(key).collect())
            }
            Some(Column::Int(values)) => {
                Values::number(values.iter().map(|value| (*value != MISSING_INT).then_some(*value)), Key::Int)
            }
            Some(Column::Float(values)) => Values::number(
                values.iter().map(|value| (!value.is_nan()).then_some((value + 0.0).to_bits())),
                |bits| Key::of_number(f64::from_bits(bits)),
            ),
        }
    }

    /// One code for values that are equal though written differently: `7` and `7.0`.
    fn unite(mut codes: Vec<u32>, keys: Vec<Key>) -> Values {
        let mut first: BTreeMap<&Key, u32> = BTreeMap::new();
        let united: Vec<u32> = (0_u32..).zip(&keys).map(|(code, key)| *first.entry(key).or_insert(code)).collect();
        if first.len() < keys.len() {
            let unite = |code: &mut u32| *code = united.get(*code as usize).copied().unwrap_or(*code);
            codes.iter_mut().for_each(unite);
        }
        Values { codes, keys }
    }

    /// Numbers the distinct values in the order in which they come.
    fn number<T: Copy + Eq + Hash>(values: impl Iterator<Item = Option<T>>, key: impl Fn(T) -> Key) -> Values {
        let mut numbers: HashMap<T, u32> = HashMap::new();
        let mut keys = Vec::new();
        let code = |value: Option<T>| {
            value.map_or(MISSING_CODE, |value| {
                *numbers.entry(value).or_insert_with(|| {
                    keys.push(key(value));
                    keys.len() as u32 - 1
                })
            })
        };
        Values { codes: values.map(code).collect(), keys }
    }

    fn statuses(table: &RequestTable) -> Values {
        let all = [Status::Success, Status::Error, Status::Pending];
        Values {
            codes: table.status.iter().map(|status| *status as u32).collect(),
            keys: all.iter().map(|status| Key::Text(status.name().to_owned())).collect(),
        }
    }

    fn instants(table: &RequestTable) -> Values {
        Values::number(table.first.iter().map(|micros| (*micros != MISSING_INT).then_some(*micros)), instant)
    }

    fn buckets(table: &RequestTable, bucket: Bucket, zone: Zone, of_row: &[u32]) -> Values {
        let mut clock =
            Clock { bucket, zone, minutes: HashMap::new(), last: None, codes: HashMap::new(), keys: Vec::new() };
        let code = |(micros, group): (&i64, &u32)| match (*group, *micros) {
            (NO_GROUP, _) | (_, MISSING_INT) => MISSING_CODE,
            (_, micros) => clock.code(micros),
        };
        let codes = table.first.iter().zip(of_row).map(code).collect();
        Values { codes, keys: clock.keys }
    }
}

/// What one row has of a field.
pub fn key_of(table: &RequestTable, field: &Field, row: usize) -> Key {
    match field {
        Field::Canonical(Canonical::Status) => return Key::Text(table.status[row].name().to_owned()),
        Field::Canonical(Canonical::Timestamp) => {
            return Some(table.first[row]).filter(|micros| *micros != MISSING_INT).map_or(Key::Missing, instant);
        }
        _ => {}
    }
    let key = match table.column(field) {
        None => None,
        Some(Column::Code(codes)) => {
            codes.get(row).and_then(|code| table.tagged(field, *code)).map(|(tag, text)| text_key(tag, text))
        }
        Some(Column::Int(values)) => values.get(row).filter(|value| **value != MISSING_INT).map(|v| Key::Int(*v)),
        Some(Column::Float(values)) => values.get(row).filter(|value| !value.is_nan()).map(|v| Key::of_number(*v)),
    };
    key.unwrap_or(Key::Missing)
}

/// A moment as a key, in UTC.
fn instant(micros: i64) -> Key {
    let time = chrono::DateTime::from_timestamp_micros(micros);
    let label = time.map(|time| time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)).unwrap_or_default();
    Key::Bucket { start: micros, label }
}

fn text_key(tag: Tag, text: &str) -> Key {
    match tag {
        Tag::Text => Key::Text(text.to_owned()),
        Tag::Bool => Key::Bool(text == "true"),
        Tag::Number => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(whole), _) => Key::Int(whole),
            // Digits that no number here can hold are kept as they are written.
            (Err(_), Ok(number)) if number.is_finite() && !text.bytes().skip(1).all(|b| b.is_ascii_digit()) => {
                Key::of_number(number)
            }
            (Err(_), _) => Key::Text(text.to_owned()),
        },
    }
}

const MICROS_PER_MINUTE: i64 = 60_000_000;
/// Since the end of 1972 every zone is whole minutes off UTC, so that a minute lies in one bucket.
const WHOLE_MINUTES_FROM: i64 = 94_694_400_000_000;

/// Numbers buckets in the order in which they come, and remembers them by the minute: a calendar is slow, and requests
/// come close together.
struct Clock {
    bucket: Bucket,
    zone: Zone,
    minutes: HashMap<i64, u32>,
    last: Option<(i64, u32)>,
    codes: HashMap<BucketStart, u32>,
    keys: Vec<Key>,
}

impl Clock {
    fn code(&mut self, micros: i64) -> u32 {
        if micros < WHOLE_MINUTES_FROM || self.bucket.divides_minutes() {
            return self.code_of_moment(micros);
        }
        let minute = micros / MICROS_PER_MINUTE;
        match self.last {
            Some((last, code)) if last == minute => code,
            _ => {
                let code = self.minutes.get(&minute).copied().unwrap_or_else(|| self.code_of_moment(micros));
                self.minutes.insert(minute, code);
                self.last = Some((minute, code));
                code
            }
        }
    }

    fn code_of_moment(&mut self, micros: i64) -> u32 {
        let Some(start) = self.bucket.start(micros, self.zone) else { return MISSING_CODE };
        let Clock { bucket, codes, keys, .. } = self;
        *codes.entry(start).or_insert_with(|| {
            keys.push(Key::Bucket { start: start.sort_key(), label: bucket.label(start) });
            keys.len() as u32 - 1
        })
    }
}
