# SPDX-License-Identifier: Apache-2.0
"""Trees of models that the corpus lacks, as far as the configs in tests/data/configs need them: their layers, by their real names.

Each is written by hand from what is known of the model; none was read off a running one, unlike the trees of corpus/trees.
"""


def paths(*templates):
    """Expands "a.{0..3}.{x,y}" and adds what stands above, in the order of the model."""
    listed = {}
    for template in templates:
        for path in expanded(template):
            segments = path.split(".")
            for depth in range(1, len(segments) + 1):
                listed.setdefault(".".join(segments[:depth]))
    return list(listed)


def expanded(template):
    before, brace, rest = template.partition("{")
    if not brace:
        return [template]
    inside, _, after = rest.partition("}")
    if ".." in inside:
        first, last = map(int, inside.split(".."))
        choices = [str(number) for number in range(first, last + 1)]
    else:
        choices = inside.split(",")
    tails = expanded(after)
    return [before + choice + tail for choice in choices for tail in tails]


ATTENTION = "self_attn.{q_proj,k_proj,v_proj,o_proj}"
MLP = "mlp.{gate_proj,up_proj,down_proj,act_fn}"
NORMS = "{input_layernorm,post_attention_layernorm}"


def language(root, layers, *parts):
    return [f"{root}.embed_tokens", *(f"{root}.layers.{{0..{layers - 1}}}.{part}" for part in (*parts, NORMS)), f"{root}.norm"]


def qwen2_5_vl():
    vision = "model.visual"
    block = f"{vision}.blocks.{{0..31}}"
    return paths(
        f"{vision}.patch_embed.proj", f"{block}.{{norm1,norm2}}", f"{block}.attn.{{qkv,proj}}", f"{block}.{MLP}", f"{vision}.merger.mlp.{{0,1,2}}",
        *language("model.language_model", 28, ATTENTION, MLP), "lm_head",
    )  # fmt: skip


def qwen3_vl_moe():
    block = "model.visual.blocks.{0..26}"
    return paths(
        "model.visual.patch_embed.proj", f"{block}.{{norm1,norm2}}", f"{block}.attn.{{qkv,proj}}", f"{block}.mlp.{{linear_fc1,linear_fc2}}",
        "model.visual.merger.{norm,linear_fc1,linear_fc2}",
        *language("model.language_model", 48, ATTENTION, "self_attn.{q_norm,k_norm}", "mlp.{gate,experts}"), "lm_head",
    )  # fmt: skip


def gemma4(layers, full_attention, experts):
    """Layers of full attention have no v_proj."""
    root = "model.language_model"
    tree = [f"{root}.embed_tokens"]
    for layer in range(layers):
        attention = "{q_proj,k_proj,o_proj}" if full_attention and layer % 6 == 5 else "{q_proj,k_proj,v_proj,o_proj}"
        tree += [f"{root}.layers.{layer}.self_attn.{attention}", f"{root}.layers.{layer}.{MLP}"]
        if experts:
            tree += [f"{root}.layers.{layer}.router.proj", f"{root}.layers.{layer}.experts"]
    block = "model.vision_tower.encoder.layers.{0..15}"
    return paths(
        "model.vision_tower.patch_embedder.input_proj", f"{block}.self_attn.{{q_proj,k_proj,v_proj,o_proj}}.linear",
        f"{block}.mlp.{{gate_proj,up_proj,down_proj}}.linear", *tree, f"{root}.norm", "lm_head",
    )  # fmt: skip


def lfm2_moe():
    attention = (2, 6, 10, 14, 18, 21)
    tree = ["model.embed_tokens"]
    for layer in range(24):
        root = f"model.layers.{layer}"
        tree.append(f"{root}.self_attn.{{q_proj,k_proj,v_proj,out_proj}}" if layer in attention else f"{root}.conv.{{conv,in_proj,out_proj}}")
        tree += [f"{root}.feed_forward.{{w1,w2,w3}}"] if layer < 2 else [f"{root}.feed_forward.{{gate,experts}}"]
    return paths(*tree, "model.embedding_norm", "lm_head")


def qwen3_5():
    tree = ["model.language_model.embed_tokens"]
    for layer in range(32):
        root = f"model.language_model.layers.{layer}"
        full = layer % 4 == 3
        tree += [f"{root}.{ATTENTION}" if full else f"{root}.linear_attn.{{conv1d,in_proj_qkv,in_proj_z,in_proj_b,in_proj_a,out_proj}}", f"{root}.{MLP}"]
    return paths(*tree, "model.language_model.norm", "lm_head")


def gguf(layers, attention, experts):
    names = ["token_embd.weight"]
    for layer in range(layers):
        names += [f"blk.{layer}.{part}.weight" for part in (*attention, "ffn_norm", "ffn_gate_inp", *experts)]
    return [*names, "output_norm.weight", "output.weight"]


EXPERTS = ("ffn_gate_exps", "ffn_up_exps", "ffn_down_exps")
QKV = ("attn_norm", "attn_q", "attn_k", "attn_v", "attn_output")

TREES = {
    "qwen2.5-vl-7b": qwen2_5_vl,
    "qwen3-vl-30b-a3b": qwen3_vl_moe,
    "baichuan2-7b": lambda: paths(*language("model", 32, "self_attn.{W_pack,o_proj,rotary_emb}", MLP), "lm_head"),
    "paddleocr-vl": lambda: paths(
        "model.visual.vision_model.encoder.layers.{0..26}.self_attn.{q_proj,k_proj,v_proj,out_proj}",
        "model.visual.vision_model.encoder.layers.{0..26}.mlp.{fc1,fc2}", "model.projector.{linear_1,linear_2}",
        *language("model.language_model", 18, ATTENTION, MLP), "lm_head",
    ),  # fmt: skip
    "gemma-4-26b-a4b": lambda: gemma4(30, True, True),
    "gemma-4-e2b": lambda: gemma4(35, False, False),
    "lfm2-8b-a1b": lfm2_moe,
    "qwen3.5-4b": qwen3_5,
    "minimax-2.1": lambda: gguf(62, QKV, EXPERTS),
    "gpt-oss-120b.gguf": lambda: gguf(36, QKV, EXPERTS),
    "gpt-oss-120b": lambda: paths(*language("model", 36, ATTENTION, "mlp.{router,experts}"), "lm_head"),
    "openflamingo": lambda: paths(
        "vision_encoder.transformer.resblocks.{0..23}.attn.out_proj", "perceiver.layers.{0..5}.{0}.{to_q,to_kv,to_out}", "perceiver.layers.{0..5}.1.{1,3}",
        *language("lang_encoder.model", 32, ATTENTION, MLP),
        "lang_encoder.gated_cross_attn_layers.{3,7,11,15,19,23,27,31}.attn.{norm,to_q,to_kv,to_out}",
        "lang_encoder.gated_cross_attn_layers.{3,7,11,15,19,23,27,31}.ff.{0,1,3}", "lang_encoder.lm_head",
    ),  # fmt: skip
    "kimi-k2.6": lambda: paths(
        "vision_tower.encoder.blocks.{0..26}.{wqkv,wo}", "mm_projector.proj.{0,2}",
        *language("language_model.model", 61, "self_attn.{q_a_proj,q_b_proj,kv_a_proj_with_mqa,kv_b_proj,o_proj}", "mlp.{gate,experts}"), "language_model.lm_head",
    ),  # fmt: skip
}
