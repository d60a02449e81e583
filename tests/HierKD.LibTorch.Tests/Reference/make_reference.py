"""Writes Data/*.json: what PyTorch computes for the operators that are laborious to check by hand.

Run in this folder:  /usr/bin/python3 make_reference.py
The committed figures come from PyTorch 1.13.1 (Debian's python3-torch), one thread, float64.

A case holds the operator's name, its arguments, its input tensors, the outputs, the buffers it changed in place, and the
gradient of every differentiable input for the fixed cotangent g[i] = (i % 7 - 3) / 4 (i counts the first output's elements in
row-major order), so that no cotangent needs to be stored. Inputs have three decimals: float32 and float64 see the same case.
"""
import json
import pathlib

import torch

from cases import activation, attention, calls, convolution, indexing, loss, named, normalization, reduction, resampling

FAMILIES = {
    "activation": activation.cases,
    "attention": attention.cases,
    "calls": calls.cases,
    "convolution": convolution.cases,
    "indexing": indexing.cases,
    "loss": loss.cases,
    "named": named.cases,
    "normalization": normalization.cases,
    "reduction": reduction.cases,
    "resampling": resampling.cases,
}


def cotangent(output):
    ramp = torch.arange(output.numel(), dtype=torch.float64).reshape(output.shape)
    return (ramp % 7 - 3) / 4


def as_json(tensor):
    kind = {torch.float64: "float", torch.int64: "long", torch.bool: "bool"}[tensor.dtype]
    values = tensor.detach().clone().reshape(-1).tolist()
    if kind == "float":
        values = [float("%.13g" % value) for value in values]
    return {"kind": kind, "shape": list(tensor.shape), "values": values}


def record(name, op, tensors, args, run, changes=()):
    inputs = {key: value.clone() for key, value in tensors.items()}
    learn = [key for key, value in inputs.items() if value.is_floating_point() and key not in changes]
    for key in learn:
        inputs[key].requires_grad_()
    before = {key: as_json(value) for key, value in inputs.items()}
    outputs = run(**inputs)
    outputs = list(outputs) if isinstance(outputs, (tuple, list)) else [outputs]
    gradients = {}
    if outputs[0].requires_grad:
        outputs[0].backward(cotangent(outputs[0]))
        gradients = {key: as_json(inputs[key].grad) for key in learn if inputs[key].grad is not None}
    return {
        "name": name, "op": op, "args": args, "inputs": before,
        "outputs": [as_json(output) for output in outputs],
        "changed": {key: as_json(inputs[key]) for key in changes},
        "gradients": gradients,
    }


def main():
    torch.set_num_threads(1)
    folder = pathlib.Path(__file__).parent / "Data"
    folder.mkdir(exist_ok=True)
    for family, cases in FAMILIES.items():
        torch.manual_seed(7)
        recorded = [record(**case) for case in cases()]
        assert len({case["name"] for case in recorded}) == len(recorded), family
        lines = ",\n".join(json.dumps(case, separators=(",", ":"), allow_nan=False) for case in recorded)
        text = '{"pytorch":"%s","command":"python3 make_reference.py","cases":[\n%s\n]}\n' % (torch.__version__, lines)
        (folder / (family + ".json")).write_text(text)
        print(family, len(recorded), "cases", len(text), "bytes")


if __name__ == "__main__":
    main()
