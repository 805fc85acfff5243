# SPDX-License-Identifier: Apache-2.0
"""Models and configs without torch: what `overmatch.audit` and `overmatch.peft` ask of them, and no more."""

from __future__ import annotations

import enum
import itertools

_numbers = itertools.count()


class Parameter:
    def __init__(self, requires_grad=False):
        self.requires_grad = requires_grad
        self.shape = (4, 4)


class Module:
    """A torch.nn.Module with children, parameters and nothing else."""

    def __init__(self, parameters=(), **children):
        self._parameters = {name: value if isinstance(value, Parameter) else Parameter() for name, value in dict.fromkeys(parameters).items()}
        self._modules = dict(children)

    def named_children(self):
        yield from self._modules.items()

    def named_parameters(self, recurse=True):
        assert not recurse
        yield from self._parameters.items()

    def named_modules(self, path=""):
        yield path, self
        for name, child in self._modules.items():
            yield from child.named_modules(f"{path}.{name}" if path else name)

    def at(self, path):
        return dict(self.named_modules())[path]

    def train(self):
        for _, module in self.named_modules():
            for parameter in module._parameters.values():
                parameter.requires_grad = True
        return self


class Linear(Module):
    def __init__(self):
        super().__init__(["weight", "bias"])


class ModuleList(Module):
    def __init__(self, modules):
        super().__init__(**{str(at): module for at, module in enumerate(modules)})


def model(layers=2, **more):
    """A small transformer: model.layers.N.self_attn.{q_proj,v_proj}, and what else is given."""
    blocks = [Module(self_attn=Module(q_proj=Linear(), v_proj=Linear()), norm=Module(["weight"])) for _ in range(layers)]
    return Module(model=Module(embed=Module(["weight"]), layers=ModuleList(blocks)), **more)


class Kind(enum.Enum):
    LORA = "LORA"


class LoraConfig:
    """A config as PEFT's: with sets, enums and members that are no JSON."""

    def __init__(self, **members):
        self.members = {"peft_type": Kind.LORA, "bias": "none", "modules_to_save": None, **members}

    def to_dict(self):
        return dict(self.members, dtype=object())


# --- What PEFT makes of it ------------------------------------------------------------------------------------------------


class TunerLayer(Module):
    adapter_layer_names = ("lora_A", "lora_B")

    def __init__(self, base_layer, trains=True, adapters=("default",), **parameters):
        def half():
            return Module(**{name: Module(["weight"]) for name in adapters})

        super().__init__(base_layer=base_layer, lora_A=half(), lora_B=half())
        for name in ("lora_A", "lora_B"):
            self._modules[name]._modules["default"]._parameters["weight"].requires_grad = trains
        self._parameters = {name: Parameter(value) for name, value in parameters.items()}


class ModulesToSaveWrapper(Module):
    def __init__(self, original, copy, adapters=("default",)):
        super().__init__(original_module=original, modules_to_save=Module(default=copy, **{name: Linear() for name in adapters if name != "default"}))


class TrainableTokensWrapper(Module):
    def __init__(self, original):
        super().__init__(token_adapter=TunerLayer(original))


def replace(module, path, wrap):
    """Puts `wrap(child)` in the place of the child at `path`."""
    above, _, last = path.rpartition(".")
    parent = module.at(above)
    parent._modules[last] = wrap(parent._modules[last])


class PeftModel(Module):
    def __init__(self, base, config, tuner=None, **children):
        super().__init__(base_model=base if tuner == "prompt" else Module(model=base), **children)
        self.base = base
        self.peft_config = {"default": config}
        self.active_adapter = "default"

    def get_base_model(self):
        return self.base
