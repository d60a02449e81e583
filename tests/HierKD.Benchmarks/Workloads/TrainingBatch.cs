namespace HierKD.Benchmarks.Workloads;

/// <summary>Random images and classes.</summary>
internal sealed class TrainingBatch : IDisposable
{
    public TrainingBatch(int size, Device device)
    {
        using var scope = NewDisposeScope();
        X = randn(size, 3, 32, 32).to(device).DetachFromDisposeScope();
        Y = randint(10, size, int64).to(device).DetachFromDisposeScope();
    }

    public Tensor X { get; }

    public Tensor Y { get; }

    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
    }
}
