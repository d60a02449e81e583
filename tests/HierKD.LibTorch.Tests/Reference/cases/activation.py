import torch
import torch.nn.functional as F

from cases import case, values

# Both sides of every kink, and far out on both sides.
POINTS = torch.tensor([-7.5, -3.2, -2.9, -1.25, -0.4, -0.001, 0.001, 0.3, 0.75, 1.5, 2.95, 3.1, 5.9, 6.2, 8.0], dtype=torch.float64)


def pointwise(op, run, **args):
    text = ", ".join("%s %s" % item for item in args.items())
    return case((op + " " + text).strip(), op, lambda input: run(input, **args), args, input=POINTS.clone())


def cases():
    return [
        pointwise("relu", F.relu),
        pointwise("relu6", F.relu6),
        pointwise("leaky_relu", F.leaky_relu, negative_slope=0.01),
        pointwise("leaky_relu", F.leaky_relu, negative_slope=0.2),
        pointwise("elu", F.elu, alpha=1.0),
        pointwise("elu", F.elu, alpha=0.5),
        pointwise("gelu", F.gelu),
        pointwise("silu", F.silu),
        pointwise("hardswish", F.hardswish),
        pointwise("hardsigmoid", F.hardsigmoid),
        pointwise("sigmoid", torch.sigmoid),
        pointwise("tanh", torch.tanh),
        case("softmax rows", "softmax", lambda input: F.softmax(input, 1), {"dim": 1}, input=values(3, 5)),
        case("softmax channels", "softmax", lambda input: F.softmax(input, 1), {"dim": 1}, input=values(2, 3, 2, 2)),
        case("log_softmax rows", "log_softmax", lambda input: F.log_softmax(input, -1), {"dim": -1}, input=values(3, 5)),
        case("log_softmax columns", "log_softmax", lambda input: F.log_softmax(input, 0), {"dim": 0}, input=values(4, 3)),
        case("glu last", "glu", lambda input: F.glu(input, -1), {"dim": -1}, input=values(3, 6)),
        case("glu channels", "glu", lambda input: F.glu(input, 1), {"dim": 1}, input=values(2, 4, 3)),
        case("prelu one slope", "prelu", F.prelu, input=values(3, 4), weight=values(1)),
        case("prelu a slope per channel", "prelu", F.prelu, input=values(2, 3, 4), weight=values(3)),
    ]
