"""One case per operator name: the tests call every member of that name (method, in-place method, static function).

erfinv is left out: TorchSharp's method of that name computes erf.
"""
import torch
import torch.nn.functional as F

from cases import case

SMALL = torch.tensor([[0.9, 0.15, 0.3], [0.2, 0.75, 0.05], [0.35, 0.1, 0.6]], dtype=torch.float64)
OTHER = torch.tensor([[0.4, 0.25, 0.7], [0.55, 0.75, 0.9], [0.35, 0.8, 0.2]], dtype=torch.float64)
WIDE = torch.tensor([-7.5, -2.25, -1.0, -0.4, 0.0, 0.3, 1.0, 2.75, 6.5], dtype=torch.float64)
OTHER_WIDE = torch.tensor([2.5, -3.0, -1.0, 0.7, 1.5, 0.3, -2.0, 2.75, 4.0], dtype=torch.float64)
ABOVE_ONE = torch.tensor([1.05, 1.5, 3.0], dtype=torch.float64)
WHOLE = torch.tensor([12, 7, 0, 30, 1])
OTHER_WHOLE = torch.tensor([18, 2, 3, 4, 1])
TRUTH = torch.tensor([True, True, False, False])
OTHER_TRUTH = torch.tensor([True, False, True, False])

ON_WIDE = """abs absolute asinh arcsinh atan arctan ceil celu cos cosh deg2rad erf erfc exp exp2 expm1 fix floor frac gelu hardsigmoid
hardswish neg negative positive rad2deg relu relu6 selu sgn sign sigmoid silu sin sinc sinh square tan tanh trunc signbit logical_not
isfinite isinf isnan isneginf isposinf isreal i0 all any argmax argmin max min mean median nanmedian nansum msort sum prod std var norm
nonzero argwhere ravel""".split()
ON_SMALL = """acos arccos asin arcsin atanh arctanh digamma lgamma log log10 log1p log2 reciprocal rsqrt sqrt trace det inverse
matrix_exp logdet t fliplr flipud""".split()
TWO_WIDE = """add sub subtract mul multiply true_divide atan2 arctan2 copysign eq ne lt le gt ge greater greater_equal less less_equal
not_equal fmax fmin fmod remainder hypot logaddexp logaddexp2 maximum minimum max min heaviside dot inner outer""".split()
TWO_SMALL = "pow float_power floor_divide igamma igammac kron ldexp matmul mm xlogy".split()
TWO_WHOLE = "bitwise_and bitwise_or bitwise_xor gcd lcm bitwise_left_shift bitwise_right_shift floor_divide remainder".split()
WITH_SCALAR = "add sub subtract mul multiply true_divide pow eq ne lt le gt ge fmod remainder floor_divide clamp_max clamp_min xlogy leaky_relu fill".split()
OUTSIDE_TENSOR = {
    "celu": F.celu, "relu6": F.relu6, "selu": F.selu, "silu": F.silu, "gelu": F.gelu, "hardsigmoid": F.hardsigmoid,
    "hardswish": F.hardswish, "leaky_relu": F.leaky_relu, "log_sigmoid": F.logsigmoid, "nansum": torch.nansum,
}


WITHOUT_GRADIENT = "heaviside igamma igammac nextafter floor_divide".split()


def function(name):
    if name == "fill":
        return lambda input, value: (input * 1).fill_(value)
    return OUTSIDE_TENSOR.get(name) or getattr(torch.Tensor, name)


def named(name, form, suffix, input, other=None, scalar=None):
    run = function(name)
    tensors = {"input": input.clone()}
    args = {"name": name}
    if other is not None:
        tensors["other"] = other.clone()
    if scalar is not None:
        args["scalar"] = scalar
        changes = ("input",) if name in WITHOUT_GRADIENT else ()
        return case(name + suffix, form, lambda input: run(input, scalar), args, changes, **tensors)
    changes = tuple(tensors) if name in WITHOUT_GRADIENT else ()
    return case(name + suffix, form, lambda **t: run(*t.values()), args, changes, **tensors)


def cases():
    return (
        [named(name, "unary", "", input=WIDE) for name in ON_WIDE]
        + [named(name, "unary", "", input=SMALL) for name in ON_SMALL]
        + [named(name, "unary", "", input=ABOVE_ONE) for name in ("acosh", "arccosh")]
        + [named("log_sigmoid", "unary", "", input=WIDE)]
        + [named("bitwise_not", "unary", "", input=WHOLE)]
        + [named(name, "binary", " of two tensors", input=WIDE, other=OTHER_WIDE) for name in TWO_WIDE]
        + [named(name, "binary", " of two tensors", input=SMALL, other=OTHER) for name in TWO_SMALL]
        + [named(name, "binary", " of integers", input=WHOLE, other=OTHER_WHOLE) for name in TWO_WHOLE]
        + [named(name, "binary", " of booleans", input=TRUTH, other=OTHER_TRUTH) for name in ("logical_and", "logical_or", "logical_xor", "bitwise_and")]
        + [named(name, "scalar", " with a scalar", input=SMALL, scalar=1.75) for name in WITH_SCALAR]
    )
