"""What does Telegram check before it takes a call?"""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.fakes.markup import Parsed, Refused, parse_html, parse_plain
from tests.fakes.telegram_state import ChatState

TEXT_LIMIT, CAPTION_LIMIT, DATA_LIMIT = 4096, 1024, 64


TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


class Problem(Exception):
    """A call that the server does not take."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


def error_body(status: int, description: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Make the body of a refusal."""
    body = {"ok": False, "error_code": status, "description": description}
    return body | ({"parameters": parameters} if parameters else {})


async def params_of(http: web.Request) -> dict[str, Any]:
    """Read a call's parameters: JSON, a form, or parts with files."""
    if http.content_type == "application/json":
        return dict(await http.json())
    params: dict[str, Any] = dict(http.query)
    for name, value in (await http.post()).items():
        params[name] = value.file.read() if isinstance(value, web.FileField) else value
    for name, value in params.items():
        attached = isinstance(value, str) and value.startswith("attach://")
        params[name] = params.get(value.removeprefix("attach://"), value) if attached else value
    return params


def json_of(params: dict[str, Any], name: str, default: Any) -> Any:
    """Read a parameter that is JSON itself."""
    value = params.get(name)
    try:
        return json.loads(value) if isinstance(value, str) and value else value or default
    except ValueError:
        raise Problem(400, f"Bad Request: can't parse {name} JSON object") from None


def check_results(results: list[dict[str, Any]]) -> None:
    """Check what is offered to an inline query, each as a message that may be sent."""
    ids = [str(one.get("id", "")) for one in results]
    if len(ids) > 50:
        raise Problem(400, "Bad Request: RESULTS_TOO_MUCH")
    if len(set(ids)) < len(ids):
        raise Problem(400, "Bad Request: RESULT_ID_DUPLICATE")
    if any(not 0 < len(one.encode()) <= 64 for one in ids):
        raise Problem(400, "Bad Request: RESULT_ID_INVALID")
    for one in results:
        if one.get("type") != "article" or not one.get("title"):
            raise Problem(400, "Bad Request: ARTICLE_TITLE_EMPTY")
        content = one.get("input_message_content") or {}
        text_of(content.get("message_text") or "", content, TEXT_LIMIT, "message")


def text_of(raw: str, params: dict[str, Any], limit: int, what: str) -> Parsed:
    """Parse a text as its mode demands and check its length."""
    mode = (params.get("parse_mode") or "").lower()
    if mode not in ("", "html"):
        raise Problem(400, "Bad Request: unsupported parse_mode")
    try:
        parsed = parse_html(raw) if mode else parse_plain(raw)
    except Refused as refused:
        raise Problem(400, f"Bad Request: {refused}") from None
    if not parsed.text:
        raise Problem(400, "Bad Request: message text is empty")
    if len(parsed.text.encode("utf-16-le")) // 2 > limit:
        long = "message caption is too long" if what == "caption" else "message is too long"
        raise Problem(400, f"Bad Request: {long}")
    return parsed


def buttons_of(params: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Check an inline keyboard."""
    rows: list[list[dict[str, Any]]] = json_of(params, "reply_markup", {}).get(
        "inline_keyboard", []
    )
    if sum(map(len, rows)) > 100:
        raise Problem(400, "Bad Request: reply markup is too long")
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise Problem(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        data = button.get("callback_data")
        if data is not None and not 0 < len(data.encode()) <= DATA_LIMIT:
            raise Problem(400, "Bad Request: BUTTON_DATA_INVALID")
        if data is None and not button.get("url"):
            raise Problem(400, "Bad Request: BUTTON_TYPE_INVALID")
    return rows


def check_thread(chat: ChatState, thread: int | None) -> None:
    """Refuse a thread that is closed or does not exist."""
    if thread in chat.closed_threads:
        raise Problem(400, "Bad Request: TOPIC_CLOSED")
    if thread and chat.threads is not None and thread not in chat.threads:
        raise Problem(400, "Bad Request: message thread not found")
