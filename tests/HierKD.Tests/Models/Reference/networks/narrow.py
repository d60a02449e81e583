"""Small forms of torchvision's networks, as its own constructors make them: what the parameters of ours mean is what they mean there."""
from torchvision import models
from torchvision.models import resnet

from . import torchvision_network

NETWORKS = [
    torchvision_network("narrow_resnet", lambda: models.ResNet(resnet.BasicBlock, [1, 2, 1, 1], num_classes=12)),
    torchvision_network("narrow_resnext", lambda: models.ResNet(resnet.Bottleneck, [1, 1, 2, 1], num_classes=12, groups=4, width_per_group=8)),
    torchvision_network("narrow_densenet", lambda: models.DenseNet(8, (2, 3, 2), num_init_features=12, bn_size=2, num_classes=12)),
    torchvision_network("narrow_mobilenet_v2", lambda: models.mobilenet_v2(width_mult=0.35, num_classes=12)),
    torchvision_network("narrow_mobilenet_v3_small", lambda: models.mobilenet_v3_small(width_mult=0.75, num_classes=12)),
]
