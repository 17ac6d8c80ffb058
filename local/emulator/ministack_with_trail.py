"""MiniStack with a few differences, all towards what AWS does.

PutEvents takes events of `aws.*` sources. AWS delivers CloudTrail's records to the bus itself; here the event trail does,
from outside, and MiniStack like AWS lets nobody from outside use a source of AWS. Its own emitters may, and this gives
PutEvents the same permission.

A Node function's error keeps its name. On AWS the name is the `errorType` that a state machine's Retry and Catch look at;
MiniStack calls every one of them `Runtime.HandlerError`.

The time-out of a task that waits for an answer may be a JSONata expression, as on AWS; MiniStack takes numbers only.

IAM knows SetDefaultPolicyVersion, which MiniStack lacks and an undo of a managed policy's change needs.

API Gateway changes a custom domain of its first API, takes the numbers of a usage plan's change as numbers, and deletes the
access log settings of a stage without the stage.

EC2's network ACLs keep the ports of their entries, and snapshots can be shared with everybody.

Where policies are enforced (AUTH=true): `aws:PrincipalArn` of a role's session is the role; a mail is sent on the identity of
its sender; a role or user is named with its path, a log group, save for its tags, with `:*` behind it, a Web ACL by its id, and
what it is attached to by its ARN; RDS's and CloudWatch's calls on what MiniStack does not name are on that parameter group or
alarm, or on all of the kind; and `aws:SecureTransport` holds, as there is no TLS to insist on inside one machine.
"""

import json
import re
import threading
from functools import partial

from ministack.app import app
from ministack.core import iam_actions, iam_evaluator, lambda_runtime
from ministack.services import apigateway, apigateway_v1, ec2, eventbridge, iam, lambda_svc, stepfunctions

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
_rest_api_request = apigateway_v1.handle_request
_http_api_request = apigateway.handle_request
_update_usage_plan = apigateway_v1._update_usage_plan
_network_acl_entry_xml = ec2._network_acl_entry_xml
_modify_snapshot_attribute = ec2._modify_snapshot_attribute

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


def waf_resource(arn, body):
    asked = json.loads(body or b"{}")
    named = asked.get("ResourceArn") or asked.get("ResourceARN") or arn
    return named[:-1] + asked["Id"] if named.endswith("/*") and asked.get("Id") else named


def resource_arn(service, method, path, headers, body, query_params, region, account_id):
    arn = _resource_arn(service, method, path, headers, body, query_params, region, account_id)
    if service == "logs":
        return log_group(arn, headers)
    if service == "rds" and arn == "*":
        return rds_resource(query_params, region, account_id)
    if service == "monitoring" and arn == "*":
        return alarm_resource(headers, body, region, account_id)
    if service == "wafv2":
        return waf_resource(arn, body)
    kind, _, name = arn.rpartition(":")[2].partition("/") if service == "iam" else ("", "", "")
    known = {"role": iam._roles, "user": iam._users}.get(kind)
    return ((known.get(name) if known is not None else None) or {}).get("Arn", arn)


async def rest_api_request(method, path, headers, body, query_params):
    parts = path.strip("/").split("/")
    domain = apigateway_v1._domain_names.get(parts[1]) if method == "PATCH" and len(parts) == 2 else None
    if domain is not None and parts[0] == "domainnames":
        apigateway_v1._apply_patch(domain, json.loads(body or b"{}").get("patchOperations", []))
        return apigateway_v1._get_domain_name(parts[1])
    return await _rest_api_request(method, path, headers, body, query_params)


async def http_api_request(method, path, headers, body, query_params):
    parts = path.strip("/").split("/")
    if method == "DELETE" and parts[:2] == ["v2", "apis"] and parts[5:] == ["accesslogsettings"]:
        status, answer_headers, answer = apigateway._update_stage(parts[2], parts[4], {"accessLogSettings": None})
        return (status, answer_headers, answer) if status >= 400 else (204, {}, b"")
    return await _http_api_request(method, path, headers, body, query_params)


def update_usage_plan(plan_id, data):
    for change in data.get("patchOperations", []):
        if re.search(r"/(rateLimit|burstLimit|limit|offset)$", change.get("path", "")) and "value" in change:
            change["value"] = float(change["value"]) if change["path"].endswith("/rateLimit") else int(change["value"])
    return _update_usage_plan(plan_id, data)


apigateway_v1.handle_request = rest_api_request
apigateway.handle_request = http_api_request
apigateway_v1._update_usage_plan = update_usage_plan


def network_acl_entry(make, parameters):
    answer = make(parameters)
    ports = [ec2._p(parameters, f"PortRange.{end}") for end in ("From", "To")]
    if answer[0] == 200 and all(ports):
        ec2._network_acls[ec2._p(parameters, "NetworkAclId")]["Entries"][-1]["Ports"] = ports
    return answer


def network_acl_entry_xml(entry):
    xml = _network_acl_entry_xml(entry)
    ports = "<portRange><from>{}</from><to>{}</to></portRange></item>".format(*entry.get("Ports", ("", "")))
    return xml.replace("</item>", ports) if "Ports" in entry else xml


def modify_snapshot_attribute(parameters):
    answer = _modify_snapshot_attribute(parameters)
    if answer[0] == 200 and "all" in ec2._parse_member_list(parameters, "UserGroup"):
        snapshot = ec2._snapshots[ec2._p(parameters, "SnapshotId")]
        snapshot["Everybody"] = ec2._p(parameters, "OperationType") == "add"
    return answer


def describe_snapshot_attribute(parameters):
    identity = ec2._p(parameters, "SnapshotId")
    snapshot = ec2._snapshots.get(identity)
    if not snapshot:
        return ec2._error("InvalidSnapshot.NotFound", f"The snapshot '{identity}' does not exist.", 400)
    users = [f"<userId>{one['UserId']}</userId>" for one in snapshot.get("CreateVolumePermissions", [])]
    shared = ["<group>all</group>"] * bool(snapshot.get("Everybody")) + users
    items = "".join(f"<item>{one}</item>" for one in shared)
    permissions = f"<snapshotId>{identity}</snapshotId><createVolumePermission>{items}</createVolumePermission>"
    return ec2._xml(200, "DescribeSnapshotAttributeResponse", permissions)


for action in ("CreateNetworkAclEntry", "ReplaceNetworkAclEntry"):
    ec2._ACTION_MAP[action] = partial(network_acl_entry, ec2._ACTION_MAP[action])
ec2._network_acl_entry_xml = network_acl_entry_xml
ec2._ACTION_MAP["ModifySnapshotAttribute"] = modify_snapshot_attribute
ec2._ACTION_MAP["DescribeSnapshotAttribute"] = describe_snapshot_attribute


stepfunctions._apply_jsonata_arguments = jsonata_arguments
stepfunctions._invoke_with_callback = invoke_with_callback
iam_evaluator._resolve_condition_key = resolve_condition_key
iam_actions.extract_resource_arn = resource_arn
iam_actions._ses_v2_resource_arn = ses_resource
iam._IAM_HANDLERS.setdefault("SetDefaultPolicyVersion", set_default_policy_version)
lambda_runtime.Worker.invoke = invoke_and_note
lambda_svc._execute_function_warm = execute_with_name

__all__ = ["app"]
