
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'llmobs' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'llmobs'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'llmobs' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('summary', 'summary', [CompletionResultType]::ParameterValue, 'A log on one screen: cost, requests, tokens, errors, latency, who and what spent most, and when')
            [CompletionResult]::new('costs', 'costs', [CompletionResultType]::ParameterValue, 'Where the money went: requests, errors, tokens and cost, by model or by anything else')
            [CompletionResult]::new('top', 'top', [CompletionResultType]::ParameterValue, 'What spends most: users, features, models, prompts, sessions, or kinds of errors')
            [CompletionResult]::new('latency', 'latency', [CompletionResultType]::ParameterValue, 'How long requests take: mean, quantiles and their 95 % intervals, time to first token, tokens per second')
            [CompletionResult]::new('errors', 'errors', [CompletionResultType]::ParameterValue, 'What failed, how often, since when, and what it cost')
            [CompletionResult]::new('quality', 'quality', [CompletionResultType]::ParameterValue, 'How good answers were: the distribution of a score, or the rate of a yes-or-no field')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Can this log be trusted? Bad, missing, repeated and contradictory lines, gaps, and costs that do not fit')
            [CompletionResult]::new('abtest', 'abtest', [CompletionResultType]::ParameterValue, 'Experiments: did a variant beat another, who gets which, how long must it run')
            [CompletionResult]::new('alerts', 'alerts', [CompletionResultType]::ParameterValue, 'Rules over windows of time: does anything fire now, and when would it have fired')
            [CompletionResult]::new('metrics', 'metrics', [CompletionResultType]::ParameterValue, 'The log as Prometheus metrics: counters, histograms and gauges, on stdout or for the textfile collector')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Any log as the native flat log, CSV, Parquet or traces: one record a request, and the same figures')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'What calls what: the traces of a log, one of them as a tree, and where the time goes')
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'The prices that costs are computed from')
            [CompletionResult]::new('formats', 'formats', [CompletionResultType]::ParameterValue, 'List the log formats that can be read, and what each can tell')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual: one page for the program and one for each of its commands')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;summary' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Order rows by a measure or a dimension, with `:asc` or `:desc`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many rows; the rest becomes one `other` row')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;costs' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Order rows by a measure or a dimension, with `:asc` or `:desc`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many rows; the rest becomes one `other` row')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;top' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Order rows by a measure or a dimension, with `:asc` or `:desc`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many rows; the rest becomes one `other` row')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;latency' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Order rows by a measure or a dimension, with `:asc` or `:desc`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many rows; the rest becomes one `other` row')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--percentiles', '--percentiles', [CompletionResultType]::ParameterName, 'Which percentiles to show')
            [CompletionResult]::new('--buckets', '--buckets', [CompletionResultType]::ParameterName, 'The upper bounds of the histogram''s buckets, in seconds')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--histogram', '--histogram', [CompletionResultType]::ParameterName, 'Show how latencies are distributed')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;errors' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Order rows by a measure or a dimension, with `:asc` or `:desc`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many rows; the rest becomes one `other` row')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;quality' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Order rows by a measure or a dimension, with `:asc` or `:desc`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many rows; the rest becomes one `other` row')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--metric', '--metric', [CompletionResultType]::ParameterName, 'The field to judge by: any number, or true and false')
            [CompletionResult]::new('--threshold', '--threshold', [CompletionResultType]::ParameterName, 'Show the share of scores below this')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Show the mean over a window that moves through time, such as 60m or 1d')
            [CompletionResult]::new('--worst', '--worst', [CompletionResultType]::ParameterName, 'Name the requests with the lowest scores')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;doctor' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--gate', '--gate', [CompletionResultType]::ParameterName, 'Exit with 1 when the share of a finding is above its threshold; NAME=FRACTION sets one; repeat for more')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many models and gaps; further models become one `other` row')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;abtest' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('analyze', 'analyze', [CompletionResultType]::ParameterValue, 'Whether a variant beat the control, as a statistician would answer: users are the units, not their requests')
            [CompletionResult]::new('assign', 'assign', [CompletionResultType]::ParameterValue, 'Which variant a user gets: always the same, on any machine and in any language')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'How many users or requests an experiment needs, or what one of a given size can find')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;abtest;analyze' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--experiment', '--experiment', [CompletionResultType]::ParameterName, 'Only this experiment [default: each that the log names]')
            [CompletionResult]::new('--variant-field', '--variant-field', [CompletionResultType]::ParameterName, 'The field that tells variants apart; any other than `variant` makes the whole log one experiment')
            [CompletionResult]::new('--control', '--control', [CompletionResultType]::ParameterName, 'The variant that the others are compared with [default: `control`, `a`, else the first]')
            [CompletionResult]::new('--metric', '--metric', [CompletionResultType]::ParameterName, 'What is measured: numeric or boolean fields, or `error`, separated by commas [default: quality_score, latency_ms and cost_usd where present]')
            [CompletionResult]::new('--primary', '--primary', [CompletionResultType]::ParameterName, 'The metric that decides; the others are adjusted for their number [default: the first]')
            [CompletionResult]::new('--lower-is-better', '--lower-is-better', [CompletionResultType]::ParameterName, 'Metrics of which less is better, besides latencies, costs, tokens and `error`')
            [CompletionResult]::new('--unit', '--unit', [CompletionResultType]::ParameterName, 'The independent units: `auto` (users, where some have several requests), `user`, `request`, or a field')
            [CompletionResult]::new('--weights', '--weights', [CompletionResultType]::ParameterName, 'The split that was meant, to check the one that is: `50/50` with the control first, or `a=0.9,b=0.1` [default: equal]')
            [CompletionResult]::new('--test', '--test', [CompletionResultType]::ParameterName, 'The test that decides [default: by what the data are]')
            [CompletionResult]::new('--alpha', '--alpha', [CompletionResultType]::ParameterName, 'How often a difference that is none may be found')
            [CompletionResult]::new('--alternative', '--alternative', [CompletionResultType]::ParameterName, 'What is suspected of the treatment''s mean')
            [CompletionResult]::new('--correction', '--correction', [CompletionResultType]::ParameterName, 'How p-values are adjusted for their number [default: holm over variants for the primary metric, bh over the others]')
            [CompletionResult]::new('--tuning', '--tuning', [CompletionResultType]::ParameterName, 'The number of users at which sequential intervals are tightest')
            [CompletionResult]::new('--cuped-before', '--cuped-before', [CompletionResultType]::ParameterName, 'Take out what users were like before this time (CUPED)')
            [CompletionResult]::new('--covariate', '--covariate', [CompletionResultType]::ParameterName, 'Take out what a field says of users, which the variant cannot have changed (CUPED)')
            [CompletionResult]::new('--winsorize', '--winsorize', [CompletionResultType]::ParameterName, 'Cap values above this quantile of all variants together, such as 0.999')
            [CompletionResult]::new('--mde', '--mde', [CompletionResultType]::ParameterName, 'The smallest difference that matters, such as 0.02 or 5%: variants that differ by less are equivalent')
            [CompletionResult]::new('--bootstrap', '--bootstrap', [CompletionResultType]::ParameterName, 'Intervals of quantile differences, from this many draws of users')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What the draws begin with')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 where a split is not as it should be (srm), or where a metric got worse (regression)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--sequential', '--sequential', [CompletionResultType]::ParameterName, 'Intervals and p-values that stay valid however often one looks')
            [CompletionResult]::new('--no-ranks', '--no-ranks', [CompletionResultType]::ParameterName, 'No quantiles and no rank test: keeps a sum a user in memory rather than every value')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;abtest;assign' {
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'The variants'' shares: `50/50` for a and b, `80/10/10`, or `control=0.8,b=0.1,c=0.1`')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--stdin', '--stdin', [CompletionResultType]::ParameterName, 'Read users from stdin, one a line, and write a JSON object a line')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'llmobs;abtest;plan' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--metric', '--metric', [CompletionResultType]::ParameterName, 'The metric to plan for, measured in the log')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'The mean or, without `--sd`, the rate of today')
            [CompletionResult]::new('--sd', '--sd', [CompletionResultType]::ParameterName, 'The standard deviation of a request''s value')
            [CompletionResult]::new('--requests-per-user', '--requests-per-user', [CompletionResultType]::ParameterName, 'How many requests a user makes')
            [CompletionResult]::new('--icc', '--icc', [CompletionResultType]::ParameterName, 'How alike the requests of a user are, 0 to 1: the intraclass correlation')
            [CompletionResult]::new('--mde', '--mde', [CompletionResultType]::ParameterName, 'The difference to find, such as 0.02 or 5%')
            [CompletionResult]::new('--n', '--n', [CompletionResultType]::ParameterName, 'How many users a variant has, to ask what they can find')
            [CompletionResult]::new('--power', '--power', [CompletionResultType]::ParameterName, 'How often the difference should be found')
            [CompletionResult]::new('--alpha', '--alpha', [CompletionResultType]::ParameterName, 'How often a difference that is none may be found')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;abtest;help' {
            [CompletionResult]::new('analyze', 'analyze', [CompletionResultType]::ParameterValue, 'Whether a variant beat the control, as a statistician would answer: users are the units, not their requests')
            [CompletionResult]::new('assign', 'assign', [CompletionResultType]::ParameterValue, 'Which variant a user gets: always the same, on any machine and in any language')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'How many users or requests an experiment needs, or what one of a given size can find')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;abtest;help;analyze' {
            break
        }
        'llmobs;abtest;help;assign' {
            break
        }
        'llmobs;abtest;help;plan' {
            break
        }
        'llmobs;abtest;help;help' {
            break
        }
        'llmobs;alerts' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Put every rule to the log: exit 0 when all is well, 1 when something fires, 3 when that cannot be told')
            [CompletionResult]::new('backtest', 'backtest', [CompletionResultType]::ParameterValue, 'Slide the rules over the whole log: when each would have fired, how often, how long, at what value')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write the built-in rules as a file with comments, to begin with')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;alerts;check' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--rules', '--rules', [CompletionResultType]::ParameterName, 'The rules [default: four that are built in]')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of bare dates: an IANA name, or `local`')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When the windows of the rules end [default: now]')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Rows of a rule at most, the gravest; how many more there are is said [default: 50 in a table, else all]')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Remember there what was told: once when it begins, again after `renotify`, once when it is over')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'A row for every group of every rule, and not only for those that fire')
            [CompletionResult]::new('--notify', '--notify', [CompletionResultType]::ParameterName, 'Tell the `[notify.*]` targets of the rules file what fires')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be sent, and send and remember nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;alerts;backtest' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--rules', '--rules', [CompletionResultType]::ParameterName, 'The rules [default: four that are built in]')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of bare dates: an IANA name, or `local`')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only steps from then on; windows may reach back behind it')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only steps up to then')
            [CompletionResult]::new('--step', '--step', [CompletionResultType]::ParameterName, 'How far the windows move at a time; for rules of `std_*` or shares, which do not slide, use a long one: 1h')
            [CompletionResult]::new('--episodes', '--episodes', [CompletionResultType]::ParameterName, 'How many episodes of a rule to list, the longest')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--every-step', '--every-step', [CompletionResultType]::ParameterName, 'Also every verdict of every step')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;alerts;init' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'llmobs;alerts;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Put every rule to the log: exit 0 when all is well, 1 when something fires, 3 when that cannot be told')
            [CompletionResult]::new('backtest', 'backtest', [CompletionResultType]::ParameterValue, 'Slide the rules over the whole log: when each would have fired, how often, how long, at what value')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write the built-in rules as a file with comments, to begin with')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;alerts;help;check' {
            break
        }
        'llmobs;alerts;help;backtest' {
            break
        }
        'llmobs;alerts;help;init' {
            break
        }
        'llmobs;alerts;help;help' {
            break
        }
        'llmobs;metrics' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What to group by: fields, time buckets (hour, day, week, month) or JSON paths, separated by commas')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Order rows by a measure or a dimension, with `:asc` or `:desc`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many rows; the rest becomes one `other` row')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write this file instead of stdout, whole or not at all: the node exporter''s textfile collector reads it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write this file instead of stdout, whole or not at all: the node exporter''s textfile collector reads it')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'A label for every series; may be given more than once')
            [CompletionResult]::new('--buckets', '--buckets', [CompletionResultType]::ParameterName, 'The upper bounds of the latency histogram''s buckets, in seconds, ascending')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--openmetrics', '--openmetrics', [CompletionResultType]::ParameterName, 'OpenMetrics, with units, instead of Prometheus'' own text format')
            [CompletionResult]::new('--dashboard', '--dashboard', [CompletionResultType]::ParameterName, 'Print a Grafana dashboard for these metrics, and read no log')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;convert' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write this file instead of stdout, whole or not at all; its extension says what it is made of')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write this file instead of stdout, whole or not at all; its extension says what it is made of')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'What to write, whatever the extension says')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Other fields of the log to write too, as JSON paths separated by commas')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar, and neither notes nor warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar, and neither notes nor warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;trace' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'The slowest traces, or the most expensive, or those with the most errors')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'One trace as a tree, with a bar of time for every span and the bottleneck marked')
            [CompletionResult]::new('summary', 'summary', [CompletionResultType]::ParameterValue, 'Spans by name or by anything else: how long, how much of it by themselves, how often the end waited for them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;trace;list' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Order by duration, cost, errors, start, spans, calls or tokens, with `:asc` or `:desc`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many traces; the rest becomes one `other` row')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;trace;show' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Draw this many spans, those that the end waited for and the longest; JSON and CSV have all')
            [CompletionResult]::new('--depth', '--depth', [CompletionResultType]::ParameterName, 'Draw spans down to this depth; roots are at 0')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;trace;summary' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the log is, instead of telling it from its first records: a name that `llmobs formats` lists')
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only requests from then on: 7d, 24h, 2026-09, 2026-09-01, 2026-09-01T10:00Z')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only requests before then; a bare date means to its end')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone of days and bare times: an IANA name, or `local`')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only requests with FIELD OP VALUE: = != > >= < <= or ~ (regex); `model=a,b` is any of; repeat for AND')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'What to group by: span_name, span_kind, service_name, model or any other field, separated by commas')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Order by one of the figures, with `:asc` or `:desc`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many rows; the rest becomes one `other` row')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say on stderr what each file was read as, and why')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'llmobs;trace;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'The slowest traces, or the most expensive, or those with the most errors')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'One trace as a tree, with a bar of time for every span and the bottleneck marked')
            [CompletionResult]::new('summary', 'summary', [CompletionResultType]::ParameterValue, 'Spans by name or by anything else: how long, how much of it by themselves, how often the end waited for them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;trace;help;list' {
            break
        }
        'llmobs;trace;help;show' {
            break
        }
        'llmobs;trace;help;summary' {
            break
        }
        'llmobs;trace;help;help' {
            break
        }
        'llmobs;prices' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List models and their prices per million tokens')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show which price entry a model name matches, by which rule, and the arithmetic')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Reduce LiteLLM''s price map to what this program needs, on stdout: how the built-in table is refreshed')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;prices;list' {
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'llmobs;prices;explain' {
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'Who sold it, as a log states it')
            [CompletionResult]::new('--input', '--input', [CompletionResultType]::ParameterName, 'All input tokens, cached ones included')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'All output tokens, reasoning included')
            [CompletionResult]::new('--cache-read', '--cache-read', [CompletionResultType]::ParameterName, 'Input tokens read from a cache')
            [CompletionResult]::new('--cache-write', '--cache-write', [CompletionResultType]::ParameterName, 'Input tokens written to a five-minute cache')
            [CompletionResult]::new('--cache-write-1h', '--cache-write-1h', [CompletionResultType]::ParameterName, 'Input tokens written to a one-hour cache')
            [CompletionResult]::new('--reasoning', '--reasoning', [CompletionResultType]::ParameterName, 'Output tokens spent on reasoning')
            [CompletionResult]::new('--service-tier', '--service-tier', [CompletionResultType]::ParameterName, 'The service tier: priority, flex, batch')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When the request was made; prices can change [default: the day of the newest price table]')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'llmobs;prices;import' {
            [CompletionResult]::new('--release', '--release', [CompletionResultType]::ParameterName, 'The release it is from')
            [CompletionResult]::new('--date', '--date', [CompletionResultType]::ParameterName, 'The day of that release, YYYY-MM-DD')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'llmobs;prices;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List models and their prices per million tokens')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show which price entry a model name matches, by which rule, and the arithmetic')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Reduce LiteLLM''s price map to what this program needs, on stdout: how the built-in table is refreshed')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;prices;help;list' {
            break
        }
        'llmobs;prices;help;explain' {
            break
        }
        'llmobs;prices;help;import' {
            break
        }
        'llmobs;prices;help;help' {
            break
        }
        'llmobs;formats' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'llmobs;completions' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'llmobs;man' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'llmobs;help' {
            [CompletionResult]::new('summary', 'summary', [CompletionResultType]::ParameterValue, 'A log on one screen: cost, requests, tokens, errors, latency, who and what spent most, and when')
            [CompletionResult]::new('costs', 'costs', [CompletionResultType]::ParameterValue, 'Where the money went: requests, errors, tokens and cost, by model or by anything else')
            [CompletionResult]::new('top', 'top', [CompletionResultType]::ParameterValue, 'What spends most: users, features, models, prompts, sessions, or kinds of errors')
            [CompletionResult]::new('latency', 'latency', [CompletionResultType]::ParameterValue, 'How long requests take: mean, quantiles and their 95 % intervals, time to first token, tokens per second')
            [CompletionResult]::new('errors', 'errors', [CompletionResultType]::ParameterValue, 'What failed, how often, since when, and what it cost')
            [CompletionResult]::new('quality', 'quality', [CompletionResultType]::ParameterValue, 'How good answers were: the distribution of a score, or the rate of a yes-or-no field')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Can this log be trusted? Bad, missing, repeated and contradictory lines, gaps, and costs that do not fit')
            [CompletionResult]::new('abtest', 'abtest', [CompletionResultType]::ParameterValue, 'Experiments: did a variant beat another, who gets which, how long must it run')
            [CompletionResult]::new('alerts', 'alerts', [CompletionResultType]::ParameterValue, 'Rules over windows of time: does anything fire now, and when would it have fired')
            [CompletionResult]::new('metrics', 'metrics', [CompletionResultType]::ParameterValue, 'The log as Prometheus metrics: counters, histograms and gauges, on stdout or for the textfile collector')
            [CompletionResult]::new('convert', 'convert', [CompletionResultType]::ParameterValue, 'Any log as the native flat log, CSV, Parquet or traces: one record a request, and the same figures')
            [CompletionResult]::new('trace', 'trace', [CompletionResultType]::ParameterValue, 'What calls what: the traces of a log, one of them as a tree, and where the time goes')
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'The prices that costs are computed from')
            [CompletionResult]::new('formats', 'formats', [CompletionResultType]::ParameterValue, 'List the log formats that can be read, and what each can tell')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual: one page for the program and one for each of its commands')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;help;summary' {
            break
        }
        'llmobs;help;costs' {
            break
        }
        'llmobs;help;top' {
            break
        }
        'llmobs;help;latency' {
            break
        }
        'llmobs;help;errors' {
            break
        }
        'llmobs;help;quality' {
            break
        }
        'llmobs;help;doctor' {
            break
        }
        'llmobs;help;abtest' {
            [CompletionResult]::new('analyze', 'analyze', [CompletionResultType]::ParameterValue, 'Whether a variant beat the control, as a statistician would answer: users are the units, not their requests')
            [CompletionResult]::new('assign', 'assign', [CompletionResultType]::ParameterValue, 'Which variant a user gets: always the same, on any machine and in any language')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'How many users or requests an experiment needs, or what one of a given size can find')
            break
        }
        'llmobs;help;abtest;analyze' {
            break
        }
        'llmobs;help;abtest;assign' {
            break
        }
        'llmobs;help;abtest;plan' {
            break
        }
        'llmobs;help;alerts' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Put every rule to the log: exit 0 when all is well, 1 when something fires, 3 when that cannot be told')
            [CompletionResult]::new('backtest', 'backtest', [CompletionResultType]::ParameterValue, 'Slide the rules over the whole log: when each would have fired, how often, how long, at what value')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write the built-in rules as a file with comments, to begin with')
            break
        }
        'llmobs;help;alerts;check' {
            break
        }
        'llmobs;help;alerts;backtest' {
            break
        }
        'llmobs;help;alerts;init' {
            break
        }
        'llmobs;help;metrics' {
            break
        }
        'llmobs;help;convert' {
            break
        }
        'llmobs;help;trace' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'The slowest traces, or the most expensive, or those with the most errors')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'One trace as a tree, with a bar of time for every span and the bottleneck marked')
            [CompletionResult]::new('summary', 'summary', [CompletionResultType]::ParameterValue, 'Spans by name or by anything else: how long, how much of it by themselves, how often the end waited for them')
            break
        }
        'llmobs;help;trace;list' {
            break
        }
        'llmobs;help;trace;show' {
            break
        }
        'llmobs;help;trace;summary' {
            break
        }
        'llmobs;help;prices' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List models and their prices per million tokens')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show which price entry a model name matches, by which rule, and the arithmetic')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Reduce LiteLLM''s price map to what this program needs, on stdout: how the built-in table is refreshed')
            break
        }
        'llmobs;help;prices;list' {
            break
        }
        'llmobs;help;prices;explain' {
            break
        }
        'llmobs;help;prices;import' {
            break
        }
        'llmobs;help;formats' {
            break
        }
        'llmobs;help;completions' {
            break
        }
        'llmobs;help;man' {
            break
        }
        'llmobs;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
