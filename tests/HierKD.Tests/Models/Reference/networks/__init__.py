"""The networks whose figures make_reference.py records; each module lists some in NETWORKS."""


def torchvision_network(name, make, size=64, **more):
    """An entry for a network of torchvision, on a small image for the logits and a usual one for the cost."""
    return {
        "name": name, "source": "torchvision", "make": make, "input": [1, 3, size, size], "cost_input": [1, 3, 224, 224], **more,
    }


def written_here(name, make, size, cost_size):
    """An entry for a network that torchvision lacks, written in this folder after its paper."""
    return {
        "name": name, "source": "paper", "make": make, "input": [1, 3, size, size], "cost_input": [1, 3, cost_size, cost_size],
    }
