"""One settings module; what differs between installations comes from the environment."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from crm.env import BASE_DIR, TESTING, read_environment
from crm.tiles import tile_sources

ENV = read_environment()

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts

INSTALLED_APPS = [
    # The kernel's rooms that own tables
    "crm.remembered",
    "crm.search",
    "crm.changes",
    "crm.activity",
    "crm.pages",
    "crm.labels",
    "crm.numbers",
    "crm.archive",
    "crm.demo",
    "crm.background",
    "crm.views",
    "crm.imports",
    "crm.attachments",
    "crm.administration",
    # The product, lowest layer first
    "staff",
    "customers",
    "sites",
    "contacts",
    # Packages
    "crm.administration.config.SiteConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_countries",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "phonenumber_field",
    "procrastinate.contrib.django",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "staff.middleware.PreferencesMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "crm.changes.middleware.ActorMiddleware",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.pages.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "crm.pages.templatetags.pages",
                "crm.pages.templatetags.lists",
                "crm.views.templatetags.views",
            ],
        },
    },
    {  # macros for what a page holds hundreds of times: the cells of lists
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "crm.pages.macros.environment"},
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # templates/django/forms holds quicker widgets

# Database
DATABASES = {"default": {**ENV.database, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
# Exports read their cursors to the end: planned for the first tenth, 10,000 of a million rows took 3 s instead of 0.3.
# Compiling our short statements costs more than it saves. (PgBouncer: ignore_startup_parameters = options.)
OPTIONS = {"connect_timeout": 10, "options": "-c cursor_tuple_fraction=1 -c jit=off"}
DATABASES["default"]["OPTIONS"] = OPTIONS | DATABASES["default"].get("OPTIONS", {})
if ENV.database_replica:
    DATABASES["replica"] = {**ENV.database_replica, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
# What all processes must agree on stands in the database (how often somebody tried to sign in); what each may find out
# for itself (what an address service answered) in its memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",  # made by a migration of staff, emptied of what is over every night
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond, what is over goes at once
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SIMPLE_HISTORY_DATE_INDEX = False  # crm.changes declares its own index

# Accounts
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["staff.backends.RoleBackend", "staff.backends.EntranceBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "staff.accounts.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, and after SESSION_COOKIE_AGE at the latest
# Tries, and wrong ones, from one address, behind which a whole office may stand; wrong ones for one account from there
ACCOUNT_RATE_LIMITS = {"login": "100/m/ip", "login_failed": "20/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies  # limits of signing in are counted by the visitor's address
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"

# Languages and time
LANGUAGE_CODE = ENV.default_language
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = ENV.time_zone
USE_TZ = True
FORMAT_MODULE_PATH = ["crm.formats"]
DEFAULT_COUNTRY = PHONENUMBER_DEFAULT_REGION = ENV.default_country
COUNTRIES_FIRST = ["FR", "ES", "GB"]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
MEDIA_ROOT = BASE_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
ATTACHMENT_MAX_BYTES = 25 * 1024 * 1024
WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # serve the sources without collectstatic
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000  # ticking 10,000 rows by hand is one form
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
IMPORT_BYTES_AT_MOST = 200 * 2**20
IMPORT_DAYS_KEPT = 30  # staged lines and files; what was imported stays with its history

# Maps
GOOGLE_MAPS_API_KEY = ENV.google_maps_api_key
GOOGLE_MAPS_BASE_URL = ENV.google_maps_base_url
GOOGLE_PLACES_BASE_URL = ENV.google_places_base_url
MAP_TILE_URL = ENV.map_tile_url
MAP_TILE_ATTRIBUTION = ENV.map_tile_attribution
GEOCODER = "sites.geocoders.google.GoogleGeocoder" if GOOGLE_MAPS_API_KEY else "sites.geocoders.offline.OfflineGeocoder"

# Mail
vars().update(ENV.email)
DEFAULT_FROM_EMAIL = ENV.email.get("DEFAULT_FROM_EMAIL") or "waypoint@localhost"

# Security
SECURE = not DEBUG and not TESTING
SESSION_ENGINE = "staff.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *tile_sources(MAP_TILE_URL)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail addresses are unique by a constraint on lower(email)

# Lists

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"googlemaps": {"level": "WARNING"}, "procrastinate": {"level": "WARNING"}},
}
