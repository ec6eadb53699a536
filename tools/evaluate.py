"""Measures the encoder and writes evaluation/: results.json, REPORT.md and figures/.

`--render` writes report and figures anew from results.json, after the gallery or the learning curve changed; `--check`
writes nothing and fails where they would change.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # run as a file, only tools/ is on the path

from tools.evaluating.command import main  # noqa: E402 -- needs the line above

if __name__ == "__main__":
    sys.exit(main())
