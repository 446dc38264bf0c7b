"""The docs are true of the code: links, commands, environment variables, events, flow kinds."""

from __future__ import annotations

import argparse
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from donbay.app import cli
from donbay.app.demo import seed as demo
from donbay.automation.flows.reasons import REASONS as FLOW_REASONS
from donbay.core import registry
from donbay.edge import main as edge
from donbay.kit.text import slugify
from donbay.messaging.gate import REASONS as GATE_REASONS

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
REFERENCE = REPOSITORY / "docs" / "reference"

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_VARIABLE = re.compile(r"\b(?:DONBAY_[A-Z_]+|DATABASE_URL|SMTP_URL)\b")
_READ = re.compile(
    r"""(?:environ\.get\(|environ\[|getenv\(|reader\.take\(|_rate\(environ,)\s*"([A-Z_]+)\""""
)
# Set by us for our own processes or for tests: named on the page, but no settings of an operator.
_OURS = {"DONBAY_SUPERVISOR_PID", "DONBAY_CHROMIUM", "DONBAY_TEST_PG"}
_FOREIGN = {"DJANGO_SETTINGS_MODULE", "PGOPTIONS", "CI"}


def links(page: Path) -> list[str]:
    """Return the addresses a page links to, outside code."""
    return _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def first_cells(page: Path) -> Iterator[str]:
    """Give the first cell of every table row of a page."""
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("| "):
            yield line.split("|")[1].strip()


def variables_read() -> set[str]:
    """Return the environment variables that the program reads."""
    found: set[str] = set()
    for source in (REPOSITORY / "donbay").rglob("*.py"):
        found |= set(_READ.findall(source.read_text(encoding="utf-8")))
    names = ("session", "link", "credentials")  # made of the key's name in core/secrets.py
    return (found | {f"DONBAY_{name.upper()}_KEY_FILE" for name in names}) - _FOREIGN


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_relative_links_and_pictures_exist(page: Path) -> None:
    missing = []
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            missing.append(link)

    assert missing == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    todo = [REPOSITORY / "README.md"]
    while todo:
        page = todo.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        todo += [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]

    assert set(PAGES) - reached == set()


def test_drawn_pictures_are_readable_in_the_dark_and_named() -> None:
    for picture in (REPOSITORY / "docs" / "pictures").glob("*.svg"):
        text = picture.read_text(encoding="utf-8")
        root = ElementTree.fromstring(text)

        assert root.get("role") == "img"
        assert "<title" in text
        assert "<desc" in text
        assert "prefers-color-scheme: dark" in text


def test_the_command_line_page_names_every_command_and_option() -> None:
    text = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    parser = cli._parser()
    commands = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))

    for name, sub in commands.choices.items():
        assert f"| `{name}` |" in text
        assert f"\n## {name}\n" in text
        for action in sub._actions:
            assert [option for option in action.option_strings if option not in text] == []


def test_the_command_line_page_names_the_options_of_the_edge(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (REFERENCE / "cli.md").read_text(encoding="utf-8")

    with pytest.raises(SystemExit):
        edge._parse(["--help"])

    options = set(re.findall(r"--[a-z]+", capsys.readouterr().out))
    assert "--workers" in options
    assert {option for option in options if option not in text} == set()


def test_the_command_line_page_names_every_target_of_make() -> None:
    text = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):  ", (REPOSITORY / "Makefile").read_text(), re.MULTILINE)

    assert len(targets) > 4
    assert [target for target in targets if f"`make {target}`" not in text] == []


def test_the_configuration_page_names_the_variables_that_are_read() -> None:
    text = (REFERENCE / "configuration.md").read_text(encoding="utf-8")
    told = set(_VARIABLE.findall(text))

    assert told - _OURS == variables_read() - _OURS


def test_the_readme_names_no_variable_that_is_not_read() -> None:
    told = set(_VARIABLE.findall((REPOSITORY / "README.md").read_text(encoding="utf-8")))

    assert told - variables_read() - _OURS == set()


def test_the_events_page_is_the_registry() -> None:
    told = {cell.strip("`") for cell in first_cells(REFERENCE / "events.md") if "." in cell}
    kinds = registry.event_kinds.keys()
    reactors = registry.reactors.keys()

    assert told == kinds | reactors


def test_the_events_page_tells_what_reactors_read_and_in_which_words() -> None:
    rows = (REFERENCE / "events.md").read_text(encoding="utf-8").splitlines()

    for reactor in registry.reactors:
        (row,) = (row for row in rows if row.startswith(f"| `{reactor.key}` |"))
        assert set(re.findall(r"`([a-z_]+\.[a-z_]+)`", row)) - {reactor.key} == reactor.kinds
    for kind in registry.event_kinds:
        assert any(row.startswith(f"| `{kind.key}` | {kind.vi} |") for row in rows), kind.key


def test_the_flow_graph_page_names_every_trigger_step_and_outlet() -> None:
    text = (REFERENCE / "flow-graph.md").read_text(encoding="utf-8")

    for trigger in registry.flow_triggers:
        assert f"`trigger.{trigger.key}` ({trigger.vi})" in text
    for step in registry.flow_steps:
        assert f"`{step.key}` ({step.vi})" in text


def test_reasons_have_the_same_codes_in_flows_as_at_the_gate() -> None:
    shown_later = {"quiet_hours"}  # the message waits and goes; it is no refusal

    assert set(GATE_REASONS) - shown_later <= set(FLOW_REASONS)


def test_the_glossary_is_in_order_without_doubles() -> None:
    terms = [cell for cell in first_cells(REPOSITORY / "docs" / "glossary.md") if cell != "term"]

    assert terms == sorted(set(terms), key=str.casefold)


def test_the_readme_tells_the_demo_as_it_is_made() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    seed = Path(demo.__file__).read_text(encoding="utf-8")
    pages = re.findall(r'_page\(actor, \w+, "[a-z]+", "([^"]+)"', seed)

    assert len(pages) == 2
    assert [name for name in pages if f".localhost:8001/{slugify(name)}" not in readme] == []
    for login in demo.LOGINS:
        assert f"`{login.email}` | `{login.password}` |" in readme


def test_decisions_are_numbered_and_listed() -> None:
    folder = REPOSITORY / "docs" / "adr"
    numbers = sorted(path.name[:4] for path in folder.glob("0*.md"))
    listed = re.findall(r"^\| \[(\d{4})\]", (folder / "README.md").read_text(), re.MULTILINE)

    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    assert listed == numbers


@pytest.mark.parametrize(
    ("other", "ours"), [("mã giảm giá", "mã ưu đãi"), (r"\bluồng\b", "kịch bản")]
)
def test_screens_and_messages_use_the_words_of_the_glossary(other: str, ours: str) -> None:
    assert f"| {ours} |" in (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8")
    files = [
        path
        for folder in ("donbay", "frontend/src", "docs")
        for path in (REPOSITORY / folder).rglob("*")
        if path.suffix in {".py", ".ts", ".tsx", ".json", ".md", ".html"}
    ]

    found = [
        f"{path.relative_to(REPOSITORY)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(other, line, re.IGNORECASE)
    ]

    assert found == []
