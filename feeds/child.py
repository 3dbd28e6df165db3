"""What does a parsing child do? It reads jobs, and dies rather than take too much.

Run as a program by pool.py with an empty environment: no secret of the parent is here. It is the
place where hostile documents do their worst.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from feeds.errors import ParseError
from feeds.model import Document, Page
from feeds.page import read_page
from feeds.parse import parse
from feeds.wire import HEAD, packed, reply_of, unpacked

MEMORY = 512 * 1024 * 1024  # bytes of address space
CPU = 5  # seconds for each job
_MEMORY = Path("/proc/self/statm")


def main() -> None:
    """Answer jobs from standard input on standard output until the input ends."""
    jobs, replies = _streams()
    _limit()
    warm_up()
    replies.write(packed({"kind": "ready"}))
    replies.flush()
    while (job := _next(jobs)) is not None:
        message, body = job
        _allow_seconds(CPU)
        try:
            reply = reply_of(_do(message, body))
        except ParseError as problem:
            reply = reply_of(problem)
        except MemoryError:
            reply = reply_of(ParseError("", "reading it takes too much memory"))
        except RecursionError:
            reply = reply_of(ParseError("", "it is nested too deeply"))
        reply["memory"] = memory()
        replies.write(packed(reply))
        replies.flush()


def memory() -> int:
    """Say how many kilobytes this process holds; 0 where the system does not tell.

    Not ru_maxrss: that starts with what the parent held when it made this process.
    """
    try:
        pages = int(_MEMORY.read_bytes().split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize() // 1024


def warm_up() -> None:
    """Do one small job of each kind, so that the first real one is quick."""
    parse(b"<rss version='2.0'><channel><item><title>a</title></item></channel></rss>", "")
    read_page(b"<html><body><article><p>a</p></article></body></html>", "")


def _do(message: dict[str, str], body: bytes) -> Document | Page:
    read = read_page if message["kind"] == "page" else parse
    return read(body, message["url"], message["content_type"])


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep standard output for replies; what a library prints goes nowhere."""
    replies = os.fdopen(os.dup(1), "wb")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.close(quiet)
    return sys.stdin.buffer, replies


def _limit() -> None:
    """Take from this process what parsing does not need."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_seconds(seconds: int) -> None:
    """Let this job take so much CPU; the kernel ends the process beyond it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(usage.ru_utime + usage.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _next(jobs: BinaryIO) -> tuple[dict[str, str], bytes] | None:
    head = jobs.read(2 * HEAD)
    if len(head) < 2 * HEAD:
        return None
    text, body = int.from_bytes(head[:HEAD], "big"), int.from_bytes(head[HEAD:], "big")
    return unpacked(jobs.read(text)), jobs.read(body)


if __name__ == "__main__":
    main()
