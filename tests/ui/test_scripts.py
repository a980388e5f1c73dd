"""The page's scripts run as one function: what one of them names, no other may name again."""

import re
from collections import Counter

from ui.assets import read_script

_NAMED = re.compile(r"^(?:async )?(?:function|const|let|class)\*? ([\w$]+)", re.MULTILINE)


def test_no_name_is_given_twice():
    named = Counter(_NAMED.findall(read_script()))
    assert len(named) > 100
    assert [name for name, times in named.items() if times > 1] == []
