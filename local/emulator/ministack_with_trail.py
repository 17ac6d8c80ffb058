"""MiniStack with a few differences, all towards what AWS does.

PutEvents takes events of `aws.*` sources. AWS delivers CloudTrail's records to the bus itself; here the event trail does,
from outside, and MiniStack like AWS lets nobody from outside use a source of AWS. Its own emitters may, and this gives
PutEvents the same permission.

A Node function's error keeps its name. On AWS the name is the `errorType` that a state machine's Retry and Catch look at;
MiniStack calls every one of them `Runtime.HandlerError`.

The time-out of a task that waits for an answer may be a JSONata expression, as on AWS; MiniStack takes numbers only.

IAM knows SetDefaultPolicyVersion, which MiniStack lacks and an undo of a managed policy's change needs.

Where policies are enforced (AUTH=true): `aws:PrincipalArn` of a role's session is the role; a mail is sent on the identity of
its sender; a role or user is named with its path; a log group, save for its tags, with `:*` behind it; RDS's and CloudWatch's calls
on what MiniStack does not name are on that parameter group or alarm, or on all of the kind; and `aws:SecureTransport` holds, as there is no TLS to insist on inside one machine.
"""

import json
import re
import threading
from functools import partial

from ministack.app import app
from ministack.core import iam_actions, iam_evaluator, lambda_runtime
from ministack.services import eventbridge, iam, lambda_svc, stepfunctions

eventbridge._put_events = partial(eventbridge._put_events, allow_aws_source=True)

_thrown = threading.local()
_SAID = ("trace: err.stack", "trace: e.stack")
_invoke = lambda_runtime.Worker.invoke
_execute = lambda_svc._execute_function_warm
_timeout = threading.local()
_jsonata_arguments = stepfunctions._apply_jsonata_arguments
_invoke_with_callback = stepfunctions._invoke_with_callback
_resolve_condition_key = iam_evaluator._resolve_condition_key
_ses_resource = iam_actions._ses_v2_resource_arn
_resource_arn = iam_actions.extract_resource_arn

for said in _SAID:
    if said not in lambda_runtime._NODEJS_WORKER_SCRIPT:
        raise RuntimeError("this MiniStack reports the errors of functions differently: look at ministack_with_trail.py")
    thrown = said.removeprefix("trace: ").removesuffix(".stack")
    named = f"name: {thrown} && {thrown}.name, {said}"
    lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(said, named)


def invoke_and_note(self, *args, **kwargs):
    result = _invoke(self, *args, **kwargs)
    _thrown.name = result.get("name") if isinstance(result, dict) else None
    return result


def execute_with_name(*args, **kwargs):
    _thrown.name = None
    result = _execute(*args, **kwargs)
    body = result.get("body") if isinstance(result, dict) and result.get("error") else None
    if _thrown.name and isinstance(body, dict) and body.get("errorType") == "Runtime.HandlerError":
        body["errorType"] = _thrown.name
    return result



def jsonata_arguments(state, raw_input, context):
    seconds = state.get("TimeoutSeconds")
    if isinstance(seconds, str):
        _timeout.seconds = float(_jsonata_arguments({"Arguments": seconds}, raw_input, context))
    return _jsonata_arguments(state, raw_input, context)


def invoke_with_callback(resource, arguments, token, state):
    if isinstance(state.get("TimeoutSeconds"), str):
        state = {**state, "TimeoutSeconds": _timeout.seconds}
    return _invoke_with_callback(resource, arguments, token, state)


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


def resolve_condition_key(key, context):
    name = key.lower()
    if name == "aws:securetransport":
        return "true"
    value = _resolve_condition_key(key, context)
    return _role_of(value) if name == "aws:principalarn" else value


def _role_of(arn):
    session = re.fullmatch(r"arn:(aws[a-z-]*):sts::(\d{12}):assumed-role/([^/]+)/.+", str(arn))
    return "arn:{}:iam::{}:role/{}".format(*session.groups()) if session else arn


def ses_resource(method, path, body, region, account_id):
    if method == "POST" and path.rstrip("/").endswith("/outbound-emails"):
        sender = json.loads(body or b"{}").get("FromEmailAddress", "*")
        return f"arn:aws:ses:{region}:{account_id}:identity/{sender}"
    return _ses_resource(method, path, body, region, account_id)


def log_group(arn, headers):
    is_about_tags = headers.get("x-amz-target", "").endswith((".TagResource", ".UntagResource", ".ListTagsForResource"))
    return arn if is_about_tags or not re.fullmatch(r"arn:aws:logs(:[^:]*){2}:log-group:[^:]+", arn) else f"{arn}:*"


def rds_resource(query_params, region, account_id):
    group = query_params.get("DBParameterGroupName", [""])
    action = query_params.get("Action", [""])
    group, action = (value[0] if isinstance(value, list) else value for value in (group, action))
    kinds = {"DescribeDBInstances": "db", "DescribeDBClusters": "cluster"}
    kind, name = ("pg", group) if group else (kinds.get(action), "*")
    return f"arn:aws:rds:{region}:{account_id}:{kind}:{name}" if kind else "*"


def alarm_resource(headers, body, region, account_id):
    asked = json.loads(body or b"{}") if "json" in headers.get("content-type", "") else {}
    is_about_alarms = headers.get("x-amz-target", "").endswith((".DescribeAlarms", "AlarmActions"))
    names = asked.get("AlarmNames") or ["*"]
    alarm = f"arn:aws:cloudwatch:{region}:{account_id}:alarm:{names[0] if len(names) == 1 else '*'}"
    return asked.get("ResourceARN") or (alarm if is_about_alarms else "*")


def resource_arn(service, method, path, headers, body, query_params, region, account_id):
    arn = _resource_arn(service, method, path, headers, body, query_params, region, account_id)
    if service == "logs":
        return log_group(arn, headers)
    if service == "rds" and arn == "*":
        return rds_resource(query_params, region, account_id)
    if service == "monitoring" and arn == "*":
        return alarm_resource(headers, body, region, account_id)
    kind, _, name = arn.rpartition(":")[2].partition("/") if service == "iam" else ("", "", "")
    known = {"role": iam._roles, "user": iam._users}.get(kind)
    return ((known.get(name) if known is not None else None) or {}).get("Arn", arn)


stepfunctions._apply_jsonata_arguments = jsonata_arguments
stepfunctions._invoke_with_callback = invoke_with_callback
iam_evaluator._resolve_condition_key = resolve_condition_key
iam_actions.extract_resource_arn = resource_arn
iam_actions._ses_v2_resource_arn = ses_resource
iam._IAM_HANDLERS.setdefault("SetDefaultPolicyVersion", set_default_policy_version)
lambda_runtime.Worker.invoke = invoke_and_note
lambda_svc._execute_function_warm = execute_with_name

__all__ = ["app"]
