"""A door for tests, which AWS has not: POST /_homeostat/iam makes a role, user, group or policy older, or tells of a use.

`{"arn": …, "createdAt": "2026-01-31T09:00:00Z"}` sets when it was created; of a policy, its versions, too.
`{"principal": …, "action": "s3:GetBucketPolicy", "at": …}` says that a role or user made a call then.
"""

import json
from datetime import datetime, timezone

from ministack.core.responses import set_request_account_id, set_request_region
from ministack.services import iam

from . import uses

_PATH = "/_homeostat/iam"


class _Refused(Exception):
    pass


def with_door(app):
    async def served(scope, receive, send):
        if scope["type"] != "http" or (scope["path"], scope["method"]) != (_PATH, "POST"):
            return await app(scope, receive, send)
        try:
            _change(json.loads(await _body(receive)))
            status, answer = 200, {}
        except (_Refused, ValueError, KeyError, TypeError, AttributeError) as error:
            status, answer = 400, {"message": f"{type(error).__name__}: {error}"}
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    return served


async def _body(receive):
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


def _change(asked):
    arn = asked.get("arn") or asked["principal"]
    set_request_account_id(arn.split(":")[4])
    if "arn" in asked:
        _age(arn, _time(asked["createdAt"]).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return
    _named(arn)
    region = asked.get("region") or "us-east-1"
    set_request_region(region)
    uses.record_use(arn, asked["action"], _time(asked["at"]).timestamp(), region)


def _age(arn, created):
    entity = _named(arn)
    entity["CreateDate"] = created
    if "Versions" in entity:
        entity["UpdateDate"] = created
        for version in entity["Versions"].values():
            version["CreateDate"] = created


def _named(arn):
    kind, _, path = arn.rpartition(":")[2].partition("/")
    known = {"role": iam._roles, "user": iam._users, "group": iam._groups}.get(kind, {})
    entity = iam._policies.get(arn) if kind == "policy" else known.get(path.rpartition("/")[2])
    if not entity:
        raise _Refused(f"there is no {arn}")
    return entity


def _time(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)
