# SPDX-License-Identifier: Apache-2.0
"""The rules of the source tree. Each rule takes texts or paths, and returns one line for each place that breaks it."""

import collections
import os
import re

ROOTS = ("src", "properties", "fuzz", "tests", "corpus/vectors")
CODE = (".h", ".cc", ".c")
SOURCE = CODE + (".py", ".sh", ".cmake", ".cmake.in", ".yml", ".yaml", ".toml", "CMakeLists.txt", "Dockerfile")
PROGRAMS = ("dev", ".ci/run")
COLUMNS = 100
MOST_FILES = 25
# Folders that have more until they are split, and how: an entry that is no longer needed is an error.
CROWDED = {"src/names/readers": "files, gzip and the JSON helpers belong in a folder below the formats"}
MOST_WORDS = 45  # of a header's first sentence

# A plugin includes it by its name alone, as from an installation.
PLUGIN_HEADER = "src/subjects/overmatch_plugin.h"

# The folders from the lowest layer to the highest. A file may include files of its own folder and of lower layers.
LAYERS = (
    ("names",),
    ("matchers",),
    ("dialects",),
    ("cases", "fast"),
    ("analysis", "subjects", "generate"),
    ("properties", "planted"),
    ("search",),
    ("report",),
    ("suite", "fuzz", "selftest", "vectors"),
    ("cli", "python"),
    ("tests", "corpus"),
)

# Words that once stood for something in this project alone, and the known word for it.
PRIVATE_WORDS = {
    "company": "ddmin",
    "complaint": "message",
    "earned": "counted",
    "exam": "check",
    "extent": "counts by length",
    "forgot": "nondeterministic",
    "hunt": "search",
    "ink": "AnsiStyle",
    "idiom": "special word",
    "law": "property",
    "mending": "suggestion",
    "pace": "rate",
    "scout": "first cases",
    "sieve": "Bloom filter",
    "slip": "mistake",
    "stem": "path template",
    "sweep": "search",
}
# What is spelt like a private word, and is the word of a library, or of an interface that scripts read.
KNOWN_WORDS = (
    "dynamic_extent",  # std::span
    ".stem()",  # std::filesystem::path
    "--law-cases",  # an older name of --property-cases
    "broken laws",  # a key of the JSON report of `check`
)
KEPT = {("src/report/proof/proof_json.cc", "extent"): "a key of the JSON report of `prove`"}


def files(root):
    """All files of the project below `root`, as sorted relative paths: no build, no cache."""
    found = [name for name in os.listdir(root) if os.path.isfile(os.path.join(root, name))]
    for top in (*ROOTS, ".clusterfuzzlite", ".ci", "docs"):
        for folder, folders, names in os.walk(os.path.join(root, top)):
            folders[:] = [each for each in folders if each not in ("__pycache__", "data", "seeds")]
            found += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return sorted(set(found))


def is_source(path):
    return path.endswith(SOURCE) or path in PROGRAMS


def without_licence(path, text):
    """A source file names its licence in its first or, below a `#!`, second line."""
    head = text.splitlines()[:2]
    if any("SPDX-License-Identifier: Apache-2.0" in line for line in head):
        return []
    return [f"{path}:1: no SPDX line"]


def too_wide(path, text):
    """No line of C++ exceeds the limit, except inside a raw string, which cannot be broken."""
    text = re.sub(r'R"(\w*)\((.*?)\)\1"', lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)
    return [f"{path}:{at}: {len(line)} columns" for at, line in enumerate(text.splitlines(), 1) if len(line) > COLUMNS]


def first_comment(text):
    """The first paragraph of a header's comment, without the licence, as one line; "" if code comes first."""
    lines = []
    for line in text.splitlines():
        words = re.sub(r"^\s*(//+|/\*+|\*+/?)?\s?", "", line).removesuffix("*/").strip()
        if "SPDX-License-Identifier" in line:
            continue
        if not re.match(r"\s*(//|/\*|\*)", line) or not words:
            if lines or words:
                break
            continue
        lines.append(words)
    return " ".join(lines)


def unclear_header(path, text):
    """A header begins with a comment whose first sentence is short, and ends with a full stop."""
    comment = first_comment(text)
    sentence = re.match(r"(?s)(.*?[.])(?=\s+[A-Z`\"\\]|$)", comment)
    if not comment:
        return [f"{path}:1: no comment before the code"]
    if sentence is None:
        return [f"{path}:1: the first comment does not end with a full stop: {comment}"]
    words = sentence[1].split()
    if not 3 <= len(words) <= MOST_WORDS:
        return [f"{path}:1: the first sentence has {len(words)} words, not 3 to {MOST_WORDS}: {sentence[1]}"]
    if not re.match(r"[A-Z`]", comment):
        return [f"{path}:1: the first sentence does not begin with a capital letter: {sentence[1]}"]
    return []


def crowded_folders(paths, limit=MOST_FILES, known=()):
    counts = collections.Counter(os.path.dirname(path) for path in paths if path.endswith((*CODE, ".py")))
    crowded = {folder: count for folder, count in sorted(counts.items()) if count > limit}
    return [f"{folder}: {count} source files, more than {limit}" for folder, count in crowded.items() if folder not in known] + [
        f"{folder}: is no longer crowded, remove it from the list" for folder in known if folder not in crowded
    ]


def includes(texts):
    """Pairs of a file and an included one. `texts` maps paths to contents."""
    for path, text in texts.items():
        for name in re.findall(r'(?m)^\s*#\s*include\s+"([^"]+)"', text):
            beside = os.path.normpath(os.path.join(os.path.dirname(path), name))
            target = next((each for each in ("src/" + name, name, beside, PLUGIN_HEADER) if each in texts and each.endswith(name)), None)
            yield path, name, target


def topic(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "src" else parts[0]


def upward_includes(texts, layers=LAYERS):
    """A layer uses only those below it; a folder that stands in no layer is an error, too."""
    height = {name: at for at, names in enumerate(layers) for name in names}
    wrong = []
    for path, name, target in includes(texts):
        if target is None:
            wrong.append(f"{path}: includes {name}, which is no file of the project")
            continue
        upper, lower = topic(path), topic(target)
        for folder in (upper, lower):
            if folder not in height:
                wrong.append(f"{path}: {folder} stands in no layer")
        if upper != lower and height.get(upper, 0) <= height.get(lower, 0):
            wrong.append(f"{path}: includes {target}, and {lower} is not below {upper}")
    return wrong


def circles(texts):
    """Folders, with sub-folders apart, that include each other in a circle: each as a line of names."""
    graph = collections.defaultdict(set)
    for path, _, target in includes(texts):
        if target is not None and os.path.dirname(path) != os.path.dirname(target):
            graph[os.path.dirname(path)].add(os.path.dirname(target))
    found, done = [], set()

    def visit(folder, way):
        if folder in way:
            found.append(" -> ".join([*way[way.index(folder) :], folder]))
            return
        if folder in done:
            return
        for below in sorted(graph.get(folder, ())):
            visit(below, [*way, folder])
        done.add(folder)

    for folder in sorted(graph):
        visit(folder, [])
    return found


def words_of(text):
    """The words of a text in lower case, with those inside of identifiers: `kLawOf` holds `law`."""
    for known in KNOWN_WORDS:
        text = text.replace(known, " ")
    for at, line in enumerate(text.splitlines(), 1):
        for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", line):
            yield at, word.lower()


def private_words(path, text):
    plural = {word + "s": known for word, known in PRIVATE_WORDS.items()}
    known = {**plural, **PRIVATE_WORDS}
    return [f"{path}:{at}: \"{word}\": say {known[word]}" for at, word in words_of(text)
            if word in known and (path, word) not in KEPT]
