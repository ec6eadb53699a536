"""People judge beside the engine: what to read next, review, calibrate."""
