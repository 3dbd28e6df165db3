"""Which measurement is asked for? python -m bench NAME [arguments of its own]."""

from __future__ import annotations

import runpy
import sys

BENCHES = {
    "ledger": "each command on a big ledger: --claims 100000, with the plans of what it asks",
    "sending": "messages a second: bare aiohttp, aiogram, python-telegram-bot, our whole sender",
    "waiting": "how long commands wait for their answers while 100,000 alerts wait",
    "polling": "a thousand feeds, first and every further time, beside the library reader",
    "schedule": "an hour of simulated time with ten thousand feeds",
    "hostile": "a hostile web beside healthy feeds: lag of the loop, memory, the parsing child",
    "fanout": "one change into the outbox of 100,000 chats, beside a bare INSERT … SELECT",
    "feed_corpus": "feed files against what they declare: FOLDER with feedparser's or miniflux's",
    "edits": "alerts on edited texts, by kind of edit: [FILE…] [--every N] [--misses FILE]",
    "factuality": "what happened from what did not: FILE… with judged words",
    "marks": "which marked propositions are found, by label: [FILE…] [--missed LABEL]",
    "memory": "resident memory over a month of feed items: FILE",
    "streams": "real streams beside an encyclopedia's timelines: FOLDER [--misses] [--highs]",
}


def main() -> int:
    """Run a measurement as if it had been called by itself; without a known name, list them."""
    if len(sys.argv) < 2 or sys.argv[1] not in BENCHES:
        for name, what in BENCHES.items():
            sys.stderr.write(f"./run.sh bench {name:12} {what}\n")
        return 0 if len(sys.argv) < 2 else 2
    name = sys.argv.pop(1)
    runpy.run_module(f"bench.{name}", run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
