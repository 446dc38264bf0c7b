"""Which shops and pages are live: in memory, on disk, refreshed from the database."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import psycopg

from donbay.edge.database import AWAY, Database, load_sql
from donbay.edge.page import LivePage
from donbay.edge.types import Publication, Shop

logger = logging.getLogger(__name__)

ROOT, HOME = "/", "/trang-chu"


@dataclass(slots=True)
class Site:
    """A shop with its live pages by path and by id, and the paths that were live once.

    The page at `/trang-chu` is the shop's home: it answers at `/` too.
    """

    shop: Shop
    pages: dict[str, LivePage] = field(default_factory=dict)
    by_id: dict[str, LivePage] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)

    def put(self, publication: Publication) -> None:
        """Take a page in, replacing its former version."""
        before = self.by_id.get(str(publication.page_id))
        if before and before.publication.path != publication.path:
            self._stop(before)
        page = LivePage(publication, before)
        self.pages[publication.path] = self.by_id[page.page_id] = page
        self.stopped.discard(publication.path)
        if publication.path == HOME:
            self.pages[ROOT] = page

    def drop(self, page_id: str) -> None:
        """Take a page offline."""
        self._stop(self.by_id.pop(page_id))

    def _stop(self, page: LivePage) -> None:
        if self.pages.get(page.publication.path) is page:
            del self.pages[page.publication.path]
            if self.pages.get(ROOT) is page:
                del self.pages[ROOT]
            self.stopped.add(page.publication.path)


class Catalogue:
    """Every live page of every shop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "bundles"
        self._shops = self._folder / "shops.json"
        self.sites: dict[str, Site] = {}
        self.by_workspace: dict[int, Site] = {}
        self.generation = 0

    def load(self) -> None:
        """Take in what the disk remembers; damaged files are left out."""
        with contextlib.suppress(OSError, ValueError):
            for data in orjson.loads(self._shops.read_bytes()):
                stopped = set(data.pop("stopped"))
                self._put_site(Site(Shop(**data), stopped=stopped))
        for path in sorted(self._folder.glob("*/*.json")):
            try:
                publication = _from_disk(path.read_bytes())
            except (OSError, ValueError, KeyError, TypeError):
                logger.warning("bundle %s cannot be read and was left out", path.name)
                continue
            # A process that starts beside this one writes pages before the list of shops.
            if site := self.by_workspace.get(publication.workspace_id):
                site.put(publication)

    async def refresh(self, database: Database) -> None:
        """Bring memory and disk up to date; without the database they stay as they are."""
        try:
            changed = self._take_shops(await database.rows(_SHOPS))
            live = await database.rows(_LIVE)
            changed |= self._drop_others({str(row["page_id"]) for row in live})
            wanted = [row["page_id"] for row in live if self._is_news(row)]
            for start in range(0, len(wanted), 50):
                batch = {"ids": wanted[start : start + 50]}
                for row in await database.rows(_PAGES, batch):
                    self._take_page(Publication(**row))
            if wanted or changed:
                self._remember_shops()
                self.generation += 1
        except AWAY as error:
            logger.warning("pages not refreshed, the database is away: %s", error)
        except psycopg.Error as error:
            logger.warning("pages not refreshed: %s", error)

    def _take_shops(self, rows: list[dict[str, Any]]) -> bool:
        before = {site.shop.slug: site.shop for site in self.by_workspace.values()}
        for row in rows:
            shop = Shop(**row)
            known = self.by_workspace.get(shop.workspace_id)
            if known:
                known.shop = shop
            else:
                self._put_site(Site(shop))
        live = {row["workspace_id"] for row in rows}
        self.by_workspace = {id_: s for id_, s in self.by_workspace.items() if id_ in live}
        self.sites = {site.shop.slug: site for site in self.by_workspace.values()}
        return before != {site.shop.slug: site.shop for site in self.by_workspace.values()}

    def _put_site(self, site: Site) -> None:
        self.by_workspace[site.shop.workspace_id] = site
        self.sites[site.shop.slug] = site

    def _drop_others(self, live: set[str]) -> bool:
        gone = [
            (site, page_id)
            for site in self.by_workspace.values()
            for page_id in site.by_id
            if page_id not in live
        ]
        for site, page_id in gone:
            site.drop(page_id)
            self._path(site.shop.workspace_id, page_id).unlink(missing_ok=True)
        return bool(gone)

    def _is_news(self, row: Mapping[str, Any]) -> bool:
        site = self.by_workspace.get(row["workspace_id"])
        page = site.by_id.get(str(row["page_id"])) if site else None
        if page is None:
            return site is not None
        known = page.publication
        return (known.version, known.path) != (row["version"], row["path"])

    def _take_page(self, publication: Publication) -> None:
        self.by_workspace[publication.workspace_id].put(publication)
        path = self._path(publication.workspace_id, str(publication.page_id))
        _write(path, orjson.dumps({**asdict(publication), "html": publication.html.decode()}))

    def _remember_shops(self) -> None:
        shops = [
            {**asdict(site.shop), "stopped": sorted(site.stopped)}
            for site in self.by_workspace.values()
        ]
        _write(self._shops, orjson.dumps(shops))

    def _path(self, workspace_id: int, page_id: str) -> Path:
        return self._folder / str(workspace_id) / f"{page_id}.json"


_SHOPS = load_sql("donbay.edge", "shops")
_LIVE = load_sql("donbay.edge", "live_pages")
_PAGES = load_sql("donbay.edge", "pages")


def _from_disk(data: bytes) -> Publication:
    fields = orjson.loads(data)
    fields["html"] = fields["html"].encode()
    fields["page_id"] = UUID(fields["page_id"])
    return Publication(**fields)


def _write(path: Path, data: bytes) -> None:
    """Replace a file in one step; a full disk leaves the old one (memory serves the new)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
            draft.write(data)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(path)
    except OSError as error:
        logger.warning("%s not written: %s", path.name, error)
