"""Why did this alert come: what was read, which rule made it news, and who asked for it?"""

from __future__ import annotations

from alerts.html import Block, bold, excerpt, italic, line, page, paragraph, quote
from alerts.reasons import reading_words, reason_words
from alerts.wording import headline, kind_words, severity_words
from handlers.described import manner_words, wish_words
from handlers.model import Ask, Button, Reply
from handlers.own import own_subscriptions
from handlers.positions import QUOTE, source
from handlers.preview import followed
from handlers.typed import echo
from handlers.wish import Wish
from storage.records import Told
from storage.store import Transaction


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Explain the change whose code is given."""
    change = tx.changes.by_code(ask.arguments)
    told = tx.changes.told(change.id) if change else None
    if told is None:
        return unknown(ask, "why")
    tongue, change = ask.tongue, told.change
    blocks = [
        paragraph(bold(tongue.phrase("lines", "why")), f" · {change.code}"),
        line(headline(told, tongue)),
        *_asked(ask, tx, told),
        paragraph(bold(tongue.say("What made it news"))),
        line(
            tongue.say(
                "A change of this kind: {kind}. Severity: {severity}.",
                kind=kind_words(change.kind, tongue),
                severity=severity_words(change.severity, tongue),
            )
        ),
        *([line(reason_words(told, tongue))] if change.reason else []),
        paragraph(bold(tongue.say("What it was read from"))),
        quote(excerpt(told.claim.evidence.text, QUOTE)),
        line(source(told.article, tongue)),
        line(italic(" ".join(reading_words(told.claim, tongue)))),
    ]
    return Reply(page(blocks), (_buttons(ask, told),))


def unknown(ask: Ask, command: str) -> Reply:
    """Say that a code is not known, with what one looks like."""
    tongue = ask.tongue
    said = tongue.say(
        "I know no alert “{code}”. Its code stands at its end, like #k7f3q: /{command} #k7f3q",
        code=echo(ask.arguments),
        command=command,
    )
    return Reply(page([paragraph(said)]))


def _asked(ask: Ask, tx: Transaction, told: Told) -> list[Block]:
    """Name the subscriptions of this chat that the change fits."""
    tongue = ask.tongue
    fit = [one for one in own_subscriptions(ask, tx) if followed([told], [one], ask.now)]
    title = paragraph(bold(tongue.say("What you asked for")))
    if not fit:
        return [title, line(tongue.say("Nothing that this chat follows now would bring it."))]
    return [
        title,
        *(
            line(f"• {wish_words(Wish.of(one), tongue)}: {manner_words(one, tongue)}")
            for one in fit[:3]
        ),
    ]


def _buttons(ask: Ask, told: Told) -> tuple[Button, ...]:
    """Lead to the subscriptions, to muting and to the review."""
    tongue, change = ask.tongue, told.change
    return (
        Button(tongue.say("Subscriptions"), "subscriptions"),
        Button(tongue.phrase("lines", "mute"), f"mute topic:{change.topic}"),
        Button(tongue.phrase("lines", "wrong"), f"wrong {change.id}"),
    )
