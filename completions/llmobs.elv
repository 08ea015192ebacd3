
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
            cand abtest 'Experiments: did a variant beat another, who gets which, how long must it run'
            cand alerts 'Rules over windows of time: does anything fire now, and when would it have fired'
            cand metrics 'The log as Prometheus metrics: counters, histograms and gauges, on stdout or for the textfile collector'
            cand convert 'Any log as the native flat log, CSV, Parquet or traces: one record a request, and the same figures'
            cand trace 'What calls what: the traces of a log, one of them as a tree, and where the time goes'
            cand prices 'The prices that costs are computed from'
            cand formats 'List the log formats that can be read, and what each can tell'
            cand completions 'Print a completion script for a shell'
            cand man 'Print the manual: one page for the program and one for each of its commands'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;summary'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
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
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
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
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
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
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
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
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
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
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
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
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
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
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
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
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
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
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
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
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
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
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
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
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --gate 'Exit with 1 when the share of a finding is above its threshold; NAME=FRACTION sets one; repeat for more'
            cand --limit 'Show this many models and gaps; further models become one `other` row'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;abtest'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand analyze 'Whether a variant beat the control, as a statistician would answer: users are the units, not their requests'
            cand assign 'Which variant a user gets: always the same, on any machine and in any language'
            cand plan 'How many users or requests an experiment needs, or what one of a given size can find'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;abtest;analyze'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand --experiment 'Only this experiment [default: each that the log names]'
            cand --variant-field 'The field that tells variants apart; any other than `variant` makes the whole log one experiment'
            cand --control 'The variant that the others are compared with [default: `control`, `a`, else the first]'
            cand --metric 'What is measured: numeric or boolean fields, or `error`, separated by commas [default: quality_score, latency_ms and cost_usd where present]'
            cand --primary 'The metric that decides; the others are adjusted for their number [default: the first]'
            cand --lower-is-better 'Metrics of which less is better, besides latencies, costs, tokens and `error`'
            cand --unit 'The independent units: `auto` (users, where some have several requests), `user`, `request`, or a field'
            cand --weights 'The split that was meant, to check the one that is: `50/50` with the control first, or `a=0.9,b=0.1` [default: equal]'
            cand --test 'The test that decides [default: by what the data are]'
            cand --alpha 'How often a difference that is none may be found'
            cand --alternative 'What is suspected of the treatment''s mean'
            cand --correction 'How p-values are adjusted for their number [default: holm over variants for the primary metric, bh over the others]'
            cand --tuning 'The number of users at which sequential intervals are tightest'
            cand --cuped-before 'Take out what users were like before this time (CUPED)'
            cand --covariate 'Take out what a field says of users, which the variant cannot have changed (CUPED)'
            cand --winsorize 'Cap values above this quantile of all variants together, such as 0.999'
            cand --mde 'The smallest difference that matters, such as 0.02 or 5%: variants that differ by less are equivalent'
            cand --bootstrap 'Intervals of quantile differences, from this many draws of users'
            cand --seed 'What the draws begin with'
            cand --fail-on 'Exit with 1 where a split is not as it should be (srm), or where a metric got worse (regression)'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
            cand --sequential 'Intervals and p-values that stay valid however often one looks'
            cand --no-ranks 'No quantiles and no rank test: keeps a sum a user in memory rather than every value'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;abtest;assign'= {
            cand --user 'The user'
            cand --split 'The variants'' shares: `50/50` for a and b, `80/10/10`, or `control=0.8,b=0.1,c=0.1`'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --stdin 'Read users from stdin, one a line, and write a JSON object a line'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'llmobs;abtest;plan'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand --metric 'The metric to plan for, measured in the log'
            cand --baseline 'The mean or, without `--sd`, the rate of today'
            cand --sd 'The standard deviation of a request''s value'
            cand --requests-per-user 'How many requests a user makes'
            cand --icc 'How alike the requests of a user are, 0 to 1: the intraclass correlation'
            cand --mde 'The difference to find, such as 0.02 or 5%'
            cand --n 'How many users a variant has, to ask what they can find'
            cand --power 'How often the difference should be found'
            cand --alpha 'How often a difference that is none may be found'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;abtest;help'= {
            cand analyze 'Whether a variant beat the control, as a statistician would answer: users are the units, not their requests'
            cand assign 'Which variant a user gets: always the same, on any machine and in any language'
            cand plan 'How many users or requests an experiment needs, or what one of a given size can find'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;abtest;help;analyze'= {
        }
        &'llmobs;abtest;help;assign'= {
        }
        &'llmobs;abtest;help;plan'= {
        }
        &'llmobs;abtest;help;help'= {
        }
        &'llmobs;alerts'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand check 'Put every rule to the log: exit 0 when all is well, 1 when something fires, 3 when that cannot be told'
            cand backtest 'Slide the rules over the whole log: when each would have fired, how often, how long, at what value'
            cand init 'Write the built-in rules as a file with comments, to begin with'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;alerts;check'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --rules 'The rules [default: four that are built in]'
            cand --tz 'The zone of bare dates: an IANA name, or `local`'
            cand --at 'When the windows of the rules end [default: now]'
            cand --limit 'Rows of a rule at most, the gravest; how many more there are is said [default: 50 in a table, else all]'
            cand --state 'Remember there what was told: once when it begins, again after `renotify`, once when it is over'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
            cand --all 'A row for every group of every rule, and not only for those that fire'
            cand --notify 'Tell the `[notify.*]` targets of the rules file what fires'
            cand --dry-run 'Show what would be sent, and send and remember nothing'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;alerts;backtest'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --rules 'The rules [default: four that are built in]'
            cand --tz 'The zone of bare dates: an IANA name, or `local`'
            cand --since 'Only steps from then on; windows may reach back behind it'
            cand --until 'Only steps up to then'
            cand --step 'How far the windows move at a time; for rules of `std_*` or shares, which do not slide, use a long one: 1h'
            cand --episodes 'How many episodes of a rule to list, the longest'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
            cand --every-step 'Also every verdict of every step'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;alerts;init'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'llmobs;alerts;help'= {
            cand check 'Put every rule to the log: exit 0 when all is well, 1 when something fires, 3 when that cannot be told'
            cand backtest 'Slide the rules over the whole log: when each would have fired, how often, how long, at what value'
            cand init 'Write the built-in rules as a file with comments, to begin with'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;alerts;help;check'= {
        }
        &'llmobs;alerts;help;backtest'= {
        }
        &'llmobs;alerts;help;init'= {
        }
        &'llmobs;alerts;help;help'= {
        }
        &'llmobs;metrics'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
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
            cand -o 'Write this file instead of stdout, whole or not at all: the node exporter''s textfile collector reads it'
            cand --output 'Write this file instead of stdout, whole or not at all: the node exporter''s textfile collector reads it'
            cand --label 'A label for every series; may be given more than once'
            cand --buckets 'The upper bounds of the latency histogram''s buckets, in seconds, ascending'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
            cand --openmetrics 'OpenMetrics, with units, instead of Prometheus'' own text format'
            cand --dashboard 'Print a Grafana dashboard for these metrics, and read no log'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;convert'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand -o 'Write this file instead of stdout, whole or not at all; its extension says what it is made of'
            cand --output 'Write this file instead of stdout, whole or not at all; its extension says what it is made of'
            cand --to 'What to write, whatever the extension says'
            cand --keep 'Other fields of the log to write too, as JSON paths separated by commas'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
            cand -q 'No progress bar, and neither notes nor warnings on stderr'
            cand --quiet 'No progress bar, and neither notes nor warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;trace'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand list 'The slowest traces, or the most expensive, or those with the most errors'
            cand show 'One trace as a tree, with a bar of time for every span and the bottleneck marked'
            cand summary 'Spans by name or by anything else: how long, how much of it by themselves, how often the end waited for them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;trace;list'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand --sort 'Order by duration, cost, errors, start, spans, calls or tokens, with `:asc` or `:desc`'
            cand --limit 'Show this many traces; the rest becomes one `other` row'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;trace;show'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --limit 'Draw this many spans, those that the end waited for and the longest; JSON and CSV have all'
            cand --depth 'Draw spans down to this depth; roots are at 0'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;trace;summary'= {
            cand --cost 'Which cost counts'
            cand --prices 'A price file laid over the built-in prices; may be given more than once'
            cand --map 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once'
            cand --input-format 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists'
            cand --sample-rate 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`'
            cand --threads 'How many threads work [default: one per processor]'
            cand --chunk-bytes 'About how many bytes a thread parses at a time; no answer depends on it'
            cand --since 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z'
            cand --until 'Only requests before then; a bare date means to its end'
            cand --tz 'The zone of days and bare times: an IANA name, or `local`'
            cand --where 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND'
            cand --by 'What to group by: span_name, span_kind, service_name, model or any other field, separated by commas'
            cand --sort 'Order by one of the figures, with `:asc` or `:desc`'
            cand --limit 'Show this many rows; the rest becomes one `other` row'
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --strict 'Exit with 2 after the answer when any line, value or file was bad'
            cand -v 'Say on stderr what each file was read as, and why'
            cand --verbose 'Say on stderr what each file was read as, and why'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'llmobs;trace;help'= {
            cand list 'The slowest traces, or the most expensive, or those with the most errors'
            cand show 'One trace as a tree, with a bar of time for every span and the bottleneck marked'
            cand summary 'Spans by name or by anything else: how long, how much of it by themselves, how often the end waited for them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'llmobs;trace;help;list'= {
        }
        &'llmobs;trace;help;show'= {
        }
        &'llmobs;trace;help;summary'= {
        }
        &'llmobs;trace;help;help'= {
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
        &'llmobs;formats'= {
            cand --format '`auto` is a table on a terminal and JSON otherwise'
            cand --color 'When to use colour; `auto` also heeds NO_COLOR'
            cand --json 'The same as `--format json`'
            cand -q 'No progress bar and no warnings on stderr'
            cand --quiet 'No progress bar and no warnings on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
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
            cand abtest 'Experiments: did a variant beat another, who gets which, how long must it run'
            cand alerts 'Rules over windows of time: does anything fire now, and when would it have fired'
            cand metrics 'The log as Prometheus metrics: counters, histograms and gauges, on stdout or for the textfile collector'
            cand convert 'Any log as the native flat log, CSV, Parquet or traces: one record a request, and the same figures'
            cand trace 'What calls what: the traces of a log, one of them as a tree, and where the time goes'
            cand prices 'The prices that costs are computed from'
            cand formats 'List the log formats that can be read, and what each can tell'
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
        &'llmobs;help;abtest'= {
            cand analyze 'Whether a variant beat the control, as a statistician would answer: users are the units, not their requests'
            cand assign 'Which variant a user gets: always the same, on any machine and in any language'
            cand plan 'How many users or requests an experiment needs, or what one of a given size can find'
        }
        &'llmobs;help;abtest;analyze'= {
        }
        &'llmobs;help;abtest;assign'= {
        }
        &'llmobs;help;abtest;plan'= {
        }
        &'llmobs;help;alerts'= {
            cand check 'Put every rule to the log: exit 0 when all is well, 1 when something fires, 3 when that cannot be told'
            cand backtest 'Slide the rules over the whole log: when each would have fired, how often, how long, at what value'
            cand init 'Write the built-in rules as a file with comments, to begin with'
        }
        &'llmobs;help;alerts;check'= {
        }
        &'llmobs;help;alerts;backtest'= {
        }
        &'llmobs;help;alerts;init'= {
        }
        &'llmobs;help;metrics'= {
        }
        &'llmobs;help;convert'= {
        }
        &'llmobs;help;trace'= {
            cand list 'The slowest traces, or the most expensive, or those with the most errors'
            cand show 'One trace as a tree, with a bar of time for every span and the bottleneck marked'
            cand summary 'Spans by name or by anything else: how long, how much of it by themselves, how often the end waited for them'
        }
        &'llmobs;help;trace;list'= {
        }
        &'llmobs;help;trace;show'= {
        }
        &'llmobs;help;trace;summary'= {
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
        &'llmobs;help;formats'= {
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
