using static TorchSharp.torch.nn;

namespace HierKD.Tests;

internal sealed partial class NetworkWriter
{
    private void Chunk(Gene gene)
    {
        var map = Map(gene.First);
        if (map.Width < 2) return;
        var pieces = 2 + gene.Size % Math.Min(3, map.Width - 1);
        var size = (map.Width + pieces - 1) / pieces;
        Pieces($"chunk({pieces})", map, [
            .. Enumerable.Range(0, (map.Width + size - 1) / size).Select(p => Math.Min(size, map.Width - p * size))
        ], gene.Second, x => x.chunk(pieces, 1));
    }

    private void Split(Gene gene)
    {
        var map = Map(gene.First);
        if (map.Width < 2) return;
        var first = 1 + gene.Size % (map.Width - 1);
        Pieces($"split([{first}, {map.Width - first}])", map, [first, map.Width - first], gene.Second, x =>
            x.split([first, map.Width - first], 1));
    }

    /// <summary>Takes a map apart; all pieces are used further on, or some are not.</summary>
    private void Pieces(string what, (int Index, int Width) map, int[] widths, int use, Func<Tensor, Tensor[]> run)
    {
        var start = _values;
        Lines($"{what} [{string.Join(", ", widths)}]", [map], widths.Length, maps => run(maps[0]));
        var used = use % 3 == 0 ? [use / 3 % widths.Length] : Enumerable.Range(0, widths.Length);
        foreach (var piece in used) _maps.Add((start + piece, widths[piece]));
    }

    private void Flip(Gene gene)
    {
        var map = Map(gene.First);
        Make("flip", map.Width, [map], maps => maps[0].flip(1));
    }

    private void Roll(Gene gene)
    {
        var map = Map(gene.First);
        var by = 1 + gene.Size % map.Width;
        Make($"roll by {by}", map.Width, [map], maps => maps[0].roll(by, 1));
    }

    private void Shuffle(Gene gene)
    {
        var map = Map(gene.First);
        var groups = Divisor(map.Width, gene.Size);
        Make($"shuffle in {groups}", map.Width, [map], maps =>
            maps[0].reshape(maps[0].shape[0], groups, -1, RandomNet.Extent, RandomNet.Extent).transpose(1, 2).reshape(maps[0].shape));
    }

    private void GatedLinearUnit(Gene gene)
    {
        var map = Map(gene.First);
        if (map.Width % 2 == 0) Make("glu", map.Width / 2, [map], maps => functional.glu(maps[0], 1));
    }

    private void ShufflePixels(Gene gene)
    {
        var map = Map(gene.First);
        if (map.Width % 4 != 0) return;
        Make("pixels shuffled and pooled", map.Width / 4, [map], maps => functional.avg_pool2d(functional.pixel_shuffle(maps[0], 2), 2));
    }

    private void UnshufflePixels(Gene gene)
    {
        var map = Map(gene.First);
        if (4 * map.Width > WidestMap) return;
        Make("pixels unshuffled and enlarged", 4 * map.Width, [map], maps => maps[0]
            .reshape(maps[0].shape[0], -1, RandomNet.Extent / 2, 2, RandomNet.Extent / 2, 2)
            .permute(0, 1, 3, 5, 2, 4)
            .flatten(1, 3)
            .repeat(1, 1, 2, 2));
    }

    private void PadChannels(Gene gene)
    {
        var map = Map(gene.First);
        var (before, after) = (gene.Size % 3, 1 + gene.Size / 3 % 2);
        if (gene.Second % 2 == 0)
        {
            if (map.Width + before + after > WidestMap) return;
            Make($"{before} zeros before, {after} after", map.Width
                + before + after, [map], maps => functional.pad(maps[0], [0, 0, 0, 0, before, after]));
            return;
        }
        var wide = _maps.Where(m => m.Width >= map.Width && m.Index != map.Index).ToArray();
        if (wide.Length == 0) return;
        var target = wide[gene.Size % wide.Length];
        Make("sum, zeros where the second has no channels", target.Width, [target, map], maps =>
            maps[0] + functional.pad(maps[1], [0, 0, 0, 0, 0, maps[0].shape[1] - maps[1].shape[1]]));
    }

    private void Narrow(Gene gene)
    {
        var map = Map(gene.First);
        var start = gene.Size % map.Width;
        var length = 1 + gene.Second % (map.Width - start);
        if (gene.Size % 2 == 0) Make($"channels {start} to {start + length}", length, [map], maps => maps[0].narrow(1, start, length));
        else Make($"channels from {start}", map.Width - start, [map], maps => maps[0].narrow(1, start, maps[0].shape[1] - start));
    }

    private void Stride(Gene gene)
    {
        var map = Map(gene.First);
        Make("every other channel", (map.Width + 1) / 2, [map], maps => maps[0][.., TensorIndex.Slice(null, null, 2)]);
    }

    private void Select(Gene gene)
    {
        var map = Map(gene.First);
        var random = new Random(gene.Size);
        var chosen = Enumerable.Range(0, 1 + gene.Second % map.Width).Select(_ => (long)random.Next(map.Width)).ToArray();
        var indices = tensor(chosen).DetachFromDisposeScope();
        Make($"channels {string.Join(' ', chosen)}", chosen.Length, [map], maps => maps[0].index_select(1, indices));
    }

    private void View(Gene gene)
    {
        var map = Map(gene.First);
        var groups = Divisor(map.Width, gene.Second);
        var (size, extent) = (map.Width / groups, RandomNet.Extent);
        switch (gene.Size % 4)
        {
            case 0:
                Make("view by sizes", map.Width, [map], maps => maps[0].reshape(-1, map.Width, extent, extent));
                break;
            case 1:
                Make($"{groups} groups by sizes, summed", size, [map], maps => maps[0].reshape(-1, groups, size, extent, extent).sum(1));
                break;
            case 2:
                Make($"{groups} groups, summed", map.Width
                    / groups, [map], maps => maps[0].reshape(maps[0].shape[0], groups, -1, extent, extent).sum(1));
                break;
            default:
                Make($"groups of {size}, summed", groups, [map], maps =>
                    maps[0].reshape(maps[0].shape[0], -1, size, extent, extent).sum(2));
                break;
        }
    }

    private void Maxout(Gene gene)
    {
        var map = Map(gene.First);
        var groups = Divisor(map.Width, gene.Second);
        if (gene.Size % 2 == 0)
        {
            Make($"maxout of {groups}", groups, [map], maps =>
                maps[0].reshape(maps[0].shape[0], groups, -1, RandomNet.Extent, RandomNet.Extent).amax([2]));
        }
        else
        {
            Make($"maxout by {groups}", map.Width
                / groups, [map], maps => maps[0].reshape(maps[0].shape[0], -1, groups, RandomNet.Extent, RandomNet.Extent).amax([2]));
        }
    }

    private void Repeat(Gene gene)
    {
        var map = Map(gene.First);
        if (2 * map.Width > WidestMap) return;
        if (gene.Size % 2 == 0) Make("repeat", 2 * map.Width, [map], maps => maps[0].repeat(1, 2, 1, 1));
        else Make("repeat each", 2 * map.Width, [map], maps => maps[0].repeat_interleave(2, 1));
    }

    private void Sort(Gene gene)
    {
        var map = Map(gene.First);
        if (gene.Size % 2 == 0) Make("sorted over channels", map.Width, [map], maps => maps[0].sort(1).Values);
        else Make("summed up over channels", map.Width, [map], maps => maps[0].cumsum(1));
    }

    private void MaskByIndex(Gene gene)
    {
        var map = Map(gene.First);
        Make("times the channel's index", map.Width, [map], maps =>
            maps[0] * arange(1, maps[0].shape[1] + 1, dtype: float64).reshape(1, -1, 1, 1));
    }

    private void DropSmall(Gene gene)
    {
        var map = Map(gene.First);
        Make("divided by the number of channels", map.Width, [map], maps => maps[0] / maps[0].shape[1]);
    }
}
