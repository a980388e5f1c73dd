"""Every string of the page, in both languages side by side; one module a part of the page."""

# Used as ``s.NAME`` throughout: which part a string belongs to is of no interest where it is shown.
from ui.strings.chat import *  # noqa: F403
from ui.strings.conversations import *  # noqa: F403
from ui.strings.evidence import *  # noqa: F403
from ui.strings.failures import *  # noqa: F403
from ui.strings.frame import *  # noqa: F403
from ui.strings.library import *  # noqa: F403
from ui.strings.reader import *  # noqa: F403
from ui.strings.settings import *  # noqa: F403
from ui.strings.signin import *  # noqa: F403
from ui.strings.terms import *  # noqa: F403
from ui.strings.text import Text as Text
