namespace HierKD.LibTorch.Tests.Memory;

/// <summary>Counts that no other test's garbage disturbs.</summary>
internal static class LiveTensors
{
    /// <summary>Tensors alive in the process once everything unreachable is gone.</summary>
    public static long Count()
    {
        Collect();
        return Tensor.TotalCount;
    }

    /// <summary>The process's resident memory in bytes once everything unreachable is gone.</summary>
    public static long ResidentMemory()
    {
        Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static void Collect()
    {
        // A finalizer may free what keeps another object alive: the second round takes that one.
        for (var round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
