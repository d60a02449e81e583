using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of a parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Whether another state is the same up to rounding.</summary>
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Forgets everything.</summary>
    public abstract void Initialize(OptimizerOptions options);

    public virtual void to(Device device) { }

    /// <summary>Reads a tensor that may be absent.</summary>
    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device)
    {
        if (!reader.ReadBoolean())
        {
            result?.Dispose();
            result = null!;
            return;
        }

        Tensor? loaded = result;
        TensorExtensionMethods.Load(ref loaded, reader);
        result = loaded!.to(device, disposeAfter: true);
    }

    /// <summary>Writes a tensor that may be absent.</summary>
    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    private protected Tensor Zeros() => zeros_like(_parameter).DetachFromDisposeScope();

    private protected void Copy(ref Tensor target, Tensor? source)
    {
        target?.Dispose();
        target = source?.to(_parameter.device, copy: true)!;
    }

    private protected static bool Close(Tensor? left, Tensor? right) =>
        left is null || right is null ? left is null && right is null : left.allclose(right);
}
