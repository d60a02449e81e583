"""Writes Data/*.json: what PyTorch and torchvision say about the networks of HierKD.Models.

Run in this folder:  /usr/bin/python3 make_reference.py [NETWORK ...]
The committed figures come from PyTorch 1.13.1 and torchvision 0.14.1 (Debian's packages), one thread.

Every module in networks/ lists some networks: a name, how to make it, the shape of the input for its logits and of the one for its
cost. A file holds the network's state (every key with its shape), the number of its parameters, the multiply-adds of each convolution
and linear layer for one sample of the cost shape (weight elements x output positions, or input positions where the convolution is
transposed; nothing for torch.nn.MultiheadAttention, which calls no layer), and its first ten logits in float64.

No weights are stored: both sides fill the state with numbers from a hash of (index of the key, index of the element). The index of a
key is its place among all keys in ordinal order, from 1; index 0 is the network's input.
"""
import importlib
import json
import pathlib
import pkgutil
import sys

import numpy
import torch

import networks

HERE = pathlib.Path(__file__).parent
CHUNK = 1 << 20


def hashed(index, start, count):
    """Numbers in [0, 1) with 53 bits: the finaliser of SplitMix64 on index * 2^32 + element."""
    z = numpy.arange(start, start + count, dtype=numpy.uint64) + numpy.uint64((index << 32) + 0x9E3779B97F4A7C15 & (1 << 64) - 1)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    z ^= z >> numpy.uint64(31)
    return (z >> numpy.uint64(11)).astype(numpy.float64) * 2.0 ** -53


def fill(tensor, index, low, high):
    flat = tensor.view(-1)
    for start in range(0, flat.numel(), CHUNK):
        count = min(CHUNK, flat.numel() - start)
        flat[start:start + count] = torch.from_numpy(hashed(index, start, count) * (high - low) + low)


def bounds(key, shape):
    """Between what the elements lie: scales and variances around 1, shifts and means around 0, weights by the number of their inputs."""
    if len(shape) > 1:
        inputs = 1
        for size in shape[1:]:
            inputs *= size
        return -2 / inputs ** 0.5, 2 / inputs ** 0.5
    if key.endswith("running_var") or key.endswith("weight"):
        return 0.75, 1.25
    return -0.125, 0.125


def fill_state(model):
    state = model.state_dict()
    for index, key in enumerate(sorted(state), start=1):
        if state[key].is_floating_point():
            fill(state[key], index, *bounds(key, state[key].shape))


def sample(shape):
    tensor = torch.empty(shape, dtype=torch.float64)
    fill(tensor, 0, -1, 1)
    return tensor


def multiply_adds(model, shape):
    counts = {}

    def watch(name, module):
        def count(_, inputs, output):
            placed = inputs[0] if isinstance(module, torch.nn.ConvTranspose2d) else output
            positions = placed.numel() // (shape[0] * module.weight.shape[0])
            counts[name] = counts.get(name, 0) + module.weight.numel() * positions
        module.register_forward_hook(count)

    for name, module in model.named_modules():
        if isinstance(module, (torch.nn.Conv1d, torch.nn.Conv2d, torch.nn.Conv3d, torch.nn.ConvTranspose2d, torch.nn.Linear)):
            watch(name, module)
    model(torch.zeros(shape))
    return counts


def record(network):
    model = network["make"]().eval()
    state = {key: list(tensor.shape) for key, tensor in model.state_dict().items()}
    counts = multiply_adds(network["make"]().eval(), network["cost_input"])
    model.double()
    fill_state(model)
    output = model(sample(network["input"]))
    result = {
        "network": network["name"],
        "source": network["source"],
        "parameters": sum(p.numel() for p in model.parameters()),
        "input": network["input"],
        "logits": output[0, :10].reshape(-1)[:10].tolist(),
        "cost_input": network["cost_input"],
        "multiply_adds": counts,
        "state": state,
    }
    if "more" in network:
        result["more"] = {name: tensor[0, :10].tolist() for name, tensor in network["more"](model, sample(network["input"])).items()}
    return result


def as_text(result):
    """One line for each field, and for each entry of the two long ones."""
    fields = []
    for name, value in result.items():
        if name in ("multiply_adds", "state"):
            entries = ",\n".join(f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            fields.append(f"  {json.dumps(name)}: {{\n{entries}\n  }}")
        else:
            fields.append(f"  {json.dumps(name)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(fields) + "\n}\n"


def main(wanted):
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    for found in pkgutil.iter_modules(networks.__path__):
        for network in importlib.import_module(f"networks.{found.name}").NETWORKS:
            if not wanted or network["name"] in wanted:
                (HERE / "Data" / f"{network['name']}.json").write_text(as_text(record(network)))


if __name__ == "__main__":
    main(sys.argv[1:])
