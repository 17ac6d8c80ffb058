"""MiniStack with three differences, all towards what AWS does.

PutEvents takes events of `aws.*` sources. AWS delivers CloudTrail's records to the bus itself; here the event trail does,
from outside, and MiniStack like AWS lets nobody from outside use a source of AWS. Its own emitters may, and this gives
PutEvents the same permission.

A Node function's error keeps its name. On AWS the name is the `errorType` that a state machine's Retry and Catch look at;
MiniStack calls every one of them `Runtime.HandlerError`.

IAM knows SetDefaultPolicyVersion, which MiniStack lacks and an undo of a managed policy's change needs.
"""

import threading
from functools import partial

from ministack.app import app
from ministack.core import lambda_runtime
from ministack.services import eventbridge, iam, lambda_svc

eventbridge._put_events = partial(eventbridge._put_events, allow_aws_source=True)

_thrown = threading.local()
_SAID = ("trace: err.stack", "trace: e.stack")
_invoke = lambda_runtime.Worker.invoke
_execute = lambda_svc._execute_function_warm

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


iam._IAM_HANDLERS.setdefault("SetDefaultPolicyVersion", set_default_policy_version)
lambda_runtime.Worker.invoke = invoke_and_note
lambda_svc._execute_function_warm = execute_with_name

__all__ = ["app"]
