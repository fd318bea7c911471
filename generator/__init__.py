"""The OCOP catalogue: records in, one catalogue in the middle, a static site with stamps out."""

__version__ = "0.1.0"
