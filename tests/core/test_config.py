"""The environment is read with clear words about what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from donbay.core.config import Config, Share
from donbay.core.database import (
    database_url,
    django_database,
    find_database_url,
    forget_url,
    note_url,
    require_database_url,
)
from donbay.core.operator_errors import OperatorError
from donbay.core.secrets import load_secrets


def test_defaults(tmp_path: Path) -> None:
    config = Config.from_env({"DONBAY_DATA_DIR": str(tmp_path)})

    assert config.data_dir == tmp_path
    assert (config.app_url, config.edge_url) == ("http://localhost:8000", "http://localhost:8001")
    assert (config.database_url, config.smtp_url, config.trusted_proxies) == (None, None, ())


def test_urls_follow_the_ports() -> None:
    config = Config.from_env({"DONBAY_APP_PORT": "9000", "DONBAY_EDGE_PORT": "9001"})

    assert (config.app_url, config.edge_url) == ("http://localhost:9000", "http://localhost:9001")


def test_everything_wrong_is_told_at_once_in_both_languages_without_passwords() -> None:
    wrong = {
        "DONBAY_APP_PORT": "0",
        "DONBAY_APP_URL": "https://shop.vn/path",
        "DATABASE_URL": "mysql://me:hunter2@db/x",
        "DONBAY_TRUSTED_PROXIES": "10.0.0.0/8, nonsense",
    }

    with pytest.raises(OperatorError) as caught:
        Config.from_env(wrong)

    assert [line.split("=")[0] for line in caught.value.en.splitlines()] == list(wrong)
    assert "phải là số cổng từ 1 đến 65535" in caught.value.vi
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://Shop.vn/", "https://shop.vn"),
        ("https://sữa.vn", "https://xn--sa-3ct.vn"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_an_address_of_ours_is_kept_in_its_plain_form(given: str, taken: str) -> None:
    assert Config.from_env({"DONBAY_APP_URL": given}).app_url == taken


@pytest.mark.parametrize(
    "given",
    ["shop.vn", "//shop.vn", "https://shop.vn/a", "https://shop.vn?x", "https://me:pw@shop.vn",
     "http://[oops", "https://shop.vn:0x", "javascript:alert(1)", "https://sh op.vn"],
)  # fmt: skip
def test_an_address_of_ours_must_be_bare(given: str) -> None:
    with pytest.raises(OperatorError, match="DONBAY_APP_URL"):
        Config.from_env({"DONBAY_APP_URL": given})


def test_the_sender_in_the_mail_servers_address_is_an_address_as_customers_are() -> None:
    url = "smtp://mail.vn?from=Chao%2Bshop@Shop.vn"

    assert Config.from_env({"SMTP_URL": url}).smtp_url == url


@pytest.mark.parametrize(
    "sender",
    ["", "shop", "a b@shop.vn", "a@shop.vn%0d%0aBcc:x@y.vn", "<a@shop.vn>", "a..b@shop.vn",
     "a@shop", "a@-shop.vn", "a@shop.vn%20"],
)  # fmt: skip
def test_a_sender_in_the_mail_servers_address_must_be_an_address(sender: str) -> None:
    with pytest.raises(OperatorError) as caught:
        Config.from_env({"SMTP_URL": f"smtp://me:hunter2@mail.vn?from={sender}"})

    assert "from=ten@shop.vn" in caught.value.vi
    assert "from=name@shop.vn" in caught.value.en
    assert "hunter2" not in str(caught.value)


def test_same_port_twice_is_refused() -> None:
    with pytest.raises(OperatorError, match="must differ"):
        Config.from_env({"DONBAY_APP_PORT": "8001"})


def test_secrets_are_made_once_and_private(tmp_path: Path) -> None:
    first = load_secrets(tmp_path, {})

    assert load_secrets(tmp_path, {}) == first
    assert len({first.session, first.link, first.credentials}) == 3
    files = sorted((tmp_path / "secrets").iterdir())
    assert [file.name for file in files] == ["credentials", "link", "session"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert first.session not in repr(first)


def test_secrets_come_from_named_files(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-a-file\n")

    found = load_secrets(tmp_path, {"DONBAY_SESSION_KEY_FILE": str(tmp_path / "key")})

    assert found.session == "from-a-file"


@pytest.mark.parametrize("content", [None, ""])
def test_a_named_key_file_must_have_a_key(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_text(content)

    with pytest.raises(OperatorError, match="DONBAY_LINK_KEY_FILE"):
        load_secrets(tmp_path, {"DONBAY_LINK_KEY_FILE": str(path)})


def test_a_link_key_too_short_to_sign_with_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{'n' * 32}\nshort\n")

    with pytest.raises(OperatorError, match="32"):
        load_secrets(tmp_path, {"DONBAY_LINK_KEY_FILE": str(tmp_path / "key")})


def test_roles_find_the_server_that_serve_noted(tmp_path: Path) -> None:
    environ = {"DONBAY_DATA_DIR": str(tmp_path)}
    with pytest.raises(OperatorError, match="donbay serve"):
        require_database_url(environ)

    note_url(tmp_path, "postgresql://donbay@/donbay?host=%2Ftmp%2Fx")

    assert database_url(environ) == "postgresql://donbay@/donbay?host=%2Ftmp%2Fx"
    assert (tmp_path / "postgres.json").stat().st_mode & 0o777 == 0o600
    forget_url(tmp_path)
    assert find_database_url(environ) is None


def test_django_connects_by_socket_or_network_with_a_pool() -> None:
    socket = django_database("postgresql://donbay@/donbay?host=%2Ftmp%2Fx&port=5432")
    network = django_database("postgresql://me:p%40ss@db.vn:6000/shop?sslmode=require")

    assert (socket["HOST"], socket["PORT"], socket["NAME"]) == ("/tmp/x", "5432", "donbay")
    assert (network["HOST"], network["PASSWORD"]) == ("db.vn", "p@ss")
    assert network["OPTIONS"]["sslmode"] == "require"
    assert network["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 8, "timeout": 5}
    assert network["CONN_HEALTH_CHECKS"] is True


def test_the_shares_of_all_processes_are_the_whole() -> None:
    for whole in range(21):
        for of in range(1, 9):
            assert sum(Share(number, of).part(whole) for number in range(1, of + 1)) == whole


@pytest.mark.parametrize("given", ["0/2", "3/2", "1", "1/0", "a/b", "1/2/3", "-1/2"])
def test_a_share_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(OperatorError, match="DONBAY_DELIVERY_SHARE"):
        Config.from_env({"DONBAY_DELIVERY_SHARE": given})


def test_delivery_takes_two_processes_where_there_are_two_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for cores, processes in ((None, 1), (1, 1), (2, 2), (64, 2)):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        assert Config.from_env({}).delivery_processes == processes
    assert Config.from_env({"DONBAY_DELIVERY_PROCESSES": "5"}).delivery_processes == 5
    with pytest.raises(OperatorError, match="DONBAY_DELIVERY_PROCESSES"):
        Config.from_env({"DONBAY_DELIVERY_PROCESSES": "0"})
