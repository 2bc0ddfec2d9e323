"""The drawn interviewer: personas as data, a 2.5-D figure painted with skia, its motion; no sound, no files."""
