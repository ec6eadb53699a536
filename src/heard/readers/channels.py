"""The vendors' words for a channel, as one of Heard's six."""

from __future__ import annotations

import re

__all__ = ["channel_called"]

_WORDS = {
    "email": "email mail outbound_email mailbox gmail outlook portal web help_center web_form form feedback_widget",
    "chat": "chat conversation messaging native_messaging web_messaging webmessaging webwidget web_widget widget "
    "messenger livechat live_chat sms mms whatsapp telegram line viber rcs api_chat mobile_sdk sunshine "
    "sunshine_conversations webchat open imessage apple_messages text message in_app",
    "social": "twitter tweet x facebook facebook_post facebookpage fb instagram instagram_dm twitterprofile tiktok "
    "youtube reddit linkedin social review",
    "call": "call voice phone phone_call telephony voicemail inbound_call outbound_call talk recording audio video",
    "in_person": "in_person inperson kiosk counter store",
}
_CHANNEL_CALLED = {word: channel for channel, words in _WORDS.items() for word in words.split()}


def channel_called(word: str | None) -> str | None:
    """One of heard.conversation.CHANNELS for a vendor's word ("VOICE", "Channel::WebWidget"); None when unknown."""
    if not word:
        return None
    plain = re.sub(r"[\s-]+", "_", word.strip().removeprefix("Channel::").lower())
    return _CHANNEL_CALLED.get(plain)
