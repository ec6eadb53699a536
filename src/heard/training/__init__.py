"""How the encoder is made: `make train`. Needs the extra [train]; nothing that ships imports it."""
