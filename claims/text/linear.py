"""Which nouns stand around a verb in plain word order? For sentences whose parse has lost them."""

from __future__ import annotations

from collections.abc import Iterator

from claims.text.tree import Token

NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
WITHIN = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN", "ADV"})
ENDS_NAME = frozenset(["last", "next", "this", "early", "late", "on", "yesterday", "today"])
STOPS = frozenset({";", ":", ","})
REACH = 14  # words on either side


def noun_before(verb: Token) -> Token | None:
    """Give the subject by position: the nearest noun before a verb, behind no preposition."""
    doc, i = verb.doc, verb.i - 1
    stop = max(0, verb.i - REACH)
    while i >= stop:
        token = doc[i]
        if token.pos_ in ("VERB", "SCONJ") or token.lower_ in (";", ":") or token.text in '“”"':
            return None
        if token.pos_ in NOUNS and token.pos_ != "NUM" and not token.is_punct:
            left = _left_edge(token)
            before = doc[left - 1] if left else None
            if before is None or before.pos_ != "ADP":
                return token
            i = left - 2
            continue
        if token.is_sent_start:
            return None
        i -= 1
    return None


def main_subject(cue: Token) -> Token | None:
    """Give the subject of the finite verb before a participle: "X denied it, asserting …"."""
    for i in range(cue.i - 1, max(-1, cue.i - 25), -1):
        token = cue.doc[i]
        if token.tag_ in ("VBD", "VBZ", "VBP"):
            own = next((c for c in token.children if c.dep_ == "nsubj"), None)
            return own or noun_before(token)
        if token.is_sent_start:
            return None
    return None


def noun_after(verb: Token) -> Token | None:
    """Give the object by position: the noun phrase that follows a verb at once."""
    first = verb.i + 1
    doc = verb.doc
    while first < len(doc) and doc[first].pos_ in ("PART", "ADV") and first < verb.i + 3:
        first += 1
    return _phrase(doc[first]) if first < len(doc) and not doc[first].is_sent_start else None


def phrases_after(verb: Token) -> Iterator[tuple[str, Token]]:
    """Give the prepositional phrases after a verb, up to the next verb or the clause's end."""
    doc = verb.doc
    for i in range(verb.i + 1, min(len(doc), verb.i + REACH)):
        token = doc[i]
        if token.is_sent_start or token.pos_ in ("VERB", "SCONJ") or token.text in STOPS:
            return
        if token.pos_ == "ADP" and i + 1 < len(doc) and (noun := _phrase(doc[i + 1])) is not None:
            yield token.lower_, noun


def _phrase(first: Token) -> Token | None:
    """Give the head of the noun phrase that begins at a word."""
    doc, head = first.doc, None
    for i in range(first.i, min(len(doc), first.i + 8)):
        token = doc[i]
        if token.pos_ in NOUNS:
            if head is not None and token.is_sent_start:
                break
            head = token
        elif token.text in ("-", "'s", "’s") or token.pos_ in WITHIN:
            if head is not None and token.lower_ in ENDS_NAME:
                break
        else:
            break
    return head


def _left_edge(token: Token) -> int:
    doc, i = token.doc, token.i
    while i > 0 and (doc[i - 1].pos_ in WITHIN or doc[i - 1].text in ("-", "'s", "’s")):
        if doc[i].is_sent_start:
            break
        i -= 1
    return i
