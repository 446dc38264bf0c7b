"""The e-book of the demo shop: a page of its own, which the first mail links to."""

from __future__ import annotations

from typing import Any

NAME = "Sách: Da khoẻ từ gốc trong 28 ngày"
SLUG = "sach-da-khoe-28-ngay"
SEO = {
    "title": "Da khoẻ từ gốc trong 28 ngày",
    "description": "Cuốn sách nhỏ về chăm da của Sen Skincare: bốn tuần, mỗi tuần một việc.",
    "noindex": True,
}

_CHAPTERS = (
    (
        "Vì sao là 28 ngày?",
        (
            "<p>Lớp ngoài cùng của da thay mới sau khoảng bốn tuần. Vì vậy một sản phẩm tốt cũng cần "
            "chừng ấy thời gian mới cho thấy nó hợp với bạn hay không. Đổi món mỗi tuần, bạn sẽ không "
            "bao giờ biết điều gì đang giúp và điều gì đang hại.</p>"
            "<p>Trong 28 ngày tới, hãy giữ mọi thứ đơn giản: làm sạch, giữ ẩm, chống nắng. Mỗi tuần "
            "chỉ thêm một việc.</p>"
        ),
    ),
    (
        "Tuần 1: làm sạch vừa đủ",
        (
            "<p>Rửa mặt hai lần mỗi ngày, bằng nước mát, không quá một phút. Da căng rít sau khi rửa "
            "nghĩa là sữa rửa mặt quá mạnh. Buổi sáng, nếu da khô, chỉ cần nước.</p>"
            "<p>Việc của tuần: đổi khăn mặt hai ngày một lần, vỏ gối mỗi tuần.</p>"
        ),
    ),
    (
        "Tuần 2: giữ ẩm theo khí hậu",
        (
            "<p>Miền Nam nóng ẩm quanh năm hợp kem dạng gel; mùa hanh miền Bắc cần kem đặc hơn. Thoa "
            "khi da còn hơi ẩm, một lượng bằng hạt đậu cho cả mặt.</p>"
            "<p>Việc của tuần: uống nước đều, đi ngủ trước 23 giờ ít nhất bốn hôm.</p>"
        ),
    ),
    (
        "Tuần 3: chống nắng mỗi sáng",
        (
            "<p>Nắng là lý do lớn nhất khiến da sạm và lão hoá. Thoa kem chống nắng SPF 30 trở lên, "
            "hai lóng tay cho mặt và cổ, thoa lại sau ba giờ nếu ở ngoài trời. Trời râm vẫn cần.</p>"
            "<p>Việc của tuần: đội mũ rộng vành từ 10 đến 15 giờ.</p>"
        ),
    ),
    (
        "Tuần 4: thêm một hoạt chất, chỉ một",
        (
            "<p>Da đã ổn, bạn có thể thử một serum: niacinamide cho da dầu, chiết xuất sen cho da nhạy "
            "cảm. Thử sau tai trong hai ngày trước khi thoa lên mặt.</p>"
            "<p>Không dùng chung vitamin C nồng độ cao với axit trong cùng một buổi.</p>"
        ),
    ),
    (
        "Khi nào nên gặp bác sĩ?",
        (
            "<p>Mụn viêm đau, mẩn đỏ lan rộng, ngứa kéo dài hơn ba ngày hoặc sưng mí mắt: ngừng mọi mỹ "
            "phẩm và gặp bác sĩ da liễu. Sách này không thay cho lời khuyên y khoa.</p>"
        ),
    ),
)


def book_tree(theme_of: dict[str, Any]) -> dict[str, Any]:
    """Return the book's tree in the colours, header and footer of another page's."""
    title = {
        "id": "bia",
        "type": "section",
        "name": "Bìa",
        "width": "narrow",
        "style": {"background": "glow", "padding_y": "lg"},
        "children": [
            {"id": "ten-sach", "type": "heading", "level": 1, "html": SEO["title"]},
            {
                "id": "loi-dau",
                "type": "text",
                "html": "<p>Bốn tuần, mỗi tuần một việc. Đọc hết trong mười phút.</p>",
                "style": {"size": "lg", "color": "muted"},
            },
        ],
    }
    header = {"id": "header", "type": "header", "brand": "Sen Skincare", "links": []}
    return {
        "version": theme_of["version"],
        "theme": theme_of["theme"],
        "header": header,
        "sections": [title, *(_chapter(number, *each) for number, each in enumerate(_CHAPTERS))],
        "footer": theme_of["footer"],
    }


def _chapter(number: int, heading: str, html: str) -> dict[str, Any]:
    return {
        "id": f"chuong-{number}",
        "type": "section",
        "name": heading,
        "width": "narrow",
        "style": {"padding_y": "md"},
        "children": [
            {"id": f"tieu-de-{number}", "type": "heading", "level": 2, "html": heading},
            {"id": f"loi-{number}", "type": "text", "html": html},
        ],
    }
