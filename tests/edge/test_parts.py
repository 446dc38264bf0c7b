"""The parts that need no server: pieces, spool, ids, limits, bodies."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from donbay.edge import limits
from donbay.edge.body import BadBodyError, parse_form
from donbay.edge.catalogue import Catalogue
from donbay.edge.limits import Limiter
from donbay.edge.once import OnceIds
from donbay.edge.pieces import Pieces
from donbay.edge.request import language_of, make_context, read_context
from donbay.edge.settings import Rate
from donbay.edge.spool import Spool, read_lines
from donbay.edge.types import NotKeptError, Row

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def a_row(number: int) -> Row:
    """Return a capture."""
    return Row(1, str(uuid4()), "form", f'{{"n": {number}, "ten": "Lan\\n"}}', "{}", AT)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.binary(max_size=300), st.binary(max_size=300)), max_size=5))
def test_pieces_are_valid_gzip_of_the_plain_document(pairs: list[tuple[bytes, bytes]]) -> None:
    pieces = Pieces([run * 3 for run, _ in pairs] + [b"cuoi"])
    values = [value for _, value in pairs]

    assert gzip.decompress(pieces.gzipped(values)) == pieces.plain(values)


def test_a_spool_gives_back_every_row_and_tolerates_a_torn_end(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    rows = [a_row(number) for number in range(5)]
    spool.append(rows[:3])
    spool.append(rows[3:])
    (path,) = (tmp_path / "spool").glob("*.spool")
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(Spool(tmp_path / "spool").claim()) == []  # its writer is alive

    data = path.read_bytes()
    spool.rotate()
    path.write_bytes(data + data[:40])

    ((found, _),) = Spool(tmp_path / "spool").claim()
    assert found == rows
    for cut in range(len(data)):
        assert read_lines(data[:cut]) == rows[: data[:cut].count(b"\n")] or cut in {
            place for place, byte in enumerate(data) if byte == 10
        }


def test_a_full_disk_is_no_false_thanks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(tmp_path / "spool")
    spool.append([a_row(1)])

    def full(fd: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(NotKeptError):
        spool.append([a_row(2)])

    monkeypatch.undo()
    assert Spool(tmp_path / "spool").waiting() == 1


def test_one_time_ids_are_different_signed_and_bound_to_their_page() -> None:
    ids, page = OnceIds("k" * 32), uuid4().bytes
    made = {ids.mint(page) for _ in range(5000)}

    assert len(made) == 5000
    one = made.pop()
    assert ids.read(one, page) == one == str(UUID(one))
    assert UUID(one).version == 7
    assert ids.read(one, uuid4().bytes) is None
    assert OnceIds("x" * 32).read(one, page) is None


def test_a_bucket_empties_and_fills_again() -> None:
    now = [0.0]
    limiter = Limiter(Rate(1.0, 3.0), lambda: now[0])

    assert [limiter.allow("a") for _ in range(4)] == [True, True, True, False]
    assert limiter.allow("b")
    now[0] += 1.5
    assert [limiter.allow("a") for _ in range(2)] == [True, False]


def test_a_bucket_holds_no_more_than_its_burst_however_long_nobody_came() -> None:
    now = [0.0]
    limiter = Limiter(Rate(1.0, 3.0), lambda: now[0])
    assert limiter.allow("a")

    now[0] += 1_000

    assert [limiter.allow("a") for _ in range(4)] == [True, True, True, False]


def test_buckets_stay_few_and_those_in_use_are_not_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "_MOST_BUCKETS", 10)
    now = [0.0]
    limiter = Limiter(Rate(1.0, 3.0), lambda: now[0])
    for address in range(8):
        assert limiter.allow(address)
    now[0] += 2.5
    assert [limiter.allow("busy") for _ in range(3)] == [True, True, True]

    now[0] += 0.6  # the first are full again; this one is not
    assert limiter.allow("new")
    assert limiter.allow("one too many")
    assert [limiter.allow("busy") for _ in range(2)] == [False, False]
    for address in range(1_000):
        limiter.allow(f"crowd {address}")
        assert len(limiter._buckets) <= 10


def test_bodies_are_read_or_refused() -> None:
    multipart = (
        b'--x\r\nContent-Disposition: form-data; name="ten"\r\n\r\nLan\r\n\r\n'
        b'--x\r\nContent-Disposition: form-data; name="tep"; filename="a"\r\n\r\nMZ\r\n--x--\r\n'
    )

    assert parse_form(b"a=1&a=2&b=%C4%91", "application/x-www-form-urlencoded") == {
        "a": "1",
        "b": "đ",
    }
    assert parse_form(multipart, "multipart/form-data; boundary=x") == {"ten": "Lan\r\n"}
    for body, kind in ((multipart[:60], "multipart/form-data; boundary=x"), (b"", "text/plain")):
        with pytest.raises(BadBodyError):
            parse_form(body, kind)


def test_a_view_carries_where_it_came_from() -> None:
    assert make_context("", "http://a.localhost/x", "a.localhost") == ""
    carried = make_context("utm_source=fb&_m=tok", "https://fb.com/", "a.localhost")
    assert read_context(carried) == ("https://fb.com/", {"utm_source": "fb", "_m": "tok"})
    assert language_of("en-US,en;q=0.9,vi;q=0.8") == "en"
    assert language_of("fr, vi;q=0.5") == "vi"


def test_a_line_that_the_disk_changed_is_left_out(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    rows = [a_row(1), a_row(2)]
    spool.append(rows)
    (path,) = (tmp_path / "spool").glob("*.spool")
    data = path.read_bytes()

    changed = data.replace(b'\\"n\\": 1', b'\\"n\\": 7')

    assert changed != data
    assert read_lines(changed) == rows[1:]


def test_pages_kept_before_their_shop_is_listed_are_no_damage(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    page = {
        "workspace_id": 1, "page_id": str(uuid4()), "path": "/x", "version": 1, "html": "<p>",
        "csp": "", "forms": {}, "thanks": {}, "shell": "",
    }  # fmt: skip
    folder = tmp_path / "bundles" / "1"
    folder.mkdir(parents=True)
    (folder / "page.json").write_bytes(orjson.dumps(page))
    catalogue = Catalogue(tmp_path)

    catalogue.load()
    whole = caplog.text
    (folder / "torn.json").write_bytes(b'{"workspace_id": 1')
    catalogue.load()

    assert whole == ""
    assert "torn.json" in caplog.text
