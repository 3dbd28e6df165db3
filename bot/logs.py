"""What does the log say, and what must it never say?"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Literal

TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")  # a bot token, wherever it stands in a text
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")  # user and password in a URL
NOISY = (
    "httpx",
    "httpcore",
    "apscheduler",
    "telegram",
    "aiohttp.access",
    "trafilatura",
    "alembic",
)


def redact(text: str) -> str:
    """Take secrets out of a text and keep it on one line: a title may hold a forged log line."""
    text = CREDENTIALS.sub("…@", TOKEN.sub("[token]", text))
    return "".join(c if c.isprintable() or c == " " else f"\\x{ord(c):02x}" for c in text)


class Console(logging.Formatter):
    """One line for a record; a traceback follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%S")
        line = f"{at} {record.levelname.lower():7} {record.name}: {redact(record.getMessage())}"
        return "\n".join([line, *_traceback(self, record)])


class Json(logging.Formatter):
    """One JSON object for a record."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the object."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        lines = _traceback(self, record)
        if lines:
            entry["traceback"] = "\n".join(lines)
        return json.dumps(entry, ensure_ascii=False)


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    if not record.exc_info:
        return []
    return [redact(line) for line in formatter.formatException(record.exc_info).splitlines()]


def configure(level: str = "info", form: Literal["console", "json"] = "console") -> None:
    """Send all records to standard error; libraries speak from warning on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Console())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
