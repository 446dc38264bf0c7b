"""Web addresses: what is taken, what is refused, and what a policy may name."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donbay.kit.web import InvalidWebAddress, is_web_address, web_address, web_origin


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("https://sen.vn", "https://sen.vn"),
        ("HTTPS://Sen.VN/A?b=C#d", "https://sen.vn/A?b=C#d"),
        ("http://sen.localhost:8001/trang-chu", "http://sen.localhost:8001/trang-chu"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("https://[2001:db8::1]:8443/x", "https://[2001:db8::1]:8443/x"),
        ("https://sữa.vn/sản-phẩm?q=mặt", "https://xn--sa-3ct.vn/sản-phẩm?q=mặt"),
        ("https://sen.vn./x", "https://sen.vn./x"),
        ("https://a_b.sen.vn/", "https://a_b.sen.vn/"),
        ("https://sen.vn/?to=user@shop.vn", "https://sen.vn/?to=user@shop.vn"),
    ],
)
def test_an_address_comes_back_in_its_plain_form(text: str, plain: str) -> None:
    assert web_address(text) == plain
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "sen.vn", "/trang", "//sen.vn/x", "///sen.vn", "https:", "https://", "https:///x",
        "http:sen.vn", "https:/sen.vn", "https://:80/", "https://./", "https://sen..vn/",
        "javascript:alert(1)", "JavaScript://sen.vn/%0aalert(1)", "data:text/html,x",
        "ftp://sen.vn/", "mailto:a@sen.vn", "file:///etc/passwd", "blob:https://sen.vn/x",
        "https://user@sen.vn/", "https://user:mật-khẩu@sen.vn/", "https://sen.vn@kẻ-xấu.vn/",
        "https://@sen.vn/",
        " https://sen.vn", "https://sen.vn ", "https://sen.vn/a b", "https://se n.vn/",
        "https://sen.vn/\n", "java\nscript:alert(1)", "ht\ttps://sen.vn", "https://sen.vn/\x00",
        "https://sen.vn/\x7f", "https://sen.vn/\xa0", "https://sen.vn/\u202etxt.exe",
        "https://sen.vn/\u200b", "https://sen.vn\\@ke-xau.vn/", "https:\\\\sen.vn",
        "https://sen.vn:99999/", "https://sen.vn:x/", "http://[oops", "http://[::1", "https://[v1.x]/",
        "https://sen.vn;script-src/", "https://sen.vn'/", "https://sen.vn\"/", "https://*.vn/",
        "https://-sen.vn/", "https://sen-.vn/", "https://" + "a" * 64 + ".vn/",
        "https://sen.vn/" + "a" * 2048,
    ],
)  # fmt: skip
def test_what_a_browser_must_not_be_sent_to_is_refused(text: str) -> None:
    assert not is_web_address(text)
    assert web_origin(text) == ""
    with pytest.raises(InvalidWebAddress):
        web_address(text)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://Sen.vn/cam-on?x=1", "https://sen.vn"),
        ("http://sen.localhost:8001/a", "http://sen.localhost:8001"),
        ("https://sữa.vn", "https://xn--sa-3ct.vn"),
    ],
)
def test_an_origin_is_scheme_host_and_port(text: str, origin: str) -> None:
    assert web_origin(text) == origin


@given(st.text(max_size=60) | st.text(max_size=40).map(lambda rest: f"https://{rest}"))
def test_what_is_taken_names_one_host_whatever_was_typed(text: str) -> None:
    if not is_web_address(text):
        return

    plain = web_address(text)
    parts = urlsplit(plain)

    assert web_address(plain) == plain
    assert parts.scheme in {"http", "https"}
    assert parts.hostname
    assert parts.netloc.isascii()
    assert not set(parts.netloc) & set(" ;'\"<>@\\,")
