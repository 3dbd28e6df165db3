"""What does the engine's child do? It reads articles and answers with the claims in them.

Run as a program by workers.py, so that it holds the engine and nothing else of ours.
"""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection

from claims.extract import extract

LINE = 0  # the descriptor that leads to the parent: where standard input was


def main() -> None:
    """Answer until the parent hangs up, or dies, which hangs up too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    parent = Connection(LINE)
    while True:
        try:
            parent.send(extract(parent.recv()))
        except EOFError:
            return


if __name__ == "__main__":
    main()
