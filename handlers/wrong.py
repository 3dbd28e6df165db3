"""What if an alert is wrong? Readers say so here, and operators look at it."""

from __future__ import annotations

from datetime import timedelta

from alerts.html import line, page, paragraph, shortened
from alerts.wording import headline
from handlers.model import Ask, Reply
from handlers.typed import echo
from handlers.why import unknown
from storage.store import Transaction

NOTE = 300  # UTF-16 units of what a reader adds
DAILY = 20  # reports of one chat in a day


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Put the change whose code is given on the operators' list, with the reader's words."""
    code, _, note = ask.arguments.partition(" ")
    change = tx.changes.by_code(code)
    told = tx.changes.told(change.id) if change else None
    if told is None:
        return unknown(ask, "wrong")
    tongue = ask.tongue
    decided = tx.reviews.get(told.change.id)
    if decided:
        said = (
            tongue.say("{code} was withdrawn already.", code=told.change.code)
            if decided.withdrawn
            else tongue.say("Operators looked at {code} and keep it.", code=told.change.code)
        )
        return Reply(page([paragraph(said)]))
    if tx.reviews.reported(ask.chat, ask.now - timedelta(days=1)) >= DAILY:
        full = tongue.say("This chat has reported a lot today. Please go on tomorrow.")
        return Reply(page([paragraph(full)]))
    new = tx.reviews.report(
        told.change.id, ask.chat, ask.user, shortened(echo(note), NOTE), ask.now
    )
    thanks = (
        tongue.say("Thank you. Operators will look at {code}:", code=told.change.code)
        if new
        else tongue.say("You have reported {code} already:", code=told.change.code)
    )
    more = tongue.say(
        "To say what is wrong: /wrong {code} and a few words. If it is withdrawn, you are told.",
        code=told.change.code,
    )
    blocks = [paragraph(thanks), line(headline(told, tongue))]
    return Reply(page([*blocks, *([] if note else [paragraph(more)])]))
