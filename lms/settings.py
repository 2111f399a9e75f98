"""Settings: one file, every difference between places in the environment, safe without any.

SECRET_KEY      made and kept in DATA_DIR when not given
DATABASE_URL    sqlite:////path/db.sqlite3 (default: DATA_DIR/db.sqlite3) or postgres://user@host:port/name
DATA_DIR        media, keys, drawn papers, the embedded database; default var/ beside manage.py
ALLOWED_HOSTS   comma separated names this server answers to
HTTPS           "1" when people reach the server by https: secure cookies, HSTS, redirect
DEBUG           "1" for developing only
IDLE_MINUTES    after so many minutes without a request a session ends; default 30
BASE_URL        address that mails, papers and their two-dimensional codes name; default http://127.0.0.1:PORT
SIGNING_*       the certificate that signs papers: docs/signatures.md; a demo authority without it
EMAIL_HOST      the city's own mail server; without it mails are kept as files in DATA_DIR
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from lms.lib.secret_key import secret_key
from lms.lib.sqlite import sqlite_options

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var")).resolve()
DEBUG = os.environ.get("DEBUG") == "1"
HTTPS = os.environ.get("HTTPS") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key(DATA_DIR)
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

BASE_URL = os.environ.get("BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")

INSTALLED_APPS = [
    # First, because {% static %} looks for it from the top, some ten times on every page.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "lms.office",
    "lms.learning",
    "lms.reports",
    "lms.importing",
    "lms.certificates",
    "lms.duties",
    "lms.records",
    "courses",
    "quizzes",
    "lms.people",
    "lms.accounts",
    "lms.ledger",
    "crispy_forms",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.table_block",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.csp.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.accounts.middleware.Terminal",
    "lms.accounts.middleware.SessionCare",
    "lms.accounts.middleware.SharedTerminal",
    "lms.accounts.middleware.TemporaryPassword",
    "lms.people.middleware.SignedInPerson",
    "courses.cms_access.CmsAccess",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lms.office.following.DutiesFollow",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

_LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.office.context.navigation",
            ],
            "builtins": ["lms.lib.era_filter", "lms.lib.remembered"],
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
        },
    },
]

# ---- data -----------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}", conn_max_age=None, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "lms.lib.queued_sqlite"
    DATABASES["default"]["OPTIONS"] = sqlite_options()
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # Compiling the statement of a report takes PostgreSQL longer than running it does.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all processes: limits of sign-in and of checks must count across them. A full cache gives up live
    # entries in the order of their names, so it holds what a whole city leaves within some minutes.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # One process's own: rendered lessons, keyed by revision.
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
}
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "lms" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "courses.figures.FigureFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lms.lib.static_files.StaticFiles"},
}
WHITENOISE_MANIFEST_STRICT = False
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
# The tick list of a whole department is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ---- signatures on papers (docs/signatures.md) ----------------------------------------------------------------------

KEYS_DIR = DATA_DIR / "keys"
SIGNING_PKCS12 = os.environ.get("SIGNING_PKCS12", "")
SIGNING_PASSPHRASE_FILE = os.environ.get("SIGNING_PASSPHRASE_FILE", "")
SIGNING_PKCS11_MODULE = os.environ.get("SIGNING_PKCS11_MODULE", "")
SIGNING_PKCS11_TOKEN = os.environ.get("SIGNING_PKCS11_TOKEN", "")
SIGNING_PKCS11_LABEL = os.environ.get("SIGNING_PKCS11_LABEL", "")
SIGNING_CHAIN = os.environ.get("SIGNING_CHAIN", "")
SIGNING_CRLS = os.environ.get("SIGNING_CRLS", "")
TRUSTED_CERTIFICATES = os.environ.get("TRUSTED_CERTIFICATES", "")
TIMESTAMP_URL = os.environ.get("TIMESTAMP_URL", "")
TIMESTAMP_ARCHIVE = os.environ.get("TIMESTAMP_ARCHIVE") == "1"

# ---- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True
LANGUAGES = [("ja", "日本語")]

# ---- sign-in --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["lms.accounts.backends.StaffNumberBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "lms.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "lms.accounts.forms.SignInForm", "change_password": "lms.accounts.forms.PasswordChangeForm"}
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key", "login": "300/m/ip", "change_password": "20/15m/user"}
# How often in a minute one address may have papers checked without signing in.
PAPER_CHECKS_A_MINUTE = 60
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "name", "email")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
SESSION_ENGINE = "lms.accounts.sessions"
SESSION_COOKIE_NAME = "sid"
SESSION_COOKIE_AGE = int(os.environ.get("IDLE_MINUTES", "30")) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True

# ---- web security ---------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("BEHIND_PROXY") == "1" else None
SECURE_REFERRER_POLICY = "same-origin"
# Django's own switch is all or nothing; pages that may be framed (previews) say so by CSP frame-ancestors as well.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The Wagtail admin writes inline scripts and styles of its own, and shows previews in a frame.
CMS_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "media-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}

# ---- Wagtail: nothing that calls out, nothing that shows content to the outside --------------------------------------

WAGTAIL_SITE_NAME = "職員研修"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []
WAGTAILIMAGES_IMAGE_MODEL = "courses.LessonImage"
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "gif", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "courses.LessonDocument"
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "csv", "txt", "mp4", "vtt"]
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_USER_TIME_ZONES = ["Asia/Tokyo"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語")]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

CRISPY_ALLOWED_TEMPLATE_PACKS = "dads"
CRISPY_TEMPLATE_PACK = "dads"
CRISPY_FAIL_SILENTLY = False

# ---- mail and logs --------------------------------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "kenshu@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # What it says of a forged file is our answer to whoever asked, not news for the log.
    "loggers": {"pyhanko": {"level": "CRITICAL"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
