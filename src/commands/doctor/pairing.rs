//! Findings among the requests: halves that are missing, lines that contradict each other, times that cannot be.

use super::Examined;
use super::finding::Finding;
use super::span::span;
use crate::report::{count, percent, plural};
use crate::requests::audit::Check;

pub fn findings(log: &Examined<'_>) -> Vec<Finding> {
    let plain = CHECKS.iter().filter_map(|check| plain(log, check));
    plain.chain(halves_without_id(log)).chain(skew(log)).chain(gaps(log)).collect()
}

/// A finding that is a number of requests and needs no more words than these.
struct Plain {
    check: Check,
    name: &'static str,
    /// What one request does, and what several do.
    verbs: (&'static str, &'static str),
    what: &'static str,
    advice: &'static str,
}

const CHECKS: [Plain; 9] = [
    Plain {
        check: Check::ResponsesWithoutRequest,
        name: "responses_without_request",
        verbs: ("has", "have"),
        what: "an answer or an error and no line that says what was asked: no model, user or feature is charged with it",
        advice: "read the file before this one too: `llmobs doctor OLDER.jsonl THIS.jsonl`; else log the request before the call",
    },
    Plain {
        check: Check::NeverAnswered,
        name: "never_answered",
        verbs: ("was", "were"),
        what: "asked and neither answered nor failed in this log: what it cost is in no sum",
        advice: "read the file after this one too; if it is not there either, log errors and timeouts as well as answers",
    },
    Plain {
        check: Check::FeedbackWithoutRequest,
        name: "feedback_without_request",
        verbs: ("is", "are"),
        what: "known by feedback alone, and counted as pending",
        advice: "read the file that holds the request too, or check that feedback is logged with the same `request_id`",
    },
    Plain {
        check: Check::LinesDisagree,
        name: "lines_disagree",
        verbs: ("has", "have"),
        what: "lines that state different tokens or costs: the later line counts, and the dollars here lie between the readings",
        advice: "log usage once, when the answer is complete; what a stream counts on its way is not what is charged",
    },
    Plain {
        check: Check::RepeatedAnswers,
        name: "repeated_answers",
        verbs: ("has", "have"),
        what: "more than one answer line: one counts, and the dollars here are what a plain sum would add for the others",
        advice: "no figure here is wrong; look for a client that logs each attempt or each chunk as an answer",
    },
    Plain {
        check: Check::ReusedIds,
        name: "reused_ids",
        verbs: ("has", "have"),
        what: "two questions and two answers under one request_id: only the last answer counts, and the dollars here are lost",
        advice: "draw a new random `request_id` for every call, also for a retry",
    },
    Plain {
        check: Check::NoTime,
        name: "no_time",
        verbs: ("has", "have"),
        what: "no timestamp, so no `--since`, `--until` or `--by day` knows it",
        advice: "log a `timestamp`, or say where it is: `--map timestamp=PATH`",
    },
    Plain {
        check: Check::OddTimes,
        name: "odd_times",
        verbs: ("is", "are"),
        what: "dated before 2015 or more than a day from now",
        advice: "log UTC as ISO 8601, or whole seconds, ms, µs or ns since 1970, and check the clock that wrote it",
    },
    Plain {
        check: Check::AbsurdValues,
        name: "absurd_values",
        verbs: ("states", "state"),
        what: "more than 20 million tokens, $10,000 or a day of latency",
        advice: "check the unit (seconds for milliseconds, cents for dollars); until then leave it out: `--where 'cost_usd<10000'`",
    },
];

fn plain(log: &Examined<'_>, check: &Plain) -> Option<Finding> {
    let (found, all) = (log.audit.ledger.found(check.check), log.requests());
    let verb = if found.count == 1 { check.verbs.0 } else { check.verbs.1 };
    Finding::of(
        check.name,
        found.count,
        all,
        found.usd(),
        || format!("{} of {} {verb} {}", count(found.count), plural(all, "request"), check.what),
        check.advice,
    )
}

fn halves_without_id(log: &Examined<'_>) -> Option<Finding> {
    let found = log.audit.ledger.found(Check::HalvesWithoutId);
    Finding::of(
        "halves_without_id",
        found.count,
        log.requests(),
        found.usd(),
        || {
            format!(
                "{} are halves, questions and answers, with no request_id to join them by",
                plural(found.count, "line")
            )
        },
        "log one `request_id` on both lines of a request, or say where it is: `--map request_id=PATH`",
    )
}

fn skew(log: &Examined<'_>) -> Option<Finding> {
    let ledger = &log.audit.ledger;
    let found = ledger.found(Check::ResponsesBeforeRequest);
    Finding::of(
        "responses_before_request",
        found.count,
        ledger.paired,
        None,
        || {
            let (verb, most) = (if found.count == 1 { "was" } else { "were" }, span(ledger.largest_skew));
            let paired = plural(ledger.paired, "request");
            format!(
                "{} of {paired} with both halves {verb} answered before being asked, by up to {most}",
                count(found.count)
            )
        },
        "set the clocks of the machines that write the two lines by NTP, or log both on one; trust logged latencies only",
    )
}

fn gaps(log: &Examined<'_>) -> Option<Finding> {
    let gaps = &log.audit.gaps;
    let number = gaps.gaps.len() as u64;
    let share = gaps.total() as f64 / (gaps.span as f64).max(1.0);
    let what = || {
        let (stretches, pause) = (if number == 1 { "stretch" } else { "stretches" }, span(gaps.longest_pause));
        let longest = gaps.gaps.first().map_or(0, |(from, to)| to - from);
        format!(
            "{} {stretches} of more than {pause} without a request, {} of the time; the longest is {}",
            count(number),
            percent(share),
            span(longest)
        )
    };
    let advice = "compare them with nights, weekends and releases; what they do not explain is a file that is missing";
    Finding::of("time_gaps", number, number, None, what, advice).map(|finding| Finding { share, ..finding })
}
