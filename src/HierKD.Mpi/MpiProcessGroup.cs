using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The processes that <c>mpirun</c>, <c>mpiexec</c> or <c>srun</c> has started, for <see cref="SessionOptions.Processes"/>: on one machine
/// or on many, over the MPI that is installed there.
/// </summary>
/// <remarks>
/// MPI begins once in a process and ends once: make one group at the program's beginning, and dispose it at its end. Its members are
/// called from one thread at a time. What ends a process without <see cref="Dispose"/>, as an exception that nobody catches, ends all
/// others by way of the launcher.
/// </remarks>
/// <example>
/// <code>
/// using var processes = MpiProcessGroup.Start();
/// using PruningResult result = HierarchicalPruner.Run(model.to(processes.Device), data, new() { Processes = processes });
/// if (processes.Rank == 0) result.Save("small.hierkd");
/// </code>
/// </example>
public sealed class MpiProcessGroup : IProcessGroup, IDisposable
{
    private static int _begun;

    private readonly MpiLibrary _mpi;
    private readonly bool _cudaAware;
    private bool _disposed;

    private MpiProcessGroup(MpiLibrary mpi, bool cudaAware)
    {
        (_mpi, _cudaAware) = (mpi, cudaAware);
        (Rank, Size) = (mpi.Rank(mpi.Abi.World), mpi.Size(mpi.Abi.World));
        (LocalRank, LocalSize) = mpi.OnThisHost();
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>This process's number among those on its host, from 0.</summary>
    public int LocalRank { get; }

    /// <summary>How many processes are on this host.</summary>
    public int LocalSize { get; }

    /// <summary>What this process computes on: the GPU of its <see cref="LocalRank"/>, or the CPU where there is none.</summary>
    public Device Device => cuda.is_available() ? new Device(DeviceType.CUDA, LocalRank % cuda.device_count()) : CPU;

    /// <summary>The library in use: its name, and what it says of its version.</summary>
    public string Library => _mpi.ToString();

    /// <summary>Begins MPI in this process. A program that was started without a launcher is a group of one.</summary>
    /// <param name="options">Which library; the defaults if <see langword="null"/>.</param>
    /// <exception cref="MpiException">No MPI is installed, or it is not that of the launcher; or MPI has begun in this process
    /// before.</exception>
    public static MpiProcessGroup Start(MpiOptions? options = null)
    {
        options ??= new MpiOptions();
        var mpi = MpiLibrary.Load(options.Library);
        if (Interlocked.Exchange(ref _begun, 1) == 1)
        {
            throw new MpiException("MPI begins once in a process: keep the group of the first MpiProcessGroup.Start.");
        }
        mpi.Begin();
        var group = new MpiProcessGroup(mpi, options.CudaAware ?? mpi.IsCudaAware);
        if (Launcher.Processes is { } told && told != group.Size)
        {
            var message = $"The launcher has started {told} processes, but {group.Library} sees {group.Size}: it is not the " +
                $"launcher's MPI. Name the right library in {MpiOptions.LibraryVariable}, or start with the mpirun of this one.";
            group.Dispose();
            throw new MpiException(message);
        }
        return group;
    }

    /// <inheritdoc/>
    public void AllReduce(Tensor tensor, GroupReduction reduction = GroupReduction.Sum)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var type = _mpi.Abi.TypeOf(tensor.dtype);
        var operation = _mpi.Abi.OperationOf(reduction);
        TensorMemory.RequireContiguous(tensor);
        if (Size == 1) return;
        using var memory = TensorMemory.Of(tensor, _cudaAware);
        memory.ForEachPart(tensor.element_size(), (address, count) => _mpi.AllReduce(address, count, type, operation));
        memory.GiveBack();
    }

    /// <inheritdoc/>
    public void Broadcast(Tensor tensor, int root = 0)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (root < 0 || root >= Size)
        {
            throw new ArgumentOutOfRangeException(nameof(root), root, $"root is {root}; it must be in [0, {Size}).");
        }
        TensorMemory.RequireContiguous(tensor);
        if (Size == 1) return;
        using var memory = TensorMemory.Of(tensor, _cudaAware);
        memory.ForEachPart(1, (address, count) => _mpi.Broadcast(address, count, root));
        if (Rank != root) memory.GiveBack();
    }

    /// <inheritdoc/>
    public void Barrier()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Size > 1) _mpi.Barrier();
    }

    /// <summary>Ends all processes of the group at once, this one too.</summary>
    /// <param name="exitCode">What the launcher is told. Default 1.</param>
    public void Abort(int exitCode = 1) => _mpi.Abort(exitCode);

    /// <summary>Ends MPI in this process.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _mpi.End();
    }

    /// <summary>Which of how many, on what.</summary>
    public override string ToString() => $"process {Rank} of {Size}, {Library}";
}
