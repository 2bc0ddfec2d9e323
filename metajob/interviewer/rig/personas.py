"""The three interviewers by name."""

from __future__ import annotations

from metajob.interviewer.model import PersonaId
from metajob.interviewer.rig.persona import Persona
from metajob.interviewer.rig.persona_exec import EXEC
from metajob.interviewer.rig.persona_hr import HR
from metajob.interviewer.rig.persona_lead import LEAD

PERSONAS: dict[PersonaId, Persona] = {persona.id: persona for persona in (HR, LEAD, EXEC)}
