using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The processes that prune one model together, each on a part of the data. HierKD.Mpi has one for MPI; <see cref="ProcessGroup.Single"/>
/// is the default.
/// </summary>
/// <remarks>
/// Every process calls the same members in the same order, on one thread. A member that cannot do its work throws in at least one process;
/// HierKD then calls no other one there.
/// </remarks>
public interface IProcessGroup
{
    /// <summary>This process's number, from 0 to <see cref="Size"/> - 1. Process 0 logs, reports and writes files.</summary>
    int Rank { get; }

    /// <summary>How many processes there are, 1 or more.</summary>
    int Size { get; }

    /// <summary>Replaces a tensor by the sum, or the largest or smallest, of all processes' tensors, element by element.</summary>
    /// <param name="tensor">Contiguous, of float32, float64 or int64, on any device, of the same shape in every process.</param>
    /// <param name="reduction">How elements are put together. Default <see cref="GroupReduction.Sum"/>.</param>
    /// <remarks>All processes must get the same bits.</remarks>
    void AllReduce(Tensor tensor, GroupReduction reduction = GroupReduction.Sum);

    /// <summary>Replaces a tensor by that of one process.</summary>
    /// <param name="tensor">Contiguous, of any dtype, on any device, of the same shape in every process.</param>
    /// <param name="root">The process whose tensor it is. Default 0.</param>
    void Broadcast(Tensor tensor, int root = 0);

    /// <summary>Waits until every process is here. It may be long: a wait should leave the processor to others.</summary>
    void Barrier();
}
