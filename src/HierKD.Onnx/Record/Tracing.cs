using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Records forwards of a model's copy.</summary>
internal static class Tracing
{
    /// <summary>One forward, in the current dispose scope.</summary>
    /// <exception cref="OnnxExportException">It does something that cannot be recorded.</exception>
    public static Trace Run(ModelCopy copy, ModelCall call, ModelConstants constants, IReadOnlyList<Tensor> inputs, long batch)
    {
        var recorder = new Recorder(copy.Functions, OperatorTable.Instance, constants, copy.Paths);
        IReadOnlyList<TracedValue> begun = [];
        try
        {
            return copy.Call(call, inputs, recorder, handles => begun = recorder.Begin(handles), outputs =>
            {
                if (recorder.Refusal is { } caught) throw caught;
                Tensor[] results = [.. outputs.Select(o => Tensor.UnsafeCreateTensor(NativeTensor.Clone(o.Handle)))];
                return new Trace(
                    batch, begun, recorder.Calls, [.. outputs.Select(o => recorder.Output(o.Handle))], [.. outputs.Select(o => o.Name)],
                    results);
            });
        }
        catch (Exception failure) when (failure is not (OnnxExportException or OperationCanceledException))
        {
            // The forward may have caught the refusal, or a layer wrapped it.
            throw recorder.Refusal ?? new OnnxExportException(
                $"The forward failed for {Shapes(inputs)}, as '{recorder.CurrentPath}' ran: " +
                $"{failure.Message.Split('\n')[0]} A file takes batches of any size; OnnxOptions.BatchAxis says which axis they lie along.",
                recorder.CurrentPath, inner: failure);
        }
    }

    private static string Shapes(IReadOnlyList<Tensor> inputs) =>
        (inputs.Count == 1 ? "an input of shape " : "inputs of shapes ") +
        string.Join(", ", inputs.Select(input => $"[{string.Join(", ", input.shape)}]"));
}
