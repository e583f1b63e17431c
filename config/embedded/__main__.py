"""Forgets the data of the default installation: `make demo-reset`."""

import sys

from config.embedded import InUse, data_folder, wipe

if __name__ == "__main__":
    data = data_folder()
    try:
        wipe(data)
    except InUse as busy:
        sys.exit(f"{data} is in use ({busy.note}): stop that first")
    sys.stdout.write(f"{data} is empty; the next `make run` starts over\n")
