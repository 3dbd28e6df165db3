"""Who has issued the statement that says something: "a statement from the mayor said"?"""

from __future__ import annotations

from spacy.tokens import Token

from claims.lexicon import Lexicon
from claims.scene import Scene
from claims.text.clauses import roles, sentence

_WORDS = Lexicon.of(__name__)

STATEMENTS = _WORDS.set("statements")
DOCUMENTS = _WORDS.set("documents")  # that can be cited, but not asked
ISSUING = _WORDS.set("issuing")
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
