using static TorchSharp.torch;

namespace HierKD;

/// <summary>A floating-point parameter or buffer that a module of the user's own holds directly.</summary>
/// <param name="Key">Its key in the state dictionary.</param>
/// <param name="Tensor">The tensor; not to be disposed.</param>
/// <param name="IsBuffer">Whether it is state that no gradient changes.</param>
internal sealed record OwnTensor(string Key, Tensor Tensor, bool IsBuffer)
{
    /// <summary>The axes that could run over channels.</summary>
    public IEnumerable<int> Axes => Enumerable.Range(0, (int)Tensor.dim()).Where(a => Tensor.shape[a] > 1);
}
