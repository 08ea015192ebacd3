//! The columns of the request table: canonical names, and any other JSON path.

use std::fmt;

/// The type a field's values are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Microseconds since the Unix epoch, UTC.
    Time,
    /// A category or identifier.
    Text,
    /// A whole number of things, never negative.
    Count,
    /// A finite number that cannot be negative: money, milliseconds.
    Amount,
    /// A finite number of either sign: a score, a temperature.
    Number,
    /// A probability above 0 and up to 1.
    Rate,
    /// Whatever scalar the log holds: a field without a canonical name.
    Any,
}

impl Kind {
    /// Whether figures can be computed from it.
    pub fn is_numeric(self) -> bool {
        matches!(self, Kind::Count | Kind::Amount | Kind::Number | Kind::Rate)
    }
}

macro_rules! canonical {
    ($($variant:ident $name:literal $kind:ident),+ $(,)?) => {
        /// A field every log format is mapped onto; see DESIGN for the meaning of each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Canonical { $($variant),+ }

        impl Canonical {
            pub const ALL: &[Canonical] = &[$(Canonical::$variant),+];

            /// The field's name in flags, JSON keys and table headers.
            pub fn name(self) -> &'static str {
                match self { $(Canonical::$variant => $name),+ }
            }

            pub fn kind(self) -> Kind {
                match self { $(Canonical::$variant => Kind::$kind),+ }
            }
        }
    };
}

canonical! {
    Timestamp "timestamp" Time,
    RequestId "request_id" Text,
    TraceId "trace_id" Text,
    SessionId "session_id" Text,
    UserId "user_id" Text,
    Feature "feature" Text,
    Model "model" Text,
    Provider "provider" Text,
    ServiceTier "service_tier" Text,
    PromptHash "prompt_hash" Text,
    PromptLength "prompt_length" Count,
    ResponseLength "response_length" Count,
    MaxTokens "max_tokens" Count,
    Temperature "temperature" Number,
    InputTokens "input_tokens" Count,
    OutputTokens "output_tokens" Count,
    CacheReadTokens "cache_read_tokens" Count,
    CacheWriteTokens "cache_write_tokens" Count,
    CacheWrite1hTokens "cache_write_1h_tokens" Count,
    ReasoningTokens "reasoning_tokens" Count,
    CostUsd "cost_usd" Amount,
    LatencyMs "latency_ms" Amount,
    TtftMs "ttft_ms" Amount,
    Status "status" Text,
    ErrorType "error_type" Text,
    FinishReason "finish_reason" Text,
    QualityScore "quality_score" Number,
    Experiment "experiment" Text,
    Variant "variant" Text,
    SampleRate "sample_rate" Rate,
}

/// A figure as one line spells it, kept apart until all lines of a request are known. Nobody can ask for it by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Raw {
    /// Input tokens of a line that counts cached ones beside them.
    InputApart,
    /// Input tokens of a line that names cached ones in Anthropic's words and counts them inside all the same.
    InputWhole,
    CacheRead,
    /// Cache writes of both durations.
    CacheWrites,
    CacheWrite5m,
    CacheWrite1h,
}

impl Raw {
    pub const ALL: [Raw; 6] =
        [Raw::InputApart, Raw::InputWhole, Raw::CacheRead, Raw::CacheWrites, Raw::CacheWrite5m, Raw::CacheWrite1h];

    /// The field that it becomes a part of.
    pub fn of(self) -> Canonical {
        match self {
            Raw::InputApart | Raw::InputWhole => Canonical::InputTokens,
            Raw::CacheRead => Canonical::CacheReadTokens,
            Raw::CacheWrites | Raw::CacheWrite5m => Canonical::CacheWriteTokens,
            Raw::CacheWrite1h => Canonical::CacheWrite1hTokens,
        }
    }
}

/// A column that can be grouped by, filtered on or measured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Canonical(Canonical),
    Raw(Raw),
    /// A dotted JSON path into the line: `metadata.team`.
    Path(String),
}

impl Field {
    /// The field a user means by `name`: a canonical name or its short form, else a JSON path.
    pub fn named(name: &str) -> Field {
        let canonical = match name {
            "user" => Some(Canonical::UserId),
            "session" => Some(Canonical::SessionId),
            "prompt" => Some(Canonical::PromptHash),
            "feature_name" => Some(Canonical::Feature),
            "cost" => Some(Canonical::CostUsd),
            "latency" => Some(Canonical::LatencyMs),
            _ => Canonical::ALL.iter().copied().find(|c| c.name() == name),
        };
        canonical.map_or_else(|| Field::Path(name.to_owned()), Field::Canonical)
    }

    pub fn kind(&self) -> Kind {
        match self {
            Field::Canonical(c) => c.kind(),
            Field::Raw(raw) => raw.of().kind(),
            Field::Path(_) => Kind::Any,
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Field::Canonical(c) => c.name(),
            Field::Raw(raw) => raw.of().name(),
            Field::Path(path) => path,
        }
    }
}

impl From<Canonical> for Field {
    fn from(canonical: Canonical) -> Field {
        Field::Canonical(canonical)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
