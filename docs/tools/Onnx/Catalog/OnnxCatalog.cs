using HierKD.Networks;

namespace HierKD.OnnxSurvey.Catalog;

/// <summary>Every network of the survey of networks, and every one of TorchVision.</summary>
internal static class OnnxCatalog
{
    /// <summary>The networks of this repository.</summary>
    public const string Own = "HierKD.Models";

    /// <summary>The networks of the package.</summary>
    public const string TorchVision = "TorchVision";

    // Its sequences have the time first, and the samples behind it.
    private const string SequenceFirst = "sequence first";

    public static IReadOnlyList<OnnxCase> All { get; } =
    [
        .. NetworkCatalog.All.Select(n => new OnnxCase(n, Own) { BatchAxis = n.Name == SequenceFirst ? 1 : 0 }),
        .. TorchVisionCatalog.All.Select(n => new OnnxCase(n, TorchVision)),
    ];

    public static OnnxCase Find(string name) => All.Single(n => n.Name == name);
}
