"""The same work in PyTorch: a step of training of the networks that HierKD.Models has.

Told what to do by its arguments, it says on a line that it is ready, and then answers each line with a number of steps by the seconds that each took.
"""
import argparse
import json
import resource
import sys
import time

import torch
import torchvision
from torch import nn
from torch.nn import functional as F


class CifarBlock(nn.Module):
    """Two 3x3 convolutions and a shortcut of option A (He et al., CVPR 2016)."""

    def __init__(self, channels, out_channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, out_channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.stride = stride
        self.added = out_channels - channels

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.added:
            before = self.added // 2
            x = F.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, before, self.added - before))
        return F.relu(y + x)


class CifarResNet(nn.Module):
    def __init__(self, blocks):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layers = nn.Sequential(*[
            CifarBlock(channels if b == 0 else width, width, stride if b == 0 else 1)
            for channels, width, stride in ((16, 16, 1), (16, 32, 2), (32, 64, 2)) for b in range(blocks)])
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        return self.linear(self.layers(F.relu(self.bn1(self.conv1(x)))).mean([2, 3]))


def vgg16():
    layers, channels = [], 3
    for stage in ([64, 64], [128, 128], [256] * 3, [512] * 3, [512] * 3):
        for width in stage:
            layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            channels = width
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))


def mobilenet_v2():
    model = torchvision.models.mobilenet_v2(num_classes=10)
    # As for CIFAR: the first two halvings do not take place.
    model.features[0][0].stride = (1, 1)
    model.features[2].conv[1][0].stride = (1, 1)
    return model


NETWORKS = {'resnet20': lambda: CifarResNet(3), 'resnet56': lambda: CifarResNet(9), 'vgg16': vgg16, 'mobilenetv2': mobilenet_v2}


def small_operators(name, device):
    """Tensors so small that what counts is the way to them."""
    x, weight = torch.randn(1, 16, 4, 4, device=device), torch.randn(16, 1, 3, 3, device=device)
    if name == 'additions':
        return lambda: x + x
    return lambda: F.conv2d(x, weight, padding=1, groups=16)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('network', choices=[*NETWORKS, 'additions', 'depthwise'])
    parser.add_argument('--batch', type=int, default=64)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--device', default='cpu')
    told = parser.parse_args()

    torch.set_num_threads(told.threads)
    torch.manual_seed(1)
    if told.network not in NETWORKS:
        call = small_operators(told.network, told.device)

        def calls():
            with torch.no_grad():
                for _ in range(1000):
                    call()

        return answer(calls, parameters=0)
    model = NETWORKS[told.network]().to(told.device).train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=4e-4, nesterov=True)
    x = torch.randn(told.batch, 3, 32, 32, device=told.device)
    y = torch.randint(10, (told.batch,), device=told.device)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        if told.device == 'cuda':
            torch.cuda.synchronize()

    answer(step, parameters=sum(p.numel() for p in model.parameters()))


def answer(step, parameters):
    def say(**what):
        print(json.dumps(what), flush=True)

    say(parameters=parameters, what=f'PyTorch {torch.__version__}')
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            start = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - start)
        say(seconds=seconds, peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


main()
