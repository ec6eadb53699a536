"""The same analysis over an archive: in flat memory, on several cores, and going on where it was interrupted."""
