"""`python -m generator` is `ocop`."""

from generator.cli import main

if __name__ == "__main__":
    main()
