"""What is said: where does the content of a cue stand in the grammar of its sentence?"""

from __future__ import annotations

from claims.saying.cueing import (
    FINITE,
    QUOTING,
    SUBJECTS,
    Content,
    Stretch,
    case_of,
    child,
    find_cue,
    is_passive,
)
from claims.saying.cues import CLAUSES, Cue
from claims.saying.sources import agent_of
from claims.text.language import lemma
from claims.text.tree import Token

COMPLEMENTS = frozenset({"xcomp", "obl", "advcl", "ccomp", "obl:agent"})


def content_of(token: Token, cue: Cue) -> Content | None:
    """Find what is said: the clause, infinitive, noun phrase or prepositional phrase."""
    if token.pos_ == "NOUN":
        return _of_noun(token, cue)
    if (quoted := _quoted_as(token)) is not None:
        return quoted
    return (
        (_clause(token, cue) if cue.takes & CLAUSES else None)
        or (_infinitive(token) if "to" in cue.takes else None)
        or _gerund(token, cue)
        or _confirmed(token)
        or (_object(token) if "object" in cue.takes else None)
        or _prepositional(token, cue)
    )


def _clause(verb: Token, cue: Cue) -> Content | None:
    for c in verb.children:
        if c.dep_ == "ccomp" or (c.dep_ in {"csubj", "csubj:pass"} and c.i > verb.i):
            return Content(c, (_without(c, verb),), clausal=True)
    for c in verb.children:
        if c.dep_ == "parataxis" and not _reports(c) and child(verb, *SUBJECTS) is not None:
            return Content(c, (_without(c, verb),), clausal=True)
    return _around(verb)


def _quoted_as(saying: Token) -> Content | None:
    """Read the sentence before ", agencies quoted X as saying"."""
    verb = saying.head
    if saying.tag_ != "VBG" or case_of(saying) != "as" or lemma(verb) not in QUOTING:
        return None
    if verb.dep_ != "parataxis" or child(verb, *SUBJECTS) is None:
        return None
    first, last = verb.head.left_edge.i, verb.left_edge.i - 1
    return Content(verb.head, ((first, last),), clausal=True) if first <= last else None


def _reports(token: Token) -> bool:
    """Tell whether a clause put in between is itself "X says"."""
    cue = find_cue(token)
    return cue is not None and bool(cue.takes & CLAUSES) and child(token, *SUBJECTS) is not None


def _around(verb: Token) -> Content | None:
    """Take the clause into which "X said" or "as X said" is put."""
    inserted = verb.dep_ == "parataxis" or (verb.dep_ == "advcl" and case_of(verb) == "as")
    if not inserted or child(verb, *SUBJECTS) is None:
        return None
    if child(verb, "obj") is not None and lemma(verb) != "tell":
        return None
    head = verb.head
    first, last = head.left_edge.i, head.right_edge.i
    before = (first, verb.left_edge.i - 1)
    after = (verb.right_edge.i + 1, last)
    pieces = tuple(piece for piece in (before, after) if piece[0] <= piece[1])
    return Content(head, pieces, clausal=True) if pieces else None


def _without(content: Token, verb: Token) -> Stretch:
    """Give a clause's stretch on its own side of the verb."""
    first, last = content.left_edge.i, content.right_edge.i
    if first < verb.i < last:
        return (first, verb.i - 1) if content.i < verb.i else (verb.i + 1, last)
    return first, last


def _infinitive(verb: Token) -> Content | None:
    for c in verb.children:
        if c.dep_ in {"xcomp", "advcl", "ccomp"} and c.i > verb.i and case_of(c) == "to":
            whom = child(verb, "obj", "iobj")
            first = (
                whom.left_edge.i if whom is not None and verb.i < whom.i < c.i else c.left_edge.i
            )
            return Content(c, ((first, c.right_edge.i),), clausal=True)
    return None


def _gerund(verb: Token, cue: Cue) -> Content | None:
    """Read "denied selling tickets"."""
    if not cue.takes & {"clause", "object"}:
        return None
    for c in verb.rights:
        behind = verb.i + 1 + (child(verb, "compound:prt") is not None)  # "ruled out sending"
        begins = c.left_edge.i == behind and case_of(c) == ""
        if c.tag_ == "VBG" and begins and c.dep_ in {"xcomp", "ccomp", "advcl", "obj"}:
            return Content(c, ((c.left_edge.i, c.right_edge.i),), clausal=True)
    return None


def _confirmed(verb: Token) -> Content | None:
    """Read the sentence before ", confirmed by X"."""
    if verb.tag_ != "VBN" or verb.i < 2 or verb.nbor(-1).text != "," or agent_of(verb) is None:
        return None
    start = verb.sent.start
    if start > verb.i - 3 or child(verb, *SUBJECTS, "aux:pass") is not None:
        return None
    return Content(verb.sent.root, ((start, verb.i - 2),), clausal=True)


def _object(verb: Token) -> Content | None:
    passive = is_passive(verb)
    target = child(verb, "nsubj:pass") if passive else child(verb, "obj")
    if target is None and passive and verb.dep_ in {"acl", "acl:relcl"}:
        target = verb.head
    target = target or _judged(verb)
    if target is None:
        return None
    if target.i < verb.i:
        pieces = [(target.left_edge.i, min(target.right_edge.i, verb.i - 1))]
    else:
        pieces = [(target.left_edge.i, target.right_edge.i)]
    for c in verb.children:
        if c.i > max(verb.i, target.i) and c.dep_ in COMPLEMENTS and _completes(c):
            pieces.append((c.left_edge.i, c.right_edge.i))
    return Content(target, tuple(_joined(pieces)), clausal=False)


def _judged(verb: Token) -> Token | None:
    """Give the message of "dismissed as false a message": the adjective goes before its noun."""
    return next(
        (
            c
            for c in verb.children
            if c.dep_ == "obl" and case_of(c) == "as" and c.left_edge.i == verb.i + 1
            and c.i > verb.i + 3 and verb.nbor(2).pos_ == "ADJ" and verb.nbor(3).pos_ == "DET"
        ),
        None,
    )  # fmt: skip


def _completes(complement: Token) -> bool:
    if complement.dep_ == "xcomp":
        return True
    return complement.dep_ in {"obl", "advcl"} and case_of(complement) in {"of", "for", "as"}


def _joined(pieces: list[Stretch]) -> list[Stretch]:
    out: list[Stretch] = []
    for first, last in sorted(pieces):
        if out and first <= out[-1][1] + 2:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


def _prepositional(token: Token, cue: Cue) -> Content | None:
    for c in token.children:
        if c.dep_ in {"obl", "advcl", "nmod", "acl", "xcomp"} and c.i > token.i:
            case = child(c, "case", "mark")
            if case is None or case.lower_ not in cue.prepositions:
                continue
            whom = child(token, "obj")
            if whom is not None and token.i < whom.i < c.i:
                return Content(c, ((whom.left_edge.i, c.right_edge.i),), clausal=True)
            return Content(c, ((case.i + 1, c.right_edge.i),), clausal=c.pos_ == "VERB")
    return None


def _of_noun(noun: Token, cue: Cue) -> Content | None:
    for c in noun.children:
        if c.dep_ in {"acl", "ccomp", "advcl", "acl:relcl"} and c.i > noun.i:
            opening = c.left_edge
            mark = "that" if opening.lower_ == "that" and opening.tag_ == "IN" else case_of(c)
            if (mark == "that" and "clause" in cue.takes) or (mark == "to" and "to" in cue.takes):
                return Content(c, ((c.left_edge.i, c.right_edge.i),), clausal=True)
    that = "clause" in cue.takes and noun.i + 3 < noun.sent.end and noun.nbor(1).lower_ == "that"
    if that and noun.nbor(2).tag_ not in FINITE and noun.nbor(1).tag_ == "IN":
        last = noun.sent.end - 1
        while last > noun.i + 2 and (noun.doc[last].is_space or noun.doc[last].is_punct):
            last -= 1
        return Content(noun.nbor(2), ((noun.i + 1, last),), clausal=True)
    if "clause" in cue.takes and (clause := _behind_author(noun)) is not None:
        return Content(clause, ((clause.left_edge.i, clause.right_edge.i),), clausal=True)
    return _prepositional(noun, cue)


def _behind_author(noun: Token) -> Token | None:
    """Give the clause of "an announcement by X that …", which hangs on X."""
    for author in noun.children:
        if author.dep_ not in {"nmod", "obl"} or case_of(author) not in {"by", "from"}:
            continue
        for clause in author.children:
            opens = clause.left_edge.lower_ == "that" and clause.left_edge.i == author.i + 1
            subject = child(clause, "nsubj", "nsubj:pass") if opens else None
            if subject is not None and subject.i > author.i + 1:
                return clause
    return None
