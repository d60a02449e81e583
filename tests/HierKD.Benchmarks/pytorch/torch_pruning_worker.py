"""Torch-Pruning's side: the dependency graph of a network of torchvision's, and the removal of half of its channels.

Told what to do by its arguments, it says on a line that it is ready, and then answers each line with a number of steps by the seconds that each took.
"""
import argparse
import json
import resource
import sys
import time

import torch
import torchvision


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('network', choices=['resnet50'])
    parser.add_argument('--source', required=True, help="folder of Torch-Pruning's source")
    parser.add_argument('--device', default='cpu')
    told = parser.parse_args()
    sys.path.insert(0, told.source)
    import torch_pruning

    torch.set_num_threads(1)
    torch.manual_seed(1)
    x = torch.randn(1, 3, 224, 224, device=told.device)

    def make():
        return getattr(torchvision.models, told.network)().to(told.device).eval()

    def step(model):
        # Which channels go is drawn: what is compared is how they are found and removed.
        importance = torch_pruning.importance.RandomImportance()
        torch_pruning.pruner.MagnitudePruner(model, x, importance=importance, pruning_ratio=0.5, ignored_layers=[model.fc]).step()
        if told.device == 'cuda':
            torch.cuda.synchronize()

    def say(**what):
        print(json.dumps(what), flush=True)

    version = getattr(torch_pruning, '__version__', '')
    say(parameters=sum(p.numel() for p in make().parameters()), what=f'Torch-Pruning {version} (no verification), PyTorch {torch.__version__}')
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            model = make()
            start = time.perf_counter()
            step(model)
            seconds.append(time.perf_counter() - start)
        say(seconds=seconds, peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


main()
