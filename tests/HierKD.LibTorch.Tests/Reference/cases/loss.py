import torch
import torch.nn.functional as F

from cases import case, positive, values

CLASSES = torch.tensor([0, 2, 1, 3, 2])
DENSE = torch.tensor([[[0, 2], [1, 1]], [[2, -100], [0, 1]]])


def classes(name, weight=False, **args):
    tensors = {"input": values(5, 4), "target": CLASSES}
    if weight:
        tensors["weight"] = positive(4)
    return case("cross_entropy " + name, "cross_entropy", lambda **t: F.cross_entropy(**t, **args), args, changes=("target", "weight") if weight else ("target",), **tensors)


def pair(op, name, input, target, learn_target=True, run=None, **args):
    run = run or getattr(F, op)
    return case(op + " " + name, op, lambda **t: run(**t, **args), args, changes=() if learn_target else ("target",), input=input, target=target)


def kl_div(name, log_target, **args):
    target = torch.softmax(values(3, 4), 1)
    target = ((target * 1000).round() + 1) / 1000
    target = target.log() if log_target else target
    args["log_target"] = log_target
    return pair("kl_div", name, torch.log_softmax(values(3, 4), 1), target, **args)


def cases():
    smooth = torch.tensor([[0.7, 0.1, 0.1, 0.1], [0.2, 0.2, 0.5, 0.1], [0.0, 0.0, 1.0, 0.0]], dtype=torch.float64)
    logits, probabilities, bits = values(3, 4), torch.tensor([[0.1, 0.6], [0.85, 0.35]], dtype=torch.float64), (values(3, 4) > 0).double()
    return [
        classes("mean", reduction="mean"),
        classes("sum", reduction="sum"),
        classes("none", reduction="none"),
        classes("weights, mean", weight=True, reduction="mean"),
        classes("weights, none", weight=True, reduction="none"),
        classes("ignored class", reduction="mean", ignore_index=2),
        classes("label smoothing", reduction="mean", label_smoothing=0.1),
        classes("label smoothing, weights, ignored class", weight=True, reduction="mean", ignore_index=1, label_smoothing=0.2),
        case("cross_entropy dense with ignored pixel", "cross_entropy", lambda **t: F.cross_entropy(**t), {"reduction": "mean"}, input=values(2, 3, 2, 2), target=DENSE),
        case("cross_entropy probabilities", "cross_entropy", lambda **t: F.cross_entropy(**t), {"reduction": "mean"}, changes=("target",), input=values(3, 4), target=smooth),
        case("nll_loss mean", "nll_loss", lambda **t: F.nll_loss(**t), {"reduction": "mean"}, input=values(5, 4), target=CLASSES),
        case("nll_loss weights, sum", "nll_loss", lambda **t: F.nll_loss(**t, reduction="sum"), {"reduction": "sum"}, changes=("weight",), input=values(5, 4), target=CLASSES, weight=positive(4)),
        kl_div("log target, sum", True, reduction="sum"),
        kl_div("log target, mean", True, reduction="mean"),
        kl_div("target, sum", False, reduction="sum"),
        kl_div("target, none", False, reduction="none"),
        pair("mse_loss", "mean", values(3, 4), values(3, 4), reduction="mean"),
        pair("mse_loss", "sum", values(3, 4), values(3, 4), reduction="sum"),
        pair("mse_loss", "none", values(3, 4), values(3, 4), reduction="none"),
        pair("l1_loss", "mean", values(3, 4), values(3, 4), reduction="mean"),
        pair("smooth_l1_loss", "beta 1", values(3, 4), values(3, 4), reduction="mean", beta=1.0),
        pair("smooth_l1_loss", "beta 0.5, sum", values(3, 4), values(3, 4), reduction="sum", beta=0.5),
        pair("binary_cross_entropy", "mean", probabilities, bits[:2, :2].clone(), learn_target=False, reduction="mean"),
        pair("binary_cross_entropy_with_logits", "mean", logits, bits, learn_target=False, reduction="mean"),
        case("binary_cross_entropy_with_logits weights, sum", "binary_cross_entropy_with_logits", lambda input, target, weight, pos_weight: F.binary_cross_entropy_with_logits(input, target, weight, pos_weight=pos_weight, reduction="sum"), {"reduction": "sum"}, changes=("target", "weight", "pos_weight"), input=values(3, 4), target=bits, weight=positive(4), pos_weight=positive(4)),
        case("cosine_similarity rows", "cosine_similarity", lambda x1, x2: F.cosine_similarity(x1, x2, 1), {"dim": 1}, x1=values(3, 4), x2=values(3, 4)),
        case("normalize rows", "normalize", lambda input: F.normalize(input, dim=1), {"p": 2.0, "dim": 1}, input=values(3, 4)),
        case("normalize channels, p 1", "normalize", lambda input: F.normalize(input, p=1.0, dim=1), {"p": 1.0, "dim": 1}, input=values(2, 3, 2)),
    ]
