"""How long a function and a file may be: what is longer holds more than one idea."""

import ast
import io
import tokenize
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
FUNCTION_LINES = 30
FILE_LINES = 300
NO_CODE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER
}  # fmt: skip


def code_lines(text):
    """Return the numbers of the lines that hold code: neither blank nor only a comment."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {line for token in tokens if token.type not in NO_CODE for line in range(token.start[0], token.end[0] + 1)}


def functions(text):
    """Yield name, first line and count of code lines of each function; its docstring does not count."""
    code = code_lines(text)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            own = set(range(node.lineno, node.end_lineno + 1))
            if ast.get_docstring(node) is not None:
                own -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
            yield node.name, node.lineno, len(own & code)


def test_code_lines_are_counted():
    text = 'def f(x):\n    """Say.\n\n    More.\n    """\n    # why\n\n    return (\n        x\n    )\n'

    assert list(functions(text)) == [("f", 1, 4)]


def test_no_function_is_long():
    offenders = [
        f"{path.relative_to(SOURCE)}:{line} {name}: {count}"
        for path in sorted(SOURCE.rglob("*.py"))
        for name, line, count in functions(path.read_text(encoding="utf-8"))
        if count > FUNCTION_LINES
    ]

    assert not offenders, "\n".join(offenders)


def test_no_file_is_long():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sorted(SOURCE.rglob("*.py"))}
    offenders = [f"{path.relative_to(SOURCE)}: {count}" for path, count in lengths.items() if count > FILE_LINES]

    assert not offenders, "\n".join(offenders)
