"""API Gateway changes a custom domain of its first API, takes the numbers of a usage plan's change as numbers, deletes the
access log settings of a stage without the stage, and has those that a stage is made with by CloudFormation.
"""

import json
import re

from ministack.services import apigateway, apigateway_v1
from ministack.services.cloudformation import provisioners

_rest_api_request = apigateway_v1.handle_request
_http_api_request = apigateway.handle_request
_update_usage_plan = apigateway_v1._update_usage_plan
_stage = provisioners._RESOURCE_HANDLERS["AWS::ApiGateway::Stage"]
_create_stage = _stage["create"]


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


def create_stage(logical_id, props, stack_name):
    created = _create_stage(logical_id, props, stack_name)
    log = props.get("AccessLogSetting", {})
    stage = apigateway_v1._stages_v1.get(props.get("RestApiId"), {}).get(props.get("StageName"))
    if stage is not None and log:
        stage["accessLogSettings"] = {"destinationArn": log.get("DestinationArn"), "format": log.get("Format")}
    return created


_stage["create"] = create_stage
apigateway_v1.handle_request = rest_api_request
apigateway.handle_request = http_api_request
apigateway_v1._update_usage_plan = update_usage_plan
