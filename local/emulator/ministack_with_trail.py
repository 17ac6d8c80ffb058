"""MiniStack with a few differences, all towards what AWS does. Each is told of in its module."""

from differences import (
    access,
    analyzer,
    authorization_details,
    door,
    events,
    gateways,
    last_accessed,
    networks,
    sign_in,
    uses,
    workflows,
)
from ministack.app import app as ministack

app = analyzer.without_analyzer(door.with_door(ministack))

__all__ = [
    "access",
    "analyzer",
    "app",
    "authorization_details",
    "events",
    "gateways",
    "last_accessed",
    "networks",
    "sign_in",
    "uses",
    "workflows",
]
