"""IAM Access Analyzer is not there: its calls are answered as AWS answers what a service does not know.

MiniStack takes them for calls of another service, and gives an error without a name.
"""

import json
import re

_SCOPE = re.compile(r"Credential=[^/]+/\d{8}/[^/]+/access-analyzer/")
_ERROR = "UnknownOperationException"


def without_analyzer(app):
    async def served(scope, receive, send):
        headers = dict(scope.get("headers") or [])
        if not _SCOPE.search(headers.get(b"authorization", b"").decode("latin-1")):
            return await app(scope, receive, send)
        content = json.dumps({"__type": _ERROR, "message": "There is no IAM Access Analyzer here."}).encode()
        told = [(b"content-type", b"application/json"), (b"x-amzn-errortype", _ERROR.encode())]
        await send({"type": "http.response.start", "status": 404, "headers": told})
        await send({"type": "http.response.body", "body": content})

    return served
