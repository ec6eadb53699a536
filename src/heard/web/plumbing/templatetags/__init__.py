"""What templates may say with `{% load heard %}`."""
