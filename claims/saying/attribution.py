"""Who says what? Source, cue and content of every attribution, with character offsets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.model import Article, Attribution, Span, Stance
from claims.saying.contents import content_of
from claims.saying.cueing import (
    ADDRESSED,
    AUXILIARIES,
    FINITE,
    Content,
    find_cue,
    is_aim,
    is_finite,
    is_negated,
    is_passive,
)
from claims.saying.cues import Cue
from claims.saying.headlines import headline_drafts
from claims.saying.phrases import phrase_drafts
from claims.saying.quoting import Draft, QuoteJoiner, merged
from claims.saying.reporting import (
    announces_clause,
    block_after,
    clause_after,
    clipped,
    inserted,
    object_after,
    object_beside,
    phrase_after,
)
from claims.saying.sources import doer_before, source_of, speaker_before, subject_beside
from claims.saying.stance import stance_of
from claims.text.language import is_english, lemma, parse
from claims.text.quotes import Quotes
from claims.text.tree import Doc, Token

STRIDE = 200  # characters; content is looked up by where it stands
MAX_SENTENCE = 400  # tokens; a longer one is no sentence but debris
PLAIN = frozenset(
    {"say", "believe", "think", "argue", "insist", "claim"}
)  # whose object is a clause
_BEFORE_VBG = frozenset({",", "”", '"', "''"})
_EDGE = " \t\r\n,;:.-–—―"


class Manner(StrEnum):
    """How what is said is given."""

    DIRECT = "direct"  # quoted
    MIXED = "mixed"  # partly quoted
    INDIRECT = "indirect"
    NOMINAL = "nominal"  # "X's claim that …"


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """One attribution, for rules that go on reading: tokens and characters."""

    cue: Token
    entry: str
    speech: bool
    manner: Manner
    stance: Stance
    negated: bool
    source: Token | None
    head: Token | None
    source_spans: tuple[Span, ...]
    cue_spans: tuple[Span, ...]
    content_spans: tuple[Span, ...]
    quoted: bool = False  # the cue itself stands in a quotation
    parent: int | None = None

    def covers(self, token: Token) -> bool:
        """Tell whether a token stands in what is said."""
        return any(span.start <= token.idx < span.end for span in self.content_spans)


class Sayings:
    """The attributions of a text, to be asked by token."""

    def __init__(self, doc: Doc, said: Sequence[Said] | None = None) -> None:
        self.all = tuple(attribute(doc) if said is None else said)
        self._near: dict[int, list[Said]] = {}
        for each in self.all:
            for span in each.content_spans:
                for place in range(span.start // STRIDE, span.end // STRIDE + 1):
                    self._near.setdefault(place, []).append(each)

    def over(self, token: Token) -> tuple[Said, ...]:
        """Give the attributions whose content holds a token, the innermost first."""
        near = dict.fromkeys(self._near.get(token.idx // STRIDE, ()))
        return tuple(sorted((said for said in near if said.covers(token)), key=_length))


def attributions(article: Article) -> list[Attribution]:
    """List who says what in an article; none if it is not in English.

    What a quoted speaker says of others, and what is only thought inside a report, is left out.
    """
    if not is_english(article.text):
        return []
    found = attribute(parse(article.text))
    return [
        Attribution(said.source_spans, said.cue_spans, said.content_spans)
        for said in found
        if stands_out(said, found)
    ]


def stands_out(said: Said, among: Sequence[Said]) -> bool:
    """Tell an attribution of the text's own from one within another's words or in passing."""
    if said.quoted:
        return False
    if said.parent is not None and not among[said.parent].entry.startswith("according"):
        return False
    if said.source is None:  # "is expected to", "seems that"; other agentless ones are weak
        return not said.speech and said.manner is not Manner.NOMINAL
    clausal = said.head is None or said.head.pos_ in {"VERB", "AUX"}
    passing = said.cue.dep_ in {"acl", "acl:relcl"} and not clausal
    return not passing and said.source.lower_ not in {"you", "which", "that"}


def attribute(doc: Doc) -> tuple[Said, ...]:
    """Find all attributions of a parsed text, in the order of their cues."""
    text = doc.text  # built anew at every access
    quotes = Quotes(text)
    drafts = [draft for sentence in _sentences(doc) for draft in _drafts(sentence)]
    drafts += headline_drafts(doc)
    QuoteJoiner(doc, quotes, [d for d in drafts if quotes.at(d.cue.idx) is None]).join()
    found = [_said(doc, text, draft, quotes) for draft in drafts if draft.stretches]
    return _nested(sorted((said for said in found if said.content_spans), key=lambda s: s.cue.i))


def _sentences(doc: Doc) -> Iterator[list[Token]]:
    for sentence in doc.sents:
        if len(sentence) <= MAX_SENTENCE:
            yield [token for token in sentence if not token.is_space]


def _drafts(sentence: Sequence[Token]) -> list[Draft]:
    """Find the attributions of a sentence; quotations are given to them later."""
    drafts = list(phrase_drafts(sentence))
    speaking: Token | None = None  # the source of the last finite verb of saying
    for token in sentence:
        entry = find_cue(token)
        if entry is None or is_aim(token):
            continue
        source = source_of(token, entry)
        finite = entry.speech and is_finite(token) and not is_passive(token)
        if finite:
            source = subject_beside(token) or source or speaker_before(token)
        elif token.tag_ == "VBG" and token.i > 0 and token.nbor(-1).text in _BEFORE_VBG:
            source = speaking or source or doer_before(token)  # "X had not known, adding …"
        draft = _draft(token, entry, source)
        if draft is not None:
            drafts.append(draft)
            speaking = draft.source if finite else speaking
    _part(drafts)
    return drafts


def _part(drafts: Sequence[Draft]) -> None:
    """End what is said before ", X said" or ", according to X" at the end of the sentence."""
    for outer in drafts:
        if outer.named is None or not (outer.around or outer.entry.word.startswith("according")):
            continue
        begins = min(outer.cue.i, outer.named[0])
        for draft in drafts:
            if draft is not outer and draft.cue.i < begins:
                draft.stretches = [
                    (a, min(b, begins - 2)) for a, b in draft.stretches if a < begins
                ]
            elif outer.around and _is_of_before(draft, begins):
                draft.stretches = []


def _is_of_before(draft: Draft, begins: int) -> bool:
    """Tell a cue behind ", X said" that has taken what stands before it for its own content."""
    return draft.head is not None and draft.head.i < begins < draft.cue.i and draft.source is None


def _draft(token: Token, entry: Cue, source: Token | None) -> Draft | None:
    """Put an attribution together; without content it waits for a quotation."""
    content = content_of(token, entry)
    if token.pos_ not in {"VERB", "AUX"}:
        return _with(token, entry, source, content)
    if entry.speech and token.tag_ in FINITE and "clause" in entry.takes:
        put_in = inserted(token)
        if put_in is not None:
            draft = _with(token, entry, put_in.speaker, put_in.content)
            if draft is not None:
                draft.around, draft.named = True, put_in.words
            return draft
    content = _reaching(token, entry, source, content)
    if content is None and entry.speech and is_finite(token):
        content = block_after(token)
    if content is None and "clause" in entry.takes and (source or is_finite(token)):
        return Draft(token, entry, source, None, [])
    return _with(token, entry, source, content)


def _with(token: Token, entry: Cue, source: Token | None, content: Content | None) -> Draft | None:
    if content is None:
        return None
    return Draft(token, entry, source, content.head, list(content.stretches))


def _reaching(
    token: Token, entry: Cue, source: Token | None, content: Content | None
) -> Content | None:
    """Let the content of a verb reach as far as the sentence lets it."""
    clausal = "clause" in entry.takes
    told = lemma(token) in ADDRESSED
    if clausal and (told or not is_passive(token)) and announces_clause(token):
        return clause_after(token, entry, content) or content
    phrase = phrase_after(token, entry)
    if phrase is not None and (content is None or not content.clausal or entry.word == "call"):
        return phrase
    if content is None:
        if source is None or source.i > token.i:
            return None
        if clausal and entry.word in PLAIN:
            return clause_after(token, entry, None)
        return object_beside(token) if "object" in entry.takes else None
    if content.stretches[0][0] < token.i:
        return content
    if not content.clausal:
        return object_after(token, content)
    if clausal and content.head.dep_ != "xcomp":
        return clause_after(token, entry, content) or content
    return clipped(token, content)


def _said(doc: Doc, text: str, draft: Draft, quotes: Quotes) -> Said:
    content = tuple(_content_spans(doc, text, draft, quotes))
    negated = is_negated(draft.cue)
    return Said(
        cue=draft.cue,
        entry=draft.entry.word,
        speech=draft.entry.speech,
        manner=_manner(draft, content, quotes),
        stance=stance_of(draft.cue, draft.entry, negated),
        negated=negated,
        source=draft.source,
        head=draft.head,
        source_spans=_source_spans(doc, text, draft),
        cue_spans=(_cue_span(draft),),
        content_spans=content,
        quoted=quotes.at(draft.cue.idx) is not None,
    )


def _manner(draft: Draft, content: Sequence[Span], quotes: Quotes) -> Manner:
    if draft.cue.pos_ == "NOUN":
        return Manner.NOMINAL
    if draft.direct:
        return Manner.DIRECT
    outer = quotes.at(draft.cue.idx)
    inside = (
        any(s.start <= q.start < s.end for s in content for q in quotes.all) if content else False
    )
    return Manner.MIXED if inside and outer is None else Manner.INDIRECT


def _content_spans(doc: Doc, text: str, draft: Draft, quotes: Quotes) -> Iterator[Span]:
    for first, last in merged(draft.stretches):
        start, end = doc[first].idx, doc[last].idx + len(doc[last])
        outer = quotes.at(draft.cue.idx)
        if outer is not None:  # the cue is quoted: what it reports ends with its quotation
            start, end = max(start, outer.start), min(end, outer.end)
            if end == outer.end and outer.closed:
                end -= 1
        elif (opened := quotes.at(end - 1)) is not None and start <= opened.start + 1:
            start, end = min(start, opened.start), opened.end
        elif opened is not None:
            end = opened.end
        ends = quotes.at(end - 1)
        span = _trimmed(text, start, end, open_ended=ends is not None and not ends.closed)
        if span.start < span.end:
            yield span


def _trimmed(text: str, start: int, end: int, open_ended: bool = False) -> Span:
    """Leave out blanks and marks at both ends; a quotation that goes on keeps its full stop."""
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in (" \t\r\n" if open_ended else _EDGE):
        end -= 1
    return Span(start, end)


def _source_spans(doc: Doc, text: str, draft: Draft) -> tuple[Span, ...]:
    source = draft.source
    if source is None:
        return ()
    first, last = draft.named or (source.left_edge.i, source.right_edge.i)
    taken = [draft.cue.i, *(i for piece in draft.stretches for i in piece)]
    after = [i for i in taken if source.i < i <= last]
    before = [i for i in taken if first <= i < source.i]
    first = max(before) + 1 if before else first
    last = min(after) - 1 if after else last
    if any(c.dep_ == "case" and c.i == first for c in source.children):
        first += 1
    span = _trimmed(text, doc[first].idx, doc[last].idx + len(doc[last]))
    return (span,) if span.start < span.end else ()


def _cue_span(draft: Draft) -> Span:
    first = last = draft.cue
    words = draft.entry.word.split()
    behind = draft.cue.doc[draft.cue.i + 1 : draft.cue.i + len(words)]
    if words[1:] and [token.lower_ for token in behind] == words[1:]:
        last = behind[-1]
    while first.i > 0 and _helps(first.nbor(-1), draft.cue):
        first = first.nbor(-1)
    for c in draft.cue.rights:
        if c.dep_ == "compound:prt" and c.i == last.i + 1:
            last = c
    return Span(first.idx, last.idx + len(last))


def _helps(token: Token, cue: Token) -> bool:
    return token.head == cue and token.dep_ in AUXILIARIES and not token.is_space


def _length(said: Said) -> int:
    return sum(span.end - span.start for span in said.content_spans)


def _nested(found: Sequence[Said]) -> tuple[Said, ...]:
    """Say of each attribution in whose content it stands, the innermost."""
    starts = [said.cue.idx for said in found]
    parents: list[int | None] = [None] * len(found)
    for index in sorted(range(len(found)), key=lambda index: -_length(found[index])):
        for span in found[index].content_spans:
            for inner in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
                if inner != index and parents[index] != inner:  # never in each other
                    parents[inner] = index
    return tuple(map(_with_parent, found, parents))


def _with_parent(said: Said, parent: int | None) -> Said:
    values = {name: getattr(said, name) for name in Said.__slots__}
    return Said(**{**values, "parent": parent})
