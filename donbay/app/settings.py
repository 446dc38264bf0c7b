"""Django's settings, built from the environment and the data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from donbay.core.config import Config
from donbay.core.database import database_url, django_database
from donbay.core.secrets import load_secrets

CONFIG = Config.from_env()
SECRETS = load_secrets(CONFIG.data_dir)
REPOSITORY = Path(__file__).resolve().parents[2]

DEBUG = False
SECRET_KEY = SECRETS.session
DONBAY_LINK_KEYS = tuple(SECRETS.link_keys)
DONBAY_CREDENTIAL_KEYS = (SECRETS.credentials,)
DONBAY_CONFIG = CONFIG
DONBAY_SPA_DIR = REPOSITORY / "frontend" / "dist"

_app = urlsplit(CONFIG.app_url)
_origin = f"{_app.scheme}://{_app.netloc}"
# Exact names only: a wildcard would also trust the shops' own pages.
ALLOWED_HOSTS = [_app.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [_origin]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _app.scheme == "https"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "donbay.core",
    "donbay.accounts",
    "donbay.log",
    "donbay.customers",
    "donbay.intake",
    "donbay.segments",
    "donbay.commerce",
    "donbay.messaging",
    "donbay.sites",
    "donbay.automation.flows",
    "donbay.reports",
    "donbay.app",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "donbay.app.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "donbay.app.urls"
ASGI_APPLICATION = "donbay.app.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DATABASES = {"default": django_database(database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# core.migrations holds the helpers of other rooms' migrations.
MIGRATION_MODULES = {"core": "donbay.core.schema_migrations"}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "donbay.app.allauth_adapter.InvitedOnly"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{CONFIG.app_url}/verify/{{key}}",
    "account_reset_password": f"{CONFIG.app_url}/reset",
    "account_reset_password_from_key": f"{CONFIG.app_url}/reset/{{key}}",
    "account_signup": f"{CONFIG.app_url}/login",
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "UTC"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MEDIA_ROOT = CONFIG.data_dir / "media"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("DONBAY_LOG_LEVEL", "WARNING")},
    "loggers": {
        "donbay": {"level": os.environ.get("DONBAY_LOG_LEVEL", "INFO")},
    },
}
