"""An app -> the same app behind everything that guards it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp

from rag.settings import PageSettings
from ui.guard.entry import EntryMiddleware
from ui.guard.hosts import AllowedHosts, HostsMiddleware
from ui.guard.limits import RateLimits
from ui.guard.origins import OriginsMiddleware
from ui.guard.proxies import ProxiesMiddleware
from ui.headers import SafeHeadersMiddleware
from ui.signin.door import SignIn
from ui.signin.routes import SignInPages


def guard(
    app: ASGIApp,
    settings: PageSettings,
    *,
    sign_in: SignIn,
    limits: RateLimits,
    observe: Callable[[ASGIApp], ASGIApp] | None = None,
) -> ASGIApp:
    """Put everything that a request has to pass before an app.

    :param app: the app.
    :param settings: where it listens, whom it believes, how much it takes.
    :param sign_in: who is who.
    :param limits: how often.
    :param observe: puts around the rest what watches it; other sites and hosts do not reach it.
    :returns: the guarded app.
    :raises ProxyError: a trusted proxy is no address.
    """
    inner: ASGIApp = SignInPages(app, sign_in) if sign_in.enabled else app
    guarded: ASGIApp = EntryMiddleware(inner, sign_in, limits=limits, settings=settings)
    guarded = OriginsMiddleware(observe(guarded) if observe else guarded)
    guarded = HostsMiddleware(guarded, AllowedHosts(settings.host, settings.allowed_hosts))
    guarded = ProxiesMiddleware(guarded, settings.trusted_proxies)
    return SafeHeadersMiddleware(guarded)
