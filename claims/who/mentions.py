"""To whom does a later mention refer: a pronoun, a surname, "the ministry", "the North"?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from claims.lexicon import Lexicon
from claims.names.gazetteer import Hit, Sort, gazetteer
from claims.names.naming import Kind, Name, chunk_start, find_names
from claims.text.clauses import ACCUSE
from claims.text.language import lemma
from claims.text.tree import Doc, Token
from claims.who.firms import FIRMS, firm_meant, mark_firms

_WORDS = Lexicon.of(__name__)

TELLING = frozenset({"say", "add", "announce", "report", "confirm", "acknowledge", "concede"})
CLOSE = 1.5  # what it adds to have acted in the sentence before
WINDOW = 3  # sentences in which a pronoun looks back
ALIKE = 64  # mentions that are compared with one another; keeps the time linear
PERSONAL = _WORDS.set("personal")
NEUTRAL = _WORDS.set("neutral")
PLURAL = _WORDS.set("plural")
PRONOUNS = PERSONAL | NEUTRAL | PLURAL
RELATIVE = _WORDS.set("relative")
_DEFINITE = _WORDS.set("definite")
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_PLURALS = frozenset({"NNS", "NNPS"})
_MODIFIERS = frozenset({"NOUN", "PROPN", "ADJ"})


class Mentions:
    """The names of a text and what later mentions of them look like."""

    def __init__(self, doc: Doc, hits: dict[int, Hit], sources: Sequence[Token]) -> None:
        self._doc = doc
        self._hits = hits
        self._speaking = frozenset(token.i for token in sources)
        self.names = find_names(doc, hits, self._speaking)
        mark_firms(doc, self.names, hits, self._speaking)
        self._by_token = {
            i: name
            for name in self.names
            for i in range(name.run_start if name.kind is Kind.PERSON else name.start, name.end)
            if i >= name.start or i not in hits
        }
        self._sentence = _sentence_numbers(doc)
        self._fullest = _fullest(self.names)
        self._able = sorted(self._candidates())
        self._definites = self._heads()

    def name_at(self, index: int) -> Name | None:
        """Give the name in which a token stands."""
        return self._by_token.get(index)

    def is_person(self, token: Token) -> bool:
        """Tell whether a token stands in a person's name."""
        name = self._by_token.get(token.i)
        return name is not None and name.kind is Kind.PERSON

    def full(self, name: Name) -> Name:
        """Give the fullest mention of a name: "Rahmat" is "Rahmat Daeng Nompo"."""
        return self._fullest.get((name.kind, name.text), name)

    def resolve(self, token: Token) -> Token:
        """Give the head of the fullest earlier mention, or the token itself."""
        if token.lower_ in RELATIVE and token.tag_ in {"WP", "WDT", "WP$"}:
            return self._relative(token)
        if token.lower_ in PRONOUNS and token.tag_ in {"PRP", "PRP$"}:
            return self._antecedent(token) or token
        name = self._by_token.get(token.i)
        if name is not None and token.i not in self._hits:
            return self._head(name if self._is_owned(token) else self.full(name))
        if token.pos_ == "NOUN":
            return self._earlier(token) or token
        return token

    def _is_owned(self, token: Token) -> bool:
        """Tell "Russia's Defence Ministry" from "Britain's", of which was told before."""
        return any(
            c.i in self._hits
            and (c.dep_ == "nmod:poss" or (c.dep_ == "nmod" and _joins(c, token)))
            for c in token.children
        )

    def _head(self, name: Name) -> Token:
        """Give the last word of a name, or what a body "of Nigeria" is."""
        words = self._doc[name.start : name.end]
        of = next((t.i for t in words[1:] if t.lower_ == "of"), None)
        return self._doc[name.head if of is None or name.kind is not Kind.GROUP else of - 1]

    def _relative(self, token: Token) -> Token:
        clause = token.head
        while clause.dep_ not in {"acl:relcl", "ROOT"} and clause.head != clause:
            clause = clause.head
        if clause.dep_ == "acl:relcl" and clause.head.i < token.i:
            return self.resolve(clause.head)
        place = token.i - 2 if token.i > 1 and self._doc[token.i - 1].text == "," else token.i - 1
        before = self._doc[max(place, 0)]
        return self.resolve(before) if before.pos_ in {"NOUN", "PROPN"} else token

    def _candidates(self) -> Iterator[int]:
        """Give the tokens that a pronoun may stand for: heads of names and of noun phrases."""
        for token in self._doc:
            name = self._by_token.get(token.i)
            if name is not None:
                if token.i == name.head:
                    yield token.i
            elif token.pos_ in {"NOUN", "PROPN"} and not self._modifies(token):
                yield token.i

    def _modifies(self, token: Token) -> bool:
        if token.i + 1 >= len(self._doc):
            return False
        after = token.nbor(1)
        return after.pos_ in {"NOUN", "PROPN"} and not after.is_sent_start

    def _antecedent(self, token: Token) -> Token | None:
        """Look back for somebody who fits; who speaks and who acts comes first."""
        here = self._sentence[token.i]
        own = self._clause_subject(token) if token.tag_ == "PRP$" else _main_subject(token)
        own = own or _fronted_subject(token)
        if own is not None and self._fits(token, own):
            return self.resolve(own)
        best: tuple[float, int] | None = None
        opens = token.lower_ in NEUTRAL and _opens(token)
        for place in range(bisect_left(self._able, token.i) - 1, -1, -1):
            index = self._able[place]
            distance = here - self._sentence[index]
            if distance > WINDOW:
                break
            if not self._fits(token, self._doc[index]) or _is_told(self._doc[index], token):
                continue
            score = 2.0 * self._speaks(index) + 1.5 * self._acts(index) - 1.0 * distance
            score -= 0.01 * (token.i - index)
            score += CLOSE * (opens and distance == 1 and self._acts(index))
            if best is None or score > best[0]:
                best = (score, index)
        return self.resolve(self._doc[best[1]]) if best is not None else None

    def _clause_subject(self, owner: Token) -> Token | None:
        """Give who acts on what he owns: "said that Eritrea had withdrawn its soldiers"."""
        verb = owner.head
        while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
            verb = verb.head
        subjects = [c for c in verb.children if c.dep_ in _SUBJECTS and c.i < owner.i]
        own = next((c for c in subjects if c.i != owner.head.i), None)
        if own is None and verb.dep_ == "advcl" and lemma(verb.head).lower() in ACCUSE:
            own = next((c for c in verb.head.children if c.dep_ == "obj"), None)
        if own is None and verb.dep_ in {"acl", "ccomp"}:  # "Chad's claim that its forces had won"
            own = next((c for c in verb.head.children if c.dep_ == "nmod:poss"), None)
        return own or _quoted(verb)

    def _speaks(self, index: int) -> bool:
        return any(i in self._speaking for i in self._span(index))

    def _acts(self, index: int) -> bool:
        return any(self._doc[i].dep_ in _SUBJECTS for i in self._span(index))

    def _span(self, index: int) -> range:
        """Give all tokens of the name in which one stands."""
        name = self._by_token.get(index)
        if name is not None:
            return range(name.run_start, name.end)
        hit = self._hits.get(index)
        return range(hit.start, hit.end) if hit is not None else range(index, index + 1)

    def _fits(self, pronoun: Token, other: Token) -> bool:
        nouns = gazetteer().nouns
        base = lemma(other).lower()
        person = self.is_person(other)
        if pronoun.lower_ in PERSONAL:
            role = base in nouns["roles"] | nouns["members"] and other.tag_ not in _PLURALS
            return person or (role and self._acts(other.i))
        if person:
            return False
        hit = self._hits.get(other.i)
        body = hit is not None or base in nouns["organs"] | nouns["groups"] | nouns["roles"]
        name = self._by_token.get(other.i)
        body = body or (name is not None and name.kind is Kind.GROUP)
        plural = other.tag_ in _PLURALS
        if pronoun.lower_ in NEUTRAL:  # "the Armed Forces" and "the United Nations" are one body
            named = name.kind is Kind.GROUP if name else hit and hit.sort is not Sort.DEMONYM
            return body and (not plural or bool(named))
        return (body or (plural and base in nouns["vague"])) and (plural or body)

    def _heads(self) -> dict[str, list[tuple[int, frozenset[str]]]]:
        """List common nouns by lemma, each with the words in front of it."""
        found: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for index in self._able:
            token = self._doc[index]
            known = found.setdefault(lemma(token).lower(), [])
            words = self._words(token)
            if len(known) < ALIKE and all(words != other for _, other in known):
                known.append((index, words))
        return found

    def _words(self, token: Token) -> frozenset[str]:
        first = chunk_start(token)
        return frozenset(
            lemma(t).lower() for t in self._doc[first : token.i] if t.pos_ in _MODIFIERS
        )

    def _earlier(self, token: Token) -> Token | None:
        """Find what "the agency" is: an earlier mention with the same noun and more words."""
        own = self._words(token)
        first = self._doc[chunk_start(token)]
        if any(i in self._hits for i in range(first.i, token.i)) or self._is_owned(token):
            return None
        definite = first.lower_ in _DEFINITE
        for index, words in self._definites.get(lemma(token).lower(), ()):
            if index >= token.i:
                break
            if words > own and (definite or len(own) > 0):
                return self._doc[index]
        return self._named_group(token, own) if definite or first.lower_ in {"a", "an"} else None

    def _named_group(self, token: Token, own: frozenset[str]) -> Token | None:
        """Find the name of "the forum" or "a safety group": one that shares a word with it."""
        base = lemma(token).lower()
        if base in FIRMS and token.tag_ == "NN" and len(own) < 2:
            firm = firm_meant(self.names, token.i)
            if firm is not None:
                return self._doc[self.full(firm).head]
        if base not in gazetteer().nouns["groups"]:
            return None
        for name in self.names:
            if name.kind is not Kind.GROUP or name.end - name.start < 2:
                continue
            if base in name.words or (own & name.words):
                return self._doc[self.full(name).head]
        return None


def _joins(owner: Token, owned: Token) -> bool:
    """Tell "the minister of Malaysia" and "the ministry in Baku" from "the minister in Baku"."""
    cases = {c.lower_ for c in owner.children if c.dep_ == "case"}
    organ = lemma(owned).lower() in gazetteer().nouns["organs"]
    return "of" in cases or ("in" in cases and organ)


def _is_told(other: Token, pronoun: Token) -> bool:
    """Tell "sixty people were treated, they said": who is told of in front is not who tells it."""
    verb = pronoun.head
    if pronoun.dep_ != "nsubj" or lemma(verb).lower() not in TELLING:
        return False
    content = [c for c in verb.children if c.dep_ == "ccomp" and c.i < pronoun.i]
    if verb.dep_ == "parataxis" and verb.head.i < pronoun.i:
        content.append(verb.head)
    return any(c.dep_ in _SUBJECTS and c.i == other.i for told in content for c in told.children)


def _opens(pronoun: Token) -> bool:
    """Tell the pronoun that begins a sentence: it takes up who acts in the one before."""
    return any(t.is_sent_start for t in pronoun.doc[max(0, pronoun.i - 1) : pronoun.i + 1])


def _main_subject(pronoun: Token) -> Token | None:
    """Give the subject of the main clause: "the envoy said Sudan stalls while it bombs towns"."""
    verb = pronoun.head
    if pronoun.dep_ != "nsubj" or verb.dep_ != "advcl" or verb.head.i > pronoun.i:
        return None
    return next((c for c in verb.head.children if c.dep_ in _SUBJECTS and c.i < verb.head.i), None)


def _fronted_subject(pronoun: Token) -> Token | None:
    """Give who follows: "Days after denying that its soldiers were in X, Turkey announced"."""
    verb = pronoun
    for _ in range(5):
        if verb.head.i == verb.i:
            return None
        verb = verb.head
        if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.head.i > verb.i:
            break
    else:
        return None
    if any(c.dep_ in _SUBJECTS for c in verb.children):
        return None
    main = verb.head
    if main.pos_ in {"NOUN", "PROPN"}:
        return main
    return next((c for c in main.children if c.dep_ in _SUBJECTS and c.i > pronoun.i), None)


def _quoted(verb: Token) -> Token | None:
    """Give whom agencies quote "as saying" what a verb says."""
    saying = verb.head
    if verb.dep_ != "ccomp" or saying.tag_ != "VBG":
        return None
    if not any(c.lower_ == "as" and c.dep_ in ("mark", "case") for c in saying.children):
        return None
    return next((c for c in saying.head.children if c.dep_ == "obj"), None)


def _fullest(names: Sequence[Name]) -> dict[tuple[Kind, str], Name]:
    """Say for each name as written which longer name of the same kind holds its words."""
    distinct = {(name.kind, name.text): name for name in reversed(names)}
    longest = sorted(distinct.values(), key=lambda name: (-len(name.words), name.start))
    by_word: dict[tuple[Kind, str], list[Name]] = {}
    dotted = {n.text.split(".")[0]: n for n in longest if "." in n.text[1:-1]}
    for name in longest:
        for word in name.words:
            by_word.setdefault((name.kind, word), []).append(name)
    return {key: _longer(name, by_word, dotted) for key, name in distinct.items()}


def _longer(
    name: Name, by_word: dict[tuple[Kind, str], list[Name]], dotted: dict[str, Name]
) -> Name:
    if name.kind is not Kind.PERSON and len(name.words) == 1:
        if name.text in dotted:
            return dotted[name.text]  # "Censor. NET" and later "Censor.NET"
        wider = by_word[name.kind, next(iter(name.words))]
        firms = (n for n in wider if n.is_firm and n.text.startswith(f"{name.text} "))
        return next(firms, name)
    others = min((by_word[name.kind, word] for word in name.words), key=len)
    return next((other for other in others[:ALIKE] if name.words <= other.words), name)


def _sentence_numbers(doc: Doc) -> list[int]:
    numbers: list[int] = []
    number = 0
    for token in doc:
        number += token.is_sent_start is True
        numbers.append(number)
    return numbers
