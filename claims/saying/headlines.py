"""Who speaks where no verb says so: "Kyiv: …", "… – ministry", "SMITH: …", "“…” ― Ann Smith"?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claims.model import Stance
from claims.names.gazetteer import gazetteer, state_of
from claims.saying.cues import Cue
from claims.saying.quoting import Draft
from claims.text.language import lemma
from claims.text.tree import Doc, Token

LONGEST = 22  # words of a headline
LONGEST_ANSWER = 600  # words of a paragraph in a transcript
SPEAKER = 4  # words of the speaker
_DASHES = frozenset({"–", "—", "―", "-", "--"})
_ENDS = frozenset({".", "!", "?", "…", ")", '"', "”"})
_QUOTE_MARKS = frozenset({'"', "“", "”", "''", "``"})
_PAPERS = frozenset({"report", "source", "expert", "study", "poll", "survey"})


def headline_drafts(doc: Doc) -> Iterator[Draft]:
    """Find the speakers of headlines, of transcripts, and of quotations with a name below."""
    known = _named_in(doc)
    for place, line in enumerate(_lines(doc)):
        if not 4 <= len(line) <= LONGEST_ANSWER:
            continue
        titled = len(line) <= LONGEST and (place == 0 or line[-1].text not in _ENDS)
        draft = _in_front(line, titled, known) or _signed(line)
        if draft is None and titled:
            draft = _behind(line)
        if draft is not None:
            yield draft


def _named_in(doc: Doc) -> frozenset[str]:
    """Give the words of names that stand in running text, in lower case."""
    return frozenset(
        token.lower_
        for token in doc[:-1]
        if token.pos_ == "PROPN" and token.nbor(1).text != ":" and len(token) > 2
    )


def _lines(doc: Doc) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in doc:
        if token.is_space and "\n" in token.text:
            yield line
            line = []
        elif not token.is_space:
            line.append(token)
    yield line


def _in_front(line: Sequence[Token], titled: bool, known: frozenset[str]) -> Draft | None:
    """Read "Kyiv: …" in a headline and "SMITH: …" in a transcript."""
    first = 1 if line[0].text in _QUOTE_MARKS else 0
    for place in range(first + 1, min(first + SPEAKER + 1, len(line) - 2)):
        if line[place].text == ":":
            speaker = line[first:place]
            if (titled and _may_speak(speaker)) or _is_known(speaker, known):
                return _draft(line[place], speaker, line[place + 1 :])
            return None
    return None


def _is_known(words: Sequence[Token], known: frozenset[str]) -> bool:
    """Tell whether words are a name that the text has elsewhere."""
    capitals = all(t.text[:1].isupper() for t in words)
    return capitals and words[-1].lower_ in known


def _behind(line: Sequence[Token]) -> Draft | None:
    """Read "… – ministry" and "…: report"."""
    for place in range(len(line) - 2, max(len(line) - 2 - SPEAKER, 3), -1):
        mark = line[place]
        spaced = line[place - 1].whitespace_ or mark.text == ":"
        if (mark.text in _DASHES or mark.text == ":") and spaced and _may_speak(line[place + 1 :]):
            return _draft(mark, line[place + 1 :], line[:place])
    return None


def _signed(line: Sequence[Token]) -> Draft | None:
    """Read "“…” ― Ann Smith."."""
    end = len(line) - 1 if line[-1].text == "." else len(line)
    for place in range(end - 2, max(end - 2 - SPEAKER, 3), -1):
        speaker = line[place + 1 : end]
        named = all(t.pos_ == "PROPN" and t.text[:1].isupper() for t in speaker)
        if line[place].text in _DASHES and line[place - 1].text in _QUOTE_MARKS and named:
            return _draft(line[place], speaker, line[:place])
    return None


def _may_speak(words: Sequence[Token]) -> bool:
    """Tell whether words name somebody who could speak: a state, an organ, an official."""
    if any(not (t.is_alpha or t.text in {"'s", "’s", "-", "U.S.", "U.N.", "U.K."}) for t in words):
        return False
    nouns = gazetteer().nouns
    if lemma(words[-1]).lower() in nouns["organs"] | nouns["roles"] | _PAPERS:
        return True
    return state_of("".join(t.text_with_ws for t in words)) is not None


def _draft(cue: Token, speaker: Sequence[Token], content: Sequence[Token]) -> Draft:
    entry = Cue(cue.text, True, frozenset({"clause"}), Stance.ASSERTS)
    head = next((t for t in content if t.dep_ == "ROOT"), content[0])
    draft = Draft(cue, entry, speaker[-1], head, [(content[0].i, content[-1].i)])
    draft.named = (speaker[0].i, speaker[-1].i)
    return draft
