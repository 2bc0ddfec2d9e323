"""The outline of a résumé: how its headings nest, found without fixed levels."""

from __future__ import annotations

import re
from collections import Counter

from metajob.review.split.headings import Node, headings, is_part
from metajob.review.split.layout import Row, clean_title, rows
from metajob.review.split.sections import is_early, is_late

_DEEPEST = 12  # levels of headings; more only come from broken text

_REACHED = re.compile(r"성과|실적|업적|achievements|accomplishments|highlights", re.I)


def _key(node: Node) -> str:
    return re.sub(r"\W|\d", "", clean_title(node.title)).lower()


def _demote(nodes: list[Node]) -> None:
    """Headings that recur, or stand among the parts of one project, are parts themselves."""
    seen = Counter(_key(node) for node in nodes if node.cls == "name")
    for i, node in enumerate(nodes):
        if node.cls != "name" or node.series or not i:
            continue
        before, after = nodes[i - 1], nodes[i + 1] if i + 1 < len(nodes) else None
        recurs = seen[_key(node)] > 1
        among = (
            after is not None
            and before.cls == after.cls == "facet"
            and before.family == node.family == after.family
        )
        if recurs or (
            among and after is not None and not is_late(before.title) and not is_early(after.title)
        ):
            node.cls = "facet"
    for i, node in enumerate(nodes):
        near = [other for other in nodes[max(0, i - 1) : i + 2] if other.family == node.family]
        if node.cls == "both" and any(other.cls == "facet" for other in near):
            node.cls = "facet"


def _is_section(node: Node) -> bool:
    return node.cls in ("list", "essay", "career", "project", "document")


def _heads_all(node: Node) -> bool:
    """The first heading of a document, over everything else."""
    return node.family == "#1" or (node.first == 0 and node.family in ("plain", "**"))


def _first(stack: list[Node], test: list[bool]) -> int:
    return next((k for k in range(1, len(stack)) if test[k]), 0)


def _cut(stack: list[Node], node: Node) -> int:
    """From where the stack must go before node can be put on it; 0: it stays."""
    same = _first(stack, [other.family == node.family for other in stack])
    if same and node.cls == "project" and _REACHED.search(node.title) and is_part(stack[same]):
        return same  # "주요 성과" beside "담당업무" of one employer
    owner = next((k for k in range(len(stack) - 1, 0, -1) if stack[k].cls == "name"), 0)
    if owner and stack[owner].family[0] == "#" and node.cls == "project" and _REACHED.search(node.title):
        return 0 if owner + 1 == len(stack) else owner + 1
    if _is_section(node):
        return _first(
            stack,
            [
                other.family == node.family
                or is_part(other)
                or (other.cls == "name" and not _heads_all(other))
                or (_is_section(other) and other.cls != "document" and other.family[0] != "#")
                for other in stack
            ],
        )
    if same:
        return same
    if node.family.startswith(("series", "name")):
        return _first(stack, [is_part(other) or other.cls in ("list", "essay") for other in stack])
    if node.family == "plain:org":
        return _first(stack, [is_part(o) or (o.family == "plain" and o.cls == "name") for o in stack])
    return 0


def _holds(top: Node, node: Node) -> bool:
    """A section heading without text of its own holds the names that follow in the same kind of heading."""
    if node.cls != "name" or top.family != node.family:
        return False
    if top.family == "plain" and _is_section(top):
        return True
    hollow = bool(top.children) or node.first == top.body
    return top.cls in ("project", "career") and hollow and all(c.family == node.family for c in top.children)


def _place(stack: list[Node], node: Node) -> None:
    """Pop the stack until its top is the parent of node."""
    if node.family[0] == "#":
        while len(stack) > 1 and (stack[-1].family[0] != "#" or stack[-1].family > node.family):
            stack.pop()
        cut = len(stack) - 1 if stack[-1].family == node.family else 0
        if cut and node.cls == "facet" and stack[cut].cls == "name":
            return
    else:
        same = _first(stack, [other.family == node.family for other in stack])
        if node.cls == "facet" or (node.cls == "both" and not (same and stack[same].cls == "name")):
            part = _first(stack, [other.family == node.family and is_part(other) for other in stack])
            if same and all(other.cls != "name" for other in stack[1:]):
                part = same
            if part:
                del stack[part:]
            return
        cut = _cut(stack, node)
    if cut:
        del stack[cut + _holds(stack[cut], node) :]


def _close(node: Node) -> None:
    for child, after in zip(node.children, [*node.children[1:], None], strict=False):
        child.last = after.first if after else node.last
        _close(child)


def outline(text: str) -> tuple[list[Row], Node]:
    """Rows and the tree of headings. The root stands for the whole text and has no title."""
    table = rows(text)
    nodes = headings(table)
    _demote(nodes)
    root = Node(0, "root", "", "document", 0, len(table))
    stack = [root]
    for node in nodes:
        _place(stack, node)
        del stack[_DEEPEST:]
        stack[-1].children.append(node)
        stack.append(node)
    _close(root)
    return table, root
