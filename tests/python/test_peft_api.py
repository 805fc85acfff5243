# SPDX-License-Identifier: Apache-2.0
"""overmatch.peft: preflight and verify, on models that are wrapped as PEFT wraps them. The same on PEFT itself: test_real_peft_api.py."""

import os
import re

import fakes
import overmatch
import pytest
from fakes import Linear, LoraConfig, Module, ModulesToSaveWrapper, PeftModel, TrainableTokensWrapper, TunerLayer, replace

TARGETS = ["model.layers.0.self_attn.q_proj", "model.layers.1.self_attn.q_proj"]


def wrapped(targets=TARGETS, saved=(), config=None, base=None, **options):
    """A model as PEFT leaves it: adapters at `targets`, trained copies at `saved`."""
    base = base or fakes.model(head=Linear(), pre_head=Linear())
    for path in targets:
        replace(base, path, lambda child: TunerLayer(child, **options))
    for path in saved:
        replace(base, path, lambda child: ModulesToSaveWrapper(child, Linear().train()))
    return PeftModel(base, config or LoraConfig(target_modules={"q_proj"}, modules_to_save=["model.head"] if saved else None))


def faults(model, **options):
    found = overmatch.peft.verify(model, fail_on=None, **options)
    return {(finding.kind, name) for finding in found.findings for name in finding.parameters or finding.modules}


def test_the_two_lines_around_training():
    with open(os.path.join(os.path.dirname(__file__), "..", "..", "docs", "python.md"), encoding="utf-8") as file:
        lines = re.findall(r"(?m)^(overmatch\.peft\.\w+\(.*?\))", file.read())
    assert len(lines) >= 2, lines
    config = LoraConfig(target_modules={"q_proj"}, modules_to_save=["head"])
    for heads in (["head"], ["head", "pre_head"]):
        base = fakes.model(**{head: Linear() for head in heads})
        for line in lines[:2]:
            model = base if "preflight" in line else wrapped(saved=heads, base=base, config=config)
            given = {"overmatch": overmatch, "model": model, "config": config}
            if heads == ["head"]:
                exec(line, given)
                continue
            with pytest.raises(overmatch.AuditFailed, match="pre_head"):
                exec(line, given)


# --- preflight ------------------------------------------------------------------------------------------------------------


def test_preflight_passes_silently(capsys):
    found = overmatch.peft.preflight(fakes.model(), LoraConfig(target_modules={"q_proj"}))
    assert found and found.adapted == tuple(TARGETS)
    assert capsys.readouterr().out == ""


def test_preflight_raises_and_prints(capsys):
    model = fakes.model(head=Linear(), pre_head=Linear())
    config = LoraConfig(target_modules={"q_proj"}, modules_to_save=["head"])
    with pytest.raises(overmatch.AuditFailed, match="pre_head"):
        overmatch.peft.preflight(model, config)
    assert capsys.readouterr().out == ""
    found = overmatch.peft.preflight(model, config, fail_on=None)
    assert capsys.readouterr().out == f"{found}\n" and "pre_head" in str(found)


def test_what_is_known_is_accepted(capsys):
    model = fakes.model(head=Linear(), pre_head=Linear())
    config = LoraConfig(target_modules={"q_proj"}, modules_to_save=["head"])
    (finding,) = overmatch.peft.preflight(model, config, fail_on=None).findings
    assert finding.ids == ('collision modules_to_save "head"',)
    capsys.readouterr()
    for accept in ("collision", finding.ids, ["collision *"], ["overlap", "*head*"]):
        found = overmatch.peft.preflight(model, config, accept=accept)
        assert found and found.findings == () and "nothing found; 1 accepted" in found.text
    for accept in ("overlap", "collision target_modules *", "coll"):
        with pytest.raises(overmatch.AuditFailed):
            overmatch.peft.preflight(model, config, accept=accept)
    assert capsys.readouterr().out == ""


# --- verify ---------------------------------------------------------------------------------------------------------------


def test_a_right_run_passes_silently(capsys):
    assert overmatch.peft.verify(wrapped())
    assert overmatch.peft.verify(wrapped(saved=["head"], base=fakes.model(head=Linear()), config=LoraConfig(target_modules={"q_proj"}, modules_to_save=["head"])))
    assert capsys.readouterr().out == ""


def test_the_bug_of_the_seed_is_told():
    config = LoraConfig(target_modules={"q_proj"}, modules_to_save=["head"])
    with pytest.raises(overmatch.AuditFailed, match="pre_head"):
        overmatch.peft.verify(wrapped(saved=["head", "pre_head"], config=config))


def test_following_the_remedy_settles_the_finding():
    config = LoraConfig(target_modules={"q_proj"}, modules_to_save=["head"])
    model = wrapped(saved=["head", "pre_head"], config=config)
    assert [each.severity for each in overmatch.peft.verify(model, fail_on=None).findings] == ["error"]
    for _, module in model.base.at("pre_head").named_modules():
        for _, parameter in module.named_parameters(recurse=False):
            parameter.requires_grad = False
    assert [(each.kind, each.severity) for each in overmatch.peft.verify(model).findings] == [("collision", "note")]


@pytest.mark.parametrize(
    ("what", "change", "found"),
    [
        ("the model trains", lambda model: model.base.at("model.embed").train(), {("escape", "base_model.model.model.embed.weight")}),
        (
            "the adapted layer trains",
            lambda model: model.base.at(f"{TARGETS[0]}.base_layer").train(),
            {("escape", f"base_model.model.{TARGETS[0]}.base_layer.{name}") for name in ("weight", "bias")},
        ),
        (
            "an adapter is frozen",
            lambda model: [setattr(model.at(f"base_model.model.{TARGETS[0]}.{half}.default")._parameters["weight"], "requires_grad", False) for half in ("lora_A", "lora_B")],
            {("unmatched", f"base_model.model.{TARGETS[0]}.{half}.default.weight") for half in ("lora_A", "lora_B")},
        ),
        (
            "half of an adapter is frozen, which tuners may want",
            lambda model: setattr(model.at(f"base_model.model.{TARGETS[0]}.lora_A.default")._parameters["weight"], "requires_grad", False),
            set(),
        ),
        (
            "an adapter is missing",
            lambda model: replace(model.base, TARGETS[0], lambda layer: layer._modules["base_layer"]),
            {("unmatched", TARGETS[0])},
        ),
        (
            "an adapter too many",
            lambda model: replace(model.base, "model.layers.0.self_attn.v_proj", TunerLayer),
            {("escape", f"base_model.model.model.layers.0.self_attn.v_proj.{half}.default.weight") for half in ("lora_A", "lora_B")},
        ),
        ("a bank beside the model", lambda model: model._modules["base_model"]._modules.update(bank=Module(["default"]).train()), set()),
        (
            "tokens that nothing names",
            lambda model: replace(model.base, "model.embed", TrainableTokensWrapper),
            {("escape", f"base_model.model.model.embed.token_adapter.{half}.default.weight") for half in ("lora_A", "lora_B")},
        ),
        (
            "a saved module that nothing names",
            lambda model: replace(model.base, "head", lambda head: ModulesToSaveWrapper(head, Linear().train())),
            {("escape", f"base_model.model.head.modules_to_save.default.{name}") for name in ("weight", "bias")},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_differs_is_told(what, change, found):
    model = wrapped()
    change(model)
    assert faults(model) == found
    if found:
        with pytest.raises(overmatch.AuditFailed):
            overmatch.peft.verify(model)


def test_a_warning_of_the_config_is_no_difference(capsys):
    """What trains is what the config says: `preflight` has warned, and verify tells it without raising."""
    base = fakes.model(vision_tower=fakes.model().at("model"), lm_head=Linear())
    config = LoraConfig(target_modules={"q_proj"})
    with pytest.raises(overmatch.AuditFailed, match="several towers"):
        overmatch.peft.preflight(base, config)
    overmatch.peft.preflight(base, config, accept="ambiguity")
    assert capsys.readouterr().out == ""
    targets = [*TARGETS, *(path.replace("model.", "vision_tower.") for path in TARGETS)]
    model = wrapped(targets, base=base, config=config)
    found = overmatch.peft.verify(model)
    assert [(each.kind, each.severity, each.of_run) for each in found.findings] == [("ambiguity", "warning", False)]
    assert "several towers" in capsys.readouterr().out
    assert overmatch.peft.verify(model, accept="ambiguity").findings == ()
    model.base.at("model.embed").train()
    with pytest.raises(overmatch.AuditFailed) as failed:
        overmatch.peft.verify(model, accept="ambiguity")
    assert [(each.kind, each.of_run) for each in failed.value.audit.findings] == [("escape", True)]
    overmatch.peft.verify(model, accept=["ambiguity", "escape"])


def test_new_tokens():
    model = wrapped(config=LoraConfig(target_modules={"q_proj"}, trainable_token_indices={"embed": [1]}))
    replace(model.base, "model.embed", TrainableTokensWrapper)
    assert faults(model) == set()


def test_prompts():
    config = LoraConfig(peft_type="PROMPT_TUNING", target_modules=["nothing_of_it"])
    base = fakes.model()
    model = PeftModel(base, config, "prompt", prompt_encoder=Module(default=Module(["weight"]).train()), word_embeddings=base.at("model.embed"))
    assert {kind for kind, _ in faults(model)} <= {"unmatched"}
    base.at("model.embed").train()
    assert ("escape", "base_model.model.embed.weight") in faults(model)


def test_only_the_active_adapter_counts():
    model = wrapped(adapters=("default", "other"))
    assert faults(model) == set()
    model.peft_config["other"] = LoraConfig(target_modules={"v_proj"})
    assert faults(model) == set()
    assert faults(model, adapter="other") != set()
    with pytest.raises(ValueError, match='no adapter "third": the model has default, other'):
        overmatch.peft.verify(model, adapter="third")
    model.active_adapters = ["default", "other"]
    with pytest.raises(ValueError, match="2 active adapters"):
        overmatch.peft.verify(model)


def test_one_tensor_under_two_names():
    base = fakes.model(head=Linear(), tied=Module(["weight"]))
    base._modules["tied"]._parameters["weight"] = base._modules["head"]._parameters["weight"]
    base._modules["head"].train()
    model = PeftModel(base, LoraConfig(target_modules=[], modules_to_save=["head"]))
    assert faults(model) == {("overlap", "head"), ("overlap", "tied")}
    assert not any(finding.of_run for finding in overmatch.peft.verify(model, fail_on=None).findings)
    base._modules["tied"]._parameters["weight"] = fakes.Parameter(True)
    assert faults(model) == {("escape", "base_model.model.tied.weight")}


def test_models_inside_of_others():
    model = wrapped()
    for outer in (Module(module=model), Module(_orig_mod=Module(module=model))):
        for part in (outer, *outer._modules.values()):
            for name, child in part._modules.items():
                setattr(part, name, child)
        assert overmatch.peft.verify(outer)
    with pytest.raises(ValueError, match="Module has no peft_config"):
        overmatch.peft.verify(fakes.model())


def test_a_model_into_which_peft_was_injected():
    base = wrapped().base
    base.peft_config = {"default": LoraConfig(target_modules={"q_proj"})}
    assert overmatch.peft.verify(base)
    base.at("model.embed").train()
    assert faults(base) == {("escape", "model.embed.weight")}


def test_the_base_model_may_be_given():
    assert overmatch.peft.verify(wrapped(), base=fakes.model(head=Linear(), pre_head=Linear()))
    assert faults(wrapped(), base=fakes.model()) != set()
