"""A publication keeps what the edge reads; views that nobody read go (docs/adr/0017)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from donbay.core.migrations import view

PUBLICATION = """
SELECT p.workspace_id, p.page_id, p.version, page.name, p.slug, p.path, p.html, p.csp, p.forms,
       p.thanks, p.shell, p.published_at
FROM sites_publication AS p
JOIN sites_page AS page
  ON page.workspace_id = p.workspace_id AND page.id = p.page_id
 AND page.published_version = p.version AND page.state = 'published'
"""


class Migration(migrations.Migration):
    """The edge makes its own gzip, for pages differ by view, and its own etag; the style is in html."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("sites", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        RunSQL(
            "DROP VIEW sites_v_page; DROP VIEW sites_v_submission; DROP VIEW sites_v_publication",
            RunSQL.noop,
        ),
        migrations.RemoveField("publication", "gz"),
        migrations.RemoveField("publication", "etag"),
        migrations.RemoveField("publication", "css"),
        view("sites_v_publication", PUBLICATION),
        migrations.AlterField(
            "page",
            "access",
            models.CharField(
                choices=[("public", "Public"), ("restricted", "Restricted")],
                default="public",
                max_length=10,
            ),
        ),
    ]
