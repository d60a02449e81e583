"""Loads the students of a folder into torchvision's networks with samples/PyTorch/hierkd.py, and says how far their outputs are from those that HierKD wrote beside them."""
import json
import sys
from pathlib import Path

import torch
import torchvision

folder, reader = sys.argv[1:]
sys.path.insert(0, reader)
import hierkd  # noqa: E402

torch.set_num_threads(1)
differences = {}
for student in sorted(Path(folder).glob('*.hierkd')):
    network = getattr(torchvision.models, student.stem)
    model = hierkd.load(student, network())
    said, _ = hierkd.read(student.with_suffix('.outputs'))
    with torch.no_grad():
        output = model(said['x'])
    differences[student.stem] = ((output - said['y']).abs().max() / said['y'].abs().max()).item()
    for name, kept in hierkd.kept_channels(student).items():
        weight = dict(model.named_parameters()).get(f'{name}.weight')
        if weight is not None and 'outputs' in kept and weight.dim() == 4:
            assert len(kept['outputs']) == weight.shape[0], name

try:
    hierkd.load(next(Path(folder).glob('resnet18.hierkd')), torchvision.models.squeezenet1_1())
    refused = ''
except ValueError as reason:
    refused = str(reason)
print(json.dumps({'differences': differences, 'refused': refused}))
