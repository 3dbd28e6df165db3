"""Is a happening said to be real, denied, possible or still to come?"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from claims.text.clauses import sentence
from claims.text.tree import Token

_TABLE = tomllib.loads(files("claims.text").joinpath("factuality.toml").read_text("utf8"))
_WORDS = {name: frozenset(words) for name, words in _TABLE.items() if isinstance(words, list)}
_WEIGHTS: dict[str, float] = _TABLE["weights"]
NEAR = 5  # words between a negation and what it denies
AHEAD_LINKS = frozenset({"xcomp", "acl", "obj", "nmod", "ccomp", "advcl", "obl"})
DEPTH = 6  # governors that are asked; farther ones say little about a word


@dataclass(frozen=True, slots=True)
class Fact:
    """What the grammar around a word says of its being real."""

    negated: bool = False
    possible: bool = False  # may, might, likely, "the risk of"
    reported: bool = False  # reportedly, allegedly
    future: bool = False
    wanted: bool = False  # a plan, wish, attempt, order
    condition: bool = False
    pluperfect: bool = False


def judge(token: Token, top: Token | None = None) -> Fact:
    """Read the words around a happening up to the head of what somebody said (`top`)."""
    found = _Reading()
    found.infinitive = token.tag_ == "VB" and any(c.lower_ == "to" for c in token.children)
    word, link = token, ""
    for step in range(DEPTH):
        found.look(word, link, step)
        if word.dep_ == "ROOT" or (top is not None and word.i == top.i):
            break
        link, word = "xcomp" if is_averted(word) else word.dep_, word.head
        if link == "acl:relcl" or (link == "parataxis" and word.i < token.i):
            break  # what is said of "Eritrea, whose soldiers fought" says nothing of the fighting
    return found.fact()


def features(token: Token) -> list[str]:
    """Name what around a word bears on its being real: for the score, and for tuning it."""
    fact = judge(token)
    found = [name for name in Fact.__slots__ if getattr(fact, name)]
    subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubj:pass")), None)
    auxiliaries = [c for c in token.children if c.dep_ in ("aux", "aux:pass", "cop")]
    found += [f"tag {token.tag_}", f"link {token.dep_}", *(f"aux {a.lower_}" for a in auxiliaries)]
    found += ["not here" for c in token.children if c.lower_ in _WORDS["negators"]][:1]
    found += [f"mark {c.lower_}" for c in token.children if c.dep_ == "mark"]
    if (
        subject is None
        and token.tag_ in ("VB", "VBP")
        and token.dep_ in ("ROOT", "conj", "parataxis", "ccomp")
    ):
        found.append("imperative" if not auxiliaries else "no subject")
    if subject is not None:
        found.append("subject " + (subject.lower_ if subject.pos_ == "PRON" else "noun"))
    if any(t.text == "?" for t in sentence(token)[-3:]):
        found.append("question")
    found += _governed(token)
    return found


def _governed(token: Token) -> list[str]:
    """Name the governor of a word, and whether it is itself unreal."""
    if token.head.i == token.i or token.dep_ not in (
        "xcomp",
        "ccomp",
        "advcl",
        "acl",
        "conj",
        "acl:relcl",
        "obj",
        "nmod",
        "csubj",
    ):
        return []
    above = judge(token.head)
    names = [f"{token.dep_} under {name}" for name in Fact.__slots__ if getattr(above, name)]
    names.append(f"{token.dep_} of {token.head.lemma_.lower()}")
    return [*names, f"{token.dep_} of {token.head.tag_}"]


def score(token: Token) -> float:
    """Rate a happening from -3 (did not happen) to 3; weights fitted on UW and UDS-IH2."""
    total = _WEIGHTS["always"] + sum(_WEIGHTS.get(name, 0.0) for name in features(token))
    return max(-3.0, min(3.0, total))


def is_averted(word: Token) -> bool:
    """Tell "prevented them from leaving": it did not happen, and nobody claims that it did."""
    return word.dep_ == "advcl" and any(c.lower_ == "from" and c.i < word.i for c in word.children)


def is_supposed(word: Token) -> bool:
    """Tell what is said of a case that is not: "if they attack X", "would have died"."""
    if _is_inverted(word):
        return True
    token = word
    for _ in range(DEPTH):
        if token.pos_ in ("VERB", "AUX") or token.dep_ in ("advcl", "ccomp"):
            helping = {c.lower_ for c in token.children if c.dep_ in ("aux", "aux:pass")}
            if token.tag_ == "VBN" and "would" in helping and "have" in helping:
                return True
            if token.dep_ == "advcl":
                return any(
                    c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in token.children
                )
        if token.dep_ not in ("obj", "obl", "nmod", "nsubj", "xcomp", "nsubj:pass", "nummod"):
            return False
        token = token.head
    return False


def _is_inverted(word: Token) -> bool:
    """Tell "had reinforcements not arrived, …" and "were they to attack, …": no word for "if"."""
    here = sentence(word)
    if here[0].lower_ not in ("had", "were", "should") or here[-1].text == "?":
        return False
    comma = next((t.i for t in here if t.text == ","), 0)
    return word.i < comma


class _Reading:
    """Collects what each governor of a word adds."""

    def __init__(self) -> None:
        self.flags: set[str] = set()
        self.negations = 0
        self.steps = 0  # how far up the governor in question stands
        self.infinitive = False  # whether the word itself is "to do"

    def fact(self) -> Fact:
        """Give what was collected."""
        return Fact(
            negated=self.negations % 2 == 1,
            **{name: name in self.flags for name in (
                "possible", "reported", "future", "wanted", "condition", "pluperfect")},
        )  # fmt: skip

    def look(self, word: Token, link: str, step: int) -> None:
        """Read one word of the chain; `link` is the relation that we climbed up by."""
        lemma, self.steps = word.lemma_.lower(), step
        if step and link in ("acl:relcl", "appos", "parataxis", "conj"):
            return
        if step and link in (
            "xcomp",
            "ccomp",
            "acl",
            "nmod",
            "obj",
            "csubj",
            "advcl",
            "obl",
            "nsubj",
        ):
            self._governor(word, lemma, link)
        if step == 0 or link in (
            "xcomp",
            "ccomp",
            "obj",
            "nsubj:pass",
            "nsubj",
            "aux",
            "cop",
            "compound",
        ):
            self._around(word, step, link)

    def _governor(self, word: Token, lemma: str, link: str) -> None:
        if lemma in _WORDS["denying"] and link in ("xcomp", "ccomp", "obj", "nmod", "acl", "obl"):
            if lemma != "rule" or any(c.lower_ == "out" for c in word.children):
                self.negations += 1
        elif lemma in _WORDS["open"] and link in ("xcomp", "ccomp", "acl", "nmod", "csubj", "obj"):
            self.flags.add("possible")
        elif lemma in _WORDS["evidence"] and link in ("acl", "ccomp", "nmod") and _has_no(word):
            self.negations += 1  # also "no plans to", before a plan is taken for one
        elif self._is_ahead(lemma, link):
            self.flags.add("wanted")

    def _is_ahead(self, governor: str, link: str) -> bool:
        """Tell plans and wishes, and "fights to retake": an infinitive is ahead of most verbs."""
        if governor in _WORDS["ahead"] and link in AHEAD_LINKS:
            return True
        infinitive = self.infinitive and self.steps == 1 and link == "xcomp"
        return infinitive and governor not in _WORDS["implies"]

    def _around(self, word: Token, step: int, link: str) -> None:
        """Read the small words that hang on a word."""
        for child in word.children:
            low = child.lower_
            if child.dep_ in (
                "aux",
                "advmod",
                "det",
                "mark",
                "case",
                "cc",
                "cc:preconj",
                "cop",
                "nsubj",
                "amod",
                "nsubj:pass",
                "obj",
            ):
                self._small(child, low, step)
        if step == 0:
            if word.tag_ == "VB" and _is_due(word):
                self.flags.add("future")
            self._by_position(word)
            if (
                word.tag_ == "VB"
                and word.dep_ in ("acl", "advcl")
                and any(c.lower_ == "to" for c in word.children)
            ):
                self.flags.add("wanted")  # a purpose: "an operation to retake the area"

    def _small(self, child: Token, low: str, step: int) -> None:
        dep = child.dep_
        if (
            dep in ("advmod", "det", "cc", "case", "mark", "aux", "cc:preconj")
            and low in _WORDS["negators"]
        ):
            near = child.i < child.head.i <= child.i + NEAR
            after_be = child.head.lemma_ == "be" and child.i == child.head.i + 1
            near = near or (after_be and not _is_none(child))
            if near and not (dep == "det" and step) and not _not_only(child):
                self.negations += 1
        elif (
            dep in ("nsubj", "nsubj:pass", "obj")
            and step == 0
            and (low in ("no", "none", "nobody", "nothing", "neither") or _has_no(child))
        ):
            self.negations += 1
        elif dep == "aux" and low in _WORDS["possible_modals"]:
            able = step and child.head.lemma_.lower() in _WORDS["telling"]
            self.flags |= set() if able else {"possible"}  # "could not confirm that they left"
        elif dep == "aux" and low in _WORDS["future"]:
            self.flags.add("future")
        elif dep == "aux" and low in ("would", "should", "must", "can"):
            self.flags.add("condition" if low == "would" else "wanted")
        elif dep == "aux" and low == "had":
            self.flags.add("pluperfect")
        elif dep in ("advmod", "amod") and low in _WORDS["hedges"] | {"possible", "potential"}:
            self.flags.add("possible")
        elif dep == "advmod" and low in _WORDS["reported"]:
            self.flags.add("reported")
        elif dep == "mark" and low in ("if", "unless", "whether"):
            self.flags.add("condition")

    def _by_position(self, word: Token) -> None:
        """Catch auxiliaries that a shaky parse hung elsewhere: the three words before a verb."""
        if word.pos_ not in ("VERB", "AUX"):
            return
        for i in range(max(sentence(word).start, word.i - 3), word.i):
            before = word.doc[i]
            if before.pos_ in ("NOUN", "PROPN", "PRON", "VERB", "PUNCT", "SCONJ"):
                continue
            if before.tag_ == "MD" and before.head.i != word.i:
                if before.lower_ in _WORDS["possible_modals"]:
                    self.flags.add("possible")
                elif before.lower_ in _WORDS["future"]:
                    self.flags.add("future")


def _is_due(verb: Token) -> bool:
    """Tell "is due to visit" and "X to visit Y": an arrangement, nothing that was done."""
    if any(c.lower_ == "due" and c.i == verb.i - 2 for c in verb.children):
        return True
    to = next((c for c in verb.children if c.lower_ == "to" and c.i < verb.i), None)
    if to is not None and verb.dep_ == "ROOT":
        return True  # a headline: "X to visit Y"
    before = verb.doc[to.i - 1] if to is not None and to.i else None
    return before is not None and before.lower_ in ("is", "are", "was", "were", "'s", "’s")


def _is_none(word: Token) -> bool:
    """Tell the "not" of "not a single soldier" and "not one", which is the noun's."""
    after = [t.lower_ for t in word.doc[word.i + 1 : word.i + 3]]
    return word.lower_ == "not" and (after == ["a", "single"] or after[:1] == ["one"])


def _has_no(noun: Token) -> bool:
    """Tell "no soldier", "not one soldier", "not a single Ugandan soldier"."""
    if any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in noun.children):
        return True
    return any(_is_none(t) for t in noun.doc[max(0, noun.left_edge.i - 1) : noun.i])


def _not_only(token: Token) -> bool:
    """Tell "not only", "not just": they deny nothing."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return token.lower_ in ("not", "no") and after is not None and after.lower_ in (
        "only", "just", "least", "doubt", "matter", "fewer", "less", "more", "yet"
    )  # fmt: skip
