using HierKD.Models.Special;

namespace HierKD.Networks;

internal static partial class NetworkCatalog
{
    private static IEnumerable<NetworkCase> Special()
    {
        yield return new NetworkCase("captured constant", () => new CapturedConstantNet(), Images(8));
        yield return new NetworkCase("buffer of its own", () => new BufferNet(), Images(8));
        yield return new NetworkCase("scale of its own", () => new OwnScaleNet(), Images(8));
        yield return new NetworkCase("reused module", () => new ReusedModuleNet(), Images(8));
        yield return new NetworkCase("squeeze gate", () => new SqueezeGateNet(), Images(8));
        yield return new NetworkCase("GLU", () => new GluNet(), Images(8));
        yield return new NetworkCase("pixel shuffle", () => new PixelShuffleNet(), Images(8));
        yield return new NetworkCase("chunk(2)", () => new ChunkNet(), Images(8));
        yield return new NetworkCase("flatten before Linear", () => new FlattenNet(), Images(8));
        yield return new NetworkCase("calls .forward()", () => new DirectForwardNet(), Images(8)) { IsRefused = true };
        yield return new NetworkCase("nan_to_num", () => new NanToNumNet(), Images(8));
        yield return new NetworkCase("instance norm", () => new InstanceNormNet(), Images(8));
        yield return new NetworkCase("group norm", () => new GroupNormNet(), [1, 3, 10]);
        yield return new NetworkCase("embedding", () => new EmbeddingNet(), [1, 10]) { Tokens = 20 };
        yield return new NetworkCase("grouped convolution", () => new GroupedConvNet(), Images(8));
        yield return new NetworkCase("grouped transposed convolution", () => new GroupedTransposeNet(), Images(8));
        yield return new NetworkCase("volumes", () => new VolumeNet(), [1, 3, 4, 6, 5]);
        yield return new NetworkCase("tied weights", () => new TiedWeightsNet(), [1, 6]) { IsRefused = true };
        yield return new NetworkCase("sequence first", () => new SequenceFirstNet(), [7, 4, 6]);
        yield return new NetworkCase("two inputs, two outputs", () => new TwoInputsTwoOutputsNet(), Images(8), [1, 6])
        {
            Call = (model, inputs) =>
            {
                var (logits, map) = ((TwoInputsTwoOutputsNet)model).call(inputs[0], inputs[1]);
                return [logits, map];
            },
        };
        yield return new NetworkCase("path that follows the data", () => new DataDependentNet(), Images(8)) { IsRefused = true };
    }
}
