namespace HierKD.Benchmarks.Workloads;

/// <summary>Something that is done over and over, in a process of its own, while it is timed.</summary>
internal interface IWorkload : IDisposable
{
    /// <summary>The network's parameters, for both sides of a comparison to have the same.</summary>
    long Parameters { get; }

    /// <summary>The multiply-adds of a step, as HierKD counts them; 0 if they are not known.</summary>
    double MultiplyAdds { get; }

    /// <summary>Comes before each step and is not timed.</summary>
    void Prepare()
    {
    }

    /// <summary>One step.</summary>
    void Step();
}
