import os
from pathlib import Path

BASE_DIR = Path(__file__).parent.parent

# On your server, set SECRET_KEY, DEBUG=0 and ALLOWED_HOSTS.
DEBUG = os.environ.get("DEBUG", "1") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY", "for-development-only") if DEBUG else os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")

INSTALLED_APPS = ["shop"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "shop.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DATABASE", BASE_DIR / "shop.sqlite3"),
        # Two webhooks at once wait for each other instead of failing.
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
STATIC_URL = "static/"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"]},
    "loggers": {"shop": {"level": "INFO"}},
}

# The sandbox by default. KGITON_API_KEY and KGITON_WEBHOOK_SECRET are your own on your server.
KGITON_API_KEY = os.environ.get("KGITON_API_KEY", "kgiton_your_api_key_here")
KGITON_BASE_URL = os.environ.get("KGITON_BASE_URL", "http://localhost:4020")
KGITON_WEBHOOK_SECRET = os.environ.get("KGITON_WEBHOOK_SECRET", "whsec_test_kgiton")
KGITON_LICENSE_KEY = os.environ.get("KGITON_LICENSE_KEY", "XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
# Where KGiTON reaches this shop.
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000")
