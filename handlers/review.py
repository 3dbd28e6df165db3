"""Was the engine right? Operators keep or withdraw what readers call wrong."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from alerts.html import Block, bold, excerpt, italic, line, page, paragraph, quote
from alerts.wording import headline
from claims.model import WITHDRAWN, Change, Kind
from handlers import paging
from handlers.model import Ask, Button, Reply
from handlers.positions import BRIEF, source
from handlers.why import unknown
from storage.records import DeliveryState, Report, Told, Wanted
from storage.store import Transaction

ON_PAGE = 5
_TOLD = (DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.SENDING)


def answer(ask: Ask, tx: Transaction) -> Reply:
    """List what waits for a decision, or decide: "accept #k7f3q", "withdraw #k7f3q"."""
    words, number = paging.take(ask.arguments)
    verb, _, rest = words.partition(" ")
    if verb not in ("accept", "withdraw"):
        return _listed(ask, tx, number) if not words else _about(ask, tx, words)
    code, _, sure = rest.partition(" ")
    change = tx.changes.by_code(code)
    told = tx.changes.told(change.id) if change else None
    if told is None:
        return unknown(replace(ask, arguments=code), "review")
    decided = tx.reviews.get(told.change.id)
    if decided:
        return _about(ask, tx, told.change.id)
    if verb == "accept":
        tx.reviews.accept(told.change, ask.user, ask.now)
        said = ask.tongue.say("Kept: {code}. Nobody is told.", code=told.change.code)
        return Reply(page([paragraph(said)]), (_back(ask),))
    return _withdraw(ask, tx, told) if sure == "yes" else _confirm(ask, tx, told)


def withdrawal(change: Change) -> Change:
    """Make the change that takes another one back: the ledger's word, not the claimant's."""
    mark = sha256(f"withdrawn\n{change.id}".encode()).hexdigest()[: len(change.id) - 1]
    return replace(
        change, id=f"k{mark}", kind=Kind.RETRACTED, before=None, late=False, correction=False,
        reason=WITHDRAWN,
    )  # fmt: skip


def _listed(ask: Ask, tx: Transaction, number: int) -> Reply:
    """List the reports, each with its two buttons."""
    tongue, last = ask.tongue, paging.pages(tx.reviews.count(), ON_PAGE)
    number = min(number, last)
    reports = tx.reviews.open(ON_PAGE, (number - 1) * ON_PAGE)
    if not reports:
        return Reply(page([paragraph(tongue.say("Nothing waits for a review."))]))
    told = {one.change.id: one for one in tx.changes.told_all([one.change for one in reports])}
    blocks = [paragraph(bold(tongue.say("Called wrong by readers")))]
    for one in reports:
        blocks += _report(ask, told[one.change], one)
    buttons = tuple(_verbs(ask, told[one.change].change) for one in reports)
    edit = ask.pressed and paging.turning(ask.arguments)
    return Reply(page(blocks), (*buttons, *paging.turn("review", number, last, tongue)), edit=edit)


def _report(ask: Ask, told: Told, report: Report) -> list[Block]:
    """Show what was told, the words it was read from, and what readers say."""
    tongue = ask.tongue
    count = tongue.many("{n} report", "{n} reports", report.count)
    return [
        paragraph(bold(told.change.code), f" · {count}"),
        line(headline(told, tongue)),
        quote(excerpt(told.claim.evidence.text, BRIEF)),
        line(source(told.article, tongue)),
        *(line(italic(tongue.say("A reader: {words}", words=note))) for note in report.notes),
    ]


def _about(ask: Ask, tx: Transaction, code: str) -> Reply:
    """Show one change with what was decided, or with the choice."""
    change = tx.changes.by_code(code)
    told = tx.changes.told(change.id) if change else None
    if told is None:
        return unknown(replace(ask, arguments=code), "review")
    tongue, decided = ask.tongue, tx.reviews.get(told.change.id)
    blocks = _report(ask, told, Report(told.change.id, 0, ask.now))[1:]
    if decided is None:
        title = paragraph(bold(told.change.code))
        return Reply(page([title, *blocks]), (_verbs(ask, told.change),))
    said = (
        tongue.say("{code} was withdrawn already.", code=told.change.code)
        if decided.withdrawn
        else tongue.say("Operators looked at {code} and keep it.", code=told.change.code)
    )
    return Reply(page([paragraph(said), *blocks]), (_back(ask),))


def _verbs(ask: Ask, change: Change) -> tuple[Button, ...]:
    """Offer both decisions."""
    keep = ask.tongue.say("Keep {code}", code=change.code)
    withdraw = ask.tongue.say("Withdraw {code}", code=change.code)
    return (
        Button(keep, f"review accept {change.id}"),
        Button(withdraw, f"review withdraw {change.id}"),
    )


def _back(ask: Ask) -> tuple[Button, ...]:
    """Lead back to the list."""
    return (Button(ask.tongue.say("What else waits"), "review"),)


def _readers(tx: Transaction, change: Change) -> list[Wanted]:
    """Give a delivery of the correction for each place that has, or may have, read the change."""
    correction = withdrawal(change).id
    return [
        Wanted(correction, one.chat, one.thread, one.not_before)
        for one in tx.outbox.of_change(change.id)
        if one.state in _TOLD and one.not_before
    ]


def _confirm(ask: Ask, tx: Transaction, told: Told) -> Reply:
    """Say what withdrawing does before it is done."""
    tongue, code = ask.tongue, told.change.code
    readers = tongue.many(
        "{n} chat that read it gets a correction.",
        "{n} chats that read it get a correction.",
        len(_readers(tx, told.change)),
    )
    asked = tongue.say("Withdraw {code}? Its claim stays on file and stands no longer.", code=code)
    blocks = [paragraph(asked), line(headline(told, tongue)), paragraph(readers)]
    sure = Button(tongue.say("Yes, withdraw {code}", code=code),
                  f"review withdraw {told.change.id} yes")  # fmt: skip
    return Reply(page(blocks), ((sure,), _back(ask)))


def _withdraw(ask: Ask, tx: Transaction, told: Told) -> Reply:
    """Take a change back, tell those who read it, and those who wait for it nothing."""
    change = told.change
    wanted = [replace(one, not_before=ask.now) for one in _readers(tx, change)]
    waiting = [one.id for one in tx.outbox.of_change(change.id) if one.state is DeliveryState.DUE]
    tx.reviews.withdraw(change, ask.user, ask.now)
    tx.changes.record([withdrawal(change)], ask.now)
    tx.outbox.expired(waiting, WITHDRAWN)
    sent = tx.outbox.put(wanted)
    said = ask.tongue.say("Withdrawn: {code}.", code=change.code)
    told_ = ask.tongue.many("{n} chat gets a correction.", "{n} chats get a correction.", sent)
    return Reply(page([paragraph(f"{said} {told_}")]), (_back(ask),))
