# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_llmobs_global_optspecs
    string join \n h/help V/version
end

function __fish_llmobs_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_llmobs_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_llmobs_using_subcommand
    set -l cmd (__fish_llmobs_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c llmobs -n "__fish_llmobs_needs_command" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_needs_command" -s V -l version -d 'Print version'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "summary" -d 'A log on one screen: cost, requests, tokens, errors, latency, who and what spent most, and when'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "costs" -d 'Where the money went: requests, errors, tokens and cost, by model or by anything else'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "top" -d 'What spends most: users, features, models, prompts, sessions, or kinds of errors'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "latency" -d 'How long requests take: mean, quantiles and their 95 % intervals, time to first token, tokens per second'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "errors" -d 'What failed, how often, since when, and what it cost'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "quality" -d 'How good answers were: the distribution of a score, or the rate of a yes-or-no field'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "doctor" -d 'Can this log be trusted? Bad, missing, repeated and contradictory lines, gaps, and costs that do not fit'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "abtest" -d 'Experiments: did a variant beat another, who gets which, how long must it run'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "alerts" -d 'Rules over windows of time: does anything fire now, and when would it have fired'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "metrics" -d 'The log as Prometheus metrics: counters, histograms and gauges, on stdout or for the textfile collector'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "convert" -d 'Any log as the native flat log, CSV, Parquet or traces: one record a request, and the same figures'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "trace" -d 'What calls what: the traces of a log, one of them as a tree, and where the time goes'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "prices" -d 'The prices that costs are computed from'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "formats" -d 'List the log formats that can be read, and what each can tell'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "man" -d 'Print the manual: one page for the program and one for each of its commands'
complete -c llmobs -n "__fish_llmobs_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l by -d 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l sort -d 'Order rows by a measure or a dimension, with `:asc` or `:desc`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l limit -d 'Show this many rows; the rest becomes one `other` row' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand summary" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l by -d 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l sort -d 'Order rows by a measure or a dimension, with `:asc` or `:desc`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l limit -d 'Show this many rows; the rest becomes one `other` row' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand costs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l by -d 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l sort -d 'Order rows by a measure or a dimension, with `:asc` or `:desc`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l limit -d 'Show this many rows; the rest becomes one `other` row' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand top" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l by -d 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l sort -d 'Order rows by a measure or a dimension, with `:asc` or `:desc`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l limit -d 'Show this many rows; the rest becomes one `other` row' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l percentiles -d 'Which percentiles to show' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l buckets -d 'The upper bounds of the histogram\'s buckets, in seconds' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -l histogram -d 'Show how latencies are distributed'
complete -c llmobs -n "__fish_llmobs_using_subcommand latency" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l by -d 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l sort -d 'Order rows by a measure or a dimension, with `:asc` or `:desc`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l limit -d 'Show this many rows; the rest becomes one `other` row' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand errors" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l by -d 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l sort -d 'Order rows by a measure or a dimension, with `:asc` or `:desc`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l limit -d 'Show this many rows; the rest becomes one `other` row' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l metric -d 'The field to judge by: any number, or true and false' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l threshold -d 'Show the share of scores below this' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l window -d 'Show the mean over a window that moves through time, such as 60m or 1d' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l worst -d 'Name the requests with the lowest scores' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand quality" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l gate -d 'Exit with 1 when the share of a finding is above its threshold; NAME=FRACTION sets one; repeat for more' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l limit -d 'Show this many models and gaps; further models become one `other` row' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and not __fish_seen_subcommand_from analyze assign plan help" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and not __fish_seen_subcommand_from analyze assign plan help" -f -a "analyze" -d 'Whether a variant beat the control, as a statistician would answer: users are the units, not their requests'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and not __fish_seen_subcommand_from analyze assign plan help" -f -a "assign" -d 'Which variant a user gets: always the same, on any machine and in any language'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and not __fish_seen_subcommand_from analyze assign plan help" -f -a "plan" -d 'How many users or requests an experiment needs, or what one of a given size can find'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and not __fish_seen_subcommand_from analyze assign plan help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l experiment -d 'Only this experiment [default: each that the log names]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l variant-field -d 'The field that tells variants apart; any other than `variant` makes the whole log one experiment' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l control -d 'The variant that the others are compared with [default: `control`, `a`, else the first]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l metric -d 'What is measured: numeric or boolean fields, or `error`, separated by commas [default: quality_score, latency_ms and cost_usd where present]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l primary -d 'The metric that decides; the others are adjusted for their number [default: the first]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l lower-is-better -d 'Metrics of which less is better, besides latencies, costs, tokens and `error`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l unit -d 'The independent units: `auto` (users, where some have several requests), `user`, `request`, or a field' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l weights -d 'The split that was meant, to check the one that is: `50/50` with the control first, or `a=0.9,b=0.1` [default: equal]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l test -d 'The test that decides [default: by what the data are]' -r -f -a "welch\t'Means, without assuming equal variances; by user the delete-one-user jackknife'
student\t'Means of requests, assuming equal variances and independence: what scipy does by default'
mannwhitney\t'Which variant tends to greater values'
z\t'Rates, by the pooled standard error'
fisher\t'Rates, exactly'"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l alpha -d 'How often a difference that is none may be found' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l alternative -d 'What is suspected of the treatment\'s mean' -r -f -a "two-sided\t''
greater\t''
less\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l correction -d 'How p-values are adjusted for their number [default: holm over variants for the primary metric, bh over the others]' -r -f -a "holm\t''
bh\t''
none\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l tuning -d 'The number of users at which sequential intervals are tightest' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l cuped-before -d 'Take out what users were like before this time (CUPED)' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l covariate -d 'Take out what a field says of users, which the variant cannot have changed (CUPED)' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l winsorize -d 'Cap values above this quantile of all variants together, such as 0.999' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l mde -d 'The smallest difference that matters, such as 0.02 or 5%: variants that differ by less are equivalent' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l bootstrap -d 'Intervals of quantile differences, from this many draws of users' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l seed -d 'What the draws begin with' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l fail-on -d 'Exit with 1 where a split is not as it should be (srm), or where a metric got worse (regression)' -r -f -a "srm\t''
regression\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l sequential -d 'Intervals and p-values that stay valid however often one looks'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l no-ranks -d 'No quantiles and no rank test: keeps a sum a user in memory rather than every value'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from analyze" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from assign" -l user -d 'The user' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from assign" -l split -d 'The variants\' shares: `50/50` for a and b, `80/10/10`, or `control=0.8,b=0.1,c=0.1`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from assign" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from assign" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from assign" -l stdin -d 'Read users from stdin, one a line, and write a JSON object a line'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from assign" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from assign" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from assign" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l metric -d 'The metric to plan for, measured in the log' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l baseline -d 'The mean or, without `--sd`, the rate of today' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l sd -d 'The standard deviation of a request\'s value' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l requests-per-user -d 'How many requests a user makes' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l icc -d 'How alike the requests of a user are, 0 to 1: the intraclass correlation' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l mde -d 'The difference to find, such as 0.02 or 5%' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l n -d 'How many users a variant has, to ask what they can find' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l power -d 'How often the difference should be found' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l alpha -d 'How often a difference that is none may be found' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from help" -f -a "analyze" -d 'Whether a variant beat the control, as a statistician would answer: users are the units, not their requests'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from help" -f -a "assign" -d 'Which variant a user gets: always the same, on any machine and in any language'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from help" -f -a "plan" -d 'How many users or requests an experiment needs, or what one of a given size can find'
complete -c llmobs -n "__fish_llmobs_using_subcommand abtest; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and not __fish_seen_subcommand_from check backtest init help" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and not __fish_seen_subcommand_from check backtest init help" -f -a "check" -d 'Put every rule to the log: exit 0 when all is well, 1 when something fires, 3 when that cannot be told'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and not __fish_seen_subcommand_from check backtest init help" -f -a "backtest" -d 'Slide the rules over the whole log: when each would have fired, how often, how long, at what value'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and not __fish_seen_subcommand_from check backtest init help" -f -a "init" -d 'Write the built-in rules as a file with comments, to begin with'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and not __fish_seen_subcommand_from check backtest init help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l rules -d 'The rules [default: four that are built in]' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l tz -d 'The zone of bare dates: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l at -d 'When the windows of the rules end [default: now]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l limit -d 'Rows of a rule at most, the gravest; how many more there are is said [default: 50 in a table, else all]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l state -d 'Remember there what was told: once when it begins, again after `renotify`, once when it is over' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l all -d 'A row for every group of every rule, and not only for those that fire'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l notify -d 'Tell the `[notify.*]` targets of the rules file what fires'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l dry-run -d 'Show what would be sent, and send and remember nothing'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l rules -d 'The rules [default: four that are built in]' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l tz -d 'The zone of bare dates: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l since -d 'Only steps from then on; windows may reach back behind it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l until -d 'Only steps up to then' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l step -d 'How far the windows move at a time; for rules of `std_*` or shares, which do not slide, use a long one: 1h' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l episodes -d 'How many episodes of a rule to list, the longest' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l every-step -d 'Also every verdict of every step'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from backtest" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from help" -f -a "check" -d 'Put every rule to the log: exit 0 when all is well, 1 when something fires, 3 when that cannot be told'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from help" -f -a "backtest" -d 'Slide the rules over the whole log: when each would have fired, how often, how long, at what value'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from help" -f -a "init" -d 'Write the built-in rules as a file with comments, to begin with'
complete -c llmobs -n "__fish_llmobs_using_subcommand alerts; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l by -d 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l sort -d 'Order rows by a measure or a dimension, with `:asc` or `:desc`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l limit -d 'Show this many rows; the rest becomes one `other` row' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -s o -l output -d 'Write this file instead of stdout, whole or not at all: the node exporter\'s textfile collector reads it' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l label -d 'A label for every series; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l buckets -d 'The upper bounds of the latency histogram\'s buckets, in seconds, ascending' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l openmetrics -d 'OpenMetrics, with units, instead of Prometheus\' own text format'
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -l dashboard -d 'Print a Grafana dashboard for these metrics, and read no log'
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand metrics" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -s o -l output -d 'Write this file instead of stdout, whole or not at all; its extension says what it is made of' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l to -d 'What to write, whatever the extension says' -r -f -a "native\t'One JSON object a line'
csv\t'A header of field names, and one line a request'
parquet\t'One column a field'
otlp\t'One span a request, as a collector writes traces: OTLP in JSON, with the GenAI conventions'"
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l keep -d 'Other fields of the log to write too, as JSON paths separated by commas' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -s q -l quiet -d 'No progress bar, and neither notes nor warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand convert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and not __fish_seen_subcommand_from list show summary help" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and not __fish_seen_subcommand_from list show summary help" -f -a "list" -d 'The slowest traces, or the most expensive, or those with the most errors'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and not __fish_seen_subcommand_from list show summary help" -f -a "show" -d 'One trace as a tree, with a bar of time for every span and the bottleneck marked'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and not __fish_seen_subcommand_from list show summary help" -f -a "summary" -d 'Spans by name or by anything else: how long, how much of it by themselves, how often the end waited for them'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and not __fish_seen_subcommand_from list show summary help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l sort -d 'Order by duration, cost, errors, start, spans, calls or tokens, with `:asc` or `:desc`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l limit -d 'Show this many traces; the rest becomes one `other` row' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l limit -d 'Draw this many spans, those that the end waited for and the longest; JSON and CSV have all' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l depth -d 'Draw spans down to this depth; roots are at 0' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l cost -d 'Which cost counts' -r -f -a "auto\t'The logged cost, else tokens times price'
logged\t'Only the logged cost'
computed\t'Always tokens times price'"
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l map -d 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l input-format -d 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l sample-rate -d 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l threads -d 'How many threads work [default: one per processor]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l chunk-bytes -d 'About how many bytes a thread parses at a time; no answer depends on it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l since -d 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l until -d 'Only requests before then; a bare date means to its end' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l tz -d 'The zone of days and bare times: an IANA name, or `local`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l where -d 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l by -d 'What to group by: span_name, span_kind, service_name, model or any other field, separated by commas' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l sort -d 'Order by one of the figures, with `:asc` or `:desc`' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l limit -d 'Show this many rows; the rest becomes one `other` row' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l strict -d 'Exit with 2 after the answer when any line, value or file was bad'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -s v -l verbose -d 'Say on stderr what each file was read as, and why'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from summary" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from help" -f -a "list" -d 'The slowest traces, or the most expensive, or those with the most errors'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from help" -f -a "show" -d 'One trace as a tree, with a bar of time for every span and the bottleneck marked'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from help" -f -a "summary" -d 'Spans by name or by anything else: how long, how much of it by themselves, how often the end waited for them'
complete -c llmobs -n "__fish_llmobs_using_subcommand trace; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and not __fish_seen_subcommand_from list explain import help" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and not __fish_seen_subcommand_from list explain import help" -f -a "list" -d 'List models and their prices per million tokens'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and not __fish_seen_subcommand_from list explain import help" -f -a "explain" -d 'Show which price entry a model name matches, by which rule, and the arithmetic'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and not __fish_seen_subcommand_from list explain import help" -f -a "import" -d 'Reduce LiteLLM\'s price map to what this program needs, on stdout: how the built-in table is refreshed'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and not __fish_seen_subcommand_from list explain import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from list" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from list" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from list" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from list" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l provider -d 'Who sold it, as a log states it' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l input -d 'All input tokens, cached ones included' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l output -d 'All output tokens, reasoning included' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l cache-read -d 'Input tokens read from a cache' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l cache-write -d 'Input tokens written to a five-minute cache' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l cache-write-1h -d 'Input tokens written to a one-hour cache' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l reasoning -d 'Output tokens spent on reasoning' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l service-tier -d 'The service tier: priority, flex, batch' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l at -d 'When the request was made; prices can change [default: the day of the newest price table]' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l prices -d 'A price file laid over the built-in prices; may be given more than once' -r -F
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from import" -l release -d 'The release it is from' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from import" -l date -d 'The day of that release, YYYY-MM-DD' -r
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from help" -f -a "list" -d 'List models and their prices per million tokens'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from help" -f -a "explain" -d 'Show which price entry a model name matches, by which rule, and the arithmetic'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from help" -f -a "import" -d 'Reduce LiteLLM\'s price map to what this program needs, on stdout: how the built-in table is refreshed'
complete -c llmobs -n "__fish_llmobs_using_subcommand prices; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c llmobs -n "__fish_llmobs_using_subcommand formats" -l format -d '`auto` is a table on a terminal and JSON otherwise' -r -f -a "auto\t''
table\t''
json\t''
ndjson\t''
csv\t''
markdown\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand formats" -l color -d 'When to use colour; `auto` also heeds NO_COLOR' -r -f -a "auto\t''
always\t''
never\t''"
complete -c llmobs -n "__fish_llmobs_using_subcommand formats" -l json -d 'The same as `--format json`'
complete -c llmobs -n "__fish_llmobs_using_subcommand formats" -s q -l quiet -d 'No progress bar and no warnings on stderr'
complete -c llmobs -n "__fish_llmobs_using_subcommand formats" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand completions" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand man" -s h -l help -d 'Print help'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "summary" -d 'A log on one screen: cost, requests, tokens, errors, latency, who and what spent most, and when'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "costs" -d 'Where the money went: requests, errors, tokens and cost, by model or by anything else'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "top" -d 'What spends most: users, features, models, prompts, sessions, or kinds of errors'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "latency" -d 'How long requests take: mean, quantiles and their 95 % intervals, time to first token, tokens per second'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "errors" -d 'What failed, how often, since when, and what it cost'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "quality" -d 'How good answers were: the distribution of a score, or the rate of a yes-or-no field'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "doctor" -d 'Can this log be trusted? Bad, missing, repeated and contradictory lines, gaps, and costs that do not fit'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "abtest" -d 'Experiments: did a variant beat another, who gets which, how long must it run'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "alerts" -d 'Rules over windows of time: does anything fire now, and when would it have fired'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "metrics" -d 'The log as Prometheus metrics: counters, histograms and gauges, on stdout or for the textfile collector'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "convert" -d 'Any log as the native flat log, CSV, Parquet or traces: one record a request, and the same figures'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "trace" -d 'What calls what: the traces of a log, one of them as a tree, and where the time goes'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "prices" -d 'The prices that costs are computed from'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "formats" -d 'List the log formats that can be read, and what each can tell'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "man" -d 'Print the manual: one page for the program and one for each of its commands'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and not __fish_seen_subcommand_from summary costs top latency errors quality doctor abtest alerts metrics convert trace prices formats completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from abtest" -f -a "analyze" -d 'Whether a variant beat the control, as a statistician would answer: users are the units, not their requests'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from abtest" -f -a "assign" -d 'Which variant a user gets: always the same, on any machine and in any language'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from abtest" -f -a "plan" -d 'How many users or requests an experiment needs, or what one of a given size can find'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from alerts" -f -a "check" -d 'Put every rule to the log: exit 0 when all is well, 1 when something fires, 3 when that cannot be told'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from alerts" -f -a "backtest" -d 'Slide the rules over the whole log: when each would have fired, how often, how long, at what value'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from alerts" -f -a "init" -d 'Write the built-in rules as a file with comments, to begin with'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from trace" -f -a "list" -d 'The slowest traces, or the most expensive, or those with the most errors'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from trace" -f -a "show" -d 'One trace as a tree, with a bar of time for every span and the bottleneck marked'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from trace" -f -a "summary" -d 'Spans by name or by anything else: how long, how much of it by themselves, how often the end waited for them'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from prices" -f -a "list" -d 'List models and their prices per million tokens'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from prices" -f -a "explain" -d 'Show which price entry a model name matches, by which rule, and the arithmetic'
complete -c llmobs -n "__fish_llmobs_using_subcommand help; and __fish_seen_subcommand_from prices" -f -a "import" -d 'Reduce LiteLLM\'s price map to what this program needs, on stdout: how the built-in table is refreshed'
