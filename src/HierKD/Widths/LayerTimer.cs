using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Times layers alone, in evaluation mode, at any width. Equal layers are timed once; values do not matter, and no random number is drawn.
/// </summary>
/// <param name="working">The model.</param>
/// <param name="clock">What time is taken with.</param>
/// <param name="most">How long layers may be timed.</param>
/// <param name="cancellation">Ends it at the next layer.</param>
internal sealed class LayerTimer(WorkingModel working, TimeProvider clock, TimeSpan most, CancellationToken cancellation)
{
    private const int Rounds = 2;

    /// <summary>Shorter times are lost in the clock's own: a layer is called as often as that takes.</summary>
    private const double ShortMilliseconds = 0.2;

    private readonly Dictionary<string, TimedLayer> _known = [];
    private readonly ILookup<PrunableLayer, (ModelTensor Tensor, int Index)> _tensors = working.Tensors
        .Select((tensor, index) => (Tensor: tensor, Index: index)).Where(t => t.Tensor.Layer is not null).ToLookup(t => t.Tensor.Layer!);

    /// <summary>How long layers have been timed so far.</summary>
    public TimeSpan Taken { get; private set; }

    /// <summary>How many layers and widths have been timed.</summary>
    public int Timed => _known.Count;

    /// <summary>What a call takes, in milliseconds; <see langword="null"/> where time is over or libtorch refuses it.</summary>
    public double? Of(LayerCall call, LayerSelection kept)
    {
        var input = call.InputOf(kept);
        var shapes = _tensors[call.Layer].Select(t => ShapeOf(t.Index, t.Tensor, kept)).ToArray();
        var key = $"{call.Layer.Kind} {call.Layer.Form} {Text(input)} {string.Join(' ', shapes.Select(Text))}";
        if (_known.TryGetValue(key, out var known)) return known.Milliseconds;
        if (Taken >= most) return null;
        return (_known[key] = new TimedLayer(call.Layer, input, shapes) { Milliseconds = Measure(call.Layer, input, shapes) }).Milliseconds;
    }

    /// <summary>Times all of them once more, as far as time allows; the lesser of both times counts.</summary>
    public void TimeAgain()
    {
        foreach (var known in _known.Values)
        {
            if (Taken >= most) return;
            if (known.Milliseconds is not { } before || Measure(known.Layer, known.Input, known.Shapes) is not { } time) continue;
            known.Milliseconds = Math.Min(before, time);
        }
    }

    private static string Text(long[] shape) => string.Join('x', shape);

    private long[] ShapeOf(int index, ModelTensor tensor, LayerSelection kept)
    {
        var shape = working.Own.Dense(index).shape;
        for (var axis = 0; axis < shape.Length; axis++) shape[axis] = kept.Along(tensor.Slot, axis)?.Length ?? shape[axis];
        return shape;
    }

    private double? Measure(ModuleLayer layer, long[] shape, long[][] shapes)
    {
        cancellation.ThrowIfCancellationRequested();
        var start = clock.GetTimestamp();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var own = _tensors[layer].Select(t => working.Own.Dense(t.Index)).ToArray();
        var input = full(shape, 0.5f, dtype: own[0].dtype, device: own[0].device);
        var values = own.Zip(shapes, Narrowed).ToArray();
        try
        {
            var once = Time(layer, input, values, 1);
            var calls = (int)Math.Clamp(Math.Ceiling(ShortMilliseconds / Math.Max(once, 1e-4)), 1, 100);
            return Enumerable.Range(0, Rounds).Min(_ => Time(layer, input, values, calls));
        }
        catch (ExternalException)
        {
            return null;
        }
        finally
        {
            Taken += clock.GetElapsedTime(start);
        }
    }

    private static Tensor Narrowed(Tensor whole, long[] shape)
    {
        for (var axis = 0; axis < shape.Length; axis++) whole = whole.narrow(axis, 0, shape[axis]);
        return whole.contiguous();
    }

    private double Time(ModuleLayer layer, Tensor input, Tensor[] values, int calls)
    {
        using var scope = NewDisposeScope();
        var start = clock.GetTimestamp();
        Tensor? output = null;
        for (var i = 0; i < calls; i++)
        {
            output?.Dispose();
            output = layer.Apply(input, values);
        }
        // A GPU is waited for by reading a number.
        if (input.device_type != DeviceType.CPU) _ = output!.sum().ToDouble();
        return clock.GetElapsedTime(start).TotalMilliseconds / calls;
    }

    private sealed record TimedLayer(ModuleLayer Layer, long[] Input, long[][] Shapes)
    {
        public double? Milliseconds { get; set; }
    }
}
