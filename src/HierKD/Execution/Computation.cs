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

    /// <summary>A model's call.</summary>
    public Tensor[] Call(ModelCall model, IReadOnlyList<Tensor> inputs)
    {
        var outputs = model.Run(Format == MemoryFormat.ChannelsLast ? [.. inputs.Select(ChannelsLast.Of)] : inputs);
        if (Precision != ComputePrecision.BFloat16 || inputs.FirstOrDefault(i => i.is_floating_point()) is not { } given) return outputs;
        return [.. outputs.Select(o => o.is_floating_point() ? o.to(given.dtype) : o)];
    }

    /// <summary>Changes how layers compute.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="tensors">All tensors of their model.</param>
    /// <returns>Undoes it; <see langword="null"/> if there is nothing to undo.</returns>
    public Action? Hook(IReadOnlyList<PrunableLayer> layers, IReadOnlyList<ModelTensor> tensors)
    {
        Action? unhook = null;
        if (Format == MemoryFormat.ChannelsLast) unhook += ChannelsLast.Hook(layers);
        if (Precision == ComputePrecision.BFloat16) unhook += HalfPrecision.Hook(layers, handOnHalf: !HoldsTensorsOfItsOwn(tensors));
        return unhook;
    }

    /// <summary>
    /// Whether something other than a layer of a known kind computes with tensors: it has to meet its own type, or libtorch refuses, and
    /// where TorchSharp does not catch that, as in a matmul, the process ends.
    /// </summary>
    private static bool HoldsTensorsOfItsOwn(IReadOnlyList<ModelTensor> tensors) =>
        tensors.Any(t => t.Layer is not ModuleLayer && t.Tensor.is_floating_point() && t.Tensor.numel() > 1);
}
