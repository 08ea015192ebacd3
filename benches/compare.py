#!/usr/bin/env python3
"""How fast llmobs is, and how fast DuckDB, polars, `wc -l`, `zcat` and `zstd` are on the same files.

    cargo build --release
    python3 benches/compare.py                          everything: some 6 minutes, 4 GB of disk
    python3 benches/compare.py --quick                  a tenth of the log, 3 rounds
    python3 benches/compare.py --scenario native --scenario gzip

Needs Linux, python 3.11 or newer, cargo, and gzip and zstd for their scenarios; DuckDB and polars come from PyPI, as
pinned in requirements.txt, into an environment of their own. Logs are made once, by the generator beside this file,
and kept in `--dir`: delete that after changing the generator.

The scenarios:
    native    1,000,000 requests in two lines each; by model, and by feature and day
    payload   200,000 requests whose every line carries up to 6 KB that nobody asks for
    flat      2,000,000 requests in one line each
    gzip      the native log, compressed, beside `zcat`
    zstd      the native log, compressed, beside `zstd -dc`
    threads   the native log with one thread and with two
    memory    1,000,000 and 10,000,000 requests through a pipe: what they take, not how long

In each, all contenders answer the question once: that warms the page cache, and DuckDB and polars must give the figures
that llmobs gives, or nothing is measured. Then they run in turn, A B C A B C …, each a whole process, start to end;
what Python and its imports take is shown beside. Ratios are those of runs of the same round.
"""

import argparse
import json
import math
import shutil
import subprocess
import sys
import tempfile
import venv
from functools import cached_property
from pathlib import Path

sys.dont_write_bytecode = True
from measure import Contender, Race, machine, markdown, plain, race, run  # noqa: E402

HERE = Path(__file__).resolve().parent
PINS = HERE / "requirements.txt"
VERSIONS = dict(line.split("==") for line in PINS.read_text().splitlines() if "==" in line)
MODEL, DAY = "model", "feature,day"
FIGURES = ["requests", "errors", "total_input_tokens", "total_output_tokens", "total_cost_usd"]


class Bench:
    """The files and programs of one comparison."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.dir: Path = options.dir.resolve()
        self.llmobs: Path = options.llmobs.resolve()
        self.requests: int = options.requests
        self.dir.mkdir(parents=True, exist_ok=True)
        if not self.llmobs.exists():
            raise SystemExit(f"no {self.llmobs}: `cargo build --release` makes it")

    def python(self) -> Path:
        """The interpreter that has the rivals, in the versions of requirements.txt."""
        home, installed = self.dir / "venv", self.dir / "venv" / "installed.txt"
        if not installed.exists() or installed.read_text() != PINS.read_text():
            venv.create(home, clear=True, with_pip=True)
            subprocess.run([home / "bin" / "python", "-m", "pip", "install", "--quiet", "-r", PINS], check=True)
            installed.write_text(PINS.read_text())
        return home / "bin" / "python"

    @cached_property
    def generator(self) -> str:
        """The generator's path, as cargo names it once it is built."""
        command = ["cargo", "bench", "--quiet", "--bench", "generate", "--no-run", "--message-format", "json"]
        built = subprocess.run(command, cwd=HERE.parent, stdout=subprocess.PIPE, check=True).stdout
        messages = map(json.loads, built.splitlines())
        found = [message["executable"] for message in messages if message.get("target", {}).get("name") == "generate"]
        return found[-1]

    def log(self, name: str, requests: int, *arguments: str) -> Path:
        """A log of so many requests, made if it is not there."""
        suffix = "" if self.requests == 1_000_000 else f"-{self.requests}"
        path = self.dir / f"{name}{suffix}.jsonl"
        if not path.exists():
            part = path.with_suffix(".part")
            command = [self.generator, "--requests", str(requests), "--output", str(part), *arguments]
            subprocess.run(command, check=True)
            part.rename(path)
        return path

    def native(self) -> Path:
        return self.log("log", self.requests)

    def packed(self, suffix: str, *command: str) -> Path:
        """The native log as the command compresses it to stdout."""
        plain = self.native()
        path = plain.with_name(plain.name + suffix)
        if not path.exists():
            part = path.with_suffix(".part")
            with part.open("wb") as out:
                subprocess.run([*command, str(plain)], stdout=out, check=True)
            part.rename(path)
        return path

    def ours(self, label: str, path: Path | str, question: str = MODEL, *arguments: str, **more) -> Contender:
        command = [str(self.llmobs), "costs", "--by", question, "--format", "json", "--quiet", *arguments, str(path)]
        return Contender(label, command, more.pop("bytes", None) or size(path), question=question, **more)

    def rival(self, name: str, question: str, path: Path, shape: str = "native") -> Contender:
        label = f"{name} {VERSIONS[name.lower()]}"
        command = [str(self.python()), "-I", str(HERE / f"rival_{name.lower()}.py"), question, shape, str(path)]
        if question == "nothing":
            return Contender(f"{label}: Python and its import alone", command, 0)
        against = f"llmobs by {question}"
        return Contender(f"{label} by {question}", command, size(path), against=against, question=question)


def size(path: Path | str) -> int:
    return 0 if path == "-" else Path(path).stat().st_size


def bare(label: str, command: list[str], length: int) -> Contender:
    return Contender(label, command, length, against="llmobs by model")


def wc(path: Path) -> Contender:
    return bare("wc -l", ["wc", "-l", str(path)], size(path))


def native(bench: Bench) -> Race:
    log = bench.native()
    return Race(
        f"{bench.requests:,} requests in two lines each, {size(log) / 1e6:,.0f} MB",
        [
            bench.ours("llmobs by model", log),
            bench.rival("DuckDB", MODEL, log),
            bench.rival("Polars", MODEL, log),
            wc(log),
            bench.ours("llmobs by feature,day", log, DAY),
            bench.rival("DuckDB", DAY, log),
            bench.rival("Polars", DAY, log),
            bench.rival("DuckDB", "nothing", log),
            bench.rival("Polars", "nothing", log),
        ],
    )


def payload(bench: Bench) -> Race:
    requests = bench.requests // 5
    log = bench.log("payload", requests, "--payload", "6144")
    return Race(
        f"{requests:,} requests with up to 6 KB of other data a line, {size(log) / 1e6:,.0f} MB",
        [
            bench.ours("llmobs by model", log),
            bench.rival("DuckDB", MODEL, log),
            bench.rival("Polars", MODEL, log),
            wc(log),
        ],
    )


def flat(bench: Bench) -> Race:
    requests = 2 * bench.requests
    log, halves = bench.log("flat", requests, "--flat"), bench.native()
    two_lines = bench.ours("llmobs on the native log", halves, against="llmobs by model")
    two_lines.question = ""
    return Race(
        f"{requests:,} requests in one line each, {size(log) / 1e6:,.0f} MB (ratios per byte)",
        [
            bench.ours("llmobs by model", log),
            two_lines,
            bench.rival("DuckDB", MODEL, log, "flat"),
            bench.rival("Polars", MODEL, log, "flat"),
            wc(log),
        ],
    )


def packed(bench: Bench, suffix: str, compress: str, unpack: list[str]) -> Race:
    log = bench.packed(suffix, compress, "-c")
    length = size(bench.native())
    contenders = [bench.ours("llmobs by model", log), bare(" ".join(unpack), [*unpack, str(log)], length)]
    contenders.append(bench.rival("DuckDB", MODEL, log))
    for contender in contenders:
        contender.bytes = length
    return Race(f"The same log by {compress}, {size(log) / 1e6:,.0f} MB (GB/s of what it unpacks to)", contenders)


def gzip(bench: Bench) -> Race:
    return packed(bench, ".gz", "gzip", ["zcat"])


def zstd(bench: Bench) -> Race:
    return packed(bench, ".zst", "zstd", ["zstd", "-dc"])


def threads(bench: Bench) -> Race:
    log = bench.native()
    two = bench.ours("llmobs --threads 2", log, MODEL, "--threads", "2")
    one = bench.ours("llmobs --threads 1", log, MODEL, "--threads", "1", against=two.label)
    return Race("The native log by one thread and by two", [two, one])


def memory(bench: Bench) -> Race:
    def piped(requests: int) -> Contender:
        feed = [bench.generator, "--requests", str(requests)]
        return bench.ours(f"llmobs by model, {requests:,} requests", "-", feed=feed)

    some, many = piped(bench.requests), piped(10 * bench.requests)
    some.question = many.question = ""
    return Race("Memory by number of requests, through a pipe from the generator", [some, many])


SCENARIOS = {
    "native": native,
    "payload": payload,
    "flat": flat,
    "gzip": gzip,
    "zstd": zstd,
    "threads": threads,
    "memory": memory,
}


def answer(contender: Contender) -> dict[tuple, list]:
    """What it says, once, by group."""
    keys = contender.question.count(",") + 1
    said = json.loads(run(contender, keep=True)[1])
    if isinstance(said, dict):
        names = contender.question.split(",") + FIGURES
        said = [[row[name] for name in names] for row in said["rows"]]
    return {tuple(row[:keys]): row[keys:] for row in said}


def check(race: Race) -> None:
    """Runs each once; all that are asked the same must say the same."""
    expected: dict[str, dict[tuple, list]] = {}
    for contender in race.contenders:
        if not contender.question:
            # Warms the cache; what comes through a pipe has none.
            if not contender.feed:
                run(contender)
            continue
        found = answer(contender)
        wanted = expected.setdefault(contender.question, found)
        for group in sorted(found.keys() | wanted.keys(), key=str):
            mine, theirs = found.get(group), wanted.get(group)
            if not same(mine, theirs):
                raise SystemExit(f"{contender.label} differs on {group}: {mine}, not {theirs}; nothing is measured")


def same(found: list | None, wanted: list | None) -> bool:
    if found is None or wanted is None:
        return False
    return found[:-1] == wanted[:-1] and math.isclose(found[-1], wanted[-1], rel_tol=1e-9)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="100,000 requests and 3 rounds")
    parser.add_argument("--scenario", action="append", choices=SCENARIOS, help="only this one; may be repeated")
    parser.add_argument("--requests", type=int, help="of the native log [1,000,000]; the others follow it")
    parser.add_argument("--rounds", type=int, help="runs of each that count [7]")
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "llmobs-bench", help="for logs")
    parser.add_argument("--llmobs", type=Path, default=HERE.parent / "target" / "release" / "llmobs")
    options = parser.parse_args()
    options.requests = options.requests or (100_000 if options.quick else 1_000_000)
    options.rounds = options.rounds or (3 if options.quick else 7)
    options.scenario = options.scenario or list(SCENARIOS)
    return options


def usable(name: str) -> bool:
    missing = name in ("gzip", "zstd") and not shutil.which(name)
    if missing:
        print(f"{name}: skipped, as there is no `{name}` here\n")
    return not missing


def main() -> None:
    options = parse()
    bench = Bench(options)
    heading = f"{machine()}. Medians of {options.rounds} rounds, page cache warm, whole processes."
    print(heading, end="\n\n", flush=True)
    # All that is to be built is built before anything is measured.
    races = {name: SCENARIOS[name](bench) for name in options.scenario if usable(name)}
    for name, course in races.items():
        check(course)
        race(course, 1 if name == "memory" else options.rounds)
        print(plain(course), flush=True)
    print("As Markdown:\n", heading, *map(markdown, races.values()), sep="\n")


if __name__ == "__main__":
    main()
