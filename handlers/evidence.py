"""Where does one claim come from? Its words in the article, what it replaced, what replaced it."""

from __future__ import annotations

from alerts.html import Block, Node, bold, italic, line, page, paragraph, quote, scrub
from alerts.tongue import Tongue, mark
from alerts.wording import day_words, moment_words, stance_words, statement
from claims.model import Claim
from handlers.model import Ask, Button, Reply
from handlers.positions import origin, said
from storage.records import Filed
from storage.store import Transaction

AROUND = 240  # characters of the article on both sides of the evidence
LOOKED_AT = 500  # claims of the topic among which the neighbours are looked for


def answer(ask: Ask, tx: Transaction, claim: str) -> Reply:
    """Show a claim with its evidence, its article and its neighbours in time."""
    tongue = ask.tongue
    found = tx.claims.filed([claim])
    if not found:
        gone = tongue.say("This claim is not in the ledger. See /topics")
        return Reply(page([paragraph(gone)]))
    one = found[0]
    before, after = _neighbours(tx, one.claim)
    blocks = [
        paragraph(*said(one, tongue)),
        line(*origin(one, tongue)),
        *_article(one, ask, tx),
        quote(*_context(one)),
        *_neighbour(mark("It replaced: {statement}{dated}"), before, tongue),
        *_neighbour(mark("It was replaced by: {statement}{dated}"), after, tongue),
    ]
    return Reply(page(blocks), _buttons(one.claim, before, after, tongue), edit=ask.pressed)


def _article(one: Filed, ask: Ask, tx: Transaction) -> list[Block]:
    """Say what the article is called and when it came out, by the reader's clock."""
    chat = tx.chats.get(ask.chat)
    blocks = [line(italic(one.article.title))] if one.article.title else []
    if one.article.published_at:
        zone = chat.timezone if chat else "UTC"
        moment = moment_words(one.article.published_at, zone, ask.tongue)
        blocks.append(line(ask.tongue.say("Published: {moment}", moment=moment)))
    stance = stance_words(one.claim.stance, ask.tongue)
    return [*blocks, line(ask.tongue.say("Stance: {stance}", stance=stance))]


def _context(one: Filed) -> tuple[Node, ...]:
    """Give the evidence in bold within the words around it."""
    text, words = one.article.text, one.claim.evidence
    if text[words.start : words.end] != words.text:  # the article was corrected since
        return (bold(words.text),)
    before = text[max(0, words.start - AROUND) : words.start]
    after = text[words.end : words.end + AROUND]
    return (
        _tidy(before, cut=words.start > AROUND, left=True),
        bold(words.text),
        _tidy(after, cut=words.end + AROUND < len(text), left=False),
    )


def _tidy(text: str, *, cut: bool, left: bool) -> str:
    """Begin or end with a whole word and an ellipsis where the article goes on."""
    flat = scrub(text).replace("\n", " ")
    if not cut:
        return flat
    return f"…{flat.partition(' ')[2]}" if left else f"{flat.rpartition(' ')[0]}…"


def _neighbours(tx: Transaction, claim: Claim) -> tuple[Claim | None, Claim | None]:
    """Find what the same claimant held before and after, in the same unit, if it differs."""
    history = tx.claims.history(claim.topic, LOOKED_AT)
    same = [one for one in history if _comparable(one, claim)]
    at = next((index for index, one in enumerate(same) if one.id == claim.id), None)
    if at is None:
        return None, None
    earlier = (one for one in reversed(same[:at]) if _position(one) != _position(claim))
    later = (one for one in same[at + 1 :] if _position(one) != _position(claim))
    return next(earlier, None), next(later, None)


def _comparable(one: Claim, claim: Claim) -> bool:
    """Tell whether two claims are of one claimant and count the same thing."""
    same = one.claimant.actor == claim.claimant.actor
    return same and _unit(one) == _unit(claim)


def _unit(claim: Claim) -> str:
    """Give what a claim counts, if it counts."""
    return claim.quantity.unit if claim.quantity else ""


def _position(claim: Claim) -> tuple[object, ...]:
    """Give what a claim holds."""
    return claim.stance, claim.value, claim.quantity


def _neighbour(template: str, one: Claim | None, tongue: Tongue) -> list[Block]:
    """Say what the claimant held instead, and since when."""
    if one is None:
        return []
    dated = f" ({day_words(one.day, tongue)})" if one.day else ""
    text = statement(one, one.topic, slots=one.slots, tongue=tongue)
    return [line(tongue.say(template, statement=text, dated=dated))]


def _buttons(
    claim: Claim, before: Claim | None, after: Claim | None, tongue: Tongue
) -> tuple[tuple[Button, ...], ...]:
    """Lead to the neighbours and back to the topic."""
    steps = [Button(tongue.say("◀ Earlier"), f"claims id:{before.id}")] if before else []
    steps += [Button(tongue.say("Later ▶"), f"claims id:{after.id}")] if after else []
    back = (
        Button(tongue.say("All positions"), f"claims topic:{claim.topic} page:1"),
        Button(tongue.say("Timeline"), f"timeline topic:{claim.topic}"),
    )
    return (tuple(steps), back) if steps else (back,)
