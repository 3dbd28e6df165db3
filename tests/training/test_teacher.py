"""The teacher learns a few sentences by heart, and says what it is not sure of."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training.conllu import Sentence, Word

torch = pytest.importorskip("torch", reason="torch is in the teacher's group alone")
tokenizers = pytest.importorskip("tokenizers")
pytest.importorskip("safetensors")

from training import encoder, teacher, teaching  # noqa: E402

SHAPE = encoder.Shape(pieces=12, width=8, heads=2, layers=2)
PIECES = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "lavrov",
    "visits",
    "ky",
    "##iv",
    "sleep",
    "##s",
    ".",
]


def _tokenizer() -> Any:
    vocab = {piece: i for i, piece in enumerate(PIECES)}
    made = tokenizers.Tokenizer(tokenizers.models.WordPiece(vocab, unk_token="[UNK]"))
    made.normalizer = tokenizers.normalizers.Lowercase()
    return made


def _sentence(*rows: tuple[str, str, int, str]) -> Sentence:
    words = (Word(f, True, f, "X", tag, "", head, dep) for f, tag, head, dep in rows)
    return Sentence(tuple(words))


VISIT = replace(
    _sentence(
        ("Lavrov", "NNP", 1, "nsubj"),
        ("visits", "VBZ", 1, "ROOT"),
        ("Kyiv", "NNP", 1, "obj"),
        (".", ".", 1, "punct"),
    ),
    names=((0, 1, "PERSON"), (2, 3, "PLACE")),
)
SLEEP = replace(
    _sentence(("He", "PRP", 1, "nsubj"), ("sleeps", "VBZ", 1, "ROOT"), (".", ".", 1, "punct")),
    names=(),
)
CODES = teacher.codes_of([VISIT, SLEEP])


@pytest.fixture
def known() -> teacher.Known:
    table = np.random.default_rng(0).normal(size=(2, 4))
    vectors = teacher.scaled(["visits", "sleeps"], table)
    return teacher.Known(CODES, vectors, encoder.Pieces(_tokenizer()))


def _network(known: teacher.Known) -> teacher.Teacher:
    torch.manual_seed(0)
    return teacher.Teacher(CODES, known.width, encoder.Encoder(SHAPE))


def _taught(known: teacher.Known, words: int, named: bool = True) -> teacher.Teacher:
    torch.manual_seed(1)
    reads = [teacher.to_learn(s, CODES, named) for s in (VISIT, SLEEP)]
    fresh = encoder.Encoder(SHAPE)
    return teaching.teach(lambda _: reads * 4, reads, known, fresh, 3, words)


def test_heads_count_from_the_root() -> None:
    """Place 0 is the root's, so a word's head is one further than in the sentence."""
    learnt = teacher.to_learn(VISIT, CODES, named=True)
    assert learnt.targets["head"] == [2, 0, 2, 2]
    names = [CODES.labels["name"][i] for i in learnt.targets["name"]]
    assert names == ["B PERSON", "O", "B PLACE", "O"]


def test_unknown_names_are_passed_over() -> None:
    """A treebank without names teaches nothing of them."""
    learnt = teacher.to_learn(VISIT, CODES, named=False)
    assert set(learnt.targets["name"]) == {teacher.HEADLESS}


def test_words_begin_at_their_first_piece() -> None:
    """ "Kyiv" is two pieces; the root and what lies behind the end are at the first mark."""
    pieces = encoder.Pieces(_tokenizer())
    ids, starts = pieces.lay([("Kyiv", "visits"), ("zzz",)], 4)
    marked = [[PIECES[i] for i in row] for row in ids.tolist()]
    assert marked == [
        ["[CLS]", "ky", "##iv", "visits", "[SEP]"],
        ["[CLS]", "[UNK]", "[SEP]"] + ["[PAD]"] * 2,
    ]
    assert starts.tolist() == [[0, 1, 3, 0], [0, 1, 0, 0]]


def test_a_batch_is_padded(known: teacher.Known) -> None:
    """The shorter sentence has no words, targets or heads behind its end."""
    reads = [teacher.to_learn(s, CODES, named=True) for s in (VISIT, SLEEP)]
    batch = teacher.make_batch(reads, [0, 1], known)
    assert batch.padded.tolist() == [[False] * 5, [False] * 4 + [True]]
    assert batch.targets["head"][1].tolist() == [-100, 2, 0, 2, -100]
    assert batch.vectors[0, 2].tolist() == pytest.approx(known.vectors["visits"])
    scores = _network(known).arcs(torch.zeros(2, 5, 400), batch.padded)
    assert (scores[1, :, 4] < -1e8).all()


def test_batches_hold_every_sentence_once(known: teacher.Known) -> None:
    """However they are drawn."""
    reads = [teacher.to_learn(s, CODES, named=True) for s in (VISIT, SLEEP)] * 9
    drawn = list(teacher.batches(reads, random.Random(4), size=16))
    assert sorted(i for some in drawn for i in some) == list(range(18))
    assert all(len(some) * 5 <= 20 for some in drawn)


def test_what_was_taught_is_read(known: teacher.Known, capsys: pytest.CaptureFixture[str]) -> None:
    """Two sentences are learnt by heart: tags, tree and names."""
    network = _taught(known, 3000)
    assert "UAS 100.0 LAS 100.0 names 100.0" in capsys.readouterr().out.splitlines()[-1]
    bare = [
        [replace(w, xpos="", upos="", head=0, dep="") for w in s.words] for s in (SLEEP, VISIT)
    ]
    slept, visited = teaching.read(network, bare, known)
    assert (visited.words, visited.names) == (VISIT.words, VISIT.names)
    assert (slept.words, slept.names) == (SLEEP.words, ())


def test_names_that_nobody_taught_are_unsure(known: teacher.Known) -> None:
    """Of names it knows nothing: no word's is sure, so none is told."""
    network = _taught(known, 400, named=False)
    (visited,) = teaching.read(network, [VISIT.words], known)
    assert visited.unsure == {0, 1, 2, 3}
    assert visited.names == ()


def test_a_seed_gives_the_same_teacher_again(known: teacher.Known) -> None:
    """Weight for weight."""
    one, other = (_taught(known, 60).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_pieces_of_words_do_not_learn(known: teacher.Known) -> None:
    """The language model's own words stay as they are; its layers change."""
    torch.manual_seed(1)
    before = encoder.Encoder(SHAPE).state_dict()
    after = _taught(known, 60).encoder.state_dict()
    same = {name for name in before if torch.equal(before[name], after[name])}
    assert {"pieces.weight", "positions.weight"} <= same
    assert "layers.0.linear1.weight" not in same


@pytest.mark.parametrize(
    ("outline", "spans"),
    [
        (["B ORG", "I ORG", "O"], [(0, 2, "ORG")]),
        (["B ORG", "B ORG"], [(0, 1, "ORG"), (1, 2, "ORG")]),
        (["O", "I PLACE", "I PLACE"], [(1, 3, "PLACE")]),
        (["B ORG", "I PLACE"], [(0, 1, "ORG"), (1, 2, "PLACE")]),
        (["O", "O"], []),
    ],
)
def test_outlines(outline: list[str], spans: list[tuple[int, int, str]]) -> None:
    """A name goes on while its kind does; one that nothing began begins."""
    assert teaching.spans(outline) == spans


def _published(folder: Path) -> tuple[dict[str, Any], str]:
    """Write an encoder's files as authors name things; return its weights and their digest."""
    from safetensors.torch import save_file

    made = torch.Generator().manual_seed(5)

    def some(*size: int) -> Any:
        return torch.randn(size, generator=made)

    of, width = "embeddings", SHAPE.width
    weights = {
        f"{of}.word_embeddings.weight": some(SHAPE.pieces, width),
        f"{of}.position_embeddings.weight": some(512, width),
        f"{of}.token_type_embeddings.weight": some(2, width),
        f"{of}.LayerNorm.weight": some(width),
        f"{of}.LayerNorm.bias": some(width),
    }
    wide = 4 * width
    sizes = {
        "attention.self.query": (width, width),
        "attention.self.key": (width, width),
        "attention.self.value": (width, width),
        "attention.output.dense": (width, width),
        "intermediate.dense": (wide, width),
        "output.dense": (width, wide),
    }
    for layer in range(SHAPE.layers):
        for name, size in sizes.items():
            weights[f"encoder.layer.{layer}.{name}.weight"] = some(*size)
            weights[f"encoder.layer.{layer}.{name}.bias"] = some(size[0])
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"encoder.layer.{layer}.{name}.weight"] = some(width)
            weights[f"encoder.layer.{layer}.{name}.bias"] = some(width)
    save_file(weights, folder / "model.safetensors")
    _tokenizer().save(str(folder / "tokenizer.json"))
    config = {"hidden_size": width, "num_attention_heads": 2, "num_hidden_layers": SHAPE.layers}
    (folder / "config.json").write_text(json.dumps(config))
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    return weights, digest


def test_published_weights_find_their_places(tmp_path: Path) -> None:
    """Nothing but the mean of the layers is ours, and one layer computes what BERT's does."""
    weights, digest = _published(tmp_path)
    loaded, pieces = encoder.load(tmp_path, digest)
    assert loaded.shape == SHAPE
    assert pieces.of("sleeps") == [8, 9]
    left = set(loaded.state_dict()) - set(encoder._renamed(weights, SHAPE.layers))
    assert left == {"mix"}
    x = torch.randn(1, 3, SHAPE.width, generator=torch.Generator().manual_seed(6))
    loaded.eval()
    with torch.no_grad():
        assert torch.allclose(loaded.layers[1](x), _bert_layer(x, weights, 1), atol=1e-4)


def _bert_layer(x: Any, weights: dict[str, Any], layer: int) -> Any:
    """Return what the paper's formula gives, written out."""
    from torch.nn.functional import gelu, layer_norm

    def line(name: str, y: Any) -> Any:
        at = f"encoder.layer.{layer}.{name}"
        return y @ weights[f"{at}.weight"].T + weights[f"{at}.bias"]

    def norm(name: str, y: Any) -> Any:
        at = f"encoder.layer.{layer}.{name}.LayerNorm"
        return layer_norm(y, (SHAPE.width,), weights[f"{at}.weight"], weights[f"{at}.bias"], 1e-12)

    q, k, v = (
        line(f"attention.self.{part}", x).view(1, 3, SHAPE.heads, -1).transpose(1, 2)
        for part in ("query", "key", "value")
    )
    seen = (q @ k.transpose(2, 3) / (SHAPE.width / SHAPE.heads) ** 0.5).softmax(-1) @ v
    x = norm(
        "attention.output", x + line("attention.output.dense", seen.transpose(1, 2).flatten(2))
    )
    return norm("output", x + line("output.dense", gelu(line("intermediate.dense", x))))


def test_other_weights_are_refused(tmp_path: Path) -> None:
    """Somebody else's package hands the file on, so it is looked at."""
    _published(tmp_path)
    with pytest.raises(ValueError, match="not what was published"):
        encoder.load(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """And where to get it."""
    _published(tmp_path)
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(FileNotFoundError, match=r"no tokenizer\.json: .*--encoder"):
        encoder.load(tmp_path)
