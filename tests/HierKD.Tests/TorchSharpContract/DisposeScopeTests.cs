using HierKD.Tests.Run;
using TorchSharp.Modules;

namespace HierKD.Tests.TorchSharpContract;

/// <summary>Who disposes a tensor, and what is counted: the library leaves no tensor behind.</summary>
public sealed class DisposeScopeTests
{
    // Nearly every method that computes: intermediates go with its scope, results one scope out, what the library keeps is detached.
    [Fact]
    public void A_scope_disposes_what_is_made_in_it_but_what_is_moved_out_or_detached()
    {
        using var outer = NewDisposeScope();
        var outside = zeros(2);
        Tensor lost, moved, detached;
        using (NewDisposeScope())
        {
            lost = outside + 1;
            moved = (lost + 1).MoveToOuterDisposeScope();
            detached = ones(2).DetachFromDisposeScope();
        }
        Assert.True(lost.IsInvalid);
        Assert.False(outside.IsInvalid);
        Assert.True(outer.Contains(moved));
        outer.Dispose();
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    // Reporting/ExampleBatch, Training/ImageAugmentation: the caller need not have a scope.
    [Fact]
    public void What_is_moved_out_of_the_outermost_scope_lives()
    {
        Tensor kept;
        using (NewDisposeScope()) kept = ones(2).MoveToOuterDisposeScope();
        Assert.False(kept.IsInvalid);
        kept.Dispose();
    }

    // `using` inside a scope stands all over the library.
    [Fact]
    public void A_tensor_that_is_disposed_by_hand_leaves_its_scope_and_may_be_disposed_again()
    {
        using var scope = NewDisposeScope();
        var x = ones(1);
        x.Dispose();
        x.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
    }

    // Why Run.LiveTensors does not read Tensor.TotalCount.
    [Fact]
    public void The_count_of_the_process_stays_one_too_high_for_every_parameter_made_of_a_tensor()
    {
        var before = Collected();
        new Parameter(ones(2)).Dispose();
        Assert.Equal(before + 1, Collected());

        // What other tests have left is collected at any time.
        static long Collected()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
    }

    // Run/MaterializeTests takes it off; made in a scope, a convolution leaves none.
    [Fact]
    public void A_disposed_convolution_with_a_bias_leaves_one_tensor_on_the_count()
    {
        var before = LiveTensors.Count;
        nn.Conv2d(1, 2, 3).Dispose();
        Assert.Equal(before + 1, LiveTensors.Count);
        nn.Conv2d(1, 2, 3, bias: false).Dispose();
        nn.Linear(1, 2).Dispose();
        Assert.Equal(before + 1, LiveTensors.Count);
    }

    // Results of these are thrown away in the library; those that give another reference stand in scopes.
    [Fact]
    public void Operators_in_place_return_their_tensor_and_zero_another_reference_to_it()
    {
        using var scope = NewDisposeScope();
        var (x, first) = (ones(2), tensor(new[] { 0L }));
        Assert.Same(x, x.add_(1));
        Assert.Same(x, x.copy_(ones(2)));
        Assert.Same(x, x.fill_(1));
        Assert.Same(x, x.index_add_(0, first, ones(1), 1));
        Assert.Same(x, x.index_copy_(0, first, ones(1)));
        Assert.NotSame(x, x.zero_());
        TensorAssert.Close([0, 0], x, 0);
    }
}
