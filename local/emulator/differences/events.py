"""Which rules see calls that only read.

A rule of the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS is on, and sees every call that CloudTrail recorded; one that is
merely ENABLED sees none that only read. MiniStack takes the first kind for off and lets the second see everything. Source: the
EventBridge user guide, "Receiving read-only management events from AWS services".
"""

import json

from ministack.services import eventbridge

_ALL = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
_CALL = "AWS API Call via CloudTrail"


def dispatch_event(event, view=None):
    view = view or eventbridge._pattern_event_view(event)
    states = {_ALL} if _only_reads(event) else {_ALL, "ENABLED"}
    before = set(event.get("_DispatchPath") or [])
    for key, rule in eventbridge._rules.items():
        is_meant = rule.get("EventBusName", "default") == event.get("EventBusName", "default")
        if not is_meant or key in before or rule.get("State") not in states or not rule.get("EventPattern"):
            continue
        if eventbridge._matches_pattern_view(rule["EventPattern"], view, f"rule {key}"):
            for target in eventbridge._targets.get(key, []):
                eventbridge._invoke_target(target, event, rule, view)


def _only_reads(event):
    if event.get("DetailType") != _CALL:
        return False
    try:
        return json.loads(event.get("Detail", "")).get("readOnly") is True
    except (ValueError, AttributeError):
        return False


if not hasattr(eventbridge, "_matches_pattern_view"):
    raise RuntimeError("this MiniStack dispatches events differently: look at events.py")
eventbridge._dispatch_event = dispatch_event
