using HierKD.Models;
using HierKD.Models.Special;

namespace HierKD.Tests;

/// <summary>The networks of one input and one output that each hold one difficulty, and U-Net, in small forms.</summary>
internal static class SpecialNetworks
{
    private static readonly long[] Logits = [4, 5];

    private static readonly Dictionary<string, SpecialNetwork> All = new()
    {
        ["captured constant"] = new(() => new CapturedConstantNet(), Images, Logits),
        ["buffer"] = new(() => new BufferNet(), Images, Logits),
        ["reused module"] = new(() => new ReusedModuleNet(), Images, Logits),
        ["squeeze gate"] = new(() => new SqueezeGateNet(), Images, Logits),
        ["glu"] = new(() => new GluNet(), Images, Logits),
        ["pixel shuffle"] = new(() => new PixelShuffleNet(), Images, Logits),
        ["chunk"] = new(() => new ChunkNet(), Images, Logits),
        ["flatten"] = new(() => new FlattenNet(), Images, Logits),
        ["direct forward"] = new(() => new DirectForwardNet(), Images, Logits),
        ["instance norm"] = new(() => new InstanceNormNet(), Images, Logits),
        ["group norm"] = new(() => new GroupNormNet(), () => randn(4, 3, 10), Logits),
        ["tokens"] = new(() => new EmbeddingNet(), () => arange(40).reshape(4, 10).remainder(20), Logits),
        ["grouped transpose"] = new(() => new GroupedTransposeNet(), Images, Logits),
        ["grouped convolution"] = new(() => new GroupedConvNet(), Images, Logits),
        ["volume"] = new(() => new VolumeNet(), () => randn([4, 3, 4, 6, 5]), Logits),
        ["own scale"] = new(() => new OwnScaleNet(), Images, Logits),
        ["tied weights"] = new(() => new TiedWeightsNet(), () => randn(4, 6), Logits),
        ["sequence first"] = new(() => new SequenceFirstNet(), () => randn(7, 4, 6), Logits),
        ["nan to num"] = new(() => new NanToNumNet(), Images, Logits),
        ["u-net"] = new(() => new UNet([4, 6, 8], classes: 5), Images, [4, 5, 8, 8]),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static SpecialNetwork Of(string name) => All[name];

    private static Tensor Images() => randn(4, 3, 8, 8);
}
