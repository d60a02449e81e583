using static TorchSharp.torch;

namespace HierKD;

/// <summary>A floating-point parameter or buffer that a module of the user's own holds directly.</summary>
/// <param name="key">Its key in the state dictionary.</param>
/// <param name="tensor">The tensor; not to be disposed.</param>
/// <param name="isBuffer">Whether it is state that no gradient changes.</param>
internal sealed class OwnTensor(string key, Tensor tensor, bool isBuffer)
{
    public string Key => key;

    public Tensor Tensor => tensor;

    public bool IsBuffer => isBuffer;

    /// <summary>The axes that could run over channels.</summary>
    public IEnumerable<int> Axes => Enumerable.Range(0, (int)Tensor.dim()).Where(a => Tensor.shape[a] > 1);
}
