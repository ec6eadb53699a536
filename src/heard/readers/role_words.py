"""The vendors' words for who somebody is, as one of Heard's speakers."""

from __future__ import annotations

from heard.conversation import Speaker

__all__ = ["speaker_called"]

_CALLED = {
    Speaker.CUSTOMER: "customer client contact end-user end_user enduser user visitor lead requester guest consumer "
    "caller external cliente kunde",
    Speaker.AGENT: "agent admin teammate operator representative rep advisor staff internal human_agent agente "
    "mitarbeiter",
    Speaker.SUPERVISOR: "supervisor manager",
    Speaker.BOT: "bot agent_bot custom_bot captain_assistant chatbot assistant virtual_agent automated_agent ai_agent "
    "virtual_assistant ivr operator_bot",
    Speaker.SYSTEM: "system",
}
_SPEAKER_CALLED = {word: speaker for speaker, words in _CALLED.items() for word in words.split()}


def speaker_called(role: str | None) -> Speaker | None:
    """Who a vendor's word for a role is ("END_USER", "Teammate"); None when the word says nothing we know."""
    return _SPEAKER_CALLED.get(role.strip().lower().replace(" ", "_")) if role else None
