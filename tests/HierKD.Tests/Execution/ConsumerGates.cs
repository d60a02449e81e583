using TorchSharp.Modules;

namespace HierKD.Tests;

/// <summary>
/// The gates by definition, independent of how the library computes: plain hooks multiply what the consumers of each group read by one
/// number per filter, and autograd differentiates that number.
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
                var fromTheEnd = consumer is Convolution convolution ? convolution.kernel_size.Length + 1 : 1;
                consumer.register_forward_pre_hook((_, input) => input * Spread(gate, member, input, (int)input.dim() - fromTheEnd));
            }
        }
    }

    /// <summary>One tensor <c>[filters]</c> for each group.</summary>
    public IReadOnlyList<Tensor> Gates { get; }

    /// <summary>Gates that are open where a mask is on.</summary>
    public static IReadOnlyList<double[]> Of(FilterMask mask) =>
        mask.Graph.Groups.Select(g => mask[g].Select(on => on ? 1.0 : 0.0).ToArray()).ToArray();

    /// <summary>A filter's gate at each of the channels that it owns, 1 at all others.</summary>
    private static Tensor Spread(Tensor gate, GroupMember member, Tensor input, int axis)
    {
        var owners = Enumerable.Repeat(gate.shape[0], (int)input.shape[axis]).ToArray();
        for (var f = 0; f < gate.shape[0]; f++)
        {
            foreach (var channel in member.ChannelsOf([f])) owners[channel] = f;
        }
        var shape = Enumerable.Repeat(1L, (int)input.dim()).ToArray();
        shape[axis] = input.shape[axis];
        return cat(new List<Tensor> { gate, ones(1, dtype: gate.dtype) }, 0).index_select(0, tensor(owners)).view(shape);
    }
}
