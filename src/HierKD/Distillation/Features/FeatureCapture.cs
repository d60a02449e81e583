using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Takes down what modules give during a forward pass: copies, which neither operations in place nor dispose scopes of the model reach.
/// </summary>
internal sealed class FeatureCapture : IDisposable
{
    private readonly IReadOnlyList<FeatureSite> _sites;
    private readonly Tensor?[] _features;
    private readonly Action[] _unhook;

    public FeatureCapture(IReadOnlyList<FeatureSite> sites)
    {
        _sites = sites;
        _features = new Tensor?[sites.Count];
        _unhook = sites.Select(Hook).ToArray();
    }

    /// <summary>
    /// The features of the pass, over the channels that are on in the weights that it computed with; they live as long as this.
    /// </summary>
    /// <exception cref="InvalidOperationException">A module was not called.</exception>
    public Tensor[] Read(IModelWeights weights) => _sites.Select((site, i) => site.OverKept(
        _features[i] ?? throw new InvalidOperationException(
            $"Module '{site.Path}', whose outputs the distillation loss compares, was not called in this pass: " +
            "its model calls it in some passes only."),
        weights)).ToArray();

    public void Dispose()
    {
        foreach (var unhook in _unhook) unhook();
        foreach (var feature in _features) feature?.Dispose();
    }

    private Action Hook(FeatureSite site, int index)
    {
        var hook = site.Module.register_forward_hook((_, _, output) =>
        {
            _features[index]?.Dispose();
            _features[index] = output.clone().DetachFromDisposeScope();
            return output;
        });
        return hook.remove;
    }
}
