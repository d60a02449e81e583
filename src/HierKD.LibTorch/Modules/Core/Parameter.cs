using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module registers as its parameter when a field holds it.</summary>
public class Parameter : Tensor
{
    /// <summary>Makes a parameter of a tensor, which becomes empty.</summary>
    public Parameter(Tensor data, bool requires_grad = true)
        : base(data.with_requires_grad(requires_grad).MoveHandle(), register: false) => DisposeScope.Replace(data, this);
}
