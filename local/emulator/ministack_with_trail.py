"""MiniStack with a few differences, all towards what AWS does. Each is told of in its module."""

from differences import access, authorization, events, gateways, networks, workflows
from ministack.app import app

__all__ = ["access", "app", "authorization", "events", "gateways", "networks", "workflows"]
