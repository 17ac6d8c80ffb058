"""MiniStack with one difference: PutEvents takes events of `aws.*` sources.

AWS delivers CloudTrail's records to the bus itself. Here the event trail does, from outside, and MiniStack like AWS
lets nobody from outside use a source of AWS. Its own emitters may; this gives PutEvents the same permission.
"""

from functools import partial

from ministack.app import app
from ministack.services import eventbridge

eventbridge._put_events = partial(eventbridge._put_events, allow_aws_source=True)

__all__ = ["app"]
