import torch


def values(*shape):
    """Random numbers with three decimals, distinct enough that a maximum has no ties."""
    return (torch.randn(*shape, dtype=torch.float64) * 1000).round() / 1000


def positive(*shape):
    return values(*shape).abs() + 0.1


def case(name, op, run, args=None, changes=(), **tensors):
    return {"name": name, "op": op, "tensors": tensors, "args": args or {}, "run": run, "changes": changes}
