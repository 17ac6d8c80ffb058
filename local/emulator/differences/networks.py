"""EC2's network ACLs keep the ports of their entries, and snapshots can be shared with everybody."""

from functools import partial

from ministack.services import ec2

_network_acl_entry_xml = ec2._network_acl_entry_xml
_modify_snapshot_attribute = ec2._modify_snapshot_attribute


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
