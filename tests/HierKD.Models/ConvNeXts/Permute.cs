using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>Puts the dimensions in another order.</summary>
internal sealed class Permute(params long[] order) : Module<Tensor, Tensor>(nameof(Permute))
{
    public override Tensor forward(Tensor input) => input.permute(order);
}
