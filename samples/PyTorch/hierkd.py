"""Loads students of HierKD into PyTorch models. Needs PyTorch alone; copy this file to where you need it.

    import hierkd, torchvision
    model = hierkd.load('student.hierkd', torchvision.models.resnet18())
"""
import hashlib
import json
import struct

import torch
from torch import nn

_TYPES = {
    'F64': torch.float64, 'F32': torch.float32, 'F16': torch.float16, 'BF16': torch.bfloat16,
    'I64': torch.int64, 'I32': torch.int32, 'I16': torch.int16, 'I8': torch.int8, 'U8': torch.uint8, 'BOOL': torch.bool,
}


def read(path):
    """The tensors of a safetensors file by name, and its metadata. Nothing in the file is executed; ValueError if it is not whole."""
    try:
        with open(path, 'rb') as file:
            prefix = file.read(8)
            text = file.read(*struct.unpack('<Q', prefix))
            data = bytearray(file.read())
        header = json.loads(text)
        metadata = header.pop('__metadata__', {})
        _require_checksum(metadata, prefix + text, data)
        return {name: _tensor(entry, data) for name, entry in header.items()}, metadata
    except (struct.error, ValueError, KeyError, TypeError, AttributeError, RuntimeError, OverflowError, MemoryError) as failure:
        raise ValueError(f"'{path}' is not a whole safetensors file: {failure}") from failure


def _require_checksum(metadata, head, data):
    """HierKD's files have the SHA-256 of all their bytes, with zeros in its place; those of others have none."""
    expected = metadata.get('hierkd.sha256')
    if expected is None and 'hierkd.writer' not in metadata:
        return
    key = b'"hierkd.sha256":"'
    place = head.find(key) + len(key)
    digest = hashlib.sha256(head[:place] + b'0' * 64 + head[place + 64:])
    digest.update(data)
    if digest.hexdigest() != expected:
        raise ValueError('its checksum is another: it was damaged or changed after it was written')


def _tensor(entry, data):
    start, end = entry['data_offsets']
    dtype = _TYPES[entry['dtype']]
    empty = torch.empty(0, dtype=dtype)
    flat = torch.frombuffer(data, dtype=dtype, count=(end - start) // empty.element_size(), offset=start) if end > start else empty
    return flat.reshape(entry['shape']).clone()


def kept_channels(path):
    """For each layer that lost channels, which of the original's it kept: {'layer': {'outputs': [...], 'inputs': [...]}}."""
    return _kept(read(path)[1])


def load(path, model):
    """Makes the student of a model: the whole network, of the same names. Its modules stay, their tensors are those of the file.

    Raises ValueError, before anything is changed, if the model is another network.
    """
    tensors, metadata = read(path)
    if 'hierkd' not in metadata:
        raise ValueError(f"'{path}' is a safetensors file, but no student of HierKD: its metadata lacks 'hierkd'.")
    # A tensor that has several names is in the file under one of them.
    names = {}
    for name, tensor in model.state_dict(keep_vars=True).items():
        names.setdefault(id(tensor), (tensor, []))[1].append(name)
    changes, foreign = [], set(tensors)
    for old, own in names.values():
        saved = next((name for name in own if name in tensors), None)
        if saved is None:
            raise ValueError(f"'{path}' belongs to another network: it has no '{own[0]}'.")
        foreign -= set(own)
        new = tensors[saved]
        if old.dim() != new.dim() or any(n > o for n, o in zip(new.shape, old.shape)):
            raise ValueError(f"'{path}' belongs to another network: '{saved}' is {list(new.shape)} in it and {list(old.shape)} in the model.")
        changes.append((old, new, own))
    if foreign:
        raise ValueError(f"'{path}' belongs to another network: the model has no '{min(foreign)}'.")

    for old, new, own in changes:
        new = new.to(old.device)
        if isinstance(old, nn.Parameter):
            new = nn.Parameter(new, requires_grad=old.requires_grad)
        for name in own:
            prefix, _, leaf = name.rpartition('.')
            module = model.get_submodule(prefix)
            (module._parameters if leaf in module._parameters else module._buffers)[leaf] = new
    kept = _kept(metadata)
    for name, module in model.named_modules():
        _fit(module, kept.get(name, {}))
    return model.eval()


def _kept(metadata):
    layers = json.loads(metadata['hierkd'])['layers']
    return {layer['name']: {side: layer[side]['kept'] for side in ('outputs', 'inputs') if layer.get(side)} for layer in layers}


def _fit(module, kept):
    """What a module knows of its tensors' shapes, or of its channels if it has no tensors."""
    if isinstance(module, nn.modules.conv._ConvNd):
        first, of_a_group = module.weight.shape[:2]
        # Of a convolution of many small groups, such as a depthwise one, whole groups go; of one of few large groups the same places of every group.
        if module.groups >= max(module.in_channels, module.out_channels) // module.groups:
            firsts = module.in_channels if module.transposed else module.out_channels
            module.groups = first // (firsts // module.groups)
        if module.transposed:
            module.in_channels, module.out_channels = first, of_a_group * module.groups
        else:
            module.out_channels, module.in_channels = first, of_a_group * module.groups
    elif isinstance(module, nn.Linear):
        module.out_features, module.in_features = module.weight.shape
    elif isinstance(module, nn.modules.batchnorm._NormBase):
        if 'outputs' in kept:
            module.num_features = len(kept['outputs'])
    elif isinstance(module, nn.LayerNorm):
        if 'outputs' in kept:
            module.normalized_shape = (*module.normalized_shape[:-1], len(kept['outputs']))
    elif isinstance(module, nn.GroupNorm) and module.affine:
        of_a_group = module.num_channels // module.num_groups
        if module.num_groups >= of_a_group:
            module.num_groups = len(module.weight) // of_a_group
        module.num_channels = len(module.weight)
    elif isinstance(module, nn.PReLU):
        module.num_parameters = len(module.weight)
    elif isinstance(module, nn.Embedding):
        module.num_embeddings, module.embedding_dim = module.weight.shape
