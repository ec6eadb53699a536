"""The pages of `intake`, one subject a file."""
