import torch.nn.functional as F

from cases import case, positive, values


def batch_norm(name, shape, affine=True, **args):
    channels = shape[1]
    tensors = {"input": values(*shape), "running_mean": values(channels), "running_var": positive(channels)}
    if affine:
        tensors.update(weight=values(channels), bias=values(channels))
    return case("batch_norm " + name, "batch_norm", lambda **t: F.batch_norm(**t, **args), args, ("running_mean", "running_var"), **tensors)


def layer_norm(name, shape, normalized, affine=True, **args):
    tensors = {"input": values(*shape)}
    if affine:
        tensors.update(weight=values(*normalized), bias=values(*normalized))
    args["normalized_shape"] = normalized
    return case("layer_norm " + name, "layer_norm", lambda **t: F.layer_norm(**t, **args), args, **tensors)


def group_norm(name, shape, groups, affine=True):
    tensors = {"input": values(*shape)}
    if affine:
        tensors.update(weight=values(shape[1]), bias=values(shape[1]))
    args = {"num_groups": groups}
    return case("group_norm " + name, "group_norm", lambda **t: F.group_norm(**t, **args), args, **tensors)


def instance_norm(name, shape, affine, tracked, **args):
    channels = shape[1]
    tensors = {"input": values(*shape)}
    if tracked:
        tensors.update(running_mean=values(channels), running_var=positive(channels))
    if affine:
        tensors.update(weight=values(channels), bias=values(channels))
    changes = ("running_mean", "running_var") if tracked else ()
    return case("instance_norm " + name, "instance_norm", lambda **t: F.instance_norm(**t, **args), args, changes, **tensors)


def cases():
    return [
        batch_norm("training, 4 dimensions", (4, 3, 3, 2), training=True, momentum=0.1, eps=1e-5),
        batch_norm("training, 2 dimensions, momentum 0.3", (6, 3), training=True, momentum=0.3, eps=1e-3),
        batch_norm("training, 3 dimensions, not affine", (3, 2, 5), affine=False, training=True, momentum=0.1, eps=1e-5),
        batch_norm("training, 5 dimensions", (2, 2, 2, 3, 2), training=True, momentum=0.1, eps=1e-5),
        batch_norm("evaluation", (3, 3, 2, 2), training=False, momentum=0.1, eps=1e-5),
        batch_norm("evaluation, not affine", (3, 4), affine=False, training=False, momentum=0.1, eps=1e-5),
        layer_norm("last dimension", (3, 4, 5), [5], eps=1e-5),
        layer_norm("two dimensions", (3, 4, 5), [4, 5], eps=1e-3),
        layer_norm("not affine", (4, 6), [6], affine=False, eps=1e-5),
        group_norm("two groups", (2, 4, 3, 3), 2),
        group_norm("one group, not affine", (2, 4, 5), 1, affine=False),
        group_norm("a group per channel", (3, 3, 4), 3),
        instance_norm("plain", (2, 3, 3, 3), False, False, use_input_stats=True, momentum=0.1, eps=1e-5),
        instance_norm("affine", (2, 3, 4), True, False, use_input_stats=True, momentum=0.1, eps=1e-5),
        instance_norm("updates its running statistics", (2, 3, 3, 3), True, True, use_input_stats=True, momentum=0.2, eps=1e-5),
        instance_norm("uses its running statistics", (2, 3, 3, 3), True, True, use_input_stats=False, momentum=0.1, eps=1e-5),
    ]
