using static TorchSharp.torch.nn;

namespace HierKD.Tests;

internal sealed partial class NetworkWriter
{
    private void Activate(Gene gene)
    {
        var map = Map(gene.First);
        var (name, run) = Activation(gene.Size);
        Make(name, map.Width, [map], maps => run(maps[0]));
    }

    private static (string, Func<Tensor, Tensor>) Activation(int choice) => (choice % 5) switch
    {
        0 => ("relu", x => x.relu()),
        1 => ("silu", x => functional.silu(x)),
        2 => ("sigmoid", x => x.sigmoid()),
        3 => ("tanh", x => x.tanh()),
        _ => ("dropout", x => functional.dropout(x, 0.5, training: false)),
    };

    private void Add(Gene gene)
    {
        var map = Map(gene.First);
        Make("sum", map.Width, [map, Alike(map, gene.Second)], maps => maps[0] + maps[1]);
    }

    private void Multiply(Gene gene)
    {
        var map = Map(gene.First);
        Make("product", map.Width, [map, Alike(map, gene.Second)], maps => maps[0] * maps[1]);
    }

    private void Concatenate(Gene gene)
    {
        List<(int Index, int Width)> read = [Map(gene.First), Map(gene.Second)];
        if (gene.Size % 3 == 0) read.Add(Map(gene.Size / 3));
        while (read.Sum(r => r.Width) > WidestMap) read.RemoveAt(read.Count - 1);
        if (read.Count > 1) Make("cat", read.Sum(r => r.Width), read, maps => cat(maps.ToList(), 1));
    }

    private void ConcatenateInput(Gene gene)
    {
        var map = Map(gene.First);
        if (map.Width + RandomNet.InputWidth <= WidestMap)
        {
            Make("cat with the input", map.Width + RandomNet.InputWidth, [map, (0, RandomNet.InputWidth)], maps => cat(maps.ToList(), 1));
        }
    }

    private void Interleave(Gene gene)
    {
        var map = Map(gene.First);
        if (2 * map.Width <= WidestMap)
        {
            Make("interleaved", 2 * map.Width, [map, Alike(map, gene.Second)], maps => stack([maps[0], maps[1]], 2).flatten(1, 2));
        }
    }

    private void GateByMean(Gene gene)
    {
        var (map, other) = (Map(gene.First), Map(gene.Second));
        switch (gene.Size % 3)
        {
            case 0:
                Make("times mean over channels", map.Width, [map, other], maps => maps[0] * maps[1].mean([1], keepdim: true));
                break;
            case 1:
                Make("times max over channels", map.Width, [map, other], maps => maps[0] * maps[1].amax([1], keepdim: true).sigmoid());
                break;
            default:
                Make("plus last channel", map.Width, [map, other], maps => maps[0] + maps[1].narrow(1, maps[1].shape[1] - 1, 1));
                break;
        }
    }

    private void Attend(Gene gene)
    {
        var (map, value) = (Map(gene.First), Map(gene.Size));
        var other = gene.Second % 2 == 1 ? Alike(map, gene.Second / 2) : map;
        Make("attention between pixels", value.Width, [map, other, value], maps =>
        {
            var weights = maps[0].flatten(2).transpose(1, 2).matmul(maps[1].flatten(2)).softmax(-1);
            return weights.matmul(maps[2].flatten(2).transpose(1, 2)).transpose(1, 2).reshape(maps[2].shape);
        });
    }

    private void SubtractMean(Gene gene)
    {
        var map = Map(gene.First);
        Make("minus mean over channels", map.Width, [map], maps => maps[0] - maps[0].mean([1], keepdim: true));
    }

    private void Swallow(Gene gene)
    {
        var (map, other) = (Map(gene.First), Map(gene.Second));
        if (gene.Size % 2 == 0) Make("relu by where", map.Width, [map], maps => where(maps[0] > 0, maps[0], zeros_like(maps[0])));
        else Make("times the mean of numbers", map.Width, [map, other], maps => maps[0] * maps[1].nan_to_num().mean([1], keepdim: true));
    }

    private void ScaleByConstant(Gene gene)
    {
        var map = Map(gene.First);
        var constant = linspace(0.5, 1.5, map.Width, dtype: float64).reshape(1, -1, 1, 1).DetachFromDisposeScope();
        if (gene.Size % 2 == 0) Make("times a constant", map.Width, [map], maps => maps[0] * constant);
        else Make("times the start of a constant", map.Width, [map], maps => maps[0] * constant.narrow(1, 0, maps[0].shape[1]));
    }
}
