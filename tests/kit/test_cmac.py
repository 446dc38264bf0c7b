"""AES-CMAC of single blocks against the published vectors."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from hypothesis import given
from hypothesis import strategies as st

from donbay.kit.cmac import BlockMac

_KEY = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")  # RFC 4493 §4
_BLOCK = bytes.fromhex("6bc1bee22e409f96e93d7e117393172a")


def test_the_vector_of_rfc_4493() -> None:
    tags = BlockMac(_KEY).tags(_BLOCK * 2)

    assert tags.hex() == "070a16b46b4d4144f79bdd9dd04a287c" * 2


@given(st.sampled_from([16, 32]), st.data())
def test_blocks_together_have_the_tags_they_have_alone(size: int, data: st.DataObject) -> None:
    key = data.draw(st.binary(min_size=size, max_size=size))
    blocks = data.draw(st.lists(st.binary(min_size=16, max_size=16), max_size=5))

    tags = BlockMac(key).tags(b"".join(blocks))

    alone = []
    for block in blocks:
        mac = CMAC(AES(key))
        mac.update(block)
        alone.append(mac.finalize())
    assert tags == b"".join(alone)


def test_a_part_of_a_block_is_refused() -> None:
    with pytest.raises(ValueError):
        BlockMac(_KEY).tags(_BLOCK + b"x")
