"""Splits a résumé, portfolio or essay into projects: by its headings, its tables, or the experiences it tells."""

from __future__ import annotations

import re
from typing import Literal

from metajob.review.model import ProjectSpan
from metajob.review.split.bodies import Bodies
from metajob.review.split.headings import Node, is_part
from metajob.review.split.layout import CONTACT, RANGE, clean_title
from metajob.review.split.naming import name_of
from metajob.review.split.outline import outline
from metajob.review.split.sections import is_competence, is_duties, is_organisation
from metajob.review.split.signs import achieved, personal, work

# Where a heading stands. Below a section of projects, or beside a sure project, every name with text is one.
# Among employers, at the top of the document and below a list of skills or schools it must show signs of work.
# "career": among employers; "inside": below one employer.
Scope = Literal["project", "sibling", "career", "inside", "root", "list"]
_ENOUGH: dict[Scope, int] = {"project": 0, "sibling": 0, "career": 2, "inside": 2, "root": 2, "list": 3}
_ASKED_FOR = re.compile(
    r"(?:[한던은된]|협업|협력|도전|문제\s?해결|성취|실패|갈등|리더십|팀워크|소통|봉사)\s?경험\W*$|(?:역량|능력)\W*$"
)  # names what an essay asks for, not what was done


class _Finder(Bodies):
    """Walks over the outline of one text."""

    def __init__(self, text: str) -> None:
        rows, self.root = outline(text)
        super().__init__(text, rows)

    def find(self) -> list[ProjectSpan]:
        if not self.rows:
            return []
        found = self.section(self.root, "root") or self.fallback(self.root)
        kept: list[ProjectSpan] = []
        for span in sorted(found, key=lambda span: span.start):
            if not kept or span.start >= kept[-1].end:
                kept.append(span.model_copy(update={"id": f"p{len(kept) + 1}"}))
        return kept

    def each(self, nodes: list[Node], scope: Scope) -> list[ProjectSpan]:
        """Projects of neighbours; where one of them is surely one, names of the same kind of heading are too."""
        results = [(node, self.node(node, scope)) for node in nodes]
        if scope in ("project", "sibling", "list"):
            return [span for _, found in results for span in found]
        kinds = {
            node.family
            for node, found in results
            if found and node.cls == "name" and not self.is_one(node, found)
        }
        for k, (node, found) in enumerate(results):
            text = self.slice(node.body, node.last)
            duties = work(text) < _ENOUGH[scope] or not achieved(text)
            if scope in ("career", "inside") and node.family in kinds and self.is_one(node, found) and duties:
                results[k] = (node, [])  # an employer beside employers that hold projects
        sure = {
            (node.family, self.numbered(node))
            for node, found in results
            if self.is_one(node, found) and self.counted(node, scope) and node.family not in kinds
        }
        spans: list[ProjectSpan] = []
        for node, found in results:
            beside = not found and node.cls == "name" and (node.family, self.numbered(node)) in sure
            if scope == "career" and RANGE.search(
                self.rows[node.first].text[:200]
            ):  # an employer beside others
                beside = beside and achieved(self.slice(node.body, node.last))
            spans += self.name(node, "sibling") if beside else found
        return spans

    def is_one(self, node: Node, found: list[ProjectSpan]) -> bool:
        return node.cls == "name" and len(found) == 1 and found[0].start == self.rows[node.first].start

    def counted(self, node: Node, scope: Scope) -> bool:
        """Its neighbours of the same kind are projects as well."""
        return node.series or scope in ("career", "inside") or self.numbered(node)

    def numbered(self, node: Node) -> bool:
        return node.family[0] == "n" or bool(self.rows[node.first].order)

    def employer(self, node: Node) -> bool:
        line = self.rows[node.first].text[:200]
        return is_organisation(line) or (bool(RANGE.search(line)) and "현재" in line)

    def node(self, node: Node, scope: Scope) -> list[ProjectSpan]:
        """Projects in one heading and all below it."""
        match node.cls:
            case "name":
                return self.name(node, scope)
            case "essay":
                return self.each([child for child in node.children if child.series], "root")
            case "list" | "both" | "facet":
                return self.excluded(node)
            case "project" | "career":
                return self.section(node, node.cls)
        return self.section(node, "root" if scope == "list" else scope)

    def excluded(self, node: Node) -> list[ProjectSpan]:
        """Below skills, schools or duties only what is told at length, or a name with much work, is a project."""
        if is_competence(node.title) and not node.children:
            enough = work(self.slice(node.body, node.last)) >= _ENOUGH["list"]
            return self.told(node.body, node.last) if enough else []
        inner = [child for child in node.children if not is_part(child)]
        return self.each(inner, "career" if is_duties(node.title) else "list")

    def section(self, node: Node, scope: Scope) -> list[ProjectSpan]:
        """Projects of a heading that holds projects: its names, its parts as one project, or its text."""
        parts = [child for child in node.children if is_part(child)]
        rest = [
            child
            for child in node.children
            if not is_part(child) or (child.cls == "both" and scope != "project")
        ]
        if found := self.each(rest, scope):
            return found
        last = rest[0].first if rest else node.last
        if sum(part.cls == "facet" for part in parts) >= 2:
            opens = node.body < parts[0].first and node.cls != "document"
            first = node.body if opens else parts[0].first
            title = self.rows[first].text if opens else node.title or self.rows[parts[0].body].text
            return [self.span(first, last, title)] if work(self.slice(first, last)) else []
        return self.body(node, node.body, last, scope)

    def body(self, node: Node, first: int, last: int, scope: Scope) -> list[ProjectSpan]:
        """Projects in rows that stand directly under a section."""
        if first >= last:
            return []
        if found := self.tabled(first, last, scope == "project"):
            return found
        if scope == "project" and (found := self.itemised(first, last)):
            return found
        if self.tells(first, last):
            if scope == "career":  # a line that only names an employer tells nothing
                return [span for span in self.told(first, last) if self.deed(span)]
            return self.told(first, last) if scope in ("project", "root") else []
        done = scope == "project" and work(self.slice(first, last))
        return [self.span(node.first, last, node.title)] if done else []

    def deed(self, span: ProjectSpan) -> bool:
        text = self.text[span.start : span.end]
        return work(text) >= _ENOUGH["career"] and achieved(text)

    def name(self, node: Node, scope: Scope) -> list[ProjectSpan]:
        """A name: an employer or a document that holds projects, or one project."""
        sections = [child for child in node.children if child.cls not in ("name", "facet", "both")]
        holders = [child for child in sections if child.cls in ("career", "project")]
        if scope == "project":  # a project may have its own "Awards" or "Introduction"
            sections = [child for child in holders if child.children]
        if sections and (scope == "root" or holders):
            inner = [child for child in node.children if not is_part(child)]
            found = self.each(inner, scope if scope in ("career", "inside") else "root")
            starts = {self.rows[child.first].start for child in holders}
            named = {
                "title": clean_title(node.title) or self.rows[node.first].text
            }  # not "주요 성과" but where they were reached
            found = [span.model_copy(update=named) if span.start in starts else span for span in found]
            return found or self.leaf(node, scope, inner)
        names = [child for child in node.children if child.cls == "name"]
        parts = [child for child in node.children if is_part(child)]
        if names and len(parts) < len(names) and not node.series:
            own = self.slice(node.body, node.children[0].first)
            empty = scope in ("career", "inside", "root") and work(own) <= 1
            person = scope == "root" and node is self.root.children[0] and bool(CONTACT.search(own))
            if (self.employer(node) or empty or person) and (found := self.each(names, "inside")):
                return found
        return self.leaf(node, scope, sections)

    def leaf(self, node: Node, scope: Scope, others: list[Node]) -> list[ProjectSpan]:
        """A name as one project, if enough was done under it. others: where its text ends."""
        last = min([child.first for child in others], default=node.last)
        text = self.slice(node.first if node.run_in else node.body, last)
        if scope == "root" and (found := self.essay(node, text, last)) is not None:
            return found
        if not text.strip() and not node.series and not (scope == "sibling" and self.numbered(node)):
            return []
        if work(text) < self.enough(node, scope) or (scope != "project" and personal(text)):
            return []
        if scope in ("career", "inside") and self.employer(node) and not achieved(text):
            return []
        title = name_of(text) if scope == "root" and _ASKED_FOR.search(node.title) else node.title
        return [self.span(node.first, last, title)]

    def enough(self, node: Node, scope: Scope) -> int:
        """Signs of work that a name must show to be a project."""
        near = self.rows[node.first : min(node.body + 1, node.last)]
        dated = any(
            RANGE.search(row.text[:200]) for row in near[:1] + [r for r in near[1:] if r.kind != "text"]
        )
        if scope in ("project", "sibling"):
            return int(self.employer(node))
        sure = node.run_in or node.series or (dated and not self.employer(node))
        return 1 if sure and scope in ("career", "inside", "root") else _ENOUGH[scope]

    def essay(self, node: Node, text: str, last: int) -> list[ProjectSpan] | None:
        """Experiences told under the title of an essay or one of its items; None when it is one titled project."""
        if is_competence(node.title) and not node.children:
            found = self.told(node.body, last)
            return found if len(found) != 1 else None
        first = node is self.root.children[0]
        person = bool(CONTACT.search(text))
        if first and (person or not node.children):
            found = self.told(node.body, last)
            return found if len(found) > 1 or person or personal(text) else None
        return None


def find_projects(text: str) -> list[ProjectSpan]:
    """The projects of a document, in order, not overlapping, ids "p1", "p2", …

    A span begins at its title line and ends where its text ends. Contact, education, skills, certificates, duties and
    essays about the person stay outside. Without any project in sight one span covers the text that tells of work; a
    text without such sentences gives an empty list.
    """
    return _Finder(text).find()
