"""What the demo shop sells, with a drawn picture of each product."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

_SIZE = 800


@dataclass(frozen=True, slots=True)
class Item:
    """A product of the demo shop and the colours of its picture."""

    sku: str
    name: str
    price: int
    compare_price: int | None
    stock: int
    shape: str
    light: str
    deep: str
    description: str
    weight: int


# What the order page tells of and sells.
SERUM = "SEN-SHS"
ITEMS = (
    Item("SEN-SRM", "Sữa rửa mặt hoa sen 120 ml", 189_000, 229_000, 140, "tube", "#fde8ef",
         "#c8577e", "Làm sạch dịu nhẹ, pH 5,5, hợp da nhạy cảm.", 20),
    Item("SEN-TNR", "Nước cân bằng lá sen 150 ml", 219_000, None, 96, "bottle", "#e5f3ea",
         "#4f8f6b", "Cấp ẩm, làm dịu sau khi rửa mặt.", 13),
    Item("SEN-SHS", "Serum hoa sen 30 ml", 389_000, 450_000, 62, "dropper", "#fff1d9",
         "#d18a2c", "Căng mịn, sáng đều với niacinamide 5% và chiết xuất sen.", 11),
    Item("SEN-KDA", "Kem dưỡng ẩm hạt sen 50 g", 329_000, None, 88, "jar", "#f6eee4", "#a8794f",
         "Khoá ẩm suốt đêm, không bết dính.", 14),
    Item("SEN-KCN", "Kem chống nắng SPF50+ 50 ml", 299_000, 350_000, 175, "tube", "#e6f0fb",
         "#4d7fb5", "Bảo vệ phổ rộng, nâng tông tự nhiên.", 22),
    Item("SEN-MNG", "Mặt nạ sen trắng, hộp 5 miếng", 149_000, None, 210, "box", "#f2f1fb",
         "#7b72b8", "Cấp ẩm tức thì trong 15 phút.", 12),
    Item("SEN-TTB", "Nước tẩy trang hoa sen 400 ml", 245_000, None, 74, "bottle", "#fbe9e4",
         "#c9705a", "Lấy sạch lớp trang điểm, không cồn.", 9),
    Item("SEN-XKD", "Xịt khoáng sen 100 ml", 169_000, None, 120, "bottle", "#e2f4f6", "#3f95a3",
         "Làm mát và cấp ẩm mọi lúc.", 6),
    Item("SEN-DMB", "Dầu dưỡng môi hạt sen 8 ml", 99_000, 129_000, 230, "dropper", "#fde3e3",
         "#bd4f58", "Môi mềm và căng bóng tự nhiên.", 10),
    Item("SEN-TBC", "Tẩy tế bào chết cám gạo 100 g", 159_000, None, 66, "jar", "#faf3dd", "#b4984a",
         "Hạt mịn từ cám gạo, dùng 2 lần mỗi tuần.", 6),
    Item("SEN-MST", "Kem mắt chiết xuất sen 15 g", 359_000, None, 41, "tube", "#ece6f5", "#805ba6",
         "Giảm bọng và nếp nhăn quanh mắt.", 5),
    Item("SEN-BO4", "Bộ chăm sóc da 4 bước", 890_000, 1_080_000, 35, "box", "#f9e6ee", "#a63d67",
         "Trọn bộ: rửa mặt, cân bằng, tinh chất, kem dưỡng.", 7),
)  # fmt: skip

# Left, top, right, bottom of the body and of its cap, in hundredths of the picture.
_SHAPES = {
    "tube": ((36, 24, 64, 74), (39, 74, 61, 84)),
    "bottle": ((37, 34, 63, 84), (44, 18, 56, 34)),
    "dropper": ((39, 44, 61, 84), (45, 16, 55, 44)),
    "jar": ((28, 48, 72, 82), (26, 36, 74, 48)),
    "box": ((30, 28, 70, 84), (30, 28, 70, 38)),
}


def draw_picture(item: Item) -> bytes:
    """Draw a product on a soft ground, as PNG."""
    picture = _ground(item)
    shadow = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    ImageDraw.Draw(shadow).ellipse(_box((24, 79, 76, 90)), fill=(60, 40, 50, 90))
    picture.alpha_composite(shadow.filter(ImageFilter.GaussianBlur(18)))
    draw = ImageDraw.Draw(picture)
    body, cap = _SHAPES[item.shape]
    draw.rounded_rectangle(_box(body), radius=34, fill="#fffdfb", outline=item.deep, width=3)
    draw.rounded_rectangle(_box(cap), radius=16, fill=item.deep)
    _petals(draw, item, (body[0] + body[2]) / 2, (body[1] + body[3]) / 2 + 4)
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG")
    return out.getvalue()


def _ground(item: Item) -> Image.Image:
    glow = Image.new("RGBA", (_SIZE, _SIZE), item.light)
    ImageDraw.Draw(glow).ellipse(_box((18, 12, 82, 76)), fill="#ffffff")
    return glow.filter(ImageFilter.GaussianBlur(90))


def _petals(draw: ImageDraw.ImageDraw, item: Item, x: float, y: float) -> None:
    for shift, height in ((-6, 7), (6, 7), (-3, 9), (3, 9), (0, 10)):
        left, right = x + shift - 3, x + shift + 3
        draw.ellipse(
            _box((left, y - height, right, y)), fill=item.light, outline=item.deep, width=2
        )


def _box(hundredths: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (value * _SIZE / 100 for value in hundredths)
    return left, top, right, bottom
