"""Conversations as vCons (draft-ietf-vcon-vcon-core), both ways.

`to_vcon` writes the unsigned form; `from_vcon(to_vcon(c)) == c` holds for any conversation. vCons of others are read
as far as they are text and say who is who; `heard.read` reads more of them (HTML mail, raw speech-to-text, guessed
roles), because it has the readers beside it.
"""

from heard.vcon.contents import Contents, Spoken, VconError, contents_of, from_vcon
from heard.vcon.writing import to_vcon

__all__ = ["Contents", "Spoken", "VconError", "contents_of", "from_vcon", "to_vcon"]
