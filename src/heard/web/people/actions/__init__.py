"""Everything that writes about people: coming in, roles, teams, tokens, settings. One subject a file."""
