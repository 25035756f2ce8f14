"""A mutant is a module with one small mistake in it, of the kind that a tired person makes; here are all that can be made."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OTHER = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "%": "*", "**": "*", "&": "|", "|": "&", "<": "<=", "<=": "<",
         ">": ">=", ">=": ">", "==": "!=", "!=": "==", "is": "is not", "is not": "is", "in": "not in", "not in": "in",
         "and": "or", "or": "and"}
CLASSES = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod, "**": ast.Pow,
           "&": ast.BitAnd, "|": ast.BitOr, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "==": ast.Eq,
           "!=": ast.NotEq, "is": ast.Is, "is not": ast.IsNot, "in": ast.In, "not in": ast.NotIn, "and": ast.And, "or": ast.Or}
SIGNS = {kind: sign for sign, kind in CLASSES.items()}
UNTOUCHED = ("annotation", "returns", "decorator_list")  # what is said of code, not done by it


@dataclass
class Mutant:
    """A mistake in `file`: in its `tree`, `new` stands where `field` of `owner` says (at `place`, in a list).

    `line` is where one sees it, `lines` are those of its statement; `words` say what is wrong. `in_function` tells what is done
    when a function is called from what is done once, when the module is imported.
    """

    file: Path
    tree: ast.Module
    owner: ast.AST
    field: str
    place: int | None
    line: int
    lines: range
    in_function: bool
    words: str
    new: ast.AST

    @property
    def name(self) -> str:
        """Its name, which stays the same when lines are added above it."""
        line = self.file.read_text().splitlines()[self.line - 1]
        return f"{self.file.stem}: {line.partition('  #')[0].strip()}: {self.words}"

    def code(self):
        """The module's code with the mistake, which stays in the tree: in a process of its own it harms nobody."""
        if self.place is None:
            setattr(self.owner, self.field, self.new)
        else:
            getattr(self.owner, self.field)[self.place] = self.new
        return compile(ast.fix_missing_locations(self.tree), self.file, "exec")


def mutants(file: Path) -> list[Mutant]:
    """All mutants of a module."""
    tree = ast.parse(file.read_text())
    return [Mutant(file, tree, *where, words, new) for node, *where in _nodes(tree, range(0), False)
            for words, new in _mistakes(node, where[1])]


def _nodes(owner: ast.AST, lines: range, in_function: bool) -> Iterator[tuple]:
    """(node, owner, field, place, line, lines of the statement, in a function?) of each node under `owner` that has a line.

    A field of a dataclass is left out: what a setting is by default, and up to which number it goes, is chosen, not worked out.
    """
    for field, value in ast.iter_fields(owner):
        inside = in_function or field == "body" and isinstance(owner, ast.FunctionDef)
        for place, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST) or field in UNTOUCHED or isinstance(node, ast.AnnAssign) and not inside:
                continue
            its_lines = _lines(node) if isinstance(node, ast.stmt) else lines
            if hasattr(node, "lineno"):
                yield node, owner, field, place, node.lineno, its_lines, inside
            yield from _nodes(node, its_lines, inside)


def _lines(statement: ast.stmt) -> range:
    """The lines of a statement, without those of the statements in it."""
    inside = getattr(statement, "body", None)
    last = inside[0].lineno - 1 if inside else statement.end_lineno
    return range(statement.lineno, max(statement.lineno, last) + 1)


def _mistakes(node: ast.AST, field: str) -> Iterator[tuple[str, ast.AST]]:
    """(words, the node in its place) for each mistake that can be made at a node."""
    yield from _other_operators(node)
    if field == "test":
        yield "the opposite is asked", ast.UnaryOp(ast.Not(), node)
    match node:
        case ast.Constant(value=bool(value)):
            yield f"{value} becomes {not value}", ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield f"{value} becomes {value + 1}", ast.Constant(value + 1)
        case ast.UnaryOp(op=op, operand=operand):
            yield f"{type(op).__name__} left out", operand
        case ast.Return(value=ast.AST() as value) if ast.unparse(value) != "None":
            yield "returns None", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Assign(targets=[ast.Attribute() | ast.Subscript() | ast.Tuple()]):
            yield "left out", ast.Pass()


def _other_operators(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """A node with another operator in place of its own; a < b < c has two."""
    for number, op in enumerate(getattr(node, "ops", [getattr(node, "op", None)])):
        if sign := SIGNS.get(type(op)):
            other, values = CLASSES[OTHER[sign]](), dict(ast.iter_fields(node))
            changed = {"ops": [*node.ops[:number], other, *node.ops[number + 1:]]} if "ops" in values else {"op": other}
            yield f"{sign} becomes {OTHER[sign]}", type(node)(**values | changed)
