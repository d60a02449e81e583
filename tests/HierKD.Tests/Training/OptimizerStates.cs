namespace HierKD.Tests.Training;

/// <summary>States of optimizers, on their way through what a checkpoint holds of them.</summary>
internal static class OptimizerStates
{
    public static void Copy(optim.Optimizer from, optim.Optimizer to)
    {
        using var saved = SavedOptimizer.Of(from);
        saved.GiveTo(to);
    }

    /// <summary>All that TorchSharp itself would save.</summary>
    public static byte[] Bytes(TorchSharp.Modules.OptimizerHelper optimizer)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        optimizer.save_state_dict(writer);
        writer.Flush();
        return bytes.ToArray();
    }
}
