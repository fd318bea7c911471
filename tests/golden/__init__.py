"""A small site as it should be, to the letter; `python -m tests.golden` writes it anew."""
