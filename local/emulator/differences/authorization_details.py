"""GetAccountAuthorizationDetails in pages, with boundaries, dates and counts, and with those policies of AWS that are attached.

MiniStack answers all at once and leaves these out. Source: IAM API reference, GetAccountAuthorizationDetails.
"""

from functools import partial
from urllib.parse import quote

from ministack.services import iam

# What each kind is called in the filter, and the list that its entries stand in.
_LISTS = {
    "User": "UserDetailList",
    "Group": "GroupDetailList",
    "Role": "RoleDetailList",
    "LocalManagedPolicy": "Policies",
    "AWSManagedPolicy": "Policies",
}


def details(parameters):
    wanted = {iam._p(parameters, name) for name in parameters if name.startswith("Filter.member.")}
    entries = [(_LISTS[kind], make) for kind, make in _entries() if not wanted or kind in wanted]
    begin = int(iam._p(parameters, "Marker") or 0)
    end = begin + int(iam._p(parameters, "MaxItems") or 100)
    lists = {name: "" for name in _LISTS.values()}
    for name, make in entries[begin:end]:
        lists[name] += f"<member>{make()}</member>"
    more = f"<IsTruncated>true</IsTruncated><Marker>{end}</Marker>" if end < len(entries) else "<IsTruncated>false</IsTruncated>"
    content = "".join(f"<{name}>{members}</{name}>" for name, members in lists.items())
    return iam._xml(
        200,
        "GetAccountAuthorizationDetailsResponse",
        f"<GetAccountAuthorizationDetailsResult>{content}{more}</GetAccountAuthorizationDetailsResult>",
        ns="iam",
    )


def _entries():
    yield from (("User", partial(_user, name)) for name in iam._users)
    yield from (("Group", partial(_group, name)) for name in iam._groups)
    yield from (("Role", partial(_role, name)) for name in iam._roles)
    yield from (("LocalManagedPolicy", partial(_policy, arn)) for arn in iam._policies)
    holders = [*iam._users.values(), *iam._groups.values(), *iam._roles.values()]
    attached = {arn for holder in holders for arn in holder.get("AttachedPolicies", [])}
    # One of AWS that MiniStack does not know can be attached there all the same.
    of_aws = [arn for arn in sorted(attached) if arn not in iam._policies and iam._lookup_policy(arn)]
    yield from (("AWSManagedPolicy", partial(_policy, arn)) for arn in of_aws)


def _user(name):
    groups = "".join(f"<member>{one['GroupName']}</member>" for one in iam._groups.values() if name in one.get("Users", []))
    return (
        f"{iam._user_xml(name)}<UserPolicyList>{_inline(iam._user_inline_policies.get(name))}</UserPolicyList>"
        f"<GroupList>{groups}</GroupList>{_attached(iam._users[name])}"
    )


def _group(name):
    inline = _inline(iam._group_inline_policies.get(name))
    return f"{iam._group_xml(name)}<GroupPolicyList>{inline}</GroupPolicyList>{_attached(iam._groups[name])}"


def _role(name):
    role = iam._roles[name]
    profiles = "".join(
        f"<member>{iam._instance_profile_xml(profile)}</member>"
        for profile, one in iam._instance_profiles.items()
        if name in one.get("Roles", [])
    )
    return (
        f"{iam._role_xml(name)}<RolePolicyList>{_inline(role.get('InlinePolicies'))}</RolePolicyList>"
        f"<InstanceProfileList>{profiles}</InstanceProfileList>{_attached(role)}"
    )


def _policy(arn):
    versions = "".join(
        f"<member><Document>{quote(one.get('Document') or '{}', safe='')}</Document><VersionId>{one['VersionId']}</VersionId>"
        f"<IsDefaultVersion>{'true' if one.get('IsDefaultVersion') else 'false'}</IsDefaultVersion>"
        f"<CreateDate>{one['CreateDate']}</CreateDate></member>"
        for one in iam._lookup_policy(arn)["Versions"].values()
    )
    return f"{iam._managed_policy_xml(arn)}<PolicyVersionList>{versions}</PolicyVersionList>"


def _inline(policies):
    return "".join(
        f"<member><PolicyName>{name}</PolicyName><PolicyDocument>{quote(document, safe='')}</PolicyDocument></member>"
        for name, document in (policies or {}).items()
    )


def _attached(holder):
    members = "".join(
        f"<member><PolicyName>{arn.rpartition('/')[2]}</PolicyName><PolicyArn>{arn}</PolicyArn></member>"
        for arn in holder.get("AttachedPolicies", [])
    )
    return f"<AttachedManagedPolicies>{members}</AttachedManagedPolicies>"


iam._IAM_HANDLERS["GetAccountAuthorizationDetails"] = details
