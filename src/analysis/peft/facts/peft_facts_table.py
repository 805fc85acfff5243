# SPDX-License-Identifier: Apache-2.0
"""Writes peft_facts_table.cc: what PEFT's own tables say, by version.

    python peft_facts_table.py --transformers DIR WHEEL_FOLDER... > peft_facts_table.cc

Each WHEEL_FOLDER is an unpacked wheel of PEFT (`pip download peft==0.21.2 --no-deps`), named by its version; DIR is the
installed transformers. The sources are parsed, never imported or run.
"""

from __future__ import annotations

import argparse
import ast
import copy
import pathlib
import re
import sys
from typing import Any

DEFAULTS = re.compile(r"TRANSFORMERS_MODELS_TO_(\w+)_TARGET_MODULES_MAPPING")
FEEDFORWARD = "TRANSFORMERS_MODELS_TO_IA3_FEEDFORWARD_MODULES_MAPPING"
# PEFT spells one name in its table without the underscore of its type.
TYPES = {"LNTUNING": "LN_TUNING"}


def assignments(path: pathlib.Path) -> dict[str, Any]:
    """The module's constants that are literals, names of such constants, or copies of them, with the entries set later."""
    found: dict[str, Any] = {}
    if not path.exists():
        return found
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            name, value = node.target.id, node.value
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            set_entry(found, node.targets[0], node.value)
            continue
        else:
            continue
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "copy":
            value = value.func.value
        if isinstance(value, ast.Name):
            if value.id in found:
                found[name] = copy.copy(found[value.id])
            continue
        try:
            found[name] = ast.literal_eval(value)
        except ValueError:
            continue  # no constant
    return found


def set_entry(found: dict[str, Any], target: ast.Subscript, value: ast.expr) -> None:
    """Follows `TABLE["key"] = [...]`."""
    if isinstance(target.value, ast.Name) and target.value.id in found:
        found[target.value.id][ast.literal_eval(target.slice)] = ast.literal_eval(value)


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def defaults(folder: pathlib.Path) -> dict[tuple[str, str], str]:
    """{(peft_type, model_type): names separated by spaces, or a regex after a tilde}."""
    constants = {**assignments(folder / "peft/utils/other.py"), **assignments(folder / "peft/utils/constants.py")}
    found: dict[tuple[str, str], str] = {}
    for name, table in constants.items():
        match = DEFAULTS.fullmatch(name)
        tuner = TYPES.get(match[1], match[1]) if match else "IA3_FEEDFORWARD" if name == FEEDFORWARD else None
        if tuner is None:
            continue
        for model, targets in table.items():
            found[tuner, model] = "~" + targets if isinstance(targets, str) else " ".join(targets)
    # Before they had tables of their own, some tuners took that of LoRA.
    for file in folder.glob("peft/tuners/*/model.py"):
        tuner = file.parent.name.upper()
        used = set(DEFAULTS.findall(file.read_text(encoding="utf-8")))
        if used == {"LORA"} and tuner not in ("LORA", "MIXED"):
            found.update({(tuner, model): value for (owner, model), value in list(found.items()) if owner == "LORA"})
    return found


def members(folder: pathlib.Path) -> set[str]:
    """The fields of all dataclasses that derive from PeftConfigMixin."""
    found: set[str] = set()
    for file in [folder / "peft/config.py", *sorted(folder.glob("peft/tuners/**/*.py"))]:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and re.search(r"Config(Mixin)?$", node.name):
                for field in node.body:
                    if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                        found.add(field.target.id)
    return found


def text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def wrapped(value: str) -> str:
    """The text as literals of at most 84 characters, one a line, split behind spaces."""
    lines = [""]
    for word in re.findall(r"\S+ ?|^$", value):
        if lines[-1] and len(lines[-1]) + len(word) > 84:
            lines.append("")
        lines[-1] += word
    return "\n     ".join(text(line) for line in lines)


def row(model: str, minor: int, value: str, tuners: list[str]) -> str:
    first = f"    {{{text(model)}, {minor}, {text(value)},"
    if len(first) > 100:
        first = f"    {{{text(model)}, {minor},\n     {wrapped(value)},"
    return f"{first}\n     {wrapped(' '.join(tuners))}}},\n"


def since(rows: list[tuple[str, dict[Any, str]]]) -> list[tuple[Any, str, str]]:
    """(key, version, value) for each change of a value; the value is empty where the key was removed."""
    changes = []
    for key in sorted({key for _, row in rows for key in row}):
        before = ""
        for version, row in rows:
            value = row.get(key, "")
            if value != before:
                changes.append((key, version, value))
            before = value
    return changes


def births(wheels: list[pathlib.Path]) -> dict[str, str]:
    """The first of the wheels that has each peft_type."""
    born = {"IA3_FEEDFORWARD": wheels[0].name}
    for wheel in wheels:
        for node in ast.parse((wheel / "peft/utils/peft_types.py").read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name == "PeftType":
                for field in node.body:
                    if isinstance(field, ast.Assign) and isinstance(field.targets[0], ast.Name):
                        born.setdefault(field.targets[0].id, wheel.name)
    return born


def grouped(rows: list[tuple[str, dict[tuple[str, str], str]]], born: dict[str, str]) -> dict[tuple[str, int, str], list[str]]:
    """{(model_type, minor version, value): peft_types}; 0 for a value that a type has had from its beginning."""
    left = {tuner for tuner, _ in rows[-1][1]}
    groups: dict[tuple[str, int, str], list[str]] = {}
    for (tuner, model), version, value in since(rows):
        if value or tuner in left:
            minor = 0 if version == born[tuner] else number(version)[1]
            groups.setdefault((model, minor, value), []).append(tuner)
    return dict(sorted(groups.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transformers", type=pathlib.Path, required=True)
    parser.add_argument("wheels", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    wheels = sorted(arguments.wheels, key=lambda wheel: number(wheel.name))
    newest = wheels[-1]
    experts = assignments(newest / "peft/utils/transformers_weight_conversion.py")
    patterns = assignments(arguments.transformers / "conversion_mapping.py")["_MODEL_TO_CONVERSION_PATTERN"]
    release = assignments(arguments.transformers / "__init__.py")["__version__"]
    patterns = {**patterns, "mixtral": "mixtral"}

    out = sys.stdout.write
    out("// SPDX-License-Identifier: Apache-2.0\n")
    out(f"// Generated by peft_facts_table.py from PEFT {wheels[0].name} to {newest.name} and transformers {release}.\n")
    out("// clang-format off\n")
    out('#include "analysis/peft/facts/peft_facts.h"\n\nnamespace overmatch {\n\nnamespace {\n\n')
    tables = grouped([(wheel.name, defaults(wheel)) for wheel in wheels], births(wheels))
    out("constexpr DefaultTargets kDefaults[] = {\n")
    for (model, minor, value), tuners in tables.items():
        out(row(model, minor, value, tuners))
    out("};\n\nconstexpr ExpertPattern kExpertPatterns[] = {\n")
    for model, pattern in sorted(patterns.items()):
        if pattern in experts["_MOE_TARGET_MODULE_MAPPING"]:
            out(f"    {{{text(model)}, {text(pattern)}}},\n")
    out("};\n\nconstexpr ExpertTarget kExpertTargets[] = {\n")
    for pattern, names in experts["_MOE_TARGET_MODULE_MAPPING"].items():
        fused = experts["_MOE_FUSED_TARGETS"].get(pattern, {})
        for old, new in names.items():
            together = " ".join(fused.get(new, []))
            out(f"    {{{text(pattern)}, {text(old)}, {text(new)}, {text(together)}}},\n")
    out("};\n\nconstexpr std::string_view kConfigMembers[] = {\n")
    for name in sorted({name for wheel in wheels for name in members(wheel)}):
        out(f"    {text(name)},\n")
    out("};\n\n}  // namespace\n\n")
    out("std::span<const DefaultTargets> default_targets() noexcept { return kDefaults; }\n")
    out("std::span<const ExpertPattern> expert_patterns() noexcept { return kExpertPatterns; }\n")
    out("std::span<const ExpertTarget> expert_targets() noexcept { return kExpertTargets; }\n")
    out("std::span<const std::string_view> config_members() noexcept { return kConfigMembers; }\n\n")
    out("}  // namespace overmatch\n")


if __name__ == "__main__":
    main()
