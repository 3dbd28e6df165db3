"""What do a thousand feeds cost, first and then every time, beside the library `reader`?

    python -m bench.polling [--feeds 1000] [--scenes cold,304,same,latency] [--alone]

Each feed has 30 entries in about 50 kB and an address of its own on loopback. The scenes: `cold`
is the first poll; in `304` the servers say that nothing changed; in `same` they send the same body
again; in `latency` the first poll meets servers that take a quarter of a second, and some three.

Ours is the poller as it runs, with its parsing child, on a SQLite ledger; only the engine's place
is taken by one that finds no claim, for reader has none either. The CPU is that of the process
and its children. For the memory, the engine with its language model is started beside and reads
a text before the first scene; the figure is the most that all processes hold together.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.farm import address
from bench.meter import Watch
from bench.peers import python_with

SCENES = ("cold", "304", "same", "latency")
READER = ("reader==3.26", "feedparser==6.0.14", "sgmllib3k==1.0.0")
BOUNDS = {  # what ours may take of reader's: the measure and the ratio
    "cold": ("cpu", 0.25),
    "304": ("cpu", 0.6),
    "same": ("cpu", 0.1),
    "latency": ("wall", 0.3),
}
MEMORY = 300  # MB of the whole process, language model included


@contextmanager
def farm(count: int) -> Iterator[int]:
    """Start the servers in a process of their own; give their port."""
    command = [sys.executable, "-m", "bench.farm", str(count)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def measured(command: list[str], scenes: list[str], port: int, count: int) -> list[dict[str, Any]]:
    """Run a contestant; it prints a line of JSON for each scene."""
    with tempfile.TemporaryDirectory() as folder:
        urls = Path(folder) / "urls.txt"
        urls.write_text("\n".join(address(number, port) for number in range(count)))
        control = f"http://127.0.0.1:{port}/be/"
        arguments = [*command, folder, control, ",".join(scenes), str(urls)]
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        watch = Watch(process.pid)
        figures = [json.loads(line) | {"memory": watch.most()} for line in process.stdout]
        watch.stop()
        if process.wait():
            raise SystemExit(f"{command[-1]} ended with status {process.returncode}")
    return figures


def compare(count: int, scenes: list[str], alone: bool) -> int:
    """Measure both in the same run and print the ratios; 1 when a bound is missed."""
    peer = None if alone else python_with("reader", *READER)
    missed = 0
    with farm(count) as port:
        ours = measured([sys.executable, "-m", "bench.our_poller"], scenes, port, count)
        theirs: list[dict[str, Any]] = []
        if peer:
            script = str(Path(__file__).with_name("peer_reader.py"))
            theirs = measured([peer, script], scenes, port, count)
    print(f"{count} feeds; seconds of wall and CPU, MB at most")
    for one in ours:
        scene = one["scene"]
        print(_line("ours", one))
        for other in (other for other in theirs if other["scene"] == scene):
            what, bound = BOUNDS[scene]
            ratio = one[what] / other[what]
            missed += ratio > bound
            print(_line("reader", other))
            print(f"{scene:8} ratio   {what} {ratio:.3f}, at most {bound}")
    memory = max(sum(one["memory"]) for one in ours)
    missed += memory > MEMORY
    print(f"memory with the language model {memory:.0f} MB, at most {MEMORY}")
    return 1 if missed else 0


def _line(name: str, one: dict[str, Any]) -> str:
    return (
        f"{one['scene']:8} {name:7} wall {one['wall']:7.2f}  cpu {one['cpu']:7.2f}  "
        f"{sum(one['memory']):4.0f} MB  {one['entries']} entries, {one['failed']} failed"
        + (f"  {one['parts']} MB of each {one['memory']}" if "parts" in one else "")
    )


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--scenes", default=",".join(SCENES))
    parser.add_argument("--alone", action="store_true", help="without the peer")
    options = parser.parse_args()
    return compare(options.feeds, options.scenes.split(","), options.alone)


if __name__ == "__main__":
    sys.exit(main())
