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
    public Tensor Call(Func<Tensor, Tensor> model, Tensor input)
    {
        var output = model(Format == MemoryFormat.ChannelsLast ? ChannelsLast.Of(input) : input);
        return Precision == ComputePrecision.BFloat16 && input.is_floating_point() ? output.to(input.dtype) : output;
    }

    /// <summary>Changes how layers compute.</summary>
    /// <returns>Undoes it; <see langword="null"/> if there is nothing to undo.</returns>
    public Action? Hook(IReadOnlyList<PrunableLayer> layers)
    {
        Action? unhook = null;
        if (Format == MemoryFormat.ChannelsLast) unhook += ChannelsLast.Hook(layers);
        if (Precision == ComputePrecision.BFloat16) unhook += HalfPrecision.Hook(layers);
        return unhook;
    }
}
