"""Run `python -m donbay`."""

import sys

from donbay.app.cli import main

if __name__ == "__main__":
    sys.exit(main())
