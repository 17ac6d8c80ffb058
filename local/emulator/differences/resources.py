"""A call is held against the resource that AWS authorizes it on, where MiniStack names another one or none.

Source: AWS service authorization reference, the tables of actions, resource types and their ARNs.
"""

import json
import re

from ministack.core import iam_actions
from ministack.services import iam, kms

_resource_arn = iam_actions.extract_resource_arn
_verified_access_resource_arns = iam_actions.verified_access_resource_arns
_ses_resource = iam_actions._ses_v2_resource_arn

_ALARM = "arn:aws:cloudwatch:{region}:{account}:alarm:{AlarmNames}"
_RECORDER = "arn:aws:config:{region}:{account}:configuration-recorder/"
_EC2 = "arn:aws:ec2:{region}:{account}:"
_GROUP = "arn:aws:rds:{region}:{account}:pg:{DBParameterGroupName}"

# The resources of actions, with what the request names filled in. An action of EC2 may have several, each of which has to be
# allowed. Where a request names several of a kind, the first one counts.
_RESOURCES = {
    "cloudwatch:DescribeAlarms EnableAlarmActions DisableAlarmActions": [_ALARM],
    "cloudwatch:ListTagsForResource TagResource UntagResource": ["{ResourceARN}"],
    "config:DescribeConfigurationRecorders DescribeConfigurationRecorderStatus": [
        _RECORDER + "{ConfigurationRecorderNames}/*"
    ],
    "config:StartConfigurationRecorder StopConfigurationRecorder DeleteConfigurationRecorder": [
        _RECORDER + "{ConfigurationRecorderName}/*"
    ],
    "config:PutConfigurationRecorder": [_RECORDER + "{ConfigurationRecorder.name}/*"],
    "dynamodb:GetResourcePolicy PutResourcePolicy DeleteResourcePolicy": ["{ResourceArn}"],
    "dynamodb:ListTagsOfResource TagResource UntagResource": ["{ResourceArn}"],
    "ec2:CreateFlowLogs": [_EC2 + "vpc/{ResourceId.1}", _EC2 + "vpc-flow-log/*"],
    "ec2:DeleteFlowLogs": [_EC2 + "vpc-flow-log/{FlowLogId.1}"],
    "ec2:CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclEntry": [_EC2 + "network-acl/{NetworkAclId}"],
    # The ARNs of images and snapshots name no account: they are shared.
    "ec2:DescribeImageAttribute ModifyImageAttribute": ["arn:aws:ec2:{region}::image/{ImageId}"],
    "ec2:DescribeSnapshotAttribute ModifySnapshotAttribute": ["arn:aws:ec2:{region}::snapshot/{SnapshotId}"],
    "iam:GenerateServiceLastAccessedDetails": ["{Arn}"],
    "events:ListTargetsByRule": ["arn:aws:events:{region}:{account}:rule/{Rule}"],
    "iam:SimulatePrincipalPolicy": ["{PolicySourceArn}"],
    "rds:DescribeDBClusters": ["arn:aws:rds:{region}:{account}:cluster:{DBClusterIdentifier}"],
    "rds:DescribeDBInstances": ["arn:aws:rds:{region}:{account}:db:{DBInstanceIdentifier}"],
    "rds:DescribeDBParameterGroups DescribeDBParameters ModifyDBParameterGroup ResetDBParameterGroup": [_GROUP],
    "rds:CreateDBParameterGroup DeleteDBParameterGroup": [_GROUP],
}
_RESOURCES_OF = {
    f"{service}:{action}": resources
    for service, actions, resources in ((*key.split(":"), resources) for key, resources in _RESOURCES.items())
    for action in actions.split()
}


def resource_arn(service, method, path, headers, body, query_params, region, account_id):
    action = iam_actions.extract_iam_action(service, method, path, headers, body, query_params)
    asked = _asked(headers, body, query_params)
    if action in _RESOURCES_OF:
        return _filled(_RESOURCES_OF[action][0], asked, region, account_id)
    arn = _resource_arn(service, method, path, headers, body, query_params, region, account_id)
    correct = _CORRECTIONS.get(service)
    return correct(arn, action.partition(":")[2], asked) if correct and action else arn


def ec2_resource_arns(query_params, region, account_id):
    """MiniStack asks for these of each call of EC2, and holds the caller against all but the first, which it did already."""
    asked = _asked({}, b"", query_params)
    resources = _RESOURCES_OF.get(f"ec2:{asked.get('Action')}")
    if resources is None:
        return _verified_access_resource_arns(query_params, region, account_id)
    return [_filled(one, asked, region, account_id) for one in resources]


def ses_resource(method, path, body, region, account_id):
    """A mail is sent on the identity of its sender."""
    if method == "POST" and path.rstrip("/").endswith("/outbound-emails"):
        sender = json.loads(body or b"{}").get("FromEmailAddress", "*")
        return f"arn:aws:ses:{region}:{account_id}:identity/{sender}"
    return _ses_resource(method, path, body, region, account_id)


def _asked(headers, body, query_params):
    """What a request asks, by the names of its parameters. Only a request with a target has them in its body."""
    in_body = json.loads(body or b"{}") if "x-amz-target" in headers else {}
    return {**{name: iam_actions._query_param(query_params, name) for name in query_params}, **in_body}


def _filled(pattern, asked, region, account):
    """With `*` in the place of what was not asked for by one name: all of the kind."""
    asked = {**asked, "region": region, "account": account}

    def named(place):
        outer, _, inner = place[1].partition(".")
        value = asked.get(place[1]) or asked.get(outer)
        value = value.get(inner) if isinstance(value, dict) else value
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
        return value if isinstance(value, str) and value else "*"

    return re.sub(r"{([\w.]+)}", named, pattern)


def _function(arn, _, asked):
    """A version or an alias, where the call names one beside its function: so it is since 2022.

    Source: https://github.com/juanjoDiaz/serverless-plugin-warmup/issues/304, which has what AWS wrote to its customers.
    """
    qualifier = asked.get("Qualifier")
    return f"{arn}:{qualifier}" if qualifier and ":function:" in arn else arn


def _principal(arn, action, asked):
    """A role or user with its path; an access key's user."""
    if action == "GetAccessKeyLastUsed":
        owner = iam._access_keys.get(asked.get("AccessKeyId"), {}).get("UserName")
        return iam._users.get(owner, {}).get("Arn", arn)
    kind, _, name = arn.rpartition(":")[2].partition("/")
    known = {"role": iam._roles, "user": iam._users}.get(kind, {})
    return (known.get(name) or {}).get("Arn", arn)


def _key(arn, _, asked):
    """The key of an alias. Source: AWS KMS developer guide, "Specifying KMS keys in IAM policy statements"."""
    place, _, name = arn.rpartition(":")
    key = kms._resolve_key(asked.get("KeyId")) if name.startswith("alias/") else None
    # Where there is no such key the caller is to be told so, as on AWS.
    return key["Arn"] if key else f"{place}:key/*" if name.startswith("alias/") else arn


def _log_group(arn, action, _):
    """A log group with `:*` behind it, save for its tags."""
    is_about_tags = action in ("TagResource", "UntagResource", "ListTagsForResource")
    return arn if is_about_tags or not re.fullmatch(r"arn:aws:logs(:[^:]*){2}:log-group:[^:]+", arn) else f"{arn}:*"


def _web_acl(arn, _, asked):
    """A Web ACL by its id, and what it is attached to by its ARN."""
    named = asked.get("ResourceArn") or asked.get("ResourceARN") or arn
    return named[:-1] + asked["Id"] if named.endswith("/*") and asked.get("Id") else named


_CORRECTIONS = {
    "iam": _principal,
    "kms": _key,
    "lambda": _function,
    "logs": _log_group,
    "wafv2": _web_acl,
}
