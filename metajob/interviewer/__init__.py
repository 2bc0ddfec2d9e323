"""The virtual interviewer: viseme track, drawn persona, video engines."""
