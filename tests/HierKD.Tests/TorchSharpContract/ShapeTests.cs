using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>
/// Normalisations, and what layers check of their inputs: which properties have to follow when channels go (Layers/*.cs).
/// </summary>
public sealed class ShapeTests : ScopedTest
{
    // ShapeProperties: both names are written, though only the instance norm looks.
    [Fact]
    public void Instance_norms_refuse_channels_other_than_num_features_and_batch_norms_do_not_look()
    {
        using var instance = InstanceNorm2d(3);
        Assert.ThrowsAny<Exception>(() => instance.call(ones(1, 2, 2, 2)));
        using var batch = BatchNorm2d(3, affine: false);
        foreach (var buffer in new[] { batch.running_mean!, batch.running_var! }) buffer.set_(ones(2));
        Assert.Equal([2L, 2, 1, 1], batch.call(ones(2, 2, 1, 1)).shape);
        Assert.Equal(3, batch.num_features);
    }

    // LayerNormLayer, GroupNormLayer, DepthwiseLayer: SetShape.
    [Fact]
    public void Sizes_that_are_set_are_those_that_the_forward_computes_with()
    {
        using var layer = LayerNorm(3, elementwise_affine: false);
        layer.normalized_shape = [2];
        Assert.Equal([1L, 2], layer.call(ones(1, 2)).shape);
        using var group = GroupNorm(2, 4, affine: false);
        group.num_groups = 3;
        Assert.Equal([1L, 3, 1], group.call(ones(1, 3, 1)).shape);
        using var conv = Conv2d(4, 4, 1, groups: 4, bias: false);
        using (no_grad()) conv.weight.set_(ones(2, 1, 1, 1));
        ShapeProperties.Set(conv, 2, 2);
        conv.groups = 2;
        TensorAssert.Close([1, 1], conv.call(ones(1, 2, 1, 1)), 0);
    }

    // Graph/Probing/ReferenceForward.RequireFinite says so; the message can go when this fails.
    [Fact]
    public void A_new_group_norm_has_whatever_lay_in_memory()
    {
        var clean = 0;
        for (var i = 0; i < 20; i++)
        {
            using (full([4096], double.NaN, dtype: ScalarType.Float32)) { }
            using var norm = GroupNorm(2, 4096);
            if (norm.weight!.eq(1).all().ToBoolean() && norm.bias!.eq(0).all().ToBoolean()) clean++;
        }
        Assert.True(clean < 20, "a new GroupNorm is initialised");
    }

    // Execution/Recalibration makes plain averages, for instance norms too, which have no cumulative average.
    [Fact]
    public void The_momentum_of_a_norm_may_change_from_call_to_call()
    {
        foreach (NormBase norm in new NormBase[] { BatchNorm2d(1), InstanceNorm2d(1, track_running_stats: true) })
        {
            foreach (var (momentum, value, expected) in new[] { (1.0, 3f, 3.0), (0.5, 5f, 4.0) })
            {
                norm.momentum = momentum;
                norm.call(full([2, 1, 2, 2], value));
                TensorAssert.Close([expected], norm.running_mean!, 1e-6);
            }
            norm.Dispose();
        }
    }

    // Execution/WorkingModel holds these objects, and takes home what training has made of them.
    [Fact]
    public void Training_changes_the_statistics_in_place()
    {
        using var norm = BatchNorm2d(1);
        var before = norm.named_buffers().Select(b => b.buffer).ToArray();
        norm.call(full([2, 1, 1, 1], 10f));
        Assert.Equal(before, [norm.running_mean!, norm.running_var!, norm.num_batches_tracked!]);
        TensorAssert.Close([1], before[0], 1e-6);
        TensorAssert.Close([1], before[2], 0);
    }

    // Execution/HalfPrecision leaves batch norms to themselves.
    [Fact]
    public void A_batch_norm_takes_half_precision_and_keeps_its_statistics_in_its_own_type()
    {
        using var norm = BatchNorm2d(1);
        Assert.Equal(ScalarType.BFloat16, norm.call(full([2, 1, 1, 1], 10, dtype: ScalarType.BFloat16)).dtype);
        Assert.Equal(ScalarType.Float32, norm.running_mean!.dtype);
    }

    // Layers/ConvolutionFunction.
    [Fact]
    public void A_padding_by_name_has_no_numbers_and_one_in_numbers_no_name()
    {
        using var named = Conv2d(1, 1, 3, Padding.Same);
        Assert.Null(named.padding);
        Assert.Equal(Padding.Same, named.padding_type);
        using var numbered = Conv2d(1, 1, 3, padding: 1);
        Assert.Equal([1L, 1], numbered.padding!);
        Assert.Null(numbered.padding_type);
    }
}
