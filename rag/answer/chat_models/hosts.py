"""Settings -> where a chat model is asked: whether what is asked leaves this computer."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from rag.answer.chat_models.keys import hide_address
from rag.settings import AnswerSettings, vendor_address

#: Where each kind of server is asked when no address is given.
HOSTS = {
    "openai": "api.openai.com",
    "anthropic": "api.anthropic.com",
    "ollama": "localhost:11434",
}
#: Kinds of models that run in this process.
_LOCAL = frozenset({"huggingface"})


def host_of(settings: AnswerSettings) -> str:
    """Tell where the model is asked.

    :param settings: with the model's name, and the address where one is given.
    :returns: the address without keys, the vendor's host, or its name where no host is known; empty
        for a model that runs in this process.
    """
    provider = settings.model.partition(":")[0]
    if provider in _LOCAL:
        return ""
    address = settings.base_url or vendor_address(provider)
    return hide_address(address or HOSTS.get(provider, provider))


def leaves_computer(place: str) -> bool:
    """Tell whether what is sent to a place leaves this computer; a name unknown here does."""
    if not place:
        return False
    host = urlsplit(place if "//" in place else f"//{place}").hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True
