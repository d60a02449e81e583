import torch

from cases import case, values


def reduce(op, name, run, shape=(2, 3, 4), **args):
    return case((op + " " + name).strip(), op, run, args, input=values(*shape))


def cases():
    return [
        reduce("std", "all", lambda input: input.std()),
        reduce("std", "a dimension", lambda input: input.std(1), dim=1, unbiased=True, keepdim=False),
        reduce("std", "biased, kept", lambda input: input.std(2, unbiased=False, keepdim=True), dim=2, unbiased=False, keepdim=True),
        reduce("var", "all", lambda input: input.var()),
        reduce("var", "biased", lambda input: input.var(0, unbiased=False), dim=0, unbiased=False, keepdim=False),
        reduce("mean", "two dimensions", lambda input: input.mean((0, 2)), dims=[0, 2], keepdim=False),
        reduce("sum", "two dimensions, kept", lambda input: input.sum((0, 2), keepdim=True), dims=[0, 2], keepdim=True),
        reduce("prod", "all", lambda input: input.prod(), shape=(5,)),
        case("quantile rows", "quantile", lambda input, q: torch.quantile(input, q, 1), {"dim": 1}, changes=("q",), input=values(3, 7), q=torch.tensor([0.25, 0.6, 1.0], dtype=torch.float64)),
        reduce("median", "odd count", lambda input: input.median(), shape=(7,)),
        reduce("max", "dimension", lambda input: input.max(1), dim=1),
        reduce("min", "dimension", lambda input: input.min(2), dim=2),
        reduce("norm", "2", lambda input: input.norm(2), p=2.0),
        reduce("norm", "1, rows", lambda input: input.norm(1, 1), shape=(3, 4), p=1.0, dim=1),
        reduce("logsumexp", "rows", lambda input: input.logsumexp(1), shape=(3, 4), dim=1),
        case("matmul", "matmul", lambda input, other: torch.matmul(input, other), input=values(3, 4), other=values(4, 2)),
        case("matmul batches", "matmul", lambda input, other: torch.matmul(input, other), input=values(2, 3, 4), other=values(4, 2)),
        case("bmm", "bmm", lambda input, other: torch.bmm(input, other), input=values(2, 3, 4), other=values(2, 4, 2)),
        case("mm", "mm", lambda input, other: torch.mm(input, other), input=values(3, 2), other=values(2, 3)),
        case("mv", "matmul", lambda input, other: torch.matmul(input, other), input=values(3, 4), other=values(4)),
    ]
