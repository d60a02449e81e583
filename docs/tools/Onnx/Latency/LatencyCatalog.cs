using HierKD.OnnxSurvey.Catalog;

namespace HierKD.OnnxSurvey.Latency;

/// <summary>The networks that are timed.</summary>
internal static class LatencyCatalog
{
    public static IReadOnlyList<LatencyCase> All { get; } =
    [
        Of("VGG of QuickStart"),
        Of("ResNet-20, CIFAR"),
        Of("MobileNetV1, CIFAR"),
        // 64 samples take half a minute and more on one thread.
        Of("ResNet-50", largeBatch: 8),
        Of("MobileNetV2"),
    ];

    private static LatencyCase Of(string name, int largeBatch = LatencyCase.UsualBatch) => new(OnnxCatalog.Find(name), largeBatch);
}
