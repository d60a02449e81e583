namespace HierKD.LibTorch.Tests.Memory;

public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it_and_nothing_else()
    {
        using var outside = zeros(2);
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = outside + 1;
        }
        Assert.True(inside.IsInvalid);
        Assert.False(outside.IsInvalid);
    }

    [Fact]
    public void Scopes_nest_and_move_to_outer_goes_one_scope_out()
    {
        using var outer = NewDisposeScope();
        Tensor kept, lost;
        using (var inner = NewDisposeScope())
        {
            kept = inner.MoveToOuter(ones(3));
            lost = ones(3);
            Assert.Equal(1, inner.DisposablesCount);
            Assert.True(inner.Contains(lost));
            Assert.True(outer.Contains(kept));
        }
        Assert.True(lost.IsInvalid);
        TensorAssert.Equal([1, 1, 1], kept);
        outer.Dispose();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void Moving_to_outer_without_an_outer_scope_detaches()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            kept = ones(2).MoveToOuterDisposeScope();
        }
        Assert.False(kept.IsInvalid);
        kept.Dispose();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void A_detached_tensor_outlives_every_scope()
    {
        Tensor kept;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                kept = ones(2).DetachFromDisposeScope();
            }
        }
        TensorAssert.Equal([1, 1], kept);
        kept.Dispose();
    }

    [Fact]
    public void Tuples_are_moved_and_detached_together()
    {
        using var outer = NewDisposeScope();
        Tensor a, b, c, d;
        using (var inner = NewDisposeScope())
        {
            (a, b) = inner.MoveToOuter(zeros(1), ones(1));
            (c, d) = inner.Detach(zeros(1), ones(1));
            Assert.Equal(0, inner.DisposablesCount);
        }
        Assert.Equal(2, outer.DisposablesCount);
        Assert.False(outer.Contains(c));
        outer.Dispose();
        Assert.True(a.IsInvalid && b.IsInvalid);
        Assert.False(c.IsInvalid || d.IsInvalid);
        c.Dispose();
        d.Dispose();
    }

    [Fact]
    public void A_tensor_can_be_attached_to_a_scope_and_moved_to_another()
    {
        var loose = ones(1);
        using var first = NewDisposeScope();
        using var second = NewDisposeScope();
        first.Attach(loose);
        Assert.True(first.Contains(loose));
        loose.MoveToOtherDisposeScope(second);
        Assert.False(first.Contains(loose));
        second.Dispose();
        Assert.True(loose.IsInvalid);
    }

    [Fact]
    public void Everything_but_what_is_kept_is_disposed_and_the_scope_stays_usable()
    {
        using var scope = NewDisposeScope();
        var kept = ones(1);
        var lost = ones(1);
        Assert.Same(kept, scope.DisposeEverythingBut(kept));
        Assert.True(lost.IsInvalid);
        Assert.False(kept.IsInvalid);
        var later = ones(1);
        Assert.Equal(2, scope.DisposablesCount);
        scope.DisposeEverything();
        Assert.True(kept.IsInvalid && later.IsInvalid);
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void A_tensor_disposed_by_hand_leaves_its_scope()
    {
        using var scope = NewDisposeScope();
        var x = ones(1);
        Assert.Equal(1, scope.DisposablesCount);
        x.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
        x.Dispose();
        Assert.True(x.IsInvalid);
    }

    [Fact]
    public void A_scope_may_be_disposed_twice_but_not_used_afterwards()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
    }

    [Fact]
    public void An_outer_scope_disposed_first_leaves_the_inner_one_working()
    {
        var outer = NewDisposeScope();
        var inOuter = ones(1);
        var inner = NewDisposeScope();
        var inInner = ones(1);
        outer.Dispose();
        Assert.True(inOuter.IsInvalid);
        Assert.False(inInner.IsInvalid);
        inner.Dispose();
        Assert.True(inInner.IsInvalid);
        using var after = ones(1);
        Assert.False(after.IsInvalid);
    }

    [Fact]
    public void Views_and_their_base_are_separate_references_to_one_memory()
    {
        using var outer = NewDisposeScope();
        Tensor view;
        using (var inner = NewDisposeScope())
        {
            var whole = arange(0, 6, dtype: ScalarType.Float64).reshape(2, 3);
            view = inner.MoveToOuter(whole.select(0, 1));
        }
        TensorAssert.Equal([3, 4, 5], view);
    }

    [Fact]
    public void A_scope_belongs_to_its_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? foreign = null;
        long inScope = -1;
        var thread = new Thread(() =>
        {
            foreign = ones(1);
            inScope = DisposeScopeManager.Statistics.CreatedInScopeCount;
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, inScope);
        Assert.Equal(0, scope.DisposablesCount);
        scope.Dispose();
        Assert.False(foreign!.IsInvalid);
        foreign.Dispose();
    }
}
