using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a model says to an input of the user's, before anything depends on it.</summary>
internal static class ModelAnswer
{
    /// <param name="model">The model.</param>
    /// <param name="input">The input.</param>
    /// <param name="what">How a sentence about the input begins; its shape and type follow.</param>
    /// <param name="argument">The argument that it came with.</param>
    /// <exception cref="ArgumentException">The model does not accept it.</exception>
    public static Tensor Of(nn.Module<Tensor, Tensor> model, Tensor input, string what, string argument)
    {
        try
        {
            return model.call(input);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new ArgumentException(
                $"{what} [{string.Join(", ", input.shape)}] ({input.dtype}) that the model does not accept: {NativeMessage.Of(failure)}",
                argument,
                failure);
        }
    }
}
