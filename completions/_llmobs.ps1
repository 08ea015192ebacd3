
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
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'The prices that costs are computed from')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual: one page for the program and one for each of its commands')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'llmobs;summary' {
            [CompletionResult]::new('--cost', '--cost', [CompletionResultType]::ParameterName, 'Which cost counts')
            [CompletionResult]::new('--prices', '--prices', [CompletionResultType]::ParameterName, 'A price file laid over the built-in prices; may be given more than once')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Where the log states a field, such as `user_id=ctx.uid`; may be given more than once')
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
            [CompletionResult]::new('--sample-rate', '--sample-rate', [CompletionResultType]::ParameterName, 'The log is a sample that kept each request with this probability, unless a line states its own `sample_rate`')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'How many threads work [default: one per processor]')
            [CompletionResult]::new('--chunk-bytes', '--chunk-bytes', [CompletionResultType]::ParameterName, 'About how many bytes a thread parses at a time; no answer depends on it')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`auto` is a table on a terminal and JSON otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour; `auto` also heeds NO_COLOR')
            [CompletionResult]::new('--gate', '--gate', [CompletionResultType]::ParameterName, 'Exit with 1 when the share of a finding is above its threshold; NAME=FRACTION sets one; repeat for more')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show this many models and gaps; further models become one `other` row')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 2 after the answer when any line, value or file was bad')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as `--format json`')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No progress bar and no warnings on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
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
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'The prices that costs are computed from')
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
