"""Writes the checkpoints in this folder as torch.save does, with stand-ins for torch and NumPy, so that it needs neither: python3 write.py

Each holds the weights of a Linear(3, 2): weight 0 to 5, bias 6 and 7.
"""
import argparse
import collections
import datetime
import enum
import functools
import io
import pathlib
import pickle
import struct
import sys
import types
import zipfile
from pathlib import Path

HERE = Path(__file__).parent


def module(name, **members):
    parent = name.rpartition('.')[0]
    if parent and parent not in sys.modules:
        module(parent)
    made = sys.modules[name] = types.ModuleType(name)
    for key, value in members.items():
        setattr(made, key, value)
        if isinstance(value, (type, types.FunctionType)):
            value.__module__, value.__qualname__ = name, key
    return made


class Reduced:
    """An object that is pickled as any call."""
    def __init__(self, function, *arguments, state=None):
        self.parts = (function, arguments) if state is None else (function, arguments, state)

    def __reduce__(self):
        return self.parts


class Named:
    """An object that is pickled as a name of its module, as a torch.dtype is."""
    __module__ = 'torch'

    def __init__(self, name):
        self.name = self.__qualname__ = self.__name__ = name

    def __reduce__(self):
        return self.name


def function(name):
    made = types.FunctionType((lambda *arguments: None).__code__, {}, name)
    return made


STORAGES = {name: type(name, (), {}) for name in ('FloatStorage', 'HalfStorage', 'BFloat16Storage', 'DoubleStorage', 'LongStorage', 'QInt8Storage')}
torch = module('torch', float32=Named('float32'), Size=type('Size', (), {}), device=type('device', (), {}), **STORAGES)
rebuild = module('torch._utils', _rebuild_tensor_v2=function('_rebuild_tensor_v2'), _rebuild_parameter=function('_rebuild_parameter'),
                 _rebuild_qtensor=function('_rebuild_qtensor'))
numpy = module('numpy', dtype=type('dtype', (), {}), ndarray=type('ndarray', (), {}))
generic = {}
for core in ('numpy.core.multiarray', 'numpy._core.multiarray'):
    generic[core] = module(core, scalar=function('scalar'), _reconstruct=function('_reconstruct'))
omegaconf = module('omegaconf.dictconfig', DictConfig=type('DictConfig', (), {}))
config = module('mmengine.config', ConfigDict=type('ConfigDict', (dict,), {}))


class Mode(enum.Enum):
    TRAIN = 'train'


module('mynet', Mode=Mode, Net=type('Net', (), {}))

FORMATS = {'FloatStorage': 'f', 'HalfStorage': 'e', 'DoubleStorage': 'd', 'LongStorage': 'q', 'BFloat16Storage': None, 'QInt8Storage': 'b'}


def encoded(kind, numbers):
    if kind == 'BFloat16Storage':
        return b''.join(struct.pack('<f', number)[2:] for number in numbers)
    return struct.pack(f'<{len(numbers)}{FORMATS[kind]}', *numbers)


class Storage:
    def __init__(self, kind, numbers):
        self.kind, self.count, self.bytes = kind, len(numbers), encoded(kind, numbers)


def tensor(numbers, *shape, kind='FloatStorage'):
    strides = [1] * len(shape)
    for axis in range(len(shape) - 2, -1, -1):
        strides[axis] = strides[axis + 1] * shape[axis + 1]
    return Reduced(rebuild._rebuild_tensor_v2, Storage(kind, numbers), 0, tuple(shape), tuple(strides), False, collections.OrderedDict())


def state(weight='FloatStorage', bias='FloatStorage', prefix=''):
    made = collections.OrderedDict()
    made[prefix + 'weight'] = tensor(range(6), 2, 3, kind=weight)
    made[prefix + 'bias'] = tensor([6, 7], 2, kind=bias)
    made._metadata = collections.OrderedDict({'': {'version': 1}})
    return made


def dtype(text):
    return Reduced(numpy.dtype, text, False, True, state=(3, '<', None, None, None, -1, -1, 0))


def objects(core):
    net = sys.modules['mynet'].Net()
    net.layers, net.again = [1, 2], net
    conf = omegaconf.DictConfig()
    conf.__dict__.update(_content={'lr': 0.1}, _parent=None)
    return {
        'args': argparse.Namespace(lr=0.1, data=pathlib.PosixPath('/data'), gpus=[0, 1], seed=2 ** 63 + 1, huge=1 << 3000),
        'best': Reduced(core.scalar, dtype('f8'), struct.pack('<d', 0.5)),
        'mean': Reduced(core._reconstruct, numpy.ndarray, (0,), b'b', state=(1, (2,), dtype('f4'), False, bytes(8))),
        'paths': [Path('a/b'), pathlib.PurePosixPath('a'), pathlib.PureWindowsPath('c:/x'), Reduced(pathlib.WindowsPath, 'c:\\', 'x')],
        'sets': ({1, 2, 'x'}, frozenset((3, 4)), set(), frozenset()),
        'default': collections.defaultdict(list, {'loss': [1.0, 0.5]}), 'counts': collections.Counter('abca'),
        'when': [datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc), datetime.date(2024, 1, 2), datetime.timedelta(1)],
        'mode': Mode.TRAIN, 'config': conf, 'dict': config.ConfigDict(a=1, b=config.ConfigDict(c=2)), 'net': net,
        'device': Reduced(torch.device, 'cuda', 0), 'size': Reduced(torch.Size, (2, 3)), 'dtype': torch.float32,
        'partial': functools.partial(print, 1, end=''), 'bytes': b'\x00\x01' * 200, 'short': b'', 'array': bytearray(b'xyz'),
        'complex': 1 + 2j, 'slice': slice(1, None), 'range': range(3), 'type': int, 'text': 'ä' * 300, 'none': None, 'flags': (True, False),
        'quantised': Reduced(rebuild._rebuild_qtensor, Storage('QInt8Storage', [1, 2]), 0, (2,), (1,), ()),
    }


def checkpoint(core='numpy.core.multiarray', **how):
    momentum = {'state': {0: {'momentum_buffer': tensor([1] * 6, 2, 3), 'step': tensor([3], 1, kind='LongStorage')}}, 'param_groups': [{'lr': 0.1}]}
    return {'epoch': 3, 'state_dict': state(**how), 'optimizer': momentum, 'scheduler': {'last_epoch': 3, 'base_lrs': [0.1]}, **objects(generic[core])}


class Pickler(pickle._Pickler):
    def __init__(self, file, protocol, legacy):
        super().__init__(file, protocol)
        self.storages, self.legacy = {}, legacy

    def persistent_id(self, item):
        if not isinstance(item, Storage):
            return None
        key = self.storages.setdefault(item, str(len(self.storages)))
        name = ('storage', STORAGES[item.kind], key, 'cpu', item.count)
        return (*name, None) if self.legacy else name


def pickled(item, protocol, legacy=False):
    file = io.BytesIO()
    pickler = Pickler(file, protocol, legacy)
    pickler.dump(item)
    return file.getvalue(), pickler.storages


def save(name, item, protocol=2):
    data, storages = pickled(item, protocol)
    with zipfile.ZipFile(HERE / name, 'w') as archive:
        def add(entry, content):
            archive.writestr(zipfile.ZipInfo(f'{Path(name).stem}/{entry}'), content)
        add('data.pkl', data)
        add('.format_version', '1')
        add('byteorder', 'little')
        for storage, key in storages.items():
            add(f'data/{key}', storage.bytes)
        add('version', '3\n')
        add('.data/serialization_id', '0' * 40)


def save_legacy(name, item, protocol=2):
    data, storages = pickled(item, protocol, legacy=True)
    machine = {'protocol_version': 1001, 'little_endian': True, 'type_sizes': {'short': 2, 'int': 4, 'long': 4}}
    with open(HERE / name, 'wb') as file:
        for head in (0x1950a86a20f9469cfc6c, 1001, machine):
            pickle.dump(head, file, protocol)
        file.write(data)
        pickle.dump(sorted(storages.values()), file, protocol)
        for storage, key in sorted(storages.items(), key=lambda s: s[1]):
            file.write(struct.pack('<q', storage.count) + storage.bytes)


for protocol in (2, 3, 4, 5):
    save(f'everything-protocol{protocol}.pth', checkpoint(), protocol)
save('everything-numpy2.pth', checkpoint('numpy._core.multiarray'))
for protocol in (2, 4):
    save_legacy(f'everything-before-1.6-protocol{protocol}.pth', checkpoint(), protocol)
save_legacy('state-before-1.6.pth', state())
save('state-protocol4.pth', state(), 4)
save('state-float16.pth', state('HalfStorage', 'HalfStorage'))
save('state-bfloat16.pth', state('BFloat16Storage', 'BFloat16Storage'))
save('state-mixed.pth', state('BFloat16Storage', 'DoubleStorage'))
save('state-module.pth', state(prefix='module.'))
whole = sys.modules['mynet'].Net()
whole.weight = tensor(range(6), 2, 3)
save('whole.pth', whole)
for protocol in (0, 1):
    save(f'state-protocol{protocol}.pth', collections.OrderedDict(epoch=1), protocol)
