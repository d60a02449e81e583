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
        try
        {
            var outputs = Visit(
                model.Layers, forward, (watched, input, output) => calls.Add(new LayerRun(watched, input, Kept(output))), Kept);
            return (calls, outputs);
        }
        catch
        {
            foreach (var call in calls) call.Output.Dispose();
            throw;
        }

        static Tensor Kept(Tensor output) => output.detach().clone().DetachFromDisposeScope();
    }

    /// <summary>Shows the calls of one forward pass and the model's outputs, which are gone afterwards.</summary>
    /// <param name="layers">The layers that are looked at.</param>
    /// <param name="forward">Runs the model.</param>
    /// <param name="visit">Gets a layer, the shape of its input, and what it gives.</param>
    /// <param name="outputOf">Gets each of the model's outputs.</param>
    /// <returns>What <paramref name="outputOf"/> made of them.</returns>
    public static T[] Visit<T>(
        IReadOnlyList<WatchedLayer> layers, Func<Tensor[]> forward, Action<WatchedLayer, long[], Tensor> visit, Func<Tensor, T> outputOf)
    {
        List<Action> unhook = [];
        try
        {
            foreach (var watched in layers)
            {
                unhook.Add(watched.Hook(
                    input => input,
                    (input, output) =>
                    {
                        visit(watched, input.shape, output);
                        return output;
                    }));
            }
            using var scope = NewDisposeScope();
            return forward().Select(outputOf).ToArray();
        }
        finally
        {
            foreach (var remove in unhook) remove();
        }
    }
}
