"""Networks that shuffle, gate and scale their channels, the vision transformer in two forms, and U-Net."""
import functools

import torch
from torch import nn
from torchvision import models
from torchvision.models import convnext, efficientnet, regnet

from . import torchvision_network, written_here


def small_vision_transformer():
    return models.VisionTransformer(image_size=32, patch_size=8, num_layers=2, num_heads=4, hidden_dim=32, mlp_dim=64, num_classes=10)


def narrow_efficientnet():
    blocks, _ = efficientnet._efficientnet_conf("efficientnet_b0", width_mult=0.25, depth_mult=0.5)
    return efficientnet.EfficientNet(blocks, dropout=0.2, num_classes=5)


def narrow_regnet():
    sizes = regnet.BlockParams([1, 2, 1], [16, 24, 32], [8] * 3, [1.0] * 3, [2] * 3, se_ratio=0.25)
    return regnet.RegNet(sizes, num_classes=5, stem_width=12, norm_layer=nn.BatchNorm2d)


def narrow_convnext():
    stages = [convnext.CNBlockConfig(12, 16, 1), convnext.CNBlockConfig(16, 24, 2), convnext.CNBlockConfig(24, None, 1)]
    return convnext.ConvNeXt(stages, num_classes=5)


class SelfAttention(nn.Module):
    """Attention with a linear layer for each projection, called as torchvision calls its own."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))

    def forward(self, query, key, value, need_weights):
        parts = [p.unflatten(-1, (self.heads, -1)) for p in (self.q(query), self.k(key), self.v(value))]
        scores = torch.einsum("nqhd,nkhd->nhqk", parts[0], parts[1]) / parts[0].shape[-1] ** 0.5
        return self.out(torch.einsum("nhqk,nkhd->nqhd", scores.softmax(-1), parts[2]).flatten(2)), None


def separate_vision_transformer():
    network = small_vision_transformer()
    for layer in network.encoder.layers:
        layer.self_attention = SelfAttention(32, 4)
    return network


class DoubleConvolution(nn.Module):
    def __init__(self, entering, leaving):
        super().__init__()
        self.conv1 = nn.Conv2d(entering, leaving, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(leaving)
        self.conv2 = nn.Conv2d(leaving, leaving, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(leaving)

    def forward(self, x):
        return self.bn2(self.conv2(self.bn1(self.conv1(x)).relu())).relu()


class UNet(nn.Module):
    """Ronneberger et al. 2015, figure 1, with padding and batch normalisation."""

    def __init__(self, widths=(64, 128, 256, 512, 1024), classes=2):
        super().__init__()
        pairs = list(zip(widths, widths[1:]))
        self.down = nn.ModuleList([DoubleConvolution(3, widths[0])] + [DoubleConvolution(*pair) for pair in pairs])
        self.enlarge = nn.ModuleList([nn.ConvTranspose2d(below, above, 2, 2) for above, below in reversed(pairs)])
        self.up = nn.ModuleList([DoubleConvolution(2 * above, above) for above, _ in reversed(pairs)])
        self.head = nn.Conv2d(widths[0], classes, 1)

    def forward(self, x):
        passed = []
        for level in self.down:
            x = level(x if not passed else nn.functional.max_pool2d(x, 2))
            passed.append(x)
        for depth, (enlarge, up) in enumerate(zip(self.enlarge, self.up), start=2):
            x = up(torch.cat([passed[-depth], enlarge(x)], 1))
        return self.head(x)


NETWORKS = [
    torchvision_network("efficientnet_b0", models.efficientnet_b0),
    torchvision_network("regnet_y_400mf", models.regnet_y_400mf),
    torchvision_network("shufflenet_v2_x1_0", models.shufflenet_v2_x1_0),
    torchvision_network("convnext_tiny", models.convnext_tiny),
    torchvision_network("narrow_efficientnet", narrow_efficientnet),
    torchvision_network("narrow_regnet", narrow_regnet),
    torchvision_network("narrow_shufflenet_v2", functools.partial(models.ShuffleNetV2, [2, 3, 1], [12, 16, 24, 32, 48], num_classes=5)),
    torchvision_network("narrow_convnext", narrow_convnext),
    {**torchvision_network("vit_small", small_vision_transformer, size=32), "cost_input": [1, 3, 32, 32]},
    torchvision_network("vit_b_16", models.vit_b_16, size=224),
    written_here("vit_small_separate", separate_vision_transformer, 32, 32),
    written_here("unet", UNet, 64, 224),
    written_here("narrow_unet", functools.partial(UNet, (6, 10, 12), 5), 16, 16),
]
