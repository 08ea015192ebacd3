//! What series are told apart by.

use crate::commands::present::key_text;
use crate::engine::Key;
use crate::error::Error;
use crate::query::Dimension;

/// Labels that metrics have of their own.
const TAKEN: [&str; 3] = ["status", "type", "le"];

/// The groups beyond the limit, in every label that tells groups apart.
pub const OTHER: &str = "other";

/// A name and a value.
pub type Label = (String, String);

/// The labels of all series.
#[derive(Debug)]
pub struct Labels {
    /// One per dimension.
    names: Vec<String>,
    /// The same on every series.
    constant: Vec<Label>,
}

impl Labels {
    /// # Errors
    /// [`Error::BadLabel`] for a label without a value, with an impossible name, or with the name of another.
    pub fn new(by: &[Dimension], constant: &[String]) -> Result<Labels, Error> {
        let names: Vec<String> = by.iter().map(|dimension| sanitized(dimension.name())).collect();
        let constant: Vec<Label> = constant.iter().map(|text| label(text)).collect::<Result<_, _>>()?;
        let mut all: Vec<&str> = TAKEN.to_vec();
        for name in names.iter().chain(constant.iter().map(|(name, _)| name)) {
            if all.contains(&name.as_str()) {
                return Err(Error::BadLabel { text: name.clone(), why: "would be there twice".to_owned() });
            }
            all.push(name);
        }
        Ok(Labels { names, constant })
    }

    /// The labels of a group; of those beyond the limit where there is no key.
    pub fn of(&self, key: Option<&[Key]>) -> Vec<Label> {
        let value = |at: usize| key.map_or(OTHER.to_owned(), |key| key.get(at).map(key_text).unwrap_or_default());
        let own = self.names.iter().enumerate().map(|(at, name)| (name.clone(), value(at)));
        own.chain(self.constant()).collect()
    }

    /// The labels of a series that is about the whole log.
    pub fn constant(&self) -> Vec<Label> {
        self.constant.clone()
    }
}

fn label(text: &str) -> Result<Label, Error> {
    let fault = |why: &str| Error::BadLabel { text: text.to_owned(), why: why.to_owned() };
    let (name, value) = text.split_once('=').ok_or_else(|| fault("has no `=`"))?;
    if name.is_empty() || name.starts_with("__") || sanitized(name) != name {
        return Err(fault("has a name that Prometheus does not take"));
    }
    Ok((name.to_owned(), value.to_owned()))
}

/// A name of the letters that Prometheus takes: `metadata.team` is `metadata_team`.
fn sanitized(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let prefix = if name.starts_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
    prefix.chars().chain(name.chars().map(letter)).collect()
}
