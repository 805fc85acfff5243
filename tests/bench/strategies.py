# SPDX-License-Identifier: Apache-2.0
"""The two contenders that are written with Hypothesis: what one writes first, and what a careful user ends up with."""

import re

from hypothesis import strategies as st

WORDS = [
    "model",
    "layers",
    "attn",
    "self_attn",
    "mlp",
    "q_proj",
    "k_proj",
    "qkv_proj",
    "proj",
    "gate",
    "encoder",
    "decoder",
    "norm",
]


def is_well_formed(path):
    return path == "" or all(path.split("."))


def naive(mode):
    """Any text, and nothing known about what is tested."""
    return st.tuples(st.lists(st.text()), st.lists(st.text().filter(is_well_formed), unique=True))


def segments():
    return st.one_of(
        st.sampled_from(WORDS),
        st.integers(0, 40).map(str),
        st.text("ab_-01", min_size=1, max_size=3),
        st.text(st.characters(exclude_characters=".", exclude_categories=["Cs"]), min_size=1, max_size=4),
    )


def decoys(path):
    """Names that resemble a path."""
    return st.sampled_from(
        [
            f"x{path}",
            f"{path}x",
            f"x_{path}",
            f"{path}_x",
            f"{path}0",
            f"a.{path}",
            f"{path}.a",
            path.upper(),
            path.replace(".", "_"),
        ]
    )


def regexes(path):
    leaf = path.rsplit(".", 1)[-1]
    return st.sampled_from(
        [
            re.escape(path),
            path,
            ".*" + re.escape(leaf),
            r"(.*\.)?" + re.escape(leaf),
            leaf,
            path + ".*",
            f"{leaf}|{path}",
            f"({leaf}|a)",
        ]
    )


@st.composite
def careful(draw, mode):
    """Names of the domain, decoys of them, and patterns made from both."""
    paths = st.lists(segments(), max_size=4).map(".".join)
    modules = draw(st.lists(paths, max_size=5))
    if modules:
        targets = draw(st.lists(st.sampled_from(modules), max_size=4))
        modules = modules + [draw(decoys(target)) for target in targets]
    modules = [path for path in dict.fromkeys(modules) if is_well_formed(path)]
    sources = st.one_of(st.sampled_from(modules), paths) if modules else paths
    if mode == "regex":
        pattern = st.one_of(sources.flatmap(regexes), st.text(r"ab.*+?\|()[]^$", max_size=6))
    else:
        cut = st.tuples(sources, st.integers(1, 3), st.booleans()).map(
            lambda t: ".".join(t[0].split(".")[-t[1] :] if t[2] else t[0].split(".")[: t[1]])
        )
        pattern = st.one_of(sources, cut, st.text(max_size=6))
    return draw(st.lists(pattern, max_size=4)), modules


MARKERS = {"torchao": "re:", "compressed-tensors-targets": "re:"}


def with_labels(cases, mode):
    """Cases with null (0) or one of three labels for each pattern, of which every other one has the mark that the dialect reads."""
    marker = MARKERS.get(mode, "")

    def labelled(case):
        patterns = [marker + pattern if at % 2 == 0 else pattern for at, pattern in enumerate(case[0])]
        return st.tuples(st.just(patterns), st.just(case[1]), st.lists(st.integers(0, 3), min_size=len(patterns), max_size=len(patterns)))

    return cases.flatmap(labelled)


CONTENDERS = {"Hypothesis, naive": naive, "Hypothesis, careful": careful}
