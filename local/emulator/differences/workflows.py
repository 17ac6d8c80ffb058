"""Workflows, the functions they call, and the events that start them.

PutEvents takes events of `aws.*` sources. AWS delivers CloudTrail's records to the bus itself; here the event trail does,
from outside, and MiniStack like AWS lets nobody from outside use a source of AWS. Its own emitters may, and this gives
PutEvents the same permission.

A Node function's error keeps its name. On AWS the name is the `errorType` that a state machine's Retry and Catch look at;
MiniStack calls every one of them `Runtime.HandlerError`.

The time-out of a task that waits for an answer may be a JSONata expression, as on AWS; MiniStack takes numbers only.
"""

import threading
from functools import partial

from ministack.core import lambda_runtime
from ministack.services import eventbridge, lambda_svc, stepfunctions

_thrown = threading.local()
_SAID = ("trace: err.stack", "trace: e.stack")
_invoke = lambda_runtime.Worker.invoke
_execute = lambda_svc._execute_function_warm
_timeout = threading.local()
_jsonata_arguments = stepfunctions._apply_jsonata_arguments
_invoke_with_callback = stepfunctions._invoke_with_callback

for said in _SAID:
    if said not in lambda_runtime._NODEJS_WORKER_SCRIPT:
        raise RuntimeError("this MiniStack reports the errors of functions differently: look at workflows.py")
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


eventbridge._put_events = partial(eventbridge._put_events, allow_aws_source=True)
lambda_runtime.Worker.invoke = invoke_and_note
lambda_svc._execute_function_warm = execute_with_name
stepfunctions._apply_jsonata_arguments = jsonata_arguments
stepfunctions._invoke_with_callback = invoke_with_callback
