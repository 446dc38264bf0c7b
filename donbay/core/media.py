"""Pictures people upload: checked, re-encoded, and kept under the hash of their content.

Files lie at `<root>/<workspace id>/<key>`; a key never changes its content, so the edge may tell
browsers to keep it for ever. Nothing here needs Django: the edge reads with `locate`.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from donbay.core.errors import DomainError, TooLarge

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2_400
CONTENT_TYPE = "image/webp"
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_KEY = re.compile(r"[0-9a-f]{32}\.webp")


class NotAnImage(DomainError):
    """The upload is not a picture of a kind we take."""

    code = "not_an_image"
    status = 415
    vi = "Tệp này không phải ảnh JPEG, PNG, WebP hoặc GIF đọc được."
    en = "This file is not a readable JPEG, PNG, WebP or GIF picture."


class ImageTooBig(DomainError):
    """The picture has more pixels than a page can use."""

    code = "image_too_big"
    status = 413
    vi = "Ảnh quá lớn ({width}×{height} điểm). Hãy thu nhỏ dưới {limit} triệu điểm."
    en = "The picture is too large ({width}×{height} pixels). Stay below {limit} million."


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A kept picture: its key and its size in pixels."""

    key: str
    width: int
    height: int
    size: int


def store_image(root: Path, workspace_id: int, content: bytes) -> StoredImage:
    """Check, re-encode as WebP without metadata, and keep a picture.

    Raises TooLarge over 10 MB, NotAnImage, ImageTooBig.
    """
    if len(content) > MAX_BYTES:
        raise TooLarge(limit_mb=MAX_BYTES // 1024 // 1024)
    picture = _read(content)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    encoded = out.getvalue()
    key = hashlib.sha256(encoded).hexdigest()[:32] + ".webp"
    _keep(locate(root, workspace_id, key), encoded)
    return StoredImage(key, picture.width, picture.height, len(encoded))


def locate(root: Path, workspace_id: int, key: str) -> Path:
    """Return where a picture lies; raise KeyError for what cannot be a key."""
    if not _KEY.fullmatch(key):
        raise KeyError(key)
    return root / str(int(workspace_id)) / key


def _read(content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise ImageTooBig(
                    width=opened.width, height=opened.height, limit=MAX_PIXELS // 1_000_000
                )
            upright = ImageOps.exif_transpose(opened)
            picture = upright.convert("RGBA" if _transparent(upright) else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise NotAnImage from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # truncated or broken inside
        raise NotAnImage from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return picture


def _transparent(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _keep(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(path)
