"""Runs commands in turn and says what each took; the part of compare.py that knows nothing of logs."""

import os
import re
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("LLMOBS_")}


@dataclass
class Sample:
    """One run of one process: seconds by the clock, seconds of processors, bytes of memory at its peak."""

    wall: float
    cpu: float
    memory: int


@dataclass
class Contender:
    label: str
    command: list[str]
    bytes: int
    """How much it reads; times are compared per byte."""
    against: str = ""
    """The label of the contender it is compared with."""
    question: str = ""
    """Those with the same one must give the same answer."""
    feed: list[str] = field(default_factory=list)
    """What writes its input, if that comes through a pipe."""
    samples: list[Sample] = field(default_factory=list)

    def median(self, name: str) -> float:
        return median(getattr(sample, name) for sample in self.samples)


@dataclass
class Race:
    title: str
    contenders: list[Contender]
    foreign: float = 0.0
    """Share of the processors that other work took during it."""


def run(contender: Contender, keep: bool = False) -> tuple[Sample, bytes]:
    """Runs it once; with `keep`, gives what it wrote. The peak includes nothing of this process but its size."""
    feed = subprocess.Popen(contender.feed, stdout=subprocess.PIPE, env=ENVIRONMENT) if contender.feed else None
    start = time.perf_counter()
    process = subprocess.Popen(
        contender.command,
        stdin=feed.stdout if feed else subprocess.DEVNULL,
        stdout=subprocess.PIPE if keep else subprocess.DEVNULL,
        env=ENVIRONMENT,
    )
    written = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if feed:
        feed.stdout.close()
        feed.wait()
    if process.returncode != 0:
        raise SystemExit(f"{contender.label} ended with {process.returncode}: {' '.join(contender.command)}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024), written


def race(race: Race, rounds: int) -> None:
    """A B C A B C …, so that whatever slows the machine for a while slows all of them."""
    wall = foreign = 0.0
    for _ in range(rounds):
        for contender in race.contenders:
            busy = busy_seconds()
            sample, _ = run(contender)
            contender.samples.append(sample)
            wall += sample.wall
            foreign += 0.0 if contender.feed else busy_seconds() - busy - sample.cpu
    race.foreign = max(0.0, foreign / wall / os.cpu_count())


def busy_seconds() -> float:
    """What all processors together have worked since the machine started, and what was stolen from them."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def ratios(race: Race, contender: Contender) -> list[float]:
    """How many times as long as the contender it is compared with, per byte, round by round."""
    other = next((other for other in race.contenders if other.label == contender.against), None)
    if other is None:
        return []
    pairs = zip(contender.samples, other.samples, strict=True)
    return [mine.wall / theirs.wall * other.bytes / contender.bytes for mine, theirs in pairs]


HEAD = ["", "seconds", "min – max", "time ÷ llmobs's", "min – max", "processor s", "GB/s", "peak MB"]


def rows(race: Race) -> list[list[str]]:
    floor = least_memory()
    return [row(race, contender, floor) for contender in race.contenders]


def row(race: Race, contender: Contender, floor: int) -> list[str]:
    walls = [sample.wall for sample in contender.samples]
    times = ratios(race, contender)
    memory = contender.median("memory")
    return [
        contender.label,
        f"{median(walls):.3f}",
        f"{min(walls):.3f} – {max(walls):.3f}",
        f"{median(times):.2f}" if times else "",
        f"{min(times):.2f} – {max(times):.2f}" if times else "",
        f"{contender.median('cpu'):.2f}",
        f"{contender.bytes / median(walls) / 1e9:.2f}" if contender.bytes else "",
        f"{memory / 1e6:.0f}" if memory > 1.2 * floor else f"< {memory / 1e6:.0f}",
    ]


def least_memory() -> int:
    """A process inherits the peak of the one that starts it: less than this cannot be told."""
    return run(Contender("true", ["true"], 0))[0].memory


def plain(race: Race) -> str:
    table = [HEAD, *rows(race)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEAD))]
    lines = [f"{race.title} (other work took {race.foreign:.0%} of the processors)"]
    for row in table:
        label, *figures = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append("  ".join([label.strip().ljust(widths[0]), *figures]).rstrip())
    return "\n".join(lines) + "\n"


def markdown(race: Race) -> str:
    lines = [race.title, "", f"| {' | '.join(HEAD)} |", "|---|" + "---:|" * (len(HEAD) - 1)]
    lines += [f"| {' | '.join(row)} |" for row in rows(race)]
    return "\n".join(lines) + "\n"


def machine() -> str:
    """The machine in a line, without its name."""
    info = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", info)
    memory = int(re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())[1]) * 1024
    kernel = re.match(r"[\d.]+", os.uname().release)
    cores = len(os.sched_getaffinity(0))
    name = model[1].strip() if model else os.uname().machine
    return f"{name}, {cores} cores, {memory / 2**30:.0f} GiB, Linux {kernel[0]}"
