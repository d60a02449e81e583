import torch.nn.functional as F

from cases import case, values


def resample(op, name, shape, run=None, **args):
    run = run or getattr(F, op)
    return case(op + " " + name, op, lambda input: run(input, **args), args, input=values(*shape))


def pad(name, shape, mode, sides, value=None):
    args = {"pad": sides, "mode": mode}
    if value is not None:
        args["value"] = value
    return case("pad " + name, "pad", lambda input: F.pad(input, **args), args, input=values(*shape))


def cases():
    return [
        resample("max_pool1d", "kernel 2", (2, 2, 7), kernel_size=2),
        resample("max_pool1d", "stride, padding, dilation", (2, 2, 9), kernel_size=3, stride=2, padding=1, dilation=2),
        resample("max_pool2d", "kernel 2", (2, 2, 6, 5), kernel_size=[2, 2]),
        resample("max_pool2d", "overlapping, padded", (1, 2, 7, 7), kernel_size=[3, 3], stride=[2, 2], padding=[1, 1]),
        resample("max_pool2d", "dilated, ceiling", (1, 2, 8, 7), kernel_size=[2, 2], stride=[2, 2], dilation=[2, 2], ceil_mode=True),
        resample("max_pool2d_with_indices", "kernel 2", (2, 2, 4, 4), kernel_size=[2, 2]),
        resample("avg_pool1d", "kernel 3, padded", (2, 2, 8), kernel_size=3, stride=2, padding=1),
        resample("avg_pool2d", "kernel 2", (2, 2, 6, 4), kernel_size=[2, 2]),
        resample("avg_pool2d", "padding counted", (1, 2, 5, 5), kernel_size=[3, 3], stride=[2, 2], padding=[1, 1]),
        resample("avg_pool2d", "padding not counted, ceiling", (1, 2, 6, 6), kernel_size=[3, 3], stride=[2, 2], padding=[1, 1], ceil_mode=True, count_include_pad=False),
        resample("adaptive_avg_pool1d", "7 to 3", (2, 2, 7), output_size=3),
        resample("adaptive_avg_pool2d", "global", (2, 3, 4, 5), output_size=[1, 1]),
        resample("adaptive_avg_pool2d", "7 by 5 to 3 by 2", (1, 2, 7, 5), output_size=[3, 2]),
        resample("adaptive_max_pool2d", "5 by 6 to 2 by 3", (1, 2, 5, 6), output_size=[2, 3]),
        pad("constant", (2, 2, 3), "constant", [1, 2], 0.5),
        pad("constant on two dimensions", (1, 2, 3, 2), "constant", [1, 0, 2, 1], 0.0),
        pad("reflect", (1, 2, 4, 4), "reflect", [1, 2, 2, 1]),
        pad("replicate", (1, 2, 3, 3), "replicate", [1, 1, 2, 0]),
        pad("circular", (1, 2, 3, 3), "circular", [1, 1, 0, 2]),
        resample("interpolate", "nearest, size", (1, 2, 3, 4), size=[6, 6], mode="nearest"),
        resample("interpolate", "nearest, scale", (1, 2, 3, 4), scale_factor=[2.0, 2.0], mode="nearest"),
        resample("interpolate", "bilinear", (1, 2, 3, 4), size=[5, 6], mode="bilinear", align_corners=False),
        resample("interpolate", "bilinear, corners aligned", (1, 2, 3, 4), size=[5, 6], mode="bilinear", align_corners=True),
        resample("interpolate", "bilinear, scale", (1, 2, 4, 4), scale_factor=[2.0, 0.5], mode="bilinear", align_corners=False),
        resample("pixel_shuffle", "2", (1, 8, 2, 3), upscale_factor=2),
    ]
