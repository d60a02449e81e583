using static TorchSharp.torch;

namespace HierKD;

/// <summary>Tensors that are disposed together.</summary>
internal sealed class OwnedTensors(IReadOnlyList<Tensor> tensors) : IDisposable
{
    public void Dispose()
    {
        foreach (var tensor in tensors) tensor.Dispose();
    }
}
