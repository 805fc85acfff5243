# SPDX-License-Identifier: Apache-2.0
"""overmatch.audit: what a model and a config may be, and that the results are those of the command line."""

import html.parser
import json
import os
import pathlib
import subprocess
import sys

import fakes
import overmatch
import pytest

BINARY = os.environ.get("OVERMATCH")
TREES = os.path.join(overmatch.corpus_folder(), "trees")
Q = ("model.layers.0.self_attn.q_proj", "model.layers.1.self_attn.q_proj")
ORIGIN = ["model", "model.layers", "model.layers.0", "img_model", "img_model.layers", "img_model.layers.0"]


def tree(name):
    return next(os.path.join(TREES, file) for file in os.listdir(TREES) if file.startswith(f"{name}.modules."))


def command_line(*arguments, columns="80"):
    if not BINARY:
        pytest.skip("the environment names no program in OVERMATCH")
    environment = dict(os.environ, COLUMNS=columns)
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, env=environment)


@pytest.mark.parametrize(
    ("mode", "pattern", "modules", "advice"),
    [
        ("prefix", "l.1", ("l.10",), ("subtree", "l.1")),
        ("substring", "l.1", ("l.10",), ("run", "l.1")),
        ("match", r"l\.1", ("l.10",), ("match", r"l\.1(?![0-9])")),
        ("search", r"l\.1", ("l.10",), ("search", r"l\.1(?![0-9])")),
        ("glob", "l.1*", ("l.10",), ("glob", "l.1")),
    ],
)
def test_modes_that_are_open_or_globs(mode, pattern, modules, advice):
    (finding,) = overmatch.audit(["l", "l.1", "l.10"], pattern, mode=mode).findings
    assert (finding.kind, finding.modules) == ("collision", modules)
    assert [(each.mode, each.pattern) for each in finding.advice] == [advice]
    assert overmatch.audit(["l", "l.1", "l.10"], advice[1], mode=advice[0])
    assert not overmatch.audit(["l", "l.1", "l.10"], "l.2", mode=mode), "selects nothing"


# --- Models and configs ---------------------------------------------------------------------------------------------------


def names(path, make=list):
    return make(name for name, _ in fakes.model().named_modules())


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: fakes.model(),
        lambda folder: overmatch.tree(fakes.model()),
        lambda folder: [name for name, _ in fakes.model().named_modules()],
        lambda folder: (name for name, _ in fakes.model().named_modules()),
        lambda folder: dict(fakes.model().named_modules()).keys(),
        lambda folder: str(written(folder / "model.txt", "\n".join(dict(fakes.model().named_modules())))),
        lambda folder: written(folder / "model.txt", "\n".join(dict(fakes.model().named_modules()))),
    ],
    ids=["module", "tree", "list", "generator", "keys", "str", "path"],
)
def test_a_model_is_a_module_its_names_or_a_file(make, tmp_path):
    found = overmatch.audit(make(tmp_path), ["q_proj"], mode="segment")
    assert found.entries[0].selected == Q
    assert not found.findings and found and found.exit_status == 0


def written(path, text):
    path.write_text(text)
    return path


CONFIG = {"peft_type": "LORA", "target_modules": ["q_proj"]}


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: CONFIG,
        lambda folder: fakes.LoraConfig(target_modules={"q_proj"}),
        lambda folder: str(written(folder / "adapter_config.json", json.dumps(CONFIG))),
        lambda folder: written(folder / "adapter_config.json", json.dumps(CONFIG)),
        lambda folder: [folder, written(folder / "adapter_config.json", json.dumps(CONFIG))][0],
    ],
    ids=["dict", "object", "str", "path", "folder"],
)
def test_a_config_is_an_object_its_members_or_a_file(make, tmp_path):
    found = overmatch.audit(fakes.model(), make(tmp_path))
    assert found.adapted == Q and found.saved == ()
    assert [(entry.member, entry.pattern, entry.selected) for entry in found.entries] == [("target_modules", "q_proj", Q)]
    assert found.by_layer == {"model.layers.0": 1, "model.layers.1": 1}


@pytest.mark.parametrize(
    "given",
    [
        {"config": ["q_proj"], "mode": "segment"},
        {"config": "q_proj", "mode": "segment"},
        {"config": ("q_proj",), "mode": "segment"},
        {"patterns": ["q_proj"], "mode": "segment"},
        {"patterns": "q_proj", "mode": "endswith"},
        {"config": r".*\.q_proj", "mode": "regex"},
    ],
)
def test_patterns_need_a_mode(given):
    assert overmatch.audit(fakes.model(), **given).entries[0].selected == Q
    if given["mode"] == "segment":
        with pytest.raises(ValueError):
            overmatch.audit(fakes.model(), **{**given, "mode": None})


def test_the_order_of_a_set_changes_nothing():
    targets = [f"m{at}" for at in range(30)] + ["q_proj"]
    found = [overmatch.audit(fakes.model(), fakes.LoraConfig(target_modules=kind(targets))) for kind in (set, sorted)]
    assert found[0].to_json() == found[1].to_json()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"config": CONFIG, "mode": "segment"}, "mode and config exclude each other"),
        ({"config": CONFIG, "patterns": ["q"]}, "config and patterns exclude each other"),
        ({"mode": "segment"}, "mode needs patterns: give them with patterns"),
        ({"intended": "model"}, "intended needs patterns"),
        ({"patterns": ["q"]}, "patterns needs mode: endswith"),
        ({"patterns": ["q"], "mode": "nearly"}, "unknown mode \"nearly\""),
        ({"patterns": ["q_proj"], "mode": "segment", "intended": "modl"}, "intended \"modl\": the tree has no such module; did you mean"),
        ({"patterns": ["--mode", "("], "mode": "regex"}, r'\('),
        ({"patterns": ["q"], "mode": "segment", "fail_on": "fatal"}, "unknown severity"),
        ({"config": "nowhere.json"}, "nowhere.json: cannot read, No such file"),
        ({"config": {"target_modules": 3}}, "config: "),
        ({"patterns": ["q"], "mode": "segment", "trainable": {}}, "trainable: no parameters"),
    ],
)
def test_contradictions_are_named_by_arguments(arguments, says):
    with pytest.raises(ValueError, match=says) as error:
        overmatch.audit(fakes.model(), **arguments)
    assert "--" not in str(error.value).replace("--mode", "")


@pytest.mark.parametrize("config", [3, None])
def test_no_config(config):
    with pytest.raises(TypeError, match="a config is a PEFT config, a dict of its members or a path, not (int|NoneType|None)"):
        overmatch.peft.preflight(fakes.model(), config)


@pytest.mark.parametrize("model", [3, [1, 2], fakes.model().named_modules()])
def test_no_model(model):
    with pytest.raises(TypeError, match="not (int|tuple)"):
        overmatch.audit(model)


def test_an_unreadable_model():
    with pytest.raises(ValueError, match="nowhere.txt"):
        overmatch.audit("nowhere.txt")
    with pytest.raises(ValueError, match="twice|duplicate"):
        overmatch.audit(["model", "model"])


# --- Results --------------------------------------------------------------------------------------------------------------


def test_findings():
    found = overmatch.audit([*ORIGIN, "q"], {"peft_type": "LORA", "target_modules": ["q"], "modules_to_save": ["model.layers.0"]})
    assert found.saved == ("model.layers.0", "img_model.layers.0")
    (finding,) = found.findings
    assert (finding.kind, finding.severity, finding.pattern) == ("collision", "error", "model.layers.0")
    assert finding.modules == ("img_model.layers.0",)
    assert found.exit_status == 1 and not found
    assert found.count("error") == 1 and found.count("note") == 1
    assert "img_model.layers.0" in str(found) and repr(found) == "<Audit of model: 1 error>"
    assert found.by_layer == {"": 1, "model.layers.0": 1, "img_model.layers.0": 1}
    for severity in ("note", "warning", "error"):
        with pytest.raises(overmatch.AuditFailed, match="img_model") as failed:
            found.raise_for(severity)
        assert isinstance(failed.value, AssertionError) and failed.value.audit is found
    with pytest.raises(AttributeError):
        found.text = "other"
    with pytest.raises(ValueError, match="unknown severity"):
        found.raise_for("fatal")


def test_what_is_not_judged_is_said():
    names = ["model", "model.layers.0.q_proj", "lm_head"]
    found = overmatch.audit(names, {"peft_type": "LORA", "target_modules": "all-linear"})
    assert found.adapted is None and found.refused is None
    assert [(each.member, bool(each.what), each.needs) for each in found.not_judged] == [("target_modules", True, "classes")]
    assert found.exit_status == 4 and not found
    assert repr(found) == "<Audit of model: nothing found; not judged: target_modules>"
    assert found.raise_for("note") is found


def test_the_release_decides():
    config = {"peft_type": "LORA", "target_modules": ["q_proj"], "modules_to_save": ["_proj"]}
    adapted = {version: overmatch.audit(fakes.model(), config, peft_version=version).adapted for version in ("0.15.0", "0.21.2")}
    assert adapted["0.15.0"] != adapted["0.21.2"]
    with pytest.raises(ValueError, match="peft_version \"new\": give a release"):
        overmatch.audit(fakes.model(), config, peft_version="new")


def test_raise_for_passes_lesser_findings():
    numbers = overmatch.audit(["1", "10"])
    assert numbers.findings and numbers.count("warning") == 0
    assert numbers.raise_for("warning") is numbers and numbers.exit_status == 0
    with pytest.raises(overmatch.AuditFailed):
        numbers.raise_for("note")
    assert overmatch.audit(["1", "10"], fail_on="note").exit_status == 1


def test_an_earlier_layout():
    old = "language_model.model.layers.0.mlp"
    found = overmatch.audit(tree("llava-1.5-7b"), [old], mode="exact", before=tree("llava-1.5-7b.tf4.47"))
    assert [(finding.kind, [advice.pattern for advice in finding.advice]) for finding in found.findings] == [
        ("layout", ["model.language_model.layers.0.mlp"])
    ]
    names = ["a", "a.b"]
    assert overmatch.audit(names, ["a.b"], mode="exact", before=names).findings == ()
    with pytest.raises(ValueError, match="^before needs patterns"):
        overmatch.audit(names, before=names)
    with pytest.raises(ValueError, match="nowhere.txt"):
        overmatch.audit(names, ["a"], mode="exact", before="nowhere.txt")


def test_trained_parameters():
    parameters = ["model.q_proj.weight", "model.q_proj.bias", "head.weight"]
    found = overmatch.audit(parameters, ["head"], mode="segment")
    assert found.trained == ("head.weight",)
    run = dict.fromkeys(parameters, False)
    for trainable, kinds in ((dict(run, **{"head.weight": True}), []), (dict(run, **{"model.q_proj.bias": True}), ["escape", "unmatched"])):
        found = overmatch.audit(parameters, ["head"], mode="segment", trainable=trainable)
        assert [finding.kind for finding in found.findings] == kinds


def test_trainable_may_be_a_file(tmp_path):
    file = written(tmp_path / "run.json", '{"head.weight": false}')
    found = overmatch.audit(["head.weight"], ["head"], mode="segment", trainable=file)
    assert found.findings[0].parameters == ("head.weight",)


class Outline(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.text = [], [], ""
        self.feed(text)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_notebooks_show_a_table():
    name = "<script>alert(1)</script>&"
    found = overmatch.audit([f"a.{name}", f"a.img_{name}"], [name], mode="endswith")
    shown = found._repr_html_()
    outline = Outline(shown)
    assert "script" not in outline.tags and name in outline.text and f"a.img_{name}" in outline.text
    assert {"table", "details", "pre"} <= set(outline.tags)
    assert "http" not in shown and "src=" not in shown
    assert "nothing found" in Outline(overmatch.audit(fakes.model(), ["q_proj"], mode="segment")._repr_html_()).text


def test_a_notebook_gets_little_of_a_big_model():
    found = overmatch.audit(tree("deepseek-v3"), hazards=True)
    assert len(found._repr_html_()) < 200_000


# --- The command line says the same ---------------------------------------------------------------------------------------


CONFIGS = {
    "lora": {"peft_type": "LORA", "target_modules": ["q_proj", "v_proj"], "modules_to_save": ["classifier"], "rank_pattern": {"q_proj": 4}},
    "regex": {"peft_type": "LORA", "target_modules": r".*\.(q|k)_proj", "exclude_modules": ["vision_tower"]},
    "query": {"peft_type": "LORA", "target_modules": ["query", "q_lin", "attn.to_q"], "layers_to_transform": [0, 1]},
}


@pytest.mark.parametrize("name", ["distilbert-base-seqcls", "gemma-3-4b-it", "flux1-dev-transformer", "gpt2", "llama-2-7b-seqcls", "deepseek-v3"])
@pytest.mark.parametrize("config", CONFIGS)
def test_configs_as_on_the_command_line(name, config, tmp_path):
    file = written(tmp_path / "adapter_config.json", json.dumps(CONFIGS[config], indent=2))
    by_file = overmatch.audit(tree(name), file)
    there = command_line("audit", "--tree", tree(name), "--peft", str(file), "--json", "-")
    assert by_file.to_json() == there.stdout and by_file.exit_status == there.returncode
    by_dict = overmatch.audit(overmatch.read_tree(tree(name)), CONFIGS[config])
    for key in ("patterns", "findings", "adapted", "saved"):
        assert by_dict.data[key] == by_file.data[key]


@pytest.mark.parametrize(
    ("name", "arguments", "options"),
    [
        ("distilbert-base-seqcls", {"patterns": ["classifier"], "mode": "endswith"}, ["--pattern", "classifier", "--mode", "endswith"]),
        ("gpt2", {}, []),
        ("gpt2", {"fail_on": "note"}, ["--fail-on", "note"]),
        ("flux1-dev-transformer", {"patterns": ["norm_q", "transformer_blocks.0"], "mode": "segment", "intended": "transformer_blocks", "hazards": True},
         ["--pattern", "norm_q", "--pattern", "transformer_blocks.0", "--mode", "segment", "--intended", "transformer_blocks", "--hazards"]),
        ("gemma-3-4b-it", {"patterns": r".*q_proj|v_proj", "mode": "regex"}, ["--pattern", r".*q_proj|v_proj", "--mode", "regex"]),
    ],
)  # fmt: skip
def test_texts_as_on_the_command_line(name, arguments, options, monkeypatch):
    found = overmatch.audit(tree(name), **arguments)
    for columns in ("80", "140"):
        monkeypatch.setenv("COLUMNS", columns)
        there = command_line("audit", "--tree", tree(name), *options, columns=columns)
        assert f"{found}\n" == there.stdout and found.exit_status == there.returncode
    whole = command_line("audit", "--tree", tree(name), *options, "--all").stdout
    assert overmatch._core.wrapped(found.report(all=True), 80) == whole
    assert found.to_json() == command_line("audit", "--tree", tree(name), *options, "--json", "-").stdout
    assert found.to_sarif() == command_line("audit", "--tree", tree(name), *options, "--sarif", "-").stdout


def test_a_model_that_comes_with_overmatch_needs_no_file():
    by_name = overmatch.audit("google/gemma-3-4b-it", ["q_proj"], mode="segment")
    by_file = overmatch.audit(os.path.join(TREES, "gemma-3-4b-it.tf5.24.tree.jsonl.gz"), ["q_proj"], mode="segment")
    assert by_name.entries == by_file.entries and len(by_name.entries[0].selected) > 30
    with pytest.raises(ValueError, match="google/gemma-99: no such file"):
        overmatch.audit("google/gemma-99", ["q_proj"], mode="segment")


# --- Without torch --------------------------------------------------------------------------------------------------------


def test_nothing_heavy_is_imported(tmp_path):
    for heavy in ("torch", "peft", "transformers", "numpy", "pytest"):
        (tmp_path / f"{heavy}.py").write_text(f"raise RuntimeError('{heavy} is imported')")
    program = "import overmatch, sys; overmatch.audit(['a'], ['a'], mode='exact'); overmatch.prove('a', 'exact', intended='a'); print(overmatch.peft.preflight)"
    done = subprocess.run([sys.executable, "-c", program], env=dict(os.environ, PYTHONPATH=os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    refuted = subprocess.run([sys.executable, "-c", "import torch"], env=dict(os.environ, PYTHONPATH=os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])), capture_output=True, text=True)
    assert "torch is imported" in refuted.stderr


def test_every_name_of_the_package_has_a_docstring():
    for name in overmatch.__all__:
        value = getattr(overmatch, name)
        if callable(value) and not name.endswith(("Mode", "Order", "Severity", "AuditKind", "Verdict", "Matcher")):
            assert value.__doc__, name
    assert pathlib.Path(overmatch.__file__).with_name("py.typed").is_file()
