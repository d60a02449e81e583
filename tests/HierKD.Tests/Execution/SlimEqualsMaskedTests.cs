using FsCheck.Xunit;

namespace HierKD.Tests;

/// <summary>THE invariant: whatever the mask, computing small, computing masked and removing for good give the same output.</summary>
public sealed class SlimEqualsMaskedTests : ScopedTest
{
    private const double Double = 1e-10;
    private const double Single = 1e-4;

    [Property(Arbitrary = [typeof(ChainCases)], MaxTest = 40)]
    public void Slim_output_equals_masked_output_in_double_precision(ChainCase chain) => SlimEqualsMasked(chain, ScalarType.Float64, Double);

    [Property(Arbitrary = [typeof(ChainCases)], MaxTest = 20)]
    public void Slim_output_equals_masked_output_in_single_precision(ChainCase chain) => SlimEqualsMasked(chain, ScalarType.Float32, Single);

    [Property(Arbitrary = [typeof(ChainCases)], MaxTest = 30)]
    public void Masked_output_equals_gates_at_the_consumers_inputs(ChainCase chain)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(chain.Network);
        var mask = FilterMasks.Random(network.Graph, chain.Seed);
        using var plain = TestNetwork.Named(chain.Network).Create();
        plain.eval();
        _ = new ConsumerGates(plain, network.Graph, ConsumerGates.Of(mask));
        TensorAssert.Close(plain.call(network.Input), network.Output(LevelExecution.Masked, mask), Double);
    }

    [Property(Arbitrary = [typeof(ChainCases)], MaxTest = 30)]
    public void Removing_for_good_equals_both(ChainCase chain)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(chain.Network);
        var mask = FilterMasks.Random(network.Graph, chain.Seed);
        var masked = network.Output(LevelExecution.Masked, mask);

        using var removed = TestNetwork.Named(chain.Network).Create();
        var modules = removed.named_modules().ToDictionary(m => m.name, m => m.module);
        foreach (var (name, kept) in mask.ToSelection().Layers) LayerShrinker.Shrink(LayerCatalog.Find(name, modules[name])!, kept);
        removed.eval();
        using var quiet = no_grad();
        TensorAssert.Close(masked, removed.call(network.Input), Double);
        Assert.Equal(network.Graph.Cost.Parameters(mask), removed.parameters().Sum(p => p.numel()));
    }

    [Property(Arbitrary = [typeof(ChainCases)], MaxTest = 20)]
    public void Training_changes_the_statistics_of_the_filters_that_are_on_alike_and_of_no_other(ChainCase chain)
    {
        using var scope = NewDisposeScope();
        using var slim = new DenseNetwork(chain.Network);
        using var masked = new DenseNetwork(chain.Network);
        var mask = FilterMasks.Random(slim.Graph, chain.Seed);
        var before = slim.Dense.Select(d => d.detach().clone()).ToArray();
        slim.Train(slim.Weights(LevelExecution.Slim, mask));
        masked.Train(masked.Weights(LevelExecution.Masked, FilterMask.Of(masked.Graph, slim.Graph.Groups.Select(g => mask[g]))));

        for (var i = 0; i < slim.Dense.Count; i++)
        {
            var tensor = slim.Working.Tensors[i];
            if (!tensor.IsBuffer) TensorAssert.Same(before[i], slim.Dense[i], tensor.Key);
            if (!tensor.IsBuffer || tensor.Layer is null) continue;
            var kept = mask.ToSelection()[tensor.Layer.Name].Outputs ?? [.. Enumerable.Range(0, (int)tensor.Layer.Outputs).Select(c => (long)c)];
            var removed = Enumerable.Range(0, (int)tensor.Layer.Outputs).Select(c => (long)c).Except(kept).ToArray();
            TensorAssert.Close(Rows(masked.Dense[i], kept), Rows(slim.Dense[i], kept), Double, tensor.Key);
            TensorAssert.Close(Rows(before[i], removed), Rows(slim.Dense[i], removed), 0, tensor.Key);
            Assert.NotEqual(TensorAssert.Values(Rows(before[i], kept)), TensorAssert.Values(Rows(slim.Dense[i], kept)));
        }
    }

    private static void SlimEqualsMasked(ChainCase chain, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var network = new DenseNetwork(chain.Network, type);
        var mask = FilterMasks.Random(network.Graph, chain.Seed);
        var slim = network.Output(LevelExecution.Slim, mask);
        TensorAssert.Close(network.Output(LevelExecution.Masked, mask), slim, tolerance);
        // A filter may be dead on this input; half of them are not.
        if (mask.Kept * 2 <= network.Graph.Filters) Assert.NotEqual(TensorAssert.Values(network.Output(LevelExecution.Slim, FilterMask.Full(network.Graph))), TensorAssert.Values(slim));
    }

    private static Tensor Rows(Tensor tensor, long[] rows) => tensor.index_select(0, torch.tensor(rows, dtype: int64));
}
