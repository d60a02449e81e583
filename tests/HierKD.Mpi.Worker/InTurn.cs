using static TorchSharp.torch.nn;

namespace HierKD.Mpi.Worker;

/// <summary>
/// What several processes compute, in one: a training batch goes through the network part by part, each with the batch statistics of its
/// own. The gradient of the mean loss is then the average of the parts'.
/// </summary>
internal sealed class InTurn : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> net;
    private readonly int _parts;

    public InTurn(Module<Tensor, Tensor> net, int parts)
        : base(nameof(InTurn))
    {
        (this.net, _parts) = (net, parts);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        // Discovery and the report look in evaluation mode, and at inputs of any length.
        if (!training || _parts == 1 || input.shape[0] % _parts != 0) return net.call(input);
        using var scope = NewDisposeScope();
        return cat(input.chunk(_parts).Select(net.call).ToArray(), 0).MoveToOuterDisposeScope();
    }
}
