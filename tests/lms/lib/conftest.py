from hypothesis import settings

# The same examples on every machine and every run, and no failure because a machine is slow.
settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")
