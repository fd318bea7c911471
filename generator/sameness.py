"""What a template says that is the same on every page: found before it is compiled, so that it is worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from jinja2 import TemplateAssertionError, nodes
from jinja2.nodes import Node
from jinja2.visitor import NodeTransformer

SETTLED = "settled_"
"""Stands before a name of a compiled template whose value is the same on every page."""


class Linker(NodeTransformer):
    """Ask the compiled template itself for what all templates see and for what it imports, instead of the page."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def visit_Name(self, name: nodes.Name) -> nodes.Expr:  # noqa: N802 - named by the library
        """Put what is settled in the place of a name."""
        if name.ctx == "load" and name.name in self._names:
            return nodes.EnvironmentAttribute(SETTLED + name.name, lineno=name.lineno)
        return name


def link(template: nodes.Template, everywhere: Collection[str]) -> tuple[nodes.Template, list[nodes.FromImport]]:
    """Return a template with its settled names linked, and its imports that settle names.

    `everywhere` are the names that all templates see. Raises TemplateAssertionError where a page sets one of them,
    which the page it extends would not see.
    """
    times = Counter(_set(template))
    if _is_page(template):
        for node in template.body:
            for name in _names_in(node.target) if isinstance(node, (nodes.Assign, nodes.AssignBlock)) else ():
                if name in everywhere:
                    raise TemplateAssertionError(f"{name!r} is the same on all pages", node.lineno)
    imports = [
        one
        for one in _first_imports(template)
        if all(times[name] == 1 and name not in everywhere for name in aliases(one))
    ]
    names = {name for name in everywhere if name not in times}
    names.update(name for one in imports for name in aliases(one))
    linked: nodes.Template = Linker(names).visit(template)
    return linked, imports


def _is_page(template: nodes.Template) -> bool:
    """Tell whether a template is a page or what pages extend; others are parts, which see nothing of a page."""
    return next(template.find_all((nodes.Extends, nodes.Block)), None) is not None


def _first_imports(template: nodes.Template) -> Iterator[nodes.FromImport]:
    """Yield the imports at the head of a template, before anything could ask for what they import."""
    for node in template.body:
        if isinstance(node, nodes.FromImport):
            if not node.with_context and isinstance(node.template, nodes.Const):
                yield node
        elif not isinstance(node, nodes.Extends) and not _only_text(node):
            return


def _only_text(node: Node) -> bool:
    return isinstance(node, nodes.Output) and all(isinstance(one, nodes.TemplateData) for one in node.nodes)


def aliases(one: nodes.FromImport) -> list[str]:
    """Return what a template calls what it imports."""
    return [name if isinstance(name, str) else name[1] for name in one.names]


def _set(node: Node) -> Iterator[str]:
    """Yield every name that a part of a template sets, for whomever."""
    for one in node.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        yield from _set_by(one)
    yield from _set_by(node)


def _set_by(one: Node) -> Iterable[str]:
    match one:
        case nodes.Name() if one.ctx != "load":
            return (one.name,)
        case nodes.Macro():
            return (one.name,)
        case nodes.Import():
            return (one.target,)
        case nodes.FromImport():
            return aliases(one)
    return ()


def still(template: nodes.Template) -> frozenset[str]:
    """Return the names that a linked template sets at its top, each once, to what is the same on every page."""
    times = Counter(_set(template))
    page, names = _is_page(template), set[str]()
    for node in template.body:
        match node:
            case nodes.Assign(target=nodes.Name(name=name), node=value):
                found = times[name] == 1 and same(value, names)
            case nodes.AssignBlock(target=nodes.Name(name=name), filter=None, body=body):
                found = times[name] == 1 and all(same(one, names) for one in body)
            case nodes.Macro(name=name, defaults=defaults, body=body):
                # A page's own macro may ask for anything of the page.
                own = names | set(_set(node))
                found = times[name] == 1 and not page and all(_closed(one, own) for one in (*defaults, *body))
            case _:
                continue
        if found:
            names.add(name)
    return frozenset(names)


_UNCLEAR = (
    nodes.Block,
    nodes.CallBlock,
    nodes.ContextReference,
    nodes.DerivedContextReference,
    nodes.FromImport,
    nodes.Import,
    nodes.Include,
    nodes.InternalName,
)
"""What may ask for anything."""


def _closed(node: Node, names: Collection[str]) -> bool:
    """Tell whether a part of a macro asks for nothing but these names."""
    if isinstance(node, nodes.Name):
        return node.ctx != "load" or node.name in names
    return not isinstance(node, _UNCLEAR) and all(_closed(one, names) for one in node.iter_child_nodes())


def same(node: Node, names: Collection[str]) -> bool:
    """Tell whether a part of a linked template says the same on every page, as these names do.

    What templates call gives the same for the same, or no build could be repeated.
    """
    match node:
        case nodes.Name():
            return node.ctx == "load" and node.name in names
        case nodes.For():
            inside = {*names, "loop", *_names_in(node.target)}
            inner = [*node.body, *node.else_, *([node.test] if node.test else [])]
            return not node.recursive and same(node.iter, names) and all(same(one, inside) for one in inner)
        case nodes.Output() | nodes.If() | nodes.Expr() | nodes.Helper():
            return not isinstance(node, _UNCLEAR) and all(same(one, names) for one in node.iter_child_nodes())
    return False


def _names_in(target: Node) -> list[str]:
    return [one.name for one in (target, *target.find_all(nodes.Name)) if isinstance(one, nodes.Name)]


_COSTLY = (nodes.Call, nodes.Filter, nodes.Getitem)
"""What takes longer than looking up what came of it; a lone value is sooner written."""
Part = tuple[bool, list[Node]]
"""Statements that follow each other, and whether all say the same on every page and are worth keeping."""


def parts(statements: Iterable[Node], names: Collection[str]) -> Iterator[Part]:
    """Yield the statements of a body in order; an output is taken apart where it stops being the same."""
    run: list[Node] = []
    rest: list[Node] = []
    for one in (*_pieces(statements), None):
        if one is not None and (_is_text(one) or same(one, names)):
            run.append(one)
            continue
        if any(next(kept.find_all(_COSTLY), None) for kept in run):
            yield False, _joined(rest)
            yield True, _joined(run)
            rest = []
        else:
            rest += run
        run = []
        rest += [] if one is None else [one]
    yield False, _joined(rest)


def _pieces(statements: Iterable[Node]) -> Iterator[Node]:
    for one in statements:
        if isinstance(one, nodes.Output):
            yield from (nodes.Output([piece], lineno=one.lineno) for piece in one.nodes)
        else:
            yield one


def _is_text(node: Node) -> bool:
    return isinstance(node, nodes.Output) and isinstance(node.nodes[0], (nodes.TemplateData, nodes.Const))


def _joined(statements: list[Node]) -> list[Node]:
    """Return statements with outputs that follow each other as one."""
    joined: list[Node] = []
    for one in statements:
        if joined and isinstance(one, nodes.Output) and isinstance(joined[-1], nodes.Output):
            joined[-1].nodes += one.nodes
        else:
            joined.append(one)
    return joined
