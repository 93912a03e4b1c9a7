"""What a production server loads: ``granian --interface wsgi integration_portal.wsgi:app``."""

import gc
import os
import threading

from .app import create_app
from .search.current import warm
from .settings import from_environment
from .web.security import configure_logging

WARM_AFTER_S = 1.0
settings = from_environment(os.environ)
configure_logging(settings.log_level)
app = create_app(settings)
# What start-up built lives as long as the process: keep the collector from walking it again.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
# Behind the first pages; a database that is not there yet is asked again by the first search.
_warming = threading.Timer(WARM_AFTER_S, warm, [app])
_warming.daemon = True
_warming.start()
