"""Who used what, and when: every call of a role or user that its policies were asked about, allowed or refused.

CloudTrail's LookupEvents shows these calls, newest first, in pages; MiniStack's own record knows neither roles nor the names of
calls. As on AWS, the event history has no calls that read or write data.
"""

import collections
import json
import re
import time
from datetime import datetime, timezone

from ministack.core import iam_evaluator
from ministack.core.responses import AccountScopedDict, get_account_id, new_uuid
from ministack.services import cloudtrail, iam

_enforce = iam_evaluator.enforce

# By the ARN of a role or user: action -> (when it was last used, in seconds; in which region).
last_uses = AccountScopedDict()
_events = AccountScopedDict()
_MOST_EVENTS = 50_000

# What AWS neither tracks nor keeps in the event history: calls that read and write data.
_DATA = re.compile(
    r"s3:\w*(Object|MultipartUpload|UploadPart)\w*|dynamodb:(\w*Item|Query|Scan|GetRecords|PartiQL\w*)|lambda:Invoke\w*"
    r"|sqs:(Send|Receive|Delete|ChangeMessageVisibility)\w*Message\w*|sns:Publish|kinesis:(Put|Get)Record\w*"
    r"|logs:(PutLogEvents|GetLogEvents|FilterLogEvents)|execute-api:\w+|cloudwatch:(PutMetricData|GetMetric\w+)"
)
# CloudTrail's name of a service, where it is not IAM's.
_SOURCES = {"cloudwatch": "monitoring"}


def enforce(access_key_id, iam_action, service, region, *args, **kwargs):
    answer = _enforce(access_key_id, iam_action, service, region, *args, **kwargs)
    if not isinstance(answer, iam_evaluator.AuthError):
        caller = _caller(access_key_id)
        if caller:
            note(caller["arn"], iam_action, time.time(), region)
            _record(caller, iam_action, region, refused=answer is not None)
    return answer


def note(principal, action, at, region):
    uses = last_uses.setdefault(principal, {})
    if action not in uses or uses[action][0] < at:
        uses[action] = (at, region)


def is_data(action):
    return _DATA.fullmatch(action) is not None


def record_use(principal, action, at, region):
    """A use that is told of: in the event history as any other, if it is of the time that this goes back."""
    kind, _, name = principal.rpartition(":")[2].partition("/")
    caller = {"arn": principal, "name": name.rpartition("/")[2], "type": "AssumedRole" if kind == "role" else "IAMUser"}
    note(principal, action, at, region)
    _record(caller, action, region, refused=False, at=at)


def _caller(access_key_id):
    """The role or user behind a key: of a session its role, as reports and records name it."""
    credential = iam_evaluator.resolve_credential(access_key_id or "", get_account_id()) if access_key_id else None
    kind = getattr(credential, "principal_type", None)
    if kind == "User":
        return {"arn": credential.principal_arn, "name": credential.principal_name, "type": "IAMUser"}
    if kind == "AssumedRole":
        name = iam_evaluator._role_name_from_assumed_arn(credential.principal_arn)
        role = iam._roles.get(name)
        return role and {"arn": role["Arn"], "name": name, "type": "AssumedRole", "session": credential.principal_arn}
    return None


def _record(caller, action, region, refused, at=None):
    if is_data(action):
        return
    events = _events.setdefault(region, collections.deque(maxlen=_MOST_EVENTS))
    events.append((at or time.time(), new_uuid(), caller, action, refused))


def _event(region, at, identity, caller, action, refused):
    service, _, name = action.partition(":")
    source = f"{_SOURCES.get(service, service)}.amazonaws.com"
    account = get_account_id()
    of_role = {
        "arn": caller.get("session") or caller["arn"],
        "sessionContext": {
            "sessionIssuer": {"type": "Role", "arn": caller["arn"], "accountId": account, "userName": caller["name"]}
        },
    }
    of_user = {"arn": caller["arn"], "userName": caller["name"]}
    record = {
        "eventVersion": "1.11",
        "userIdentity": {"type": caller["type"], "accountId": account}
        | (of_role if caller["type"] == "AssumedRole" else of_user),
        "eventTime": datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": source,
        "eventName": name,
        "awsRegion": region,
        "eventID": identity,
        "eventType": "AwsApiCall",
        "recipientAccountId": account,
    } | ({"errorCode": "AccessDenied"} if refused else {})
    return {
        "EventId": identity,
        "EventName": name,
        "EventSource": source,
        "EventTime": at,
        "Username": caller["name"],
        "Resources": [],
        "CloudTrailEvent": json.dumps(record),
    }


def lookup_events(body):
    region = cloudtrail.get_region()
    begin, end = float(body.get("StartTime") or 0), float(body.get("EndTime") or time.time())
    wanted = {one["AttributeKey"]: one["AttributeValue"] for one in body.get("LookupAttributes", [])}
    size = min(int(body.get("MaxResults") or 50), 50)
    # A page goes on below the event that the last one ended with: new ones come in on top.
    before = json.loads(body["NextToken"]) if body.get("NextToken") else [end + 1, ""]
    found = sorted((one for one in _events.get(region, ()) if begin <= one[0] <= end), key=lambda one: one[:2], reverse=True)
    rest = (one for one in found if list(one[:2]) < before)
    shown, last = [], None
    for one in rest:
        if len(shown) == size:
            return cloudtrail._ok({"Events": shown, "NextToken": json.dumps(last)})
        event = _event(region, *one)
        if all(event.get(key) == value for key, value in wanted.items()):
            shown.append(event)
            last = list(one[:2])
    return cloudtrail._ok({"Events": shown})


iam_evaluator.enforce = enforce
cloudtrail._DISPATCH["LookupEvents"] = lookup_events
