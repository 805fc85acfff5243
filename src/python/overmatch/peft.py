# SPDX-License-Identifier: Apache-2.0
"""Two lines around `get_peft_model`: `preflight` before it, `verify` after it.

    overmatch.peft.preflight(model, config)
    model = peft.get_peft_model(model, config)
    overmatch.peft.verify(model)

Neither imports torch or PEFT.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import metadata
from typing import Any

from overmatch import _core
from overmatch._audit import Audit, AuditFailed, AuditFinding, as_list, audit, run
from overmatch._model import Config, Model, config_text
from overmatch._types import Severity
from overmatch._wrapped import BaseModel, base_of, parameters_of

__all__ = ["preflight", "verify"]


def preflight(
    model: Model,
    config: Config,
    *,
    intended: str | None = None,
    peft_version: str | None = None,
    fail_on: Severity | None = "warning",
    accept: Iterable[str] | str = (),
) -> Audit:
    """Audits a config before `get_peft_model`. Raises overmatch.AuditFailed for a finding of this severity, and prints lesser ones.

    - model, config, intended: as in `overmatch.audit`
    - peft_version: the release of PEFT whose rules apply; None: the installed one, else that of the config
    - fail_on: the severity from which on it raises; None never raises
    - accept: kinds or ids of findings that are known and left out, as in `overmatch.audit`
    """
    __tracebackhide__ = True  # in pytest
    if config is None:
        raise TypeError("a config is a PEFT config, a dict of its members or a path, not None")
    version = peft_version or _installed_version()
    found = audit(model, config, intended=intended, peft_version=version, fail_on=fail_on, accept=accept)
    if fail_on is not None:
        found.raise_for(fail_on)
    return _told(found)


def verify(
    model: Any,
    *,
    adapter: str | None = None,
    base: Model | None = None,
    fail_on: Severity | None = "warning",
    accept: Iterable[str] | str = (),
) -> Audit:
    """Compares what really trains in a model that PEFT has wrapped with what its config should train.

    Raises overmatch.AuditFailed for a difference of this severity: parameters that train though the config does not select them, selected
    ones that are frozen, and modules without their adapter. Also for errors of the config, such as modules that it trains by accident.
    Prints everything else: what `preflight` warns of and the run follows is no difference.

    - model: a PeftModel, or a model that PEFT was injected into; also inside of DistributedDataParallel or torch.compile
    - adapter: the adapter to judge; by default, the active one
    - base: the base model as it was; by default, it is reconstructed from the wrapped one
    - fail_on: the severity from which on a difference raises; None never raises
    - accept: kinds or ids of findings that are known and left out, as in `overmatch.audit`

    Raises ValueError for a model without a PEFT config, and for several active adapters.
    """
    __tracebackhide__ = True  # in pytest
    model = _peft_model(model)
    name = _adapter_of(model, adapter)
    request = _core.AuditRequest()
    request.peft_version = _installed_version() or ""
    request.set_peft(*config_text(model.peft_config[name]))
    request.set_dump(list(parameters_of(model, name)))
    request.accept = as_list(accept)
    found = run(BaseModel(model), request, fail_on, type(base_of(model)).__name__) if base is None else run(base, request, fail_on)
    if fail_on is not None and any(_differs(finding, fail_on) for finding in found.findings):
        raise AuditFailed(found)
    return _told(found)


def _differs(finding: AuditFinding, fail_on: Severity) -> bool:
    order = ("note", "warning", "error")
    least = fail_on if finding.of_run else "error"
    return order.index(finding.severity) >= order.index(least)


def _installed_version() -> str | None:
    try:
        return metadata.version("peft")
    except metadata.PackageNotFoundError:
        return None


def _told(found: Audit) -> Audit:
    if found.findings or not found:
        print(found)
    return found


def _peft_model(model: Any) -> Any:
    """Looks into DistributedDataParallel (`module`) and torch.compile (`_orig_mod`)."""
    inner = model
    while not hasattr(inner, "peft_config"):
        for wrapped in ("_orig_mod", "module"):
            if hasattr(inner, wrapped):
                inner = getattr(inner, wrapped)
                break
        else:
            raise ValueError(f"no PEFT model: {type(model).__name__} has no peft_config")
    return inner


def _adapter_of(model: Any, adapter: str | None) -> str:
    configs = list(model.peft_config)
    if adapter is not None:
        if adapter not in configs:
            raise ValueError(f"no adapter {json.dumps(adapter)}: the model has {', '.join(configs)}")
        return adapter
    if len(configs) == 1:
        return str(configs[0])
    active = getattr(model, "active_adapters", None) or getattr(model, "active_adapter", None)
    active = active() if callable(active) else active
    names = [active] if isinstance(active, str) else list(active or ())
    if len(names) != 1:
        raise ValueError(f"{len(names)} active adapters ({', '.join(names)}): give the one to verify as adapter")
    return str(names[0])
