"""Properties of journeys are checked without a clock: a busy machine fails nothing."""

import hypothesis

hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")
