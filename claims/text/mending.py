"""Which arcs of a parse are surely wrong, and how do they go instead?

The parser takes some verbs of news for adjectives: "Turkey massed troops", "has begun flying
commandos". Word order tells them, so that whatever reads the grammar need not know of it.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from claims.lexicon import Lexicon

_WORDS = Lexicon.of(__name__)

PHASES = _WORDS.set("phases")  # verbs that a gerund follows
SAYING = _WORDS.set("saying")
STATES = _WORDS.set("states")  # participles that say how something is, also behind "have"
JUDGING = _WORDS.set("judging")
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
TIMES = frozenset({"first", "second", "third"})


def mend(doc: Doc) -> None:
    """Put right what the words around show to be wrong."""
    for token in doc:
        if token.dep_ in ("amod", "conj") and token.tag_ in ("VBN", "VBD") and _is_set_off(token):
            _after_aside(token)
        elif token.tag_ in ("VBN", "VBD") and token.dep_ == "amod" and token.i:
            _finite(token, doc[token.i - 1])
        elif token.tag_ == "VBG" and token.dep_ in ("amod", "compound") and token.i:
            _gerund(token, doc[token.i - 1])
        elif _may_go_on(token):
            _goes_on(token)
        elif token.dep_ == "acl:relcl" and token.head.lower_ == "time":
            _first_time(token, token.head)
        elif token.dep_ == "obj" and token.head.i < token.i:
            if token.head.tag_ == "NNS":
                _present(token.head)
            elif token.head.lemma_ in SAYING:
                _subject(token, token.head)


def _is_set_off(verb: Token) -> bool:
    return verb.i > 1 and verb.nbor(-1).text == ","


def _may_go_on(verb: Token) -> bool:
    """Tell ", saying" and "and said", which may belong to another verb than they hang on."""
    if verb.dep_ not in ("advcl", "conj") or verb.lemma_ not in SAYING:
        return False
    if verb.i < 2 or verb.head.i > verb.i:
        return False
    if verb.tag_ == "VBG":
        return verb.dep_ == "advcl" and _is_set_off(verb)
    alone = not any(c.dep_ in SUBJECTS for c in verb.children)
    return verb.dep_ == "conj" and verb.tag_ == "VBD" and alone


def _goes_on(saying: Token) -> None:
    """Mend "rejected claims that X had fallen, saying …": not X says so, he who rejects them."""
    told = saying.head
    if told.lemma_ in SAYING | JUDGING:
        return
    verbs = (t for t in told.ancestors if t.dep_ not in ("obj", "obl") and t.pos_ == "VERB")
    judge = next((t for t in verbs if t.lemma_ in SAYING | JUDGING), None)
    if judge is None or judge.lemma_ not in JUDGING:
        return
    saying.head = judge
    said = next((c for c in saying.children if c.dep_ == "ccomp"), None)
    for other in told.children:  # "… and that seven had died" goes on with what is said
        marked = any(c.lower_ == "that" for c in other.children)
        if said is not None and other.dep_ == "conj" and other.i > said.i and marked:
            other.head = said


def _after_aside(verb: Token) -> None:
    """Mend "X, who have fought for years and hold much, captured Y", where X has no verb left."""
    subject = next((t for t in verb.ancestors if t.dep_ == "ROOT"), None)
    aside = verb.head
    if subject is None or subject.pos_ not in ("NOUN", "PROPN") or subject.i > verb.i:
        return
    clause = next((c for c in subject.children if c.dep_ == "acl:relcl" and c.i < verb.i), None)
    if clause is None:
        return
    behind = [c for c in (*clause.subtree,) if c.i > verb.i and c.head.i < verb.i]
    saying = next((c for c in subject.children if c.dep_ == "parataxis" and c.i > verb.i), None)
    verb.head = verb
    if saying is not None:
        saying.head = saying
        _hang(saying, saying, "ROOT")
        _hang(verb, saying, "ccomp")
    else:
        verb.dep_ = "ROOT"
    _hang(subject, verb, "nsubj")
    if aside.i > verb.i:
        _hang(aside, verb, "obj")
    for child in behind:
        if child.i != aside.i:
            _hang(child, verb, child.dep_)


def _finite(verb: Token, before: Token) -> None:
    """Mend "Turkey massed troops" and "had massed troops", taken for troops that are massed."""
    noun = verb.head
    if noun.i < verb.i or not before.whitespace_ or not verb.whitespace_:
        return
    if before.lemma_ == "have" and noun.head.i == before.i and noun.dep_ == "obj":
        if verb.lower_ not in STATES and verb.tag_ == "VBN":
            _perfect(verb, before, noun)
    elif before.pos_ == "PROPN" and verb.lower_ not in STATES and before.tag_ != "POS":
        _past(verb, before, noun)


def _present(noun: Token) -> None:
    """Mend "The air force bombs ten targets", taken for bombs: no noun has an object."""
    doer = next((c for c in reversed(list(noun.lefts)) if c.dep_ == "compound"), None)
    if doer is None or not doer.whitespace_:
        return
    noun.tag_, noun.pos_ = "VBZ", "VERB"
    for child in [c for c in noun.lefts if c.i < doer.i]:
        child.head = doer
    doer.dep_ = "nsubj"


def _subject(noun: Token, saying: Token) -> None:
    """Mend "says an attack on X killed four", where the attack is not what is said."""
    said = next((c for c in saying.children if c.dep_ == "ccomp" and c.i > noun.i), None)
    if said is None or any(c.dep_ in SUBJECTS or c.dep_ == "mark" for c in said.children):
        return
    helped = any(c.dep_.startswith("aux") for c in said.children)
    if said.tag_ in ("VBD", "VBZ", "VBP") or (helped and said.tag_ in ("VBN", "VB", "VBG")):
        passive = any(c.dep_ == "aux:pass" for c in said.children)
        _hang(noun, said, "nsubj:pass" if passive else "nsubj")


def _past(verb: Token, subject: Token, noun: Token) -> None:
    """Make the noun the object of the verb, and the name before it the subject."""
    above, link = noun.head, noun.dep_
    twice = sum(c.dep_ in SUBJECTS for c in above.children) > 1
    if link != "ROOT" and not (link == "nsubj" and twice and above.i > noun.i):
        return
    if subject.head.i not in (noun.i, verb.i):
        return
    behind = [c for c in noun.children if c.i > noun.i]
    front = [c for c in noun.children if c.i < subject.i]
    verb.head = verb if link == "ROOT" else above
    verb.dep_ = "ROOT" if link == "ROOT" else "ccomp"
    _hang(noun, verb, "obj")
    _hang(subject, verb, "nsubj")
    for child in front:
        child.head = subject
    for child in behind:
        _hang(child, verb, "obl" if child.dep_ == "nmod" else child.dep_)


def _perfect(verb: Token, have: Token, noun: Token) -> None:
    """Make "had" the auxiliary of the participle behind it."""
    children = [c for c in have.children if c.i != noun.i]
    root = have.dep_ == "ROOT"
    above, link = have.head, have.dep_
    verb.head = verb if root else above
    verb.dep_ = link
    _hang(have, verb, "aux")
    _hang(noun, verb, "obj")
    for child in children:
        child.head = verb
    for child in [c for c in noun.children if c.i > noun.i and c.dep_ == "nmod"]:
        _hang(child, verb, "obl")


def _gerund(verb: Token, before: Token) -> None:
    """Mend "has begun flying commandos to X", taken for commandos that fly."""
    noun = verb.head
    if before.lemma_ not in PHASES or noun.i < verb.i or noun.dep_ != "obj":
        return
    if noun.head.i != before.i:
        return
    behind = [c for c in before.children if c.i > noun.i and c.dep_ == "obl"]
    behind += [c for c in noun.children if c.i > noun.i and c.dep_ == "nmod"]
    _hang(verb, before, "xcomp")
    _hang(noun, verb, "obj")
    for child in behind:
        _hang(child, verb, "obl")


def _first_time(verb: Token, time: Token) -> None:
    """Mend "confirmed for the first time that it had", where "that" opens what is confirmed."""
    saying = time.head
    that = next((t for t in verb.children if t.lower_ == "that" and t.i < verb.i), None)
    counted = any(c.lower_ in TIMES for c in time.children)
    if that is None or not counted or that.i != time.i + 1 or saying.pos_ != "VERB":
        return
    _hang(verb, saying, "ccomp")
    that.dep_ = "mark"


def _hang(word: Token, head: Token, link: str) -> None:
    word.head = head
    word.dep_ = link
