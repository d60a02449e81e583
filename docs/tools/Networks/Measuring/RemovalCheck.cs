namespace HierKD.Networks;

/// <summary>
/// Removes filters for good and looks at what is left: the model goes through a slim-model file into a freshly made network, which has to
/// answer as the whole model does with the same filters masked at their consumers' inputs, on other inputs than discovery saw.
/// </summary>
internal sealed record RemovalCheck(double Difference, double EffectOfTheMask, long Parameters, long MultiplyAdds)
{
    /// <summary>The largest difference that rounding may make, relative to the largest output.</summary>
    public const double Tolerance = 1e-9;

    /// <param name="network">The network.</param>
    /// <param name="model">One of it; converted to float64.</param>
    /// <param name="mask">What to keep.</param>
    /// <param name="example">The inputs that multiply-adds are counted for.</param>
    /// <param name="others">Other inputs, that outputs are compared on.</param>
    public static RemovalCheck Of(NetworkCase network, nn.Module model, FilterMask mask, Tensor[] example, Tensor[] others)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.hierkd");
        try
        {
            Save(path, model, mask);
            using var slim = SlimModel.Load(path, network.Create);
            var parameters = slim.parameters().Sum(p => p.numel());
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var multiplyAdds = HookedMultiplyAdds.Of(slim, () => network.Call(slim, example));
            model.to(ScalarType.Float64);
            slim.to(ScalarType.Float64);
            var inputs = others.Select(o => o.is_floating_point() ? o.to(ScalarType.Float64) : o).ToArray();
            var whole = network.Call(model, inputs);
            var masked = Masked(network, model, mask, inputs);
            return new RemovalCheck(Largest(network.Call(slim, inputs), masked), Largest(masked, whole), parameters, multiplyAdds);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Save(string path, nn.Module model, FilterMask mask)
    {
        using var working = new WorkingModel(model, mask.Graph.Layers);
        using var cut = CutLevel.From("half", working, Dense(working), mask);
        SlimModel.Save(path, cut, working.Tensors);
    }

    private static Tensor[] Masked(NetworkCase network, nn.Module model, FilterMask mask, Tensor[] inputs)
    {
        // The mask's own layers hold the tensors from before the conversion.
        var parts = new ModelParts(model);
        var layers = mask.Graph.Layers.Select(l => parts.Find(l.Name, (l as OwnTensorLayer)?.Axis)!).ToArray();
        using var working = new WorkingModel(model, layers);
        using var masked = new MaskedWeights(working.Tensors, Dense(working), mask.ToSelection());
        return working.Evaluate(masked, () => network.Call(model, inputs));
    }

    private static Tensor[] Dense(WorkingModel working) => [.. working.Tensors.Select((_, i) => working.Own.Dense(i))];

    private static double Largest(Tensor[] outputs, Tensor[] expected) => outputs.Zip(expected).Max(o =>
        o.First.shape.SequenceEqual(o.Second.shape)
            ? (o.First - o.Second).abs().max().ToDouble() / o.Second.abs().max().ToDouble()
            : double.PositiveInfinity);
}
