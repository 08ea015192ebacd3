#!/usr/bin/env python3
"""Repeats a log of another tool until it is large, with ids of its own in every repeat.

    python3 benches/foreign.py LOG MEGABYTES > large.jsonl

Ids keep their length, so that lines keep theirs.
"""

import re
import sys

IDS = re.compile(rb'"(id|call_id|litellm_call_id|trace_id|traceId|spanId|parentSpanId|request_id|requestId)": ?"([^"]{6,})"')


def main():
    log, megabytes = open(sys.argv[1], "rb").read(), float(sys.argv[2])
    text = log.rstrip(b"\n") + b"\n"
    repeats = max(1, round(megabytes * 1e6 / len(text)))
    for number in range(repeats):
        mark = b"%06x" % number
        # Parents and spans change alike, so that traces stay whole.
        own = lambda found: found[0][: found.start(2) - found.start()] + mark + found[2][len(mark) :] + b'"'
        sys.stdout.buffer.write(IDS.sub(own, text))


if __name__ == "__main__":
    main()
