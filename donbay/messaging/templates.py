"""Templates of mails: minijinja over flat values, with the fixed text set apart.

A template is cut at its tags. The fixed pieces between them are replaced by short marks, so one
render costs what varies and not what is fixed; callers put the (already encoded) pieces back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import minijinja

from donbay.messaging.errors import TemplateRefused

MAX_SOURCE = 400_000
MAX_TAG = 400
FUEL = 20_000

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# Plain letters: mrml rewrites private-use characters inside attributes.
SLOT = re.compile(r"xqslot-(o|u|c\d+)-qx")
_MARK = re.compile(r"\x02(\w+)\x03")
_CUTS = re.compile(f"{TAG.pattern}|xqslot-(?P<slot>o|u|c\\d+)-qx", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_STRINGS = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.DOTALL)
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)")
_STATEMENTS = frozenset({"if", "elif", "else", "endif"})
_URL_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_KEPT_FILTERS = frozenset(
    {"default", "d", "upper", "lower", "title", "capitalize", "trim", "length", "escape", "e"}
)
# `x | default("y")`, which the engine can do itself once it is told that empty counts as absent.
_DEFAULT = re.compile(
    r"\|\s*(?:default|d)\s*\(\s*(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\w+)\s*\)"
)
# A tag that only names a value, or a value and a plain text to stand in for it.
_SIMPLE = re.compile(
    r"\{\{\s*([A-Za-z_]\w*)\s*(?:\|\s*default\((\"[^\"\\]*\"|'[^'\\]*'), true\)\s*)?\}\}"
)
_WORDS = frozenset({"true", "false", "none", "True", "False", "None", "not", "loop", "self"})
_SPECIAL = re.compile("[&<>\"'/]")
_ENTITIES = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "/": "&#x2f;",
}  # fmt: skip
_OTHER_DEFAULT = re.compile(r"\|\s*(?:default|d)\b(?!\([^|]*, true\))")
_BUILTIN_FILTERS = (
    "abs", "attr", "batch", "bool", "capitalize", "chain", "count", "dictsort", "first", "float",
    "format", "groupby", "indent", "int", "items", "join", "last", "lines", "list", "map", "max",
    "min", "pprint", "reject", "rejectattr", "replace", "reverse", "round", "safe", "select",
    "selectattr", "slice", "sort", "split", "string", "sum", "tojson", "truncate", "unique",
    "urlencode", "wordcount", "wordwrap", "zip", "random", "center", "filesizeformat",
)  # fmt: skip
_BUILTIN_GLOBALS = ("range", "dict", "debug", "namespace", "lipsum", "cycler", "joiner")


def default(value: Any, fallback: Any = "") -> Any:
    """Return the fallback for what is absent, None or blank (the built-in prints "None")."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return fallback
    return value


def safe_url(value: Any) -> str:
    """Return an address whose scheme is one of the web's, or `#`."""
    text = "" if value is None else str(value).strip()
    return text if has_safe_scheme(text) else "#"


def has_safe_scheme(url: str) -> bool:
    """Tell whether an address may stand in a link."""
    return url.lower().startswith(_URL_SCHEMES)


def clean_value(value: Any) -> str | int | float:
    """Return a value as templates may hold it: no None, no control characters."""
    if value is None:
        return ""
    if isinstance(value, int | float) and value:
        return value
    text = str(value)
    if not text or text.isspace():
        return ""
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def environment(*, html: bool) -> minijinja.Environment:
    """Return an environment that can do little: text in, text out, with fuel."""
    env = minijinja.Environment(
        auto_escape_callback=_always if html else _never, undefined_behavior="lenient", fuel=FUEL
    )
    for name in _BUILTIN_FILTERS:
        if name not in _KEPT_FILTERS:
            env.remove_filter(name)
    for name in _BUILTIN_GLOBALS:
        env.remove_global(name)
    env.add_filter("our_default", default)
    env.add_filter("safe_url", safe_url)
    return env


def _always(_name: str) -> bool:
    return True


def _never(_name: str) -> bool:
    return False


def _own_default(tag: str) -> str:
    return _OTHER_DEFAULT.sub("| our_default", _DEFAULT.sub(r"| default(\1, true)", tag))


def slot(name: str) -> str:
    """Return the mark that stands in a source for text the sender supplies per message."""
    return f"xqslot-{name}-qx"


@dataclass(frozen=True, slots=True)
class Step:
    """A literal (by key), a tag (its source) or a slot (its name) of a template, in order."""

    kind: Literal["literal", "tag", "slot"]
    text: str


def escape_html(text: str) -> str:
    """Return text as the engine escapes it for HTML."""
    return _SPECIAL.sub(lambda match: _ENTITIES[match.group()], text)


def _simple(tag: str) -> tuple[str, str] | None:
    """Return the name and stand-in of a tag that needs no engine, or None."""
    match = _SIMPLE.fullmatch(tag)
    if match is None or match.group(1) in _WORDS:
        return None
    return match.group(1), (match.group(2) or '""')[1:-1]


class Template:
    """A compiled template: fixed pieces, and the small program that orders and fills them."""

    def __init__(self, source: str, *, html: bool) -> None:
        check_tags(source)
        self.literals: dict[str, str] = {}
        self.sequence: list[Step] = []
        program: list[str] = []
        position = 0
        for cut in _CUTS.finditer(source):
            self._keep(program, source[position : cut.start()])
            name = cut.group("slot")
            step = Step("slot", name) if name else Step("tag", _own_default(cut.group()))
            program.append(f"\x02{name}\x03" if name else step.text)
            self.sequence.append(step)
            position = cut.end()
        self._keep(program, source[position:])
        text = "".join(program)
        self._env = environment(html=html)
        self.straight = "{%" not in source
        self.tags = tuple(dict.fromkeys(s.text for s in self.sequence if s.kind == "tag"))
        self._html = html
        known = [_simple(tag) for tag in self.tags]
        self._plan: list[tuple[str, str]] | None = None
        if self.straight and all(known):
            self._plan = [
                (name, escape_html(other) if html else other) for name, other in filter(None, known)
            ]
        tags = "\x02".join(self.tags)
        try:
            self._env.add_template("t", text)
            self._env.add_template("v", tags if self.straight else "")
            self.names = frozenset(self._env.undeclared_variables_in_str(text))
        except minijinja.TemplateError as error:
            raise TemplateRefused(detail=describe(error)) from error
        self.slots = frozenset(match.group(1) for match in SLOT.finditer(source))
        self.constant = not _CUTS.search(source)

    def _keep(self, program: list[str], literal: str) -> None:
        if literal:
            key = str(len(self.literals))
            program.append(f"\x02{key}\x03")
            self.literals[key] = _CONTROL.sub("", literal)
            self.sequence.append(Step("literal", key))

    def parts(self, values: Mapping[str, Any]) -> list[str]:
        """Return text and keys of literals or slots by turns: text, key, text, key, …, text."""
        context = {name: clean_value(values.get(name)) for name in self.names}
        try:
            rendered = self._env.render_template("t", **context)
        except minijinja.TemplateError as error:
            raise TemplateRefused(detail=describe(error)) from error
        return _MARK.split(rendered)

    def values_of_tags(self, values: Mapping[str, Any]) -> list[str]:
        """Return what each of `tags` becomes in a straight template."""
        if self._plan is not None:
            found = self._looked_up(self._plan, values)
            if found is not None:
                return found
        context = {name: clean_value(values.get(name)) for name in self.names}
        try:
            return self._env.render_template("v", **context).split("\x02")
        except minijinja.TemplateError as error:
            raise TemplateRefused(detail=describe(error)) from error

    def _looked_up(
        self, plan: Sequence[tuple[str, str]], values: Mapping[str, Any]
    ) -> list[str] | None:
        """Do without the engine: texts by name, for which it would do the same 20 times slower."""
        found = []
        for name, other in plan:
            value = values.get(name)
            if not value:
                if value is not None and value != "":
                    return None
                found.append(other)
                continue
            if type(value) is not str:
                return None
            if value.isspace():
                value = ""
            elif not value.isprintable():
                value = _CONTROL.sub("", value)
            if not value:
                found.append(other)
            elif self._html and _SPECIAL.search(value):
                found.append(escape_html(value))
            else:
                found.append(value)
        return found

    def render(self, values: Mapping[str, Any], slots: Mapping[str, str] | None = None) -> str:
        """Return the whole text."""
        if self._plan is not None and not self.slots:
            filled = dict(zip(self.tags, self.values_of_tags(values), strict=True))
            pieces = {"literal": self.literals, "tag": filled}
            return "".join(pieces[step.kind][step.text] for step in self.sequence)
        known = self.literals if slots is None else {**slots, **self.literals}
        return "".join(
            known.get(part, "") if index & 1 else part
            for index, part in enumerate(self.parts(values))
        )


def check_tags(source: str) -> None:
    """Raise TemplateRefused for a template that is too long or could do too much."""
    if len(source) > MAX_SOURCE:
        raise TemplateRefused(detail=f"> {MAX_SOURCE} characters")
    rest = TAG.sub("", source)
    for opening in ("{{", "{%", "{#"):
        if opening in rest:
            raise TemplateRefused(detail=f"{opening} … ?")
    for tag in TAG.findall(source):
        if len(tag) > MAX_TAG:
            raise TemplateRefused(detail=f"tag > {MAX_TAG} characters: {tag[:40]}…")
        statement = _STATEMENT.match(tag)
        if statement and statement.group(1) not in _STATEMENTS:
            raise TemplateRefused(detail=f"{{% {statement.group(1)} %}}")
        bare = _STRINGS.sub("", tag)
        if "*" in bare or bare.count("~") > 8:
            raise TemplateRefused(detail=tag)


def describe(error: minijinja.TemplateError) -> str:
    """Return what went wrong in words an author can use."""
    return f"{error.kind}: {error.detail}" if error.detail else str(error.kind)
