"""How is text cut into words, so that it agrees with the treebanks and with news?

spaCy's English rules agree with UD on 98 to 99 words in 100; this page says where they differ.
All of it is regular expressions and exceptions, which are saved with the model.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from spacy.lang.en import English
from spacy.lang.tokenizer_exceptions import URL_PATTERN
from spacy.language import Language
from spacy.symbols import NORM, ORTH  # type: ignore[import-not-found]
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

# prefixes that UD keeps together with their word: "re-elected" is one word, "well-known" three
BOUND = (
    "anti arch co counter cross de e ex inter intra mega mid mini multi non over post pre pro "
    "proto pseudo psycho re semi socio sub trans ultra un"
)

ABBREVIATIONS = (
    "Adm. Amb. Brig. Capt. Cdr. Cmdr. Col. Cpl. Cllr. Det. Dir. Dist. Fr. Ft. Gens. Hon. Insp. "
    "Lt. Maj. Messrs. Mlle. Mme. Mt. Pres. Prof. Pvt. Rep. Reps. Rev. Sec. Sen. Sens. Sgt. Supt. "
    "Mon. Tue. Tues. Wed. Thu. Thur. Thurs. Fri. Sat. al. approx. dept. div. est. etc. ext. "
    "incl. max. min. misc. vol. vols. vs. Yahoo! AT&T S&P R&D Q&A Jan. Feb. Apr. Jun. Jul. Aug. "
    "Sept. Oct. Nov. Dec. U.N. U.K. U.S.A. E.U. D.C. L.A. N.Y. a.m. p.m. A.M. P.M. Ph.D. "
    "Op. Nr. Ave. Blvd. Rd. Bros. Corp. Inc. Ltd. Co. Jr. Sr. Dr. Mr. Mrs. Ms. St. Gen. Gov."
)
SPLIT = {
    "wanna": "wan na",
    "Wanna": "Wan na",
    "gotta": "got ta",
    "Gotta": "Got ta",
    "dunno": "du n no",
    "outta": "out ta",
    "alot": "a lot",
    "Lets": "Let s",
}
# spaCy reads these as contractions ("We'd" without its apostrophe) or as one word
SLASHED = "b/c B/c w/ W/ w/o W/o"
UNWANTED = ("m.", "wed", "Wed", "id", "Id", "and/or", "hed", "Hed")

_LETTER = r"[A-Za-zÀ-ÖØ-öø-ÿĀ-žА-яЁёІіЇїЄє]"
_DASH = r"(?:-|–|—|--|---|——|~)"
_WHOLE = (
    r"(?:\+?\d{1,2}[-.])?(?:\(?\d{3}\)?[-.])?\d{3}[-.]\d{4}",  # telephone numbers
    r"\d-\d{4}",  # extensions
    r"\d{1,2}-\d{1,2}-(?:\d\d)?\d\d",  # dates
    r"(?:\d\d)?\d0['’]s",  # decades
    r"#[A-Za-z]\w+",
    r"9/11",
    r"\d{1,4}/\d{1,2}/\d{1,4}",  # dates
    r"[A-Za-z]+",  # most words: nothing is looked for within them
)
_ADDRESS = r"(?=[^\s\"“”<>]+$)"  # what stands before "<name@place.org>" is no part of it
_RUNS = [
    r"[!?]{2,}",
    r"(?<!\.)[.:]\?",
    r"(?<!\.)\.!",
    r"[!?]\.",
    r"\${2,}",
    r"={2,}",
    r"_{2,}",
    r"\*{2,}",
    r"<<+",
    r">>+",
    r"-{2,}",
    r"~{2,}",
    r"#{2,}",
    r"\+{2,}",
]
_PREFIXES = [r"-(?=[A-Za-z])"]  # "-Reuters"
_SUFFIXES = [
    r"(?<=\w)`s",
    r"(?<=\d)(?:[AaPp]\.[Mm]\.?|[AaPp][Mm])",
    r"(?<=\d)(?:[kK]|bn?|tn|MM|hrs?|mins?|lbs?)",
    r"(?<=\b[A-F])\+",
    r"(?<=\d[kKmMb])\.",
    r"(?<=\d[ap]m)\.",
]


def build() -> Tokenizer:
    """Return a tokenizer over a fresh English vocabulary."""
    nlp = English()
    adapt(nlp)
    return nlp.tokenizer


def adapt(nlp: Language) -> None:
    """Change the tokenizer of an English pipeline in place."""
    defaults = nlp.Defaults
    tokenizer: Any = nlp.tokenizer
    prefixes = [*_RUNS, *(defaults.prefixes or ()), *_PREFIXES]
    suffixes = [*_RUNS, *(defaults.suffixes or ()), *_SUFFIXES]
    infixes = [*_infixes([str(rule) for rule in defaults.infixes or ()]), *_own_infixes()]
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.token_match = re.compile(rf"^(?:{'|'.join(_WHOLE)})$").match
    tokenizer.url_match = re.compile(rf"^{_ADDRESS}(?:{URL_PATTERN})").match
    tokenizer.rules = _rules(dict(tokenizer.rules or {}))


def _rules(rules: dict[str, list[dict[int, str]]]) -> dict[str, list[dict[int, str]]]:
    for word in UNWANTED:
        rules.pop(word, None)
    for word in f"{ABBREVIATIONS} {SLASHED}".split():
        rules.setdefault(word, [{ORTH: word}])
    for word, parts in SPLIT.items():
        rules[word] = [{ORTH: part, NORM: part.lower()} for part in parts.split()]
    for word, parts in list(rules.items()):
        if re.search(r"[a-z]['’]", word):  # "DON'T"
            rules.setdefault(word.upper(), [_upper(part) for part in parts])
    # "8pm." must not hide the full stop: the suffix rule above takes clock times apart
    return {word: parts for word, parts in rules.items() if not re.match(r"\d+[ap]\.?m", word)}


def _upper(part: dict[int, str]) -> dict[int, str]:
    return {ORTH: part[ORTH].upper(), NORM: part.get(NORM, part[ORTH]).lower()}


def _infixes(infixes: list[str]) -> list[str]:
    """Leave out spaCy's rules for hyphens, and for full stops inside words and addresses."""
    kept = [rule for rule in infixes if "--" not in rule and r"\.(?=" not in rule]
    return [r"\.\.+(?![.@])" if rule == r"\.\.+" else rule for rule in kept]


def _own_infixes() -> list[str]:
    bound = BOUND.split()
    cased = sorted({*bound, *(prefix.capitalize() for prefix in bound)})
    free = "".join(rf"(?<!\b{prefix})" for prefix in cased)
    return [
        rf"(?<={_LETTER}){free}{_DASH}(?={_LETTER})",
        rf"(?<={_LETTER}){_DASH}(?=[0-9])",  # "COVID-19", "F-16"
        rf"(?<=[0-9]){_DASH}(?={_LETTER})",  # "20-year"
        rf"(?<=[0-9.,%)]){_DASH}(?=[0-9$£€])",  # "2-3"
        r"(?<=[\w.,'\"”’)])(?:—|--+)(?=[\w'\"“‘(])",  # "war—not peace"
        r"(?<=\w)\((?=\w)",  # "account(s)"
        r"(?<=[a-z]{2})\.(?=[A-Z][a-z]|I\b)",  # "said.The", but not "Censor.NET"
        r"(?<=[A-Za-z0-9)])[?!]+(?=[A-Za-z])",  # "why?because"
        r"(?<=[a-z]),(?=\d)|(?<=\d),(?=[A-Za-z])|(?<=\w);(?=\w)",
        r"(?<=[a-z]):(?=[\d<])|(?<=[a-z])#(?=\d)",
        r"(?<=\w)\)(?=[(\w,.])|(?<=\w)[\"”](?=[<(\w])",  # "(Reuters)The"
        r"(?<=\w)[\[\]](?=\w)|(?<=[.)])[(\[](?=\w)",
        r"(?<=[A-Z]\.)-(?=[A-Za-z])|(?<=[a-z]\.)-(?=[a-z])",  # "U.S.-led"
        r"(?<=[a-z])n['’]t(?![a-z])",  # behind another infix no exception is looked up
        r"(?<=\d)'(?=\d)",  # five feet nine
        r"(?<!/)(?<=\d)/(?=\d+(?![\d/]))",  # "2/3", but no date
        r"(?<=[\"”])<(?=\w)",  # an address behind a name
    ]


@registry.callbacks("claimwatch.tokens.v1")  # type: ignore[untyped-decorator]
def tokens_before_training() -> Callable[[Language], Language]:
    """Return what config.cfg calls before a pipeline is initialised."""

    def change(nlp: Language) -> Language:
        adapt(nlp)
        return nlp

    return change
