//! Three tries, with a longer pause before each.

use std::thread;
use std::time::Duration;

/// How a try ended.
pub enum Attempt {
    Done,
    /// Worth another try, not before so long.
    Again {
        why: String,
        after: Option<Duration>,
    },
    /// Another try would end the same.
    Never {
        why: String,
    },
}

const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(3)];

/// A server may ask for a longer pause than this, and is not waited for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// # Errors
/// Why the last try failed.
pub fn three_times(mut attempt: impl FnMut() -> Attempt) -> Result<(), String> {
    let mut pauses = PAUSES.into_iter();
    loop {
        match (attempt(), pauses.next()) {
            (Attempt::Done, _) => return Ok(()),
            (Attempt::Never { why }, _) => return Err(why),
            (Attempt::Again { why, after }, Some(pause)) => match after {
                Some(after) if after > LONGEST_PAUSE => {
                    return Err(format!("{why}, and asks for a pause of {} s", after.as_secs()));
                }
                after => thread::sleep(pause.max(after.unwrap_or_default())),
            },
            (Attempt::Again { why, .. }, None) => return Err(format!("{why}, three times")),
        }
    }
}
