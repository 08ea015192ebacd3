//! What can be wrong with a price file.

use thiserror::Error;

/// A price file that cannot be used; every variant names the file and, where there is one, the model and the field.
#[derive(Debug, Error)]
pub enum PriceError {
    /// Not JSON, or cut off.
    #[error("`{origin}` is not valid JSON: {source}")]
    Json {
        /// The file.
        origin: String,
        /// What the parser said, with line and column.
        source: serde_json::Error,
    },
    /// The whole is not `{"model": {…}}`.
    #[error("`{origin}` must be a JSON object of model names")]
    NotAnObject {
        /// The file.
        origin: String,
    },
    /// A value of the wrong type or out of range.
    #[error("`{origin}`: field `{field}` of model `{model}` must be {expected}, found {found}")]
    Field {
        /// The file.
        origin: String,
        /// The model's key.
        model: String,
        /// The field, with its place when nested: `effective.from`.
        field: String,
        /// What is accepted.
        expected: &'static str,
        /// What stands there, shortened.
        found: String,
    },
    /// A model's entry is not an object.
    #[error("`{origin}`: the entry of model `{model}` must be a JSON object")]
    Entry {
        /// The file.
        origin: String,
        /// The model's key.
        model: String,
    },
    /// Nothing that this program would look up.
    #[error("`{origin}` holds no price per token")]
    NoPrices {
        /// The file.
        origin: String,
    },
    /// An alias that leads nowhere, or in a circle.
    #[error("`{origin}`: model `{model}` is an alias of `{target}`, which leads to no price entry")]
    Alias {
        /// The file.
        origin: String,
        /// The alias.
        model: String,
        /// What it points to.
        target: String,
    },
    /// A key that the one-line-per-model snapshot cannot hold.
    #[error("`{origin}`: model name `{model}` needs JSON escapes, which the snapshot does not allow")]
    Key {
        /// The file.
        origin: String,
        /// The key.
        model: String,
    },
}
