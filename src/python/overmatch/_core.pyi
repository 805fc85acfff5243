# The C++ module: src/python/module.cc.
from collections.abc import Callable

from overmatch._types import Mode

modes: tuple[Mode, ...]
properties: tuple[str, ...]

def select(mode: str, patterns: list[str], modules: list[str]) -> tuple[list[int], str | None]: ...
def select_labels(
    mode: str, patterns: list[str], modules: list[str], labels: list[str | None] | None, order: str
) -> tuple[list[str | None], str | None]: ...
def order_of(mode: str, order: str) -> str: ...
def case_line(file: str) -> str: ...
def parsed_line(text: str, file: str) -> str: ...
def make_case(
    mode: str, patterns: list[str], modules: list[str], intended: str | None, labels: list[str | None] | None, order: str
) -> str: ...
def case_files(folder: str) -> list[str]: ...
def tree_files(folder: str) -> list[str]: ...
def read_tree(file: str) -> list[str]: ...
def tree_lines(text: str | None, file: str) -> tuple[str, list[str], int | None, int]: ...
def write_tree(file: str, lines: str) -> None: ...

class Cases:
    def __init__(self, mode: str, seed: int, wide: bool, order: str) -> None: ...
    def next(self) -> str: ...

def drawn_case(mode: str, wide: bool, order: str, below: Callable[[int], int]) -> str: ...

class Search:
    mode: str
    order: str
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
    order: str,
) -> Result: ...

class AuditRequest:
    mode: str
    patterns: list[str]
    peft_version: str
    intended: str | None
    hazards: bool
    override_tensor: list[str]
    tensor_type: list[str]
    def __init__(self) -> None: ...
    def set_before(self, text: str | None, file: str, /) -> None: ...
    def set_peft(self, text: str, file: str, /) -> None: ...
    def set_config(self, text: str, file: str, /) -> None: ...
    def set_trainable(self, text: str, file: str, /) -> None: ...
    def set_dump(self, dump: list[tuple[str, bool, str, str, int]], /) -> None: ...

class Audited:
    warnings: list[str]
    def text(self, all: bool, /) -> str: ...
    def json(self) -> str: ...
    def sarif(self) -> str: ...
    def count(self, least: str, /) -> int: ...
    def exit_status(self, least: str | None, /) -> int: ...
    def lock(self) -> str: ...
    def check_lock(self, text: str, file: str, /) -> tuple[str, str, list[tuple[str, str, str, list[str]]]]: ...

def write_file(file: str, text: str, /) -> None: ...
def audit(text: str | None, file: str, request: AuditRequest, /) -> Audited: ...

class ProofRequest:
    mode: str
    patterns: list[str]
    mode_b: str
    intended: str | None
    within: list[str]
    includes: list[str]
    disjoint: list[str]
    same_as: list[str]
    order: str
    labels: list[str | None]
    labels_b: list[str | None]
    dead: int | None
    no_overlap: list[int]
    swap: int | None
    visible: bool
    states: int
    def __init__(self) -> None: ...

def prove(request: ProofRequest, /) -> tuple[str, str, str]: ...

class Side:
    def __init__(
        self, matcher: Callable[..., object] | None, name: str, mode: str, rejected: tuple[type[BaseException], ...], /
    ) -> None: ...

def compare(
    a: Side,
    b: Side,
    names: tuple[str, str],
    trees: list[tuple[str | None, str]],
    patterns: list[str],
    generated: int,
    seed: int,
    /,
) -> tuple[str, str, str]: ...
def wrapped(text: str, width: int, /) -> str: ...
