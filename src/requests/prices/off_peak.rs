//! Cheaper hours: the daily and weekly windows of `off_peak_pricing`.

use super::error::PriceError;
use super::field::{Field, Kind};
use super::value::Place;
use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use serde_json::{Map, Value};

const NAME: &str = "off_peak_pricing";

/// Rates that replace the entry's own while a window is open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OffPeak {
    windows: Vec<Window>,
    /// How far the calendar that weekdays are read on is ahead of UTC.
    weekday_hours_ahead: i64,
    rates: Vec<(Kind, f64)>,
}

/// Minutes of the UTC day; the start belongs to it, the end does not, and an end at or before the start is tomorrow's.
#[derive(Clone, Debug, PartialEq)]
struct Window {
    start: u32,
    end: u32,
    /// Bit 1 is Monday, bit 7 Sunday.
    weekdays: u8,
}

impl OffPeak {
    pub fn parse(place: Place<'_>, value: &Value) -> Result<OffPeak, PriceError> {
        let map = place.object(NAME, value)?;
        let mut windows = Vec::new();
        read_hours(place, map, ALL_DAYS, &mut windows)?;
        for rule in place.list(map, "windows")? {
            let rule = place.object(NAME, rule)?;
            read_hours(place, rule, weekdays(place, rule)?, &mut windows)?;
        }
        Ok(OffPeak { windows, weekday_hours_ahead: hours_ahead(place, map)?, rates: rates(place, map)? })
    }

    /// Whether a window is open.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        let minute = at.hour() * 60 + at.minute();
        let local = at.checked_add_signed(TimeDelta::hours(self.weekday_hours_ahead)).unwrap_or(at);
        let day = 1u8 << (local.weekday().num_days_from_monday());
        self.windows.iter().any(|window| window.weekdays & day != 0 && window.holds(minute))
    }

    /// The rate that replaces the standard one, if any.
    pub fn rate(&self, kind: Kind) -> Option<f64> {
        self.rates.iter().find(|(of, _)| *of == kind).map(|(_, rate)| *rate)
    }
}

impl Window {
    fn holds(&self, minute: u32) -> bool {
        if self.start < self.end {
            (self.start..self.end).contains(&minute)
        } else {
            minute >= self.start || minute < self.end
        }
    }
}

const ALL_DAYS: u8 = 0b111_1111;

fn read_hours(
    place: Place<'_>,
    map: &Map<String, Value>,
    weekdays: u8,
    windows: &mut Vec<Window>,
) -> Result<(), PriceError> {
    let spans = match map.get("hours_utc") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Array(spans)) => spans.as_slice(),
        Some(one) => std::slice::from_ref(one),
    };
    for span in spans {
        let (start, end) = span
            .as_str()
            .and_then(|text| text.split_once('-'))
            .and_then(|(start, end)| Some((minute(start)?, minute(end)?)))
            .ok_or_else(|| place.wrong("off_peak_pricing.hours_utc", "hours such as `16:30-00:30`", span))?;
        windows.push(Window { start, end, weekdays });
    }
    Ok(())
}

fn minute(clock: &str) -> Option<u32> {
    let (hour, minute) = clock.trim().split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn weekdays(place: Place<'_>, rule: &Map<String, Value>) -> Result<u8, PriceError> {
    let wrong = |value| place.wrong("off_peak_pricing.weekdays", "days from 1 (Monday) to 7 (Sunday)", value);
    match rule.get("weekdays") {
        None | Some(Value::Null) => Ok(ALL_DAYS),
        Some(Value::Array(days)) => days.iter().try_fold(0, |mask, day| {
            let number = day.as_u64().filter(|number| (1..=7).contains(number)).ok_or_else(|| wrong(day))?;
            Ok(mask | 1 << (number - 1))
        }),
        Some(other) => Err(wrong(other)),
    }
}

/// Two calendars are in use in the public table; both keep a fixed distance from UTC.
fn hours_ahead(place: Place<'_>, map: &Map<String, Value>) -> Result<i64, PriceError> {
    match map.get("weekday_timezone") {
        None | Some(Value::Null) => Ok(0),
        Some(Value::String(zone)) if zone == "UTC" => Ok(0),
        Some(Value::String(zone)) if zone == "Asia/Shanghai" => Ok(8),
        Some(other) => Err(place.wrong("off_peak_pricing.weekday_timezone", "`UTC` or `Asia/Shanghai`", other)),
    }
}

fn rates(place: Place<'_>, map: &Map<String, Value>) -> Result<Vec<(Kind, f64)>, PriceError> {
    let mut rates = Vec::new();
    for (name, value) in map {
        let Some(field) = Field::parse(name) else {
            continue;
        };
        if field.above == 0
            && field.service.is_none()
            && let Some(rate) = place.price(&format!("{NAME}.{name}"), value)?
        {
            rates.push((field.kind, rate));
        }
    }
    Ok(rates)
}
