"""The interviewer's questions: from banks, the document, the posting, the answers, or a connected model."""
