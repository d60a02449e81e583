using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>An affine map of the last dimension.</summary>
        public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
            new(inputSize, outputSize, hasBias, device, dtype);

        /// <summary>An affine map of the last dimension.</summary>
        public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);
    }
}
