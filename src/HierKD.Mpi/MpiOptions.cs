namespace HierKD;

/// <summary>How <see cref="MpiProcessGroup.Start"/> finds MPI and uses it.</summary>
public sealed record MpiOptions
{
    /// <summary>The name of the environment variable that names the library.</summary>
    public const string LibraryVariable = "HIERKD_MPI_LIBRARY";

    /// <summary>The MPI library, as a path or a name that the system's loader knows.</summary>
    /// <value>
    /// <see langword="null"/> by default: what the environment variable <see cref="LibraryVariable"/> says or, without it, the library of
    /// the launcher that has started the process, and then the first that is installed of Open MPI, MPICH and MS-MPI.
    /// </value>
    public string? Library { get; init; }

    /// <summary>Whether MPI gets pointers to GPU memory.</summary>
    /// <value>
    /// <see langword="null"/> by default: where the library says that it is CUDA-aware. Otherwise tensors on a GPU go through pinned memory
    /// of the host.
    /// </value>
    public bool? CudaAware { get; init; }
}
