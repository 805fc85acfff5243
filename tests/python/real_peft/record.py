# SPDX-License-Identifier: Apache-2.0
"""Records the answers of the installed PEFT: python -m real_peft.record FOLDER [MODEL...], in tests/python.

Writes FOLDER/peft-VERSION.jsonl.gz, which tests/analysis/peft/recorded_test.cc compares with the audit. Its lines are

    {"peft": "0.21.2", "transformers": "5.24.0", "torch": "2.13.0"}    first
    {"overmatch_tree": 1, "model": "llama", ...}                       the lines of a model's tree (dump.py), and then
    {"config": "attention", "members": {...}, "answer": {...}}         for each config the answer (ask.py)

A config whose members this PEFT does not know is left out, and one with the same members as an earlier one. The same environment
writes the same bytes. The recorded ones have torch 2.13.0 and

    peft 0.8.2    transformers 4.37.2  numpy<2    48 models
    peft 0.14.0   transformers 4.47.1             57 models, all that this transformers has
    peft 0.17.1   transformers 4.56.2             64 models
    peft 0.21.2   transformers 5.24.0             64 models
"""

from __future__ import annotations

import gzip
import os
import re
import sys
from collections.abc import Iterator

import peft
import torch
import transformers

from .architectures import ARCHITECTURES, Architecture, build
from .ask import ask, knows
from .configs import CONFIGS, asked, members_for
from .dump import lines_of, text_of

LONGEST = 200  # characters of a refusal: some show a whole model


def shortened(refusal: str) -> str:
    return re.sub(r"\s+", " ", refusal)[:LONGEST]


def lines_for(architecture: Architecture) -> Iterator[str]:
    model = build(architecture)
    if model is None:
        return
    yield from lines_of(model, architecture.name)
    paths = [path for path, _ in model.named_modules()]
    seen = set()
    for config in CONFIGS:
        members = members_for(config, architecture, paths)
        if not asked(architecture, config) or not knows(members) or text_of(members) in seen:
            continue
        seen.add(text_of(members))
        facts = ask(model, members).facts()
        if "refused" in facts:
            facts["refused"] = shortened(facts["refused"])
        yield text_of({"config": config.name, "members": members, "answer": facts})


def main() -> None:
    if os.environ.get("PYTHONHASHSEED") != "0":  # texts of refusals show sets
        command = [sys.executable, "-m", "real_peft.record", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, "PYTHONHASHSEED": "0"})
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    folder, only = sys.argv[1], sys.argv[2:]
    path = os.path.join(folder, f"peft-{peft.__version__}.jsonl.gz")
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as file:
        about = {"peft": peft.__version__, "transformers": transformers.__version__, "torch": torch.__version__.partition("+")[0]}
        file.write((text_of(about) + "\n").encode())
        for architecture in ARCHITECTURES:
            if not only or architecture.name in only:
                lines = [*lines_for(architecture)]
                print(f"{architecture.name}: {sum(line.startswith('{%sconfig' % chr(34)) for line in lines)} configs", flush=True)
                file.write("".join(line + "\n" for line in lines).encode())


if __name__ == "__main__":
    main()
