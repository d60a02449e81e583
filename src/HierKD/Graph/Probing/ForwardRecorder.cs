using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Runs a model with hooks that note which layers are called, in which order, on what.</summary>
internal static class ForwardRecorder
{
    /// <summary>Records the calls of one forward pass; the caller disposes their outputs and the model's.</summary>
    public static (IReadOnlyList<LayerRun> Calls, IReadOnlyList<Tensor> Outputs) Record(WatchedModel model, Func<Tensor[]> forward)
    {
        List<LayerRun> calls = [];
        List<Action> unhook = [];
        try
        {
            foreach (var watched in model.Layers)
            {
                unhook.Add(watched.Hook(
                    input => input,
                    (input, output) =>
                    {
                        calls.Add(new LayerRun(watched, input.shape, output.detach().clone().DetachFromDisposeScope()));
                        return output;
                    }));
            }
            using var scope = NewDisposeScope();
            var outputs = forward().Select(o => o.detach().clone().DetachFromDisposeScope()).ToArray();
            return (calls, outputs);
        }
        catch
        {
            foreach (var call in calls) call.Output.Dispose();
            throw;
        }
        finally
        {
            foreach (var remove in unhook) remove();
        }
    }
}
