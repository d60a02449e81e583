using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Records forwards of a model's copy.</summary>
internal static class Tracing
{
    /// <summary>One forward, in the current dispose scope.</summary>
    /// <exception cref="OnnxExportException">It does something that cannot be recorded.</exception>
    public static Trace Run(ModelCopy copy, ModelConstants constants, Tensor input, long batch)
    {
        var recorder = new Recorder(copy.Functions, OperatorTable.Instance, constants, copy.Paths);
        TracedValue? begun = null;
        try
        {
            return copy.Call(input, recorder, handle => begun = recorder.Begin(handle), output =>
            {
                if (recorder.Refusal is { } caught) throw caught;
                var result = Tensor.UnsafeCreateTensor(NativeTensor.Clone(output));
                return new Trace(batch, begun!, recorder.Calls, recorder.Find(output), result);
            });
        }
        catch (Exception failure) when (failure is not (OnnxExportException or OperationCanceledException))
        {
            // The forward may have caught the refusal, or a layer wrapped it.
            throw recorder.Refusal ?? new OnnxExportException(
                $"The forward failed for an input of shape [{string.Join(", ", input.shape)}], as '{recorder.CurrentPath}' ran: " +
                $"{failure.Message.Split('\n')[0]} A file takes batches of any size; OnnxOptions.BatchAxis says which axis they lie along.",
                recorder.CurrentPath, inner: failure);
        }
    }
}
