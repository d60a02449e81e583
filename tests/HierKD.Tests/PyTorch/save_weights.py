"""Saves tensors of a safetensors file as PyTorch does, in several ways."""
import sys
from collections import OrderedDict
from pathlib import Path

import torch

source, folder, reader = sys.argv[1:]
sys.path.insert(0, reader)
import hierkd  # noqa: E402

tensors = hierkd.read(source)[0]
folder = Path(folder)
torch.save(OrderedDict(tensors), folder / 'plain.pth')
torch.save({'epoch': 3, 'best': 0.5, 'done': False, 'note': None, 'sizes': [1, 2 ** 40, -7], 'state_dict': OrderedDict(tensors)}, folder / 'checkpoint.pth')

# Views: transposed, a part of a larger storage, one storage for all of a type, and parameters.
views = OrderedDict()
for name, tensor in tensors.items():
    if tensor.dim() > 1:
        views[name] = torch.nn.Parameter(tensor.transpose(0, 1).contiguous().transpose(0, 1)) if tensor.is_floating_point() else tensor
    else:
        views[name] = torch.stack([tensor, tensor])[1]
torch.save(views, folder / 'views.pth')

every = OrderedDict((str(dtype), (torch.arange(6) % 2).to(dtype).reshape(2, 3)) for dtype in
                    (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool))
torch.save(every, folder / 'types.pth')

model = torch.nn.Sequential(torch.nn.BatchNorm1d(3))
torch.save(model.state_dict(), folder / 'module.pth')
torch.save(model, folder / 'whole.pth')
torch.save({'optimizer': torch.optim.SGD(model.parameters(), 0.1, momentum=0.9).state_dict(), 'model': model.state_dict()}, folder / 'optimizer.pth')
torch.save(OrderedDict(tensors), folder / 'old.pth', _use_new_zipfile_serialization=False)
