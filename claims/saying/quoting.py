"""Which cue does a quotation belong to? Read from punctuation where a parse is least sure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from claims.saying.cueing import FINITE, Stretch
from claims.saying.cues import CLAUSES, Cue
from claims.saying.sources import speaker_near
from claims.text.quotes import Quotes
from claims.text.tree import Doc, Token

GAP = 45  # tokens between a quotation and its verb: room for a name with its apposition
_STOPS = frozenset({".", "?", "!", ";", "…", "..."})
_LEADS = frozenset({",", ":", "that", "-", "–", "—", "--", "("})
_OPEN_MARKS = frozenset({"“", "``", "''", '"', "”", ":"})
_NAMES = frozenset({"NOUN", "PROPN", "PRON"})
_OPENING = _NAMES | {"DET", "ADJ", "NUM", "ADV"}
_INNER = frozenset({"acl:relcl", "aux", "acl"})
_BEFORE_VERB = frozenset(",?!—–-…")


@dataclass(slots=True)
class Draft:
    """An attribution in the making: tokens, not yet characters."""

    cue: Token
    entry: Cue
    source: Token | None
    head: Token | None
    stretches: list[Stretch]
    direct: bool = False  # the content is a quotation
    quoted: list[Stretch] = field(default_factory=list)
    around: bool = False  # the content stands on both sides of the cue, or before it
    named: Stretch | None = None  # the source's words, where the grammar does not tell


@dataclass(frozen=True, slots=True)
class _Placed:
    """A quotation as tokens."""

    first: int
    last: int
    closed: bool
    opens_paragraph: bool
    ends_paragraph: bool


class QuoteJoiner:
    """Gives each clausal quotation of a text to the verb that reports it."""

    def __init__(self, doc: Doc, quotes: Quotes, verbs: Sequence[Draft]) -> None:
        self._doc = doc
        self._verbs = [draft for draft in verbs if draft.entry.takes & CLAUSES]
        self._at = [draft.cue.i for draft in self._verbs]
        starts = [token.idx for token in doc]
        self._quotes = [
            self._place(
                bisect_right(starts, q.start) - 1, bisect_left(starts, q.end) - 1, q.closed
            )
            for q in quotes.all
        ]

    def join(self) -> None:
        """Write each quotation into its draft, in text order."""
        previous: tuple[_Placed, Draft] | None = None
        for quote in self._quotes:
            draft = self._behind(quote) or self._before(quote) or self._continued(quote, previous)
            if draft is not None:
                draft.quoted.append((quote.first, quote.last))
                previous = (quote, draft)
            elif self._is_sentence(quote):
                previous = None
        for draft in self._verbs:
            if draft.quoted:
                self._settle(draft)

    def _place(self, first: int, last: int, closed: bool) -> _Placed:
        doc = self._doc
        opens = first == 0 or "\n" in doc[first - 1].text
        ends = last + 1 >= len(doc) or "\n" in doc[last + 1].text
        return _Placed(first, last, closed, opens, ends)

    def _behind(self, quote: _Placed) -> Draft | None:
        """Find the verb of "…," X said."""
        inner = self._end_of(quote)
        after = self._doc[quote.last + 1].text if quote.last + 1 < len(self._doc) else ""
        if (
            inner[-1:] not in _BEFORE_VERB
            and after != ","
            and not (inner == "." and after in {"―", "—"})
        ):
            return None
        for place in range(bisect_right(self._at, quote.last), len(self._verbs)):
            draft = self._verbs[place]
            if draft.cue.i > quote.last + GAP or not self._is_open(quote.last + 1, draft.cue.i):
                return None
            if self._follows(quote, draft):
                return draft
        return None

    def _follows(self, quote: _Placed, draft: Draft) -> bool:
        """Tell whether nothing but a speaker stands between a quotation and its verb."""
        verb = draft.cue
        between = self._doc[quote.last + 1 : verb.i]
        if self._goes_on(between) or self._announced(draft):
            return False
        named = any(t.pos_ in _NAMES for t in between)
        if named:
            return between[0].pos_ in _OPENING or between[0].text == ","
        if verb.i > quote.last + 2 or verb.i + 1 >= len(self._doc):
            return False
        after = self._doc[verb.i + 1]
        return verb.tag_ != "VBG" and (after.pos_ in _OPENING or after.text[:1].isupper())

    @staticmethod
    def _goes_on(between: Sequence[Token]) -> bool:
        """Tell whether a clause stands between, other than a relative one."""
        relative = False
        for token in between:
            relative = token.text != "," and (relative or token.tag_ in {"WP", "WDT", "WP$"})
            if token.tag_ in FINITE and not relative and token.dep_ not in _INNER:
                return True
        return False

    def _announced(self, draft: Draft) -> bool:
        """Tell whether the verb has its own clause behind it: "In “This Week,” he said that"."""
        first = draft.stretches[0][0] if draft.stretches else 0
        return first > draft.cue.i and self._doc[first].lower_ in {"that", "whether"}

    def _before(self, quote: _Placed) -> Draft | None:
        """Find the verb of X said: "…", also at the end of the paragraph before."""
        at = quote.first - 1
        while at > 0 and self._doc[at].is_space:
            at -= 1
        lead = self._doc[at].lower_ if at >= 0 else ""
        if quote.opens_paragraph and lead != ":":
            return None
        index = bisect_left(self._at, quote.first) - 1
        if index < 0:
            return None
        draft = self._verbs[index]
        if quote.first - draft.cue.i > GAP or not self._is_open(draft.cue.i + 1, at):
            return None
        between = self._doc[draft.cue.i + 1 : at + 1]
        short = all(t.text == "," or t.pos_ in {"CCONJ", "ADV"} for t in between)
        if lead in _LEADS or draft.cue.i >= at - 1 or short or self._holds(draft, quote):
            return draft
        return None

    def _holds(self, draft: Draft, quote: _Placed) -> bool:
        return any(first <= quote.first <= last for first, last in draft.stretches)

    def _continued(self, quote: _Placed, previous: tuple[_Placed, Draft] | None) -> Draft | None:
        """Give a further quotation to the speaker of the one before it."""
        if previous is None or not self._is_sentence(quote):
            return None
        before, draft = previous
        between = self._doc[before.last + 1 : quote.first]
        breaks = sum("\n" in token.text for token in between)
        if quote.opens_paragraph and not before.closed and before.ends_paragraph:
            return draft
        if quote.opens_paragraph:
            return draft if breaks == 1 and quote.ends_paragraph and len(between) < GAP else None
        at = between[-1].text if len(between) else ""
        return draft if not breaks and (at in {"", ","} or at[-1] in ".?!;…") else None

    def _is_sentence(self, quote: _Placed) -> bool:
        """Tell whether a quotation is a sentence, also with a quotation within at its end."""
        if quote.last - quote.first < 3:
            return False
        inner = self._end_of(quote) if quote.closed else "."
        after = self._doc[quote.last + 1].text if quote.last + 1 < len(self._doc) else "."
        return inner[-1:] in ".?!…" or after in _STOPS

    def _end_of(self, quote: _Placed) -> str:
        """Give what stands before the closing marks, also of a quotation within."""
        words = "".join(t.text for t in self._doc[max(quote.last - 2, quote.first) : quote.last])
        return words.rstrip("'’”\"")

    def _is_open(self, first: int, end: int) -> bool:
        """Tell whether no sentence ends between two tokens."""
        return not any(
            token.text in _STOPS or "\n" in token.text for token in self._doc[first:end]
        )

    def _settle(self, draft: Draft) -> None:
        """Put the quotations in the place of what grammar saw, or beside it where both hold."""
        pieces: list[Stretch] = []
        self._name(draft)
        for first, last in draft.quoted:
            if first < draft.cue.i:
                first = self._sentence_start(first, draft)
            pieces.append((first, last))
        for first, last in draft.stretches:
            if draft.around and last < draft.cue.i:
                within = [q[1] for q in draft.quoted if first <= q[1] <= last]
                if within or not self._is_circumstance(first):
                    pieces.append((first, max(within, default=last)))
            mixed = [q for q in draft.quoted if first < q[0] <= last + 1]
            if mixed and first > draft.cue.i:
                pieces.append((first, max(last, mixed[-1][1])))
            elif draft.cue.i < first and not any(
                q[0] <= last and first <= q[1] for q in draft.quoted
            ):
                continue
        draft.direct = not any(first < q[0] for first, _ in pieces for q in draft.quoted[:1])
        draft.stretches = merged(pieces)

    def _is_circumstance(self, first: int) -> bool:
        """Tell whether words in front of X said "…" only say when or where."""
        opening = self._doc[first]
        return opening.pos_ in {"ADP", "SCONJ"} or opening.tag_ in {"VBG", "VBN", "WRB", "RB"}

    def _name(self, draft: Draft) -> None:
        """Find the speaker beside the quotation, with the words that describe him."""
        last = max((q[1] for q in draft.quoted if q[1] < draft.cue.i), default=None)
        nearest = (0, last) if last is not None else draft.quoted[0]
        known = draft.source
        if last is None and known is not None and not nearest[0] <= known.i <= nearest[1]:
            return
        source = speaker_near(draft.cue, nearest)
        if source is None:
            return
        draft.source, draft.named = source, None
        if last is not None and draft.cue.i < source.i:
            draft.named = (draft.cue.i + 1, self._last_of(source))
        elif last is not None and last < source.i:
            draft.named = (last + 1, draft.cue.i - 1)

    def _last_of(self, source: Token) -> int:
        """Give the last word of "Y, head of Z" behind the verb: up to the end or a quotation."""
        doc = self._doc
        last = source.i
        while last + 1 < len(doc) and last < source.i + GAP and self._is_open(last + 1, last + 2):
            if doc[last + 1].text in _OPEN_MARKS or doc[last + 1].tag_ == "VBG":
                break
            last += 1
        return last

    def _sentence_start(self, first: int, draft: Draft) -> int:
        """Take the words of the sentence that stand before the quotation: Evaluating it "is …"."""
        start = self._doc[first].sent.start
        if start == first or not self._is_open(start, first):
            return first
        inside = self._at[bisect_left(self._at, start) : bisect_left(self._at, first)]
        return first if inside or first - start > 30 else start


def merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Join stretches that touch or overlap, in text order."""
    out: list[Stretch] = []
    for first, last in sorted(stretches):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out
