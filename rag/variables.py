"""The environment's variables -> those that set nothing, or hold no JSON where it is wanted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches

PREFIX = "DUIZHAO_"
_BETWEEN = "__"
_NEAR = 3
#: Share of letters in common; whole names begin alike, fields do not.
_NAME_LIKE, _FIELD_LIKE = 0.8, 0.6
#: What Kubernetes gives every container beside a service that is called duizhao.
_KUBERNETES = re.compile(r"SERVICE_(?:HOST|PORT\w*)|PORT_[0-9]+_\w+")

#: By stage its fields, and of each whether it takes several values; by "" what has no stage.
Stages = Mapping[str, Mapping[str, bool]]


class VariableError(ValueError):
    """A variable of the environment sets nothing, or cannot be read."""


def check_variables(variables: Mapping[str, str], stages: Stages) -> None:
    """Refuse a variable that would be passed over, and one whose value has not its form.

    :param variables: of the whole environment; case does not matter.
    :param stages: what can be set.
    :raises VariableError: the message names the variable and never its value, which may be a key.
    """
    for variable, value in variables.items():
        name = variable.upper()
        if not name.startswith(PREFIX):
            continue
        name = name.removeprefix(PREFIX)
        if _is_foreign(name, value):
            continue
        stage, _, field = name.lower().partition(_BETWEEN)
        if name.lower() in stages:
            _check_stage(variable, value, stages[name.lower()])
        elif not field and stage in stages[""]:
            continue
        elif field not in stages.get(stage, {}) or not stage:
            raise VariableError(
                f"{variable}: there is no such setting. {_tell_known(name, stages)}"
            )
        elif stages[stage][field] and not isinstance(_read_json(value), list):
            raise VariableError(
                f'{variable}: a JSON list is wanted, such as ["one", "two"]. Correct or unset the '
                "variable."
            )


def _is_foreign(name: str, value: str) -> bool:
    return bool(_KUBERNETES.fullmatch(name)) or (name == "PORT" and "://" in value)


def _check_stage(variable: str, value: str, fields: Mapping[str, bool]) -> None:
    found = _read_json(value)
    if not isinstance(found, dict):
        first = next(iter(fields)).upper()
        raise VariableError(
            f'{variable}: a JSON object is wanted, such as {{"{first.lower()}": ...}}, as this '
            f"sets a whole stage; {variable}{_BETWEEN}{first} sets one field of it. Correct or "
            "unset the variable."
        )
    for field in found:
        if field not in fields:
            raise VariableError(f"{variable}: it has no field {field!r}, but {', '.join(fields)}")


def _read_json(value: str) -> object:
    try:
        return json.loads(value)
    except ValueError:
        return None


def _tell_known(name: str, stages: Stages) -> str:
    """Name the settings that are near a name, or else what there is to choose from."""
    stage, _, field = name.lower().partition(_BETWEEN)
    known = _list_names(stages)
    if stage and stage in stages:
        fields = list(stages[stage])
        near = get_close_matches(field, fields, n=_NEAR, cutoff=_FIELD_LIKE)
        found = [f"{stage}{_BETWEEN}{each}".upper() for each in near]
    else:
        wanted = (field or stage).upper()
        same = [each for each in known if each.rpartition(_BETWEEN)[2] == wanted]
        found = [*same, *get_close_matches(name, known, n=_NEAR, cutoff=_NAME_LIKE)]
    if found:
        named = list(dict.fromkeys(found))[:_NEAR]
        return f"Near it are: {', '.join(PREFIX + each for each in named)}"
    if stage and stage in stages:
        return f"{PREFIX}{stage.upper()}{_BETWEEN}... sets: {', '.join(fields).upper()}"
    alone = ", ".join(PREFIX + each.upper() for each in stages[""])
    groups = ", ".join(f"{PREFIX}{each.upper()}{_BETWEEN}..." for each in stages if each)
    return f"There are: {alone}, {groups}"


def _list_names(stages: Stages) -> list[str]:
    return [
        (f"{stage}{_BETWEEN}{field}" if stage else field).upper()
        for stage, fields in stages.items()
        for field in fields
    ]
