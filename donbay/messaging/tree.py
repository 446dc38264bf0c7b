"""The component tree of an e-mail: typed, versioned JSON, checked at the border."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from donbay.core.errors import FieldProblem, Invalid

Align = Literal["left", "center", "right"]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
ShortText = Annotated[str, Field(max_length=500)]
Address = Annotated[str, Field(max_length=2000)]


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(default="", max_length=40)


class Heading(_Block):
    """A title line."""

    type: Literal["heading"]
    text: ShortText
    level: Literal[1, 2, 3] = 2
    align: Align = "left"
    color: Colour = "#1f2937"


class Text(_Block):
    """A paragraph or more of simple rich text."""

    type: Literal["text"]
    html: str = Field(max_length=50_000)
    align: Align = "left"


class Button(_Block):
    """A link that looks like a button."""

    type: Literal["button"]
    label: ShortText
    url: Address
    color: Colour = "#0f766e"
    align: Align = "center"


class Image(_Block):
    """A picture, linked if it has an address to go to."""

    type: Literal["image"]
    src: Address
    alt: ShortText = ""
    url: Address = ""
    width: int = Field(default=600, ge=16, le=600)


class Divider(_Block):
    """A thin line."""

    type: Literal["divider"]


class Spacer(_Block):
    """Empty height in pixels."""

    type: Literal["spacer"]
    height: int = Field(default=24, ge=4, le=200)


class Product(_Block):
    """A product card with its price as the shop writes it."""

    type: Literal["product"]
    name: ShortText
    price: ShortText = ""
    compare_price: ShortText = ""
    image: Address = ""
    url: Address
    label: ShortText = "Mua ngay"


class Voucher(_Block):
    """A code in a frame."""

    type: Literal["voucher"]
    title: ShortText = "Mã ưu đãi của bạn"
    code: ShortText = "{{ voucher_code }}"
    note: ShortText = ""


Block = Annotated[
    Heading | Text | Button | Image | Divider | Spacer | Product | Voucher,
    Field(discriminator="type"),
]


class EmailTree(BaseModel):
    """An e-mail's blocks from top to bottom, and its few colours."""

    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = 1
    blocks: list[Block] = Field(max_length=200)
    background: Colour = "#f3f4f6"
    width: int = Field(default=600, ge=320, le=720)


def parse_tree(data: Mapping[str, Any]) -> EmailTree:
    """Return the typed tree; raise Invalid with a JSON pointer for each thing wrong."""
    try:
        return EmailTree.model_validate(data)
    except ValidationError as error:
        problems = [
            FieldProblem(
                pointer="/tree/" + "/".join(str(part) for part in item["loc"]),
                vi=f"Giá trị chưa đúng: {item['msg']}",
                en=item["msg"],
                code=item["type"],
            )
            for item in error.errors(include_url=False, include_input=False)
        ]
        raise Invalid(problems=problems) from error
