"""The answer of polars' own reader to what `llmobs costs` prints: compare.py runs
`python rival_polars.py QUESTION SHAPE FILE`.

The best of the queries tried: the streaming engine, `first(ignore_nulls=True)` of what is text and `max` of what is a
number. `max` of all takes 10 % more time, `first` of all 50 %, a join 50 % with twice the memory; `low_memory` and
`read_ndjson` change nothing.
"""

import json
import sys

import polars as pl
from polars import col

FIGURES = {"error_type": pl.String, "input_tokens": pl.Int64, "output_tokens": pl.Int64, "cost_usd": pl.Float64}


def answer(question: str, flat: bool, path: str) -> pl.DataFrame:
    time = "created_at" if flat else "timestamp"
    keys = ["model"] if question == "model" else ["feature_name", time]
    schema = dict.fromkeys(keys, pl.String) | FIGURES | ({} if flat else {"request_id": pl.String})
    requests = pl.scan_ndjson(path, schema=schema)
    if not flat:
        texts = [col(key).first(ignore_nulls=True) for key in keys if key != time]
        # A request's time is its first line's. ISO 8601 in one zone sorts as text.
        times = [col(time).min()] if time in keys else []
        figures = [col(name).count() if name == "error_type" else col(name).max() for name in FIGURES]
        requests = requests.group_by("request_id").agg(texts + times + figures)
    else:
        requests = requests.with_columns(col("error_type").is_not_null())
    by = [col(time).str.slice(0, 10).alias("day") if key == time else col(key) for key in keys]
    sums = [col(name).sum() for name in FIGURES]
    return requests.group_by(by).agg(pl.len(), *sums).collect(engine="streaming")


def main() -> None:
    question, shape, path = sys.argv[1:]
    if question != "nothing":
        print(json.dumps(answer(question, shape == "flat", path).rows()))


main()
