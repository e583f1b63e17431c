"""All settings as a reader asks: what runs, where data lives, who calls, what leaves, who watches."""

from datetime import timedelta
from pathlib import Path

import environ
import structlog

from config import checks, env
from config.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent

# What runs
VERSION = "0.1.0"
DEMO = env.flag("HONGYAN_DEMO")
DATA = Path(env.text("HONGYAN_DATA", str(BASE_DIR / "var")))
DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
LIMITS_OFF = env.text("HONGYAN_LIMITS") == "off"
PORT = env.number("PORT", 8000, low=1, high=65535)
GATEWAY_PORT = env.number("GATEWAY_PORT", PORT + 1, low=1, high=65536)
BASE_URL = env.text("HONGYAN_BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
WS_URL = env.text("HONGYAN_WS_URL", f"ws://127.0.0.1:{GATEWAY_PORT}/ws/im")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*" if DEMO else "")

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "console.apps.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "django_otp",
    "config",
    "journal",
    "accounts",
    "webhooks",
    "push",
    "im",
    "console.apps.ConsoleConfig",
]
MIDDLEWARE = [
    "config.metrics.RequestMetrics",
    "config.api.middleware.ApiShortcut",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "config.console.policy.ConsolePolicy",
    "accounts.console.manners.Manners",
    "console.people.gate.Gate",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
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
            ]
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = sorted((BASE_DIR / "locale").glob("[a-z]*"))  # one folder for each part of the console
FORMAT_MODULE_PATH = "config.formats"

# Where data lives
DATABASE_URL = env.secret("DATABASE_URL")
REDIS_URL = env.secret("REDIS_URL")
DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)} if DATABASE_URL else {}
for _database in DATABASES.values():
    # A thread keeps its connection: a pool's hand-over costs more than the statement it is for.
    _database["CONN_MAX_AGE"] = 600
    _database["ATOMIC_REQUESTS"] = False  # with it, a refused call's half-written rows would be committed
    _database.setdefault("OPTIONS", {}).update(
        {
            "connect_timeout": 5,
            # Django's None would forbid psycopg to prepare even what config.sql asks for by name.
            "prepare_threshold": 5,
            "options": "-c plan_cache_mode=force_generic_plan",
        }
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MAX_BODY_BYTES = env.number("MAX_BODY_BYTES", 1024 * 1024, low=20_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES

ENCRYPTION_KEYS = env.secret("ENCRYPTION_KEYS")

# Who may call
AUTH_USER_MODEL = "accounts.Operator"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
TOKEN_KEY = env.secret("TOKEN_KEY")
INTERNAL_TOKENS = [word for word in env.secret("INTERNAL_TOKEN").replace(" ", "").split(",") if word]
AUTH_CACHE_SECONDS = 0.8  # what a token's owner may do is at most this old; promised is 1 s
ACCOUNT_ONLINE = "im.presence.store.online"
ACCOUNT_SCREENING = "im.moderation.described.screen_profile"
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "console.people.signing.locked_out"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=10)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "accounts.authentication.address_of"
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, high=10)
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith(("http://", "https://")) else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_AGE = 60 * env.number("CONSOLE_IDLE_MINUTES", 120, low=5, high=43_200)
CONSOLE_REQUIRE_TWO_FACTOR = env.flag("CONSOLE_REQUIRE_TWO_FACTOR")
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.permissions.Nobody"],
    "EXCEPTION_HANDLER": "config.api.handler.answer_error",
    "DEFAULT_SCHEMA_CLASS": "config.api.schema.RowSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hongyan",
    "DESCRIPTION": "Instant messaging and push, self-hosted.",
    "VERSION": VERSION,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "REDOC_UI_SETTINGS": {"theme": {"typography": {"fontFamily": "system-ui, sans-serif"}}},
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/",
    "PREPROCESSING_HOOKS": ["config.api.schema.only_api"],
    "POSTPROCESSING_HOOKS": [
        "config.api.webhooks.list_webhooks",
        "config.api.schema.show_envelope",
        "config.api.schema.name_as_printed",
    ],
    "OAS_VERSION": "3.1.1",
}
UNFOLD = {
    "SITE_TITLE": "Hongyan",
    "SITE_HEADER": "Hongyan 鸿雁",
    "SITE_SUBHEADER": "console.navigation.chosen",
    "SITE_URL": "/api/docs",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "/static/demo/mark.svg"}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {"action": "/i18n/setlang/"},
    "GLOBAL_CALLBACK": "console.navigation.apps_menu",
    "SIDEBAR": {"navigation": "console.navigation.sidebar", "show_search": True, "command_search": True},
    "STYLES": ["/static/console/console.css", "/static/push/console.css"],
    "ACCOUNT": {"navigation": "console.navigation.account"},
    "SCRIPTS": ["/static/console/console.js"],
    "BORDER_RADIUS": "8px",
    "COLORS": {
        "primary": {  # the seal's red of the letters that geese carry
            "50": "#fdf3f2", "100": "#fbe4e2", "200": "#f8cdc9", "300": "#f1aaa4", "400": "#e77b72",
            "500": "#d9584d", "600": "#b3322a", "700": "#9a2b24", "800": "#802822", "900": "#6b2722",
            "950": "#3a100d",
        }
    },
}  # fmt: skip

# What leaves
EVENT_SINKS_INSIDE = [
    "im.relations.sink",
    "im.groups.sink",
    "im.conversations.sink",
    "im.messages.tips",
    "push.sink",
]
EVENT_SINKS_NOW = ["im.realtime.sink"]
EVENT_SINKS_LATER = ["webhooks.sink", "im.offline.sink"]
EVENT_SHAPES = ["accounts.event_shapes", "webhooks.event_shapes", "push.event_shapes", "im.event_shapes"]
EVENT_RETENTION_DAYS = env.number("EVENT_RETENTION_DAYS", 7, high=3650)
WEBHOOK_RETENTION_DAYS = env.number("WEBHOOK_RETENTION_DAYS", 30, low=1, high=3650)
WEBHOOK_MAX_ENDPOINTS = env.number("WEBHOOK_MAX_ENDPOINTS", 100, low=1, high=10_000)
WEBHOOK_CONCURRENCY = env.number("WEBHOOK_CONCURRENCY", 8, low=1, high=100)  # at once to one endpoint
# Networks that calls to other people's servers may reach although they are nobody's business, as CIDRs.
WEBHOOK_ALLOWED_NETWORKS = env.networks("WEBHOOK_ALLOWED_NETWORKS", "127.0.0.0/8,::1/128" if DEMO else "")
# Where a proxy or a test stands in for a vendor, as JSON: {"APNS": "https://127.0.0.1:2197", …}; and what CA
# it is certified by, beside the system's.
PUSH_VENDOR_BASE_URLS = env.bases("PUSH_VENDOR_BASE_URLS")
PUSH_CA_FILE = env.text("PUSH_CA_FILE")
PUSH_RETENTION_DAYS = env.number("PUSH_RETENTION_DAYS", 30, low=1, high=3650)
PUSH_REGISTRATIONS_PER_ADDRESS = env.number(
    "PUSH_REGISTRATIONS_PER_ADDRESS", 600, low=1
)  # of an app, a minute
PUSH_ASKS = (
    "im.offline.answers"  # the module that knows who is online, who wants to be rung and what is unread
)
DEMO_GREETING = "im.management.greeting.greet"  # what the button of /demo/inbox does
WEBHOOK_COUNT_SECONDS = 1.0  # how often a process writes what it counted of the moderators that it asked
PROCESSES_ANNOUNCED = True  # each process says in Redis that it runs
RULES_KEPT_FRESH = True  # an app's words, by a thread of each process that needs them
RULES_CACHE_SECONDS = 0.9  # what a process remembers of endpoints and word lists; a hint makes it forget
OPERATION_RETENTION_DAYS = env.number("OPERATION_RETENTION_DAYS", 0, high=36500)  # 0: for ever
REALTIME_DRAFT = "im.messages.frames.draft"
REALTIME_SEND = "im.messages.frames.send"
REALTIME_OPS = {
    "read": "im.conversations.frames.read",
    "sync": "im.messages.frames.sync",
    "typing": "im.conversations.frames.typing",
}
REALTIME_BACKLOG = "im.messages.frames.missing"
REALTIME_CHANNELS = "im.conversations.frames.channels"
REALTIME_PRESENCE_EVENT = "im.events.presence_changed"
REALTIME_HEARTBEAT_MS = env.number("REALTIME_HEARTBEAT_MS", 30_000, low=1_000, high=36_000)
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5.0, "socket_connect_timeout": 0.5, "max_retries": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # Redis may be away for as long as it likes
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE

# How it is watched
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
LOG_LEVEL = env.text("LOG_LEVEL", "INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.request": {"level": "CRITICAL"},
        "axes": {"level": "WARNING"},
        "hpack": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

if not DEMO:
    checks.refuse_weak_secrets()
