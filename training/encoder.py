"""What does a language model that others trained know of a sentence? MiniLM, read from its files.

Six layers of attention over pieces of words (Wang et al. 2020), trained by others on far more text
than the treebanks hold and published under Apache 2.0. The teacher learns on from it; neither
it nor the teacher is shipped. This is its architecture and no more: the weights are data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

# all-MiniLM-L6-v2 as its authors published it, whoever hands it on
PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PIECES = 6  # of a word are read; more are those of an address
LONGEST = 512  # pieces of a sentence that have a place of their own
DROPOUT = 0.1
_LAYER = {
    "attention.output.dense": "self_attn.out_proj",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "linear1",
    "output.dense": "linear2",
    "output.LayerNorm": "norm2",
}


@dataclass(frozen=True)
class Shape:
    """How large an encoder is."""

    pieces: int  # in its vocabulary
    width: int
    heads: int
    layers: int


class Pieces:
    """Which pieces a word is made of, as numbers."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, list[int]] = {}
        self.first, self.last, self.unknown = (
            tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]", "[UNK]")
        )

    def of(self, form: str) -> list[int]:
        """Return the pieces of one word: one at least."""
        if form not in self._known:
            ids = self._tokenizer.encode(form, add_special_tokens=False).ids
            self._known[form] = ids[:PIECES] or [self.unknown]
        return self._known[form]

    def lay(self, sentences: Sequence[Sequence[str]], size: int) -> tuple[Tensor, Tensor]:
        """Return the pieces of each sentence, padded, and the first piece of each place.

        Place 0, the root's, and those behind the sentence's end are at its first mark.
        """
        rows, starts = [], torch.zeros((len(sentences), size), dtype=torch.int64)
        for row, forms in enumerate(sentences):
            ids = [self.first]
            for place, form in enumerate(forms, start=1):
                starts[row, place] = min(len(ids), LONGEST - 1)
                ids += self.of(form)
            rows.append(torch.tensor([*ids[: LONGEST - 1], self.last]))
        return nn.utils.rnn.pad_sequence(rows, batch_first=True), starts


class Encoder(nn.Module):
    """The network: pieces in, a row of numbers for each piece out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.pieces, shape.width)
        self.positions = nn.Embedding(LONGEST, shape.width)
        self.norm = nn.LayerNorm(shape.width, 1e-12)
        self.layers = nn.ModuleList(self._layer() for _ in range(shape.layers))
        self.mix = nn.Parameter(torch.zeros(shape.layers))

    def _layer(self) -> nn.TransformerEncoderLayer:
        wide = 4 * self.shape.width
        layer = nn.TransformerEncoderLayer(
            self.shape.width, self.shape.heads, wide, DROPOUT, "gelu", 1e-12, batch_first=True
        )
        layer.self_attn.dropout = 0.0  # what is quick on a processor
        return layer

    def forward(self, ids: Tensor) -> Tensor:
        """Return a mean of the layers with weights of its own."""
        padded = ids == 0
        places = torch.arange(ids.shape[1])
        # numbers of sixteen bits: half the time, and as good
        with torch.autocast("cpu", torch.bfloat16):
            x = self.norm(self.pieces(ids) + self.positions(places))
            outs = []
            for layer in self.layers:
                x = layer(x, src_key_padding_mask=padded)
                outs.append(x)
        weights = self.mix.softmax(0)
        mixed: Tensor = sum(w * out.float() for w, out in zip(weights, outs, strict=True))  # type: ignore[assignment]
        return mixed


def load(folder: Path, published: str = PUBLISHED) -> tuple[Encoder, Pieces]:
    """Read an encoder from the files that its authors published, if their digest is the one."""
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        if not (folder / name).exists():
            raise FileNotFoundError(
                f"{folder} has no {name}: pass the folder of the language model with --encoder "
                "(training/README.md says where it comes from)"
            )
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != published:
        raise ValueError(f"{folder}/model.safetensors is not what was published: {digest}")
    config = json.loads((folder / "config.json").read_text(encoding="utf8"))
    weights = load_file(folder / "model.safetensors")
    encoder = Encoder(
        Shape(
            len(weights["embeddings.word_embeddings.weight"]),
            config["hidden_size"],
            config["num_attention_heads"],
            config["num_hidden_layers"],
        )
    )
    encoder.load_state_dict(_renamed(weights, config["num_hidden_layers"]), strict=False)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return encoder, Pieces(tokenizer)


def _renamed(weights: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    """Return the weights under the names that they have here."""
    of = "embeddings"
    kind = weights[f"{of}.token_type_embeddings.weight"][0]  # the same for every piece
    out = {
        "pieces.weight": weights[f"{of}.word_embeddings.weight"],
        "positions.weight": weights[f"{of}.position_embeddings.weight"] + kind,
    }
    for part in ("weight", "bias"):
        out[f"norm.{part}"] = weights[f"{of}.LayerNorm.{part}"]
        for i in range(layers):
            theirs, ours = f"encoder.layer.{i}", f"layers.{i}"
            out[f"{ours}.self_attn.in_proj_{part}"] = torch.cat(
                [weights[f"{theirs}.attention.self.{x}.{part}"] for x in ("query", "key", "value")]
            )
            for name, ours_name in _LAYER.items():
                out[f"{ours}.{ours_name}.{part}"] = weights[f"{theirs}.{name}.{part}"]
    return out
