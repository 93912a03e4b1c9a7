"""What a production server loads: ``granian --interface wsgi integration_portal.wsgi:app``."""

import gc
import os

from .app import create_app
from .settings import from_environment
from .web.security import configure_logging

settings = from_environment(os.environ)
configure_logging(settings.log_level)
app = create_app(settings)
# What start-up built lives as long as the process: keep the collector from walking it again.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
