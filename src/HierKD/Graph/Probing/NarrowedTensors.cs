using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Tensors of the user's own modules that are as long as a map, such as a table of positions, made as long as on a smaller example until
/// this is disposed; the user's storage does not change.
/// </summary>
internal sealed class NarrowedTensors : IDisposable
{
    private readonly List<(Tensor Tensor, Tensor Own, Tensor? Gradient)> _changed = [];

    /// <summary>Whether each tensor of the user's fits the smaller example, or can be made to.</summary>
    /// <param name="model">The model.</param>
    /// <param name="call">Calls it.</param>
    /// <param name="lengths">What lengths are on the smaller example.</param>
    /// <param name="ofMaps">All lengths that depend on the size of maps.</param>
    /// <param name="channels">The numbers of channels of layers: an axis as long as one of them may be either.</param>
    public static NarrowedTensors? Of(
        WatchedModel model, ModelCall call, SideLengths lengths, HashSet<long> ofMaps, HashSet<long> channels)
    {
        var registered = UserTensors.Registered(model);
        var handles = registered.Select(t => t.Handle).ToHashSet();
        // A field that holds a registered tensor is no other tensor.
        if (UserTensors.InFields(model, call).Any(t => !handles.Contains(t.Handle) && t.shape.Any(ofMaps.Contains))) return null;
        var concerned = registered.Where(t => t.shape.Any(ofMaps.Contains)).ToArray();
        if (concerned.Any(t => t.shape.Any(n => ofMaps.Contains(n) && (channels.Contains(n) || lengths.Of(n) is null)))) return null;
        var narrowed = new NarrowedTensors();
        foreach (var tensor in concerned) narrowed.Narrow(tensor, lengths, ofMaps);
        return narrowed;
    }

    public void Dispose()
    {
        using var quiet = no_grad();
        foreach (var (tensor, own, gradient) in _changed)
        {
            tensor.set_(own);
            own.Dispose();
            if (gradient is null) continue;
            tensor.grad = gradient;
            gradient.Dispose();
        }
    }

    private void Narrow(Tensor tensor, SideLengths lengths, HashSet<long> ofMaps)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var own = tensor.detach();
        var narrow = own;
        for (var axis = 0; axis < own.dim(); axis++)
        {
            if (ofMaps.Contains(own.shape[axis])) narrow = narrow.narrow(axis, 0, lengths.Of(own.shape[axis])!.Value);
        }
        // libtorch refuses a gradient of another shape.
        var gradient = tensor.grad?.DetachFromDisposeScope();
        tensor.grad = null;
        tensor.set_(narrow.clone());
        _changed.Add((tensor, own.DetachFromDisposeScope(), gradient));
    }
}
