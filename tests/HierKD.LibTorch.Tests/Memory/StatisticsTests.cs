using TorchSharp.Modules;

namespace HierKD.LibTorch.Tests.Memory;

/// <summary>The counters by which users find leaks.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void Tensors_are_counted_inside_and_outside_of_scopes()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        var loose = zeros(1);
        using (var scope = NewDisposeScope())
        {
            var a = zeros(1);
            var b = zeros(1);
            a.Dispose();
            b.DetachFromDisposeScope();
            scope.Attach(loose);
            b.Dispose();
        }
        Assert.Equal(1, statistics.CreatedOutsideScopeCount);
        Assert.Equal(2, statistics.CreatedInScopeCount);
        Assert.Equal(1, statistics.DetachedFromScopeCount);
        Assert.Equal(1, statistics.AttachedToScopeCount);
        Assert.Equal(2, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.DisposedOutsideScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        Assert.Equal(3, statistics.TensorStatistics.CreatedInScopeCount + statistics.TensorStatistics.CreatedOutsideScopeCount);
    }

    [Fact]
    public void The_live_count_follows_creation_and_disposal()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using (NewDisposeScope())
        {
            var x = ones(2, 2);
            var y = x.t();
            Assert.Equal(2, statistics.ThreadTotalLiveCount);
            y.Dispose();
            Assert.Equal(1, statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_process_counts_every_managed_tensor_once()
    {
        using var scope = NewDisposeScope();
        var before = LiveTensors.Count();
        var x = zeros(3);
        var y = x.add_(1);
        var z = x + 1;
        Assert.Same(x, y);
        Assert.Equal(before + 2, LiveTensors.Count());
        Assert.True(Tensor.PeakCount >= Tensor.TotalCount);
        x.Dispose();
        z.Dispose();
        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void Every_in_place_operator_returns_its_own_tensor()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 2, dtype: ScalarType.Float64);
        var other = ones(2, 2, dtype: ScalarType.Float64);
        Assert.Same(x, x.add_(other));
        Assert.Same(x, x.add_(other, 2));
        Assert.Same(x, x.sub_(other));
        Assert.Same(x, x.mul_(other));
        Assert.Same(x, x.mul_(2));
        Assert.Same(x, x.div_(other));
        Assert.Same(x, x.fill_(3));
        Assert.Same(x, x.copy_(other));
        Assert.Same(x, x.addcmul_(other, other, 2));
        Assert.Same(x, x.requires_grad_(false));
    }

    [Fact]
    public void A_parameter_takes_its_tensor_over()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = new Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.False(parameter.IsInvalid);
        Assert.True(scope.Contains(parameter));
        Assert.Equal(1, scope.DisposablesCount);
        scope.Dispose();
        Assert.True(parameter.IsInvalid);
    }

    [Fact]
    public void Module_parameters_survive_the_scope_they_were_made_in()
    {
        nn.Module<Tensor, Tensor> module;
        using (NewDisposeScope())
        {
            module = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(8, 3));
        }
        using (NewDisposeScope())
        {
            TensorAssert.Shape([1, 3], module.call(ones(1, 1, 4, 4)));
        }
        Assert.All(module.parameters(), p => Assert.False(p.IsInvalid));
        Assert.All(module.buffers(), b => Assert.False(b.IsInvalid));
        module.Dispose();
    }

    [Fact]
    public void A_disposed_module_disposes_its_parameters_and_buffers()
    {
        var module = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.LayerNorm(4), nn.PReLU(1), nn.Embedding(3, 2));
        var tensors = module.parameters().Concat(module.buffers()).ToArray();
        Assert.Equal(2 + 5 + 2 + 1 + 1, tensors.Length);
        module.Dispose();
        Assert.All(tensors, t => Assert.True(t.IsInvalid));
    }
}
