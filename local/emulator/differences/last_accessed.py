"""IAM's last-accessed reports say what was used. MiniStack's are empty.

As on AWS a report takes a while, lags four hours behind, and names the services that the principal's policies grant. Of these
it names the actions that AWS tracks: here all but those that read or write data, KMS's use of keys, and `iam:PassRole`.
Source: IAM user guide, "Refine permissions in AWS using last accessed information".
"""

import json
import re
import time
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam

from . import uses

_LAG = 4 * 3600
_ACTIONS = Path(__file__).parents[3] / "catalogue" / "trim" / "actions.json"
_UNTRACKED = re.compile(r"kms:(Encrypt|Decrypt|ReEncrypt\w*|GenerateDataKey\w*|GenerateMac|Sign|Verify\w*)|iam:PassRole")
_generate = iam._IAM_HANDLERS["GenerateServiceLastAccessedDetails"]


@cache
def _known_actions():
    return {service: names.split() for service, names in json.loads(_ACTIONS.read_text()).items()}


def generate(parameters):
    arn = iam._p(parameters, "Arn")
    if _policies_of(arn) is None:
        return iam._error(404, "NoSuchEntity", f"ARN {arn} not found.", ns="iam")
    answer = _generate(parameters)
    identity = re.search(r"<JobId>(.+?)</JobId>", answer[2].decode())[1]
    by_action = iam._p(parameters, "Granularity") == "ACTION_LEVEL"
    iam._sla_jobs[identity] |= {"JobStatus": "IN_PROGRESS", "ByAction": by_action, "Until": time.time() - _LAG}
    return answer


def get(parameters):
    job = iam._sla_jobs.get(iam._p(parameters, "JobId"))
    if not job:
        return iam._error(404, "NoSuchEntity", f"Job {iam._p(parameters, 'JobId')} not found.", ns="iam")
    if not job.get("Asked"):
        job["Asked"] = True
        return _report(job, "", None)
    job["JobStatus"] = "COMPLETED"
    services = sorted(_granted(_policies_of(job["Arn"]) or []).items())
    begin = int(iam._p(parameters, "Marker") or 0)
    end = begin + int(iam._p(parameters, "MaxItems") or 100)
    members = "".join(_service(service, actions, job) for service, actions in services[begin:end])
    return _report(job, members, str(end) if end < len(services) else None)


def _report(job, members, marker):
    done = f"<JobCompletionDate>{iam._now()}</JobCompletionDate>" if job["JobStatus"] == "COMPLETED" else ""
    more = f"<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>" if marker else "<IsTruncated>false</IsTruncated>"
    return iam._xml(
        200,
        "GetServiceLastAccessedDetailsResponse",
        f"<GetServiceLastAccessedDetailsResult><JobStatus>{job['JobStatus']}</JobStatus>"
        f"<JobType>{'ACTION_LEVEL' if job['ByAction'] else 'SERVICE_LEVEL'}</JobType>"
        f"<JobCreationDate>{job['JobCreationDate']}</JobCreationDate>{done}"
        f"<ServicesLastAccessed>{members}</ServicesLastAccessed>{more}</GetServiceLastAccessedDetailsResult>",
        ns="iam",
    )


def _service(service, actions, job):
    used = {action: use for action, use in uses.last_uses.get(job["Arn"], {}).items() if use[0] <= job["Until"]}
    of_service = [use for action, use in used.items() if action.startswith(f"{service}:")]
    last = max(of_service, default=None)
    tracked = [action for action in actions if not uses.is_data(action) and not _UNTRACKED.fullmatch(action)]
    members = "".join(
        f"<member><ActionName>{action.partition(':')[2]}</ActionName>{_access(used.get(action), 'LastAccessed', job)}</member>"
        for action in tracked
    )
    return (
        f"<member><ServiceName>{service}</ServiceName><ServiceNamespace>{service}</ServiceNamespace>"
        f"{_access(last, 'LastAuthenticated', job)}"
        f"<TotalAuthenticatedEntities>{1 if last else 0}</TotalAuthenticatedEntities>"
        + (f"<TrackedActionsLastAccessed>{members}</TrackedActionsLastAccessed>" if job["ByAction"] else "")
        + "</member>"
    )


def _access(use, name, job):
    if use is None:
        return ""
    at = datetime.fromtimestamp(use[0], timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    # A service's time has no word of its own behind the name.
    time_name = name if name == "LastAuthenticated" else f"{name}Time"
    return f"<{time_name}>{at}</{time_name}><{name}Entity>{job['Arn']}</{name}Entity><{name}Region>{use[1]}</{name}Region>"


def _policies_of(arn):
    """The statements of a role's or user's policies; none where there is no such principal."""
    kind, _, path = arn.rpartition(":")[2].partition("/")
    name = path.rpartition("/")[2]
    if kind == "role" and name in iam._roles:
        return iam_evaluator._gather_role_policies(name, get_account_id())
    if kind == "user" and name in iam._users:
        return iam_evaluator._gather_user_policies(name, get_account_id())
    return None


def _granted(policies):
    allowed = [one for policy in policies for one in policy if one.effect == "Allow"]
    patterns = {pattern for one in allowed for pattern in one.actions}
    excepts = any(one.not_actions for one in allowed)
    granted = {}
    for service, names in _known_actions().items():
        near = [pattern for pattern in patterns if excepts or _may_name(pattern, service)]
        actions = [action for action in (f"{service}:{name}" for name in names) if excepts or _is_named(action, near)]
        if actions:
            granted[service] = actions
    return granted


def _is_named(action, patterns):
    return any(iam_evaluator.fnmatch_iam(action, pattern) for pattern in patterns)


def _may_name(pattern, service):
    return iam_evaluator.fnmatch_iam(service, pattern.partition(":")[0].lower())


iam._IAM_HANDLERS["GenerateServiceLastAccessedDetails"] = generate
iam._IAM_HANDLERS["GetServiceLastAccessedDetails"] = get
