using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// An example of smaller maps, on which a model takes the path that it takes on the user's: channels go the same ways there, and a probe
/// costs a fraction. Tensors of the user's that are as long as a map are made shorter meanwhile; a model that has some which cannot is not
/// tried: libtorch's refusal of such a matmul ends the process, since TorchSharp does not catch it.
/// </summary>
internal sealed class SmallExample : IDisposable
{
    /// <summary>Sides are not made shorter than this.</summary>
    private const long Least = 16;

    /// <summary>The first axis of positions of a feature map <c>[N, C, …]</c>.</summary>
    private const int FirstSide = 2;

    /// <summary>The axis of its channels.</summary>
    private const int Channels = 1;

    private static readonly long[] Steps = [64, 32, 16, 8, 4, 2];

    private readonly Tensor[] _inputs;
    private NarrowedTensors? _narrowed;

    private SmallExample(Tensor[] inputs, ModelForward forward)
    {
        _inputs = inputs;
        Forward = forward;
    }

    /// <summary>Runs the model on it.</summary>
    public ModelForward Forward { get; }

    /// <summary>The smallest that the model takes; <see langword="null"/> if there is none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="call">Calls it.</param>
    /// <param name="example">The user's example.</param>
    /// <param name="whole">What goes through the model there, for one sample.</param>
    /// <param name="watch">Hears of each forward pass.</param>
    public static SmallExample? Find(
        WatchedModel model, ModelCall call, IReadOnlyList<Tensor> example, CallShapes whole, DiscoveryWatch watch)
    {
        foreach (var step in Steps.Where(s => example.Any(e => Smaller(e, s))))
        {
            var inputs = example.Select(input => Shrunk(input, step)).ToArray();
            var small = new SmallExample(inputs, ModelForward.Of(call, inputs, watch));
            var taken = false;
            try
            {
                taken = small.IsTaken(model, call, example, whole);
                if (taken) return small;
            }
            finally
            {
                if (!taken) small.Dispose();
            }
        }
        return null;
    }

    public void Dispose()
    {
        _narrowed?.Dispose();
        new OwnedTensors(_inputs).Dispose();
    }

    private bool IsTaken(WatchedModel model, ModelCall call, IReadOnlyList<Tensor> example, CallShapes whole)
    {
        try
        {
            var lengths = new SideLengths();
            foreach (var (one, small) in example.Zip(_inputs)) lengths.Add(one.shape, small.shape, Channels);
            var ofMaps = SideLengths.All(
            [
                .. example.Select(e => (e.shape, Channels)), .. whole.Calls.Select(c => (c.Input, c.InputChannels)),
                .. whole.Calls.Select(c => (c.Output, c.OutputChannels)),
            ]);
            HashSet<long> channels = [.. whole.Calls.SelectMany(c => new[] { c.Watched.Layer.Inputs, c.Watched.Layer.Outputs })];
            if (UserTensors.Registered(model).Any(t => t.shape.Any(n => ofMaps.Contains(n) && lengths.Of(n) is null)))
            {
                if (FirstCall(model) is not { } first || first.Watched != whole.Calls[0].Watched) return false;
                lengths.Add(whole.Calls[0].Output, first.Output, first.OutputChannels);
            }
            _narrowed = NarrowedTensors.Of(model, call, lengths, ofMaps, channels);
            return _narrowed is not null
                && CallShapes.Of(model, () => Forward.RunSamples(first: true, other: false)) is var shapes
                && shapes.IsSmaller(whole) && shapes.Values <= whole.Values / 2;
        }
        catch (Exception failure) when (DiscoveryWatch.IsForwards(failure))
        {
            return false;
        }
    }

    /// <summary>What the first layer that is called gives; the forward ends there.</summary>
    private CallShape? FirstCall(WatchedModel model)
    {
        CallShape? first = null;
        try
        {
            _ = ForwardRecorder.Visit(
                model.Layers, () => Forward.RunSamples(first: true, other: false),
                (watched, input, output) =>
                {
                    first = CallShape.Of(watched, input, output);
                    throw new EnoughException();
                },
                _ => true);
        }
        catch (Exception failure) when (DiscoveryWatch.IsForwards(failure))
        {
        }
        return first;
    }

    private static bool Smaller(Tensor input, long step) =>
        input.is_floating_point() && input.shape.Skip(FirstSide).Any(side => side / step >= Least);

    /// <summary>Every so many values along each side that is long enough; shorter sides in smaller steps.</summary>
    private static Tensor Shrunk(Tensor input, long step)
    {
        if (!input.is_floating_point()) return input.alias().DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        var shrunk = input;
        for (var axis = FirstSide; axis < input.dim(); axis++)
        {
            var own = Steps.FirstOrDefault(s => s <= step && input.shape[axis] / s >= Least, 1);
            shrunk = shrunk.slice(axis, 0, input.shape[axis], own);
        }
        return shrunk.clone().contiguous().DetachFromDisposeScope();
    }

    private sealed class EnoughException : Exception;
}
