
use builtin;
use str;

set edit:completion:arg-completer[llmobs] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'llmobs'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'llmobs'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand summary 'A log on one screen: cost, requests, tokens, errors, latency, who and what spent most, and when'
            cand costs 'Where the money went: requests, errors, tokens and cost, by model or by anything else'
            cand top 'What spends most: users, features, models, prompts, sessions, or kinds of errors'
            cand latency 'How long requests take: mean, quantiles and their 95 % intervals, time to first token, tokens per second'
            cand errors 'What failed, how often, since when, and what it cost'
            cand quality 'How good answers were: the distribution of a score, or the rate of a yes-or-no field'
            cand doctor 'Can this log be trusted? Bad, missing, repeated and contradictory lines, gaps, and costs that do not fit'
            cand prices 'The prices that costs are computed from'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the manual: one page for the program and one for each of its commands'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;summary'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --by 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand --sort 'Order rows by a measure or a dimension, with `:asc` or `:desc`'
            cand --limit 'Show this many rows; the rest becomes one `other` row'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;costs'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --by 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand --sort 'Order rows by a measure or a dimension, with `:asc` or `:desc`'
            cand --limit 'Show this many rows; the rest becomes one `other` row'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;top'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --by 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand --sort 'Order rows by a measure or a dimension, with `:asc` or `:desc`'
            cand --limit 'Show this many rows; the rest becomes one `other` row'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;latency'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --by 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand --sort 'Order rows by a measure or a dimension, with `:asc` or `:desc`'
            cand --limit 'Show this many rows; the rest becomes one `other` row'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --percentiles 'Which percentiles to show'
            cand --buckets 'The upper bounds of the histogram''s buckets, in seconds'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand --histogram 'Show how latencies are distributed'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;errors'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --by 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand --sort 'Order rows by a measure or a dimension, with `:asc` or `:desc`'
            cand --limit 'Show this many rows; the rest becomes one `other` row'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;quality'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --by 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand --sort 'Order rows by a measure or a dimension, with `:asc` or `:desc`'
            cand --limit 'Show this many rows; the rest becomes one `other` row'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --metric 'The field to judge by: any number, or true and false'
            cand --threshold 'Show the share of scores below this'
            cand --window 'Show the mean over a window that moves through time, such as 60m or 1d'
            cand --worst 'Name the requests with the lowest scores'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;doctor'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --gate 'Exit with 1 when the share of a finding is above its threshold; NAME=FRACTION sets one; repeat for more'
            cand --limit 'Show this many models and gaps; further models become one `other` row'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;prices'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'List models and their prices per million tokens'
            cand explain 'Show which price entry a model name matches, by which rule, and the arithmetic'
            cand import 'Reduce LiteLLM''s price map to what this program needs, on stdout: how the built-in table is refreshed'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;prices;list'= {
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'llmobs;prices;explain'= {
            cand --provider 'Who sold it, as a log states it'
            cand --input 'All input tokens, cached ones included'
            cand --output 'All output tokens, reasoning included'
            cand --cache-read 'Input tokens read from a cache'
            cand --cache-write 'Input tokens written to a five-minute cache'
            cand --cache-write-1h 'Input tokens written to a one-hour cache'
            cand --reasoning 'Output tokens spent on reasoning'
            cand --service-tier 'The service tier: priority, flex, batch'
            cand --at 'When the request was made; prices can change [default: the day of the newest price table]'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'llmobs;prices;import'= {
            cand --release 'The release it is from'
            cand --date 'The day of that release, YYYY-MM-DD'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'llmobs;prices;help'= {
            cand list 'List models and their prices per million tokens'
            cand explain 'Show which price entry a model name matches, by which rule, and the arithmetic'
            cand import 'Reduce LiteLLM''s price map to what this program needs, on stdout: how the built-in table is refreshed'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;prices;help;list'= {
        }
        &'llmobs;prices;help;explain'= {
        }
        &'llmobs;prices;help;import'= {
        }
        &'llmobs;prices;help;help'= {
        }
        &'llmobs;completions'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'llmobs;man'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'llmobs;help'= {
            cand summary 'A log on one screen: cost, requests, tokens, errors, latency, who and what spent most, and when'
            cand costs 'Where the money went: requests, errors, tokens and cost, by model or by anything else'
            cand top 'What spends most: users, features, models, prompts, sessions, or kinds of errors'
            cand latency 'How long requests take: mean, quantiles and their 95 % intervals, time to first token, tokens per second'
            cand errors 'What failed, how often, since when, and what it cost'
            cand quality 'How good answers were: the distribution of a score, or the rate of a yes-or-no field'
            cand doctor 'Can this log be trusted? Bad, missing, repeated and contradictory lines, gaps, and costs that do not fit'
            cand prices 'The prices that costs are computed from'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the manual: one page for the program and one for each of its commands'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;help;summary'= {
        }
        &'llmobs;help;costs'= {
        }
        &'llmobs;help;top'= {
        }
        &'llmobs;help;latency'= {
        }
        &'llmobs;help;errors'= {
        }
        &'llmobs;help;quality'= {
        }
        &'llmobs;help;doctor'= {
        }
        &'llmobs;help;prices'= {
            cand list 'List models and their prices per million tokens'
            cand explain 'Show which price entry a model name matches, by which rule, and the arithmetic'
            cand import 'Reduce LiteLLM''s price map to what this program needs, on stdout: how the built-in table is refreshed'
        }
        &'llmobs;help;prices;list'= {
        }
        &'llmobs;help;prices;explain'= {
        }
        &'llmobs;help;prices;import'= {
        }
        &'llmobs;help;completions'= {
        }
        &'llmobs;help;man'= {
        }
        &'llmobs;help;help'= {
        }
    ]
    $completions[$command]
}
