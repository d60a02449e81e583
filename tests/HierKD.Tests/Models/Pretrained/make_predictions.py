"""Writes what PyTorch answers for the first images of CIFAR-10's test set, with the pretrained networks: what PretrainedTests.cs expects.

    python3 make_predictions.py FOLDER [IMAGES]

FOLDER holds cifar-10-batches-bin/test_batch.bin and pretrained/cifar10-resnet*.safetensors. The network is written here a second time, from the paper (He et al., CVPR 2016,
section 4.2), and nothing of HierKD is used. The pixels' checksum goes into the result, since predictions hold for those pixels only.
"""

import hashlib
import json
import pathlib
import struct
import sys

import torch
import torch.nn.functional as F

DTYPES = {"F32": torch.float32}


def read_safetensors(path):
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header, data = json.loads(content[8 : 8 + length]), content[8 + length :]
    header.pop("__metadata__", None)
    return {
        name: torch.frombuffer(bytearray(data[slice(*entry["data_offsets"])]), dtype=DTYPES[entry["dtype"]]).view(entry["shape"])
        for name, entry in header.items()
    }


def norm(x, w, name):
    return F.batch_norm(x, w[name + ".running_mean"], w[name + ".running_var"], w[name + ".weight"], w[name + ".bias"])


def block(x, w, name, stride):
    y = F.relu(norm(F.conv2d(x, w[name + ".conv1.weight"], stride=stride, padding=1), w, name + ".bn1"))
    y = norm(F.conv2d(y, w[name + ".conv2.weight"], padding=1), w, name + ".bn2")
    if stride > 1:
        added = (y.shape[1] - x.shape[1]) // 2
        x = F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, added, added))
    return F.relu(x + y)


def resnet(x, w, blocks):
    x = F.relu(norm(F.conv2d(x, w["conv1.weight"], padding=1), w, "bn1"))
    for stage in (1, 2, 3):
        for i in range(blocks):
            x = block(x, w, f"layer{stage}.{i}", 2 if stage > 1 and i == 0 else 1)
    return F.linear(x.mean((2, 3)), w["linear.weight"], w["linear.bias"])


def main(folder, images):
    records = torch.frombuffer(bytearray((folder / "cifar-10-batches-bin/test_batch.bin").read_bytes()), dtype=torch.uint8).view(-1, 3073)[:images]
    labels, pixels = records[:, 0].long(), records[:, 1:].reshape(-1, 3, 32, 32)
    x = (pixels.float() / 255 - torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)) / torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
    result = {"sha256": hashlib.sha256(records.numpy().tobytes()).hexdigest(), "images": len(labels), "networks": {}}
    for depth in (20, 32, 44, 56):
        weights = read_safetensors(folder / f"pretrained/cifar10-resnet{depth}.safetensors")
        with torch.no_grad():
            logits = torch.cat([resnet(part, weights, (depth - 2) // 6) for part in x.split(500)])
        best = logits.topk(2).values
        answers = logits.argmax(1)
        result["networks"][f"resnet{depth}"] = {
            "right": int((answers == labels).sum()),
            "smallestMargin": round(float((best[:, 0] - best[:, 1]).min()), 6),
            "answers": "".join(str(int(a)) for a in answers),
        }
    target = pathlib.Path(__file__).parent / "Data/predictions.json"
    target.write_text(json.dumps(result, indent=2) + "\n")
    print({name: (n["right"], n["smallestMargin"]) for name, n in result["networks"].items()})


torch.set_num_threads(1)
main(pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 500)
