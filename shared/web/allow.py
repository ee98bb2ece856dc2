"""What an address can do: the Allow header of a refused method (RFC 9110, 10.2.1)."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path


def allowed(app: FastAPI, path: str) -> str:
    """Return the methods of the routes at a path, such as ``GET, POST``; empty if there are none.

    Each route is one method, and the framework names those of the first that fits. Where templates
    overlap, the one with the fewest parameters is meant, as in OpenAPI: ``/cases/search`` is no
    ``/cases/{key}``.
    """
    fitting = [
        (template.count("{"), route.methods or set())
        for route in iter_route_contexts(app.routes)
        if (template := route.path) and compile_path(template)[0].match(path)
    ]
    fewest = min((parameters for parameters, _ in fitting), default=0)
    methods = {name for parameters, names in fitting if parameters == fewest for name in names}
    return ", ".join(sorted(methods))
