using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>THE invariant: whatever the mask, computing small, computing masked and removing for good give the same output.</summary>
public sealed class SlimEqualsMaskedTests : ScopedTest
{
    private const double Double = 1e-10;
    private const double Single = 1e-4;

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 40)]
    public void Slim_output_equals_masked_output_in_double_precision(NetworkCase drawn) =>
        SlimEqualsMasked(drawn, ScalarType.Float64, Double);

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 20)]
    public void Slim_output_equals_masked_output_in_single_precision(NetworkCase drawn) =>
        SlimEqualsMasked(drawn, ScalarType.Float32, Single);

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 30)]
    public void Masked_output_equals_gates_at_the_consumers_inputs(NetworkCase drawn)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(drawn.Network);
        var mask = network.MaskOfGates(drawn.Seed);
        using var plain = TestNetwork.Named(drawn.Network).Create();
        plain.eval();
        _ = new ConsumerGates(plain, network.Graph, ConsumerGates.Of(mask));
        TensorAssert.Close(plain.call(network.Input), network.Output(LevelExecution.Masked, mask), Double);
    }

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 30)]
    public void Removing_for_good_equals_both(NetworkCase drawn)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(drawn.Network);
        var mask = FilterMasks.Random(network.Graph, drawn.Seed);
        var masked = network.Output(LevelExecution.Masked, mask);

        using var removed = TestNetwork.Named(drawn.Network).Create();
        var parts = new ModelParts(removed);
        foreach (var (name, kept) in mask.ToSelection().Layers)
        {
            LayerShrinker.Shrink(parts.Find(name, (network.Graph.Layers.Single(l => l.Name == name) as OwnTensorLayer)?.Axis)!, kept);
        }
        removed.eval();
        using var quiet = no_grad();
        TensorAssert.Close(masked, removed.call(network.Input), Double);
        Assert.Equal(network.Graph.Cost.Parameters(mask), removed.parameters().Sum(p => p.numel()));
    }

    [Property(Arbitrary = [typeof(NetworkCases)], MaxTest = 20)]
    public void Training_changes_the_statistics_of_the_filters_that_are_on_alike_and_of_no_other(NetworkCase drawn)
    {
        using var scope = NewDisposeScope();
        using var slim = new DenseNetwork(drawn.Network);
        using var masked = new DenseNetwork(drawn.Network);
        var mask = FilterMasks.Random(slim.Graph, drawn.Seed);
        var before = slim.Dense.Select(d => d.detach().clone()).ToArray();
        slim.Train(slim.Weights(LevelExecution.Slim, mask));
        masked.Train(masked.Weights(LevelExecution.Masked, FilterMask.Of(masked.Graph, slim.Graph.Groups.Select(g => mask[g]))));

        for (var i = 0; i < slim.Dense.Count; i++)
        {
            var tensor = slim.Working.Tensors[i];
            if (!tensor.IsBuffer) TensorAssert.Same(before[i], slim.Dense[i], tensor.Key);
            if (!tensor.IsBuffer || tensor.Layer is not ModuleLayer) continue;
            var kept = mask.ToSelection()[tensor.Layer.Name].Outputs
                ?? [.. Enumerable.Range(0, (int)tensor.Layer.Outputs).Select(c => (long)c)];
            var removed = Enumerable.Range(0, (int)tensor.Layer.Outputs).Select(c => (long)c).Except(kept).ToArray();
            TensorAssert.Close(Rows(masked.Dense[i], kept), Rows(slim.Dense[i], kept), Double, tensor.Key);
            TensorAssert.Close(Rows(before[i], removed), Rows(slim.Dense[i], removed), 0, tensor.Key);
            Assert.NotEqual(TensorAssert.Values(Rows(before[i], kept)), TensorAssert.Values(Rows(slim.Dense[i], kept)));
        }
    }

    private static void SlimEqualsMasked(NetworkCase drawn, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(drawn.Network, type);
        var mask = FilterMasks.Random(network.Graph, drawn.Seed);
        var slim = network.Output(LevelExecution.Slim, mask);
        TensorAssert.Close(network.Output(LevelExecution.Masked, mask), slim, tolerance);
        // A filter may be dead on this input; half of them are not.
        if (mask.Kept * 2 <= network.Graph.Filters)
        {
            Assert.NotEqual(
                TensorAssert.Values(network.Output(LevelExecution.Slim, FilterMask.Full(network.Graph))), TensorAssert.Values(slim));
        }
    }

    private static Tensor Rows(Tensor tensor, long[] rows) => tensor.index_select(0, torch.tensor(rows, dtype: int64));
}
