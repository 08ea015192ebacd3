"""DuckDB's answer to what `llmobs costs` prints: compare.py runs `python rival_duckdb.py QUESTION SHAPE FILE`.

The best of the queries tried on the 1,000,000 requests of compare.py, by processor time, which varies by 5 %:
- explicit columns, so that nothing is sniffed, and one scan; `preserve_insertion_order = false` saves 0 to 6 %;
- ids as UUID rather than VARCHAR take 15 % less memory, but 5 to 15 % more time;
- grouping by a 64-bit hash of the id saves 5 % of the time and 10 % of the memory, but two ids can share one;
- joining requests with responses instead of grouping takes 0 to 20 % more time and 20 % more memory, and is another
  question: what of the requests whose lines are three?
- lines read as text and taken apart by json_extract take 25 % more time;
- within those 5 %: `max`, `any_value`, `sum`, `count` or `bool_or`; INTEGER for BIGINT; `maximum_object_size`; a fixed
  `format` and `compression`; more threads than processors is slower;
- cutting the day from the text and casting that takes 7 % less time than casting the whole to TIMESTAMP or DATE.
"""

import json
import os
import sys

import duckdb

FIGURES = {"error_type": "VARCHAR", "input_tokens": "BIGINT", "output_tokens": "BIGINT", "cost_usd": "DOUBLE"}


def keys(question: str, time: str) -> dict[str, tuple[str, str]]:
    """Name in the answer → the log's key, and what makes the one of the other."""
    if question == "model":
        return {"model": ("model", "model")}
    return {"feature": ("feature_name", "feature_name"), "day": (time, f"left({time}, 10)::DATE")}


def query(question: str, flat: bool, path: str) -> str:
    by = keys(question, "created_at" if flat else "timestamp")
    columns = {key: "VARCHAR" for key, _ in by.values()} | FIGURES | ({} if flat else {"request_id": "VARCHAR"})
    described = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())
    log = f"read_ndjson('{path}', columns = {{{described}}})"
    sums = "count(*), count(*) FILTER (failed), sum(input_tokens), sum(output_tokens), sum(cost_usd)"
    if flat:
        parts = [f"{made} AS {name}" for name, (_, made) in by.items()]
        parts += ["error_type IS NOT NULL AS failed", "input_tokens", "output_tokens", "cost_usd"]
        requests = f"SELECT {', '.join(parts)} FROM {log}"
    else:
        # A request's time is its first line's; of everything else there is one value.
        parts = [f"{'min' if name == 'day' else 'max'}({made}) AS {name}" for name, (_, made) in by.items()]
        parts += ["bool_or(error_type IS NOT NULL) AS failed"]
        parts += [f"max({name}) AS {name}" for name in ("input_tokens", "output_tokens", "cost_usd")]
        requests = f"SELECT {', '.join(parts)} FROM {log} GROUP BY request_id"
    return f"SELECT {', '.join(by)}, {sums} FROM ({requests}) GROUP BY {', '.join(by)}"


def main() -> None:
    question, shape, path = sys.argv[1:]
    connection = duckdb.connect()
    connection.execute(f"SET threads = {len(os.sched_getaffinity(0))}")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = false")
    if question != "nothing":
        print(json.dumps(connection.execute(query(question, shape == "flat", path)).fetchall(), default=str))


main()
