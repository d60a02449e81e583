using TorchSharp.Modules;

namespace HierKD.Tests.Run;

/// <summary>What a model's layers say of their sizes.</summary>
internal static class LayerSizes
{
    public static string[] Of(nn.Module model) => model.named_modules().Select(m => m.module switch
    {
        Convolution c => $"{m.name} {c.in_channels} -> {c.out_channels}",
        BatchNorm b => $"{m.name} {b.num_features}",
        Linear l => $"{m.name} {l.in_features} -> {l.out_features}",
        _ => m.name,
    }).ToArray();
}
