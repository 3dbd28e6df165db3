"""What does `reader` (the feed library) need for the same feeds? Run by bench.polling.

It runs in an environment of its own (bench/peers.py) and imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import urllib.request
from pathlib import Path

from reader import make_reader

WORKERS = 20


def cpu() -> float:
    """Give the CPU seconds of this process and of its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Poll in each scene; a scene `cold` or `latency` begins with an empty database."""
    folder, control, *rest = sys.argv[1:]
    scenes, urls = rest[0].split(","), Path(rest[1]).read_text().split()
    reader = None
    for scene in scenes:
        with urllib.request.urlopen(control + scene) as answer:
            answer.read()
        if reader is None or scene in ("cold", "latency"):
            reader = make_reader(str(Path(folder) / f"{scene}.sqlite"))
            for url in urls:
                reader.add_feed(url)
        wall, used = time.perf_counter(), cpu()
        reader.update_feeds(workers=WORKERS, scheduled=False)
        wall, used = time.perf_counter() - wall, cpu() - used
        counts = reader.get_entry_counts()
        failed = sum(feed.last_exception is not None for feed in reader.get_feeds())
        print(json.dumps({"scene": scene, "wall": wall, "cpu": used,
                          "entries": counts.total, "failed": failed}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
