"""Who may do what, where policies are enforced (AUTH=true).

`aws:PrincipalArn` of a role's session is the role, and `aws:SecureTransport` holds, as there is no TLS to insist on inside
one machine. IAM knows SetDefaultPolicyVersion, which MiniStack lacks and an undo of a managed policy's change needs. What a
call is held against is in actions.py and resources.py. What events a caller may send can depend on their source and type.
"""

import json
import re

from ministack.core import iam_actions, iam_evaluator
from ministack.services import iam

from . import actions, resources

_resolve_condition_key = iam_evaluator._resolve_condition_key
_request_tag_context = iam_actions.request_tag_context


def resolve_condition_key(key, context):
    name = key.lower()
    if name == "aws:securetransport":
        return "true"
    value = _resolve_condition_key(key, context)
    return _role_of(value) if name == "aws:principalarn" else value


def _role_of(arn):
    session = re.fullmatch(r"arn:(aws[a-z-]*):sts::(\d{12}):assumed-role/([^/]+)/.+", str(arn))
    return "arn:{}:iam::{}:role/{}".format(*session.groups()) if session else arn


def request_context(service, action, body, query_params):
    context = _request_tag_context(service, action, body, query_params)
    return {**context, **_sent(body)} if action == "events:PutEvents" else context


def _sent(body):
    """Source: Amazon EventBridge user guide, "Using IAM policy conditions in Amazon EventBridge"."""
    entries = json.loads(body or b"{}").get("Entries", [])
    keys = {"events:source": "Source", "events:detail-type": "DetailType"}
    sent = {key: sorted({str(entry.get(field)) for entry in entries}) for key, field in keys.items()}
    return {key: values[0] if len(values) == 1 else values for key, values in sent.items()}


def set_default_policy_version(parameters):
    policy = iam._policies.get(iam._p(parameters, "PolicyArn"))
    version = iam._p(parameters, "VersionId")
    if not policy or version not in policy["Versions"]:
        return iam._error(404, "NoSuchEntity", f"Policy version {version} not found.", ns="iam")
    for one in policy["Versions"].values():
        one["IsDefaultVersion"] = one["VersionId"] == version
    policy["DefaultVersionId"] = version
    policy["UpdateDate"] = iam._now()
    return iam._xml(200, "SetDefaultPolicyVersionResponse", "", ns="iam")


iam_evaluator._resolve_condition_key = resolve_condition_key
iam_actions.request_tag_context = request_context
iam_actions._lambda_action = actions.lambda_action
iam_actions.extract_resource_arn = resources.resource_arn
iam_actions.verified_access_resource_arns = resources.ec2_resource_arns
iam_actions._ses_v2_resource_arn = resources.ses_resource
iam._IAM_HANDLERS.setdefault("SetDefaultPolicyVersion", set_default_policy_version)
