namespace HierKD.Tests;

/// <summary>A test whose tensors die with it.</summary>
public abstract class ScopedTest : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }
}
