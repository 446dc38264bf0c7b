"""The style sheet of one page: base rules, the parts in use, and classes for its settings."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files

from donbay.sites.render.colour import deeper, on, pastel, readable, surface
from donbay.sites.tree import Style, Theme

SPACE = {
    "none": "0",
    "xs": ".5rem",
    "sm": "1rem",
    "md": "1.5rem",
    "lg": "2.25rem",
    "xl": "3.5rem",
    "2xl": "5rem",
}
PADDING = SPACE | {
    "lg": "clamp(1.375rem,3vw,2.25rem)",
    "xl": "clamp(1.5rem,4.5vw,3.25rem)",
    "2xl": "clamp(1.75rem,6vw,4.5rem)",
}
BAND = {
    "none": "0",
    "xs": "1rem",
    "sm": "clamp(1.5rem,4vw,2.25rem)",
    "md": "clamp(2.5rem,6vw,4rem)",
    "lg": "clamp(3.25rem,8vw,6rem)",
    "xl": "clamp(3.75rem,9vw,7.5rem)",
    "2xl": "clamp(4.5rem,11vw,9rem)",
}
SIZE = {
    "xs": ".8125rem",
    "sm": ".9375rem",
    "md": "1.0625rem",
    "lg": "clamp(1.125rem,1.6vw,1.25rem)",
    "xl": "clamp(1.25rem,2.1vw,1.5rem)",
    "2xl": "clamp(1.625rem,3.2vw,2.25rem)",
    "3xl": "clamp(2rem,4.4vw,3.125rem)",
    "4xl": "clamp(2.375rem,5.4vw,4rem)",
}
RADIUS = {
    "none": "0",
    "sm": ".375rem",
    "md": ".75rem",
    "lg": "1.25rem",
    "xl": "2rem",
    "full": "999px",
}
SHADOW = {
    "none": "none",
    "sm": "0 1px 2px rgba(20,30,30,.06),0 4px 14px rgba(20,30,30,.05)",
    "md": "0 2px 6px rgba(20,30,30,.05),0 14px 34px rgba(20,30,30,.09)",
    "lg": "0 4px 10px rgba(20,30,30,.05),0 30px 70px rgba(20,30,30,.15)",
}
WEIGHT = {"normal": "400", "medium": "500", "semibold": "600", "bold": "700"}
BORDER = {"none": "0", "subtle": "1px solid var(--line)", "strong": "2px solid var(--pt)"}
WIDTH = {"narrow": "34rem", "normal": "46rem", "wide": "62rem", "full": "none"}
FONT = {
    "sans": 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif',
    "serif": 'ui-serif,"New York","Noto Serif",Cambria,"Times New Roman",serif',
    "rounded": 'ui-rounded,"SF Pro Rounded","Nunito","Segoe UI",Roboto,"Noto Sans",sans-serif',
}
THEME_RADIUS = {"none": "0", "sm": ".375rem", "md": ".75rem", "lg": "1.25rem"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TIGHT = re.compile(r"\s*([{}:;,>])\s*")
_PHONE = "@media(max-width:719px)"


class Sheet:
    """Collects what a page uses and writes it out once."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._parts: list[str] = []
        self._rules: dict[str, str] = {}

    def use(self, part: str) -> None:
        """Include the rules of a component."""
        if part not in self._parts:
            self._parts.append(part)

    def surface_class(self, name: str) -> str:
        """Return the class of a background."""
        key = f"b-{name.lstrip('#')}"
        self._rules[key] = f".{key}{{{surface(self.theme, name).declarations()}}}"
        return key

    def style_class(self, style: Style, colour: str | None, *, band: bool) -> str:
        """Return the class of a node's own looks, or nothing when it has none."""
        rules = _declarations(style, colour, band=band)
        phone = _phone_declarations(style)
        if not rules and not phone and not style.desktop_hidden:
            return ""
        seed = f"{rules}|{phone}|{style.desktop_hidden}"
        key = "s-" + hashlib.sha256(seed.encode()).hexdigest()[:7]
        text = f".{key}{{{rules}}}" if rules else ""
        if phone:
            text += f"{_PHONE}{{.{key}{{{phone}}}}}"
        if style.desktop_hidden:
            text += f"@media(min-width:720px){{.{key}{{display:none}}}}"
        self._rules[key] = text
        return key

    def css(self) -> str:
        """Return the whole style, small."""
        parts = "".join(_part(name) for name in ("base", *self._parts))
        return _root(self.theme) + parts + "".join(self._rules.values())


def _root(theme: Theme) -> str:
    page = surface(theme, "paper")
    focus = readable(theme.primary, (theme.paper, "#ffffff"))
    return (
        f":root{{--p:{theme.primary};--pi:{on(theme.primary, theme)};--pd:{deeper(theme.primary)};"
        f"--a:{theme.accent};--ai:{on(theme.accent, theme)};--focus:{focus};"
        f"--f:{FONT[theme.font]};--hf:{FONT[theme.heading_font]};"
        f"--r:{THEME_RADIUS[theme.radius]};--soft:{surface(theme, 'tint').stops[0]};"
        f"--hl:{pastel(theme.accent, 0.87, 0.8)};--sand:{surface(theme, 'sand').stops[0]};"
        f"--paper:{theme.paper};"
        f"{page.declarations()}}}"
    )


def _declarations(style: Style, colour: str | None, *, band: bool) -> str:
    tables: tuple[tuple[str | None, dict[str, str], str], ...] = (
        (style.size, SIZE, "font-size:{}"),
        (style.weight, WEIGHT, "font-weight:{}"),
        (style.padding, PADDING, "padding:{}"),
        (style.padding_y, BAND if band else SPACE, "padding-block:{}"),
        (style.margin_top, SPACE, "margin-top:{}"),
        (style.margin_bottom, SPACE, "margin-bottom:{}"),
        (style.gap, SPACE, "--gap:{}"),
        (style.radius, RADIUS, "border-radius:{}"),
        (style.shadow, SHADOW, "box-shadow:{}"),
        (style.border, BORDER, "border:{}"),
        (style.max_width, WIDTH, "max-width:{}"),
    )
    out = [text.format(table[value]) for value, table, text in tables if value is not None]
    if style.align:
        out.append(_aligned(style.align))
    if style.max_width and not band:
        out.append(_placed(style.align))
    if colour:
        out.append(f"color:{colour}")
    if style.uppercase:
        out.append("text-transform:uppercase;letter-spacing:.09em")
    return ";".join(out)


def _phone_declarations(style: Style) -> str:
    if style.phone is None:
        return ""
    phone = style.phone
    out = [_aligned(phone.align)] if phone.align else []
    if phone.size:
        out.append(f"font-size:{SIZE[phone.size]}")
    if phone.padding_y:
        out.append(f"padding-block:{SPACE[phone.padding_y]}")
    if phone.hidden:
        out.append("display:none")
    return ";".join(out)


def _aligned(align: str) -> str:
    flex = {"left": "flex-start", "center": "center", "right": "flex-end"}[align]
    sides = {"left": "0 auto", "center": "auto", "right": "auto 0"}[align]
    return f"text-align:{align};--jc:{flex};--mi:{sides}"


def _placed(align: str | None) -> str:
    sides = {"left": "0 auto", "right": "auto 0"}.get(align or "", "auto")
    return f"margin-inline:{sides}"


@cache
def _part(name: str) -> str:
    text = (files("donbay.sites.render") / "css" / f"{name}.css").read_text(encoding="utf-8")
    return _TIGHT.sub(r"\1", _COMMENT.sub("", text)).replace(";}", "}").strip()
