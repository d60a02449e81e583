"""Attention as a layer: the tensors named as its parameters are what the layer holds."""
import torch
from torch.nn.utils.stateless import functional_call

from cases import case, values

CALLED = ("query", "key", "value", "key_padding_mask")


def layer(name, width, heads, length=3, keys=4, batch=2, need_weights=True, masks=None, **options):
    made = torch.nn.MultiheadAttention(width, heads, **options).double()
    tensors = {"query": values(length, batch, width), "key": values(keys, batch, options.get("kdim", width)),
               "value": values(keys, batch, options.get("vdim", width)), **(masks or {})}
    tensors.update({key: values(*parameter.shape) for key, parameter in made.named_parameters()})

    def run(**given):
        parameters = {key: value for key, value in given.items() if key not in CALLED}
        inputs = {key: value for key, value in given.items() if key in CALLED}
        output, weights = functional_call(made, parameters, (), {**inputs, "need_weights": need_weights})
        return (output, weights) if need_weights else output

    args = {"width": width, "heads": heads, "need_weights": need_weights, **options}
    return case("layer " + name, "layer", run, args, **tensors)


def keys_of_samples():
    return torch.tensor([[False, False, True, False], [False, True, False, True]])


def function(name, mask=None, causal=False, queries=(1, 2, 3, 4), keys=(1, 2, 5, 4)):
    tensors = {"query": values(*queries), "key": values(*keys), "value": values(*keys[:-1], 2)}
    if mask is not None:
        tensors["attn_mask"] = mask

    def run(query, key, value, attn_mask=None):
        scores = query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5
        if causal:
            attn_mask = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
        if attn_mask is not None:
            flag = attn_mask.dtype == torch.bool
            scores = scores.masked_fill(~attn_mask, -torch.inf) if flag else scores + attn_mask
        return scores.softmax(-1) @ value

    return case("function " + name, "function", run, {"causal": causal}, **tensors)


def cases():
    return [
        layer("plain", 4, 2),
        layer("one head, no bias", 4, 1, bias=False),
        layer("no weights", 4, 2, need_weights=False),
        layer("keys masked", 4, 2, masks={"key_padding_mask": keys_of_samples()}),
        layer("keys and values of another width", 4, 2, kdim=5, vdim=5),
        function("plain"),
        function("a flag mask", mask=torch.rand(1, 1, 3, 5) > 0.3),
        function("numbers added to the scores", mask=values(3, 5)),
        function("causal", causal=True),
        function("causal, more queries than keys", causal=True, queries=(2, 5, 3), keys=(2, 4, 3)),
    ]
