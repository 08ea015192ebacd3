//! How a model name was matched to a price entry, for people and for scripts.

use std::fmt;

/// Something taken off a logged name. The text is what was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stripped {
    /// `openai/`, or Google's `models/`.
    Provider(String),
    /// The owner and job of a fine-tuned model: `:acme:ticket-bot:9x8y`.
    FineTune(String),
    /// Bedrock's `-v1:0`.
    Version(String),
    /// `-latest`, `@latest`, `@default`.
    Latest(String),
    /// `us.`, `eu.`, …
    Region(String),
    /// `-20250929`, `-2025-09-29`, `@20250929`.
    Date(String),
}

/// Which entry the remaining name matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// The key itself.
    Exact,
    /// The provider's own entry, filed as `provider/model`.
    Provider(String),
    /// The key itself: the request's provider is none that the table knows.
    UnknownProvider {
        /// The request's provider.
        asked: String,
        /// Whose price it is.
        owner: String,
    },
    /// No provider is known, and all that sell a model of this name ask the same.
    SamePrice(usize),
}

/// The way from a logged name to an entry: what was removed, what then matched, and the alias followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What was taken off the name, in order.
    pub stripped: Vec<Stripped>,
    /// What the rest matched.
    pub matched: Match,
    /// The alias entry that pointed to the price.
    pub alias: Option<String>,
}

impl Stripped {
    fn code(&self) -> &'static str {
        match self {
            Stripped::Provider(_) => "provider_prefix",
            Stripped::FineTune(_) => "fine_tune",
            Stripped::Version(_) => "version",
            Stripped::Latest(_) => "latest",
            Stripped::Region(_) => "region",
            Stripped::Date(_) => "date",
        }
    }

    /// How much meaning is lost: a provider prefix none that is not kept, a date the most.
    pub(super) fn weight(&self) -> u32 {
        match self {
            Stripped::Provider(_) => 1,
            Stripped::FineTune(_) => 2,
            Stripped::Version(_) => 4,
            Stripped::Latest(_) => 8,
            Stripped::Region(_) => 16,
            Stripped::Date(_) => 32,
        }
    }
}

impl Match {
    fn code(&self) -> &'static str {
        match self {
            Match::Exact => "exact",
            Match::Provider(_) => "provider",
            Match::UnknownProvider { .. } => "unknown_provider",
            Match::SamePrice(_) => "same_price",
        }
    }
}

impl Rule {
    /// What had to be guessed, if anything.
    pub fn guess(&self) -> Option<String> {
        match &self.matched {
            Match::UnknownProvider { asked, owner } => {
                Some(format!("provider `{asked}` is not known: prices of `{owner}` used"))
            }
            Match::Exact | Match::Provider(_) | Match::SamePrice(_) => None,
        }
    }

    /// A stable name for scripts: the parts joined by `+`, such as `version+date+exact`.
    pub fn code(&self) -> String {
        let mut parts: Vec<_> = self.stripped.iter().map(Stripped::code).collect();
        parts.push(self.matched.code());
        if self.alias.is_some() {
            parts.push("alias");
        }
        parts.join("+")
    }
}

impl fmt::Display for Stripped {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, text) = match self {
            Stripped::Provider(text) => ("prefix", text),
            Stripped::FineTune(text) => ("fine-tune owner", text),
            Stripped::Version(text) => ("version suffix", text),
            Stripped::Latest(text) => ("suffix", text),
            Stripped::Region(text) => ("region prefix", text),
            Stripped::Date(text) => ("date suffix", text),
        };
        write!(to, "{what} `{text}` removed")
    }
}

impl fmt::Display for Match {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Match::Exact => write!(to, "exact name"),
            Match::Provider(provider) => write!(to, "entry of provider `{provider}`"),
            Match::UnknownProvider { asked, owner } => {
                write!(to, "exact name, at the price of `{owner}`: provider `{asked}` is not one of the price table's")
            }
            Match::SamePrice(count) => {
                write!(to, "all {count} providers of this name ask the same price")
            }
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for stripped in &self.stripped {
            write!(to, "{stripped}, ")?;
        }
        match &self.matched {
            Match::Exact if !self.stripped.is_empty() => write!(to, "then exact name")?,
            matched => write!(to, "{matched}")?,
        }
        match &self.alias {
            Some(alias) => write!(to, ", alias `{alias}` followed"),
            None => Ok(()),
        }
    }
}
