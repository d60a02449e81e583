using TorchSharp.Modules;

namespace HierKD.Tests;

/// <summary>
/// The gates by definition, independent of how the library computes: plain hooks multiply what the consumers of each group read by one number per
/// filter, and autograd differentiates that number.
/// </summary>
internal sealed class ConsumerGates
{
    public ConsumerGates(nn.Module<Tensor, Tensor> model, FilterGraph graph, IReadOnlyList<double[]> values)
    {
        Gates = values.Select(v => tensor(v, requires_grad: true)).ToArray();
        var modules = model.named_modules().ToDictionary(m => m.name, m => m.module);
        foreach (var group in graph.Groups)
        {
            foreach (var member in group.Members.Where(m => m.Role == ChannelRole.Consumer))
            {
                var gate = Gates[group.Index];
                var consumer = (nn.Module<Tensor, Tensor>)modules[member.Layer];
                var isLinear = consumer is Linear;
                consumer.register_forward_pre_hook((_, input) => input * Spread(gate, input, isLinear));
            }
        }
    }

    /// <summary>One tensor <c>[filters]</c> for each group.</summary>
    public IReadOnlyList<Tensor> Gates { get; }

    /// <summary>Gates that are open where a mask is on.</summary>
    public static IReadOnlyList<double[]> Of(FilterMask mask) =>
        mask.Graph.Groups.Select(g => mask[g].Select(on => on ? 1.0 : 0.0).ToArray()).ToArray();

    /// <summary>A linear layer's channels lie on the last axis, several neighbouring ones for each filter after a flatten; a convolution's on axis 1.</summary>
    private static Tensor Spread(Tensor gate, Tensor input, bool isLinear)
    {
        if (isLinear) return gate.unsqueeze(1).expand(gate.shape[0], input.shape[^1] / gate.shape[0]).reshape(-1);
        var shape = Enumerable.Repeat(1L, (int)input.dim()).ToArray();
        shape[1] = gate.shape[0];
        return gate.view(shape);
    }
}
