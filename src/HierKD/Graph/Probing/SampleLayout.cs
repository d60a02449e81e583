using static TorchSharp.torch;

namespace HierKD;

/// <summary>How the samples of a batch lie in a tensor: along one axis, some rows for each.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Rows">How many rows a sample has there; more than one where positions were folded into the batch.</param>
internal readonly record struct SampleLayout(int Axis, long Rows)
{
    /// <summary>The layout that makes one shape of one sample and another of two, or <see langword="null"/> if none does.</summary>
    public static SampleLayout? Between(ReadOnlySpan<long> one, ReadOnlySpan<long> two)
    {
        if (one.Length != two.Length) return null;
        SampleLayout? found = null;
        for (var axis = 0; axis < one.Length; axis++)
        {
            if (one[axis] == two[axis]) continue;
            if (found is not null || two[axis] != 2 * one[axis]) return null;
            found = new SampleLayout(axis, one[axis]);
        }
        return found;
    }

    /// <summary>The first sample of a tensor.</summary>
    public Tensor First(Tensor tensor) => tensor.narrow(Axis, 0, Rows);

    /// <summary>A tensor <c>[samples, channels]</c> of values, so shaped that it broadcasts to <see cref="Spread"/>.</summary>
    public Tensor Along(Tensor values, int channelAxis, int rank)
    {
        var shape = Enumerable.Repeat(1L, rank + 1).ToArray();
        var (sampleAxis, shifted) = (Axis, channelAxis < Axis ? channelAxis : channelAxis + 1);
        shape[sampleAxis] = values.shape[0];
        shape[shifted] = values.shape[1];
        return (shifted < sampleAxis ? values.t() : values).reshape(shape);
    }

    /// <summary>One sample, with <paramref name="values"/> <c>[samples, channels]</c> added to a copy for each.</summary>
    public Tensor Spread(Tensor sample, Tensor values, int channelAxis)
    {
        var rank = (int)sample.dim();
        return sample.unsqueeze(Axis).add(Along(values, channelAxis, rank)).flatten(Axis, Axis + 1);
    }

    /// <summary>Sums over everything but samples and channels, <c>[samples, channels]</c>.</summary>
    public Tensor SumsOf(Tensor tensor, int channelAxis)
    {
        var axis = Axis;
        var others = Enumerable.Range(0, (int)tensor.dim()).Where(a => a != axis && a != channelAxis).Select(a => (long)a).ToArray();
        var sums = others.Length == 0 ? tensor : tensor.sum(others);
        if (channelAxis < axis) sums = sums.t();
        return Rows == 1 ? sums : sums.reshape(-1, Rows, sums.shape[1]).sum(1);
    }
}
