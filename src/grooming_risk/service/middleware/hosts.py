"""The names under which the service may be asked."""

from __future__ import annotations

from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from grooming_risk.service.errors import Kind, ServiceError, error_response


class AllowedHosts:
    """Refuses a Host header with another name than those allowed.

    Otherwise a web page whose name leads to this machine (DNS rebinding) could read and delete through the browser of
    somebody who visits it. Names of loopback are always allowed; no names at all allow every name. ``0.0.0.0`` or
    ``::``, all addresses of the machine, stands for every address: a page cannot pretend to be one.
    """

    def __init__(self, app: ASGIApp, names: tuple[str, ...]) -> None:
        self._app = app
        self._names = frozenset(name.lower().rstrip(".") for name in names)
        self._addresses = not self._names.isdisjoint(("0.0.0.0", "::"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an error, or pass the request on; without a Host header no browser sent it."""
        host = Headers(scope=scope).get("host") if scope["type"] == "http" and self._names else None
        if host is None or self._allows(name_of(host)):
            await self._app(scope, receive, send)
            return
        problem = "this service is not served under that host name; whoever runs it can allow it with --allowed-host"
        await error_response(scope["path"], ServiceError(Kind.UNKNOWN_HOST, problem))(scope, receive, send)

    def _allows(self, name: str) -> bool:
        if name in self._names or name == "localhost":
            return True
        try:
            address = ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or self._addresses


def name_of(host: str) -> str:
    """Return the name or the address in a Host header, without the port.

    Examples
    --------
    >>> name_of("Chat.Example.:8000"), name_of("[::1]:8000")
    ('chat.example', '::1')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower().rstrip(".")
