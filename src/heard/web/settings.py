"""Django's settings. What differs between installations comes from the environment; docs/how-to/serve.md lists it.

HEARD_DATA, HEARD_SECRET_KEY, HEARD_HOSTS, HEARD_HTTPS, HEARD_DEBUG, DATABASE_URL.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url

from heard.web.plumbing.environment import data_folder, is_on, secret_key

HERE = Path(__file__).parent
DATA = data_folder()

DEBUG = is_on("HEARD_DEBUG")
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("HEARD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HTTPS = is_on("HEARD_HTTPS")  # pages are reached by https only, through a proxy that says so

INSTALLED_APPS = [
    "heard.web.plumbing",
    "heard.web.organisation",
    "heard.web.people",
    "heard.web.customers",
    "heard.web.conversations",
    "heard.web.intake",
    "heard.web.answers",
    "heard.web.reviews",
    "heard.web.standards",
    "heard.web.insights",
    "heard.web.privacy",
    "heard.web.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sites",  # allauth's passkeys name the site they are for
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "heard.web.plumbing.observing.Observing",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "heard.web.people.on_the_way.SeenLately",
    "heard.web.people.on_the_way.OwnLanguage",
    "heard.web.people.on_the_way.SecondFactorFirst",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "heard.web.urls"
WSGI_APPLICATION = "heard.web.wsgi.application"
SITE_ID = 1

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "heard.web.people.pages.around",  # navigation and footer, by what the person may open
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA / 'heard.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits its turn instead of failing half-way
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DUE: dict[str, timedelta] = {  # the dotted name of each task that is due from time to time → how often
    "heard.web.intake.tasks.every_minute": timedelta(minutes=1),
    "heard.web.intake.tasks.every_day": timedelta(days=1),
    "heard.web.insights.tasks.count": timedelta(minutes=1),
    "heard.web.reviews.tasks.fill_queues": timedelta(hours=6),
    "heard.web.privacy.tasks.retain": timedelta(days=1),
    "heard.web.privacy.tasks.recognise": timedelta(minutes=10),  # looks at what came in since
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# -- People ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["heard.web.people.signing_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "heard.web.people.signing_in.Adapter"  # nobody signs up by themselves; people are invited
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation's link is the proof; Heard sends no mail by itself
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an address that nobody here has gets no mail
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE; the list of sessions ends what should not be remembered
PASSWORD_RESET_TIMEOUT = 24 * 3600  # of a link to a new password, which works once
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # the proxy that https needs says where a visitor comes from
ACCOUNT_FORMS = {
    "login": "heard.web.people.signing_in_forms.SignIn",
    "reauthenticate": "heard.web.people.signing_in_forms.Again",
    "change_password": "heard.web.people.signing_in_forms.ChangePassword",
    "reset_password": "heard.web.people.signing_in_forms.AskNewPassword",
    "reset_password_from_key": "heard.web.people.signing_in_forms.NewPassword",
}
MFA_FORMS = {
    "authenticate": "heard.web.people.signing_in_forms.Code",
    "reauthenticate": "heard.web.people.signing_in_forms.CodeAgain",
    "activate_totp": "heard.web.people.signing_in_forms.FirstCode",
    "add_webauthn": "heard.web.people.signing_in_forms.AddPasskey",
    "edit_webauthn": "heard.web.people.signing_in_forms.RenamePasskey",
}
MFA_ADAPTER = "heard.web.people.signing_in.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Heard"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # a passkey on http://localhost; browsers refuse it on any other http
USERSESSIONS_TRACK_ACTIVITY = True
HEARD_API_CALLS_PER_MINUTE = 600  # with one token
HEARD_API_REFUSALS_PER_MINUTE = 30  # to one address, before it is not listened to
SESSION_COOKIE_AGE = 14 * 24 * 3600
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

SENDS_MAIL = bool(os.environ.get("EMAIL_HOST"))  # links to new passwords, and nothing else
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SENDS_MAIL else 'dummy'}.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = is_on("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "heard@localhost")

# -- Safety ------------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # data: allauth's QR code for the second factor
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # of a form or an API call; files stream to disk
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_TEMP_DIR = None
MEDIA_ROOT = DATA / "uploads"  # never served; read by the worker alone

# -- Words -------------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = None  # nothing is collected: whitenoise finds the files in the installed packages
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True  # files come out of the installed packages; nothing has to be collected first
WHITENOISE_MAX_AGE = 3600
WHITENOISE_AUTOREFRESH = DEBUG

# -- Running -----------------------------------------------------------------------------------------------------------
CSRF_FAILURE_VIEW = "heard.web.plumbing.errors.no_csrf"
METRICS_TOKEN = os.environ.get("HEARD_METRICS_TOKEN", "")  # "": /metrics answers this machine alone
LOGGING_CONFIG = "heard.web.plumbing.logs.configure"
LOGGING = {"as_json": is_on("HEARD_LOG_JSON"), "level": os.environ.get("HEARD_LOG_LEVEL", "INFO").upper()}
