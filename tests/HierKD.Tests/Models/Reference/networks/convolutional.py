"""Networks of plain, parallel and concatenated convolutions, and the MobileNets."""
from torch import nn
from torchvision import models

from . import torchvision_network, written_here


class CifarVgg(nn.Module):
    """torchvision's features with one linear layer behind them."""

    def __init__(self, vgg):
        super().__init__()
        self.features = vgg().features
        self.classifier = nn.Linear(512, 10)

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


class Pair(nn.Module):
    def __init__(self, entering, leaving, stride):
        super().__init__()
        self.depthwise = chain(entering, entering, 3, stride, entering)
        self.pointwise = chain(entering, leaving, 1, 1, 1)

    def forward(self, x):
        return self.pointwise(self.depthwise(x))


def chain(entering, leaving, kernel, stride, groups):
    convolution = nn.Conv2d(entering, leaving, kernel, stride, kernel // 2, groups=groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(leaving), nn.ReLU())


class MobileNetV1(nn.Module):
    """Howard et al. 2017, table 1; `strides` are those of the first convolution and of the thirteen depthwise ones."""

    CHANNELS = [32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024]

    def __init__(self, strides, classes):
        super().__init__()
        widths = self.CHANNELS
        self.features = nn.Sequential(
            chain(3, 32, 3, strides[0], 1), *[Pair(widths[i - 1], widths[i], strides[i]) for i in range(1, 14)])
        self.classifier = nn.Linear(1024, classes)

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


def googlenet():
    return models.googlenet(weights=None, aux_logits=True, init_weights=False)


def auxiliaries(model, x):
    """What the two auxiliary classifiers say, without dropout."""
    seen = {}
    hooks = [
        getattr(model, at).register_forward_hook(lambda _, __, output, head=head: seen.update({head: getattr(model, head)(output)}))
        for at, head in (("inception4a", "aux1"), ("inception4d", "aux2"))
    ]
    model(x)
    for hook in hooks:
        hook.remove()
    return seen


NETWORKS = [
    torchvision_network("vgg16_bn", models.vgg16_bn),
    torchvision_network("vgg19_bn", models.vgg19_bn),
    written_here("cifar_vgg16_bn", lambda: CifarVgg(models.vgg16_bn), 32, 32),
    written_here("cifar_vgg19_bn", lambda: CifarVgg(models.vgg19_bn), 32, 32),
    written_here("mobilenet_v1", lambda: MobileNetV1([2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1], 1000), 64, 224),
    written_here("cifar_mobilenet_v1", lambda: MobileNetV1([1, 1, 1, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1], 10), 32, 32),
    torchvision_network("mobilenet_v2", models.mobilenet_v2),
    torchvision_network("mobilenet_v3_small", models.mobilenet_v3_small),
    torchvision_network("densenet121", models.densenet121),
    torchvision_network("googlenet", googlenet, more=auxiliaries),
    torchvision_network("squeezenet1_0", models.squeezenet1_0),
    torchvision_network("squeezenet1_1", models.squeezenet1_1),
]
