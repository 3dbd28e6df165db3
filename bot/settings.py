"""What did the operator set? Environment variables and a .env file, read once, checked at once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)

from bot.lists import Lists
from bot.patience import BURST
from feeds.guard import Networks
from handlers.model import SUBSCRIPTIONS

PREFIX = "CLAIMWATCH_"
SECRETS = ("TELEGRAM_TOKEN", "DATABASE_URL")  # each may be given as NAME_FILE instead
SWITCHES = {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}


class SettingsError(Exception):
    """The settings cannot be used; each problem names its setting and never a secret."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _switch(value: object) -> object:
    if isinstance(value, str):
        if value.strip().lower() not in SWITCHES:
            raise ValueError("expected on or off (or true/false, 1/0)")
        return SWITCHES[value.strip().lower()]
    return value


def _networks(value: object) -> object:
    return Networks.parse(value) if isinstance(value, str) else value


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return frozenset(int(part) for part in value.split(",") if part.strip())
    except ValueError:
        raise ValueError("expected numeric Telegram ids, comma-separated") from None


def _seconds(value: object) -> object:
    return None if isinstance(value, str) and value.strip().lower() == "adaptive" else value


class Settings(BaseModel):
    """All settings, frozen. The field's description is what the README says of it."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    telegram_token: SecretStr | None = Field(
        None, description="the bot's token from @BotFather; without one, the terminal chat opens"
    )
    telegram_base_url: str = Field(
        "https://api.telegram.org/bot",
        description="a Bot API server of your own, in the form `http://host:port/bot`",
    )
    database_url: SecretStr | None = Field(
        None,
        description="`postgresql://…` or `sqlite:///…`; default: a file in the data directory",
    )
    data_dir: Path = Field(Path("data"), description="where the ledger and its backups live")
    feeds: Path | None = Field(
        None, description="an OPML or TOML list of feeds; default: the list in `seeds/feeds.toml`"
    )
    seeds: Annotated[bool, BeforeValidator(_switch)] = Field(
        True, description="fill a new ledger with the seed articles, quietly"
    )
    admins: Annotated[frozenset[int], BeforeValidator(_ids)] = Field(
        frozenset(), description="Telegram user ids of the operators, comma-separated"
    )
    allowed_chats: Annotated[frozenset[int], BeforeValidator(_ids)] = Field(
        frozenset(),
        description="ids of the chats to serve besides the operators' own; default: every chat",
    )
    denied_chats: Annotated[frozenset[int], BeforeValidator(_ids)] = Field(
        frozenset(), description="ids of chats that get nothing at all, not even an answer"
    )
    max_subscriptions: int = Field(
        SUBSCRIPTIONS, ge=1, le=1000, description="things that one chat may follow"
    )
    burst: int = Field(
        BURST,
        ge=1,
        description="questions that one user gets answered in a row; then one in three seconds",
    )
    poll_interval: Annotated[int | None, BeforeValidator(_seconds), Field(ge=1)] = Field(
        None, description="seconds between two polls of every feed; default: adaptive, by feed"
    )
    alert_window: int = Field(
        45,
        ge=0,
        description="seconds in which changes of a topic become one message; 0: each at once",
    )
    max_age: int = Field(
        72,
        ge=0,
        description="hours; an article older than this is filed and alerts nobody; 0: no limit",
    )
    allow_private_networks: Annotated[Networks, BeforeValidator(_networks)] = Field(
        Networks(),
        description="on, or networks (`127.0.0.0/8,10.1.0.0/16`) where feeds may be, any port",
    )
    contact: str | None = Field(
        None,
        pattern=r"^[!-~]{1,200}$",
        description="an address (page or mail) that feeds' servers see in our User-Agent",
    )
    http_port: int | None = Field(
        None, ge=1, le=65535, description="serve health and metrics at this port; default: off"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error"
    )
    log_format: Literal["console", "json"] = Field("console", description="console or json")

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("telegram_base_url")
    @classmethod
    def _base_url(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("expected an address such as http://127.0.0.1:8081/bot")
        return value.rstrip("/")

    @property
    def lists(self) -> Lists:
        """The chats to serve; an operator who lists some stays among them."""
        allowed = self.allowed_chats | self.admins if self.allowed_chats else self.allowed_chats
        return Lists(allowed, self.denied_chats)

    @property
    def ledger_url(self) -> str:
        """The database's address: as set, else a SQLite file in the data directory."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'claimwatch.db').absolute()}"


def variable(field: str) -> str:
    """Name the environment variable of a field."""
    return PREFIX + field.upper()


def load(environ: Mapping[str, str], env_file: Path | None = None) -> tuple[Settings, list[str]]:
    """Read the settings; the environment wins over the file.

    Returns them with warnings about names that nobody knows. Raises SettingsError with every
    problem at once.
    """
    given = {
        name.upper(): value
        for source in (dotenv_values(env_file) if env_file else {}, environ)
        for name, value in source.items()
        if name.upper().startswith(PREFIX) and value is not None and value.strip()
    }
    problems: list[str] = []
    values = _fields(given, problems)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        problems += [_problem(item) for item in error.errors()]
    if problems:
        raise SettingsError(problems)
    return settings, _unknown(given)


def _fields(given: Mapping[str, str], problems: list[str]) -> dict[str, Any]:
    """Take the values of known fields, secrets also out of the files that NAME_FILE names."""
    values: dict[str, Any] = {
        field: given[variable(field)]
        for field in Settings.model_fields
        if variable(field) in given
    }
    for secret in SECRETS:
        path = given.get(f"{PREFIX}{secret}_FILE")
        if path is None:
            continue
        if PREFIX + secret in given:
            problems.append(f"{PREFIX}{secret} and {PREFIX}{secret}_FILE are both set; keep one")
            continue
        try:
            values[secret.lower()] = Path(path).read_text(encoding="utf8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not text"
            problems.append(f"{PREFIX}{secret}_FILE: cannot read {path}: {reason}")
    return values


def _problem(item: Any) -> str:
    message = item["msg"].removeprefix("Value error, ")
    return f"{variable(str(item['loc'][0]))}: {message}"


def _unknown(given: Mapping[str, str]) -> list[str]:
    known = [variable(field) for field in Settings.model_fields]
    known += [f"{PREFIX}{secret}_FILE" for secret in SECRETS]
    warnings = []
    for name in sorted(set(given) - set(known)):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        warnings.append(f"{name} is not a setting{hint}")
    return warnings


def markdown_table() -> str:
    """Write the settings as the README's table."""
    rows = ["| setting | default | means |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        rows.append(f"| `{variable(name)}` | {_default(field.default)} | {field.description} |")
    return "\n".join(rows)


def _default(value: object) -> str:
    if value is None or value == frozenset():
        return "–"
    if isinstance(value, Networks):
        return "`off`"
    if isinstance(value, bool):
        return "`on`" if value else "`off`"
    return f"`{value}`"
