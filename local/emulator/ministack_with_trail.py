"""MiniStack with a few differences, all towards what AWS does. Each is told of in its module."""

from differences import access, gateways, networks, sign_in, workflows
from ministack.app import app

__all__ = ["access", "app", "gateways", "networks", "sign_in", "workflows"]
