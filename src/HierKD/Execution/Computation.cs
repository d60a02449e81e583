using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>How a model computes beyond its values: memory format and type.</summary>
internal sealed record Computation(MemoryFormat Format = MemoryFormat.AsGiven, ComputePrecision Precision = ComputePrecision.AsGiven)
{
    /// <summary>As the user's own call would.</summary>
    public static Computation AsGiven { get; } = new();

    /// <summary>The same in the model's own type.</summary>
    public Computation Exact => this with { Precision = ComputePrecision.AsGiven };

    /// <summary>What of it makes a difference to a model.</summary>
    /// <param name="tensors">All tensors of the model.</param>
    /// <param name="inputs">What it is called with.</param>
    public Computation EffectOn(IReadOnlyList<ModelTensor> tensors, IReadOnlyList<Tensor> inputs) => new(
        inputs.Any(ChannelsLast.Concerns) ? Format : MemoryFormat.AsGiven,
        tensors.All(t => !t.Tensor.is_floating_point() || t.Tensor.dtype == ScalarType.BFloat16) ? ComputePrecision.AsGiven : Precision);

    /// <summary>A model's call.</summary>
    public Tensor[] Call(ModelCall model, IReadOnlyList<Tensor> inputs)
    {
        var outputs = model.Run(Format == MemoryFormat.ChannelsLast ? [.. inputs.Select(ChannelsLast.Of)] : inputs);
        if (Precision != ComputePrecision.BFloat16 || inputs.FirstOrDefault(i => i.is_floating_point()) is not { } given) return outputs;
        return [.. outputs.Select(o => o.is_floating_point() ? o.to(given.dtype) : o)];
    }

    /// <summary>Changes how layers compute.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="mixesTypes">Whether what lies between layers may be combined with values of the model's own type.</param>
    /// <returns>Undoes it; <see langword="null"/> if there is nothing to undo.</returns>
    public Action? Hook(IReadOnlyList<PrunableLayer> layers, Lazy<bool> mixesTypes)
    {
        Action? unhook = null;
        if (Format == MemoryFormat.ChannelsLast) unhook += ChannelsLast.Hook(layers);
        if (Precision == ComputePrecision.BFloat16) unhook += HalfPrecision.Hook(layers, handOnHalf: !mixesTypes.Value);
        return unhook;
    }
}
