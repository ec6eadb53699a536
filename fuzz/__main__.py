"""``python -m fuzz --seconds N``: see `fuzz.fuzz_readers`."""

import sys

from fuzz.fuzz_readers import main

sys.exit(main())
