import torch

from cases import case, values

ROWS = torch.tensor([2, 0, 2, 1])
APART = torch.tensor([2, 0])
PLACES = torch.tensor([[0, 2, 1], [3, 0, 0]])
MASK = torch.tensor([[True, False, True], [False, False, True]])


def cases():
    return [
        case("index_select rows", "index_select", lambda input, index: input.index_select(0, index), {"dim": 0}, input=values(3, 4), index=ROWS),
        case("index_select columns", "index_select", lambda input, index: input.index_select(1, index), {"dim": 1}, input=values(2, 3, 2), index=ROWS),
        case("gather", "gather", lambda input, index: input.gather(1, index), {"dim": 1}, input=values(2, 4), index=PLACES),
        case("scatter", "scatter", lambda input, index, source: input.scatter(1, index, source), {"dim": 1}, input=values(2, 4), index=torch.tensor([[0, 2, 1], [3, 0, 1]]), source=values(2, 3)),
        case("scatter_add", "scatter_add", lambda input, index, source: input.scatter_add(1, index, source), {"dim": 1}, input=values(2, 4), index=PLACES, source=values(2, 3)),
        case("index_add rows", "index_add", lambda input, index, source: input.index_add(0, index, source, alpha=2.0), {"dim": 0, "alpha": 2.0}, input=values(3, 2), index=ROWS, source=values(4, 2)),
        case("index_copy columns", "index_copy", lambda input, index, source: input.index_copy(1, index, source), {"dim": 1}, input=values(2, 3), index=APART, source=values(2, 2)),
        case("index_fill", "index_fill", lambda input, index: input.index_fill(0, index, 1.5), {"dim": 0, "value": 1.5}, input=values(3, 2), index=APART),
        case("masked_fill", "masked_fill", lambda input, mask: input.masked_fill(mask, -2.0), {"value": -2.0}, input=values(2, 3), mask=MASK),
        case("masked_select", "masked_select", lambda input, mask: input.masked_select(mask), input=values(2, 3), mask=MASK),
        case("where", "where", lambda mask, input, other: torch.where(mask, input, other), mask=MASK, input=values(2, 3), other=values(2, 3)),
        case("sort ascending", "sort", lambda input: input.sort(-1, False), {"dim": -1, "descending": False}, input=values(3, 5)),
        case("sort descending columns", "sort", lambda input: input.sort(0, True), {"dim": 0, "descending": True}, input=values(4, 2)),
        case("topk largest", "topk", lambda input: input.topk(3, 1), {"k": 3, "dim": 1, "largest": True}, input=values(2, 6)),
        case("topk smallest", "topk", lambda input: input.topk(2, 0, largest=False), {"k": 2, "dim": 0, "largest": False}, input=values(5, 2)),
        case("cumsum", "cumsum", lambda input: input.cumsum(1), {"dim": 1}, input=values(2, 4)),
        case("flip", "flip", lambda input: input.flip(1, 0), {"dims": [1, 0]}, input=values(2, 3)),
        case("roll", "roll", lambda input: input.roll(2, 1), {"shift": 2, "dim": 1}, input=values(2, 5)),
        case("repeat", "repeat", lambda input: input.repeat(2, 1, 2), {"sizes": [2, 1, 2]}, input=values(2, 2)),
        case("repeat_interleave", "repeat_interleave", lambda input: input.repeat_interleave(2, 1), {"repeats": 2, "dim": 1}, input=values(2, 3)),
    ]
