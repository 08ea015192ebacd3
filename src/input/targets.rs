//! What the values of a line are good for, by number.

/// Targets besides the slots, which follow from [`target::SLOTS`] on.
pub mod target {
    pub const REQUEST_ID: usize = 0;
    pub const TIMESTAMP: usize = 1;
    pub const STATUS: usize = 2;
    pub const HTTP_STATUS: usize = 3;
    pub const ERROR_TYPE: usize = 4;
    pub const ERROR: usize = 5;
    pub const LEVEL: usize = 6;
    // Of foreign formats, and what is about spans also of the native one.
    pub const KIND: usize = 7;
    pub const END: usize = 8;
    pub const FIRST_TOKEN: usize = 9;
    pub const ID_BESIDES: usize = 10;
    /// Tokens that are added up: these have no place, but buckets.
    pub const INPUT_BUCKET: usize = 11;
    pub const PROVIDER: usize = 12;
    pub const MODEL: usize = 13;
    pub const SPAN: usize = 14;
    pub const PARENT: usize = 15;
    pub const UNBILLED: usize = 16;
    /// Tokens, whether anybody asks for them or not: they tell which calls repeat others.
    pub const INPUT: usize = 17;
    pub const OUTPUT: usize = 18;
    /// The trace, where the ids of spans are their own only within it.
    pub const TRACE: usize = 19;
    /// The cost: a span of the native log that states one is a call, or holds some; of another tool it is about money.
    pub const COST: usize = 20;
    pub const OUTPUT_BUCKET: usize = 21;
    pub const CACHED_INSIDE: usize = 22;
    /// The parts of the input that a cache served and took, to tell the same.
    pub const CACHE_READ: usize = 23;
    pub const CACHE_WRITES: usize = 24;
    /// What says whether cached tokens stand beside the input.
    pub const APART: usize = 25;
    /// What only spans state that this program wrote.
    pub const OWN: usize = 26;
    /// What says whether a record is a copy of another one.
    pub const REPLAY: usize = 27;
    /// What kind of error it was, of a record that failed for another reason than this.
    pub const EXCEPTION: usize = 28;
    /// A text in place of an object in which something is looked for.
    pub const TEXT: usize = 29;
    /// The list of records inside of this one.
    pub const BRANCHES: usize = 30;
    pub const SLOTS: usize = 31;
}

/// What the mere presence of a value tells.
pub mod tells {
    /// That the request was answered.
    pub const RESPONSE: u8 = 1;
    /// That a line is about a request, even without a request id.
    pub const KNOWN: u8 = 2;
    /// That a record says what a request used.
    pub const USAGE: u8 = 4;
    /// That a line is about a call of a model, rather than about a step around some.
    pub const CALL: u8 = 8;
    /// That a span says what it is.
    pub const STEP: u8 = 16;
}
