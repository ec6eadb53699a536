"""The agent sees it first and answers back; a person decides; a ruling changes what counts."""
