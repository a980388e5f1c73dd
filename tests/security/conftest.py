"""Sample files of the formats are made where their readers are tested."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "documents"))
