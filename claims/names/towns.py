"""What is done to a name, or on it, that makes it a town's and no man's?"""

from __future__ import annotations

from claims.lexicon import Lexicon
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

SURELY = _WORDS.set("surely")
TAKEN = SURELY | _WORDS.set("taken")
TAKING = _WORDS.set("taking")
LEAVING = _WORDS.set("leaving")
ASSAILING = _WORDS.set("assailing")
TITLES = _WORDS.set("titles")
PERSONAL = frozenset({"he", "she", "i", "you"})
NEAR = frozenset({"closer", "close", "nearer", "next", "adjacent"})
ON = frozenset({"on", "upon", "against", "at", "over"})
NOBODY = frozenset({"", "PLACE"})  # what a name is that is neither a person's nor a body's


def is_taken(token: Token) -> bool:
    """Tell what is attacked or taken as a place is, and not as somebody is."""
    verb = token.head.lemma_.lower()
    if any(c.dep_ == "nummod" for c in token.children):
        return False  # "captured 700 Humvees"
    if verb in SURELY or verb not in TAKEN:
        return verb in SURELY
    return may_be_town(token)


def may_be_town(token: Token) -> bool:
    """Tell a name that nothing makes a man's or a body's."""
    return token.ent_type_ in NOBODY or (token.ent_type_ == "PERSON" and _stands_alone(token))


def _stands_alone(token: Token) -> bool:
    """Tell an unknown town from a man: no further name stands with it, no man attacks it."""
    named = [t for t in token.doc if t.text == token.text]
    beside = (t.nbor(n) for t in named for n in (-1, 1) if 0 <= t.i + n < len(t.doc))
    if any(t.pos_ == "PROPN" or t.lower_ in TITLES for t in beside):
        return False
    doer = next((c for c in token.head.children if c.dep_ in ("nsubj", "obl:agent")), None)
    return doer is None or (doer.lower_ not in PERSONAL and doer.ent_type_ != "PERSON")


def is_held(token: Token, case: Token) -> bool:
    """Tell "control of Umm Rawaba" and "withdrew from Umm Rawaba", which may sound like a man."""
    head = token.head.lemma_.lower()
    on = case.lower_ in ON and may_be_town(token)
    above = {head, token.head.head.lemma_.lower()}
    return (
        (case.lower_ in ("of", "for") and head in TAKING)
        or (case.lower_ in ("from", "out") and head in LEAVING)
        or (on and not above.isdisjoint(ASSAILING))
        or (case.lower_ == "to" and case.i > 0 and case.nbor(-1).lower_ in NEAR)
    )
