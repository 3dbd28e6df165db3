"""What does a verb of saying report, read left to right? For places where a parse is unsure.

News is regular here: "X said (on Monday) (that) …" runs to the end of the sentence unless the
same X goes on ("but added …", ", noting …"); "…, X said" and "…, X said, …" report the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.lexicon import Lexicon
from claims.saying.cueing import ADDRESSED, FINITE, NEGATIONS, Content, Stretch, find_cue, is_bare
from claims.saying.cues import CLAUSES, Cue
from claims.saying.sources import STOPS, TIMES, beside, joint_start, leader_of, sentence_end
from claims.text.language import lemma
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

_NOMINAL = frozenset({"DET", "NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_MARKS = frozenset({",", "–", "—", "―", "-"})
LONGEST = 300  # words of a paragraph below a colon
_LEAVING = frozenset({",", ";", ":", "–", "—", "―", "(", "--"})
_CIRCUMSTANCE = _WORDS.set("circumstance")
_TURNS = frozenset({"while", "though", "although", "whereas"})
_QUOTES = frozenset({'"', "“", "”", "''", "``", "‘", "’", "'"})


def clause_after(verb: Token, cue: Cue, content: Content | None) -> Content | None:
    """Give the reported clause behind a verb its start and end, whatever the parse cut off."""
    end = sentence_end(verb)
    start = _start(verb, content)
    if start is None or start > end:
        return None
    start = max(start, _behind_idiom(verb, cue))
    stop = _stop(verb, start, end)
    if stop < start:
        return None
    head = content.head if content is not None and start <= content.head.i <= stop else None
    head = head or _finite_in(verb, start, stop)
    return Content(head, ((start, stop),), clausal=True) if head is not None else None


def _behind_idiom(verb: Token, cue: Cue) -> int:
    """Step over the words that make a cue with the verb: "made it clear"."""
    words = cue.word.split()[1:]
    behind = verb.i + 1 + len(words)
    whole = [t.lower_ for t in verb.doc[verb.i + 1 : behind]] == words
    return behind if whole else verb.i + 1


def object_beside(verb: Token) -> Content | None:
    """Take the noun phrase right behind a verb as its object."""
    if verb.i + 1 > sentence_end(verb):
        return None
    after = verb.nbor(1)
    if after.pos_ not in _NOMINAL or after.lower_ in TIMES:
        return None
    head = after
    while head.head.i > head.i and head.head.pos_ in _NOMINAL and head.head.i < verb.i + 8:
        head = head.head
    return object_after(verb, Content(head, ((after.i, head.i),), clausal=False))


def announces_clause(verb: Token) -> bool:
    """Tell whether "that" or "whether" follows a verb, and not its object: "the claim that"."""
    doc = verb.doc
    phrase = lemma(verb) in ADDRESSED
    for token in doc[verb.i + 1 : min(verb.i + 12, sentence_end(verb))]:
        if token.lower_ in {"that", "whether"} and token.tag_ in {"IN", "WDT"}:
            before = doc[token.i - 1]
            if before.pos_ == "NOUN" and before.i > verb.i and find_cue(before) is not None:
                return False
            return phrase or before.pos_ != "NOUN"
        if phrase and (token.tag_ in {"WRB", "WP"} or token.lower_ == "if"):
            return True
        if token.tag_ in FINITE or token.text in STOPS | {":", ","} | _QUOTES:
            return False
        phrase = phrase or token.pos_ == "ADP"
    return False


def phrase_after(verb: Token, cue: Cue) -> Content | None:
    """Read "called for …", "accused …", "talked about …" where the preposition comes next."""
    doc = verb.doc
    place = verb.i + 1
    end = sentence_end(verb)
    if place < end and doc[place].pos_ == "ADV":
        place += 1
    if place >= end or doc[place].lower_ not in cue.prepositions:
        return None
    stop = place
    for index in range(place + 1, end + 1):
        if index > place + 1 and _leaves(verb, doc[index], end):
            break
        stop = index
    if stop == place:
        return None
    head = next((t for t in doc[place + 1 : stop + 1] if not place < t.head.i <= stop), None)
    return Content(head or doc[stop], ((place + 1, stop),), clausal=False)


def clipped(verb: Token, content: Content) -> Content:
    """End a content where the speaker goes on: "… and asserted that"."""
    first, last = content.stretches[0][0], content.stretches[-1][1]
    stop = _stop(verb, first, last, finite=True)
    if stop >= last or stop < first:
        return content
    pieces = tuple((a, min(b, stop)) for a, b in content.stretches if a <= stop)
    return Content(content.head, pieces, content.clausal)


def object_after(verb: Token, content: Content) -> Content:
    """Let an object reach as far as its phrases do: to the next clause that is the verb's own."""
    first, last = content.stretches[0][0], content.stretches[-1][1]
    doc = verb.doc
    end = sentence_end(verb)
    stop = last
    for index in range(last + 1, end + 1):
        if _leaves(verb, doc[index], end):
            break
        stop = index
    return Content(content.head, ((first, stop),), content.clausal)


def _leaves(verb: Token, token: Token, end: int) -> bool:
    """Tell whether a word behind an object begins something that is not said."""
    if token.text in _LEAVING or token.lower_ in _CIRCUMSTANCE or token.lower_ in TIMES:
        return True
    if token.lower_ in {"and", "but", "or", "on", "in"} and token.i < end:
        after = token.nbor(1)
        goes_on = after.tag_ in FINITE or (after.tag_ == "VBG" and verb.tag_ == "VBG")
        return goes_on or after.lower_ in TIMES or after.pos_ == "ADV" or _opens_clause(after)
    return token.tag_ in FINITE and token.dep_ not in {"acl:relcl", "aux", "cop"}


def _opens_clause(token: Token) -> bool:
    """Tell a pronoun with its verb: "called him a friend and he did not object"."""
    return token.tag_ == "PRP" and token.i + 1 < len(token.doc) and token.nbor(1).tag_ in FINITE


@dataclass(frozen=True, slots=True)
class Inserted:
    """ "X said" put into or behind what X said."""

    content: Content
    speaker: Token
    words: Stretch  # the speaker's


def inserted(verb: Token) -> Inserted | None:
    """Read "…, X said, …", "…, X said." and "…, said X, head of Y."."""
    doc = verb.doc
    start, end = verb.sent.start, sentence_end(verb)
    speaker = beside(verb)
    if speaker is None:
        return None
    behind = speaker.i > verb.i
    first = verb.i if behind else joint_start(speaker)
    if first - 1 <= start or doc[first - 1].text not in _MARKS:
        return None
    last = end if behind else _tail(verb, verb.i)
    if last is None:
        return None
    pieces: list[Stretch] = [(start, first - 2)]
    if last < end:
        if doc[last + 1].text not in _MARKS:
            return None
        if last + 2 < end and not _goes_on(doc[last + 2], end):
            pieces.append((last + 2, _stop(verb, last + 2, end)))
    head = _finite_in(verb, pieces[0][0], pieces[-1][1])
    if head is None or not _has_clause(verb, pieces):
        return None
    words = (verb.i + 1, end) if behind else (first, verb.i - 1)
    speaker = speaker if behind else leader_of(speaker, first)
    return Inserted(Content(head, tuple(pieces), clausal=True), speaker, words)


def _has_clause(verb: Token, pieces: Sequence[Stretch]) -> bool:
    """Tell whether a finite verb stands there that is not in a relative clause."""
    for first, last in pieces:
        relative = False
        for token in verb.doc[first : last + 1]:
            relative = token.text != "," and (relative or token.tag_ in {"WP", "WDT", "WP$"})
            if token.tag_ in FINITE and not relative:
                return True
    return False


def _goes_on(token: Token, end: int) -> bool:
    """Tell whether what follows ", X said," is again about X: "adding", "who", "citing"."""
    if token.tag_ == "VBG":  # "…, he said, leaving", but not "…, he said, leaving is hard"
        finite = any(t.tag_ in FINITE for t in token.doc[token.i : end + 1])
        return find_cue(token) is not None or not finite
    return token.tag_ in {"WP", "WDT"} or token.lower_ in _TURNS | {"as", "according", "but"}


def _tail(verb: Token, last: int) -> int | None:
    """Step over what may stand behind "X said": adverbs, times, "in a statement", the addressee.

    None if something follows that X says: "when asked, X said yes".
    """
    doc = verb.doc
    end = sentence_end(verb)
    position = last
    while position < end and doc[position + 1].text not in STOPS | {",", "–", "—"}:
        position += 1
        token = doc[position]
        if position - last > 14 or token.tag_ in FINITE:
            return None
        if token.tag_ in {"WRB", "WP"}:
            return None
        opens = position == last + 1 and lemma(verb) not in ADDRESSED
        timely = token.lower_ in TIMES or token.pos_ in {"ADV", "ADP"}
        if opens and token.pos_ in {"NOUN", "PROPN", "PRON", "DET", "INTJ", "NUM"} and not timely:
            return None
    return position


def _start(verb: Token, content: Content | None) -> int | None:
    doc = verb.doc
    end = sentence_end(verb)
    for index in range(verb.i + 1, min(verb.i + 12, end)):
        token = doc[index]
        question = token.tag_ in {"WRB", "WP"} or token.lower_ == "if"
        if token.lower_ in {"that", "whether"} and token.tag_ in {"IN", "WDT"}:
            return index
        if question and lemma(verb) in ADDRESSED:
            return index
        if token.tag_ in FINITE or token.text in STOPS | {":"} | _QUOTES:
            break
    parsed = content.stretches[0][0] if content is not None else None
    if parsed is not None and parsed <= verb.i:
        parsed = None
    if verb.i + 1 > end:
        return parsed
    after = doc[verb.i + 1]
    if lemma(verb) in ADDRESSED:
        behind = _behind_addressee(verb, end)
        if behind is None or (parsed is not None and parsed >= behind):
            return parsed
        after = doc[behind]
    while after.i < end and (after.pos_ == "ADV" or after.text == "," or _is_time(after)):
        after = doc[after.i + 1]
    if after.pos_ in _NOMINAL | {"AUX"} or after.tag_ in FINITE or after.lower_ in {"if", "there"}:
        return after.i
    return parsed


def _is_time(token: Token) -> bool:
    """Tell a part of "on Monday" or "on 3 May", which behind a verb of saying tell when."""
    if token.lower_ in TIMES or token.i + 2 >= len(token.doc):
        return token.lower_ in TIMES
    before, after = token.nbor(-1), token.nbor(1)
    if token.lower_ == "on":
        return after.lower_ in TIMES or (after.like_num and after.nbor(1).lower_ in TIMES)
    return token.like_num and before.lower_ == "on" and after.lower_ in TIMES


def _behind_addressee(verb: Token, end: int) -> int | None:
    """Step over whom somebody tells: "told MSNBC his part …", "tells me they …"."""
    doc = verb.doc
    place = verb.i + 1
    if doc[place].tag_ == "PRP":
        place += 1
    else:
        kind = ""
        while place <= end and doc[place].pos_ in {"DET", "NOUN", "PROPN", "ADJ", "NUM", "PART"}:
            named = doc[place].pos_ if doc[place].pos_ in {"NOUN", "PROPN"} else ""
            if kind and ((named and named != kind) or doc[place].pos_ in {"DET", "ADJ"}):
                break
            kind = named or kind
            place += 1
    spoken = any(t.tag_ in FINITE for t in doc[place : end + 1])
    return place if verb.i + 1 < place <= end and spoken else None


def _stop(verb: Token, start: int, end: int, finite: bool = False) -> int:
    """Find where the reported clause ends: at the end, or where the speaker goes on."""
    doc = verb.doc
    opens = is_bare(verb) or (verb.tag_ == "VBG" and verb.dep_ == "advcl")
    fronted = opens and verb.head.i > verb.i  # "Asked whether …, X said", "After denying …, X"
    for index in range(start, end + 1):
        token = doc[index]
        if token.text == ";" or (fronted and token.text == ","):
            return index - 1
        if finite and index + 1 <= end and _turns(verb, token):
            return index - 1
        finite = finite or token.tag_ in FINITE
    return end


def _turns(verb: Token, token: Token) -> bool:
    """Tell whether the speaker's own clause goes on here."""
    after = token.nbor(1)
    if token.lower_ in {"and", "but"}:
        while after.pos_ == "ADV" and after.i < token.i + 3:
            after = after.nbor(1)
        cue = find_cue(after) if after.tag_ in FINITE else None
        return cue is not None and (cue.speech or after.tag_ == verb.tag_)
    if token.text not in {",", "–", "—"}:
        return False
    while after.text in _QUOTES and after.i < sentence_end(verb):  # "… enough,” adding that"
        after = after.nbor(1)
    if after.tag_ == "VBG":
        cue = find_cue(after)
        return cue is not None and cue.speech
    if after.lower_ in _TURNS or after.lower_ == "compared":
        return True
    main = verb.head.head
    if verb.dep_ == "acl:relcl" and (after.tag_ in FINITE or after == main):
        return True  # "Chad, which denied that it had sent troops, said …"
    conjunction = after.lower_ in {"and", "but"} and after.i + 1 < len(token.doc)
    return conjunction and (_turns(verb, after) or _new_speaker(after))


def _new_speaker(conjunction: Token) -> bool:
    """Tell whether ", but Y said" begins another report."""
    for token in conjunction.doc[conjunction.i + 1 : conjunction.i + 7]:
        if token.tag_ in FINITE:
            cue = find_cue(token)
            return (
                cue is not None
                and cue.speech
                and bool(cue.takes & CLAUSES)
                and token.lower_ not in NEGATIONS
            )
        if token.text in STOPS | {","}:
            return False
    return False


def _finite_in(verb: Token, start: int, stop: int) -> Token | None:
    """Find the verb of the reported clause: the highest one in the stretch."""
    best: Token | None = None
    first: Token | None = None
    for token in verb.doc[start : stop + 1]:
        if token.tag_ in FINITE or token.pos_ == "VERB":
            first = first or (token if token.tag_ in FINITE else None)
            head = token.head if token.dep_ in {"aux", "cop", "aux:pass"} else token
            if head == verb or not start <= head.i <= stop:
                continue
            if best is None or head.left_edge.i < best.left_edge.i:
                best = head
    return best or first


def block_after(verb: Token) -> Content | None:
    """Take the paragraph below "The mayor added:", where it has no quotation marks."""
    doc = verb.doc
    place = verb.i + 1
    while place < len(doc) and place < verb.i + 8 and doc[place].text != ":":
        place += 1
    start = place + 2
    if start >= len(doc) or doc[place].text != ":" or "\n" not in doc[place + 1].text:
        return None
    if doc[start].text in _QUOTES or doc[start].is_space:
        return None
    stop = start
    while stop + 1 < len(doc) and stop < start + LONGEST and "\n" not in doc[stop + 1].text:
        stop += 1
    return Content(doc[start].sent.root, ((start, stop),), clausal=True)
