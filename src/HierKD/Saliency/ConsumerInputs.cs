using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// What the consumers of a graph's groups read in one pass, for scorers that look at activations; disposing it takes the hooks off and
/// frees the copies.
/// </summary>
internal sealed class ConsumerInputs : IDisposable
{
    private readonly Dictionary<string, List<Tensor>> _inputs = new(StringComparer.Ordinal);
    private readonly List<Action> _unhook = [];

    private ConsumerInputs(FilterGraph graph)
    {
        foreach (var layer in graph.Groups.SelectMany(g => g.Members).Where(m => m.Role == ChannelRole.Consumer).Select(m => m.Target)
            .OfType<ModuleLayer>().Distinct())
        {
            List<Tensor> read = _inputs[layer.Name] = [];
            var hook = layer.Module.register_forward_pre_hook((_, input) =>
            {
                // A copy: what follows in the user's forward may change the input in place.
                read.Add(input.detach().clone().DetachFromDisposeScope());
                return input;
            });
            _unhook.Add(() => hook.remove());
        }
    }

    /// <summary>Begins to watch, if the pass is scored at all and the scorer wants activations; else <see langword="null"/>.</summary>
    public static ConsumerInputs? Watch(ISaliencyScorer scorer, FilterGraph graph, bool isScored) =>
        scorer.NeedsActivations && isScored ? new ConsumerInputs(graph) : null;

    /// <summary>Whether the step called a layer.</summary>
    public bool Has(ModuleLayer layer) => _inputs[layer.Name].Count > 0;

    /// <summary>
    /// The channels at the given places of everything that a layer read, <c>[channels, n]</c>; a layer that was called several times read
    /// several inputs.
    /// </summary>
    public Tensor Channels(ModuleLayer layer, Tensor places)
    {
        var inputs = _inputs[layer.Name];
        if (inputs.Count == 0)
        {
            throw new InvalidOperationException(
                $"Layer '{layer.Name}' was not called in this step, so that there are no activations to score its inputs by.");
        }
        return cat(inputs.Select(input =>
        {
            var axis = layer.ChannelAxis((int)input.dim());
            return input.index_select(axis, places).transpose(0, axis).reshape(places.shape[0], -1);
        }).ToList(), 1);
    }

    public void Dispose()
    {
        foreach (var remove in _unhook) remove();
        foreach (var input in _inputs.Values.SelectMany(x => x)) input.Dispose();
    }
}
