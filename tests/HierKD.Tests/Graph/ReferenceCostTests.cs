namespace HierKD.Tests;

/// <summary>
/// Multiply-adds of published networks by layer, against those that PyTorch's hooks counted; docs/tools/Networks compares the larger ones
/// too.
/// </summary>
public sealed class ReferenceCostTests : ScopedTest
{
    private static readonly string[] Cheap =
    [
        "cifar_resnet20", "cifar_resnet56", "cifar_vgg16_bn", "cifar_mobilenet_v1", "mobilenet_v2", "mobilenet_v3_small",
        "shufflenet_v2_x1_0", "squeezenet1_1", "regnet_y_400mf",
        "resnet18", "narrow_resnet", "narrow_resnext", "narrow_densenet", "narrow_unet", "vit_small", "vit_small_separate",
    ];

    public static TheoryData<string> Networks => [.. Cheap];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_layer_costs_what_the_reference_counts(string network)
    {
        var reference = NetworkReference.Of(network);
        using var model = TrainedWeights.Give(ReferenceNetworks.Make(network), seed: 1);

        var graph = FilterGraph.Discover(model, randn(reference.CostInput), new DiscoveryOptions { Verify = false });

        var counted = graph.Cost.Layers(FilterMask.Full(graph)).Where(l => l.MultiplyAdds > 0).Select(l => (l.Layer, l.MultiplyAdds));
        Assert.Equal(Sorted(reference.MultiplyAdds.Select(l => (l.Key, l.Value))), Sorted(counted));
        Assert.Equal(reference.Parameters, graph.Cost.Parameters(FilterMask.Full(graph)));
    }

    private static IEnumerable<(string, long)> Sorted(IEnumerable<(string Layer, long)> layers) =>
        layers.OrderBy(l => l.Layer, StringComparer.Ordinal);
}
