"""Who says so: where does the source of a cue stand?

The parse is asked first. Where it is unsure, place decides: "X said", "X, head of Y, said",
"said X", "X did this and said".
"""

from __future__ import annotations

from claims.lexicon import Lexicon
from claims.saying.cueing import (
    ADDRESSED,
    FINITE,
    NEGATIONS,
    QUOTING,
    SUBJECTS,
    UNABLE,
    Stretch,
    case_of,
    child,
    find_cue,
    is_passive,
)
from claims.saying.cues import Cue
from claims.text.language import lemma
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

_EACH = frozenset({"both", "each", "all"})
_NAMES = frozenset({"NOUN", "PROPN", "PRON"})
_NOMINAL = frozenset({"DET", "NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_BINDING = frozenset({"of", "for", "from", "in", "at", "and", "with", "on", "near", "without"})
_DEEP = 3  # phrases that hang on one another: "the head of the police in the town of X"
_MARKS = frozenset({",", "–", "—", "―", "-"})
_QUOTES = frozenset({'"', "“", "”", "''", "``", "‘", "’", "'"})
INVERTED = _WORDS.set("inverted")  # verbs behind which a speaker may stand
_MAKING = _WORDS.set("making")
STOPS = frozenset({".", "?", "!", ";"})
DOCUMENTS = _WORDS.set("documents")
TIMES = _WORDS.set("times")


def source_of(token: Token, cue: Cue) -> Token | None:
    """Find the head of the source phrase of a cue."""
    if token.pos_ == "NOUN":
        return _owner_of(token)
    if cue.impersonal:
        return next((c for c in token.children if c.dep_ == "obl" and case_of(c) == "to"), None)
    if token.pos_ != "ADJ" and is_passive(token) and not _tells(token):
        return agent_of(token)
    subject = subject_of(token)
    return (
        None
        if subject is not None and subject.lower_ in {"it", "there"} and _is_dummy(token)
        else subject
    )


def _tells(verb: Token) -> bool:
    """Tell a verb that was taken for a participle: "the army confirmed on Friday that"."""
    clause = child(verb, "ccomp")
    return (
        verb.dep_ == "acl"
        and clause is not None
        and child(clause, "mark") is not None
        and verb.lemma_.lower() not in ADDRESSED
    )


def subject_of(token: Token, depth: int = 0) -> Token | None:
    """Find who does what a verb says, where the verb itself does not name him."""
    own = child(token, *SUBJECTS)
    if own is None:  # "the government has yet to confirm": hung on "has"
        helping = (c for c in token.lefts if c.dep_ == "aux")
        own = next((s for c in helping if (s := child(c, *SUBJECTS)) is not None), None)
    if own is not None and own.lower_ == "that" and token.dep_ == "acl:relcl":
        return token.head
    if own is not None:
        return None if own.lower_ == "it" and child(token, "expl") is not None else own
    if child(token, "expl") is not None or depth > 6:
        return child(token, "expl") if lemma(token) in UNABLE else None
    if token.dep_ == "acl":
        writer = _writer_of(token.head) or _reporter_of(token)
        return writer if writer is not None else token.head
    if token.tag_ == "VBG" and case_of(token) == "as" and token.head.lemma_ in QUOTING:
        return child(token.head, "obj", "nsubj:pass")  # "agencies quoted X as saying"
    if token.dep_ == "xcomp":
        controller = child(token.head, "obj", "iobj")
        if controller is not None and controller.i < token.i:
            return controller
    if token.dep_ in {"conj", "xcomp", "advcl", "parataxis", "ccomp", "dep"}:
        above = token.head
        if token.dep_ == "advcl" and above.i > token.i and above.pos_ in {"NOUN", "PROPN"}:
            return above  # "After denying it, the army called …", where the noun heads the parse
        named = above.pos_ in {"NOUN", "PROPN"} and child(above, "cop") is None
        if token.dep_ == "conj" and named and child(token, "advmod"):
            return above  # "The army, the best in the land, neither confirmed nor denied it"
        if token.dep_ == "conj" and above.dep_ == "ccomp" and _fits_better(token, above):
            above = above.head
        return subject_of(above, depth + 1)
    return token.head if token.dep_ == "acl:relcl" else None


def _fits_better(token: Token, inner: Token) -> bool:
    """Tell whether a verb goes on with the outer clause: "said he would go and warned"."""
    modal = any(c.tag_ == "MD" for c in inner.lefts)
    return (
        token.tag_ in {"VBD", "VBZ"}
        and token.tag_ == inner.head.tag_
        and (modal or inner.tag_ != token.tag_)
    )


def _writer_of(document: Token) -> Token | None:
    """Find who issued "a statement calling", "a letter urging"."""
    if document.lemma_.lower() not in DOCUMENTS or document.dep_ not in {"obj", "obl", "conj"}:
        return None
    return subject_of(document.head) if document.head.pos_ == "VERB" else None


def _reporter_of(token: Token) -> Token | None:
    """Find who reports in "reports from X and Y indicating", "an account by X saying"."""
    near = (c for c in token.head.children if c.dep_ == "nmod" and c.i < token.i)
    named = [c for c in near if case_of(c) in {"by", "from"}]
    return named[0] if named and find_cue(token.head) is not None else None


def agent_of(verb: Token) -> Token | None:
    """Find the "by" phrase of a passive."""
    agent = child(verb, "obl:agent")
    if agent is not None:
        return agent
    return next((c for c in verb.children if c.dep_ == "obl" and case_of(c) == "by"), None)


def _is_dummy(token: Token) -> bool:
    """Tell whether "it" announces a clause: "it is said that"."""
    return token.pos_ == "ADJ" or child(token, "expl") is not None


def _owner_of(noun: Token) -> Token | None:
    """Find whose claim it is: "X's claim", "the claim by X", "Russian claims", "report from X"."""
    owner = child(noun, "nmod:poss")
    if owner is not None:
        return owner
    for c in noun.children:
        if c.dep_ in {"nmod", "obl", "obl:agent"} and case_of(c) in {"by", "from"}:
            return c
    for c in noun.children:
        if c.dep_ == "amod" and c.i < noun.i and c.text[:1].isupper():
            return c
        if c.dep_ == "compound" and c.pos_ == "PROPN":
            return c
    return _holder_of(noun)


def _holder_of(noun: Token) -> Token | None:
    """Find who makes a claim: "X made the claim that", "X issued a statement saying"."""
    made = noun.dep_ == "obj" and noun.head.lemma_.lower() in _MAKING
    if made and not is_passive(noun.head):
        return subject_of(noun.head)
    return None


def _is_between(token: Token) -> bool:
    """Tell a word that may stand between a subject and its verb: "A and B both said"."""
    return token.pos_ in {"ADV", "AUX"} or token.lower_ in NEGATIONS | _EACH


def speaker_before(verb: Token) -> Token | None:
    """Find who says by place alone: "X said", "X, head of Y, said", "X did this and said"."""
    doc = verb.doc
    start = verb.sent.start
    place = verb.i - 1
    while place > start and _is_between(doc[place]):
        place -= 1
    if place < start:
        return None
    if doc[place].pos_ in _NAMES:
        return doc[place]
    if doc[place].text == ",":
        return _before_apposition(verb, place)
    if doc[place].lower_ in {"and", "but"}:
        subject = subject_of(verb.sent.root)
        return subject if subject is not None and subject.i < verb.i else _first_noun(verb)
    return None


def joint_start(speaker: Token) -> int:
    """Give where a speaker's words begin: those of "Peru and Ecuador" at the first name."""
    doc, first = speaker.doc, chunk_start(speaker)
    if first > 1 and doc[first - 1].lower_ == "and" and doc[first - 2].pos_ == "PROPN":
        first = chunk_start(doc[first - 2])
    return first


def subject_beside(verb: Token) -> Token | None:
    """Find a subject that stands between a comma, or the beginning, and its verb."""
    doc = verb.doc
    speaker = beside(verb)
    if speaker is None or speaker.i > verb.i or speaker.lower_ in TIMES:
        return None
    first = joint_start(speaker)
    if any(doc[i].lower_ in TIMES for i in range(first, speaker.i)):
        return None
    opens = first == verb.sent.start or doc[first - 1].text in _MARKS | _QUOTES
    if not opens:
        return None
    return leader_of(speaker, first)


def leader_of(speaker: Token, first: int) -> Token:
    """Give who leads a phrase: "sources" of "sources from A and B"."""
    doc = speaker.doc
    for index in range(first + 1, speaker.i):
        if doc[index].pos_ != "ADP":
            continue
        noun = doc[index - 1]
        if noun.pos_ == "ADJ" and index > first + 1:
            noun = doc[index - 2]  # "people familiar with the matter"
        if noun.pos_ in _NAMES:
            return _head_of(noun, first)
    return _head_of(speaker, first)


def _head_of(noun: Token, first: int) -> Token:
    """Climb from the last word of a name to the one that heads it: "Ana" of "Ana Ruiz"."""
    while noun.head != noun and first <= noun.head.i and noun.head.pos_ in _NAMES:
        if noun.dep_ not in {"flat", "compound", "nmod:desc", "appos"}:
            break
        noun = noun.head
    return noun


def doer_before(verb: Token) -> Token | None:
    """Find who did what stands before ", saying …"."""
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        if token.tag_ in FINITE and token.pos_ == "VERB":
            return subject_beside(token) or subject_of(token)
    return None


def _before_apposition(verb: Token, comma: int) -> Token | None:
    """Step over ", head of Y," to the name before it."""
    doc = verb.doc
    for place in range(comma - 1, max(verb.sent.start, comma - 30), -1):
        if doc[place].text == "," and doc[place - 1].pos_ in _NAMES:
            return doc[place - 1]
        if doc[place].tag_ in FINITE and doc[place].dep_ not in {"acl:relcl", "aux"}:
            return None
    return None


def _first_noun(verb: Token) -> Token | None:
    """Give the last word of the first noun phrase of the sentence."""
    found: Token | None = None
    for token in verb.doc[verb.sent.start : verb.i]:
        if token.pos_ in _NAMES:
            found = token
        elif found is not None:
            return found
    return None


def beside(verb: Token) -> Token | None:
    """Find the noun right before a verb, or right behind it: "the ministry said", "said Putin"."""
    doc = verb.doc
    start = verb.sent.start
    place = verb.i - 1
    while place > start and _is_between(doc[place]):
        place -= 1
    if place > start and doc[place].text == ")":
        opening = next(
            (i for i in range(place, max(start, place - 8), -1) if doc[i].text == "("), place
        )
        place = opening - 1
    if place < start:
        return None
    if doc[place].pos_ in _NAMES:
        return doc[place]
    if verb.i + 1 >= len(doc):
        return None
    if verb.i == start and doc[verb.i + 1].pos_ == "PROPN":
        return _top(verb, verb.i + 1, min(sentence_end(verb), verb.i + 14))
    if place != verb.i - 1 or doc[place].text not in _MARKS:
        return None
    after = doc[verb.i + 1]
    inverted = after.pos_ in _NOMINAL and after.tag_ not in {"PRP", "PRP$"}
    if inverted and verb.lemma_.lower() in INVERTED and not _clause_behind(verb):
        return _top(verb, verb.i + 1, min(sentence_end(verb), verb.i + 14))
    return _before_apposition(verb, place)


def _clause_behind(verb: Token) -> bool:
    """Tell whether a clause follows the verb, so that what follows is said and no speaker."""
    relative = False
    for token in verb.doc[verb.i + 1 : sentence_end(verb) + 1]:
        relative = relative or token.tag_ in {"WP", "WDT", "WP$"}
        if token.tag_ in FINITE and not relative:
            return True
    return False


def chunk_start(noun: Token, depth: int = 0) -> int:
    """Give the first token of the noun phrase that ends with a noun, by tags alone."""
    doc = noun.doc
    first = noun.i
    while first > noun.sent.start and (
        doc[first - 1].pos_ in _NOMINAL | {"PART"} or doc[first - 1].tag_ in {"POS", "HYPH"}
    ):
        first -= 1
    if depth < _DEEP and first > noun.sent.start + 1 and doc[first - 1].lower_ in _BINDING:
        before = chunk_start(doc[first - 2], depth + 1)
        described = before < first - 2 and doc[first - 2].pos_ == "ADJ"  # "sources familiar with"
        if (
            (doc[first - 2].pos_ in _NAMES or described)
            and before > noun.sent.start
            and doc[before - 1].text in _MARKS
        ):
            return before
    return first


def speaker_near(verb: Token, quote: Stretch) -> Token | None:
    """Find the source of "…," said X or "…," X said by place, where the parse looks inside."""
    subject = subject_of(verb)
    if subject is not None and not quote[0] <= subject.i <= quote[1] and subject.pos_ != "PUNCT":
        return subject
    if verb.i <= quote[1] + 2 and verb.i > quote[1]:
        return _top(verb, verb.i + 1, min(sentence_end(verb), verb.i + 14))
    if verb.i > quote[1]:
        return _top(verb, quote[1] + 1, verb.i - 1)
    return None


def _top(verb: Token, first: int, last: int) -> Token | None:
    """Find the highest noun between two tokens."""
    best: Token | None = None
    for token in verb.doc[first : last + 1]:
        if token.text in {",", "."} and best is not None:
            break
        if token.pos_ in {"NOUN", "PROPN", "PRON"}:
            inside = first <= token.head.i <= last and token.head.pos_ in {"NOUN", "PROPN"}
            if not inside:
                return token
            best = best or token
    return best


def sentence_end(verb: Token) -> int:
    """Give the last token of the sentence that is no end mark."""
    sentence = verb.sent
    end = sentence.end - 1
    while end > verb.i and (verb.doc[end].is_space or verb.doc[end].text in STOPS):
        end -= 1
    return end
