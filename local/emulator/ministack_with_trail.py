"""MiniStack with a few differences, all towards what AWS does. Each is told of in its module."""

from differences import access, authorization_details, door, events, gateways, last_accessed, networks, uses, workflows
from ministack.app import app as ministack

app = door.with_door(ministack)

__all__ = ["access", "app", "authorization_details", "events", "gateways", "last_accessed", "networks", "uses", "workflows"]
