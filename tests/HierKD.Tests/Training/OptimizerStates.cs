namespace HierKD.Tests.Training;

/// <summary>States of optimizers, on their way through what a checkpoint holds of them.</summary>
internal static class OptimizerStates
{
    public static void Copy(optim.Optimizer from, optim.Optimizer to)
    {
        using var saved = SavedOptimizer.Of(from);
        using var read = Read("a.checkpoint", saved.Manifest, saved.Tensors.ToDictionary(t => t.Name, t => t.Tensor), to);
        read.GiveTo(to);
    }

    /// <summary>Reads a state of tensors in memory, which stay the caller's.</summary>
    public static SavedOptimizer Read(
        string source, OptimizerManifest manifest, IReadOnlyDictionary<string, Tensor> tensors, optim.Optimizer optimizer) =>
        SavedOptimizer.Read(
            source, manifest, tensors.ToDictionary(t => t.Key, t => (t.Value.dtype, t.Value.shape)), name => tensors[name].clone(),
            optimizer);

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
