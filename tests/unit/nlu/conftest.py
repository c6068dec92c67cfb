"""Property tests here look for texts that break something, not for slow ones: a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("nlu", deadline=None)
settings.load_profile("nlu")
