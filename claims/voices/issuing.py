"""Who has issued the statement that says something: "a statement from the mayor said"?"""

from __future__ import annotations

from claims.lexicon import Lexicon
from claims.names.gazetteer import gazetteer
from claims.scene import Finding, Scene
from claims.text.clauses import roles, sentence
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

STATEMENTS = _WORDS.set("statements")
DOCUMENTS = _WORDS.set("documents")  # that can be cited, but not asked
ISSUING = _WORDS.set("issuing")
FIGURES = _WORDS.set("figures")
GIVING = _WORDS.set("giving")
_TAKING_UP = frozenset({"it", "they", "he", "she"})
_NEAR = 8  # words from a statement to who posted it


def issuer_of(scene: Scene, source: Token) -> Token | None:
    """Give whose statement it is; of "it" and "they", who has issued one just before."""
    if source.lower_ in _TAKING_UP and source.dep_ in ("nsubj", "expl"):
        return _issued_before(scene, source)
    if source.pos_ != "NOUN" or scene.lemma(source) not in STATEMENTS:
        return None
    for child in source.children:
        if child.dep_ == "acl" and scene.lemma(child) in ISSUING and child.tag_ == "VBN":
            return roles(child).agent
        case = next((c.lower_ for c in child.children if c.dep_ == "case"), "")
        if child.dep_ != "nmod" or not source.i < child.i < source.i + _NEAR:
            continue
        if case in ("from", "by"):
            return child
        owner = next((c for c in child.children if c.dep_ == "nmod:poss"), None)
        if case == "on" and owner is not None:  # "a post on the governor's Telegram channel"
            return owner
    return _owner(scene, source)


def _owner(scene: Scene, statement: Token) -> Token | None:
    """Give the body of "a coast guard statement"."""
    nouns = gazetteer().nouns
    named = nouns["organs"] | nouns["roles"] | nouns["groups"]
    before = (c for c in statement.children if c.dep_ == "compound" and c.i == statement.i - 1)
    return next((c for c in before if scene.lemma(c) in named), None)


def credited(scene: Scene, finding: Finding) -> Token | None:
    """Give who released a figure: "The toll, released by X, stood at 12", "X gave the figure"."""
    here = sentence(finding.anchor)
    end = sentence(scene.doc[here.end]).end if here.end < len(scene.doc) else here.end
    for noun in scene.doc[here.start : end]:
        if scene.lemma(noun) not in FIGURES or noun.pos_ != "NOUN":
            continue
        given = noun.head if noun.dep_ == "nsubj:pass" else None
        given = given or next((c for c in noun.children if c.dep_ == "acl"), None)
        if given is None or scene.lemma(given) not in GIVING or given.tag_ != "VBN":
            continue
        if noun.i < here.end and given.dep_ != "acl":
            continue  # of the sentence itself the count's own rules know
        agent = roles(given).agent
        if agent is not None and given.i < agent.i:
            return agent
    return None


def _issued_before(scene: Scene, pronoun: Token) -> Token | None:
    """Read "The mayors issued a statement. It said …"."""
    here = sentence(pronoun)
    if pronoun.i != here.start or not here.start:
        return None
    for noun in sentence(scene.doc[here.start - 1]):
        if scene.lemma(noun) not in STATEMENTS or noun.dep_ != "obj":
            continue
        if scene.lemma(noun.head) in ISSUING and noun.head.tag_ in ("VBD", "VBN"):
            return roles(noun.head).agent
    return None
