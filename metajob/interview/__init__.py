"""The mock interview: questions, session, behaviour, feedback, report."""
