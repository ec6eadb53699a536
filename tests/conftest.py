"""Settings for every test: how hard Hypothesis tries."""

import os

from hypothesis import HealthCheck, settings

# On shared machines a slow example says nothing about the code.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")
