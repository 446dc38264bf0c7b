"""Tables of the customers room."""

from __future__ import annotations

from django.db import models

from donbay.core.models import WorkspaceManager, WorkspaceModel


class Customer(WorkspaceModel):
    """A person the shop knows."""

    full_name = models.TextField(default="")
    given_name = models.TextField(default="")
    family_name = models.TextField(default="")
    gender = models.TextField(default="")
    birthday = models.DateField(null=True)
    email = models.TextField(null=True)
    phone = models.TextField(null=True)
    address = models.TextField(default="")
    province_code = models.TextField(default="")
    note = models.TextField(default="")
    fields = models.JSONField(default=dict)
    source = models.JSONField(default=dict)
    search_text = models.TextField(default="")
    sort_key = models.TextField(default="", db_collation="C")

    class Meta:
        db_table = "customers_customer"
        indexes = [
            models.Index(fields=["workspace_id", "sort_key", "id"], name="customers_by_name"),
            models.Index(fields=["workspace_id", "created_at", "id"], name="customers_by_created"),
        ]


class Identity(models.Model):
    """A phone, e-mail or outside id, owned by exactly one customer of a workspace."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    kind = models.TextField(db_collation="C")
    value = models.TextField(db_collation="C")
    customer_id = models.UUIDField()
    created_at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "customers_identity"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "kind", "value"], name="customers_identity_uq"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace_id", "customer_id"], name="customers_identity_owner"),
        ]


class Tag(WorkspaceModel):
    """A label put on customers; `key` is the name in lower case."""

    name = models.TextField()
    key = models.TextField()

    class Meta:
        db_table = "customers_tag"
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "key"], name="customers_tag_uq"),
        ]


class CustomerTag(models.Model):
    """A tag on a customer."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    customer_id = models.UUIDField()
    tag_id = models.UUIDField()
    created_at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "customers_customer_tag"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "customer_id", "tag_id"], name="customers_customer_tag_uq"
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace_id", "tag_id", "customer_id"], name="customers_tag_members"
            ),
        ]


class ConsentText(models.Model):
    """A sentence people agreed to, kept word for word under its hash."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    hash = models.TextField()
    text = models.TextField()
    first_seen_at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "customers_consent_text"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "hash"], name="customers_consent_text_uq"
            ),
        ]


class Consent(models.Model):
    """One line of the consent ledger; lines are only ever added."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    customer_id = models.UUIDField()
    purpose = models.TextField()
    channel = models.TextField()
    granted = models.BooleanField()
    at = models.DateTimeField()
    method = models.TextField()
    text_hash = models.TextField(default="")
    evidence = models.JSONField(default=dict)
    recorded_by = models.TextField(default="")

    objects = WorkspaceManager()

    class Meta:
        db_table = "customers_consent"
        indexes = [
            models.Index(
                fields=["workspace_id", "customer_id", "at"], name="customers_consent_of_customer"
            ),
        ]


class ConsentState(models.Model):
    """The last word of a customer for one purpose and channel."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    customer_id = models.UUIDField()
    purpose = models.TextField()
    channel = models.TextField()
    granted = models.BooleanField()
    at = models.DateTimeField()

    objects = WorkspaceManager()

    class Meta:
        db_table = "customers_consent_state"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "customer_id", "purpose", "channel"],
                name="customers_consent_state_uq",
            ),
        ]


class FieldDefinition(WorkspaceModel):
    """A custom field of the workspace."""

    key = models.TextField()
    label = models.TextField()
    kind = models.TextField()
    options = models.JSONField(default=list)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customers_field_def"
        constraints = [
            models.UniqueConstraint(fields=["workspace_id", "key"], name="customers_field_def_uq"),
        ]


class MergeSuggestion(WorkspaceModel):
    """Two customers that share an identity; `customer_id` is the one that would stay."""

    customer_id = models.UUIDField()
    other_id = models.UUIDField()
    reason = models.TextField()
    state = models.TextField(default="open")

    class Meta:
        db_table = "customers_merge_suggestion"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "customer_id", "other_id"],
                name="customers_merge_suggestion_uq",
            ),
        ]


class Import(WorkspaceModel):
    """A sheet taken in: what it is, how its columns are read, and how far it is."""

    filename = models.TextField()
    state = models.TextField(default="uploading")
    columns = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    suggested_mapping = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    created_by = models.TextField(default="")
    total = models.IntegerField(default=0)
    last_row = models.IntegerField(default=0)
    processed_count = models.IntegerField(default=0)
    created_count = models.IntegerField(default=0)
    updated_count = models.IntegerField(default=0)
    unchanged_count = models.IntegerField(default=0)
    problem_count = models.IntegerField(default=0)
    failed_count = models.IntegerField(default=0)
    served_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customers_import"
        indexes = [
            models.Index(fields=["workspace_id", "created_at", "id"], name="customers_imports"),
            models.Index(
                fields=["served_at"],
                condition=models.Q(state="running"),
                name="customers_imports_running",
            ),
        ]


class ImportRow(models.Model):
    """One row of a sheet: its cells as text, and what was wrong with them."""

    id = models.BigAutoField(primary_key=True)
    workspace_id = models.BigIntegerField()
    import_id = models.UUIDField()
    row = models.IntegerField()
    cells = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    failed = models.BooleanField(default=False)
    customer_id = models.UUIDField(null=True)

    objects = WorkspaceManager()

    class Meta:
        db_table = "customers_import_row"
        constraints = [
            models.UniqueConstraint(
                fields=["workspace_id", "import_id", "row"], name="customers_import_row_uq"
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace_id", "customer_id"], name="customers_import_row_customer"
            ),
        ]
