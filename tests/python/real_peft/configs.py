# SPDX-License-Identifier: Apache-2.0
"""Configs as in adapter_config.json: usual ones, and the forms that PEFT reads in a way of its own.

A config is written once for all architectures: $attention, $linears, $down, $embedding, $head, $norm, $layers and $task stand for
what the architecture calls them (architectures.py), $paths for the whole paths of $attention. In a list, a name that stands for
several becomes several entries; in a regex, a group of alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .architectures import Architecture

SEVEN = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
EXPERTS = ("mixtral", "qwen3-moe", "qwen2-moe", "gpt-oss", "deepseek-v3")


@dataclass(frozen=True)
class Config:
    name: str
    members: dict[str, Any]
    usual: bool  # as people write it; asked of every architecture
    only: tuple[str, ...]  # architectures; of all whole ones if empty


def usual(name: str, kind: str = "LORA", **members: Any) -> Config:
    return Config(name, {"peft_type": kind, **members}, True, ())


def odd(name: str, kind: str = "LORA", only: Sequence[str] = (), **members: Any) -> Config:
    return Config(name, {"peft_type": kind, **members}, False, tuple(only))


# Architectures that are asked with all configs of LoRA and IA3, and with those of all other tuners; the others with usual ones.
WHOLE = ("llama-tied", "llama-seq", "mixtral", "qwen3-moe", "deepseek-v3", "gemma3", "gpt2-seq", "opt", "bloom", "t5", "bart",
         "bert-seq",
         "bert-mlm", "roberta-seq", "distilbert-seq", "vit", "llava", "qwen2-vl", "mamba", "qwen2-token", "plain-torch")
TUNED = ("llama-tied", "llama-seq", "gpt2-seq", "t5", "distilbert-seq", "mixtral", "plain-torch")

TARGETS = (
    usual("attention", target_modules=["$attention"]),
    usual("attention-task", target_modules=["$attention"], task_type="$task"),
    usual("linears-task", target_modules=["$linears"], task_type="$task"),
    usual("all-linear", target_modules="all-linear"),
    usual("all-linear-task", target_modules="all-linear", task_type="$task"),
    usual("default-targets", task_type="$task"),
    usual("seven", target_modules=SEVEN, task_type="$task"),
    usual("regex", target_modules=".*\\.$attention"),
    usual("save-head", target_modules=["$attention"], modules_to_save=["$head"]),
    usual("save-embedding-and-head", target_modules=["$linears"], modules_to_save=["$embedding", "$head"], task_type="$task"),
    usual("target-embedding-and-head", target_modules=["$attention", "$embedding", "$head"]),
    usual("layers", target_modules=["$attention"], layers_to_transform=[0, 1]),
    usual("ranks", target_modules=["$linears"], rank_pattern={"$attention0": 4}, alpha_pattern={"$attention0": 32}),
    usual("dora", target_modules=["$linears"], use_dora=True),
    usual("bias-all", target_modules=["$attention"], bias="all"),
    usual("bias-only", target_modules=["$attention"], bias="lora_only", task_type="$task"),
    odd("default-targets-no-task"),
    odd("null-targets", target_modules=None),
    odd("empty-list", target_modules=[]),
    odd("empty-string", target_modules=""),
    odd("nothing-found", target_modules=["no_such_module"]),
    odd("some-found", target_modules=["$attention", "no_such_module"]),
    odd("regex-without-front", target_modules="$attention"),
    odd("regex-layer-one", target_modules=".*\\.$layers\\.1\\..*\\.$attention"),
    odd("regex-layer-one-loose", target_modules=".*$layers.1.*$attention"),
    odd("regex-open-alternation", target_modules=".*\\.$attention0|$head"),
    odd("regex-broken", target_modules="(.*"),
    odd("list-with-regex", target_modules=[".*\\.$attention0"]),
    odd("suffix-without-boundary", target_modules=["$attention0tail"]),
    odd("layer-path", target_modules=["$layers.1.$attention0"]),
    odd("targets-block", target_modules=["$layers.0"]),
    odd("targets-list", target_modules=["$layers"]),
    odd("targets-norm", target_modules=["$norm"]),
    odd("targets-norm-and-attention", target_modules=["$attention", "$norm"]),
    odd("targets-embedding", target_modules=["$embedding"]),
    odd("targets-number", target_modules=["0"]),
    odd("targets-part", target_modules=["self_attn", "mlp", "attention", "attn"]),
    odd("dropout-target", target_modules=["dropout", "act", "act_fn"]),
    odd("torch-attention", target_modules=["self_attn"], only=["plain-torch"]),
    odd("torch-attention-output", target_modules=["out_proj"], only=["plain-torch"]),
    odd("shared-module", target_modules=["shared.0", "blocks.0.0"], only=["plain-torch"]),
    odd("dict-key", target_modules=["to_q"], only=["plain-torch"]),
    odd("convolution", target_modules=["conv", "conv1d", "projection", "conv1", "conv2"]),
    odd("all-linear-upper-case", target_modules="All-Linear"),
    odd("all-linear-in-list", target_modules=["all-linear"]),
    odd("all-linear-exclude", target_modules="all-linear", exclude_modules=["$attention0"]),
    odd("all-linear-save-head", target_modules="all-linear", modules_to_save=["$head"]),
    odd("all-linear-layers", target_modules="all-linear", layers_to_transform=[0]),
    odd("paths", target_modules=["$paths"]),
    odd("paths-and-head", target_modules=["$paths", "$head"]),
    odd("paths-of-layers", target_modules=["$paths"], layers_to_transform=[0]),
    odd("rank-zero", target_modules=["$attention"], r=0),
    odd("rank-pattern-of-layer", target_modules=["$linears"], rank_pattern={"$layers.1.$attention0": 2, "$attention0": 4}),
    odd("rank-pattern-regex", target_modules=["$linears"], rank_pattern={"^.*$layers\\.1\\..*": 2}, alpha_pattern={"x": 2}),
    odd("lora-bias", target_modules=["$attention"], lora_bias=True),
    odd("bias-unknown", target_modules=["$attention"], bias="some_only"),
    odd("bias-wrong", target_modules=["$attention"], bias="yes"),
    odd("bias-all-save-head", target_modules=["$attention"], bias="all", modules_to_save=["$head"]),
)

EXCLUDED = (
    usual("exclude-head", target_modules=["$linears", "$head"], exclude_modules=["$head"]),
    odd("exclude-regex", target_modules=["$linears"], exclude_modules=".*\\.$layers\\.0\\..*"),
    odd("exclude-part", target_modules=["$linears"], exclude_modules=["$layers.0.$attention0", "$attention0tail"]),
    odd("exclude-vision", target_modules="all-linear", exclude_modules=".*(vision|visual|encoder).*"),
    odd("exclude-everything", target_modules=["$attention"], exclude_modules=["$attention"]),
    odd("exclude-nothing", target_modules=["$attention"], exclude_modules=["no_such_module"]),
    odd("exclude-and-missing", target_modules=["$attention0", "no_such_module"], exclude_modules=".*"),
)

LAYERS = (
    odd("layer-number", target_modules=["$linears"], layers_to_transform=1),
    odd("layer-zero", target_modules=["$linears"], layers_to_transform=0),
    odd("layer-pattern", target_modules=["$linears"], layers_to_transform=[1], layers_pattern=["$layers"]),
    odd("layer-pattern-string", target_modules=["$linears"], layers_to_transform=[1], layers_pattern="$layers"),
    odd("layer-pattern-wrong", target_modules=["$linears"], layers_to_transform=[1], layers_pattern=["no_such_list"]),
    odd("layer-pattern-alone", target_modules=["$linears"], layers_pattern=["$layers"]),
    odd("layer-out-of-range", target_modules=["$linears"], layers_to_transform=[99]),
    odd("layers-empty", target_modules=["$linears"], layers_to_transform=[]),
    odd("layers-with-head", target_modules=["$attention", "$head"], layers_to_transform=[0]),
    odd("layers-with-regex", target_modules=".*$attention0", layers_to_transform=[0]),
    odd("layer-pattern-with-regex", target_modules=".*$attention0", layers_pattern=["$layers"]),
    odd("layers-default-targets", layers_to_transform=[0], task_type="$task"),
    odd("layer-path-and-layers", target_modules=["$layers.1.$attention0", "$down"], layers_to_transform=[0]),
)

SAVED = (
    usual("save-classifiers", target_modules=["$attention"], modules_to_save=["classifier", "score"]),
    usual("save-norms", target_modules=["$attention"], modules_to_save=["$norm"]),
    odd("save-head-twice", target_modules=["$attention"], modules_to_save=["$head"], task_type="$task"),
    odd("save-tail", target_modules=["$attention"], modules_to_save=["$headtail"]),
    odd("save-letter", target_modules=["$attention"], modules_to_save=["r"]),
    odd("save-layer", target_modules=["$attention"], modules_to_save=["layer"]),
    odd("save-norm-word", target_modules=["$attention"], modules_to_save=["norm"]),
    odd("save-proj", target_modules=["$attention"], modules_to_save=["proj"]),
    odd("save-dense", target_modules=["$attention"], modules_to_save=["dense"]),
    odd("save-blocks", target_modules=["$attention"], modules_to_save=["$layers"]),
    odd("save-first-block", target_modules=["$attention"], modules_to_save=["$layers.0"]),
    odd("save-block-one", target_modules=["$attention"], modules_to_save=["1"]),
    odd("save-nested", target_modules=["$attention"], modules_to_save=["$layers.0", "$layers.0.$norm"]),
    odd("save-nested-inner-first", target_modules=["$attention"], modules_to_save=["$norm", "$layers.0"]),
    odd("save-what-is-adapted", target_modules=["$attention"], modules_to_save=["$attention0"]),
    odd("save-all-adapted", target_modules=["$attention"], modules_to_save=["$attention"]),
    odd("save-missing", target_modules=["$attention"], modules_to_save=["no_such_module"]),
    odd("save-empty-list", target_modules=["$attention"], modules_to_save=[]),
    odd("save-empty-name", target_modules=["$attention"], modules_to_save=[""]),
    odd("save-regex-like", target_modules=["$attention"], modules_to_save=[".*\\.$head"]),
    odd("save-string", target_modules=["$attention"], modules_to_save="$head"),
    odd("save-parameter", target_modules=["$attention"], modules_to_save=["$head.weight"]),
    odd("save-child-of-adapted", target_modules=["$attention"], modules_to_save=["base_layer", "lora_A"]),
    odd("save-default", target_modules=["$attention"], modules_to_save=["default"]),
    odd("save-dotted", target_modules=["$attention"], modules_to_save=[".$norm"]),
    odd("save-embedding", target_modules=["$attention"], modules_to_save=["$embedding"]),
    odd("save-only", modules_to_save=["$head"], task_type="$task"),
    odd("save-nested-head", target_modules=["$attention"], modules_to_save=["classifier", "classifier.dense"],
        only=["roberta-seq", "roberta-token", "electra-seq"]),
    odd("save-dense-in-head", target_modules=["$attention"], modules_to_save=["dense"], task_type="SEQ_CLS",
        only=["roberta-seq", "electra-seq", "bert-seq", "deberta-v2-seq"]),
    odd("save-full-path", target_modules=["$attention"], modules_to_save=["model.layers.0.mlp.up_proj"],
        only=["llama", "llama-tied", "llava", "gemma3", "mistral", "qwen2-vl"]),
)

TASKS = (
    odd("task-seq-cls", target_modules=["$attention"], task_type="SEQ_CLS"),
    odd("task-token-cls", target_modules=["$attention"], task_type="TOKEN_CLS"),
    odd("task-causal", target_modules=["$attention"], task_type="CAUSAL_LM"),
    odd("task-seq2seq", target_modules=["$attention"], task_type="SEQ_2_SEQ_LM"),
    odd("task-question", target_modules=["$attention"], task_type="QUESTION_ANS"),
    odd("task-features", target_modules=["$attention"], task_type="FEATURE_EXTRACTION"),
    odd("task-unknown", target_modules=["$attention"], task_type="NO_SUCH_TASK"),
    odd("task-targets-head", target_modules=["$attention", "classifier", "score"], task_type="SEQ_CLS"),
)

TOKENS = (
    odd("tokens", target_modules=["$attention"], trainable_token_indices=[1, 2, 3]),
    odd("tokens-by-name", target_modules=["$attention"], trainable_token_indices={"$embedding": [1, 2]}),
    odd("tokens-missing", target_modules=["$attention"], trainable_token_indices={"no_such_module": [1]}),
    odd("tokens-tied", target_modules=["$attention"], trainable_token_indices=[1, 2], ensure_weight_tying=True),
    odd("tokens-of-both", target_modules=["$attention"], trainable_token_indices={"$embedding": [1], "$head": [2]}),
    odd("tokens-and-save", target_modules=["$attention"], trainable_token_indices=[1], modules_to_save=["$embedding"]),
    odd("tokens-and-target", target_modules=["$attention", "$embedding"], trainable_token_indices=[1]),
    odd("tokens-of-linear", target_modules=["$down"], trainable_token_indices={"$attention0": [1]}),
    odd("tokens-tuner", "TRAINABLE_TOKENS", token_indices=[1, 2]),
    odd("tokens-tuner-target", "TRAINABLE_TOKENS", token_indices=[1, 2], target_modules=["$embedding"]),
)

TIED = (
    odd("tied-save-embedding", target_modules=["$attention"], modules_to_save=["$embedding"], ensure_weight_tying=True),
    odd("tied-save-head", target_modules=["$attention"], modules_to_save=["$head"], ensure_weight_tying=True),
    odd("tied-save-both", target_modules=["$attention"], modules_to_save=["$embedding", "$head"], ensure_weight_tying=True),
    odd("tied-target-embedding", target_modules=["$attention", "$embedding"], ensure_weight_tying=True),
    odd("tied-target-head", target_modules=["$attention", "$head"], ensure_weight_tying=True),
    odd("tied-target-both", target_modules=["$attention", "$embedding", "$head"], ensure_weight_tying=True),
    odd("tied-target-regex", target_modules=".*($embedding|$attention)", ensure_weight_tying=True),
    odd("tied-only", target_modules=["$attention"], ensure_weight_tying=True),
)

PARAMETERS = (
    odd("parameters-experts", target_modules=["$attention"],
        target_parameters=["mlp.experts.gate_up_proj", "mlp.experts.down_proj"],
        only=EXPERTS),
    odd("parameters-experts-alone", target_modules=[], target_parameters=["mlp.experts.gate_up_proj"], only=EXPERTS),
    odd("parameters-experts-bare", target_parameters=["experts.down_proj"], task_type="$task", only=EXPERTS),
    odd("parameters-experts-modules", target_modules=["experts"], only=EXPERTS),
    odd("parameters-experts-list", target_modules=["gate_up_proj", "down_proj", "gate_proj", "up_proj"], only=EXPERTS),
    odd("parameters-w", target_modules=["w1", "w2", "w3"], only=EXPERTS),
    odd("parameters-w-one", target_modules=["q_proj", "w2"], only=EXPERTS),
    odd("parameters-gate-one", target_modules=["q_proj", "gate_proj"], only=EXPERTS),
    odd("parameters-router", target_modules=["q_proj", "gate", "router"], only=EXPERTS),
    odd("parameters-experts-regex", target_modules=".*experts.*(w1|w2|w3|gate_proj|up_proj|down_proj)", only=EXPERTS),
    odd("parameters-experts-all-linear", target_modules="all-linear", target_parameters=["mlp.experts.down_proj"], only=EXPERTS),
    odd("parameters-experts-rank", target_modules=["$linears"], rank_pattern={"gate_proj": 4, "w1": 4, "down_proj": 2},
        only=EXPERTS),
    odd("parameters-experts-rslora", target_modules=["$linears"], lora_dropout=0.1, only=EXPERTS),
    odd("parameters-weight", target_modules=[], target_parameters=["$attention0.weight"]),
    odd("parameters-and-module", target_modules=["$attention0"], target_parameters=["$attention0.weight"]),
    odd("parameters-missing", target_modules=["$attention0"], target_parameters=["no_such.weight"]),
    odd("parameters-bias", target_modules=[], target_parameters=["$attention0.bias"]),
    odd("parameters-of-norm", target_modules=["$attention0"], target_parameters=["$norm.weight"]),
    odd("parameters-dropout", target_modules=[], target_parameters=["$attention0.weight"], lora_dropout=0.1),
    odd("parameters-top", target_modules=["to_q"], target_parameters=["scale"], only=["plain-torch"]),
)

REPLICATED = (
    odd("replicated", target_modules=["$attention"], layer_replication=[[0, 2], [1, 3]]),
    odd("replicated-layers", target_modules=["$attention"], layer_replication=[[0, 1], [0, 1]], layers_to_transform=[1]),
    odd("replicated-save", target_modules=["$attention"], layer_replication=[[0, 2], [1, 2]], modules_to_save=["$head"]),
)

IA3 = (
    usual("ia3", "IA3", target_modules=["$attention", "$down"], feedforward_modules=["$down"]),
    usual("ia3-default", "IA3", task_type="$task"),
    odd("ia3-no-feedforward", "IA3", target_modules=["$attention"]),
    odd("ia3-empty-feedforward", "IA3", target_modules=["$attention"], feedforward_modules=[]),
    odd("ia3-stray-feedforward", "IA3", target_modules=["$attention"], feedforward_modules=["$down"]),
    odd("ia3-regex", "IA3", target_modules=".*\\.$attention0", feedforward_modules=".*\\.$attention0"),
    odd("ia3-regex-and-list", "IA3", target_modules=".*\\.$attention0", feedforward_modules=["$attention0"]),
    odd("ia3-all-linear", "IA3", target_modules="all-linear", feedforward_modules=[]),
    odd("ia3-save", "IA3", target_modules=["$attention"], feedforward_modules=[], modules_to_save=["$head"], task_type="$task"),
)

SIZES: dict[str, dict[str, Any]] = {
    "ADALORA": {"total_step": 100}, "LOHA": {}, "LOKR": {}, "OFT": {"oft_block_size": 8}, "BOFT": {"boft_block_size": 4},
    "VERA": {"r": 4}, "HRA": {}, "C3A": {"block_size": 8}, "VBLORA": {"vector_length": 8, "num_vectors": 8, "topk": 2},
    "FOURIERFT": {"n_frequency": 10}, "WAVEFT": {"n_frequency": 10}, "MISS": {"r": 4}, "BONE": {"r": 4}, "RANDLORA": {"r": 4},
    "ROAD": {"group_size": 8}, "SHIRA": {"r": 2}, "HIRA": {"r": 4}, "DELORA": {}, "GRALORA": {"r": 4}, "TINYLORA": {}, "POLY": {},
    "OSF": {}, "LILY": {"r": 4}, "PEANUT": {"r": 4}, "PSOFT": {"r": 4}, "PVERA": {"r": 4}, "BEFT": {}, "FROD": {}, "GLORA": {},
    "UNILORA": {}, "SUPERTUNING": {"r": 2}, "DEFT": {}, "LN_TUNING": {},
}
BIASED = ("ADALORA", "BOFT", "C3A", "FOURIERFT", "HRA", "OFT", "VERA", "VBLORA", "MISS", "RANDLORA", "DELORA")


def tuners() -> Iterable[Config]:
    """The other methods that adapt modules: on a list, with their default targets, and some with other members."""
    for kind, sizes in SIZES.items():
        name = kind.lower().replace("_", "-")
        target = "$norm" if kind == "LN_TUNING" else "$attention"
        yield odd(name, kind, target_modules=[target], **sizes)
        yield odd(f"{name}-default", kind, task_type="$task", **sizes)
        if kind in ("ADALORA", "LOHA", "LOKR", "OFT", "BOFT", "VERA", "HRA", "FOURIERFT", "LN_TUNING", "VBLORA"):
            yield odd(f"{name}-save", kind, target_modules=[target], modules_to_save=["$head"], task_type="$task", **sizes)
            yield odd(f"{name}-linears", kind, target_modules=["$linears"], exclude_modules=["$attention0"], **sizes)
            yield odd(f"{name}-all-linear", kind, target_modules="all-linear", **sizes)
        if kind in BIASED:
            yield odd(f"{name}-bias-all", kind, target_modules=[target], bias="all", **sizes)
            yield odd(f"{name}-bias-only", kind, target_modules=[target], bias=f"{kind.lower()}_only", **sizes)
    yield odd("ln-tuning-all", "LN_TUNING", target_modules=["$norm", "$attention"])
    yield odd("ln-tuning-embedding", "LN_TUNING", target_modules=["$embedding", "$head"])
    yield odd("adalora-ranks", "ADALORA", target_modules=["$attention"], layers_to_transform=[0], total_step=100)


# Sizes that fit some layers only, and defaults that are too large for small models.
SIZED = (
    odd("c3a-seven", "C3A", target_modules=["$attention"], block_size=7),
    odd("c3a-usual", "C3A", target_modules=["$attention"]),
    odd("vblora-seven", "VBLORA", target_modules=["$attention"], vector_length=7, num_vectors=8, topk=2),
    odd("gralora-three", "GRALORA", target_modules=["$attention"], r=6, gralora_k=3),
    odd("gralora-unequal", "GRALORA", target_modules=["$attention"], r=8, gralora_k=3),
    odd("road-usual", "ROAD", target_modules=["$attention"]),
    odd("road-odd", "ROAD", target_modules=["$attention"], group_size=7),
    odd("road-down", "ROAD", target_modules=["$down"], group_size=32),
    odd("boft-three", "BOFT", target_modules=["$attention"], boft_block_size=0, boft_block_num=3),
    odd("boft-down", "BOFT", target_modules=["$down"], boft_block_size=16),
    odd("miss-wide", "MISS", target_modules=["$attention"], r=48),
    odd("miss-bat", "MISS", target_modules=["$attention"], r=4, init_weights="bat"),
    odd("miss-bat-seven", "MISS", target_modules=["$attention"], r=7, init_weights="bat"),
    odd("miss-mini", "MISS", target_modules=["$attention"], r=4, mini_r=3, init_weights="mini"),
    odd("bone-bat-seven", "BONE", target_modules=["$attention"], r=7, init_weights="bat"),
    odd("psoft-wide", "PSOFT", target_modules=["$attention"], r=33),
    odd("shira-wide", "SHIRA", target_modules=["$attention"], r=17),
    odd("fourierft-usual", "FOURIERFT", target_modules=["$attention"]),
    odd("fourierft-many", "FOURIERFT", target_modules=["$attention"], n_frequency=5000),
    odd("waveft-usual", "WAVEFT", target_modules=["$attention"]),
    odd("vera-zero", "VERA", target_modules=["$attention"], r=0),
    odd("hra-zero", "HRA", target_modules=["$attention"], r=0),
)

# Tuners whose configs have no modules_to_save, with tasks that ask for it.
HEADLESS = (
    odd("tokens-tuner-sequence", "TRAINABLE_TOKENS", token_indices=[1], task_type="SEQ_CLS"),
    odd("tokens-tuner-token", "TRAINABLE_TOKENS", token_indices=[1], task_type="TOKEN_CLS"),
    odd("tokens-tuner-question", "TRAINABLE_TOKENS", token_indices=[1], task_type="QUESTION_ANS"),
)

PROMPTS = (
    odd("prompt-tuning-token", "PROMPT_TUNING", num_virtual_tokens=4, task_type="TOKEN_CLS"),
    odd("prompt-tuning-beyond", "PROMPT_TUNING", num_virtual_tokens=4, task_type="FEATURE_EXTRACTION",
        only=["gemma3", "paligemma", "llava", "qwen2-vl", "blip2", "bert-seq", "vit", "clip", "whisper", "mamba"]),
    odd("prompt-tuning", "PROMPT_TUNING", num_virtual_tokens=4, task_type="$task"),
    odd("prompt-tuning-no-task", "PROMPT_TUNING", num_virtual_tokens=4),
    odd("prompt-tuning-save", "PROMPT_TUNING", num_virtual_tokens=4, task_type="$task", modules_to_save=["$head"]),
    odd("prefix-tuning", "PREFIX_TUNING", num_virtual_tokens=4, task_type="$task"),
    odd("p-tuning", "P_TUNING", num_virtual_tokens=4, encoder_hidden_size=16, task_type="$task"),
    odd("multitask-prompt-tuning", "MULTITASK_PROMPT_TUNING", num_virtual_tokens=4, num_tasks=2, task_type="$task"),
    odd("cartridge", "CARTRIDGE", num_virtual_tokens=4, task_type="$task"),
    odd("adaption-prompt", "ADAPTION_PROMPT", adapter_len=4, adapter_layers=2, task_type="$task"),
)

CONFIGS = (*TARGETS, *EXCLUDED, *LAYERS, *SAVED, *TASKS, *TOKENS, *TIED, *PARAMETERS, *REPLICATED, *IA3, *tuners(), *SIZED, *HEADLESS,
           *PROMPTS)


def asked(architecture: Architecture, config: Config) -> bool:
    """Whether the pair is asked."""
    if config.only:
        return architecture.name in config.only
    if config.members["peft_type"] not in ("LORA", "IA3"):
        return architecture.name in TUNED
    return config.usual or architecture.name in WHOLE


def members_for(config: Config, architecture: Architecture, modules: Sequence[str]) -> dict[str, Any]:
    """The config with an architecture's names, and without a task type if the architecture has none."""
    names = names_of(architecture, modules)
    members = {}
    for key, value in config.members.items():
        if value == "$task":
            if architecture.task is None:
                continue
            value = architecture.task
        members[key] = fill(value, names)
    return members


def names_of(architecture: Architecture, modules: Sequence[str]) -> dict[str, list[str]]:
    last = {module.rpartition(".")[2] for module in modules}

    def of_model(names: tuple[str, ...]) -> list[str]:
        return [name for name in names if name in last or not architecture.renamed]

    attention = of_model(architecture.attention)
    return {"$attention0tail": [attention[0][1:]], "$attention0": attention[:1], "$attention": attention,
            "$linears": of_model(architecture.linears), "$down": [architecture.down], "$embedding": [architecture.embedding],
            "$headtail": [architecture.head[1:]], "$head": [architecture.head], "$norm": [architecture.norm],
            "$layers": [architecture.layers],
            "$paths": [path for path in modules if path.rpartition(".")[2] in attention] or attention}


def fill(value: Any, names: dict[str, list[str]]) -> Any:
    """Replaces the placeholders in a value."""
    if isinstance(value, dict):
        return {fill(key, names): entry for key, entry in value.items()}
    if isinstance(value, list):
        return [text for entry in value for text in (all_texts(entry, names) if isinstance(entry, str) else [entry])]
    if isinstance(value, str):
        for placeholder, texts in names.items():
            value = value.replace(placeholder, texts[0] if len(texts) == 1 else "(" + "|".join(texts) + ")")
    return value


def all_texts(text: str, names: dict[str, list[str]]) -> list[str]:
    """A list's entry with its placeholders replaced: one text for each combination."""
    found = re.search("|".join(re.escape(placeholder) for placeholder in names), text)
    if not found:
        return [text]
    return [whole for name in names[found[0]] for whole in all_texts(text[:found.start()] + name + text[found.end():], names)]

