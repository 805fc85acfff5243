# SPDX-License-Identifier: Apache-2.0
"""Audits: what would this config select on this model?"""

from __future__ import annotations

import functools
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Union, cast

from overmatch import _core
from overmatch._html import audit_html
from overmatch._model import Config, Model, config_text, in_python, model_text
from overmatch._types import AuditKind, Mode, Severity


@dataclass(frozen=True)
class Advice:
    """A pattern to write instead, which was tried on the model."""

    mode: Mode
    pattern: str
    #: Which alternative it serves, such as a subtree; "" if there is only one.
    purpose: str


@dataclass(frozen=True)
class Remedy:
    """A change that helps where no pattern does."""

    kind: str
    #: One sentence.
    what: str
    #: Python code, or members of the config; "" if there is none.
    code: str


@dataclass(frozen=True)
class AuditFinding:
    """One finding of an audit."""

    kind: AuditKind
    severity: Severity
    #: The pattern that it is about; None for findings about the model or its parameters.
    pattern: str | None
    modules: tuple[str, ...]
    parameters: tuple[str, ...]
    #: One sentence.
    why: str
    advice: tuple[Advice, ...]
    remedies: tuple[Remedy, ...]
    #: What `accept` takes, and what a baseline of the command line calls it: one for each entry that it is about; none of a pair of a hazard.
    ids: tuple[str, ...] = ()
    #: Whether what trains in a run differs from what the config says.
    of_run: bool = False


@dataclass(frozen=True)
class Entry:
    """A pattern, or an entry of a config, and the modules that it selects."""

    pattern: str
    mode: Mode
    #: The member of the config, such as "target_modules"; "" for patterns.
    member: str
    #: The rule in words, if it differs from the mode.
    rule: str
    selected: tuple[str, ...]
    #: The parameters that it selects, if its list is about parameters; `selected` are then their modules.
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What the lists of a config do to modules."""

    #: Such as "quantized".
    what: str
    #: The label of a list with labels, such as the name of a group.
    label: str | None
    modules: tuple[str, ...]
    #: The parameters, if the lists are about parameters.
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class MemberAdvice:
    """A new value for a whole member of the config, which was tried in the config."""

    member: str
    #: A list of names, or one regex.
    value: tuple[str, ...] | str
    #: The subtrees that it keeps, if it leaves others out; "" otherwise.
    purpose: str


@dataclass(frozen=True)
class Refusal:
    """Why PEFT refuses the config on this model."""

    member: str
    why: str
    what: str
    modules: tuple[str, ...]


@dataclass(frozen=True)
class NotJudged:
    """What PEFT's rules leave open, because the known facts do not decide it."""

    member: str
    what: str
    #: What would decide it, such as "classes"; "" if `what` says what to do.
    needs: str


class AuditFailed(AssertionError):
    """An audit has findings of the severity that was asked for. Its text is the report; `audit` has the rest."""

    def __init__(self, audit: Audit):
        super().__init__(audit.text)
        self.audit = audit


@dataclass(frozen=True, eq=False)
class Audit:
    """What patterns or a config select on a model. `print` shows the report of the command line; true if nothing was found."""

    #: The model as the report calls it.
    model: str
    #: The report as people read it.
    text: str
    #: Doubtful lines of the model's file.
    warnings: tuple[str, ...]
    #: The exit status of `overmatch audit`: 0 nothing found, 1 something found, 4 nothing found, but something not judged.
    exit_status: int
    _audited: _core.Audited = field(repr=False)

    def __str__(self) -> str:
        return _core.wrapped(self.text, shutil.get_terminal_size().columns).rstrip("\n")

    def __repr__(self) -> str:
        open_members = ", ".join(dict.fromkeys(each.member for each in self.not_judged))
        return f"<Audit of {self.model}: {_counted(self.findings)}{open_members and '; not judged: ' + open_members}>"

    def __bool__(self) -> bool:
        return self.exit_status == 0

    def _repr_html_(self) -> str:
        return audit_html(self)

    def report(self, *, all: bool = False) -> str:
        """Returns the report as people read it; `all` gives every list in full."""
        return self._audited.text(all)

    def to_json(self) -> str:
        """Returns the report as `overmatch audit --json` writes it."""
        return self._audited.json()

    def to_html(self) -> str:
        """Returns the page that `overmatch audit --html` writes, with the whole tree to search."""
        return self._audited.html()

    def to_markdown(self) -> str:
        """Returns the summary that `overmatch audit --format markdown` prints."""
        return self._audited.markdown()

    def to_sarif(self) -> str:
        """Returns the findings as `overmatch audit --sarif` writes them, for code review."""
        return self._audited.sarif()

    @functools.cached_property
    def data(self) -> dict[str, Any]:
        """The report as `overmatch audit --json` writes it, parsed."""
        return cast("dict[str, Any]", json.loads(self.to_json()))

    @functools.cached_property
    def findings(self) -> tuple[AuditFinding, ...]:
        """The findings, the most severe first; then each pair of the model's hazards, if they were asked for."""
        found = self.data["findings"]
        ids = self._audited.ids()
        ids += [[]] * (len(found) - len(ids))
        return tuple(_finding(each, tuple(of_it)) for each, of_it in zip(found, ids))

    @functools.cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The patterns, or the entries of the config, with what each selects."""
        return tuple(
            Entry(
                each["pattern"],
                each["mode"],
                each.get("member", ""),
                each.get("rule", ""),
                tuple(each["selected"]),
                tuple(each.get("parameters", ())),
            )
            for each in self.data["patterns"]
        )

    @functools.cached_property
    def write_instead(self) -> tuple[MemberAdvice, ...]:
        """What to write in the config instead, for whole members."""
        return tuple(_member(each) for each in self.data.get("write_instead", ()))

    @property
    def results(self) -> tuple[Result, ...]:
        """What the lists of a config that is not PEFT's do to modules, as far as the known facts decide it."""
        return tuple(
            Result(each["what"], each.get("label"), tuple(each["modules"]), tuple(each.get("parameters", ())))
            for each in self.data.get("results", ())
        )

    @property
    def adapted(self) -> tuple[str, ...] | None:
        """The modules that get an adapter; None if the names do not determine them. Empty for patterns."""
        adapted = self.data.get("adapted", ())
        return None if adapted is None else tuple(adapted)

    @property
    def saved(self) -> tuple[str, ...]:
        """The modules that are trained and saved whole. Empty for patterns."""
        return tuple(self.data.get("saved", ()))

    @property
    def refused(self) -> Refusal | None:
        """Why PEFT refuses the config on this model; None if it does not."""
        data = self.data.get("refused")
        return data and Refusal(data["member"], data["why"], data["what"], tuple(data["modules"]))

    @property
    def not_judged(self) -> tuple[NotJudged, ...]:
        """What the known facts do not decide. `exit_status` is then not 0."""
        return tuple(NotJudged(each["member"], each["what"], each["needs"]) for each in self.data.get("not_judged", ()))

    @property
    def trained(self) -> tuple[str, ...]:
        """The parameters of the model that would train; empty if the model lists none."""
        return tuple(self.data.get("trainable", {}).get("planned", ()))

    @functools.cached_property
    def by_layer(self) -> dict[str, int]:
        """How many modules are selected in each layer, such as {"model.layers.0": 7}; "" counts those in no layer."""
        counts: dict[str, int] = {}
        selected = dict.fromkeys(module for entry in self._training() for module in entry)
        for module in selected:
            layer = _layer_of(module)
            counts[layer] = counts.get(layer, 0) + 1
        return counts

    def _training(self) -> Iterable[tuple[str, ...]]:
        if "saved" in self.data:
            holders = tuple(name.rpartition(".")[0] for name in self.data["adapted_parameters"])
            return (self.adapted or (), self.saved, holders)
        return (entry.selected for entry in self.entries)

    def count(self, severity: Severity) -> int:
        """Returns how many findings have at least this severity; each pair of a hazard counts."""
        return self._audited.count(severity)

    def raise_for(self, severity: Severity = "warning") -> Audit:
        """Raises AuditFailed if a finding has at least this severity; returns the audit otherwise."""
        __tracebackhide__ = True  # in pytest
        if self.count(severity):
            raise AuditFailed(self)
        return self


def _finding(data: dict[str, Any], ids: tuple[str, ...]) -> AuditFinding:
    return AuditFinding(
        kind=data["kind"],
        severity=data["severity"],
        pattern=data["pattern"],
        modules=tuple(data["modules"]),
        parameters=tuple(data.get("parameters", ())),
        why=data["why"],
        advice=tuple(Advice(each["mode"], each["pattern"], each.get("for", "")) for each in data["advice"]),
        remedies=tuple(Remedy(each["kind"], each["what"], each.get("code", "")) for each in data.get("remedies", ())),
        ids=ids,
        of_run=data.get("of_run", False),
    )


def _member(data: dict[str, Any]) -> MemberAdvice:
    ((member, value),) = ((key, value) for key, value in data.items() if key != "for")
    return MemberAdvice(member, value if isinstance(value, str) else tuple(value), data.get("for", ""))


def _layer_of(module: str) -> str:
    """Returns the path up to its first number: "model.layers.0" of "model.layers.0.mlp"; "" without one."""
    segments = module.split(".")
    for at, segment in enumerate(segments):
        if segment.isdecimal():
            return ".".join(segments[: at + 1])
    return ""


def _counted(findings: tuple[AuditFinding, ...]) -> str:
    counts = {severity: sum(each.severity == severity for each in findings) for severity in ("error", "warning", "note")}
    words = [f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts.items() if count]
    return ", ".join(words) or "nothing found"


def as_list(patterns: Iterable[str] | str | None) -> list[str]:
    """Makes a list of a single pattern, too."""
    if patterns is None:
        return []
    return [patterns] if isinstance(patterns, str) else list(patterns)


def _is_patterns(config: object, mode: Mode | None) -> bool:
    """Whether `config` gives patterns: names in a list, or one pattern if there is a mode to read it in."""
    if isinstance(config, str):
        return mode is not None
    return isinstance(config, Iterable) and not isinstance(config, Mapping) and not hasattr(config, "to_dict")


def request_of(
    config: Union[Config, Iterable[str], None], mode: Mode | None, patterns: Iterable[str] | str, peft_version: str | None
) -> _core.AuditRequest:
    """What the arguments that `audit` and `lock` share ask for."""
    request = _core.AuditRequest()
    request.mode = mode or ""
    request.peft_version = peft_version or ""
    listed = as_list(patterns)
    if config is not None and _is_patterns(config, mode):
        listed += as_list(cast("Union[Iterable[str], str]", config))
    elif config is not None:
        request.set_config(*config_text(cast(Config, config)))
    request.patterns = listed
    return request


def audit(
    model: Model,
    config: Union[Config, Iterable[str], None] = None,
    *,
    mode: Mode | None = None,
    patterns: Iterable[str] | str = (),
    intended: str | None = None,
    trainable: Mapping[str, bool] | str | os.PathLike[str] | None = None,
    hazards: bool = False,
    peft_version: str | None = None,
    before: Model | None = None,
    fail_on: Severity | None = None,
    override_tensor: Iterable[str] | str = (),
    tensor_type: Iterable[str] | str = (),
    accept: Iterable[str] | str = (),
) -> Audit:
    """Reports what a config or patterns select on a model, what they select by accident, and what to write instead.

    >>> import overmatch
    >>> names = ["model", "model.layers", "model.layers.0", "img_model", "img_model.layers", "img_model.layers.0"]
    >>> found = overmatch.audit(names, {"peft_type": "LORA", "target_modules": [], "modules_to_save": ["model.layers.0"]})
    >>> found.saved
    ('model.layers.0', 'img_model.layers.0')
    >>> found.raise_for("warning")
    Traceback (most recent call last):
    ...
    overmatch._audit.AuditFailed: ...

    - model: a torch.nn.Module (anything with `named_modules()`), a Tree (`overmatch.tree`), a list of the names of modules or
      parameters, a file or folder that `overmatch audit --tree` reads, or the name or Hub id of a model that comes with overmatch,
      such as "google/gemma-3-4b-it"
    - config: a PEFT config (anything with `to_dict()`), its members as a dict, or its file or folder; each member is read by PEFT's own
      rule. Likewise a config of another library, which is recognised by its content, such as a config.json with a
      quantization_config. With `mode`: a pattern, or a list of patterns
    - mode: read the patterns in this mode, see `select`
    - patterns: audit these patterns, as if they were given as `config`
    - intended: the intended subtree: every module selected outside of it is an escape
    - trainable: {parameter: requires_grad} of a real run, or its file, to compare with
    - hazards: report the hazards of the model, too; the default when there are no patterns
    - peft_version: apply the rules of this release of PEFT; None: that of the config, else the newest known
    - before: the same model in an earlier layout: entries that select something else here than there are reported, with their translation
    - fail_on: the severity from which on `exit_status` is 1; None: warning
    - accept: kinds of findings ("ambiguity"), or ids (`AuditFinding.ids`, as in a baseline of the command line), to leave out; `*` in an id
      stands for any text
    - override_tensor, tensor_type: audit values of these options of llama.cpp, "PATTERN=LABEL"

    Raises ValueError for contradictory arguments, an unreadable file, a malformed config and a pattern that is rejected.
    """
    request = request_of(config, mode, patterns, peft_version)
    request.intended = intended
    request.hazards = hazards
    request.accept = as_list(accept)
    request.override_tensor = as_list(override_tensor)
    request.tensor_type = as_list(tensor_type)
    if before is not None:
        set_before(request, before)
    if trainable is not None:
        request.set_trainable(*(config_text(trainable) if not isinstance(trainable, Mapping) else (json.dumps(dict(trainable)), "trainable")))
    return run(model, request, fail_on)


def set_before(request: _core.AuditRequest, before: Model) -> None:
    text, name = model_text(before)
    try:
        request.set_before(text, name)
    except ValueError as error:
        raise ValueError(in_python(str(error))) from None


def run(model: Model, request: _core.AuditRequest, fail_on: Severity | None, name: str | None = None) -> Audit:
    """Audits what the request says. `name` is the model's in the report."""
    __tracebackhide__ = True  # in pytest
    text, default = model_text(model)
    name = name or default
    try:
        audited = _core.audit(text, name, request)
        status = audited.exit_status(fail_on)
    except ValueError as error:
        raise ValueError(in_python(str(error))) from None
    return Audit(name, audited.text(False), tuple(audited.warnings), status, audited)
