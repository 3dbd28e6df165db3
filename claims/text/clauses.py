"""Who does what to whom in a clause, whether it is a verb or a noun that says so?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claims.lexicon import Lexicon
from claims.text.linear import noun_after, noun_before, phrases_after
from claims.text.tree import Span, Token

_WORDS = Lexicon.of(__name__)

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "expl"})
OBLIQUE = frozenset({"obl", "obl:agent", "nmod", "obl:npmod", "obl:unmarked", "obl:arg"})
# Verbs whose object, not subject, does what the infinitive says.
OBJECT_CONTROL = _WORDS.set("object_control")
ACCUSE = frozenset(
    {"accuse", "suspect", "blame", "charge", "convict"}
)  # "accused Rwanda of sending": Rwanda sends
CLAUSES = _WORDS.set("clauses")


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """A word that names a happening, and the nouns around it."""

    head: Token
    agent: Token | None  # who does it
    patient: Token | None  # to whom it is done, or what is
    preps: tuple[tuple[str, Token], ...]  # "from" and the noun after it, in text order
    passive: bool = False

    def after(self, *words: str) -> Token | None:
        """Give the first noun that stands after one of these prepositions."""
        return next((noun for word, noun in self.preps if word in words), None)


def is_verbal(token: Token) -> bool:
    """Tell a verb, also as a participle that modifies, from a noun."""
    if token.tag_ == "VBG" and token.i and token.doc[token.i - 1].lemma_.lower() == "be":
        return True  # "is massing troops", whatever the parse makes of it
    return token.pos_ in ("VERB", "AUX") or (
        token.tag_ in ("VBN", "VBG", "VBD") and token.dep_ != "amod"
    )


def roles(token: Token) -> Roles:
    """Find agent, patient and prepositional nouns of a verb or of a noun of action."""
    return _mended(_of_verb(token)) if is_verbal(token) else _of_noun(token)


def _mended(found: Roles) -> Roles:
    """Fill by word order what the parse has lost: subject, object, prepositional nouns."""
    verb, agent, patient, preps = found.head, found.agent, found.patient, found.preps
    if not preps:
        preps = tuple(phrases_after(verb))
    if found.passive or (verb.tag_ == "VBN" and verb.dep_ == "amod"):
        patient = patient or noun_before(verb)
    else:
        patient = patient or noun_after(verb)
        if agent is None and verb.tag_ in ("VBD", "VBZ", "VBP", "VBN", "MD"):
            agent = noun_before(verb)
        if agent is None and verb.tag_ == "VBG" and verb.dep_ == "amod":
            agent = noun_before(verb)
        if agent is None and verb.tag_ == "VB" and verb.dep_ != "xcomp":
            agent = noun_before(verb)
    if agent is not None and patient is not None and agent.i == patient.i:
        agent = None
    return Roles(verb, agent, patient, preps, found.passive)


def _of_verb(verb: Token) -> Roles:
    agent = patient = None
    passive = False
    for child in verb.children:
        if child.dep_ == "nsubj":
            agent = agent or _antecedent(child, verb)
        elif child.dep_ == "nsubj:pass":
            patient, passive = _antecedent(child, verb), True
        elif child.dep_ == "obj":
            patient = patient or _antecedent(child, verb)
        elif child.dep_ == "aux:pass":
            passive = True
    preps = tuple(prepositions(verb))
    if passive and _has(verb, "obj") and not _has(verb, "aux:pass") and agent is None:
        agent, passive = (
            patient,
            False,
        )  # "troops have taken back control": the parse took it for passive
        patient = next(c for c in verb.children if c.dep_ == "obj")
    if passive:
        agent = next((c for c in verb.children if c.dep_ == "obl:agent"), None) or next(
            (noun for word, noun in preps if word == "by"), None
        )
    return _borrowed(verb, agent, patient, preps, passive)


def _borrowed(
    verb: Token,
    agent: Token | None,
    patient: Token | None,
    preps: tuple[tuple[str, Token], ...],
    passive: bool,
) -> Roles:
    """Fill a missing subject from the clause that the verb hangs on."""
    dep, head = verb.dep_, verb.head
    done = verb.tag_ in ("VBN", "VBD") and not passive and not agent
    if dep in ("acl", "amod") and done and not patient:
        by = next((noun for word, noun in preps if word == "by"), None)
        return Roles(verb, by, head, preps, True)
    if dep == "acl" and agent is None and (found := _on_noun(verb, patient, preps, passive)):
        return found
    if dep == "acl:relcl" and not agent and not passive and not _has(verb, "nsubj"):
        return Roles(verb, head, patient, preps)
    if dep == "acl:relcl" and agent and patient is None and not passive and _gap(verb):
        return Roles(verb, agent, head, preps)
    if dep == "ccomp" and agent is None and not passive and _interposed(head):
        return Roles(verb, head.head, patient, preps)  # "X, which it said had shelled Y"
    if dep == "acl" and agent is None and not passive and head.i < verb.i:
        agent = _whose_plan(verb, head)
    if passive and patient is None and dep in ("conj", "xcomp", "advcl"):
        return Roles(verb, agent, _subject_above(verb), preps, True)
    if dep == "conj" and patient is None and not passive:
        shared = (c for c in head.children if c.dep_ == "obj" and c.i > verb.i)
        patient = next(shared, None)  # "stormed and captured X"
    if not passive and agent is None and dep in ("conj", "xcomp", "advcl", "ccomp", "parataxis"):
        agent = _subject_above(verb)
        if verb.tag_ == "VBN" and dep in ("advcl", "conj") and patient is None:
            by = next((noun for word, noun in preps if word == "by"), None)
            return Roles(verb, by, agent, preps, True)
    return Roles(verb, agent, patient, preps, passive)


def _on_noun(
    verb: Token, patient: Token | None, preps: tuple[tuple[str, Token], ...], passive: bool
) -> Roles | None:
    """Give the roles of what hangs on a noun: "troops leaving X", "the decision to leave"."""
    head = verb.head
    if verb.tag_ == "VBG":
        accused = head.head.lemma_.lower() in ACCUSE
        if _has(verb, "mark") and head.dep_ == "obj" and is_verbal(head.head) and not accused:
            head = _of_verb(head.head).agent or head  # "X has an interest in leaving": X leaves
        return Roles(verb, head, patient, preps)
    planner = next((n for w, n in prepositions(head) if w in ("by", "for") and n.i < verb.i), None)
    if verb.tag_ == "VB" and planner is not None and not passive:
        return Roles(verb, planner, patient, preps)  # "plans for X to go", "a bid by X to"
    if verb.tag_ == "VB" and head.dep_ == "obj":
        doer = _of_verb(head.head).agent if is_verbal(head.head) else None
        return Roles(verb, doer, patient, preps, passive)  # "X made the decision to deploy them"
    return None


def _interposed(saying: Token) -> bool:
    """Tell the saying inside a relative clause: "which it said", "who officials said"."""
    opened = (c for c in saying.children if c.i < saying.i)
    return saying.dep_ == "acl:relcl" and any(c.lower_ in RELATIVE for c in opened)


def _whose_plan(verb: Token, noun: Token) -> Token | None:
    """Give who would do it: "a bid by X to storm Y", "X's claim to have taken it"."""
    if not any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children):
        return None
    by = next((n for word, n in prepositions(noun) if word == "by" and n.i < verb.i), None)
    return by or next((c for c in noun.children if c.dep_ == "nmod:poss"), None)


def _has(verb: Token, dep: str) -> bool:
    return any(child.dep_ == dep for child in verb.children)


def _gap(verb: Token) -> bool:
    """Tell whether a relative clause has its object outside: "the town that they took"."""
    return not any(child.dep_ in ("obj", "ccomp", "xcomp") for child in verb.children)


def _subject_above(verb: Token) -> Token | None:
    """Take the subject of the governing verb, or its object after "forced them to"."""
    seen = 0
    while seen < 4 and verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "parataxis"):
        child, verb, seen = verb, verb.head, seen + 1
        if child.dep_ in ("ccomp", "parataxis") and child.tag_ not in ("VBG", "VB"):
            return None
        if not is_verbal(verb):
            return next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubj:pass")]
        objects = [c for c in verb.children if c.dep_ == "obj" and c.i < child.i]
        lemma = verb.lemma_.lower()
        if objects and child.dep_ == "advcl" and (owner := _whose_plan(child, objects[0])):
            return owner  # "rejected claims by X to have taken Y"
        accused = child.dep_ == "advcl" and lemma in ACCUSE
        if objects and (accused or (child.dep_ == "xcomp" and lemma in OBJECT_CONTROL)):
            return _antecedent(objects[0], verb)
        if subjects:
            return _antecedent(subjects[0], verb)
        if verb.dep_ == "acl:relcl":
            return verb.head
        if verb.dep_ == "acl":
            return verb.head if verb.tag_ in ("VBG", "VBN", "VBD") else None
    return None


def _antecedent(token: Token, verb: Token) -> Token:
    """Replace a relative pronoun by the noun that its clause hangs on."""
    if token.lower_ in RELATIVE and token.pos_ in ("PRON", "DET", "SCONJ"):
        for _ in range(4):
            if verb.dep_ == "acl:relcl":
                return verb.head
            if verb.dep_ not in ("conj", "xcomp", "ccomp"):
                break
            verb = verb.head
    return token


def prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    """Give the nouns that hang on a word by a preposition, with coordinated ones."""
    for child in token.children:
        if child.dep_ in OBLIQUE:
            word = preposition(child)
            if not word and child.dep_ == "obl:agent":
                word = "by"
            yield word, child
            for other in child.conjuncts:
                if other.i > child.i and not preposition(other):
                    yield word, other


def preposition(noun: Token) -> str:
    """Give the preposition of a noun: "in", "out of", "" for none."""
    cases = [c for c in noun.children if c.dep_ == "case" and c.i < noun.i]
    return " ".join(c.lower_ for c in cases[:2] if c.lower_ not in ("'s", "’s"))


def _of_noun(noun: Token) -> Roles:
    """Read "the Russian army's capture of X by Y" like a clause."""
    owner = next((c for c in noun.children if c.dep_ == "nmod:poss"), None)
    preps = tuple(prepositions(noun)) or tuple(phrases_after(noun))
    by = next((n for word, n in preps if word == "by"), None)
    of = next((n for word, n in preps if word == "of"), None)
    return Roles(noun, by or owner, of, preps)


def clause_of(token: Token) -> Token:
    """Climb to the head of the clause that a word stands in."""
    for _ in range(30):
        governed = is_verbal(token.head) or token.head.pos_ == "ADJ"  # "is ready to receive"
        if token.dep_ in CLAUSES and (token.dep_ != "xcomp" or not governed):
            return token
        if (
            token.dep_ == "conj"
            and is_verbal(token)
            and (_has(token, "nsubj") or _has(token, "nsubj:pass") or is_verbal(token.head))
        ):
            return token
        if token.head.i == token.i:
            return token
        token = token.head
    return token


def inside(token: Token, head: Token) -> bool:
    """Tell whether a word stands in another's subtree."""
    for _ in range(40):
        if token.i == head.i:
            return True
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def predicates(noun: Token) -> Iterator[tuple[Token, str]]:
    """Give the verbs and predicates that say something of a noun, with the noun's part in them."""
    head = noun.head
    if noun.dep_ in ("nsubj", "nsubj:pass", "obj", "obl", "obl:agent") and (
        is_verbal(head) or noun.dep_ in ("nsubj", "nsubj:pass")
    ):
        yield head, noun.dep_
        for child in head.children:
            joined = child.dep_ in ("xcomp", "conj") and is_verbal(child) and child.i > head.i
            if joined and not any(c.dep_ in SUBJECTS for c in child.children):
                yield child, noun.dep_ if child.dep_ == "conj" else "nsubj"
    for child in noun.children:
        if child.dep_ in ("acl", "acl:relcl") and is_verbal(child):
            passive = child.tag_ in ("VBN", "VBD") and not any(
                c.dep_ == "obj" for c in child.children
            )
            relative = any(c.lower_ in RELATIVE and c.dep_ == "nsubj" for c in child.children)
            yield child, "obj" if passive and not relative else "nsubj"
    if noun.dep_ == "conj" and not is_verbal(head) and head.i != noun.i:
        yield from predicates(head)


def particle(verb: Token) -> str:
    """Give the particle of a verb: "off" of "called off"."""
    return next(
        (
            c.lower_
            for c in verb.children
            if c.dep_ in ("compound:prt", "advmod") and c.i == verb.i + 1
        ),
        "",
    )


def is_aside(token: Token, anchor: Token) -> bool:
    """Tell what a relative clause or participle says in passing: "the pact, signed in May, is"."""
    for _ in range(6):
        if token.dep_ in ("acl:relcl", "acl"):
            return token.i != anchor.i and not inside(anchor, token)
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def stretch(doer: Token | None, anchor: Token, deed: Token) -> tuple[int, int]:
    """Give the offsets from who acts to the end of what he undertakes: "A pledged … to do B"."""
    first = doer.left_edge if doer is not None and doer.i < anchor.i else anchor
    last = deed.right_edge
    return first.idx, last.idx + len(last)


def sentence(token: Token) -> Span:
    """Give the sentence of a word."""
    return token.sent
