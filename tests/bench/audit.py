#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long `overmatch audit` takes: DeepSeek-V3 with 100 patterns beside Python's plain loops of endswith, with 100 regexes and
globs, and the hazards of made-up trees of up to 1,000,000 modules. CPU seconds, the best of three.

    python3 tests/bench/audit.py build/release/overmatch
"""

import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
DEEPSEEK = os.path.join(HERE, "../../corpus/trees/deepseek-v3.modules.txt.gz")


def cpu_of(command):
    """The CPU seconds of a command, its start and end included."""
    best = None
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = taken if best is None else min(best, taken)
    return best


# What a user would write: reads the same file, asks the same patterns, prints how many modules each selects.
SCRIPT = """
import gzip, sys
modules = gzip.open(sys.argv[1], "rt", encoding="utf-8").read().splitlines()
for pattern in sys.argv[2:]:
    print(pattern, len([module for module in modules if module.endswith(pattern)]))
"""


def python_loops(modules, patterns):
    best = None
    for _ in range(3):
        start = time.process_time()
        for pattern in patterns:
            [module for module in modules if module.endswith(pattern)]
        taken = time.process_time() - start
        best = taken if best is None else min(best, taken)
    return best


def open_patterns(syntax):
    """Regexes or globs of the projections of 20 layers, as people write them."""
    ends = ["q_a_proj", "kv_b_proj", "o_proj", "up_proj", "down_proj"]
    form = "*layers.{}.*{}" if syntax == "glob" else r".*layers\.{}\..*{}$"
    return [form.format(layer, end) for layer in range(3, 23) for end in ends]


def print_open_patterns(program, folder):
    for mode in ("regex", "match", "search", "glob", "path-glob"):
        patterns = open_patterns("glob" if "glob" in mode else "regex")
        options = [option for pattern in patterns for option in ("--pattern", pattern)]
        taken = cpu_of([program, "audit", "--tree", DEEPSEEK, "--mode", mode, *options])
        print(f"  100 patterns of mode {mode:<10}            {taken:7.3f} s")
    config = os.path.join(folder, "config.json")
    groups = {"group_0": {"targets": [f"re:{regex}" for regex in open_patterns("regex")]}}
    with open(config, "w", encoding="utf-8") as file:
        json.dump({"quantization_config": {"quant_method": "compressed-tensors", "config_groups": groups, "ignore": []}}, file)
    taken = cpu_of([program, "audit", "--tree", DEEPSEEK, "--config", config])
    print(f"  a config with 100 regexes                  {taken:7.3f} s")
    taken = cpu_of([program, "lock", "--tree", DEEPSEEK, "--config", config, "--write", os.path.join(folder, "selection.lock")])
    print(f"  its lock                                   {taken:7.3f} s")


def made_up(count):
    """Towers of layers of experts: the names of big models, one tower's name the end of another's."""
    paths = []
    towers = ["model", "vision_model", "text_encoder", "text_encoder_2"]
    for tower in towers:
        paths += [tower, f"{tower}.layers"]
        layer = 0
        end = len(paths) + count // len(towers)
        while len(paths) < end:
            top = f"{tower}.layers.{layer}"
            paths += [top, f"{top}.mlp", f"{top}.mlp.experts"]
            for expert in range(64):
                paths.append(f"{top}.mlp.experts.{expert}")
                paths += [f"{top}.mlp.experts.{expert}.{name}" for name in ("gate_proj", "up_proj", "down_proj", "act_fn")]
            paths.append(f"{top}.self_attn")
            paths += [f"{top}.self_attn.{name}" for name in ("q_proj", "k_proj", "v_proj", "o_proj")]
            layer += 1
    return paths


def main():
    program = sys.argv[1]
    with gzip.open(DEEPSEEK, "rt", encoding="utf-8") as file:
        modules = file.read().splitlines()
    names = sorted({module.rsplit(".", 1)[-1] for module in modules})
    patterns = [name for name in names if not name.isdigit()]
    patterns += random.Random(1).sample(modules, 100 - len(patterns))
    options = [option for pattern in patterns for option in ("--pattern", pattern)]
    loops = python_loops(modules, patterns)
    audit = cpu_of([program, "audit", "--tree", DEEPSEEK, "--mode", "endswith", *options])
    loading = cpu_of([program, "audit", "--tree", DEEPSEEK, "--mode", "exact", "--pattern", "model"])
    print(f"DeepSeek-V3, {len(modules)} modules, {len(patterns)} patterns")
    script = cpu_of([sys.executable, "-c", SCRIPT, DEEPSEEK, *patterns])
    print(f"  Python, the whole script                   {script:7.3f} s")
    print(f"    of it endswith in a loop                 {loops:7.3f} s")
    ratios = f"{script / audit:5.1f} times faster than the script, {loops / audit:.1f} than its loops"
    print(f"  overmatch audit, the whole command         {audit:7.3f} s   {ratios}")
    print(f"    of it start, reading and index           {loading:7.3f} s")
    print(f"    so the patterns, advice and text         {audit - loading:7.3f} s   {loops / (audit - loading):5.1f} times faster")
    print("  the loops alone, prepared and asked: group `audit` of ./dev bench")
    with tempfile.TemporaryDirectory() as folder:
        print_open_patterns(program, folder)
        print("hazards of a tree, the whole command")
        for count in (125_000, 250_000, 500_000, 1_000_000):
            paths = made_up(count)
            tree = os.path.join(folder, "tree.txt")
            with open(tree, "w", encoding="utf-8") as file:
                file.write("\n".join(paths) + "\n")
            taken = cpu_of([program, "audit", "--tree", tree])
            print(f"  {len(paths):>9,} modules   {taken:7.3f} s   {1e6 * taken / len(paths):5.2f} µs a module")


if __name__ == "__main__":
    main()
