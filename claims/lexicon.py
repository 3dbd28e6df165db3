"""Which words does a rule go by? They stand beside it, in a TOML file of the same name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one module: sets under [sets], meanings of words under [NAME]."""

    table: dict[str, Any]

    @classmethod
    def of(cls, module: str) -> Lexicon:
        """Read the file beside a module: "claims.frames.control" has control.toml."""
        package, _, name = module.rpartition(".")
        return cls(tomllib.loads(files(package).joinpath(f"{name}.toml").read_text("utf8")))

    def set(self, name: str) -> frozenset[str]:
        """Give the words of a set; they are written in a row."""
        return frozenset(self.table["sets"][name].split())

    def map(self, name: str) -> dict[str, str]:
        """Give what each word of a table means; the file lists the words of each meaning."""
        return {
            word: meaning for meaning, words in self.table[name].items() for word in words.split()
        }
