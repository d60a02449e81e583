using static TorchSharp.torch;

namespace HierKD;

/// <summary>Process groups that need nothing.</summary>
public static class ProcessGroup
{
    /// <summary>This process alone.</summary>
    public static IProcessGroup Single { get; } = new Alone();

    private sealed class Alone : IProcessGroup
    {
        public int Rank => 0;

        public int Size => 1;

        public void AllReduce(Tensor tensor, GroupReduction reduction = GroupReduction.Sum)
        {
        }

        public void Broadcast(Tensor tensor, int root = 0)
        {
        }

        public void Barrier()
        {
        }

        public override string ToString() => "one process";
    }
}
