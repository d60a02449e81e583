using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// Lets the layers of a model compute in bfloat16 while their tensors keep their own type. TorchSharp has no autocast, and a parameter
/// cannot be pointed at values of another type: so a module is handed the smallest input there is, its result is thrown away, and what it
/// is to give is computed from cast copies of its tensors, through which gradients flow back to the tensors themselves.
/// </summary>
internal static class HalfPrecision
{
    /// <summary>Hooks every layer that is a module.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="handOnHalf">Whether layers hand on bfloat16; else each gives the type of its own tensors.</param>
    /// <returns>Undoes it.</returns>
    public static Action Hook(IEnumerable<PrunableLayer> layers, bool handOnHalf)
    {
        List<Action> unhook = [];
        foreach (var layer in layers.OfType<ModuleLayer>().Where(l => l.Tensors.Count > 0)) unhook.AddRange(layer switch
        {
            // It takes its statistics in the type of its scale, whatever comes in.
            BatchNormLayer => [],
            { IsNormalization: true } => handOnHalf ? InOwnType(layer) : [],
            _ => InHalf(layer, handOnHalf),
        });
        return () => unhook.ForEach(remove => remove());
    }

    /// <summary>
    /// Whether something other than a layer of a known kind may compute with values of the model's own type: they have to meet it, or
    /// libtorch refuses, and where TorchSharp does not catch that, as in a matmul, the process ends.
    /// </summary>
    public static bool MixesTypes(WorkingModel working) =>
        working.Tensors.Any(t => t.Layer is not ModuleLayer && t.Tensor.is_floating_point() && t.Tensor.numel() > 1)
        || MatrixProducts.MayBeCalled(working.Module, working.ModelCall.Own);

    /// <summary>Tries a forward and backward pass, so that what cannot be computed is refused before a training begins.</summary>
    /// <exception cref="ArgumentException">The model has something that libtorch does not compute in bfloat16 here.</exception>
    public static void RequireComputable(WorkingModel working, IReadOnlyList<Tensor> exampleInputs, ComputePrecision precision)
    {
        if (precision != ComputePrecision.BFloat16) return;
        if (ComputationAnswer.Refusal(working, working.Computation, exampleInputs) is not { } refused) return;
        throw new ArgumentException(
            $"SessionOptions.Precision is {nameof(ComputePrecision.BFloat16)}, in which this model cannot be computed here; take " +
            $"{nameof(ComputePrecision.AsGiven)}. libtorch says: {NativeMessage.Of(refused)}",
            nameof(precision), refused);
    }

    private static Action[] InHalf(ModuleLayer layer, bool handOnHalf)
    {
        Tensor? received = null;
        var before = layer.Module.register_forward_pre_hook((_, input) =>
        {
            received = input;
            var rank = (int)input.dim();
            return layer.SmallestInput(
                rank, input.is_floating_point() ? input.shape[layer.ChannelAxis(rank)] : 0, layer.Tensors[0].Tensor.dtype, input.device);
        });
        var after = layer.Module.register_forward_hook((_, _, given) =>
        {
            var input = received!.is_floating_point() ? received.to(ScalarType.BFloat16) : received;
            received = null;
            var output = layer.Apply(input, layer.Tensors.Select(t => t.Tensor.to(ScalarType.BFloat16)).ToArray());
            return handOnHalf ? output : output.to(given.dtype);
        });
        return [before.remove, after.remove];
    }

    private static Action[] InOwnType(ModuleLayer layer)
    {
        var before = layer.Module.register_forward_pre_hook((_, input) => input.to(layer.Tensors[0].Tensor.dtype));
        var after = layer.Module.register_forward_hook((_, _, output) => output.to(ScalarType.BFloat16));
        return [before.remove, after.remove];
    }
}
