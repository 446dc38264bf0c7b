"""Tables of the accounts room: users, workspaces, members, sharing, API keys, audit."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from donbay.core.models import WorkspaceManager, WorkspaceModel
from donbay.kit.ids import uuid7


class UserManager(BaseUserManager["User"]):
    """Creates users that sign in by e-mail."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> User:
        """Create a user with a hashed password."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in; belongs to no workspace by itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=2, default="vi")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "accounts_user"


class Workspace(models.Model):
    """A business. `clock_offset` moves business time forward, in demo workspaces only."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=60, default="Asia/Ho_Chi_Minh")
    is_demo = models.BooleanField(default=False)
    clock_offset = models.DurationField(default=timedelta(0))
    settings = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_workspace"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="accounts_workspace_clock_demo_only",
                condition=models.Q(clock_offset=timedelta(0))
                | models.Q(is_demo=True, clock_offset__gt=timedelta(0)),
            )
        ]


class MemberManager(WorkspaceManager["Member"]):
    """Also answers the one question that no workspace can: where may this person enter?"""

    def of_user(self, user_id: UUID) -> models.QuerySet[Member]:
        """Return a person's memberships in every workspace."""
        return super(WorkspaceManager, self).get_queryset().filter(user_id=user_id)


class Member(WorkspaceModel):
    """A user's role in a workspace."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=10)
    active = models.BooleanField(default=True)

    objects: ClassVar[MemberManager] = MemberManager()

    class Meta:
        db_table = "accounts_member"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace_id", "user"], name="accounts_member_uq"),
            models.CheckConstraint(
                name="accounts_member_role_known",
                condition=models.Q(role__in=["owner", "manager", "editor", "viewer"]),
            ),
        ]


class ApiKey(WorkspaceModel):
    """A key of one workspace and role; only the SHA-256 of the secret is stored."""

    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    secret_hash = models.BinaryField(unique=True)
    role = models.CharField(max_length=10)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_api_key"


class AuditLog(WorkspaceModel):
    """Who did what; rows are never changed."""

    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=160)
    action = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    item_id = models.CharField(max_length=60)
    item_name = models.CharField(max_length=200, default="")
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "accounts_audit_log"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["workspace_id", "-created_at", "-id"], name="accounts_audit_newest"
            ),
            models.Index(
                fields=["workspace_id", "actor_id", "-created_at", "-id"],
                name="accounts_audit_actor",
            ),
            models.Index(
                fields=["workspace_id", "action", "-created_at", "-id"],
                name="accounts_audit_action",
            ),
        ]
