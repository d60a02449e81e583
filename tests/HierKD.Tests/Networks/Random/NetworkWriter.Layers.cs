using static TorchSharp.torch.nn;

namespace HierKD.Tests;

internal sealed partial class NetworkWriter
{
    private void Convolve(Gene gene)
    {
        var (input, width) = (Map(gene.First), Widths[gene.Size % Widths.Length]);
        var (kernel, bias) = (gene.Second % 2 == 0 ? 1 : 3, gene.Second / 2 % 2 == 0);
        var layer = Conv2d(input.Width, width, kernel_size: kernel, padding: kernel / 2, bias: bias);
        if (input.Width == width) _repeatable.Add(($"l{_names}", width, layer));
        Layer(layer, input.Index, width, $" {input.Width} -> {width}, kernel {kernel}, bias {bias}");
    }

    private void ConvolveInGroups(Gene gene)
    {
        var input = Map(gene.First);
        var groups = Divisor(input.Width, gene.Second);
        var width = groups * (1 + gene.Size % 3);
        if (width > WidestMap) width = groups;
        Layer(
            Conv2d(input.Width, width, kernel_size: 1, groups: groups, bias: gene.Size % 2 == 0), input.Index, width,
            $" {input.Width} -> {width}, groups {groups}");
    }

    private void ConvolveDepthwise(Gene gene)
    {
        var input = Map(gene.First);
        Layer(
            Conv2d(input.Width, input.Width, kernel_size: 3, padding: 1, groups: input.Width, bias: gene.Size % 2 == 0), input.Index,
            input.Width, $" {input.Width}, depthwise");
    }

    private void ConvolveTransposed(Gene gene)
    {
        var input = Map(gene.First);
        var groups = gene.Size % 2 == 0 ? 1 : Divisor(input.Width, gene.Second);
        var width = groups == 1 ? Widths[gene.Size / 2 % Widths.Length] : groups * (1 + gene.Size / 2 % 2);
        if (width > WidestMap) width = groups;
        Layer(
            ConvTranspose2d(input.Width, width, kernel_size: 1, groups: groups, bias: gene.Size % 3 > 0), input.Index, width,
            $" {input.Width} -> {width}, groups {groups}");
    }

    private void Normalize(Gene gene)
    {
        var (index, width) = Map(gene.First);
        switch (gene.Size % 7)
        {
            case 0:
                Layer(BatchNorm2d(width), index, width, $" {width}");
                break;
            case 1:
                Layer(BatchNorm2d(width, affine: false), index, width, $" {width}, not affine");
                break;
            case 2:
                Layer(InstanceNorm2d(width, affine: true), index, width, $" {width}");
                break;
            case 3:
                Layer(InstanceNorm2d(
                    width, affine: gene.Second % 2 == 0, track_running_stats: true), index, width, $" {width}, with running statistics");
                break;
            case 4:
                var groups = Divisor(width, gene.Second);
                Layer(GroupNorm(groups, width), index, width, $" {width}, groups {groups}");
                break;
            case 5:
                Layer(PReLU(width, 0.25), index, width, $" {width}");
                break;
            default:
                Line("channels last", [(index, width)], maps => maps[0].permute(0, 2, 3, 1));
                Layer(LayerNorm([width]), _values - 1);
                Make("channels first", width, [(_values - 1, width)], maps => maps[0].permute(0, 3, 1, 2));
                break;
        }
    }

    private void Reuse(Gene gene)
    {
        if (_repeatable.Count == 0)
        {
            Convolve(gene with { Size = Array.IndexOf(Widths, Map(gene.First).Width) is >= 0 and var same ? same : 0 });
            return;
        }
        var (name, width, layer) = _repeatable[gene.Size % _repeatable.Count];
        var fitting = _maps.Where(m => m.Width == width).ToArray();
        var input = fitting[^(1 + gene.First % fitting.Length)];
        Make($"{name} again", width, [input], maps => layer.call(maps[0]));
    }

    private void SqueezeGate(Gene gene)
    {
        var (index, width) = Map(gene.First);
        var hidden = Widths[gene.Size % Widths.Length];
        Line("mean over pixels", [(index, width)], maps => maps[0].mean([2, 3], keepdim: true));
        Layer(Conv2d(width, hidden, kernel_size: 1), _values - 1, note: $" {width} -> {hidden}");
        Line("relu", [(_values - 1, hidden)], maps => maps[0].relu());
        Layer(Conv2d(hidden, width, kernel_size: 1), _values - 1, note: $" {hidden} -> {width}");
        Make("gated by the sigmoid", width, [(_values - 1, width), (index, width)], maps => maps[0].sigmoid() * maps[1]);
    }

    private void Scale(Gene gene)
    {
        var map = Map(gene.First);
        var name = $"own{_names++}";
        if (gene.Size % 5 == 4)
        {
            var matrix = Own([map.Width, map.Width], name);
            Make($"{name}: own matrix", map.Width, [map], maps =>
                matrix.matmul(maps[0].flatten(2)).view(maps[0].shape[0], -1, RandomNet.Extent, RandomNet.Extent));
            return;
        }
        if (gene.Size % 5 == 3)
        {
            var buffer = ones([1, map.Width, 1, 1], dtype: float64);
            _owner.register_buffer(name, buffer);
            Make($"{name}: own buffer", map.Width, [map], maps => maps[0] + buffer);
            return;
        }
        var scale = Own((gene.Size % 5) switch
        {
            0 => [map.Width, 1, 1],
            1 => [1, map.Width, 1, 1],
            _ => [map.Width, RandomNet.Extent, RandomNet.Extent]
        }, name);
        Make($"{name}: own scale", map.Width, [map], maps => maps[0] * scale);
    }
}
