# SPDX-License-Identifier: Apache-2.0
"""Models with the attributes of torch.nn.Module that `overmatch.tree` reads, without torch."""


class Parameter:
    def __init__(self, *shape):
        self.shape = shape


class LazyParameter:
    """As torch.nn.UninitializedParameter."""

    @property
    def shape(self):
        raise RuntimeError("Can't access the shape of an uninitialized parameter")


class Module:
    """torch.nn.Module: its name is set below, and it is the base of all that follow."""

    def __init__(self, **members):
        self._parameters = {}
        self._modules = {}
        for name, member in members.items():
            if isinstance(member, Module):
                self._modules[name] = member
            elif member is None or isinstance(member, (Parameter, LazyParameter)):
                self._parameters[name] = member
            else:
                setattr(self, name, member)

    def named_modules(self, seen=None, prefix=""):
        seen = set() if seen is None else seen
        if self in seen:
            return
        seen.add(self)
        yield prefix, self
        for name, child in self._modules.items():
            yield from child.named_modules(seen, f"{prefix}.{name}" if prefix else name)

    def modules(self):
        return [module for _, module in self.named_modules()]

    def named_parameters(self, recurse=True):
        assert not recurse, "the children have parameters of their own"
        return [(name, value) for name, value in self._parameters.items() if value is not None]


Module.__module__ = "torch.nn.modules.module"


class Linear(Module):
    def __init__(self, inputs, outputs, bias=False):
        super().__init__(weight=Parameter(outputs, inputs), bias=Parameter(outputs) if bias else None)


Linear.__module__ = "torch.nn.modules.linear"


class Embedding(Module):
    pass


class _ConvNd(Module):
    pass


class Conv1d(_ConvNd):
    pass


class Head(Linear):
    pass


class Config:
    model_type = "toy"

    def to_dict(self):
        return {
            "model_type": "toy",
            "vocab_size": 9,
            "tie_word_embeddings": True,
            "eps": 1e-05,
            "limit": float("inf"),
            "dtype": object(),
            "id2label": {0: "LABEL_0"},
            "architectures": ["Toy"],
            "text_config": {"hidden_size": 4, "_name_or_path": "/home/me"},
            "_name_or_path": "/home/me",
        }


class Toy(Module):
    """A model of transformers with tied embeddings."""

    _tied_weights_keys = {"head.weight": "body.embed.weight"}

    def __init__(self):
        embed = Embedding(weight=Parameter(9, 4))
        head = Head(4, 9)
        head._parameters["weight"] = embed._parameters["weight"]
        body = Module(
            embed=embed,
            conv=Conv1d(weight=Parameter(8, 1, 3), bias=Parameter(8), scale=Parameter(), groups=8),
            up=Linear(4, 8, bias=True),
            down=Linear(8, 4),
            same=embed,
            lazy=Module(weight=LazyParameter()),
        )
        super().__init__(body=body, head=head)
        self.config = Config()

    def get_input_embeddings(self):
        return self._modules["body"]._modules["embed"]

    def get_output_embeddings(self):
        return self._modules["head"]


#: What `overmatch.tree(Toy()).save` writes.
TOY_LINES = """\
{"overmatch_tree": 1, "model_type": "toy", "config": {"model_type":"toy","vocab_size":9,"tie_word_embeddings":true,"eps":1e-05,\
"architectures":["Toy"],"text_config":{"hidden_size":4}}, "input_embeddings": "body.embed", "output_embeddings": "head", \
"bases": {"toy_models.Conv1d": ["toy_models._ConvNd"], "toy_models.Head": ["torch.nn.modules.linear.Linear"]}, \
"tied": [["head.weight", "body.embed.weight"]], "declared_ties": {"head.weight": "body.embed.weight"}, \
"aliases": [["body.same", "body.embed"]]}
{"module": "", "class": "toy_models.Toy"}
{"module": "body", "class": "torch.nn.modules.module.Module"}
{"module": "body.embed", "class": "toy_models.Embedding", "parameters": {"weight": [9, 4]}}
{"module": "body.conv", "class": "toy_models.Conv1d", "parameters": {"weight": [8, 1, 3], "bias": [8], "scale": []}, "groups": 8}
{"module": "body.up", "class": "torch.nn.modules.linear.Linear", "parameters": {"weight": [8, 4], "bias": [8]}}
{"module": "body.down", "class": "torch.nn.modules.linear.Linear", "parameters": {"weight": [4, 8]}}
{"module": "body.lazy", "class": "torch.nn.modules.module.Module"}
{"module": "head", "class": "toy_models.Head", "parameters": {"weight": [9, 4]}}
"""
