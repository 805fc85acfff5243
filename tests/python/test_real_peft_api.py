# SPDX-License-Identifier: Apache-2.0
"""overmatch.peft on the installed PEFT with torch: `verify` accuses no tuner falsely, and tells of every parameter that trains by mistake.

Skipped without PEFT; `./dev python --real` runs it in an environment that has it.
"""

import warnings

import overmatch
import pytest

peft = pytest.importorskip("peft", reason="needs PEFT with torch: ./dev python --real")
torch = pytest.importorskip("torch", reason="needs torch: ./dev python --real")
transformers = pytest.importorskip("transformers", reason="needs transformers: ./dev python --real")

SMALL = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 64}


def llama(kind="LlamaForCausalLM", **more):
    return getattr(transformers, kind)(transformers.LlamaConfig(**SMALL, num_key_value_heads=4, pad_token_id=0, **more))


def distilbert():
    config = transformers.DistilBertConfig(dim=32, hidden_dim=64, n_layers=2, n_heads=4, vocab_size=64, num_labels=2)
    return transformers.DistilBertForSequenceClassification(config)


Q = {"target_modules": ["q_proj", "v_proj"]}
CAUSAL = {"task_type": "CAUSAL_LM"}
# The tuners of PEFT whose configs take target_modules, and the usual members of each.
TUNERS = {
    "AdaLoraConfig": {**Q, "total_step": 10},
    "BOFTConfig": {**Q, "boft_block_size": 4},
    "C3AConfig": {**Q, "block_size": 4},
    "DeloraConfig": Q,
    "FourierFTConfig": {**Q, "n_frequency": 10},
    "GraloraConfig": {**Q, "r": 4, "gralora_k": 2},
    "HRAConfig": Q,
    "HiraConfig": {**Q, "r": 4},
    "IA3Config": {"target_modules": ["k_proj", "v_proj", "down_proj"], "feedforward_modules": ["down_proj"]},
    "LNTuningConfig": {"target_modules": ["input_layernorm", "post_attention_layernorm"]},
    "LoHaConfig": Q,
    "LoKrConfig": Q,
    "LoraConfig": Q,
    "MissConfig": {**Q, "r": 4},
    "OFTConfig": {**Q, "oft_block_size": 4},
    "PsoftConfig": {**Q, "r": 4},
    "PveraConfig": Q,
    "RandLoraConfig": {**Q, "r": 4},
    "RoadConfig": {**Q, "group_size": 16},
    "ShiraConfig": {**Q, "r": 4},
    "VBLoRAConfig": {**Q, "num_vectors": 10, "vector_length": 4, "topk": 2},
    "VeraConfig": Q,
    "WaveFTConfig": {**Q, "n_frequency": 10},
}
PROMPTS = {
    "PromptTuningConfig": {"num_virtual_tokens": 4},
    "PrefixTuningConfig": {"num_virtual_tokens": 4},
    "PromptEncoderConfig": {"num_virtual_tokens": 4, "encoder_hidden_size": 8},
}


def config_of(name, **members):
    if not hasattr(peft, name):
        pytest.skip(f"peft {peft.__version__} has no {name}")
    return getattr(peft, name)(**members)


def escapes(found):
    return {name for finding in found.findings if finding.kind == "escape" for name in finding.parameters}


@pytest.mark.parametrize("tuner", [*TUNERS, *PROMPTS])
def test_no_tuner_is_accused(tuner):
    members = {**TUNERS, **PROMPTS}[tuner]
    model = peft.get_peft_model(llama(), config_of(tuner, **members, **CAUSAL))
    found = overmatch.peft.verify(model)
    assert not found.findings, str(found)
    # A parameter of the base model that trains is told, whatever the tuner.
    name, parameter = next((name, each) for name, each in model.named_parameters() if name.endswith("embed_tokens.weight"))
    parameter.requires_grad = True
    assert name in {each.replace("word_embeddings", "base_model.model.embed_tokens") for each in escapes(overmatch.peft.verify(model, fail_on=None))}
    with pytest.raises(overmatch.AuditFailed):
        overmatch.peft.verify(model)


@pytest.mark.parametrize("tuner", TUNERS)
def test_a_frozen_adapter_is_told(tuner):
    model = peft.get_peft_model(llama(), config_of(tuner, **TUNERS[tuner], **CAUSAL))
    frozen = [name for name, parameter in model.named_parameters() if parameter.requires_grad and ".layers.1." in name]
    for name, parameter in model.named_parameters():
        parameter.requires_grad = parameter.requires_grad and name not in frozen
    told = {name for finding in overmatch.peft.verify(model, fail_on=None).findings if finding.kind == "unmatched" for name in finding.parameters}
    assert frozen and set(frozen) <= told


def test_the_bug_of_the_seed_in_distilbert():
    """PEFT saves "classifier" by endswith, and so `pre_classifier`."""
    config = peft.LoraConfig(target_modules=["q_lin", "v_lin"], task_type="SEQ_CLS", modules_to_save=["classifier"])
    with pytest.raises(overmatch.AuditFailed, match="pre_classifier"):
        overmatch.peft.preflight(distilbert(), config)
    model = peft.get_peft_model(distilbert(), config)
    assert any("pre_classifier.modules_to_save" in name and each.requires_grad for name, each in model.named_parameters())
    with pytest.raises(overmatch.AuditFailed, match="pre_classifier"):
        overmatch.peft.verify(model)


@pytest.mark.parametrize("saved", [None, ["classifier"]])
def test_following_the_printed_remedy(saved):
    """The code of the remedy, run as printed; and one finding for one module, whatever PEFT has written into the config."""
    model = peft.get_peft_model(distilbert(), peft.LoraConfig(target_modules=["q_lin"], task_type="SEQ_CLS", modules_to_save=saved))
    (finding,) = overmatch.peft.verify(model, fail_on=None).findings
    assert (finding.kind, finding.severity, finding.modules) == ("collision", "error", ("pre_classifier",))
    exec(next(remedy.code for remedy in finding.remedies if remedy.kind == "freeze"), {"model": model})  # noqa: S102
    assert [(each.kind, each.severity) for each in overmatch.peft.verify(model).findings] == [("collision", "note")]


@pytest.mark.parametrize("task", ["CAUSAL_LM", "SEQ_CLS"])
def test_an_ordinary_llama_passes_silently(task, capsys):
    config = peft.LoraConfig(target_modules=["q_proj", "k_proj", "v_proj", "o_proj"], task_type=task)
    base = llama("LlamaForCausalLM" if task == "CAUSAL_LM" else "LlamaForSequenceClassification")
    assert overmatch.peft.preflight(base, config)
    assert overmatch.peft.verify(peft.get_peft_model(base, config))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "members",
    [
        {**Q, "bias": "all"},
        {**Q, "bias": "lora_only"},
        {**Q, "use_dora": True},
        {**Q, "modules_to_save": ["embed_tokens"]},
        {**Q, "modules_to_save": ["lm_head", "embed_tokens"]},
        {**Q, "layers_to_transform": [1]},
        {**Q, "trainable_token_indices": [1, 2]},
        {"target_modules": "all-linear"},
        {"target_modules": ["embed_tokens", "q_proj"]},
        {},
    ],
    ids=str,
)
@pytest.mark.parametrize("tied", [False, True])
def test_members_of_lora(members, tied):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PEFT warns of tied layers
        model = peft.get_peft_model(llama(tie_word_embeddings=tied, attention_bias=True), peft.LoraConfig(**members, **CAUSAL))
    found = overmatch.peft.verify(model, fail_on=None)
    assert not escapes(found), str(found)
    assert found.count("error") == 0, str(found)


def test_two_adapters_and_other_ways_to_wrap():
    model = peft.get_peft_model(llama(), peft.LoraConfig(**Q, **CAUSAL))
    model.add_adapter("other", peft.LoraConfig(target_modules=["o_proj"], **CAUSAL))
    assert overmatch.peft.verify(model)
    model.set_adapter("other")
    assert overmatch.peft.verify(model)
    injected = peft.inject_adapter_in_model(peft.LoraConfig(**Q, **CAUSAL), llama())
    injected.peft_config = {"default": peft.LoraConfig(**Q, **CAUSAL)}  # as transformers and diffusers keep it
    for name, parameter in injected.named_parameters():
        parameter.requires_grad = "lora_" in name
    assert overmatch.peft.verify(injected)
    injected.model.embed_tokens.weight.requires_grad = True
    assert escapes(overmatch.peft.verify(injected, fail_on=None)) == {"model.embed_tokens.weight"}
    assert overmatch.peft.verify(torch.nn.DataParallel(model))
    assert overmatch.peft.verify(torch.compile(model))


class Shared(torch.nn.Module):
    """A block that occurs twice, as the embeddings of T5 do in transformers 4."""

    def __init__(self):
        super().__init__()
        self.first = torch.nn.ModuleDict({"q": torch.nn.Linear(8, 8), "norm": torch.nn.LayerNorm(8)})
        self.again = torch.nn.ModuleDict({"block": self.first})
        self.head = torch.nn.Linear(8, 8)


@pytest.mark.parametrize("members", [{"target_modules": ["q"]}, {"target_modules": ["head"]}, {"target_modules": ["q"], "modules_to_save": ["head"]}], ids=str)
def test_a_module_with_two_paths_is_no_other_model(members):
    wrapped = peft.get_peft_model(Shared(), peft.LoraConfig(**members))
    found = overmatch.peft.verify(wrapped)
    assert not found.findings, str(found)
    wrapped.base_model.model.again.block.norm.weight.requires_grad = True
    told = escapes(overmatch.peft.verify(wrapped, fail_on=None))
    assert any(name.endswith("norm.weight") for name in told)


def test_verify_changes_nothing():
    model = peft.get_peft_model(llama(), peft.LoraConfig(**Q, **CAUSAL))
    before = [(name, id(each), each.requires_grad) for name, each in model.named_parameters()]
    overmatch.peft.verify(model)
    assert before == [(name, id(each), each.requires_grad) for name, each in model.named_parameters()]
