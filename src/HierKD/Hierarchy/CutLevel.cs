using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A level on its own: exactly the weights that it keeps, shared with no other level.</summary>
internal sealed class CutLevel : IDisposable
{
    private readonly Tensor[] _values;

    private CutLevel(string name, Tensor[] values, FilterMask mask)
    {
        Name = name;
        _values = values;
        Mask = mask;
        Weights = new DirectWeights(values, mask.ToSelection());
    }

    public string Name { get; }

    public FilterMask Mask { get; }

    public IModelWeights Weights { get; }

    /// <summary>One value for each tensor of the model, in the order of <see cref="WorkingModel.Tensors"/>.</summary>
    public IReadOnlyList<Tensor> Values => _values;

    /// <summary>What an optimizer may train.</summary>
    public IEnumerable<Parameter> Parameters() => _values.OfType<Parameter>();

    public static CutLevel From(string name, WorkingModel working, IReadOnlyList<Tensor> dense, FilterMask mask)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var slim = new SlimWeights(working.Tensors, dense, mask.ToSelection());
        var values = dense.Select((value, i) => Own(slim.Read(i).clone(), value)).ToArray();
        return new CutLevel(name, values, mask);
    }

    /// <summary>A copy that later training does not reach.</summary>
    public CutLevel Copy()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return new CutLevel(Name, _values.Select(v => Own(v.clone(), v)).ToArray(), Mask);
    }

    /// <summary>Brings every value nearer to another level's by a fraction of the way; whole numbers are taken over.</summary>
    public void MoveTowards(CutLevel other, double fraction)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var (own, value) in _values.Zip(other._values))
        {
            if (own.is_floating_point()) own.add_((value - own) * fraction);
            else own.copy_(value);
        }
    }

    public void ZeroGrad()
    {
        foreach (var parameter in Parameters()) parameter.grad = null;
    }

    public void Dispose()
    {
        foreach (var value in _values) value.Dispose();
    }

    private static Tensor Own(Tensor copy, Tensor like)
    {
        var own = like is Parameter ? new Parameter(copy) : copy;
        return own.DetachFromDisposeScope();
    }
}
