"""Logs: one line for a record, and no secret in it."""

import json
import logging
import sys

from bot.logs import Console, Json, redact

TOKEN = "123456:AAbbccddeeffgghhiijjkkllmmnnooppqq"


def record(message: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    """Build a log record."""
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("claimwatch", logging.INFO, __file__, 1, message, args, info)


def test_a_token_is_never_written() -> None:
    """Neither the message nor its arguments nor a traceback show it."""
    try:
        raise ValueError(f"https://api.example/bot{TOKEN}/getMe")
    except ValueError:
        error = sys.exc_info()[1]
    for formatter in (Console(), Json()):
        line = formatter.format(record("%s and %s", f"bot{TOKEN}", TOKEN, error=error))
        assert TOKEN not in line
        assert "[token]" in line


def test_credentials_in_an_address_are_never_written() -> None:
    """A feed with a password is logged without it."""
    assert redact("https://bob:secret@news.example/feed") == "https://…@news.example/feed"


def test_a_forged_line_stays_inside_its_own() -> None:
    """A title with a line break or an escape sequence makes no second record."""
    line = Console().format(record("title: %s", "a\n2026-01-01 error x: forged\x1b[31m"))
    assert "\n" not in line
    assert "\x1b" not in line


def test_json_records_are_json() -> None:
    """Each record is one object with time, level and message."""
    entry = json.loads(Json().format(record("hello %s", "world")))
    assert entry["message"] == "hello world"
    assert entry["level"] == "info"
