using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Writes the forward of a random network step by step, and registers the layers that it needs.</summary>
internal sealed partial class NetworkWriter
{
    /// <summary>How many kinds of steps there are.</summary>
    public const int Kinds = 39;

    /// <summary>How many of them, the first ones, most networks consist of.</summary>
    public const int CommonKinds = 10;

    private const int WidestMap = 16;
    private static readonly int[] Widths = [4, 6, 2, 3, 8, 5, 12, 1];

    private readonly Module _owner;
    private readonly Action<Gene>[] _kinds;
    private readonly List<NetworkStep> _steps = [];
    private readonly List<(int Index, int Width)> _maps = [(0, RandomNet.InputWidth)];
    private readonly List<(string Name, int Width, Module<Tensor, Tensor> Layer)> _repeatable = [];
    private readonly HashSet<int> _read = [];
    private int _values = 1;
    private int _names;

    public NetworkWriter(Module owner)
    {
        _owner = owner;
        _kinds =
        [
            Convolve, Convolve, Convolve, Activate, Normalize, Add, Concatenate, Chunk, ConvolveInGroups, ConvolveDepthwise,
            ConvolveTransposed, Multiply, Split, Flip, Roll, Shuffle,
            GateByMean, SqueezeGate, GatedLinearUnit, ShufflePixels, UnshufflePixels, PadChannels, Narrow, Reuse, Scale, ScaleByConstant,
            View, Maxout, Swallow, Repeat,
            Interleave, Select, Attend, SubtractMean, ConcatenateInput, Sort, MaskByIndex, Stride, DropSmall,
        ];
        Convolve(new Gene(0, 0, 0, 0));
    }

    public IReadOnlyList<NetworkStep> Steps => _steps;

    public void Write(Gene gene) => _kinds[gene.Kind % _kinds.Length](gene);

    /// <summary>Reads the latest map, and perhaps another or all that nothing has read, into the output.</summary>
    public void WriteEnding(int ending)
    {
        List<(int Index, int Width)> read = [_maps[^1], .. _maps.SkipLast(1)
            .Where(m => m.Index > 0)
            .Reverse()
            .Where((m, i) => (ending / 12 % 3) switch { 0 => false, 1 => i == 0, _ => !_read.Contains(m.Index) })];
        var size = RandomNet.Extent * RandomNet.Extent;
        switch (ending % 12)
        {
            case 0 or > 7:
                Line("mean", read, maps => cat(maps.Select(m => m.mean([2, 3])).ToList(), 1));
                Classify(read.Sum(r => r.Width), ending);
                break;
            case 1 or 2:
                Line("flatten", read, maps => cat(maps.Select(m => m.flatten(1)).ToList(), 1));
                Classify(read.Sum(r => r.Width) * size, ending);
                break;
            case 3:
                Line("amax", read, maps => cat(maps.Select(m => m.amax([2, 3])).ToList(), 1));
                Classify(read.Sum(r => r.Width), ending);
                break;
            case 4:
                Line("tokens", read, maps => cat(maps.Select(m => m.flatten(2).transpose(1, 2)).ToList(), 2));
                Classify(read.Sum(r => r.Width), ending);
                Line("mean over tokens", [(_values - 1, 0)], maps => maps[0].mean([1]));
                break;
            case 5:
                Line("output", read, maps => cat(maps.ToList(), 1));
                break;
            case 6:
                Convolve(new Gene(0, 0, 0, 4));
                Line("output", [_maps[^1], .. read.Skip(1)], maps => cat(maps.ToList(), 1));
                break;
            default:
                Line("flattened by sizes", read, maps => cat(maps.Select((m, i) => m.reshape(-1, read[i].Width * size)).ToList(), 1));
                Classify(read.Sum(r => r.Width) * size, ending);
                break;
        }
    }

    /// <summary>Linear layers <c>[…, width]</c>, at least one.</summary>
    private void Classify(int width, int ending)
    {
        for (var layers = ending / 36 % 3; layers > 0; layers--)
        {
            var hidden = Widths[(ending / 108 + layers) % Widths.Length];
            Layer(Linear(width, hidden, hasBias: layers % 2 == 1), _values - 1);
            Line("relu", [(_values - 1, hidden)], maps => maps[0].relu());
            if (layers == 2) Layer(LayerNorm([hidden]), _values - 1);
            width = hidden;
        }
        Layer(Linear(width, 3), _values - 1);
    }

    private (int Index, int Width) Map(int choice) => _maps[^(1 + choice % _maps.Count)];

    /// <summary>Another map of the same width, or the same one if there is none.</summary>
    private (int Index, int Width) Alike((int Index, int Width) map, int choice)
    {
        var alike = _maps.Where(m => m.Width == map.Width && m.Index != map.Index && m.Index != 0).ToArray();
        return alike.Length == 0 ? map : alike[^(1 + choice % alike.Length)];
    }

    private static int Divisor(int width, int choice)
    {
        var divisors = Enumerable.Range(1, width).Where(d => width % d == 0).ToArray();
        return divisors[^(1 + choice % divisors.Length)];
    }

    private void Layer<TLayer>(TLayer layer, int input, int width = 0, string note = "")
        where TLayer : Module<Tensor, Tensor>
    {
        var name = $"l{_names++}";
        _owner.register_module(name, layer);
        Line($"{name}: {layer.GetType().Name}{note}", [(input, 0)], maps => layer.call(maps[0]));
        if (width > 0) _maps.Add((_values - 1, width));
    }

    private Parameter Own(long[] shape, string name)
    {
        var parameter = new Parameter(ones(shape, dtype: float64));
        _owner.register_parameter(name, parameter);
        return parameter;
    }

    private void Line(string what, IReadOnlyList<(int Index, int Width)> read, Func<Tensor[], Tensor> run) =>
        Lines(what, read, 1, maps => [run(maps)]);

    private void Lines(string what, IReadOnlyList<(int Index, int Width)> read, int results, Func<Tensor[], Tensor[]> run)
    {
        _read.UnionWith(read.Select(r => r.Index));
        var made = string.Join(", ", Enumerable.Range(_values, results).Select(v => $"v{v}"));
        _steps.Add(new NetworkStep(
            $"{made} = {what} of {string.Join(", ", read.Select(r => $"v{r.Index}"))}",
            values => run(read.Select(r => values[r.Index]).ToArray())));
        _values += results;
    }

    /// <summary>A step that makes one map.</summary>
    private void Make(string what, int width, IReadOnlyList<(int Index, int Width)> read, Func<Tensor[], Tensor> run)
    {
        Line($"{what} [{width}]", read, run);
        _maps.Add((_values - 1, width));
    }
}
