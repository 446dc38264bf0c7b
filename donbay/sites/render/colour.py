"""Colours of a theme, with enough contrast whatever the author picks (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from donbay.sites.tree import Theme

ENOUGH = 4.6
_GAMMA = 2.4
_KNEE = 0.04045
_LIGHT = 0.5
_TINT = (0.945, 0.34)


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, 0 to 1."""
    linear = []
    for channel in _rgb(colour):
        value = channel / 255
        linear.append(value / 12.92 if value <= _KNEE else ((value + 0.055) / 1.055) ** _GAMMA)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `share` of one colour in the other, in sRGB."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return _hex([round(a * share + b * (1 - share)) for a, b in pairs])


def pastel(colour: str, lightness: float, saturation: float) -> str:
    """Return a light paper of the colour's hue; greys stay grey."""
    hue, _, own = colorsys.rgb_to_hls(*(channel / 255 for channel in _rgb(colour)))
    channels = colorsys.hls_to_rgb(hue, lightness, min(saturation, own))
    return _hex([round(channel * 255) for channel in channels])


def readable(colour: str, papers: Sequence[str]) -> str:
    """Return the colour, darkened or lightened until it reads on every paper."""
    if worst(colour, papers) >= ENOUGH:
        return colour
    target = max(("#000000", "#ffffff"), key=lambda end: worst(end, papers))
    for step in range(1, 21):
        moved = mix(target, colour, step / 20)
        if worst(moved, papers) >= ENOUGH:
            return moved
    return target


def worst(colour: str, papers: Sequence[str]) -> float:
    """Return the lowest contrast of a colour against several papers."""
    return min(contrast(colour, paper) for paper in papers)


@dataclass(frozen=True, slots=True)
class Surface:
    """A paper and the inks that read on it. `stops` are the colours the paper consists of."""

    background: str
    stops: tuple[str, ...]
    ink: str
    muted: str
    primary: str
    accent: str
    line: str
    card: str
    dark: bool

    def declarations(self) -> str:
        """Return the custom properties and colours of the surface."""
        button = (
            "--bp:#fff;--bi:#16211f;--bh:#f1efec;--mk:transparent;"
            if self.dark
            else "--bp:var(--p);--bi:var(--pi);--bh:var(--pd);--mk:var(--hl);"
        )
        return button + (
            f"--ink:{self.ink};--mut:{self.muted};--pt:{self.primary};--at:{self.accent};"
            f"--line:{self.line};--card:{self.card};background:{self.background};color:var(--ink)"
        )


@cache
def surface(theme: Theme, name: str) -> Surface:
    """Return the surface of a background name or #rrggbb in a theme."""
    background, stops = _paper(theme, name)
    white = worst("#ffffff", stops)
    dark = white > worst("#000000", stops) or ENOUGH <= white >= worst(theme.ink, stops)
    card = _dark_card(stops[0]) if dark else "#ffffff"
    # Chosen options and hints lie on the tint, so a light surface's inks must read there too.
    light = min(map(luminance, stops)) > _LIGHT
    papers = (*stops, card, pastel(theme.primary, *_TINT)) if light else (*stops, card)
    base = "#ffffff" if dark else theme.ink
    ink = readable(base, papers)
    return Surface(
        background=background,
        stops=stops,
        ink=ink,
        muted=readable(mix(ink, stops[0], 0.72), papers),
        primary=readable(mix(theme.primary, "#ffffff", 0.35) if dark else theme.primary, papers),
        accent=readable(mix(theme.accent, "#ffffff", 0.6) if dark else theme.accent, papers),
        line=mix(ink, stops[0], 0.16),
        card=card,
        dark=dark,
    )


def on(colour: str, theme: Theme) -> str:
    """Return the text colour for a filled button."""
    return "#ffffff" if contrast("#ffffff", colour) >= ENOUGH else readable(theme.ink, (colour,))


def deeper(colour: str, share: float = 0.16) -> str:
    """Return the colour a shade darker, for hover and gradients."""
    return mix("#000000", colour, share)


def _dark_card(paper: str) -> str:
    lifted = mix("#ffffff", paper, 0.09)
    return lifted if contrast("#ffffff", lifted) >= ENOUGH else deeper(paper)


def _paper(theme: Theme, name: str) -> tuple[str, tuple[str, ...]]:
    tint = pastel(theme.primary, *_TINT)
    sand = pastel(theme.accent, 0.95, 0.62)
    night = mix(theme.primary, "#101616", 0.42)
    flat = {
        "paper": theme.paper,
        "white": "#ffffff",
        "tint": tint,
        "sand": sand,
        "primary": theme.primary,
        "accent": theme.accent,
        "dark": mix(theme.primary, "#121817", 0.26),
    }
    if name in flat:
        return flat[name], (flat[name],)
    if name == "glow":
        warm, cool = pastel(theme.accent, 0.905, 0.72), pastel(theme.primary, 0.895, 0.36)
        css = (
            f"radial-gradient(60rem 34rem at 88% -8%,{warm},transparent 62%),"
            f"radial-gradient(46rem 26rem at -10% 58%,{cool},transparent 60%),{theme.paper}"
        )
        return css, (theme.paper, warm, cool)
    if name == "dusk":
        return f"linear-gradient(140deg,{night},{deeper(theme.primary)})", (
            night,
            deeper(theme.primary),
        )
    if name == "dawn":
        return f"linear-gradient(165deg,{sand},{theme.paper} 52%,{tint})", (
            theme.paper,
            sand,
            tint,
        )
    return name, (name,)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(channels: Sequence[int]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in channels)
