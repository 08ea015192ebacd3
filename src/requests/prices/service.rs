//! The service tier that a log names.

use super::field::Service;

/// A service tier as a log names it.
pub(super) enum Asked<'a> {
    Standard,
    Tier(Service, &'a str),
    Unknown(&'a str),
}

impl Asked<'_> {
    pub fn read(name: Option<&str>) -> Asked<'_> {
        let name = name.map(str::trim).unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "" | "default" | "standard" | "standard_only" | "auto" | "on_demand" => Asked::Standard,
            "fast" => Asked::Tier(Service::Priority, name),
            "batch" => Asked::Tier(Service::Batch, name),
            other => match Service::from_suffix(other) {
                Some(service) => Asked::Tier(service, name),
                None => Asked::Unknown(name),
            },
        }
    }
}
