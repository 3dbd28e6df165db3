"""What does this chat no longer want to hear of?"""

from __future__ import annotations

from alerts.html import bold, line, page, paragraph
from handlers import search
from handlers.described import wish_words
from handlers.model import Ask, Button, Reply
from handlers.own import chosen, handle, numbered, own_subscriptions
from handlers.typed import echo
from handlers.wish import Wish, options, understand
from handlers.words import keys
from storage.records import Subscription
from storage.store import Transaction


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Stop what the words name; ask back when they name several things, or all."""
    own = own_subscriptions(ask, tx)
    words = ask.arguments
    if not own:
        return _say("This chat follows nothing at present. Begin with /subscribe")
    if words.lower() in {"all", "all yes", "everything"}:
        return _all(ask, tx, own, sure=words.lower() == "all yes")
    if words.startswith("id"):
        one = chosen(own, words)
        return (
            _stop(tx, one)
            if one
            else _say("That was stopped already. What is left: /subscriptions")
        )
    fitting = _fitting(tx, own, words) if words else own
    if len(fitting) == 1:
        return _stop(tx, fitting[0])
    return _which(own, fitting, words)


def _fitting(tx: Transaction, own: list[Subscription], words: str) -> list[Subscription]:
    """Find the subscriptions that the words mean: by number, by wish, or by what they say."""
    one = chosen(own, words)
    if one:
        return [one]
    words = options(words)[0] or words
    wish = understand(words, search.vocabulary(tx, words))
    exact = [one for one in own if Wish.of(one) == wish]
    wanted = set(keys(words))
    return exact or [
        one for one in own if wanted and wanted <= set(keys(wish_words(Wish.of(one))))
    ]


def _stop(tx: Transaction, one: Subscription) -> Reply:
    """Stop one subscription and offer to take it up again."""
    tx.subscriptions.remove(one.id, one.chat)
    wish = Wish.of(one)
    back = Button("Follow again", f"subscribe {wish.typed()}".strip())
    said = paragraph(
        "You no longer follow ", bold(wish_words(wish)), ". What is left: /subscriptions"
    )
    return Reply(page([said]), ((back,),))


def _all(ask: Ask, tx: Transaction, own: list[Subscription], *, sure: bool) -> Reply:
    """Stop everything, once it is confirmed."""
    if not sure:
        said = f"Stop all {len(own)} subscriptions of this chat? To confirm: /unsubscribe all yes"
        return Reply(page([paragraph(said)]), ((Button("Yes, stop all", "unsubscribe all yes"),),))
    gone = tx.subscriptions.remove_all(ask.chat, ask.thread)
    return _say(f"Stopped: {gone}. This chat gets no more alerts. Begin again with /subscribe")


def _which(own: list[Subscription], fitting: list[Subscription], words: str) -> Reply:
    """Ask which of several subscriptions is meant."""
    lead = "Which one shall I stop?"
    if not fitting:
        lead = f"This chat follows nothing like “{echo(words)}”. Which one shall I stop?"
    listed = [one for one in numbered(own) if one[1] in (fitting or own)]
    names = [line(f"{number}. {wish_words(Wish.of(one))}") for number, one in listed]
    buttons = tuple(
        (Button(f"Stop {number}", f"unsubscribe {handle(one)}"),) for number, one in listed[:20]
    )
    return Reply(
        page([paragraph(lead), *names]), (*buttons, (Button("Stop all", "unsubscribe all"),))
    )


def _say(sentence: str) -> Reply:
    """Answer with one sentence."""
    return Reply(page([paragraph(sentence)]))
