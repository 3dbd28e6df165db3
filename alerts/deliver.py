"""Did it arrive? Telegram's methods, and what each of its answers means."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple, cast

from telegram import Bot as Bot  # for those who may not import it themselves
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputFile,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import RequestData

from alerts.carrier import Body, trail_of
from alerts.errors import AnswerLost, NeverConnected
from alerts.html import plain as without_markup
from alerts.outcomes import (
    Gone,
    Later,
    Missing,
    Moved,
    NoRights,
    NotFound,
    NoThread,
    Outcome,
    Refused,
    Sent,
    TokenRefused,
    Uncertain,
    Unparsable,
)

_AGAIN = timedelta(seconds=5)  # after which a connection that was never made is tried again

_OFFERS = 50  # answers to an inline query that Telegram takes

Rows = Sequence[Sequence[tuple[str, str]]]  # rows of buttons: label and callback data
_NO_PREVIEW = {"is_disabled": True}  # else a stranger's title chooses the preview

# Words of a refusal (400), in lower case, and what they mean; the first that fits counts.
REFUSALS: tuple[tuple[str, Callable[[str], Outcome]], ...] = (
    ("message is not modified", lambda _: Sent(0)),
    ("chat not found", NotFound),
    ("user not found", NotFound),
    ("peer_id_invalid", NotFound),
    ("group chat was deleted", Gone),
    ("user is deactivated", Gone),
    ("bot was kicked", Gone),
    ("bot is not a member", Gone),
    ("need administrator rights", NoRights),
    ("not enough rights", NoRights),
    ("chat_write_forbidden", NoRights),
    ("have no rights", NoRights),
    ("chat_restricted", NoRights),
    ("chat_send_plain_forbidden", NoRights),
    ("message thread not found", NoThread),
    ("topic_closed", NoThread),
    ("topic_deleted", NoThread),
    ("topic_id_invalid", NoThread),
    ("can't parse entities", Unparsable),
    ("message to edit not found", Missing),
    ("message can't be edited", Missing),
    ("message to delete not found", Missing),
    ("message can't be deleted", Missing),
    ("message to be replied not found", Missing),
    ("message_id_invalid", Missing),
    ("query is too old", Missing),
)


class Listed(NamedTuple):
    """A message to choose from the list that answers an inline query."""

    id: str
    title: str
    detail: str
    html: str


async def deliver(
    bot: Bot,
    chat: int,
    html: str,
    *,
    thread: int | None = None,
    buttons: Rows = (),
    silent: bool = False,
    plain: bool = False,
    answers: int | None = None,
) -> Outcome:
    """Send one message once; say how it went. `plain` takes the markup off.

    One that answers an earlier message is sent all the same when that one is gone.
    """
    earlier = {"message_id": answers, "allow_sending_without_reply": True}
    outcome = await _call(
        bot,
        "sendMessage",
        chat_id=chat,
        text=without_markup(html) if plain else html,
        parse_mode=None if plain else "HTML",
        message_thread_id=thread,
        reply_parameters=earlier if answers else None,
        reply_markup=_keyboard(buttons),
        disable_notification=silent or None,
        link_preview_options=_NO_PREVIEW,
    )
    return _seen(bot, chat, outcome)


def _seen(bot: Bot, chat: int, outcome: Outcome) -> Outcome:
    """Keep the id that a message got."""
    if isinstance(outcome, Sent):
        trail_of(bot).saw(chat, outcome.message)
    return outcome


async def send(
    bot: Bot,
    chat: int,
    html: str,
    *,
    thread: int | None = None,
    buttons: Rows = (),
    silent: bool = False,
    answers: int | None = None,
    stray: bool = True,
) -> Outcome:
    """Send one message; as plain text, and if it may stray without its thread, if it must be."""

    async def try_(thread: int | None, *, plain: bool = False) -> Outcome:
        return await deliver(
            bot, chat, html, thread=thread, buttons=buttons, silent=silent, answers=answers,
            plain=plain,
        )  # fmt: skip

    outcome = await try_(thread)
    if stray and isinstance(outcome, NoThread) and thread is not None:
        thread = None
        outcome = await try_(None)
    return await try_(thread, plain=True) if isinstance(outcome, Unparsable) else outcome


async def edit(bot: Bot, chat: int, message: int, html: str, buttons: Rows = ()) -> Outcome:
    """Replace a message's text and buttons; an edit without effect counts as sent."""
    outcome = await _call(
        bot,
        "editMessageText",
        text=html,
        chat_id=chat,
        message_id=message,
        parse_mode="HTML",
        reply_markup=_keyboard(buttons),
        link_preview_options=_NO_PREVIEW,
    )
    return Sent(message) if isinstance(outcome, Sent) else outcome


async def picture(
    bot: Bot,
    chat: int,
    png: bytes,
    caption: str,
    *,
    thread: int | None = None,
    buttons: Rows = (),
    silent: bool = False,
) -> Outcome:
    """Send a picture with a caption in HTML."""
    outcome = await _outcome(
        bot.send_photo(
            chat,
            InputFile(png, filename="picture.png"),
            caption=caption,
            parse_mode="HTML",
            message_thread_id=thread,
            reply_markup=keyboard(buttons),
            disable_notification=silent,
        )
    )
    return _seen(bot, chat, outcome)


async def document(
    bot: Bot,
    chat: int,
    content: bytes,
    name: str,
    caption: str,
    *,
    thread: int | None = None,
    buttons: Rows = (),
) -> Outcome:
    """Send a file with a caption in HTML."""
    return await _outcome(
        bot.send_document(
            chat,
            InputFile(content, filename=name),
            caption=caption,
            parse_mode="HTML",
            message_thread_id=thread,
            reply_markup=keyboard(buttons),
        )
    )


async def answer_inline(
    bot: Bot, query: str, offers: Sequence[Listed], *, keep: int, nothing: str
) -> Outcome:
    """Answer an inline query with messages to choose from; `nothing` says that there are none.

    The answer is the asker's own, for it is in their language; Telegram keeps it for so long.
    """
    no_preview = LinkPreviewOptions(is_disabled=True)
    articles = [
        InlineQueryResultArticle(
            one.id,
            one.title,
            InputTextMessageContent(one.html, "HTML", link_preview_options=no_preview),
            description=one.detail,
        )
        for one in offers[:_OFFERS]
    ]
    button = None if articles else InlineQueryResultsButton(nothing, start_parameter="inline")
    return await _outcome(
        bot.answer_inline_query(query, articles, cache_time=keep, is_personal=True, button=button)
    )


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Make Telegram's keyboard of rows of label and callback data."""
    made = [
        [InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows
    ]
    return InlineKeyboardMarkup(made) if any(made) else None


def _keyboard(rows: Rows) -> dict[str, Any] | None:
    """Make the same as Telegram reads it."""
    made = [[{"text": label, "callback_data": data} for label, data in row] for row in rows]
    return {"inline_keyboard": made} if any(made) else None


async def _call(bot: Bot, method: str, **fields: Any) -> Outcome:
    """Call a method through the library's own request, which tells refusals apart.

    Bot.send_message would make objects of the buttons, and of an answer that we read one number
    of: half of what a message costs.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    try:
        body = Body(json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode())
    except UnicodeError:
        return Refused("the text cannot be encoded")
    url = f"{bot.base_url}/{method}"  # post() hands the data on to our do_request as it is
    return await _outcome(bot.request.post(url, cast(RequestData, body)))


async def _outcome(call: Awaitable[Any]) -> Outcome:
    """Make a call and turn every answer into a value; the order of the arms matters."""
    try:
        answer = await call
    except RetryAfter as error:
        return Later(_wait(error.retry_after), str(error), flood=True)
    except ChatMigrated as error:
        return Moved(error.new_chat_id)
    except Forbidden as error:
        return Gone(str(error))
    except InvalidToken as error:
        return TokenRefused(str(error))
    except BadRequest as error:  # a NetworkError in this library, but trying again never helps
        return by_text(str(error))
    except NetworkError as error:
        return _by_cause(error)
    except TelegramError as error:  # an answer that cannot be read: it may have been a yes
        return Uncertain(_short(error))
    except (LookupError, TypeError):  # JSON, but no answer of the Bot API
        return Uncertain("the answer has no result")
    return Sent(_message_of(answer))


def _message_of(answer: Any) -> int:
    """Give the id of the message that an answer shows; 0 when it shows none."""
    found = answer.get("message_id") if isinstance(answer, dict) else answer
    number = getattr(found, "message_id", found)
    return number if type(number) is int else 0  # an edit is answered with true


def by_text(text: str) -> Outcome:
    """Tell what a refusal means by its words; unknown ones stay refusals."""
    lower = text.lower()
    for words, outcome in REFUSALS:
        if words in lower:
            return outcome(text)
    return Refused(text)


def _by_cause(error: NetworkError) -> Outcome:
    """Tell by the cause whether the request may have arrived."""
    cause = error.__cause__
    if isinstance(cause, NeverConnected):
        return Later(_AGAIN, f"no connection: {cause}")
    if isinstance(cause, UnicodeError):
        return Refused("the text cannot be encoded")
    if str(error).lower().startswith("request entity too large"):
        return Refused(str(error))
    return Uncertain(f"no answer: {cause}" if isinstance(cause, AnswerLost) else _short(error))


def _short(error: TelegramError) -> str:
    """Keep the beginning of an error, which may quote a whole page."""
    return str(error)[:200]


def _wait(wait: int | timedelta) -> timedelta:
    """Give a wait, whichever form the library has it in."""
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
