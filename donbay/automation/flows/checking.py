"""What stands in the way of publishing a graph: its shape, its settings, and what they name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from donbay.automation.flows.graph import check_shape, reachable
from donbay.automation.flows.types import TRIGGER_PREFIX, Edge, Graph, GraphProblem, Node, NodeFacts
from donbay.core import registry
from donbay.core.registry import FlowStep, Problem
from donbay.messaging.queries import load_contents
from donbay.messaging.types import Content
from donbay.sites.queries import page_facts
from donbay.sites.types import PageFacts

_NOWHERE = UUID(int=0)
PURPOSE_WORDS: Mapping[str, tuple[str, str]] = {
    "care": ("Chăm sóc", "Care"),
    "advertising": ("Quảng cáo", "Advertising"),
}
"""The purposes that need the reader's consent, as screens call them."""


def check_graph(workspace_id: int, graph: Graph) -> list[GraphProblem]:
    """Return every problem of a graph, each naming its node and field."""
    facts = {node.id: node_facts(node) for node in graph.nodes}
    found = check_shape(graph, facts)
    for node in graph.nodes:
        found += [_at(node, problem) for problem in _settings_problems(workspace_id, node)]
    pages = page_facts(workspace_id, _page_ids(graph))
    contents = _contents(workspace_id, graph)
    found += check_pages(graph, pages, _needs_email(graph))
    found += check_consents(graph, pages, _purposes(graph, contents))
    found += check_vouchers(graph, _asking_for_code(contents))
    return found


def node_facts(node: Node) -> NodeFacts:
    """Return what the shape check must know of a node."""
    if node.is_trigger:
        known = node.kind.removeprefix(TRIGGER_PREFIX) in registry.flow_triggers
        return NodeFacts(known)
    spec = registry.flow_steps.find(node.kind)
    if spec is None:
        return NodeFacts(known=False)
    # Only a time counted from arriving breaks a loop: a fixed day may lie in the past.
    waits = "pauses" in spec.tags
    pauses = waits and node.config.get("mode") == "interval"
    return NodeFacts(True, tuple(spec.outlets(node.config)), pauses, waits)


def check_pages(
    graph: Graph, pages: Mapping[UUID, PageFacts], needs_email: frozenset[str]
) -> Iterator[GraphProblem]:
    """Give the problems of triggers whose page is gone or does not ask what the flow needs."""
    for node in graph.nodes:
        page_id = _page_id(node)
        if page_id is None:
            continue
        page = pages.get(page_id)
        if page is None:
            yield GraphProblem(
                node.id, "page_id", "page_gone",
                "Trang này đã bị xoá. Hãy chọn trang khác.",
                "This page was deleted. Choose another.",
            )  # fmt: skip
        elif not page.published:
            yield GraphProblem(
                node.id, "page_id", "page_unpublished",
                f"Trang “{page.name}” chưa xuất bản nên chưa ai gửi biểu mẫu được.",
                f"The page “{page.name}” is not published, so nobody can submit its form yet.",
                "warning",
            )  # fmt: skip
        elif not page.forms:
            yield GraphProblem(
                node.id, "page_id", "page_lacks_form",
                f"Trang “{page.name}” chưa có biểu mẫu nên không ai vào kịch bản được. Hãy thêm "
                "biểu mẫu vào trang rồi xuất bản trang.",
                f"The page “{page.name}” has no form, so nobody can enter the flow. Add a form "
                "to the page and publish it.",
            )  # fmt: skip
        elif "email" not in page.field_types and needs_email & _beyond(graph, node):
            yield GraphProblem(
                node.id, "page_id", "page_lacks_email",
                f"Kịch bản có gửi e-mail nhưng biểu mẫu của trang “{page.name}” không hỏi "
                "e-mail. Hãy thêm ô e-mail vào biểu mẫu rồi xuất bản trang.",
                f"The flow sends e-mail, but the form of the page “{page.name}” does not ask for "
                "an e-mail address. Add an e-mail field to the form and publish the page.",
            )  # fmt: skip


def check_consents(
    graph: Graph, pages: Mapping[UUID, PageFacts], purposes: Mapping[str, str]
) -> Iterator[GraphProblem]:
    """Give the e-mails that those who come from a page have not been asked to agree to.

    A warning: whoever agreed elsewhere gets them all the same.
    """
    for node in graph.nodes:
        page = pages.get(_page_id(node) or _NOWHERE)
        if page is None or not page.forms:
            continue
        asked = {form.consent.purpose for form in page.forms if form.consent}
        for mail_id in sorted(_beyond(graph, node) & purposes.keys()):
            purpose = purposes[mail_id]
            if purpose in asked or purpose not in PURPOSE_WORDS:
                continue
            vi, en = PURPOSE_WORDS[purpose]
            yield GraphProblem(
                mail_id, "purpose", "consent_not_asked",
                f"E-mail này có mục đích “{vi}” nhưng biểu mẫu của trang “{page.name}” không hỏi "
                "khách đồng ý nhận loại tin đó: ai chưa đồng ý ở nơi khác sẽ bị bỏ qua. Hãy thêm ô "
                "đồng ý vào biểu mẫu hoặc đổi mục đích của e-mail.",
                f"This e-mail's purpose is “{en}”, but the form of the page “{page.name}” does not "
                "ask people to agree to it: who has not agreed elsewhere is passed over. Add a "
                "consent box to the form or change the e-mail's purpose.",
                "warning",
            )  # fmt: skip


def check_vouchers(graph: Graph, asking: frozenset[str]) -> Iterator[GraphProblem]:
    """Give the e-mails that show a voucher code which no step before them gives."""
    covered: set[str] = set()
    for node in graph.nodes:
        if "gives_voucher" in _tags(node):
            covered |= _beyond(graph, node)
    for node in graph.nodes:
        if node.id in asking and node.id not in covered:
            yield GraphProblem(
                node.id, "content_id", "voucher_not_given",
                "E-mail này ghi mã ưu đãi nhưng trước đó chưa có bước “Tặng mã ưu đãi”.",
                "This e-mail shows a voucher code, but no step before it gives one.",
            )  # fmt: skip


def _at(node: Node, problem: Problem) -> GraphProblem:
    return GraphProblem(
        node.id, problem.field, problem.code, problem.vi, problem.en, problem.severity
    )


def _settings_problems(workspace_id: int, node: Node) -> list[Problem]:
    if node.is_trigger:
        trigger = registry.flow_triggers.find(node.kind.removeprefix(TRIGGER_PREFIX))
        return list(trigger.problems(workspace_id, node.config)) if trigger else []
    step = registry.flow_steps.find(node.kind)
    return list(step.problems(workspace_id, node.config)) if step else []


def _tags(node: Node) -> frozenset[str]:
    spec: FlowStep | None = registry.flow_steps.find(node.kind)
    return spec.tags if spec else frozenset()


def _needs_email(graph: Graph) -> frozenset[str]:
    return frozenset(node.id for node in graph.nodes if "needs_email" in _tags(node))


def _beyond(graph: Graph, start: Node) -> frozenset[str]:
    """Return the nodes that one who stands at a node can come to."""
    entry = Node("-", f"{TRIGGER_PREFIX}-")
    inner = Graph((entry, *graph.nodes), (Edge("-", "next", start.id), *graph.edges))
    only = Graph(
        tuple(n for n in inner.nodes if n.id in ("-", start.id) or not n.is_trigger), inner.edges
    )
    return reachable(only) - {"-", start.id}


def _page_id(node: Node) -> UUID | None:
    return _uuid(node.config.get("page_id")) if node.is_trigger else None


def _page_ids(graph: Graph) -> list[UUID]:
    return [page_id for node in graph.nodes if (page_id := _page_id(node)) is not None]


def _contents(workspace_id: int, graph: Graph) -> dict[str, Content]:
    """Return the e-mail of each node that names one that is there."""
    wanted = {
        node.id: content_id
        for node in graph.nodes
        if (content_id := _uuid(node.config.get("content_id"))) is not None
    }
    found = load_contents(workspace_id, wanted.values()) if wanted else {}
    return {id_: found[content_id] for id_, content_id in wanted.items() if content_id in found}


def _purposes(graph: Graph, contents: Mapping[str, Content]) -> dict[str, str]:
    return {
        node.id: str(node.config.get("purpose") or contents[node.id].purpose)
        for node in graph.nodes
        if node.id in contents
    }


def _asking_for_code(contents: Mapping[str, Content]) -> frozenset[str]:
    return frozenset(
        id_
        for id_, content in contents.items()
        if any("voucher_code" in tag for tag in _tag_texts(content.subject, content.tree))
    )


def _tag_texts(subject: str, tree: Mapping[str, Any]) -> list[str]:
    """Return the texts between {{ and }}; a voucher block without a code of its own asks too."""
    blocks = tree.get("blocks", ())
    asks = any(block.get("type") == "voucher" and "code" not in block for block in blocks)
    text = subject + json.dumps(tree, ensure_ascii=False)
    found = [part.split("}}")[0] for part in text.split("{{")[1:]]
    return [part for part in found if "last_voucher_code" not in part] + ["voucher_code"] * asks


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None
