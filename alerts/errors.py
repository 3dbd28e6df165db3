"""What may go wrong between us and Telegram's door?"""

from __future__ import annotations


class AlertsError(Exception):
    """Alerts could not be handled."""


class TransportError(AlertsError):
    """The connection to Telegram failed; the message names the kind, never the address."""


class NeverConnected(TransportError):
    """Nothing of the request was written, so it may be repeated freely."""


class AnswerLost(TransportError):
    """The request may have arrived, but no answer came; repeating it might do it twice."""


class LeaseLost(AlertsError):
    """Another sender took over deliveries that this one was still sending."""
