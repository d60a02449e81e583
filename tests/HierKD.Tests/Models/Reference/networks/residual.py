"""Residual networks: torchvision's for ImageNet, and those for CIFAR with parameterless shortcuts (He et al. 2016, option A)."""
import functools

from torch import nn
from torch.nn import functional as F
from torchvision import models

from . import torchvision_network, written_here


class CifarBlock(nn.Module):
    def __init__(self, channels, halve):
        super().__init__()
        entering = channels // 2 if halve else channels
        self.halve = halve
        self.zeros = channels // 4
        self.conv1 = nn.Conv2d(entering, channels, 3, 2 if halve else 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        beside = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.zeros, self.zeros)) if self.halve else x
        x = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(x)) + beside)


class CifarResNet(nn.Module):
    def __init__(self, blocks):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = nn.Sequential(*[CifarBlock(16, False) for _ in range(blocks)])
        self.layer2 = nn.Sequential(*[CifarBlock(32, b == 0) for b in range(blocks)])
        self.layer3 = nn.Sequential(*[CifarBlock(64, b == 0) for b in range(blocks)])
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(F.relu(self.bn1(self.conv1(x))))))
        return self.linear(F.adaptive_avg_pool2d(x, 1).flatten(1))


NETWORKS = [
    torchvision_network("resnet18", models.resnet18),
    torchvision_network("resnet50", models.resnet50),
    torchvision_network("resnext50_32x4d", models.resnext50_32x4d),
    *[written_here(f"cifar_resnet{6 * n + 2}", functools.partial(CifarResNet, n), 32, 32) for n in (3, 5, 7, 9)],
]
