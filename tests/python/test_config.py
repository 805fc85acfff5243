# SPDX-License-Identifier: Apache-2.0
"""overmatch.audit with configs of other libraries than PEFT: the results are those of the command line."""

import json
import os
import pathlib
import subprocess

import overmatch
import pytest

BINARY = os.environ.get("OVERMATCH")
NAMES = ["model", "model.q_proj", "model.k_proj", "lm_head"]
AWQ = {"model_type": "m", "quantization_config": {"quant_method": "awq", "modules_to_not_convert": ["lm_head"]}}


def test_a_dict_a_file_and_yaml_are_recognised(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps(AWQ))
    (tmp_path / "recipe.yaml").write_text("a_stage:\n  b_modifiers:\n    GPTQModifier:\n      targets: ['re:.*_proj']\n      ignore: [model.k_proj]\n")
    for config in (AWQ, tmp_path / "config.json", str(tmp_path / "config.json")):
        found = overmatch.audit(NAMES, config)
        assert found, found.text
        (entry,) = found.entries
        assert (entry.member, entry.mode, entry.selected) == ("quantization_config.modules_to_not_convert", "transformers-skip", ("lm_head",))
    found = overmatch.audit(NAMES, tmp_path / "recipe.yaml")
    assert [(each.what, each.modules) for each in found.results] == [("quantized", ("model.q_proj",)), ("left out", ("model.k_proj",))]
    assert found.data["config"]["kind"] == "a recipe of llm-compressor"


def test_configs_of_peft_are_read_as_before():
    config = {"peft_type": "LORA", "target_modules": ["q_proj"]}
    found = overmatch.audit(NAMES, config)
    assert found.adapted == ("model.q_proj",)
    assert found.results == ()
    with pytest.raises(ValueError, match="did you mean"):
        overmatch.audit(NAMES, {"target_moduls": ["q_proj"]})


def test_what_is_not_judged_is_no_clean_bill():
    compressed = {"quant_method": "compressed-tensors", "config_groups": {"g": {"targets": ["Linear"]}}, "ignore": ["lm_head"]}
    found = overmatch.audit(NAMES, {"quantization_config": compressed})
    assert found.exit_status == 4
    (open_,) = found.not_judged
    assert (open_.member, open_.needs) == ("quantization_config.config_groups.g.targets", "classes")
    compressed["config_groups"]["g"]["targets"] = ["model.q_proj"]
    assert overmatch.audit(NAMES, {"quantization_config": compressed}).exit_status == 0


def test_options_of_llama_cpp():
    tensors = ["blk.0.attn_q.weight", "blk.0.ffn_up_exps.weight", "blk.1.ffn_up_exps.weight"]
    found = overmatch.audit(tensors, override_tensor=r"blk\.1\.=CUDA0,.ffn_.*_exps.=CPU")
    assert {each.label: each.parameters for each in found.results} == {"CPU": ("blk.0.ffn_up_exps.weight",), "CUDA0": ("blk.1.ffn_up_exps.weight",)}
    assert not overmatch.audit(tensors, tensor_type=["ffn=q4_k", "ffn_up=q8_0"]), "the second decides nothing"
    with pytest.raises(ValueError, match="override_tensor"):
        overmatch.audit(tensors, override_tensor="a")


@pytest.mark.parametrize("text", ["quantization_config: 3", "a: !!python/name:os.system", "unfrozen_parameters: ['(']", "- a\n", ""])
def test_broken_configs_raise(tmp_path, text):
    path = pathlib.Path(tmp_path, "config.yaml")
    path.write_text(text)
    with pytest.raises(ValueError, match="config.yaml"):
        overmatch.audit(NAMES, path)


def test_the_report_is_that_of_the_command_line(tmp_path):
    if not BINARY:
        pytest.skip("the environment names no program in OVERMATCH")
    (tmp_path / "tree.txt").write_text("\n".join(NAMES) + "\n")
    (tmp_path / "config.json").write_text(json.dumps(AWQ))
    files = [str(tmp_path / "tree.txt"), str(tmp_path / "config.json")]
    done = subprocess.run([BINARY, "audit", "--tree", files[0], "--config", files[1], "--json", "-"], capture_output=True, text=True)
    assert json.loads(done.stdout) == overmatch.audit(*files).data
