"""How a template is written as Python."""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Node
from markupsafe import Markup

from generator.sameness import SETTLED, aliases, link, parts, still
from generator.settling import pieces


class PlainCode(CodeGenerator):
    """Write a template as Python: calls and attributes as Python's own, and once what is the same on every page.

    Nothing that templates call here wants to be handed their context, and an attribute is there unless a template
    asks whether it is: `x.y is defined`, `x.y | default(…)`.
    """

    environment: Any
    """A `WordedEnvironment`."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._doubted: set[int] = set()
        self._imports: list[nodes.FromImport] = []
        self._still: frozenset[str] = frozenset()
        self._said: dict[Markup, str] = {}
        self._count = 0

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - named by the library
        """Find out what is the same on every page before writing anything."""
        linked, self._imports = link(node, self.environment.globals.keys())
        self._still = still(linked)
        super().visit_Template(linked, frame)
        self.writeline("imported = {}")
        for words, name in self._said.items():
            self.writeline(f"{name} = Markup({str(words)!r})")

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802 - named by the library
        """Import what is settled when a page is drawn for the first time, all of it together."""
        if node not in self._imports:
            super().visit_FromImport(node, frame)
        elif node is self._imports[0]:
            self.writeline("if not imported:")
            self.indent()
            for one in self._imports:
                super().visit_FromImport(one, frame)
            names = [name for one in self._imports for name in aliases(one)]
            self.writeline(
                f"imported.update({{{', '.join(f'{name!r}: {frame.symbols.ref(name)}' for name in names)}}})"
            )
            self.writeline(f"globals().update({{{SETTLED!r} + name: one for name, one in imported.items()}})")
            self.outdent()
            self.writeline("context.vars.update(imported)")  # for blocks of pages that extend this one

    def visit_EnvironmentAttribute(self, node: nodes.EnvironmentAttribute, frame: Frame) -> None:  # noqa: N802 - as above
        """Write a settled name, which is the compiled template's own."""
        self.write(node.name)

    def blockvisit(self, nodes: Iterable[Node], frame: Frame) -> None:
        """Gather a block or template and hand it on whole: piece by piece each would pass through all it stands in."""
        if frame.require_output_check:
            super().blockvisit(nodes, frame)
        elif frame.buffer is not None:
            self._written_in_parts(nodes, frame)
        elif frame.block_frame or frame.rootlevel:
            self.buffer(frame)
            self._written_in_parts(nodes, frame)
            self.writeline(f"yield concat({frame.buffer})")
            frame.buffer = None
        else:
            super().blockvisit(nodes, frame)

    def _written_in_parts(self, statements: Iterable[Node], frame: Frame) -> None:
        """Write a body; what is the same on every page is drawn when it is first asked for, and kept."""
        # A block may be handed to a page that sets the names of this one anew.
        for kept, some in parts(statements, self._still if frame.block is None else frozenset()):
            if not kept:
                super().blockvisit(some, frame)
                continue
            self._count += 1
            key, text, before = f"{self.environment.language} {self.name} {self._count}", *self._two()
            self.writeline(f"if ({text} := keeper.kept.get({key!r})) is None:")
            self.indent()
            self.writeline(f"{before} = keeper.inward")
            inside = frame.copy()
            self.buffer(inside)
            super().blockvisit(some, inside)
            self.writeline(f"{text} = keeper.keep({key!r}, concat({inside.buffer}), {before})")
            self.outdent()
            self.writeline(f"{frame.buffer}.append({text})")

    def _two(self) -> tuple[str, str]:
        return self.temporary_identifier(), self.temporary_identifier()

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Return what a macro wrote as markup: nobody need call it that afterwards."""
        super().return_buffer_contents(frame)

    def visit_Mod(self, node: nodes.BinExpr, frame: Frame) -> None:  # noqa: N802 - named by the library
        """Write words with blanks piece by piece, where they are no output of their own."""
        found = list(pieces(node))
        if len(found) == 1:
            super().visit_Mod(node, frame)
            return
        self.write("Markup(concat((")
        for piece in found:
            if isinstance(piece, nodes.Const) and isinstance(piece.value, Markup):
                self.write(f"{str(piece.value)!r}, ")
                continue
            self.write("escape(")
            self.visit(piece, frame)
            self.write("), ")
        self.write(")))")

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802 - named by the library
        """Write words by a name: they become markup when the template is loaded, and not wherever they stand."""
        if isinstance(node.value, Markup):
            self.write(self._said.setdefault(node.value, f"said_{len(self._said)}"))
        else:
            super().visit_Const(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - named by the library
        """Write `name(…)` where Jinja writes `context.call(name, …)`."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - named by the library
        """Write `x.y` where Jinja writes `environment.getattr(x, "y")`."""
        if id(node) in self._doubted or iskeyword(node.attr) or isinstance(node.node, nodes.Literal):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - named by the library
        """Write `x[y]` where Jinja writes `environment.getitem(x, y)`."""
        if id(node) in self._doubted or isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.visit(node.node, frame)
        self.write("[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - named by the library
        """Let `x.y | default(…)` be asked of what has no `y`."""
        if node.name in {"default", "d"}:
            self._doubted.add(id(node.node))
        super().visit_Filter(node, frame)

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - named by the library
        """Let `x.y is defined` be asked of what has no `y`."""
        if node.name in {"defined", "undefined"}:
            self._doubted.add(id(node.node))
        super().visit_Test(node, frame)
