using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The state of an optimizer as bytes, in TorchSharp's own form.</summary>
internal static class OptimizerBytes
{
    /// <exception cref="ArgumentException">The optimizer cannot be saved.</exception>
    public static byte[] Read(optim.Optimizer optimizer)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        Savable(optimizer).save_state_dict(writer);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The state is one of another kind of optimizer.</exception>
    public static void Write(optim.Optimizer optimizer, byte[] state)
    {
        RequireKind(optimizer, state);
        using var bytes = new MemoryStream(state);
        using var reader = new BinaryReader(bytes);
        try
        {
            Savable(optimizer).load_state_dict(reader);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw Damaged(failure);
        }
    }

    /// <exception cref="InvalidDataException">The state is one of another kind of optimizer.</exception>
    public static void RequireKind(optim.Optimizer optimizer, byte[] state)
    {
        using var bytes = new MemoryStream(state);
        using var reader = new BinaryReader(bytes);
        // TorchSharp begins with the type's name.
        var (kind, own) = (KindOf(reader), optimizer.GetType().Name);
        if (kind != own)
        {
            throw new InvalidDataException(
                $"The checkpoint has the state of the optimizer {kind}, but this one is {own}: make the same kind again, or delete the " +
                "checkpoint to begin anew.");
        }
    }

    private static string KindOf(BinaryReader reader)
    {
        try
        {
            return MessageText.Of(reader.ReadString());
        }
        catch (Exception failure) when (failure is IOException or FormatException)
        {
            throw Damaged(failure);
        }
    }

    private static InvalidDataException Damaged(Exception failure) =>
        new($"The checkpoint's state of the optimizer is damaged: {failure.Message} Delete the checkpoint to begin anew.", failure);

    public static OptimizerHelper Savable(optim.Optimizer optimizer) => optimizer as OptimizerHelper ?? throw new ArgumentException(
        $"The optimizer {optimizer.GetType().Name} has no state that can be saved (it is no OptimizerHelper): take one of torch.optim, " +
        "or run without a checkpoint.",
        nameof(optimizer));
}
