"""Operators called with positional arguments: the tests call every overload of that name that takes them.

Left out, because TorchSharp itself computes something else or fails: baddbmm, hardtanh, nanmean, tensordot with a number of dimensions.

Where PyTorch wants a keyword or has the operator elsewhere, `run` says how to call it there.
"""
import torch
import torch.nn.functional as F

from cases import case, positive, values

SQUARE = torch.tensor([[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]], dtype=torch.float64)
COUNTS = torch.tensor([1, 3, 0, 3, 2])
MASK = torch.tensor([[True, False, True], [False, True, False]])


def call(name, *arguments, run=None, fixed=()):
    tensors, shown = {}, []
    for argument in arguments:
        if isinstance(argument, torch.Tensor):
            key = "t%d" % len(tensors)
            tensors[key] = argument.clone()
            shown.append({"tensor": key})
        else:
            shown.append(argument)
    run = run or getattr(torch.Tensor, name, None) or getattr(F, name, None) or getattr(torch, name)

    def with_tensors(**given):
        rest = iter(given.values())
        return run(*[next(rest) if isinstance(a, torch.Tensor) else a for a in arguments])

    text = "%s(%s)" % (name, ", ".join("tensor" if isinstance(a, torch.Tensor) else str(a) for a in arguments))
    return case(text, "call", with_tensors, {"name": name, "call": shown}, fixed, **tensors)


def arithmetic():
    return [
        call("addcmul", values(3), values(3), values(3), 0.5, run=lambda x, a, b, v: x.addcmul(a, b, value=v)),
        call("addcdiv", values(3), values(3), positive(3), 0.5, run=lambda x, a, b, v: x.addcdiv(a, b, value=v)),
        call("addmm", values(2, 3), values(2, 4), values(4, 3), 0.5, 2.0, run=lambda x, a, b, m, n: x.addmm(a, b, beta=m, alpha=n)),
        call("addmv", values(2), values(2, 4), values(4), 0.5, 2.0, run=lambda x, a, b, m, n: x.addmv(a, b, beta=m, alpha=n)),
        call("addr", values(2, 3), values(2), values(3), 0.5, 2.0, run=lambda x, a, b, m, n: x.addr(a, b, beta=m, alpha=n)),
        call("addbmm", values(2, 3), values(5, 2, 4), values(5, 4, 3), 0.5, 2.0, run=lambda x, a, b, m, n: x.addbmm(a, b, beta=m, alpha=n)),
        call("lerp", values(3), values(3), positive(3)),
        call("div", values(2, 3), positive(3)),
        call("dist", values(4), values(4), 2.0),
        call("clamp", values(6), -0.5, 0.75),
        call("clip", values(6), -0.5, 0.75),
        call("nan_to_num", values(4), 0.0),
        call("polygamma", positive(3), 1, run=lambda x, n: torch.polygamma(n, x)),
        call("matrix_power", SQUARE, 3),
        call("mv", values(2, 3), values(3)),
        call("cdist", values(3, 2), values(4, 2), 2.0),
        call("cov", values(3, 5)),
        call("pinverse", values(3, 2)),
        call("renorm", values(3, 4), 2.0, 0, 1.0),
        call("isclose", values(3), values(3)),
        call("isin", COUNTS, torch.tensor([3, 0])),
    ]


def reductions():
    x = values(2, 3, 4)
    return [
        call("amax", x, [0, 2]), call("amin", x, [0, 2], True), call("aminmax", x, 1, run=lambda t, d: t.aminmax(dim=d), fixed=("t0",)), call("all", x > 0, 1), call("any", x > 1, 2, True),
        call("sum", x, 1), call("sum", x, [0, 1], True), call("mean", x, [1], True), call("prod", x, 1), call("std", x, 1), call("std", x, [0, 2]),
        call("var", x, 1, False), call("var", x, [0, 2], False, True), call("std_mean", x, 1), call("var_mean", x, [0, 2]),
        call("argmax", x, 1), call("argmin", x, 2, True), call("max", x, 1, True), call("min", x, 0), call("kthvalue", x, 2, 1),
        call("median", values(5)), call("mode", COUNTS), call("count_nonzero", COUNTS), call("norm", x), call("logsumexp", x, 1, True),
        call("cumsum", x, 1), call("cumprod", x, 2), call("cummax", x, 1), call("cummin", x, 2), call("logcumsumexp", x, 1),
        call("bincount", COUNTS), call("histc", values(20), 5, -2, 2), call("diff", values(6)), call("nanquantile", values(3, 5), torch.tensor([0.5], dtype=torch.float64), 1),
        call("unique_consecutive", COUNTS), call("bucketize", values(4), torch.tensor([-1.0, 0.0, 1.0], dtype=torch.float64)),
        call("searchsorted", torch.tensor([-1.0, 0.0, 1.0], dtype=torch.float64), values(4)),
    ]


def shapes():
    x = values(2, 3, 4)
    return [
        call("tril", values(3, 3), 1), call("triu", values(3, 3), -1), call("diag", values(3)), call("diag", values(3, 3), 1), call("diagonal", values(3, 4), 1),
        call("diagflat", values(3)), call("diag_embed", values(2, 3)), call("rot90", values(2, 3)), call("movedim", x, [0], [2]), call("moveaxis", x, [2], [0]),
        call("swapaxes", x, 0, 2), call("swapdims", x, 1, 2), call("transpose", x, 0, 1), call("permute", x, [2, 0, 1]), call("tile", values(2, 2), [2, 3]),
        call("narrow", x, 1, 1, 2), call("select", x, 1, 2), call("squeeze", values(2, 1, 3), 1), call("unsqueeze", x, -1), call("unflatten", values(2, 6), 1, [2, 3]),
        call("flatten", x, 1), call("broadcast_to", values(3, 1), [2, 3, 4]), call("expand", values(3, 1), [3, 4]), call("reshape", x, [4, 6]), call("view", x, [6, 4]),
        call("flip", x, [0, 2]), call("roll", x, 1, 2), call("roll", x, [1, 2], [0, 2]), call("repeat_interleave", x, 2, 1), call("chunk", x, 3, 2), call("split", x, 3, 2),
        call("split", x, [1, 3], 2), call("tensor_split", x, 3, 2), call("hsplit", x, 3), call("vsplit", x, 2), call("dsplit", x, 2), call("unbind", x, 1),
        call("masked_scatter", values(2, 3), MASK, values(6)), call("take", values(2, 3), torch.tensor([0, 4, 5])),
        call("take_along_dim", values(2, 3), torch.tensor([[0, 2], [1, 1]]), 1), call("select_scatter", values(2, 3), values(2), 1, 2),
        call("index_add", values(3, 2), 0, torch.tensor([0, 2, 0]), values(3, 2), 1.5, run=lambda x, d, i, s, a: x.index_add(d, i, s, alpha=a)),
        call("gather", values(2, 3), 1, torch.tensor([[0, 2], [1, 1]])), call("index_select", x, 2, torch.tensor([3, 0])), call("trace", SQUARE),
        call("cartesian_prod", values(2), values(3), run=torch.cartesian_prod), call("softmax", values(2, 3), 1), call("log_softmax", values(2, 3), 0),
    ]


def functions():
    x, y, sign = values(3, 4), values(3, 4), torch.tensor([1.0, -1.0, 1.0], dtype=torch.float64)
    return [
        call("selu", x), call("mish", x), call("hardshrink", x, 0.5), call("softshrink", x, 0.5), call("tanhshrink", x), call("threshold", x, 0.1, 20.0),
        call("softsign", x), call("softplus", x, 2.0, 20.0), call("softmin", x, 1), call("logsigmoid", x), call("celu", x, 1.3),
        call("softmax2d", values(1, 2, 2, 2), run=lambda t: torch.softmax(t, -3)),
        call("huber_loss", x, y), call("soft_margin_loss", values(3), sign, fixed=("t1",)), call("margin_ranking_loss", values(3), values(3), sign),
        call("cosine_embedding_loss", x, y, sign), call("hinge_embedding_loss", values(3), sign, 1.0), call("pairwise_distance", x, y),
        call("triplet_margin_loss", x, y, values(3, 4)), call("multi_margin_loss", x, torch.tensor([1, 0, 3])), call("poisson_nll_loss", x, positive(3, 4), run=F.poisson_nll_loss, fixed=("t1",)),
        call("local_response_norm", values(1, 5, 2, 2), 3), call("bilinear", values(2, 3), values(2, 4), values(5, 3, 4)),
        call("pixel_unshuffle", values(1, 2, 4, 4), 2), call("max_pool3d", values(1, 1, 4, 4, 4), [2, 2, 2]), call("avg_pool3d", values(1, 1, 4, 4, 4), [2, 2, 2]),
        call("adaptive_avg_pool3d", values(1, 1, 4, 5, 4), [2, 2, 2]), call("adaptive_max_pool1d", values(1, 2, 6), 3), call("avg_pool2d", values(1, 1, 4, 4), 2),
        call("max_pool2d", values(1, 1, 5, 5), 2), call("conv_transpose3d", values(1, 2, 2, 3, 2), values(2, 2, 2, 2, 2)),
        call("adaptive_avg_pool2d", values(1, 2, 5, 5), 2), call("normalize", x), call("cosine_similarity", x, y), call("pad", values(1, 1, 3), [1, 2]),
    ]


def cases():
    return arithmetic() + reductions() + shapes() + functions()
