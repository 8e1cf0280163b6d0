"""The path under which a proxy serves the application."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True)
class RootPath:
    """Serves the application under a path, whether the proxy takes the path off or leaves it on.

    The addresses that the application gives, in the discovery document and in OpenAPI, begin with the path.
    """

    app: ASGIApp
    root_path: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its path without the root path."""
        if scope["type"] == "http" and self.root_path:
            path = scope["path"]
            if path.startswith(self.root_path + "/"):
                path = path.removeprefix(self.root_path)
            scope = {**scope, "path": path, "root_path": self.root_path}
        await self.app(scope, receive, send)
