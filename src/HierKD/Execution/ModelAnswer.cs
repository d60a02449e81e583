using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a model says to inputs of the user's, before anything depends on it.</summary>
internal static class ModelAnswer
{
    /// <param name="call">Calls the model.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="what">How a sentence about the inputs begins; their shapes and types follow.</param>
    /// <param name="argument">The argument that they came with.</param>
    /// <exception cref="ArgumentException">The model does not accept them.</exception>
    public static Tensor[] Of(ModelCall call, IReadOnlyList<Tensor> inputs, string what, string argument)
    {
        try
        {
            return call.Run(inputs);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new ArgumentException(
                $"{what} {ModelInputs.Text(inputs)} that the model does not accept: {NativeMessage.Of(failure)}", argument, failure);
        }
    }

    /// <summary>Whether all that is a number of floating-point type is finite.</summary>
    public static bool IsFinite(IEnumerable<Tensor> outputs) =>
        outputs.All(o => !o.is_floating_point() || o.isfinite().all().ToBoolean());
}
