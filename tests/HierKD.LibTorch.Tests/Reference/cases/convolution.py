import torch.nn.functional as F

from cases import case, values


def convolution(op, name, shape, weight, bias=True, transposed=False, **args):
    groups = args.get("groups", 1)
    channels = weight[1] * groups if transposed else weight[0]
    tensors = {"input": values(*shape), "weight": values(*weight)}
    if bias:
        tensors["bias"] = values(channels)
    return case(op + " " + name, op, lambda **t: getattr(F, op)(**t, **args), args, **tensors)


def linear(name, shape, weight, bias):
    tensors = {"input": values(*shape), "weight": values(*weight)}
    if bias:
        tensors["bias"] = values(weight[0])
    return case("linear " + name, "linear", lambda **t: F.linear(**t), **tensors)


def cases():
    return [
        convolution("conv1d", "plain", (2, 3, 9), (4, 3, 3)),
        convolution("conv1d", "stride 2, padding 1, dilation 2", (2, 3, 11), (4, 3, 3), stride=[2], padding=[1], dilation=[2]),
        convolution("conv1d", "groups", (2, 4, 8), (4, 2, 3), bias=False, groups=2),
        convolution("conv2d", "plain", (2, 3, 6, 5), (4, 3, 3, 3)),
        convolution("conv2d", "one by one, no bias", (2, 3, 4, 4), (5, 3, 1, 1), bias=False),
        convolution("conv2d", "stride 2, padding 1", (2, 3, 7, 7), (4, 3, 3, 3), stride=[2, 2], padding=[1, 1]),
        convolution("conv2d", "uneven kernel, stride, padding", (1, 2, 7, 8), (3, 2, 3, 2), stride=[1, 2], padding=[2, 0]),
        convolution("conv2d", "dilation", (1, 2, 8, 7), (3, 2, 3, 3), padding=[2, 1], dilation=[2, 1]),
        convolution("conv2d", "groups", (2, 4, 5, 5), (6, 2, 3, 3), padding=[1, 1], groups=2),
        convolution("conv2d", "depthwise", (2, 4, 6, 6), (4, 1, 3, 3), stride=[2, 2], padding=[1, 1], groups=4),
        convolution("conv3d", "plain", (1, 2, 4, 4, 4), (3, 2, 2, 3, 2)),
        convolution("conv3d", "stride, padding, dilation", (1, 2, 5, 6, 5), (2, 2, 2, 2, 3), stride=[2, 1, 2], padding=[1, 0, 1], dilation=[1, 2, 1]),
        convolution("conv3d", "groups, no bias", (1, 4, 3, 4, 4), (4, 2, 2, 2, 2), bias=False, groups=2),
        convolution("conv_transpose1d", "plain", (2, 3, 5), (3, 4, 3), transposed=True),
        convolution("conv_transpose1d", "stride, padding, output padding", (2, 3, 5), (3, 2, 4), transposed=True, stride=[3], padding=[1], output_padding=[2]),
        convolution("conv_transpose2d", "plain", (2, 3, 4, 4), (3, 2, 3, 3), transposed=True),
        convolution("conv_transpose2d", "stride 2, padding 1, output padding 1", (1, 3, 4, 4), (3, 2, 3, 3), transposed=True, stride=[2, 2], padding=[1, 1], output_padding=[1, 1]),
        convolution("conv_transpose2d", "groups, dilation, no bias", (1, 4, 4, 3), (4, 2, 2, 2), bias=False, transposed=True, groups=2, dilation=[2, 1]),
        linear("matrix", (4, 5), (3, 5), True),
        linear("no bias", (4, 5), (3, 5), False),
        linear("three dimensions", (2, 3, 4), (5, 4), True),
    ]
