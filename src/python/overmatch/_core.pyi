# The C++ module: src/python/module.cc.
from collections.abc import Callable

modes: tuple[str, ...]
properties: tuple[str, ...]

def select(mode: str, patterns: list[str], modules: list[str]) -> tuple[list[int], str | None]: ...
def case_line(file: str) -> str: ...
def make_case(mode: str, patterns: list[str], modules: list[str], intended: str | None) -> str: ...
def case_files(folder: str) -> list[str]: ...
def tree_files(folder: str) -> list[str]: ...
def read_tree(file: str) -> list[str]: ...
def tree_lines(text: str | None, file: str) -> tuple[str, list[str], int | None, int]: ...
def write_tree(file: str, lines: str) -> None: ...

class Cases:
    def __init__(self, mode: str, seed: int, wide: bool) -> None: ...
    def next(self) -> str: ...

class Search:
    mode: str
    properties: list[str]
    cases: int
    seconds: float
    in_usual_time: bool
    seed: int
    exhaustive: bool
    wide: bool
    trees: list[str]
    corpus: list[str]
    accept: list[str]
    save: str

class Result:
    error: BaseException | None
    reservations: list[str]
    json: str
    verdict: str
    texts: list[str]
    cases: list[str]
    tracebacks: list[str]

def check(matcher: Callable[..., object], name: str, rejected: tuple[type[BaseException], ...], search: Search) -> Result: ...
def replay(
    matcher: Callable[..., object],
    name: str,
    rejected: tuple[type[BaseException], ...],
    case: str,
    file: str,
    properties: list[str],
    shrink: bool,
) -> Result: ...
