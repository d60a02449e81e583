namespace HierKD.Benchmarks.Parts;

/// <summary>What the parts share: one thread, and a seed.</summary>
public abstract class Part
{
    private DisposeScope? _scope;

    /// <summary>Starts a scope that holds what a case works on.</summary>
    protected void Open()
    {
        set_num_threads(1);
        manual_seed(1);
        _scope = NewDisposeScope();
    }

    /// <summary>Releases it.</summary>
    protected void Close() => _scope?.Dispose();
}
