"""Who may do what, where policies are enforced (AUTH=true).

`aws:PrincipalArn` of a role's session is the role, and `aws:SecureTransport` holds, as there is no TLS to insist on inside
one machine. IAM knows SetDefaultPolicyVersion, which MiniStack lacks and an undo of a managed policy's change needs. What a
call is held against is in actions.py and resources.py.
"""

import re

from ministack.core import iam_actions, iam_evaluator
from ministack.services import iam

from . import actions, resources

_resolve_condition_key = iam_evaluator._resolve_condition_key


def resolve_condition_key(key, context):
    name = key.lower()
    if name == "aws:securetransport":
        return "true"
    value = _resolve_condition_key(key, context)
    return _role_of(value) if name == "aws:principalarn" else value


def _role_of(arn):
    session = re.fullmatch(r"arn:(aws[a-z-]*):sts::(\d{12}):assumed-role/([^/]+)/.+", str(arn))
    return "arn:{}:iam::{}:role/{}".format(*session.groups()) if session else arn


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
iam_actions._lambda_action = actions.lambda_action
iam_actions.extract_resource_arn = resources.resource_arn
iam_actions.verified_access_resource_arns = resources.ec2_resource_arns
iam_actions._ses_v2_resource_arn = resources.ses_resource
iam._IAM_HANDLERS.setdefault("SetDefaultPolicyVersion", set_default_policy_version)
